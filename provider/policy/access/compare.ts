import type { Text } from "../plain/form";
import type { Access } from "./access";
import type { Grant } from "./grants";

/** What a change from one policy to another means for who gets in. */
export interface Comparison {
  /** What is allowed after it and was not before. */
  readonly gained: readonly Grant[];
  /** What was allowed before it and is not any more. */
  readonly lost: readonly Grant[];
  /** What is allowed before and after: whoever is let in by one of these neither gains nor loses it. */
  readonly kept: readonly Grant[];
}

/**
 * Compares two policies as sets of (who, action, for which party, level). A wider grant covers a
 * narrower one, so nothing that grows is ever lost; of every action those are left out that the
 * other side has by name. Undefined where one of them is unusual: then nobody can tell whether
 * access grew.
 *
 * @param before Undefined for no policy, by which nobody gets in.
 */
export function compareAccess(
  before: Access | undefined,
  after: Access | undefined,
): Comparison | undefined {
  if (before?.form === "unusual" || after?.form === "unusual") return undefined;
  const was = (before?.grants ?? []).filter(letsIn);
  const is = (after?.grants ?? []).filter(letsIn);
  const [gained, stillThere] = divided(is, was);
  const [lost, alsoBefore] = divided(was, is);
  return { gained, lost, kept: [...stillThere, ...alsoBefore] };
}

/** Whether it lets anybody do anything for the resource that is asked about. */
export const letsIn = ({ never, otherResource }: Grant) =>
  never === undefined && otherResource === undefined;

/** Those of the grants that one of the others covers. */
export const coveredBy = (grants: readonly Grant[], others: readonly Grant[]): readonly Grant[] =>
  divided(grants, others)[1];

/** Those that none of the others covers, and the rest. */
function divided(grants: readonly Grant[], others: readonly Grant[]): [Grant[], Grant[]] {
  const byWho = new Map<string, Grant[]>();
  const seen = new Set<string>();
  for (const other of others) {
    // Many rules may say the same of one role, and each grant is held against all of its key.
    const said = whatItCovers(other);
    if (seen.has(said)) continue;
    seen.add(said);
    const key = whoKey(other);
    const ofWho = byWho.get(key);
    if (ofWho) ofWho.push(other);
    else byWho.set(key, [other]);
  }
  const parts: [Grant[], Grant[]] = [[], []];
  for (const grant of grants) {
    const near = [...new Set([ANYONE, whoKey(grant)])].flatMap((key) => byWho.get(key) ?? []);
    if (near.some((other) => covers(other, grant))) parts[1].push(grant);
    else parts[0].push(grant.action === undefined ? withoutNamed(grant, near) : grant);
  }
  return parts;
}

/** A grant of every action, but for those that the others allow by name. */
function withoutNamed(grant: Grant, others: readonly Grant[]): Grant {
  const named = others.flatMap((other) =>
    other.action !== undefined && covers(other, { ...grant, action: other.action })
      ? [other.action]
      : [],
  );
  return named.length === 0 ? grant : { ...grant, except: named };
}

const ANYONE = "anyone";

/** Grants of other keys cover nothing of each other, but for those of anyone. */
const whoKey = ({ who, route }: Grant): string => (who ? `${route} ${who.value}` : ANYONE);

/** All that `covers` looks at. */
const whatItCovers = ({ who, route, party, ownersOnly, action, except }: Grant): string =>
  JSON.stringify([who?.kind, who?.value, route, party, ownersOnly, action, except]);

/** Whether whoever the narrow one lets in is let in by the wide one too. */
const covers = (wide: Grant, narrow: Grant): boolean =>
  (!wide.ownersOnly || narrow.ownersOnly) &&
  (wide.party === undefined || wide.party === narrow.party) &&
  coversAction(wide, narrow) &&
  coversWho(wide, narrow);

function coversAction({ action: wide, except = [] }: Grant, { action: narrow }: Grant): boolean {
  if (narrow === undefined) return wide === undefined && except.length === 0;
  return wide === undefined
    ? !except.some((action) => isWithin(narrow, action))
    : isWithin(narrow, wide);
}

function isWithin(narrow: Text, wide: Text): boolean {
  if (wide.anyCase) return wide.value === narrow.value.toLowerCase();
  return !narrow.anyCase && wide.value === narrow.value;
}

/** Of grants of one key, or where the wide one is anyone's, who may do without a delegation. */
function coversWho({ who: wide }: Grant, { who: narrow }: Grant): boolean {
  if (wide === undefined || wide.kind === narrow?.kind) return true;
  return wide.kind === "organization" && narrow?.kind === "organization with an exchanged token";
}
