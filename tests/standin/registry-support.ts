import type { Standin } from "../../standin/start";

export const RESOURCE = "/resourceregistry/api/v1/resource";
export const LISTS = "/resourceregistry/api/v1/access-lists";
export const WRITE = ["altinn:serviceowner", "altinn:resourceregistry/resource.write"];
export const ADMIN = ["altinn:serviceowner", "altinn:resourceregistry/resource.admin"];
export const LIST_WRITE = ["altinn:serviceowner", "altinn:resourceregistry/accesslist.write"];

export interface Owner {
  readonly number: string;
  readonly code: string;
}

export interface Call {
  readonly token?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, in place of `json`. */
  readonly body?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed, or undefined when it is no JSON. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- tests look into it freely
  readonly json: any;
}

/** Sends one request and reads the whole answer. */
export async function call(
  standin: Standin,
  method: string,
  path: string,
  { token, json, body, headers }: Call = {},
): Promise<Answer> {
  const answer = await fetch(new URL(path, standin.platformUrl), {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body instanceof FormData || (body ?? json) === undefined
        ? {}
        : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined ? { body } : json !== undefined ? { body: JSON.stringify(json) } : {}),
  });
  const text = await answer.text();
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  return { status: answer.status, headers: answer.headers, text, json: parsed };
}

let made = 0;

/** An identifier that no other test of this file has. */
export function freshIdentifier(): string {
  made += 1;
  return `made-for-test-${String(made)}`;
}

/** A resource that the registry takes from its owner. */
export function validResource(
  owner: Owner,
  identifier: string,
  changes: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const texts = { en: "T", nb: "T", nn: "T" };
  return {
    identifier,
    title: texts,
    description: texts,
    rightDescription: texts,
    contactPoints: [],
    hasCompetentAuthority: { organization: owner.number, orgcode: owner.code },
    resourceType: "BrokerService",
    ...changes,
  };
}

export async function makeResource(
  standin: Standin,
  owner: Owner,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const identifier = freshIdentifier();
  const token = standin.token({ organisation: owner.number, scopes: WRITE });
  const json = validResource(owner, identifier, changes);
  const answer = await call(standin, "POST", RESOURCE, { token, json });
  if (answer.status !== 201) throw new Error(`${String(answer.status)} ${answer.text}`);
  return identifier;
}

export function policyForm(xml: string | Uint8Array, name = "policyFile", filename = "p.xml") {
  const form = new FormData();
  form.append(name, new Blob([Buffer.from(xml)], { type: "text/xml" }), filename);
  return form;
}

export function upload(
  standin: Standin,
  owner: Owner,
  identifier: string,
  xml: string | Uint8Array,
): Promise<Answer> {
  const token = standin.token({ organisation: owner.number, scopes: WRITE });
  return call(standin, "PUT", `${RESOURCE}/${identifier}/policy`, { token, body: policyForm(xml) });
}

const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";
const EQUAL = "urn:oasis:names:tc:xacml:1.0:function:string-equal";

export interface MatchSketch {
  readonly id: string;
  readonly value: string;
  readonly category?: "subject" | "resource" | "action";
  readonly matchId?: string;
  readonly dataType?: string;
  readonly mustBePresent?: boolean;
}

const CATEGORIES = {
  subject: "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject",
  resource: "urn:oasis:names:tc:xacml:3.0:attribute-category:resource",
  action: "urn:oasis:names:tc:xacml:3.0:attribute-category:action",
};

export const organization = (number: string): MatchSketch => ({
  id: "urn:altinn:organization:identifier-no",
  value: number,
});
export const role = (code: string): MatchSketch => ({ id: "urn:altinn:rolecode", value: code });
export const accessPackage = (name: string): MatchSketch => ({
  id: "urn:altinn:accesspackage",
  value: name,
});
export const registryResource = (identifier: string): MatchSketch => ({
  id: "urn:altinn:resource",
  value: identifier,
  category: "resource",
});
export const action = (value: string): MatchSketch => ({
  id: "urn:oasis:names:tc:xacml:1.0:action:action-id",
  value,
  category: "action",
});

function matchXml(match: MatchSketch): string {
  const { id, value, category = "subject", matchId = EQUAL, dataType = XSD_STRING } = match;
  return `<Match MatchId="${matchId}"><AttributeValue DataType="${dataType}">${value}</AttributeValue><AttributeDesignator AttributeId="${id}" Category="${CATEGORIES[category]}" DataType="${XSD_STRING}" MustBePresent="${String(match.mustBePresent ?? false)}"/></Match>`;
}

/** Alternatives, each a match or several that must all hold. */
export type AnyOfSketch = readonly (MatchSketch | readonly MatchSketch[])[];

export interface RuleSketch {
  readonly effect?: "Permit" | "Deny";
  readonly target: readonly AnyOfSketch[];
  /** XML after the target. */
  readonly rest?: string;
}

export function ruleXml({ effect = "Permit", target, rest = "" }: RuleSketch, index = 0): string {
  const anyOfs = target.map(
    (anyOf) =>
      `<AnyOf>${anyOf
        .map((allOf) => `<AllOf>${[allOf].flat().map(matchXml).join("")}</AllOf>`)
        .join("")}</AnyOf>`,
  );
  const inner = anyOfs.length === 0 ? "<Target/>" : `<Target>${anyOfs.join("")}</Target>`;
  return `<Rule RuleId="urn:rule:${String(index)}" Effect="${effect}">${inner}${rest}</Rule>`;
}

export const DENY_OVERRIDES =
  "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";

export interface PolicySketch {
  readonly rules: readonly RuleSketch[];
  readonly algorithm?: string;
  /** XML after the rules. */
  readonly rest?: string;
}

export function policyXml({ rules, algorithm = DENY_OVERRIDES, rest = "" }: PolicySketch): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<Policy xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="urn:p" Version="1.0" RuleCombiningAlgId="${algorithm}">
  <Target/>
  ${rules.map(ruleXml).join("\n  ")}
  ${rest}
</Policy>
`;
}

/** Obligations that ask for an authentication level. */
export function levelXml(level: number | string, levelForOrg?: number): string {
  const obligation = (category: string, value: number | string) =>
    `<ObligationExpression ObligationId="urn:o:${category}" FulfillOn="Permit"><AttributeAssignmentExpression AttributeId="urn:a" Category="urn:altinn:${category}"><AttributeValue DataType="http://www.w3.org/2001/XMLSchema#integer">${String(value)}</AttributeValue></AttributeAssignmentExpression></ObligationExpression>`;
  const forOrg =
    levelForOrg === undefined ? "" : obligation("minimum-authenticationlevel-org", levelForOrg);
  return `<ObligationExpressions>${obligation("minimum-authenticationlevel", level)}${forOrg}</ObligationExpressions>`;
}
