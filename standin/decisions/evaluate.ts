import { CATEGORY, type Policy, type Rule } from "../registry/policy/policy";
import { readPolicy } from "../registry/policy/read-policy";
import { combine, type RuleDecision } from "./combining";
import { EvaluationError, matches } from "./matching";

export type Decision = "Permit" | "Deny" | "NotApplicable" | "Indeterminate";

/** The values of a request's attributes by attribute id, all of them strings. */
export type Attributes = Readonly<Record<string, readonly string[]>>;

/** A decision request as the decision point sees it. */
export interface EvaluationRequest {
  readonly subject: Attributes;
  readonly resource: Attributes;
  readonly action: Attributes;
}

export interface EvaluationOptions {
  /**
   * Builds before June 2026: Deny never becomes the answer (under the 3.0 deny-overrides it only
   * stops the evaluation), every combining algorithm permits what any rule permits, and an error in
   * one rule is the answer at once.
   */
  readonly olderBuild?: boolean;
}

type MatchResult = "match" | "no match" | "attribute missing";

const RULE_DENY_OVERRIDES = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";

/**
 * Compares a rule's target with the request, for one category. All alternatives of all AnyOf
 * elements count alike: one of them is enough, and matches of other categories within it are passed over.
 * A rule that says nothing of the category matches. The last alternative that matched or lacked a
 * required attribute decides.
 */
function matchCategory(rule: Rule, category: string, attributes: Attributes): MatchResult {
  let result: MatchResult = "no match";
  let isNamed = false;
  for (const allOf of rule.target?.flat() ?? []) {
    let isMatched = true;
    let isInCategory = false;
    for (const match of allOf) {
      const { designator } = match;
      if (designator === undefined) throw new EvaluationError("attribute selectors do not work");
      if (designator.category !== category) continue;
      isInCategory = true;
      const values = Object.hasOwn(attributes, designator.attributeId)
        ? attributes[designator.attributeId]
        : undefined;
      if (values === undefined) {
        isMatched = false;
        if (designator.mustBePresent) result = "attribute missing";
      } else if (!values.some((value) => matches(match, value))) {
        isMatched = false;
      }
    }
    if (isInCategory) isNamed = true;
    if (isInCategory && isMatched) result = "match";
  }
  return isNamed ? result : "match";
}

function errorOf(rule: Rule): RuleDecision {
  return rule.effect === "Permit" ? "Indeterminate{P}" : "Indeterminate{D}";
}

/**
 * What a rule says, once its resource and action match.
 *
 * ASSUMPTION: a condition ends in an error, since Broker sends none of the attributes that the few
 * implemented condition functions look at.
 */
function decideRule(rule: Rule, subject: Attributes): RuleDecision {
  const result = matchCategory(rule, CATEGORY.subject, subject);
  if (result === "attribute missing") return errorOf(rule);
  if (result === "no match") return "NotApplicable";
  return rule.hasCondition ? errorOf(rule) : rule.effect;
}

function combineAsBefore(policy: Policy, decisions: readonly RuleDecision[]): Decision {
  let overall: Decision = "NotApplicable";
  for (const decision of decisions) {
    if (decision.startsWith("Indeterminate")) return "Indeterminate";
    if (decision === "Deny" && policy.ruleCombiningAlgId === RULE_DENY_OVERRIDES) break;
    if (decision === "Permit") overall = "Permit";
  }
  return overall;
}

/**
 * Evaluates a policy as Altinn's decision point does. The policy's own target plays no part.
 *
 * A required resource or action attribute that is missing makes the whole answer Indeterminate,
 * and without a rule for the resource and the action no combining algorithm is asked.
 */
export function evaluate(
  policy: Policy,
  request: EvaluationRequest,
  options: EvaluationOptions = {},
): Decision {
  try {
    return decide(policy, request, options);
  } catch (error) {
    if (error instanceof EvaluationError) return "Indeterminate";
    throw error;
  }
}

function decide(
  policy: Policy,
  request: EvaluationRequest,
  { olderBuild = false }: EvaluationOptions,
): Decision {
  const results = policy.rules.map((rule) => ({
    rule,
    resource: matchCategory(rule, CATEGORY.resource, request.resource),
    action: matchCategory(rule, CATEGORY.action, request.action),
  }));
  const isMissing = results.some(
    ({ resource, action }) => resource === "attribute missing" || action === "attribute missing",
  );
  if (isMissing) return "Indeterminate";
  const rules = results
    .filter(({ resource, action }) => resource === "match" && action === "match")
    .map(({ rule }) => rule);
  if (rules.length === 0) return "NotApplicable";
  const decisions = rules.map((rule) => decideRule(rule, request.subject));
  if (olderBuild) return combineAsBefore(policy, decisions);
  const combined = combine(policy.ruleCombiningAlgId, decisions);
  return combined === "Permit" || combined === "Deny" || combined === "NotApplicable"
    ? combined
    : "Indeterminate";
}

/** Evaluates a policy from its bytes; bytes that are no policy make the answer Indeterminate. */
export function evaluateBytes(
  policy: Uint8Array,
  request: EvaluationRequest,
  options: EvaluationOptions = {},
): Decision {
  let parsed: Policy;
  try {
    parsed = readPolicy(policy);
  } catch {
    return "Indeterminate";
  }
  return evaluate(parsed, request, options);
}
