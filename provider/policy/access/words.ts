import { findExternalRole, findPackage, findRole, type Names } from "../../catalogue";
import type { Levels, Text } from "../plain/form";
import { MASKINPORTEN_LEVEL, type Grant } from "./grants";

const EVERY_ACTION = "every action";

/**
 * Grants in words: a map from who may do something to the actions, sorted and joined by comma.
 *
 * | key | lets in |
 * | --- | --- |
 * | `organization 991825827 (for any party)` | this organisation's Maskinporten clients |
 * | `organization 991825827 (on its own behalf)` | the same, for itself alone |
 * | `organization 991825827 with an exchanged token (for any party)` | the same, with a token of Altinn's |
 * | `service owner ttd (for any party)` | clients with a service owner's token of this code |
 * | `system user {uuid} (for any party)` | this system user |
 * | `delegated by role DAGL (Daglig leder)` | system users and organisations to which a holder of the role delegates |
 * | `holders of, and delegated by, access package lonn (...)` | the same, and system users that hold the package |
 * | `anyone` | every caller |
 * | `members of access list ttd:list (not through Broker)` | nobody who sends or fetches |
 * | `with a service owner's token only: KEY` | those of KEY whose token names a service owner's code |
 * | `nobody: KEY (REASON)` | nobody: it is written in the policy, and never true |
 */
export const grantLines = (grants: readonly Grant[]): Record<string, string> =>
  Object.fromEntries(
    [...grantsByLine(grants)].map(([key, ofLine]) => {
      const every = ofLine.filter(({ action }) => action === undefined);
      const actions = new Set((every.length > 0 ? every : ofLine).map(actionWords));
      return [key, [...actions].sort().join(", ")];
    }),
  );

/** The same lines, in their order, with the grants that each of them is about. */
export function grantsByLine(grants: readonly Grant[]): Map<string, readonly Grant[]> {
  const lines = new Map<string, Grant[]>();
  for (const [grant, route] of withRoutes(grants)) {
    const key = keyOf(grant, route);
    const ofLine = lines.get(key);
    if (ofLine) ofLine.push(grant);
    else lines.set(key, [grant]);
  }
  return new Map([...lines].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Keys of the lines for the levels that the obligations demand. */
export const LEVEL_KEY = {
  all: "minimum authentication level",
  organizations: "minimum authentication level for organizations",
} as const;

/** The levels that the obligations demand, in words. */
export function levelLines({ all, organizations }: Levels): Record<string, string> {
  const above = (level: number) =>
    level > MASKINPORTEN_LEVEL ? `${level}, above the ${MASKINPORTEN_LEVEL} of Maskinporten` : "";
  return {
    ...(all === undefined ? {} : { [LEVEL_KEY.all]: above(all) || String(all) }),
    ...(organizations === undefined ? {} : { [LEVEL_KEY.organizations]: String(organizations) }),
  };
}

type Routes = Grant["route"] | "both";

/** An access package that lets in by both routes for the same is told once. */
function withRoutes(grants: readonly Grant[]): [Grant, Routes][] {
  const routes = new Map<string, Set<Grant["route"]>>();
  const identity = (grant: Grant) => keyOf(grant, "both") + actionWords(grant);
  const packages = grants.filter(({ who }) => who?.kind === "access package");
  for (const grant of packages) {
    const key = identity(grant);
    routes.set(key, (routes.get(key) ?? new Set()).add(grant.route));
  }
  return grants.map((grant) => {
    const isBoth = grant.who?.kind === "access package" && routes.get(identity(grant))?.size === 2;
    return [grant, isBoth ? "both" : grant.route];
  });
}

function keyOf(grant: Grant, route: Routes): string {
  const { never, otherResource, ownersOnly } = grant;
  const key = whoWords(grant.who, route, never) + partyWords(grant);
  if (otherResource !== undefined) return `nobody: ${key} (at resource ${quoted(otherResource)})`;
  if (never !== undefined) return `nobody: ${key} (${never})`;
  return ownersOnly ? `with a service owner's token only: ${key}` : key;
}

function whoWords(who: Grant["who"], route: Routes, never: string | undefined): string {
  if (who === undefined) return "anyone";
  const { kind, value } = who;
  switch (kind) {
    case "organization with an exchanged token":
      return `organization ${quoted(value)} with an exchanged token`;
    case "role":
      return `delegated by role ${withName(value.toUpperCase(), findRole(value))}`;
    case "external role ccr":
      return `delegated by external role ccr ${withName(value, findExternalRole("ccr", value))}`;
    case "external role cra":
      return `delegated by external role cra ${withName(value, findExternalRole("cra", value))}`;
    case "access package":
      return `${ROUTE_WORDS[route]} access package ${withName(value, findPackage(value))}`;
    case "access list":
      return `members of access list ${quoted(value)}${never === undefined ? " (not through Broker)" : ""}`;
    default:
      return `${kind} ${quoted(value)}`;
  }
}

const ROUTE_WORDS: Readonly<Record<Routes, string>> = {
  direct: "holders of",
  delegated: "delegated by",
  both: "holders of, and delegated by,",
};

const withName = (code: string, found: { readonly name: Names } | undefined): string =>
  found ? `${quoted(code)} (${found.name.nb})` : quoted(code);

function partyWords({ who, party, route }: Grant): string {
  if (party !== undefined) {
    const isOwn = who?.kind.startsWith("organization") === true && who.value === party;
    return isOwn ? " (on its own behalf)" : ` (for party ${quoted(party)})`;
  }
  const direct = ["organization", "service owner", "system user"];
  return route === "direct" && direct.some((kind) => who?.kind.startsWith(kind))
    ? " (for any party)"
    : "";
}

function actionWords({ action, except = [] }: Grant): string {
  if (action !== undefined) return nameOf(action);
  return except.length === 0
    ? EVERY_ACTION
    : `${EVERY_ACTION} but ${[...new Set(except.map(nameOf))].sort().join(", ")}`;
}

const nameOf = ({ value, anyCase }: Text): string =>
  `${quoted(value)}${anyCase ? " in any casing" : ""}`;

/** The value as it stands, in quotes when it could be taken for words of ours. */
const quoted = (value: string): string =>
  /^[^\s",()]+$/u.test(value) ? value : JSON.stringify(value);
