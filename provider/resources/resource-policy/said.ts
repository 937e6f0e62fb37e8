import { accessGiven, accessTaken, note, stays, warning, type Line } from "../../lines";
import { drifted } from "../take-over";
import type { AccessChange, PolicyChange } from "./change";

/* What is said of a change of access: by this run, or by somebody at Altinn. */

/**
 * What this run writes, compared with what is live.
 *
 * @param atAltinn What somebody had done to the policy since the last run, as far as `read` has found it.
 */
export function linesOfRun(
  title: string,
  { isNew, given, taken, afterwards, untold }: PolicyChange,
  atAltinn?: PolicyChange,
): Line[] {
  return [
    ...given.map((change) =>
      accessGiven(title, change.who, told(change, atAltinn?.taken, "was taken at Altinn")),
    ),
    ...taken.map((change) =>
      accessTaken(title, change.who, told(change, atAltinn?.given, "was given at Altinn")),
    ),
    ...(untold === undefined
      ? []
      : [
          warning(
            "access-untold",
            title,
            isNew
              ? `it is new, and ${untold}. Read it by eye.`
              : `it changes, and ${untold}. Compare both policies by eye.`,
          ),
        ]),
    ...afterwards.map((sentence) => stays(title, sentence)),
  ];
}

/** The policy opens to nobody whom the lists do not let in. */
export const filteredByLists = (title: string): Line =>
  note(
    title,
    "accessListMode of the service is Enabled: whoever the policy lets in is let in only as a member of a connected access list.",
  );

/** A level is one value, whatever it goes from and to. */
const isLevel = ({ actions }: AccessChange): boolean => / \(was [^)]*\)$/.test(actions);

const listOf = ({ actions }: AccessChange): readonly string[] =>
  actions.replace(/;[^]*/, "").split(", ");

/** The actions of `change`, and which of them undo `changes` that `happened`. */
function told(
  change: AccessChange,
  changes: readonly AccessChange[] | undefined,
  happened: string,
): string {
  const undone = changes?.find(({ who }) => who === change.who);
  if (undone === undefined) return change.actions;
  const ours = listOf(change);
  const both = ours.filter((action) => listOf(undone).includes(action));
  if (isLevel(change) || both.length === ours.length) return `${change.actions}; it ${happened}`;
  return both.length === 0 ? change.actions : `${change.actions}; ${both.join(", ")} ${happened}`;
}

/** What has happened at Altinn. */
export const linesOfDrift = (title: string, { given, taken, untold }: PolicyChange): Line[] =>
  [
    ...given.map(({ who, actions }) => `${who} got ${actions}`),
    ...taken.map(({ who, actions }) => `${who} lost ${actions}`),
    ...(untold === undefined ? [] : [`the policy was changed, and ${untold}`]),
  ].map((phrase) => drifted(title, phrase));
