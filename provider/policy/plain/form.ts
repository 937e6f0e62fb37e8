import {
  ATTRIBUTE,
  CATEGORY,
  DENY_OVERRIDES,
  DENY_OVERRIDES_1_0,
  FUNCTION,
  INTEGER,
  LEVEL_CATEGORY,
  STRING,
} from "../xacml/identifiers";
import type { AllOf, AnyOf, Match, Obligation, Policy, PolicyRule } from "../xacml/policy";
import { lookAlikeOf } from "./look-alikes";
import { ODD, Oddities, type Oddity } from "./oddity";
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
  const algorithm = policy.combiningAlgorithm;
  if (algorithm === DENY_OVERRIDES_1_0) odd.add(ODD.oldAlgorithm(algorithm));
  else if (algorithm !== DENY_OVERRIDES) odd.add(ODD.algorithm(algorithm));
  for (const { name } of policy.otherParts) {
    odd.add(name === "Target" ? ODD.target() : ODD.part(name));
  }
  if (policy.emptyTargetsInTwoTags.length > 0) odd.add(ODD.emptyTarget());
  const rules = policy.rules.map((rule, index) => plainRule(rule, odd.inRule(index, rule.ruleId)));
  if (rules.length === 0) odd.add(ODD.noRule());
  const levels = levelsOf(policy.obligations, odd);
  return odd.found.length > 0 ? odd.found : { rules, levels };
}

function plainRule(rule: PolicyRule, odd: Oddities): PlainRule {
  if (/^deny$/i.test(rule.effect.trim())) odd.add(ODD.deny(rule.effect));
  else if (rule.effect !== "Permit") odd.add(ODD.effect(rule.effect));
  for (const { name } of rule.otherParts) odd.add(ODD.part(name));
  const target = rule.target ?? [];
  const sides = sidesOf(target, odd);
  const resources = sides.get(CATEGORY.resource)?.map((allOf) => plainResource(allOf, odd));
  const mayName = ({ category, selector }: Match) =>
    category === CATEGORY.resource || selector !== undefined;
  if (!target.flat(2).some(mayName)) odd.add(ODD.noResource());
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
    if (more.length > 0) odd.add(ODD.mixed());
    else if (!categories.includes(category)) odd.add(ODD.category(category));
    else if (sides.has(category)) odd.add(ODD.severalAnyOf(category));
    else sides.set(category, anyOf);
  }
  return sides;
}

function checkMatch(match: Match, odd: Oddities): void {
  if (match.selector !== undefined) return odd.add(ODD.selector());
  const functions: readonly string[] = Object.values(FUNCTION);
  if (!functions.includes(match.matchId)) odd.add(ODD.matchFunction(match));
  if (match.dataType !== STRING || match.designatorDataType !== STRING)
    odd.add(ODD.dataType(match));
  if (match.mustBePresent) odd.add(ODD.mustBePresent(match));
  if (match.issuer !== undefined) odd.add(ODD.issuer(match));
  if (match.broken) odd.add(ODD.broken(match));
  if (match.value.trim() === "") odd.add(ODD.empty(match));
  else if (match.value !== match.value.trim()) odd.add(ODD.space(match));
}

const textOf = ({ value, matchId }: Match): Text => ({
  value,
  anyCase: matchId === FUNCTION.stringEqualIgnoreCase,
});

const NOTHING: Text = { value: "", anyCase: false };

function plainSubject(allOf: AllOf, odd: Oddities): PlainSubject {
  const [match, ...more] = allOf;
  if (more.length > 0) odd.add(ODD.joined("subjects", allOf));
  const kind = SUBJECT_KINDS.get(match?.attributeId ?? "");
  if (match && !kind) {
    const known = lookAlikeOf(match.attributeId ?? "");
    odd.add(known === undefined ? ODD.subject(match) : ODD.lookAlike(match, known));
  }
  return { kind: kind ?? "organization", ...(match ? textOf(match) : NOTHING) };
}

function plainResource(allOf: AllOf, odd: Oddities): PlainResource {
  const named = allOf.filter((match) => match.attributeId === ATTRIBUTE.resource);
  const parties = allOf.filter((match) => match.attributeId === ATTRIBUTE.organization);
  const [resource] = named;
  if (!resource) odd.add(ODD.otherThanResource(allOf));
  if (named.length > 1 || parties.length > 1) odd.add(ODD.joined("resources", allOf));
  const others = allOf.filter((match) => !named.includes(match) && !parties.includes(match));
  if (resource) others.forEach((match) => odd.add(ODD.resourcePart(match)));
  return { id: resource ? textOf(resource) : NOTHING, party: parties[0]?.value };
}

function plainAction(allOf: AllOf, odd: Oddities): Text {
  const [match, ...more] = allOf;
  if (more.length > 0) odd.add(ODD.joined("actions", allOf));
  if (match && match.attributeId !== ATTRIBUTE.action) odd.add(ODD.action(match));
  return match ? textOf(match) : NOTHING;
}

function levelsOf(obligations: readonly Obligation[], odd: Oddities): Levels {
  const levels: { all?: number; organizations?: number } = {};
  for (const { fulfillOn, assignments } of obligations) {
    if (fulfillOn !== "Permit") odd.add(ODD.fulfillOn(fulfillOn));
    if (assignments.length === 0) odd.add(ODD.emptyObligation());
    for (const { category, literalValue } of assignments) {
      const side = category === LEVEL_CATEGORY.all ? "all" : "organizations";
      if (side === "organizations" && category !== LEVEL_CATEGORY.organizations) {
        odd.add(ODD.obligation(category));
      } else if (literalValue?.dataType !== INTEGER || !/^\d{1,4}$/.test(literalValue.text)) {
        odd.add(ODD.level(literalValue?.text));
      } else if (levels[side] !== undefined) odd.add(ODD.severalLevels(category ?? ""));
      else levels[side] = Number(literalValue.text);
    }
  }
  return levels;
}
