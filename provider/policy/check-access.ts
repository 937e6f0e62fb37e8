import { alternativesOf, hasPlaceholder, isAlwaysPresent, isPlain } from "./alternatives";
import { ignoresCase, PLACEHOLDER_LEFT, SPACE_AROUND, type Alternatives } from "./alternatives";
import { attributeWords, callerOf } from "./callers";
import { NEEDS_ACTION, NEEDS_RESOURCE, type Cell, type RuleReading } from "./cells";
import type { Finding } from "./finding";
import { exemptsServiceOwners, levelOf, refusesMaskinporten } from "./levels";
import type { Match, Policy, PolicyRule } from "./model";
import {
  ATTRIBUTE,
  BROKER_ACTIONS,
  KNOWN_FUNCTIONS,
  LEVEL_CATEGORY,
  PARSING_FUNCTIONS,
} from "./vocabulary";
import { combiningOf, DENY_OVERRIDES, DENY_OVERRIDES_1_0 } from "./vocabulary";

/** What locks callers out by the decision point's rules, first of the policy as a whole. */
export function policyRefusals(policy: Policy, readings: readonly RuleReading[]): Finding[] {
  const findings: Finding[] = [];
  const add = (code: Finding["code"], problem: string, effect: string, instead: string) =>
    findings.push({ code, ruleId: undefined, problem, effect, instead });

  const algorithm = policy.combiningAlgorithm;
  if (combiningOf(algorithm) === undefined && algorithm !== DENY_OVERRIDES_1_0) {
    add(
      "unknown-algorithm",
      `has the combining algorithm "${algorithm}"`,
      "Altinn's decision point does not know it and refuses everybody.",
      `Write RuleCombiningAlgId="${DENY_OVERRIDES}".`,
    );
  }
  const level = levelOf(policy, LEVEL_CATEGORY.all);
  if (level && level.number === undefined) {
    add(
      "odd-level",
      `has the authentication level ${JSON.stringify(level.text)}, which is no whole number`,
      "Altinn's check of the level fails on it, so nobody is let in.",
      "Write 0 to 3.",
    );
  } else if (level && refusesMaskinporten(policy) && !isForServiceOwners(policy, readings)) {
    const butOwners = exemptsServiceOwners(policy) ? " but a service owner's own" : "";
    add(
      "level-too-high",
      `demands the authentication level ${level.text}`,
      `Maskinporten's tokens have level 3, so Altinn refuses every client and system user${butOwners}.`,
      "Write 3, or leave the level out.",
    );
  }
  if (combiningOf(algorithm) === "deny-unless-permit" && letsDelegate(policy)) {
    add(
      "ends-delegation",
      "has the combining algorithm deny-unless-permit, and names roles or access packages",
      "System users to which the service is delegated are refused all the same.",
      `Write RuleCombiningAlgId="${DENY_OVERRIDES}".`,
    );
  }
  return findings;
}

/** Whether the level lets everybody in whom the rules let in: service owners with tokens of their own. */
function isForServiceOwners(policy: Policy, readings: readonly RuleReading[]): boolean {
  if (!exemptsServiceOwners(policy) || readings.some(({ undecided }) => undecided)) return false;
  return readings
    .flatMap(({ cells }) => cells)
    .filter(({ effect, never }) => effect === "Permit" && never === undefined)
    .every(({ caller }) => caller.kind === "direct" && caller.carries.has(ATTRIBUTE.org));
}

