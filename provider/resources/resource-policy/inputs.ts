import {
  accessOfText,
  accessWithUnknown,
  ACKNOWLEDGEABLE,
  checkPolicy,
  checkRules,
  findingText,
  PolicyError,
  readPolicy,
  renderPolicy,
  resourceIdOf,
  samePolicy,
  warningText,
  type AccessLines,
  type Finding,
  type PolicyToCheck,
  type Rule,
} from "../../policy";
import { sameJson } from "../../values/compare";
import { nearest } from "../../values/nearest";
import { hasUnknown, isUnknown, UNKNOWN } from "../../values/unknown";
import type { Values } from "../lifecycle";

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
  /** What should be known of the policy together with its registry resource. The class warns of all else. */
  readonly warnings: readonly string[];
}

const IGNORE_XML = 'To leave the policy at Altinn as it is, write ignoreChanges: ["xml"].';

/** Two texts of one meaning; nothing is like a policy that is not there. */
export const isSamePolicy = (a: unknown, b: unknown, resourceId: unknown): boolean =>
  typeof a === "string" &&
  typeof b === "string" &&
  (a === b || samePolicy(a, b, String(resourceId)));

/** What is wrong with `acknowledge`, the codes of what the program says that it means. */
export function acknowledgeFailures(acknowledge: unknown): string[] {
  if (acknowledge === undefined || isUnknown(acknowledge)) return [];
  if (!Array.isArray(acknowledge)) {
    return ['acknowledge is no list. Write acknowledge: ["unusual-policy"].'];
  }
  return acknowledge.flatMap((code: unknown, at) => {
    if (isUnknown(code) || ACKNOWLEDGEABLE.some((known) => known === code)) return [];
    const [near] = nearest(String(code), ACKNOWLEDGEABLE, (known) => [known], 1);
    const instead = near ? `"${near}"` : `one of ${ACKNOWLEDGEABLE.join(", ")}`;
    return [`acknowledge[${at}] is ${JSON.stringify(code)}, which is no code. Write ${instead}.`];
  });
}

export function policyInputs(
  olds: Values | undefined,
  news: Values,
  delegable: boolean | undefined,
): PolicyInputs {
  const old = olds ?? {};
  const failed = (...failures: string[]): PolicyInputs => ({
    xml: news.xml,
    access: {},
    failures,
    refusals: [],
    warnings: [],
  });
  const kept = news.xml !== undefined && news.rules !== undefined && news.xml === old.xml;
  if (kept) {
    const access = (old.access ?? {}) as AccessLines;
    return { xml: old.xml, access, failures: [], refusals: [], warnings: [] };
  }
  if (news.xml !== undefined && news.rules !== undefined) {
    return failed(`xml and rules are both given. Write one of them. ${IGNORE_XML}`);
  }
  if (news.xml === undefined && news.rules === undefined) {
    return failed(
      `rules and xml are both missing. Write one of them. ignoreChanges: ["rules"] leaves neither. ${IGNORE_XML}`,
    );
  }
  if (news.xml !== undefined && news.minimumAuthenticationLevel !== undefined) {
    return failed(
      "minimumAuthenticationLevel is given beside xml. Write it in the XML, as an obligation, or give rules.",
    );
  }
  const made =
    news.rules === undefined ? rawInputs(old, news, delegable) : typedInputs(old, news, delegable);
  return news.access === undefined || sameJson(news.access, made.access)
    ? made
    : {
        ...made,
        failures: [
          ...made.failures,
          `access is derived from the policy and cannot be ignored by itself. ${IGNORE_XML}`,
        ],
      };
}

function rawInputs(old: Values, news: Values, delegable: boolean | undefined): PolicyInputs {
  const { xml, resourceId } = news;
  if (isUnknown(xml)) return unknownInputs(old, news);
  if (typeof xml !== "string" || xml.trim() === "") {
    const failures = [
      "xml is empty. Write the XACML 3.0 policy as text, for instance with readFileSync, or give rules.",
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
      : judgedAs("xml", { xml, resourceId: id, delegable, acknowledge: codesOf(news) })),
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

function typedInputs(old: Values, news: Values, delegable: boolean | undefined): PolicyInputs {
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
    ...judgedAs("rules", {
      xml,
      resourceId: id,
      rules: typed,
      delegable,
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

function judgedAs(
  path: string,
  policy: PolicyToCheck,
): Pick<PolicyInputs, "refusals" | "warnings"> {
  const { refusals, warnings } = checkPolicy(policy);
  const told = (finding: Finding) => `${path}: ${findingText(finding)}`;
  // Of a single rule it is about an access package, which the class knows too.
  const isOfResource = ({ code, ruleId }: Finding) =>
    code === "not-delegable" && ruleId === undefined;
  return { refusals: refusals.map(told), warnings: warnings.filter(isOfResource).map(warningText) };
}

/** Codes that are not known yet may be any. */
const codesOf = ({ acknowledge }: Values): readonly string[] => {
  if (hasUnknown(acknowledge)) return ACKNOWLEDGEABLE;
  return Array.isArray(acknowledge) ? acknowledge : [];
};
