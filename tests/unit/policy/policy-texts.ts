/** Policies written by hand for tests, apart from how the product writes them. */

export const SUBJECT = "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject";
export const RESOURCE = "urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
export const ACTION = "urn:oasis:names:tc:xacml:3.0:attribute-category:action";
export const STRING_EQUAL = "urn:oasis:names:tc:xacml:1.0:function:string-equal";
export const IGNORE_CASE = "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case";
export const DENY_OVERRIDES =
  "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";

export interface MatchSpec {
  id: string;
  value: string;
  category: string;
  matchId?: string;
  mustBePresent?: boolean;
  dataType?: string;
  /** An AttributeSelector instead of the designator. */
  selector?: boolean;
}
export type AnyOfSpec = MatchSpec[][];
export interface RuleSpec {
  id?: string;
  effect?: "Permit" | "Deny";
  anyOfs: AnyOfSpec[];
  condition?: string;
}
export interface PolicySpec {
  rules: RuleSpec[];
  /** AnyOf of the policy's own Target. */
  target?: AnyOfSpec[];
  algorithm?: string;
  obligations?: string;
}

export const subject = (id: string, value: string, more: Partial<MatchSpec> = {}): MatchSpec => ({
  id,
  value,
  category: SUBJECT,
  ...more,
});
export const org = (value: string, more: Partial<MatchSpec> = {}) =>
  subject("urn:altinn:organization:identifier-no", value, more);
export const role = (value: string, more: Partial<MatchSpec> = {}) =>
  subject("urn:altinn:rolecode", value, { matchId: IGNORE_CASE, ...more });
export const resource = (value: string, more: Partial<MatchSpec> = {}): MatchSpec => ({
  id: "urn:altinn:resource",
  value,
  category: RESOURCE,
  ...more,
});
export const party = (value: string): MatchSpec => ({
  id: "urn:altinn:organization:identifier-no",
  value,
  category: RESOURCE,
});
export const action = (value: string, more: Partial<MatchSpec> = {}): MatchSpec => ({
  id: "urn:oasis:names:tc:xacml:1.0:action:action-id",
  value,
  category: ACTION,
  ...more,
});

/** An AnyOf with one AllOf of one match for each. */
export const any = (...matches: MatchSpec[]): AnyOfSpec => matches.map((match) => [match]);

/** The usual rule: subjects, the resource `r1`, actions. */
export const rule = (subjects: MatchSpec[], actions: string[], more: Partial<RuleSpec> = {}) => ({
  anyOfs: [any(...subjects), any(resource("r1")), any(...actions.map((name) => action(name)))],
  ...more,
});

export const level = (value: string, category = "urn:altinn:minimum-authenticationlevel") => `
  <x:ObligationExpressions>
    <x:ObligationExpression ObligationId="urn:test:obligation" FulfillOn="Permit">
      <x:AttributeAssignmentExpression AttributeId="urn:test:assignment" Category="${category}">
        <x:AttributeValue DataType="http://www.w3.org/2001/XMLSchema#integer">${value}</x:AttributeValue>
      </x:AttributeAssignmentExpression>
    </x:ObligationExpression>
  </x:ObligationExpressions>`;

/** Without a prefix: Altinn's parser does not find the expression inside under one. */
export const VARIABLE =
  '<VariableDefinition xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" VariableId="v"><AttributeValue DataType="urn:d">1</AttributeValue></VariableDefinition>';

const escape = (text: string) =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

const matchText = (match: MatchSpec) => {
  const dataType = match.dataType ?? "http://www.w3.org/2001/XMLSchema#string";
  const compared = match.selector
    ? `<x:AttributeSelector Path="p" Category="${match.category}" DataType="${dataType}" MustBePresent="false"/>`
    : `<x:AttributeDesignator AttributeId="${escape(match.id)}" Category="${match.category}" DataType="${dataType}" MustBePresent="${match.mustBePresent ?? false}"/>`;
  return `
          <x:Match MatchId="${match.matchId ?? STRING_EQUAL}">
            <x:AttributeValue DataType="${dataType}">${escape(match.value)}</x:AttributeValue>
            ${compared}
          </x:Match>`;
};

const anyOfText = (anyOf: AnyOfSpec) => `
      <x:AnyOf>${anyOf
        .map(
          (allOf) => `
        <x:AllOf>${allOf.map(matchText).join("")}
        </x:AllOf>`,
        )
        .join("")}
      </x:AnyOf>`;

/** A Target of no AnyOf is written as one tag: Altinn's parser refuses it in two. */
const targetText = (anyOfs: AnyOfSpec[]) =>
  anyOfs.length === 0
    ? "<x:Target/>"
    : `<x:Target>${anyOfs.map(anyOfText).join("")}
    </x:Target>`;

const ruleText = (spec: RuleSpec, index: number) => `
  <x:Rule RuleId="${escape(spec.id ?? String(index + 1))}" Effect="${spec.effect ?? "Permit"}">
    ${targetText(spec.anyOfs)}${spec.condition ?? ""}
  </x:Rule>`;

export const policyText = ({ rules, target, algorithm, obligations }: PolicySpec): string =>
  `<?xml version="1.0" encoding="utf-8"?>
<x:Policy xmlns:x="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="urn:test:policy" Version="1.0" RuleCombiningAlgId="${algorithm ?? DENY_OVERRIDES}">
  ${targetText(target ?? [])}${rules.map(ruleText).join("")}${obligations ?? ""}
</x:Policy>
`;