/** What in a rule makes the decision point answer with an error, or the rule let nobody in. */
export function accessRefusals(rule: PolicyRule, reading: RuleReading): Finding[] {
  const { ruleId } = rule;
  const alternatives = alternativesOf(rule);
  const findings: Finding[] = [];
  const add = (code: Finding["code"], problem: string, effect: string, instead: string) =>
    findings.push({ code, ruleId, problem, effect, instead });

  for (const match of distinct(matchesOf(alternatives))) {
    const name = attributeWords(match);
    if (!KNOWN_FUNCTIONS.has(match.matchId)) {
      add(
        "unknown-function",
        `compares ${name} by the MatchId "${match.matchId}"`,
        "Altinn's decision point does not know this function, fails, and refuses callers.",
        "Write urn:oasis:names:tc:xacml:1.0:function:string-equal, or for roles and packages " +
          "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case.",
      );
    }
    if (match.mustBePresent && !isAlwaysPresent(match)) {
      add(
        "must-be-present",
        `has MustBePresent="true" at ${name}`,
        "Altinn refuses every caller without this attribute, whatever other rules say.",
        'Write MustBePresent="false".',
      );
    }
  }
  if (alternatives.selectors.length > 0) {
    add(
      "attribute-selector",
      "has an AttributeSelector",
      "Altinn's decision point fails on it, so nobody is let in.",
      "Write an AttributeDesignator.",
    );
  }
  if (rule.effect === "Permit" && findings.length === 0) {
    const never = letsNobodyIn(reading);
    if (never !== undefined) {
      add(
        "lets-nobody-in",
        `can let nobody in: ${never}`,
        "Altinn stores the rule, and it never applies when Broker asks.",
        "Name one organisation, role or access package in each AllOf of the subjects.",
      );
    }
  }
  return findings;
}

/** Reasons that are findings of their own. */
const HAS_ITS_OWN: ReadonlySet<string> = new Set([
  PLACEHOLDER_LEFT,
  SPACE_AROUND,
  NEEDS_ACTION,
  NEEDS_RESOURCE,
]);

/** Why no cell of the rule ever applies; undefined when one may, or words cannot tell. */
function letsNobodyIn({ cells, undecided }: RuleReading): string | undefined {
  if (undecided) return undefined;
  // What Broker asks for counts: an access list that is left with `subscribe` lets nobody send.
  const asked = cells.filter(
    (cell) => cell.caller.kind !== "accessList" || cell.never !== undefined,
  );
  const counted = asked.length > 0 ? asked : cells;
  const reasons = new Set(
    counted
      .filter((cell) => cell.never === undefined || !HAS_ITS_OWN.has(cell.never))
      .map((cell) => ({ words: cell.caller.words, never: cell.never ?? wrongCasing(cell) }))
      .map(({ words, never }) => never && `${words}, ${never}`),
  );
  if (reasons.size === 0 || reasons.has(undefined)) return undefined;
  return [...reasons].join("; ");
}

/**
 * Why a caller whose token is compared never fits, by the casing alone: codes of service owners and
 * the actions that Broker asks for are in lower case. Delegation does not look at the casing.
 */
function wrongCasing({ caller, actions }: Cell): string | undefined {
  if (caller.kind !== "direct" && caller.kind !== "anyone") return undefined;
  const owner = caller.carries.get(ATTRIBUTE.org);
  if (owner !== undefined && owner !== owner.toLowerCase()) {
    return "codes of service owners are in lower case";
  }
  const isWrong = (action: string) =>
    action !== action.toLowerCase() && BROKER_ACTIONS.has(action.toLowerCase());
  return actions !== undefined && [...actions].every(isWrong)
    ? "Broker asks for its actions in lower case"
    : undefined;
}

