import { ignoresCase } from "./alternatives";
import type { AllOf, Match, Obligation, Policy, PolicyRule } from "./model";
import { readPolicy } from "./read";
import { PolicyError } from "./policy-error";
import { CATEGORY, foldCase } from "./vocabulary";

/**
 * Whether two policy texts mean the same. PolicyId, Version, RuleId, Description, comments,
 * prefixes, layout, order of attributes and the byte order mark mean nothing. A text that cannot be
 * read equals the identical text alone.
 *
 * @example
 * samePolicy(live, wanted) // true: nothing to upload
 */
export function samePolicy(a: string, b: string): boolean {
  if (a === b) return true;
  try {
    return sameMeaning(readPolicy(a), readPolicy(b));
  } catch (error) {
    if (error instanceof PolicyError) return false;
    throw error;
  }
}

/**
 * As `samePolicy`, for policies that are read already. Policies of nothing but Permit rules without
 * a Condition are compared as sets of (subjects, resource, action), so splitting, joining, ordering
 * and repeating rules is no difference; any other policy is compared rule by rule, in order.
 */
export function sameMeaning(a: Policy, b: Policy): boolean {
  if (a.combiningAlgorithm !== b.combiningAlgorithm) return false;
  if (obligationsOf(a) !== obligationsOf(b)) return false;
  if (partsOf(a.otherParts) !== partsOf(b.otherParts)) return false;

  if (!isPermitOnly(a) || !isPermitOnly(b)) {
    const inOrder = (policy: Policy) => JSON.stringify(policy.rules.map(structureOf));
    return inOrder(a) === inOrder(b);
  }
  const names = new Names();
  const ofA = a.rules.map((rule) => shapeOf(rule, names));
  const ofB = b.rules.map((rule) => shapeOf(rule, names));
  return equalSets(rulesAsSets(ofA), rulesAsSets(ofB)) || equalSets(expand(ofA), expand(ofB));
}

const isPermitOnly = (policy: Policy) =>
  policy.rules.every((rule) => rule.effect === "Permit" && rule.condition === undefined);

/**
 * The order of obligations means nothing, but readers take the first one of a category, so those of
 * one category stay in order.
 */
function obligationsOf(policy: Policy): string {
  const categories = (obligation: Obligation) =>
    obligation.assignments.map((assignment) => assignment.category ?? "").join();
  const sorted = policy.obligations.map((obligation) => ({
    by: categories(obligation),
    obligation,
  }));
  sorted.sort((a, b) => (a.by === b.by ? 0 : a.by < b.by ? -1 : 1));
  return JSON.stringify(sorted);
}

const partsOf = (parts: Policy["otherParts"]) =>
  JSON.stringify(parts.map(({ name, canonical }) => [name, canonical]).sort());

/** Short names for long texts, so that sets of combinations stay small. */
class Names {
  private readonly known = new Map<string, number>();

  of(text: string): number {
    const known = this.known.get(text);
    if (known !== undefined) return known;
    this.known.set(text, this.known.size);
    return this.known.size - 1;
  }
}

type Sides = readonly [subjects: number[], resources: number[], actions: number[]];
/** The alternatives of a rule, or its whole structure. */
type Shape = Sides | string;

const shapeOf = (rule: PolicyRule, names: Names): Shape =>
  plainSides(rule, names) ?? structureOf(rule);

/** One entry per rule: its alternatives, whatever their order. Quick, and enough for most. */
const rulesAsSets = (rules: readonly Shape[]): Set<string> =>
  new Set(
    rules.map((shape) =>
      typeof shape === "string"
        ? shape
        : shape.map((side) => [...new Set(side)].sort().join(",")).join(";"),
    ),
  );

/** One entry per (subjects, resource, action). */
function expand(rules: readonly Shape[]): Set<string> {
  const entries = new Set<string>();
  for (const shape of rules) {
    if (typeof shape === "string") {
      entries.add(shape);
      continue;
    }
    const [subjects, resources, actions] = shape;
    for (const subject of subjects) {
      for (const resource of resources) {
        for (const action of actions) entries.add(`${subject};${resource};${action}`);
      }
    }
  }
  return entries;
}

/**
 * The alternatives of a rule of the shape that the registry and the decision point read alike: at
 * most one AnyOf for each of the three categories. Any other rule is compared by its structure:
 * to the decision point it may equal a plain one, to the registry's read side it does not.
 */
function plainSides(rule: PolicyRule, names: Names): Sides | undefined {
  if (!rule.target || rule.otherParts.length > 0) return undefined;
  const found = new Map<string, number[]>();
  for (const anyOf of rule.target) {
    const category = anyOf[0]?.[0]?.category;
    if (category === undefined || found.has(category) || !looksAt.has(category)) return undefined;
    const oneCategory = anyOf.every((allOf) =>
      allOf.every((match) => match.category === category && match.selector === undefined),
    );
    if (!oneCategory) return undefined;
    found.set(
      category,
      anyOf.map((allOf) => names.of(allOfText(allOf))),
    );
  }
  const open = [names.of("open")];
  const side = (category: string) => found.get(category) ?? open;
  return [side(CATEGORY.subject), side(CATEGORY.resource), side(CATEGORY.action)];
}

const looksAt: ReadonlySet<string> = new Set(Object.values(CATEGORY));

const allOfText = (allOf: AllOf) => {
  const [only] = allOf;
  if (only && allOf.length === 1) return matchText(only);
  return [...new Set(allOf.map(matchText))].sort().join("\n");
};

/** A value under a function that ignores case means the same in every casing. */
const matchText = (match: Match) =>
  JSON.stringify([
    match.matchId,
    ignoresCase(match) ? foldCase(match.value) : match.value,
    match.dataType,
    match.attributeId,
    match.category,
    match.designatorDataType,
    match.mustBePresent,
    match.issuer,
    match.selector,
  ]);

const structureOf = (rule: PolicyRule): string =>
  JSON.stringify([
    rule.effect,
    rule.target?.map((anyOf) => anyOf.map((allOf) => allOf.map(matchText))),
    rule.condition,
    partsOf(rule.otherParts),
  ]);

const equalSets = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  a.size === b.size && [...a].every((entry) => b.has(entry));
