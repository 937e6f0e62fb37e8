import { CATEGORY, type Policy, type Rule } from "../registry/policy/policy";
import { readPolicy } from "../registry/policy/read-policy";
import { combine, type RuleDecision } from "./combining";
import { evaluateCondition } from "./condition";
import { EvaluationError } from "./matching";
import { matchTarget, type Attributes } from "./target";

export type Decision = "Permit" | "Deny" | "NotApplicable" | "Indeterminate";

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

const RULE_DENY_OVERRIDES = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";

function errorOf(rule: Rule): RuleDecision {
  return rule.effect === "Permit" ? "Indeterminate{P}" : "Indeterminate{D}";
}

/** What a rule says, once its resource and action match. */
export function decideRule(
  rule: Rule,
  { subject, resource, action }: EvaluationRequest,
): RuleDecision {
  const result = matchTarget(rule, CATEGORY.subject, subject);
  if (result === "attribute missing") return errorOf(rule);
  if (result === "no match") return "NotApplicable";
  if (rule.condition === undefined) return rule.effect;
  const condition = evaluateCondition(rule.condition, {
    [CATEGORY.subject]: subject,
    [CATEGORY.resource]: resource,
    [CATEGORY.action]: action,
  });
  if (condition === "failed") return errorOf(rule);
  return condition === "holds" ? rule.effect : "NotApplicable";
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
 * A required resource or action attribute that is missing makes the whole answer Indeterminate.
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
    resource: matchTarget(rule, CATEGORY.resource, request.resource),
    action: matchTarget(rule, CATEGORY.action, request.action),
  }));
  const isMissing = results.some(
    ({ resource, action }) => resource === "attribute missing" || action === "attribute missing",
  );
  if (isMissing) return "Indeterminate";
  const decisions = results
    .filter(({ resource, action }) => resource === "match" && action === "match")
    .map(({ rule }) => decideRule(rule, request));
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
