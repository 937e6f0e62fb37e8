const XACML = "urn:oasis:names:tc:xacml";

const STRING = "http://www.w3.org/2001/XMLSchema#string";

/** A line for each part, so that a diff shows what changed. */
const match = (category: string, attribute: string, value: string): string =>
  `<xacml:Match MatchId="${XACML}:1.0:function:string-equal">
<xacml:AttributeValue DataType="${STRING}">${value}</xacml:AttributeValue>
<xacml:AttributeDesignator AttributeId="${attribute}" Category="${category}" DataType="${STRING}" MustBePresent="false"/>
</xacml:Match>`;

const anyOf = (alternatives: readonly string[]): string =>
  [
    "<xacml:AnyOf>",
    ...alternatives.map((one) => `<xacml:AllOf>\n${one}\n</xacml:AllOf>`),
    "</xacml:AnyOf>",
  ].join("\n");

/** A policy that lets `organisations` do `actions` on the resource, for any party. */
export function policyFor(
  resourceId: string,
  organisations: readonly string[],
  actions: readonly string[] = ["read", "write", "publish", "subscribe"],
): string {
  const subjects = organisations.map((number) =>
    match(
      `${XACML}:1.0:subject-category:access-subject`,
      "urn:altinn:organization:identifier-no",
      number,
    ),
  );
  const resource = match(
    `${XACML}:3.0:attribute-category:resource`,
    "urn:altinn:resource",
    resourceId,
  );
  const allowed = actions.map((action) =>
    match(`${XACML}:3.0:attribute-category:action`, `${XACML}:1.0:action:action-id`, action),
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<xacml:Policy xmlns:xacml="${XACML}:3.0:core:schema:wd-17" PolicyId="urn:altinn:policyid:1" Version="1.0" RuleCombiningAlgId="${XACML}:3.0:rule-combining-algorithm:deny-overrides">
<xacml:Target/>
<xacml:Rule RuleId="urn:altinn:ruleid:1" Effect="Permit"><xacml:Target>
${anyOf(subjects)}
${anyOf([resource])}
${anyOf(allowed)}
</xacml:Target></xacml:Rule>
</xacml:Policy>
`;
}
