import {
  ATTRIBUTE,
  CATEGORY,
  DENY_OVERRIDES,
  FUNCTION,
  INTEGER,
  LEVEL_CATEGORY,
  STRING,
} from "../xacml/identifiers";
import type { AllOf, AnyOf, Match, Obligation, Policy, PolicyRule } from "../xacml/policy";
import { Oddities, type Oddity } from "./oddity";
import { SUBJECT_KINDS, type SubjectKind } from "./subject-kinds";

/*
 * The plain form: the one small form of policies whose meaning is told in words.
 *
 *   - the combining algorithm deny-overrides of XACML 3.0, and rules with Effect="Permit" alone
 *   - no Condition, no VariableDefinition, no Target of the policy with content, no advice
 *   - a rule's Target has at most one AnyOf for each of subject, resource and action, and no other
 *   - a subject alternative (AllOf) names one thing of a known kind, an action alternative one action
 *   - a resource alternative names a registry resource, alone or with one party; each rule has one
 *   - strings compared by string-equal, string-is-in or string-equal-ignore-case, present or not
 *   - obligations are levels, written as a whole number without space around it, each category once
 *
 * Everything else is unusual. Description and PolicyDefaults are dress.
 */

/** A value, and whether it is compared without regard to case. */
export interface Text {
  readonly value: string;
  readonly anyCase: boolean;
}

export interface PlainSubject extends Text {
  readonly kind: SubjectKind;
}

/** A registry resource, for the one party or for any. */
interface PlainResource {
  readonly id: Text;
  readonly party: string | undefined;
}

/** Each subject may do each action at each resource. */
export interface PlainRule {
  readonly ruleId: string;
  /** Undefined: the rule names none, which means anyone. */
  readonly subjects: readonly PlainSubject[] | undefined;
  readonly resources: readonly PlainResource[];
  /** Undefined: the rule names none, which means every action. */
  readonly actions: readonly Text[] | undefined;
}

/** Minimum authentication levels: for everybody, and what a service owner's token needs instead. */
export interface Levels {
  readonly all?: number;
  readonly organizations?: number;
}

export interface PlainPolicy {
  readonly rules: readonly PlainRule[];
  readonly levels: Levels;
}

/** The policy in its plain form, or all that keeps it from having one. */
export function plainForm(policy: Policy): PlainPolicy | readonly Oddity[] {
  const odd = new Oddities();
  if (policy.combiningAlgorithm !== DENY_OVERRIDES) odd.algorithm(policy.combiningAlgorithm);
  for (const { name } of policy.otherParts) odd.part(name);
  if (policy.emptyTargetsInTwoTags.length > 0) odd.emptyTarget();
  const rules = policy.rules.map((rule, index) => plainRule(rule, odd.inRule(index, rule.ruleId)));
  if (rules.length === 0) odd.noRule();
  const levels = levelsOf(policy.obligations, odd);
  return odd.found.length > 0 ? odd.found : { rules, levels };
}

function plainRule(rule: PolicyRule, odd: Oddities): PlainRule {
  if (rule.effect !== "Permit") odd.effect(rule.effect);
  for (const { name } of rule.otherParts) odd.part(name);
  const target = rule.target ?? [];
  const sides = sidesOf(target, odd);
  const resources = sides.get(CATEGORY.resource)?.map((allOf) => plainResource(allOf, odd));
  const mayName = ({ category, selector }: Match) =>
    category === CATEGORY.resource || selector !== undefined;
  if (!target.flat(2).some(mayName)) odd.noResource();
  return {
    ruleId: rule.ruleId,
    subjects: sides.get(CATEGORY.subject)?.map((allOf) => plainSubject(allOf, odd)),
    resources: resources ?? [],
    actions: sides.get(CATEGORY.action)?.map((allOf) => plainAction(allOf, odd)),
  };
}

/** The alternatives of each category. */
function sidesOf(target: readonly AnyOf[], odd: Oddities): Map<string, AnyOf> {
  const sides = new Map<string, AnyOf>();
  const categories: readonly string[] = Object.values(CATEGORY);
  for (const anyOf of target) {
    const matches = anyOf.flat();
    for (const match of matches) checkMatch(match, odd);
    if (matches.some(({ selector }) => selector !== undefined)) continue;
    const [category = "", ...more] = new Set(matches.map((match) => match.category ?? ""));
    if (more.length > 0) odd.mixed();
    else if (!categories.includes(category)) odd.category(category);
    else if (sides.has(category)) odd.severalAnyOf(category);
    else sides.set(category, anyOf);
  }
  return sides;
}

function checkMatch(match: Match, odd: Oddities): void {
  if (match.selector !== undefined) return odd.selector();
  const functions: readonly string[] = Object.values(FUNCTION);
  if (!functions.includes(match.matchId)) odd.matchFunction(match);
  if (match.dataType !== STRING || match.designatorDataType !== STRING) odd.dataType(match);
  if (match.mustBePresent) odd.mustBePresent(match);
  if (match.issuer !== undefined) odd.issuer(match);
  if (match.broken) odd.broken(match);
  if (match.value.trim() === "") odd.empty(match);
  else if (match.value !== match.value.trim()) odd.space(match);
}

const textOf = ({ value, matchId }: Match): Text => ({
  value,
  anyCase: matchId === FUNCTION.stringEqualIgnoreCase,
});

const NOTHING: Text = { value: "", anyCase: false };

function plainSubject(allOf: AllOf, odd: Oddities): PlainSubject {
  const [match, ...more] = allOf;
  if (more.length > 0) odd.joined("subjects", allOf);
  const kind = SUBJECT_KINDS.get(match?.attributeId ?? "");
  if (match && !kind) odd.subject(match);
  return { kind: kind ?? "organization", ...(match ? textOf(match) : NOTHING) };
}

function plainResource(allOf: AllOf, odd: Oddities): PlainResource {
  const named = allOf.filter((match) => match.attributeId === ATTRIBUTE.resource);
  const parties = allOf.filter((match) => match.attributeId === ATTRIBUTE.organization);
  const [resource] = named;
  if (!resource) odd.otherThanResource(allOf);
  if (named.length > 1 || parties.length > 1) odd.joined("resources", allOf);
  const others = allOf.filter((match) => !named.includes(match) && !parties.includes(match));
  if (resource) others.forEach((match) => odd.resourcePart(match));
  return { id: resource ? textOf(resource) : NOTHING, party: parties[0]?.value };
}

function plainAction(allOf: AllOf, odd: Oddities): Text {
  const [match, ...more] = allOf;
  if (more.length > 0) odd.joined("actions", allOf);
  if (match && match.attributeId !== ATTRIBUTE.action) odd.action(match);
  return match ? textOf(match) : NOTHING;
}

function levelsOf(obligations: readonly Obligation[], odd: Oddities): Levels {
  const levels: { all?: number; organizations?: number } = {};
  for (const { fulfillOn, assignments } of obligations) {
    if (fulfillOn !== "Permit") odd.fulfillOn(fulfillOn);
    if (assignments.length === 0) odd.emptyObligation();
    for (const { category, literalValue } of assignments) {
      const side = category === LEVEL_CATEGORY.all ? "all" : "organizations";
      if (side === "organizations" && category !== LEVEL_CATEGORY.organizations) {
        odd.obligation(category);
      } else if (literalValue?.dataType !== INTEGER || !/^\d{1,4}$/.test(literalValue.text)) {
        odd.level(literalValue?.text);
      } else if (levels[side] !== undefined) odd.severalLevels(category ?? "");
      else levels[side] = Number(literalValue.text);
    }
  }
  return levels;
}
