import type { FoundList } from "../../clients/access-lists/wire";
import { without, type Outputs, type Values } from "../lifecycle";
import type { Marks } from "../marks";
import { describeDifferences, type Difference } from "../take-over";
import {
  hasChange,
  isSameSet,
  memberChange,
  membersIn,
  numbersInWords,
  shownMembers,
} from "./members";

export const titled = (identifier: unknown): string => `AccessList ${String(identifier)}`;

/** Arguments that Altinn holds, as far as the program manages them. */
export const managedKeys = (inputs: Values): string[] => [
  "name",
  "description",
  ...(membersIn(inputs) === undefined ? [] : ["members"]),
];

/** The managed arguments as Altinn shows them. Members that are the same set stay as the program writes them. */
export function outputsOf(managed: Values, live: FoundList, marks: Marks = {}): Outputs {
  const named = membersIn(managed);
  const members = shownMembers(managed, live);
  return {
    ...without(managed, "adopt", "server"),
    name: live.name,
    description: live.description,
    ...(named && members ? { members: isSameSet(named, members) ? named : members } : {}),
    server: { ...marks },
  };
}

/** What state holds while nobody knows what is there: the program's values, and marks. */
export const inDoubt = (inputs: Values, marks: Marks): Outputs => ({
  ...without(inputs, "adopt", "server"),
  server: { ...marks },
});

/**
 * In what `live` differs from the program, of the arguments `keys`.
 *
 * @param before What state says; see `memberChange`.
 */
export function differences(
  inputs: Values,
  live: FoundList,
  keys: readonly string[],
  before?: Values,
): Difference[] {
  const texts = (["name", "description"] as const).filter(
    (key) => keys.includes(key) && inputs[key] !== live[key],
  );
  const change = memberChange(inputs, live, before);
  return [
    ...describeDifferences(texts, { ...live }, inputs),
    ...(keys.includes("members") && hasChange(change)
      ? [{ of: "members", detail: comparisonInWords(change) }]
      : []),
  ];
}

const comparisonInWords = ({ come, go }: ReturnType<typeof memberChange>): string =>
  [
    ...(go.length > 0 ? [`on the list and not in the program: ${numbersInWords(go)}`] : []),
    ...(come.length > 0 ? [`in the program and not on the list: ${numbersInWords(come)}`] : []),
  ].join("; ");
