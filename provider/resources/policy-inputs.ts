import {
  access,
  accessWithUnknown,
  checkPolicy,
  checkRules,
  findingText,
  PolicyError,
  readPolicy,
  renderPolicy,
  samePolicy,
  type Rule,
} from "../policy";
import { sameJson } from "../values/compare";
import { hasUnknown, isUnknown, UNKNOWN } from "../values/unknown";
import type { Values } from "./lifecycle";

/*
 * What a policy's arguments come to: one text, whoever it gives access in words, and what is wrong with it. `rules` and
 * `minimumAuthenticationLevel` are turned into `xml` here and are no inputs themselves.
 */

export type Access = Readonly<Record<string, string>>;

export interface PolicyInputs {
  /** The text, or the unknown sentinel; undefined when the arguments do not come to one. */
  readonly xml: unknown;
  readonly access: Access;
  /** Sentences that always stop the run. */
  readonly failures: readonly string[];
  /** Sentences that stop a change, but not what is live and stays as it is. */
  readonly refusals: readonly string[];
}

const IGNORE_XML = 'To leave the policy at Altinn as it is, write ignoreChanges: ["xml"].';

/** Who gets in by `xml`, in words; a text that cannot be read has one entry that says so. */
export function accessOf(xml: string, resourceId: string): Access {
  try {
    return access(readPolicy(xml), resourceId);
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { "cannot be put in words: the policy": error.message };
  }
}

/** Two texts of one meaning; nothing is like a policy that is not there. */
export const isSamePolicy = (a: unknown, b: unknown): boolean =>
  typeof a === "string" && typeof b === "string" && (a === b || samePolicy(a, b));

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
  });
  const kept = news.xml !== undefined && news.rules !== undefined && news.xml === old.xml;
  if (kept)
    return { xml: old.xml, access: (old.access ?? {}) as Access, failures: [], refusals: [] };
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
    return { xml, access: {}, failures, refusals: [] };
  }
  const id = isUnknown(resourceId) ? undefined : String(resourceId);
  return {
    xml,
    access: accessOf(xml, id ?? UNKNOWN),
    failures: [],
    refusals: id === undefined ? [] : refusalsOf("xml", { xml, resourceId: id, delegable }),
  };
}

function typedInputs(old: Values, news: Values, delegable: boolean | undefined): PolicyInputs {
  const { rules, resourceId, minimumAuthenticationLevel: level } = news;
  const failures = checkRules(rules, level).map((finding) => `rules: ${findingText(finding)}`);
  if (failures.length > 0) return { xml: undefined, access: {}, failures, refusals: [] };
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
    access: accessOf(xml, id),
    failures: [],
    refusals: refusalsOf("rules", { xml, resourceId: id, rules: typed, delegable }),
  };
}

/** Every line that was known becomes unknown: a missing one would read as access taken away. */
function unknownInputs(old: Values, news: Values): PolicyInputs {
  const { resourceId, rules, xml, minimumAuthenticationLevel } = news;
  const oldAccess = old.access as Access | undefined;
  return {
    xml: UNKNOWN,
    access: accessWithUnknown({ resourceId, rules, xml, minimumAuthenticationLevel, oldAccess }),
    failures: [],
    refusals: [],
  };
}

const refusalsOf = (path: string, policy: Parameters<typeof checkPolicy>[0]): string[] =>
  checkPolicy(policy).refusals.map((finding) => `${path}: ${findingText(finding)}`);

/** The keys of `before` that `after` lacks, or in which it says less. */
export function accessTakenAway(before: Access, after: Access): string[] {
  const actionsOf = (line: string | undefined): string[] => (line ?? "").split(", ");
  return Object.keys(before).filter((key) => {
    const [was, is] = [before[key], after[key]];
    if (isUnknown(was) || isUnknown(is)) return false;
    return is === undefined || actionsOf(was).some((action) => !actionsOf(is).includes(action));
  });
}
