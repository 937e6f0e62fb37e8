/** Something about a policy that its writer should know before it is uploaded. */
export interface Finding {
  /** Stable name of the kind of finding, such as `other-resource`. */
  readonly code: FindingCode;
  /** RuleId of the rule it is about; undefined for the policy as a whole. */
  readonly ruleId: string | undefined;
  /** What stands in the policy: a phrase without a full stop. */
  readonly problem: string;
  /** What happens at Altinn because of it, a sentence. */
  readonly effect: string;
  /** What to write instead, a sentence. */
  readonly instead: string;
}

export type FindingCode =
  | "unreadable"
  | "encoding"
  | "version"
  | "empty-target"
  | "other-resource"
  | "no-resource"
  | "subject-not-uri"
  | "several-any-of"
  | "mixed-categories"
  | "several-actions"
  | "no-subject"
  | "no-action"
  | "unknown-function"
  | "must-be-present"
  | "attribute-selector"
  | "lets-nobody-in"
  | "placeholder"
  | "space-around"
  | "level-too-high"
  | "unknown-algorithm"
  | "bad-rules"
  | "old-algorithm"
  | "opens-to-all"
  | "ends-delegation"
  | "for-any-party"
  | "anyone"
  | "every-action"
  | "not-delegable"
  | "missing-action"
  | "deprecated-role"
  | "unknown-role"
  | "odd-package"
  | "odd-subject"
  | "subject-never-let-in"
  | "check-digit"
  | "action-casing"
  | "deny"
  | "condition"
  | "parsing-function"
  | "no-rule"
  | "odd-level";

/** The finding as one text, such as a preview shows it. */
export function findingText({ ruleId, problem, effect, instead }: Finding): string {
  const where = ruleId === undefined ? "The policy" : `Rule ${JSON.stringify(ruleId)}`;
  return `${where} ${problem}. ${effect} ${instead}`;
}
