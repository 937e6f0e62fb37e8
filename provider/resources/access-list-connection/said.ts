import { accessGiven, accessTaken, note, stays, warning, type Line } from "../../lines";
import { numbersInWords } from "../access-list/members";
import { serviceInWords } from "../access-list/said";
import type { Pair } from "./when-removed";

/* What is said of a connection: what it gives and takes, what leaving means, and that it has no effect yet. */

export const titled = ({ accessList, resourceId }: Pair): string =>
  `AccessListConnection ${accessList}/${resourceId}`;

/** Sorted; empty: every action. */
export type Actions = readonly string[];

/** What a run makes of a connection. */
interface Run {
  /** Undefined while there is no connection. */
  readonly was: Actions | undefined;
  readonly after: Actions;
  /** The list's members, as far as the program says. */
  readonly members: readonly string[] | undefined;
  /** Whether somebody else's change is taken back. */
  readonly isUndone: boolean;
}

/** What it gives and takes. */
export function linesOfRun(pair: Pair, { was, after, members = [], isUndone }: Run): Line[] {
  const { resourceId } = pair;
  const title = titled(pair);
  const who = membersOf(pair, members);
  const within = "as far as the policy lets them in";
  if (was === undefined)
    return [accessGiven(title, who, `${serviceInWords(resourceId, after)}, ${within}`)];
  const [given, taken] = [lackingIn(was, after), lackingIn(after, was)];
  const happened = (how: string): string => (isUndone ? `; it was ${how} at Altinn` : "");
  return [
    ...(given === undefined
      ? []
      : [accessGiven(title, who, `${given} at ${resourceId}, ${within}${happened("taken")}`)]),
    ...(taken === undefined
      ? []
      : [accessTaken(title, who, `${taken} at ${resourceId}${happened("given")}`)]),
  ];
}

const membersOf = ({ accessList }: Pair, members: readonly string[] = []): string =>
  `members of ${accessList}${members.length === 0 ? "" : ` (${numbersInWords(members)})`}`;

/** What `all` lets through and `some` does not, in words. */
function lackingIn(some: Actions, all: Actions): string | undefined {
  if (some.length === 0) return undefined;
  if (all.length === 0) return `every action but ${some.join(", ")}`;
  const lacking = all.filter((action) => !some.includes(action));
  return lacking.length === 0 ? undefined : lacking.join(", ");
}

/**
 * @param then What is known of the other lists of the service, a sentence.
 * @param members The list's members, as far as the program says.
 */
export const lineOfLeaving = (
  pair: Pair,
  then: string,
  members: readonly string[] | undefined,
): Line => accessTaken(titled(pair), membersOf(pair, members), `${pair.resourceId}. ${then}`);

/** The same after what is lost has been said. */
export const lineOfOthers = (pair: Pair, then: string): Line =>
  note(titled(pair), `it is removed. ${then}`);

export const OTHERS_UNKNOWN =
  "Whoever is a member of another list that is connected to it keeps access.";

export const lineOfStaying = (pair: Pair): Line =>
  stays(
    titled(pair),
    `it stays at Altinn, and members of ${pair.accessList} keep their access to ${pair.resourceId}.`,
  );

export const withoutList = (pair: Pair): Line =>
  note(
    titled(pair),
    `there is no access list ${pair.accessList} at Altinn, and \`up\` fails unless this program makes it first.`,
  );

export const withoutMode = (pair: Pair): Line =>
  warning(
    "list-without-mode",
    titled(pair),
    `it has no effect: accessListMode of ${pair.resourceId} is not Enabled, so whoever the policy lets in is let in, on the list or not. Write accessListMode: "Enabled" on the Resource to let only members in.`,
  );
