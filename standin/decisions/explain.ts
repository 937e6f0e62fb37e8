import type { DecisionRequest } from "../altinn";
import { ACTION_ID, CATEGORY, type Policy, type Rule } from "../registry/policy/policy";
import { decideRule, type EvaluationRequest } from "./evaluate";
import { EvaluationError } from "./matching";
import { alternativesOf } from "./rights";
import { ORGANIZATION, SYSTEM_USER } from "./subject";
import { matchTarget, type Attributes } from "./target";

/** Longest list of subjects, lists or actions that is told. */
const most = 12;

/** Some words, the first of them alone where there are many. */
export function listed(words: readonly string[], none: string): string {
  const all = [...new Set(words)];
  const more = all.length - most;
  return all.length === 0
    ? none
    : `${all.slice(0, most).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** `organisation 310000019 (its token has no system user)`. */
export function callerText(subject: Attributes): string {
  const [systemUser] = subject[SYSTEM_USER] ?? [];
  if (systemUser !== undefined) return `system user ${systemUser}`;
  const [number] = subject[ORGANIZATION] ?? [];
  return number === undefined
    ? "a caller whose token names no organisation and no system user"
    : `organisation ${number} (its token has no system user)`;
}

/** What the decision point was asked, up to the answer. */
export const questionText = (
  subject: Attributes,
  { actions, resourceId, party }: DecisionRequest,
): string =>
  `The decision point was asked whether ${callerText(subject)} may ${actions.join(" or ")} on ${resourceId} for ${party}`;

/** Why no rule of a policy permits what was asked. */
export function rulesText(policy: Policy, asked: EvaluationRequest): string {
  try {
    return rulesFound(policy, asked);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return `the policy cannot be evaluated: ${error.message}`;
  }
}

function rulesFound(policy: Policy, asked: EvaluationRequest): string {
  const wanted = (asked.action[ACTION_ID] ?? []).join(" or ");
  const onResource = policy.rules.filter(
    (rule) => matchTarget(rule, CATEGORY.resource, asked.resource) === "match",
  );
  if (onResource.length === 0) return "no rule of its policy is for this resource and party";
  const rules = onResource.filter(
    (rule) => matchTarget(rule, CATEGORY.action, asked.action) === "match",
  );
  if (rules.length === 0) {
    const actions = onResource.flatMap((rule) => valuesIn(rule, CATEGORY.action));
    return `no rule of its policy is for ${wanted}; rules are for ${listed(actions, "no action")}`;
  }
  const denying = rules.filter((rule) => decideRule(rule, asked) === "Deny");
  if (denying.length > 0) return `${ruleNames(denying)} of its policy denies it`;
  const conditioned = rules.filter(
    (rule) => matchTarget(rule, CATEGORY.subject, asked.subject) === "match",
  );
  if (conditioned.length > 0) {
    return `${ruleNames(conditioned)} of its policy matches, and the condition or the combining algorithm does not let it permit`;
  }
  const subjects = rules.flatMap((rule) => namesIn(rule, CATEGORY.subject));
  return `no rule of its policy for ${wanted} has a subject that matches; their subjects are ${listed(subjects, "none")}`;
}

const ruleNames = (rules: readonly Rule[]): string =>
  `the rule ${listed(
    rules.map(({ ruleId }) => ruleId),
    "",
  )}`;

const valuesIn = (rule: Rule, category: string): string[] =>
  alternativesOf(rule, category).flatMap((all) => all.map(({ value }) => value));

const namesIn = (rule: Rule, category: string): string[] =>
  alternativesOf(rule, category).map((all) =>
    all.map(({ attributeId, value }) => `${attributeId} ${value}`).join(" with "),
  );