/** Everything worth a thought in one rule. */
export function accessWarnings(rule: PolicyRule, reading: RuleReading): Finding[] {
  const { ruleId } = rule;
  const alternatives = alternativesOf(rule);
  const findings: Finding[] = [];
  const add = (code: Finding["code"], problem: string, effect: string, instead: string) =>
    findings.push({ code, ruleId, problem, effect, instead });

  if (alternatives.subjects.length === 0 && rule.effect === "Permit") {
    add(
      "anyone",
      "names no subject, which means anyone",
      "Every Maskinporten client with Broker's scopes is let in, for any party.",
      "Name who is let in.",
    );
  }
  if (alternatives.actions.length === 0) {
    add(
      "every-action",
      "names no action, which means every action",
      "Whoever it names may do all that Altinn asks for, now and later.",
      "Name the actions.",
    );
  }
  if (rule.condition !== undefined) {
    add(
      "condition",
      "has a Condition",
      "Altinn's decision point can decide few of them; where it cannot, it refuses callers.",
      "Write what you can as subjects, resource and actions.",
    );
  }
  if (rule.effect === "Deny") {
    add(
      "deny",
      "is a Deny",
      "Altinn's code before June 2026 drops it, and who may delegate is decided without it.",
      "Narrow the rules that permit instead.",
    );
  }
  for (const match of distinct(matchesOf(alternatives))) {
    if (PARSING_FUNCTIONS.has(match.matchId)) {
      add(
        "parsing-function",
        `compares ${attributeWords(match)} by ${match.matchId}`,
        "Altinn fails where the function cannot read the value, and refuses the caller.",
        "Write string-equal where you can.",
      );
    }
    if (match.mustBePresent && isAlwaysPresent(match)) {
      add(
        "must-be-present",
        `has MustBePresent="true" at ${attributeWords(match)}`,
        "It has no effect, since every request carries this attribute.",
        'Write MustBePresent="false".',
      );
    }
  }
  findings.push(...deadSubjects(rule, reading));
  for (const match of alternatives.actions.flat()) {
    const upper = match.value !== match.value.toLowerCase();
    if (match.attributeId !== ATTRIBUTE.action || !upper) continue;
    if (ignoresCase(match) || !isPlain(match) || hasPlaceholder(match)) continue;
    add(
      "action-casing",
      `compares the action ${JSON.stringify(match.value)} with regard to case`,
      "Broker and Events ask in lower case, so clients named in the rule do not get this action.",
      `Write ${JSON.stringify(match.value.toLowerCase())}.`,
    );
  }
  return findings;
}

/** Subjects that are never let in, beside others of the rule that are. */
function deadSubjects(rule: PolicyRule, reading: RuleReading): Finding[] {
  if (rule.effect === "Deny") return [];
  const dead = new Map<string, string>();
  for (const cell of reading.cells) {
    const never = cell.never ?? wrongCasing(cell);
    if (never !== undefined && !HAS_ITS_OWN.has(never)) dead.set(cell.caller.words, never);
  }
  return [...dead].map(([words, reason]) => ({
    code: "subject-never-let-in",
    ruleId: rule.ruleId,
    problem: `names ${words}, which is never let in: ${reason}`,
    effect: "Altinn stores it, and this part of the rule never applies when Broker asks.",
    instead: "Take it out, or name one organisation, role or access package by itself.",
  }));
}

/** The organisation numbers that a rule lets act for any party. */
export function actsForAnyParty(rule: PolicyRule, reading: RuleReading): string[] {
  if (rule.effect === "Deny") return [];
  const numbers = new Set<string>();
  for (const { caller, scope, never } of reading.cells) {
    if (caller.organization !== undefined && scope.party === undefined && never === undefined) {
      numbers.add(caller.organization);
    }
  }
  return [...numbers];
}

/** The subjects of the rules, each once, with the rule that names it first. */
export function subjectsOf(policy: Policy): { match: Match; ruleId: string }[] {
  const seen = new Map<string, { match: Match; ruleId: string }>();
  for (const rule of policy.rules) {
    for (const match of alternativesOf(rule).subjects.flat()) {
      const key = `${match.attributeId} ${match.value.toLowerCase()}`;
      if (!seen.has(key)) seen.set(key, { match, ruleId: rule.ruleId });
    }
  }
  return [...seen.values()];
}

/** Whether any rule lets system users in by way of delegation. */
export const letsDelegate = (policy: Policy): boolean =>
  policy.rules.some((rule) =>
    alternativesOf(rule).subjects.some((matches) => callerOf(matches).kind === "delegated"),
  );

const matchesOf = ({ subjects, resources, actions }: Alternatives): Match[] =>
  [...subjects, ...resources, ...actions].flat();

const distinct = (matches: Match[]): Match[] => [
  ...new Map(matches.map((match) => [JSON.stringify(match), match])).values(),
];
