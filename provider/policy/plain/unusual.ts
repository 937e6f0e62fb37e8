import { CATEGORY, FUNCTION, STRING } from "../xacml/identifiers";
import type { AnyOf, Match, Policy, PolicyRule } from "../xacml/policy";
import type { Oddity } from "./oddity";

/** What the keys of an unusual policy begin with. */
export const UNUSUAL = "unusual policy";

/** How many of the things that make it unusual the first line tells; the others tell all. */
const TOLD = 3;

/**
 * A policy outside the plain form, line by line and literally: every part of it that Altinn reads,
 * without a word on who gets in. Policies with equal lines are equal.
 *
 * | key | holds |
 * | --- | --- |
 * | `unusual policy` | what makes it unusual |
 * | `unusual policy: combining algorithm` | its id |
 * | `unusual policy: rule 1, effect` | `Permit`, `Deny` or what else is written; every key of a rule names another one than Permit |
 * | `unusual policy: rule 1, subject 1` (resource, action, another category) | an alternative, with function and data type |
 * | `unusual policy: rule 1, subject 1, match 2` | what must hold as well |
 * | `unusual policy: rule 1, subject of AnyOf 2, 1` | an alternative of a further AnyOf |
 * | `unusual policy: rule 1, Condition, line 01` | element by element; so obligations and all other parts |
 */
export function unusualLines(policy: Policy, oddities: readonly Oddity[]): Record<string, string> {
  const lines: Record<string, string> = { [UNUSUAL]: whyUnusual(oddities) };
  const add = (key: string, value: string) => (lines[`${UNUSUAL}: ${key}`] = value);
  add("combining algorithm", policy.combiningAlgorithm);
  policy.rules.forEach((rule, index) => {
    // Whoever reads one changed line must see that it is of a rule that denies.
    const deny = rule.effect === "Permit" ? "" : ` (${rule.effect})`;
    ruleLines(rule, `rule ${index + 1}${deny}, `, add);
  });
  partLines(policy.otherParts, "", add);
  policy.obligations.forEach(({ literal }, index) => {
    addLiteral(`obligation ${index + 1}`, literal, add);
  });
  return lines;
}

function whyUnusual(oddities: readonly Oddity[]): string {
  const told = oddities
    .slice(0, TOLD)
    .map(
      ({ rule, what }) => `${rule === undefined ? "the policy" : `rule ${rule.number}`} ${what}`,
    );
  const more = oddities.length - TOLD;
  return `who gets in cannot be told: ${told.join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
}

type Add = (key: string, value: string) => void;

function ruleLines(rule: PolicyRule, place: string, add: Add): void {
  add(`${place}effect`, rule.effect);
  if (rule.target === undefined) add(`${place}Target`, "is missing");
  else if (rule.target.length === 0) add(`${place}Target`, "is empty");
  const counts = new Map<string, number>();
  for (const anyOf of rule.target ?? []) {
    const name = categoriesOf(anyOf).map(categoryName).join(" and ");
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    anyOfLines(anyOf, place + (count === 1 ? name : `${name} of AnyOf ${count},`), add);
  }
  partLines(rule.otherParts, place, add);
}

function anyOfLines(anyOf: AnyOf, key: string, add: Add): void {
  const isMixed = categoriesOf(anyOf).length > 1;
  anyOf.forEach((allOf, at) => {
    allOf.forEach((match, nth) => {
      const place = `${key} ${at + 1}${nth === 0 ? "" : `, match ${nth + 1}`}`;
      add(place, (isMixed ? `${categoryName(match.category)} ` : "") + matchText(match));
    });
  });
}

function partLines(parts: PolicyRule["otherParts"], place: string, add: Add): void {
  const counts = new Map<string, number>();
  for (const { name, literal } of parts) {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    addLiteral(place + (count === 1 ? name : `${name} ${count}`), literal, add);
  }
}

function addLiteral(key: string, literal: readonly string[], add: Add): void {
  literal.forEach((line, at) => {
    add(literal.length === 1 ? key : `${key}, line ${String(at + 1).padStart(2, "0")}`, line);
  });
}

const categoriesOf = (anyOf: AnyOf) => [...new Set(anyOf.flat().map(({ category }) => category))];

const CATEGORY_NAMES = new Map<string | undefined, string>(
  Object.entries(CATEGORY).map(([name, id]) => [id, name]),
);
const categoryName = (id: string | undefined) => CATEGORY_NAMES.get(id) ?? `category ${id ?? "-"}`;

function matchText(match: Match): string {
  const { attributeId, matchId, value, dataType, designatorDataType, selector } = match;
  return [
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
