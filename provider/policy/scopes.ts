import { attributeWords, quoted } from "./callers";
import { hasPlaceholder, hasSpaceAround, holdsFor, isPlain } from "./alternatives";
import { PLACEHOLDER_LEFT, SPACE_AROUND } from "./alternatives";
import type { Match } from "./model";
import { ATTRIBUTE, STRING, foldCase } from "./vocabulary";

/** What a resource alternative of a rule narrows access to. */
export interface Scope {
  /** The one party for which the caller may act; undefined for any. */
  readonly party: string | undefined;
  /** Further limits in words, such as `at task Task_1`. */
  readonly limits: readonly string[];
  /** The limits for delegated callers, to whom the casing of the resource does not matter. */
  readonly delegatedLimits: readonly string[];
  /** Names the resource in any casing, without which nothing can be delegated. */
  readonly namesResource: boolean;
  /** Why no request ever fits. */
  readonly never: string | undefined;
  /** Why words cannot tell which requests fit. */
  readonly unknown: string | undefined;
}

/** A rule that names no resource: the policy is asked for this resource alone. */
export const ANY_RESOURCE: Scope = {
  party: undefined,
  limits: [],
  delegatedLimits: [],
  namesResource: false,
  never: undefined,
  unknown: undefined,
};

/**
 * Reads one resource alternative, as asked by Broker for `resourceId`.
 *
 * ASSUMPTION: the party of a request reaches the decision point as
 * `urn:altinn:organization:identifier-no` of the resource and is matched like any attribute there.
 */
export function scopeOf(matches: readonly Match[], resourceId: string): Scope {
  if (matches.length === 0) return ANY_RESOURCE;
  const odd = matches.find((match) => !isPlain(match));
  if (odd) return { ...ANY_RESOURCE, unknown: `match function ${odd.matchId}` };

  const limits: string[] = [];
  const casing: string[] = [];
  let party: string | undefined;
  let namesResource = false;
  let never: string | undefined;
  const pair = appOf(matches);
  const isThisApp = pair !== undefined && foldCase(appId(pair)) === foldCase(resourceId);

  for (const match of matches) {
    const { attributeId, value } = match;
    if (hasPlaceholder(match)) never = PLACEHOLDER_LEFT;
    else if (hasSpaceAround(match)) never = SPACE_AROUND;
    else if (match.dataType !== STRING) {
      never = `Altinn's requests carry strings, never ${match.dataType}`;
    }
    if (attributeId === ATTRIBUTE.resource) {
      const sameButForCase = foldCase(value) === foldCase(resourceId);
      if (sameButForCase) namesResource = true;
      if (!holdsFor(match, resourceId)) {
        (sameButForCase ? casing : limits).push(`at resource ${quoted(value)}`);
      }
    } else if (attributeId === ATTRIBUTE.organization) {
      if (party !== undefined && party !== value) never = "a request names one party";
      party = value;
    } else if (isThisApp && (attributeId === ATTRIBUTE.org || attributeId === ATTRIBUTE.app)) {
      namesResource = true;
    } else {
      limits.push(limitWords(match));
    }
  }
  const sorted = (list: string[]) => [...new Set(list)].sort();
  return {
    party,
    limits: sorted([...limits, ...casing]),
    delegatedLimits: sorted(limits),
    namesResource,
    never,
    unknown: undefined,
  };
}

/** The org and app that an alternative names; undefined unless it names one of each. */
export function appOf(matches: readonly Match[]): { org: string; app: string } | undefined {
  const org = matches.filter((match) => match.attributeId === ATTRIBUTE.org);
  const app = matches.filter((match) => match.attributeId === ATTRIBUTE.app);
  if (org.length !== 1 || app.length !== 1 || !org[0] || !app[0]) return undefined;
  return { org: org[0].value, app: app[0].value };
}

/** The registry identifier of an app. */
export const appId = ({ org, app }: { org: string; app: string }): string => `app_${org}_${app}`;

function limitWords(match: Match): string {
  const value = quoted(match.value);
  switch (match.attributeId) {
    case ATTRIBUTE.task:
      return `at task ${value}`;
    case ATTRIBUTE.endEvent:
      return `at end event ${value}`;
    case ATTRIBUTE.appResource:
      return `at app resource ${value}`;
    default:
      return `where ${attributeWords(match)}`;
  }
}
