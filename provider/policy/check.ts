import { readRule, type RuleReading } from "./cells";
import * as byAccess from "./check-access";
import {
  lettersRead,
  placeholderRefusals,
  readSideRefusals,
  spaceRefusals,
  uploadRefusals,
} from "./check-registry";
import type { Finding } from "./finding";
import type { Policy, PolicyRule } from "./model";
import { readPolicyWithProblems } from "./read";
import { isDeprecatedRole, isKnownRole } from "./roles";
import type { Rule } from "./rules";
import { alternativesOf, hasPlaceholder, holdsFor, isPlain } from "./alternatives";
import { ATTRIBUTE, combiningOf, SUBJECT_ATTRIBUTES } from "./vocabulary";
import { DENY_OVERRIDES, DENY_OVERRIDES_1_0 } from "./vocabulary";

export interface PolicyToCheck {
  /** The text that would be uploaded. */
  xml: string;
  /** Identifier of the registry resource. */
  resourceId: string;
  /** The typed rules that the text was rendered from: what they acknowledge is not warned about. */
  rules?: readonly Rule[] | undefined;
  /** `delegable` of the registry resource, where it is known. */
  delegable?: boolean | undefined;
}

export interface PolicyCheck {
  /** What a server refuses, or what locks callers out. */
  refusals: Finding[];
  /** What may well be meant, and should be known. */
  warnings: Finding[];
}

/**
 * Looks a policy over before it is uploaded, without asking anybody. All findings at once. Whether
 * a refusal stops anything is for the caller to decide: what is live already is only warned about.
 */
export function checkPolicy({ xml, resourceId, rules, delegable }: PolicyToCheck): PolicyCheck {
  const { policy, problems } = readPolicyWithProblems(xml);
  if (!policy || problems.length > 0) {
    return { refusals: problems.map((problem) => unreadable(problem.message)), warnings: [] };
  }
  const read = policy.rules.map((rule, index) => ({
    rule,
    reading: readRule(rule, index, resourceId),
  }));
  const refusals = [
    ...uploadRefusals(policy, xml, resourceId),
    ...byAccess.policyRefusals(
      policy,
      read.map(({ reading }) => reading),
    ),
    ...read.flatMap(({ rule, reading }) => [
      ...readSideRefusals(rule),
      ...placeholderRefusals(rule),
      ...spaceRefusals(rule),
      ...byAccess.accessRefusals(rule, reading),
    ]),
  ];
  const nobody = new Set(
    refusals.filter(({ code }) => code === "lets-nobody-in").map(({ ruleId }) => ruleId),
  );
  const warnings = [
    ...letterWarnings(policy, xml),
    ...policyWarnings(policy, delegable),
    ...read.flatMap(({ rule, reading }) => byAccess.accessWarnings(rule, reading)),
    ...anyPartyWarnings(read, rules),
    ...subjectWarnings(policy, rules),
    ...actionWarnings(policy),
  ].filter(({ code, ruleId }) => code !== "subject-never-let-in" || !nobody.has(ruleId));
  return { refusals, warnings };
}

const unreadable = (message: string): Finding => ({
  code: "unreadable",
  ruleId: undefined,
  problem: `cannot be read: ${message}`,
  effect: "The registry answers 500.",
  instead: "Correct it at that place, or give rules instead of xml.",
});

const letterWarnings = (policy: Policy, xml: string): Finding[] =>
  lettersRead(policy, xml) === "in descriptions otherwise"
    ? [
        {
          code: "encoding",
          ruleId: undefined,
          problem: `declares the encoding ${policy.declaredEncoding}, while it is sent as UTF-8`,
          effect: "The registry reads other letters in descriptions and comments.",
          instead: 'Write encoding="utf-8" in the first line.',
        },
      ]
    : [];

function policyWarnings(policy: Policy, delegable: boolean | undefined): Finding[] {
  const findings: Finding[] = [];
  const add = (code: Finding["code"], problem: string, effect: string, instead: string) =>
    findings.push({ code, ruleId: undefined, problem, effect, instead });

  if (policy.combiningAlgorithm === DENY_OVERRIDES_1_0) {
    add(
      "old-algorithm",
      `has the combining algorithm ${DENY_OVERRIDES_1_0} of an old example`,
      "The newest code of Altinn's decision point does not know it and refuses everybody.",
      `Write RuleCombiningAlgId="${DENY_OVERRIDES}".`,
    );
  }
  const combining = combiningOf(policy.combiningAlgorithm);
  if (combining === "permit-unless-deny") {
    add(
      "opens-to-all",
      "has the combining algorithm permit-unless-deny",
      "Whoever no rule denies is let in, for every action that any rule names.",
      `Write RuleCombiningAlgId="${DENY_OVERRIDES}".`,
    );
  }
  if (combining === "deny-unless-permit" && !byAccess.letsDelegate(policy)) {
    add(
      "ends-delegation",
      "has the combining algorithm deny-unless-permit",
      "System users to which the service was delegated earlier are refused.",
      `Write RuleCombiningAlgId="${DENY_OVERRIDES}".`,
    );
  }
  if (policy.rules.length === 0) {
    add(
      "no-rule",
      "has no rule",
      "Nobody is let in anew, while rights already delegated to system users stay.",
      "Add a rule.",
    );
  }
  if (delegable === false && byAccess.letsDelegate(policy)) {
    add(
      "not-delegable",
      "names roles or access packages, while the resource has delegable: false",
      "Nobody can delegate the service anew, so these let nobody in.",
      "Set delegable: true, or name organisations.",
    );
  }
  return findings;
}

