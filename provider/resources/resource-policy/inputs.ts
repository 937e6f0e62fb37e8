import {
  accessOfText,
  accessWithUnknown,
  ACKNOWLEDGEABLE,
  checkPolicy,
  checkRules,
  findingInRules,
  findingText,
  PolicyError,
  readPolicy,
  renderPolicy,
  resourceIdOf,
  samePolicy,
  type AccessLines,
  type Finding,
  type PolicyToCheck,
  type Rule,
} from "../../policy";
import type { Warned } from "../../lines";
import { hasUnknown, isUnknown, UNKNOWN } from "../../values/unknown";
import { without, type Values } from "../lifecycle";

/*
 * What a policy's arguments come to: one text, whoever it gives access in words, and what is wrong with it. `rules` and
 * `minimumAuthenticationLevel` are turned into `xml` here and are no inputs themselves.
 */

export interface PolicyInputs {
  /** The text, or the unknown sentinel; undefined when the arguments do not come to one. */
  readonly xml: unknown;
  readonly access: AccessLines;
  /** Sentences that always stop the run. */
  readonly failures: readonly string[];
  /** Sentences that stop a change, but not what is live and stays as it is. */
  readonly refusals: readonly string[];
  /** What should be known of the policy together with its registry resource and owner. The class warns of all else. */
  readonly warnings: readonly Warned[];
}

const IGNORE_XML = 'To leave the policy at Altinn as it is, write ignoreChanges: ["xml"].';

/** Two texts of one meaning; nothing is like a policy that is not there. */
export const isSamePolicy = (a: unknown, b: unknown, resourceId: unknown): boolean =>
  typeof a === "string" &&
  typeof b === "string" &&
  (a === b || samePolicy(a, b, String(resourceId)));

/** What is known besides the policy's own arguments. */
export type Besides = Pick<PolicyToCheck, "delegable" | "owner">;

export function policyInputs(
  olds: Values | undefined,
  news: Values,
  besides: Besides,
): PolicyInputs {
  const old = olds ?? {};
  const failed = (...failures: string[]): PolicyInputs => ({
    xml: news.xml,
    access: {},
    failures,
    refusals: [],
    warnings: [],
  });
  if (news.xml === undefined && news.rules === undefined) {
    return failed(
      `rules and xml are both missing. Write one of them. ignoreChanges: ["rules"] leaves neither. ${IGNORE_XML}`,
    );
  }
  if (news.rules === undefined && news.minimumAuthenticationLevel !== undefined) {
    return failed(
      "minimumAuthenticationLevel is given beside xml. Write it in the XML, as an obligation, or give rules.",
    );
  }
  if (news.rules === undefined) return rawInputs(old, news, besides);
  const made = typedInputs(old, news, besides);
  if (news.xml === undefined || news.xml === made.xml || isUnknown(news.xml)) return made;
  // The class gives what the rules come to; another text is the old one, by ignoreChanges, or somebody's own.
  return news.xml === old.xml
    ? { ...rawInputs(old, without(news, "rules"), besides), refusals: [], warnings: [] }
    : failed(`xml and rules are both given. Write one of them. ${IGNORE_XML}`);
}

function rawInputs(old: Values, news: Values, besides: Besides): PolicyInputs {
  const { xml, resourceId } = news;
  if (isUnknown(xml)) return unknownInputs(old, news);
  if (typeof xml !== "string" || xml.trim() === "") {
    const failures = [
      `xml is ${typeof xml === "string" ? "empty" : "no text"}. Write the XACML 3.0 policy as text, for instance with readFileSync(path, "utf8"), or give rules.`,
    ];
    return { xml, access: {}, failures, refusals: [], warnings: [] };
  }
  const id = isUnknown(resourceId) ? resourceNamedIn(xml) : String(resourceId);
  return {
    xml,
    access: accessOfText(xml, id ?? UNKNOWN).lines,
    failures: [],
    ...(id === undefined
      ? { refusals: [], warnings: [] }
      : judged({ ...besides, xml, resourceId: id, acknowledge: codesOf(news) })),
  };
}

/** The resource that a text is for, as far as it says so itself; a text that cannot be read is for none. */
function resourceNamedIn(xml: string): string | undefined {
  try {
    const found = resourceIdOf(readPolicy(xml));
    return "id" in found ? found.id : undefined;
  } catch (error) {
    if (error instanceof PolicyError) return UNKNOWN;
    throw error;
  }
}

function typedInputs(old: Values, news: Values, besides: Besides): PolicyInputs {
  const { rules, resourceId, minimumAuthenticationLevel: level } = news;
  const failures = checkRules(rules, level).map((finding) => `rules: ${findingText(finding)}`);
  if (failures.length > 0)
    return { xml: undefined, access: {}, failures, refusals: [], warnings: [] };
  if (hasUnknown([rules, level, resourceId])) return unknownInputs(old, news);
  const typed = rules as readonly Rule[];
  const id = String(resourceId);
  const xml = renderPolicy({
    resourceId: id,
    rules: typed,
    ...(level === undefined ? {} : { minimumAuthenticationLevel: level as number }),
  });
  return {
    xml,
    access: accessOfText(xml, id).lines,
    failures: [],
    ...judged({
      ...besides,
      xml,
      resourceId: id,
      rules: typed,
      acknowledge: codesOf(news),
    }),
  };
}

/** Every line that was known becomes unknown: a missing one would read as access taken away. */
function unknownInputs(old: Values, news: Values): PolicyInputs {
  const { resourceId, rules, xml, minimumAuthenticationLevel } = news;
  const oldAccess = old.access as AccessLines | undefined;
  return {
    xml: UNKNOWN,
    access: accessWithUnknown({ resourceId, rules, xml, minimumAuthenticationLevel, oldAccess }),
    failures: [],
    refusals: [],
    warnings: [],
  };
}

function judged(policy: PolicyToCheck): Pick<PolicyInputs, "refusals" | "warnings"> {
  const { refusals, warnings } = checkPolicy(policy);
  const told = (finding: Finding) =>
    policy.rules === undefined ? `xml: ${findingText(finding)}` : findingInRules(finding);
  // Of a single rule not-delegable is about an access package, which the class knows too.
  const isFromBesides = ({ code, ruleId }: Finding) =>
    code === "subscribe-by-number" || (code === "not-delegable" && ruleId === undefined);
  const warned = (finding: Finding) =>
    ({
      code: finding.code,
      text: policy.rules === undefined ? findingText(finding) : findingInRules(finding),
    }) as Warned;
  return { refusals: refusals.map(told), warnings: warnings.filter(isFromBesides).map(warned) };
}

/** Codes that are not known yet may be any. */
const codesOf = ({ acknowledge }: Values): readonly string[] => {
  if (hasUnknown(acknowledge)) return ACKNOWLEDGEABLE;
  return Array.isArray(acknowledge) ? acknowledge : [];
};
