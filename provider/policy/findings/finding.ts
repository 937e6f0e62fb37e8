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

/** What stops a policy that is not in force yet. */
type RefusalCode =
  | "bad-rules"
  | "unreadable"
  | "encoding"
  | "version"
  | "empty-target"
  | "other-resource"
  | "no-resource"
  | "attribute-selector"
  | "not-urn"
  | "prefixed-variable"
  | "empty-value"
  | "mixed-categories"
  | "several-actions"
  | "no-subject"
  | "no-action"
  | "placeholder"
  | "look-alike-attribute"
  | "unusual-policy"
  | "never-matches"
  | "lets-nobody-in"
  | "level-too-high";

/**
 * Refusals of what may yet be meant: what cannot be told in words, and what rests on what Broker's callers can be, while a
 * policy may serve others, such as people with BankID.
 */
const MEANT_CODES = ["unusual-policy", "level-too-high", "lets-nobody-in"] as const;

/** What is said and may well be meant. */
const WARNING_CODES = [
  "action-not-asked",
  "check-digit",
  "deprecated-role",
  "encoding",
  "for-any-party",
  "missing-action",
  "not-delegable",
  "not-for-service-owners",
  "repeated-rule-id",
  "subject-never-let-in",
  "subscribe-by-number",
  "unknown-package",
  "unknown-role",
] as const;

export type WarningCode = (typeof WARNING_CODES)[number];
export type FindingCode = RefusalCode | WarningCode;

/** What a program can say that it means. */
export type AcknowledgeableCode = (typeof MEANT_CODES)[number] | WarningCode;
export const ACKNOWLEDGEABLE: readonly AcknowledgeableCode[] = [...MEANT_CODES, ...WARNING_CODES];
export const ACKNOWLEDGEABLE_REFUSALS: ReadonlySet<FindingCode> = new Set(MEANT_CODES);

/** The finding as one text, such as a preview shows it. */
export function findingText({ ruleId, problem, effect, instead }: Finding): string {
  const where = ruleId === undefined ? "The policy" : `Rule ${JSON.stringify(ruleId)}`;
  return `${where} ${problem}. ${effect} ${instead}`;
}

/** As `findingText`, of typed rules: the place in the arguments instead of an id that nobody has written. */
export function findingInRules({ code, ruleId, problem, effect, instead }: Finding): string {
  const number = /:ruleid:(\d+)(?:\.\d+)?$/.exec(ruleId ?? "")?.[1];
  const argument = code === "level-too-high" ? "minimumAuthenticationLevel" : "rules";
  const where =
    number === undefined ? `${argument}: the policy` : `rules[${String(Number(number) - 1)}]`;
  return `${where} ${problem}. ${effect} ${instead}`;
}

/** A warning with the code by which it is acknowledged. */
export const warningText = (finding: Finding): string =>
  `[${finding.code}] ${findingText(finding)}`;
