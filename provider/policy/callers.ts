import {
  delegatingMatches,
  hasPlaceholder,
  hasSpaceAround,
  ignoresCase,
  isPlain,
  PLACEHOLDER_LEFT,
  SPACE_AROUND,
} from "./alternatives";
import type { Match } from "./model";
import { ATTRIBUTE, STRING } from "./vocabulary";

/** Who a subject alternative of a rule stands for when Broker asks. */
export interface Caller {
  /**
   * - `anyone`: the rule names no subject
   * - `direct`: the caller itself carries what is named
   * - `delegated`: system users to which a holder of the named role or package delegates
   * - `accessList`: members of an access list
   * - `nobody`: no caller of Broker is ever meant; `reason` says why
   * - `unknown`: a function whose outcome words cannot tell; `reason` names it
   */
  readonly kind: "anyone" | "direct" | "delegated" | "accessList" | "nobody" | "unknown";
  /** In words, such as `organization 991825827`; equal words mean equal callers. */
  readonly words: string;
  readonly reason: string | undefined;
  /** The organisation number, when the alternative names one as identifier. */
  readonly organization: string | undefined;
  /** Attribute and value in words, for comparing what two callers can have in common. */
  readonly carries: ReadonlyMap<string, string>;
}

export const ANYONE: Caller = {
  kind: "anyone",
  words: "anyone",
  reason: undefined,
  organization: undefined,
  carries: new Map(),
};

/** Attributes of which a caller's token has at most one value. */
const SINGLE: ReadonlySet<string> = new Set([
  ATTRIBUTE.organization,
  ATTRIBUTE.organizationLegacy,
  ATTRIBUTE.org,
  ATTRIBUTE.systemUser,
]);

/** Reads one subject alternative: matches of the subject category that must all hold. */
export function callerOf(matches: readonly Match[]): Caller {
  const [first] = matches;
  if (!first) return ANYONE;
  const carries = new Map<string, string>();
  let organization: string | undefined;
  let conflict: string | undefined;
  const parts: string[] = [];
  for (const match of matches) {
    const attributeId = match.attributeId ?? "";
    const part = subjectWords(match);
    const earlier = carries.get(attributeId);
    if (earlier !== undefined && earlier !== part && SINGLE.has(attributeId)) {
      conflict = "no caller is both";
    }
    carries.set(attributeId, part);
    if (attributeId === ATTRIBUTE.organization) organization = match.value;
    if (!parts.includes(part)) parts.push(part);
  }
  if (carries.has(ATTRIBUTE.systemUser) && parts.length > 1) {
    conflict = "a system user carries nothing but its own id";
  }
  const odd = matches.find((match) => !isPlain(match));
  const reason = odd ? `match function ${odd.matchId}` : (neverReason(matches) ?? conflict);
  const words = parts.length === 1 ? (parts[0] ?? "") : parts.sort().join(" and ");
  const kind = odd ? "unknown" : reason !== undefined ? "nobody" : kindOf(matches);
  const prefix = kind === "delegated" ? "system users delegated by " : "";
  return { kind, words: prefix + words, reason, organization, carries };
}

const kindOf = (matches: readonly Match[]): Caller["kind"] => {
  if (delegatingMatches(matches).length > 0) return "delegated";
  const namesList = matches.some((match) => match.attributeId === ATTRIBUTE.accessList);
  return namesList ? "accessList" : "direct";
};

/** Why no caller of Broker can ever satisfy the matches; undefined when one may. */
function neverReason(matches: readonly Match[]): string | undefined {
  if (matches.some(hasPlaceholder)) return PLACEHOLDER_LEFT;
  if (matches.some(hasSpaceAround)) return SPACE_AROUND;
  if (matches.length > 1 && delegatingMatches(matches).length > 0) {
    return "Altinn passes over a role or package that stands together with something else";
  }
  for (const match of matches) {
    if (match.value === "") return "the value is empty";
    // Delegation compares the bare text, whatever the data type.
    if (match.dataType !== STRING && delegatingMatches([match]).length === 0) {
      return `Altinn's requests carry strings, never ${match.dataType}`;
    }
    const isNumber =
      match.attributeId === ATTRIBUTE.organization ||
      match.attributeId === ATTRIBUTE.organizationLegacy;
    if (isNumber && !/^\d{9}$/.test(match.value)) return "not an organisation number";
  }
  return undefined;
}

/** One match in words. Codes that Altinn compares without regard to case get one casing. */
function subjectWords(match: Match): string {
  const value = quoted(ignoresCase(match) ? match.value.toLowerCase() : match.value);
  switch (match.attributeId) {
    case ATTRIBUTE.organization:
      return `organization ${value}`;
    case ATTRIBUTE.organizationLegacy:
      return `organization ${value} with an exchanged token`;
    case ATTRIBUTE.org:
      return `service owner ${value}`;
    case ATTRIBUTE.systemUser:
      return `system user ${value}`;
    case ATTRIBUTE.accessList:
      return `members of access list ${value}`;
    case ATTRIBUTE.resourceDelegation:
      return `delegation by resource ${value}`;
    case ATTRIBUTE.role:
      return `role ${quoted(match.value.toUpperCase())}`;
    case ATTRIBUTE.externalRoleCcr:
      return `external role ccr ${quoted(match.value.toLowerCase())}`;
    case ATTRIBUTE.externalRoleCra:
      return `external role cra ${quoted(match.value.toLowerCase())}`;
    case ATTRIBUTE.accessPackage:
      return `access package ${quoted(match.value.toLowerCase())}`;
    default:
      return `callers with ${attributeWords(match)}`;
  }
}

/** Any attribute in words: `urn:altinn:partytype organization`. */
export const attributeWords = (match: Match): string => {
  const ignore = ignoresCase(match);
  const value = quoted(ignore ? match.value.toLowerCase() : match.value);
  return `${match.attributeId ?? "an AttributeSelector"} ${value}${ignore ? " in any casing" : ""}`;
};

/** The value as it stands, in quotes when it could be taken for words of ours. */
export const quoted = (value: string): string =>
  /^[^\s",()]+$/u.test(value) ? value : JSON.stringify(value);

/** What two callers can have in common. */
export type Relation = "covers" | "overlaps" | "apart";

/** How the callers of a Deny relate to those of a Permit: all of them, some, or none. */
export function relate(denied: Caller, permitted: Caller): Relation {
  if (denied.kind === "anyone") return "covers";
  if (permitted.kind === "delegated") {
    // A system user's request carries its own id and nothing else.
    return denied.carries.has(ATTRIBUTE.systemUser) ? "overlaps" : "apart";
  }
  if (permitted.kind === "anyone") return "overlaps";
  for (const [attributeId, words] of denied.carries) {
    const other = permitted.carries.get(attributeId);
    if (other !== undefined && other !== words && SINGLE.has(attributeId)) return "apart";
  }
  const oneIsSystemUser =
    denied.carries.has(ATTRIBUTE.systemUser) !== permitted.carries.has(ATTRIBUTE.systemUser);
  if (oneIsSystemUser) return "apart";
  const all = [...denied.carries].every(([id, words]) => permitted.carries.get(id) === words);
  return all ? "covers" : "overlaps";
}
