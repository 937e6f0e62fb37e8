import { accessOf } from "../access/access";
import { letsDelegate } from "../plain/subject-kinds";
import type { Policy } from "../xacml/policy";
import { readPolicyWithProblems } from "../xacml/read";
import type { Rule } from "../rules/rules";
import { accessRefusals, accessWarnings } from "./access";
import { ACKNOWLEDGEABLE_REFUSALS, type Finding } from "./finding";
import { nameWarnings } from "./names";
import { anyPartyWarnings, subscribeWarnings, type ServiceOwner } from "./parties";
import { lettersRead, placeholderRefusals, readSideRefusals, uploadRefusals } from "./registry";
import { textRefusal } from "./text";
import { unusualFindings } from "./unusual";

export interface PolicyToCheck {
  /** The text that would be uploaded. */
  xml: string;
  /** Identifier of the registry resource. */
  resourceId: string;
  /** The typed rules that the text was rendered from: what they acknowledge is not warned about. */
  rules?: readonly Rule[] | undefined;
  /** `delegable` of the registry resource, where it is known. */
  delegable?: boolean | undefined;
  /** The service owner, where it is known; without it nothing is said of lines for the owner itself. */
  owner?: ServiceOwner | undefined;
  /** Codes of what the program says that it means. */
  acknowledge?: readonly string[] | undefined;
}

export interface PolicyCheck {
  /** What a server refuses, what locks callers out, and an unusual policy. */
  refusals: Finding[];
  /** What may well be meant, and should be known. */
  warnings: Finding[];
}

/**
 * Looks a policy over before it is uploaded, without asking anybody. All findings at once, those left
 * out that are acknowledged. Whether a refusal stops anything is for the caller to decide: what is
 * live already is only warned about.
 */
export function checkPolicy(toCheck: PolicyToCheck): PolicyCheck {
  const { refusals, warnings } = findingsOf(toCheck);
  const acknowledged = (finding: Finding) =>
    toCheck.acknowledge?.includes(finding.code) === true &&
    (ACKNOWLEDGEABLE_REFUSALS.has(finding.code) || warnings.includes(finding));
  return {
    refusals: refusals.filter((finding) => !acknowledged(finding)),
    warnings: warnings.filter((finding) => !acknowledged(finding)),
  };
}

function findingsOf({ xml, resourceId, rules, delegable, owner }: PolicyToCheck): PolicyCheck {
  const ofText = textRefusal(xml);
  if (ofText !== undefined) return { refusals: [ofText], warnings: [] };
  const { policy, problems } = readPolicyWithProblems(xml);
  if (!policy || problems.length > 0) {
    return { refusals: problems.map((problem) => unreadable(problem.message)), warnings: [] };
  }
  const access = accessOf(policy, resourceId);
  return {
    refusals: [
      ...uploadRefusals(policy, xml, resourceId),
      ...policy.rules.flatMap(readSideRefusals),
      ...placeholderRefusals(policy),
      ...(access.form === "plain" ? accessRefusals(access) : unusualFindings(access)),
    ],
    warnings: [
      ...letterWarnings(policy, xml),
      ...repeatedRuleIds(policy),
      ...delegableWarnings(policy, delegable),
      ...(access.form === "plain"
        ? [
            ...accessWarnings(access),
            ...anyPartyWarnings(access, rules),
            ...(owner ? subscribeWarnings(access, owner) : []),
            ...nameWarnings(access.plain),
          ]
        : []),
    ],
  };
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

function repeatedRuleIds({ rules }: Policy): Finding[] {
  const ids = rules.map(({ ruleId }) => ruleId);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  return [...repeated].map((ruleId) => ({
    code: "repeated-rule-id",
    ruleId,
    problem: "is there more than once",
    effect: "Whoever edits one of them in Altinn Studio may change the other.",
    instead: "Give each rule a RuleId of its own.",
  }));
}

const delegableWarnings = (policy: Policy, delegable: boolean | undefined): Finding[] =>
  delegable === false && letsDelegate(policy)
    ? [
        {
          code: "not-delegable",
          ruleId: undefined,
          problem: "names roles or access packages, while the resource has delegable: false",
          effect:
            "Nobody can delegate the service anew; only system users that hold an access package get in by it.",
          instead: "Set delegable: true, or name organisations.",
        },
      ]
    : [];
