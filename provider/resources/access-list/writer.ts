import type { HeldList } from "../../clients/access-lists/held-list";
import type { FoundList, ListTexts } from "../../clients/access-lists/wire";
import { mayHaveTakenEffect, messageOf, PartialCreateError, RefusedError } from "../../errors";
import type { Outputs, Values } from "../lifecycle";
import { inWords } from "../take-over";
import { changeInWords, isExact, memberChange, membersIn, type MemberChange } from "./members";
import { differences, inDoubt, managedKeys, outputsOf, titled } from "./outputs";

/* Every write of a list, and what is in state after it, whether or not it ended well. */

const textsOf = ({ name, description }: Values): ListTexts => ({
  name: String(name),
  description: String(description),
});

const depthOf = (inputs: Values) => (membersIn(inputs) === undefined ? "texts" : "members");

/** What is there of what `inputs` are about. */
export const look = (list: HeldList, inputs: Values): Promise<FoundList | undefined> =>
  list.look(depthOf(inputs));

/**
 * Makes the list with its texts.
 * @returns undefined when somebody's list was there before
 */
export async function make(list: HeldList, inputs: Values): Promise<FoundList | undefined> {
  try {
    return await list.make(textsOf(inputs));
  } catch (error) {
    if (!mayHaveTakenEffect(error)) throw error;
    const unmade = inDoubt(inputs, { made: false, unconfirmed: managedKeys(inputs) });
    throw new PartialCreateError(list.identifier, unmade, messageOf(error));
  }
}

/**
 * Makes `live`, which was looked at just now, what the program says, and looks what is there then.
 *
 * @param before What state says; see `memberChange`.
 */
export async function settle(
  list: HeldList,
  inputs: Values,
  live: FoundList,
  before?: Values,
): Promise<Outputs> {
  const { come, go } = memberChange(inputs, live, before);
  const texts = textsOf(inputs);
  const textsDiffer = texts.name !== live.name || texts.description !== live.description;
  if (!textsDiffer && come.length + go.length === 0 && !list.hasWritten)
    return outputsOf(inputs, live);
  const unconfirmed = [
    ...(textsDiffer || list.hasWritten ? ["name", "description"] : []),
    ...(come.length + go.length > 0 ? ["members"] : []),
  ];
  // One that is to go and is perhaps not gone stays ours, or the next run would take it for somebody else's.
  const ours = [...(membersIn(inputs) ?? []), ...go];
  const doubtful =
    membersIn(inputs) === undefined || isExact(inputs) ? inputs : { ...inputs, members: ours };
  const failed = (error: unknown): PartialCreateError =>
    new PartialCreateError(list.identifier, inDoubt(doubtful, { unconfirmed }), messageOf(error));
  let unknown: readonly string[];
  try {
    if (textsDiffer) await list.putTexts(texts);
    unknown = [...(await list.addMembers(come)), ...(await list.removeMembers(go))];
  } catch (error) {
    if (!list.hasWritten && !mayHaveTakenEffect(error)) throw error;
    throw failed(error);
  }
  if (!list.hasWritten)
    throw new RefusedError(`${unknownMembers(list, unknown)} Nothing was written.`);
  let found: FoundList | undefined;
  try {
    found = await look(list, inputs);
  } catch (error) {
    throw failed(error);
  }
  return confirmed(list, inputs, { found, unknown, doubtful, unconfirmed, change: { come, go } });
}

/** What is in state when `found` was there after all writes were answered well. */
function confirmed(
  list: HeldList,
  inputs: Values,
  written: {
    readonly found: FoundList | undefined;
    readonly unknown: readonly string[];
    readonly doubtful: Values;
    readonly unconfirmed: readonly string[];
    readonly change: MemberChange;
  },
): Outputs {
  const { found, unknown, doubtful, unconfirmed } = written;
  const title = titled(list.identifier);
  if (found === undefined)
    throw new PartialCreateError(
      list.identifier,
      inDoubt(doubtful, { made: false, unconfirmed }),
      `${title} was written, but Altinn does not show it. Run \`pulumi up\` again.`,
    );
  if (unknown.length > 0)
    throw new PartialCreateError(
      list.identifier,
      outputsOf(doubtful, found),
      `${unknownMembers(list, unknown)} All else was written${writtenInWords(written, unknown)}.`,
    );
  const differing = differences(inputs, found, managedKeys(inputs), doubtful);
  if (differing.length === 0) return outputsOf(inputs, found);
  throw new PartialCreateError(
    list.identifier,
    outputsOf(doubtful, found, { unconfirmed: differing.map(({ of }) => of) }),
    `${title} was written, but Altinn shows another value of ${inWords(differing)}: somebody else wrote it, or the write was lost. Run \`pulumi up\` again: it looks, and writes what differs.`,
  );
}

/** Whoever came and went although others are not known. */
function writtenInWords(
  { change: { come, go } }: { readonly change: MemberChange },
  unknown: readonly string[],
): string {
  const words = changeInWords({ come: come.filter((one) => !unknown.includes(one)), go }, "past");
  return words === "" ? "" : `: ${words}`;
}

const unknownMembers = ({ identifier }: HeldList, unknown: readonly string[]): string =>
  `${titled(identifier)}: Altinn's Register does not know ${unknown.length === 1 ? "the organisation" : "these organisations"}: ${unknown.join(", ")}. Correct the numbers in members, or take them out, and run \`pulumi up\` again.`;
