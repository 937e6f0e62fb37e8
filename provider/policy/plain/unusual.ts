import { CATEGORY, FUNCTION, STRING } from "../xacml/identifiers";
import type { AllOf, AnyOf, Match, Policy, PolicyRule } from "../xacml/policy";
import type { Oddity } from "./oddity";

/** What the keys of an unusual policy begin with. */
export const UNUSUAL = "unusual policy";

/**
 * A policy outside the plain form, line by line and literally: every part of it that Altinn reads,
 * without a word on who gets in. Policies with equal lines are equal.
 *
 * | key | holds |
 * | --- | --- |
 * | `unusual policy` | what makes it unusual |
 * | `unusual policy: combining algorithm` | its id |
 * | `unusual policy: rule 1, effect` | `Permit`, `Deny` or what else is written |
 * | `unusual policy: rule 1, subject` (resource, action, another category) | its alternatives, each with function and data type |
 * | `unusual policy: rule 1, Condition` (and other parts) | as XML |
 * | `unusual policy: obligation 1`, `unusual policy: VariableDefinition 1` | as XML |
 */
export function unusualLines(policy: Policy, oddities: readonly Oddity[]): Record<string, string> {
  const lines = new Lines();
  lines.add("", `who gets in cannot be told: ${oddities.map(oddityText).join("; ")}`);
  lines.add("combining algorithm", policy.combiningAlgorithm);
  policy.rules.forEach((rule, index) => ruleLines(rule, `rule ${index + 1}, `, lines));
  for (const { name, literal } of policy.otherParts) lines.add(name, literal);
  policy.obligations.forEach(({ literal }, index) => lines.add(`obligation ${index + 1}`, literal));
  return lines.found;
}

const oddityText = ({ rule, what }: Oddity): string =>
  rule === undefined ? `the policy ${what}` : `rule ${rule.number} ${what}`;

class Lines {
  readonly found: Record<string, string> = {};

  /** A key that is there already is counted on: `... (2)`. */
  add(name: string, value: string): void {
    const key = name === "" ? UNUSUAL : `${UNUSUAL}: ${name}`;
    let count = 1;
    const numbered = () => (count === 1 ? key : `${key} (${count})`);
    while (numbered() in this.found) count += 1;
    this.found[numbered()] = value;
  }
}

function ruleLines(rule: PolicyRule, place: string, lines: Lines): void {
  lines.add(`${place}effect`, rule.effect);
  if (rule.target === undefined) lines.add(`${place}Target`, "is missing");
  else if (rule.target.length === 0) lines.add(`${place}Target`, "is empty");
  for (const anyOf of rule.target ?? []) lines.add(place + categoryOf(anyOf), anyOfText(anyOf));
  for (const { name, literal } of rule.otherParts) lines.add(place + name, literal);
}

const CATEGORY_NAMES = new Map<string | undefined, string>(
  Object.entries(CATEGORY).map(([name, id]) => [id, name]),
);
const categoryName = (id: string | undefined) => CATEGORY_NAMES.get(id) ?? `category ${id ?? "-"}`;

function categoryOf(anyOf: AnyOf): string {
  const categories = new Set(anyOf.flat().map(({ category }) => category));
  return [...categories].map(categoryName).join(" and ");
}

function anyOfText(anyOf: AnyOf): string {
  const isMixed = new Set(anyOf.flat().map(({ category }) => category)).size > 1;
  const allOfText = (allOf: AllOf) => allOf.map((match) => matchText(match, isMixed)).join(" and ");
  return anyOf.map(allOfText).join("; or ");
}

function matchText(match: Match, namesCategory: boolean): string {
  const { attributeId, matchId, value, dataType, designatorDataType, selector } = match;
  return [
    ...(namesCategory ? [categoryName(match.category)] : []),
    selector ?? attributeId,
    functionName(matchId),
    JSON.stringify(value),
    ...(dataType === STRING ? [] : [`of ${dataType}`]),
    ...(designatorDataType === STRING ? [] : [`as ${designatorDataType}`]),
    ...(match.mustBePresent ? ["MustBePresent"] : []),
    ...(match.issuer === undefined ? [] : [`Issuer ${JSON.stringify(match.issuer)}`]),
    ...(match.broken ? ["with a comment inside"] : []),
  ].join(" ");
}

/** The short name of a usual function, the whole id of any other. */
function functionName(matchId: string): string {
  const isUsual = Object.values<string>(FUNCTION).includes(matchId);
  return isUsual ? matchId.slice(matchId.lastIndexOf(":") + 1) : matchId;
}