function anyPartyWarnings(
  read: readonly { rule: PolicyRule; reading: RuleReading }[],
  rules: readonly Rule[] | undefined,
): Finding[] {
  const acknowledged = new Set(
    (rules ?? [])
      .flatMap((rule) => rule.subjects)
      .map((subject) =>
        subject.type === "organization" && subject.onBehalfOf === "anyone" ? subject.number : "",
      ),
  );
  const seen = new Set<string>();
  return read.flatMap(({ rule, reading }) =>
    byAccess
      .actsForAnyParty(rule, reading)
      .filter((number) => !acknowledged.has(number) && !seen.has(number) && seen.add(number))
      .map((number): Finding => ({
        code: "for-any-party",
        ruleId: rule.ruleId,
        problem: `lets organization ${number} act for any party`,
        effect: "It may read every transfer of the service and send in anybody's name.",
        instead:
          `Write organization("${number}", { onBehalfOf: "itself" }), or "anyone" to say that ` +
          "it is meant.",
      })),
  );
}

function subjectWarnings(policy: Policy, rules: readonly Rule[] | undefined): Finding[] {
  const findings: Finding[] = [];
  const acknowledged = new Set(
    (rules ?? [])
      .flatMap((rule) => rule.subjects)
      .map((subject) => (subject.type === "attribute" ? subject.attributeId : undefined)),
  );
  for (const { match, ruleId } of byAccess.subjectsOf(policy)) {
    if (!isPlain(match) || hasPlaceholder(match) || match.value.trim() === "") continue;
    const { attributeId, value } = match;
    const add = (code: Finding["code"], problem: string, effect: string, instead: string) =>
      findings.push({ code, ruleId, problem, effect, instead });
    if (attributeId !== undefined && !SUBJECT_ATTRIBUTES.has(attributeId)) {
      if (acknowledged.has(attributeId)) continue;
      add(
        "odd-subject",
        `names a subject by ${attributeId}, of which this package has not heard`,
        "Broker tells Altinn no such thing of its callers, so it may let nobody in.",
        `Check the spelling, such as ${ATTRIBUTE.role}.`,
      );
    } else if (attributeId === ATTRIBUTE.role && isDeprecatedRole(value)) {
      add(
        "deprecated-role",
        `names the Altinn 2 role ${value.toUpperCase()}, which is deprecated`,
        "Altinn takes these roles out, and then nobody can delegate by it.",
        "Name an access package or a role of Enhetsregisteret.",
      );
    } else if (attributeId === ATTRIBUTE.role && !isKnownRole(value)) {
      add(
        "unknown-role",
        `names the role ${JSON.stringify(value)}, of which this package has not heard`,
        "The registry takes any code; with a wrong one nobody can delegate.",
        "Check the spelling, and write the code alone, such as dagl.",
      );
    } else if (attributeId === ATTRIBUTE.accessPackage && !/^[a-z0-9-]+$/i.test(value)) {
      add(
        "odd-package",
        `names the access package ${JSON.stringify(value)}, which is not spelt like one`,
        "The registry takes any code; with a wrong one nobody can delegate.",
        "Write what follows urn:altinn:accesspackage: alone.",
      );
    } else if (isNumber(attributeId) && /^\d{9}$/.test(value) && !hasCheckDigit(value)) {
      add(
        "check-digit",
        `names the organisation ${value}, whose last digit does not fit the others`,
        "No organisation has this number, so nobody is let in by it.",
        "Check the number.",
      );
    }
  }
  return findings;
}

const isNumber = (attributeId: string | undefined) =>
  attributeId === ATTRIBUTE.organization || attributeId === ATTRIBUTE.organizationLegacy;

/** The check digit of Norwegian organisation numbers: modulus 11, weights 3 2 7 6 5 4 3 2. */
function hasCheckDigit(number: string): boolean {
  const weights = [3, 2, 7, 6, 5, 4, 3, 2, 1];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0);
  return sum % 11 === 0;
}

/** What Altinn's guide for Broker asks a policy to name. */
const WANTED: Record<string, string> = {
  read: "Nobody can receive.",
  write: "Nobody can send.",
  subscribe: "Nobody can subscribe to the events of the service.",
  publish: "Altinn's guide asks for it; Broker publishes by itself and does not ask for it today.",
};

function actionWarnings(policy: Policy): Finding[] {
  const permits = policy.rules.filter((rule) => rule.effect === "Permit");
  const alternatives = permits.map((rule) => alternativesOf(rule).actions);
  if (permits.length === 0 || alternatives.some((actions) => actions.length === 0)) return [];
  const named = alternatives.flat(2).filter((match) => match.attributeId === ATTRIBUTE.action);
  return Object.entries(WANTED)
    .filter(([action]) => !named.some((match) => !isPlain(match) || holdsFor(match, action)))
    .map(([action, effect]) => ({
      code: "missing-action",
      ruleId: undefined,
      problem: `has no rule for the action ${action}`,
      effect,
      instead: `Add "${action}" to the actions of those who should have it.`,
    }));
}
