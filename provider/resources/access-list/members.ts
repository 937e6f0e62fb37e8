import type { FoundList } from "../../clients/access-lists/wire";
import type { Values } from "../lifecycle";

/*
 * Members as a set of organisation numbers. `exact`: the program names all of them. `atLeast`: it names some, and what
 * others have added is none of its business.
 */

/** Undefined while the program does not manage them. */
export const membersIn = ({ members }: Values): readonly string[] | undefined =>
  Array.isArray(members) ? members.map(String) : undefined;

export const isExact = ({ membership }: Values): boolean => membership !== "atLeast";

export interface MemberChange {
  readonly come: readonly string[];
  readonly go: readonly string[];
}

export const NO_CHANGE: MemberChange = { come: [], go: [] };

/**
 * What a run writes so that `live` becomes what `inputs` say.
 *
 * @param before What state says: one that the program named and names no more goes, with `atLeast` too.
 */
export function memberChange(
  inputs: Values,
  live: Pick<FoundList, "members">,
  before: Values = {},
): MemberChange {
  const wanted = membersIn(inputs);
  if (wanted === undefined) return NO_CHANGE;
  const there = live.members ?? [];
  const ours = new Set(isExact(inputs) ? there : (membersIn(before) ?? []));
  const named = new Set(wanted);
  return {
    come: lacking(wanted, there),
    go: there.filter((one) => ours.has(one) && !named.has(one)),
  };
}

/** What somebody has done to the members that state says. */
export function memberDrift(state: Values, live: FoundList): MemberChange {
  const was = membersIn(state);
  if (was === undefined) return NO_CHANGE;
  const there = live.members ?? [];
  return { come: isExact(state) ? lacking(there, was) : [], go: lacking(was, there) };
}

/** The live members as far as `managed` is about them, in its order; those that it does not name come last. */
export function shownMembers(managed: Values, live: FoundList): readonly string[] | undefined {
  const named = membersIn(managed);
  if (named === undefined) return undefined;
  const there = new Set(live.members ?? []);
  const kept = [...new Set(named)].filter((one) => there.has(one));
  return isExact(managed) ? [...kept, ...lacking([...there], named)] : kept;
}

export const isSameSet = (a: readonly string[], b: readonly string[]): boolean =>
  lacking(a, b).length === 0 && lacking(b, a).length === 0;

export const hasChange = ({ come, go }: MemberChange): boolean => come.length + go.length > 0;

/** Those of `numbers` that are not in `others`, each once. */
function lacking(numbers: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return [...new Set(numbers)].filter((one) => !known.has(one));
}

/** So many are told by number. */
const MOST_TOLD = 20;

export const numbersInWords = (numbers: readonly string[]): string =>
  numbers.length <= MOST_TOLD
    ? numbers.join(", ")
    : `${numbers.slice(0, MOST_TOLD).join(", ")} and ${String(numbers.length - MOST_TOLD)} more, ${String(numbers.length)} in all`;

const VERBS = { future: ["come", "go"], past: ["came", "went"] } as const;

/** Empty where nobody comes or goes. */
export function changeInWords({ come, go }: MemberChange, tense: keyof typeof VERBS): string {
  const [comes, goes] = VERBS[tense];
  return [
    ...(come.length > 0 ? [`members ${comes}: ${numbersInWords(come)}`] : []),
    ...(go.length > 0 ? [`members ${goes}: ${numbersInWords(go)}`] : []),
  ].join("; ");
}
