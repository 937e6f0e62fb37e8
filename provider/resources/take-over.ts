import { messageOf, RefusedError } from "../errors";
import type { Context, Values } from "./lifecycle";

/*
 * What stands before every take-over, whatever the kind: look what is there, compare it with the program, judge whether it
 * may be taken, and say so. A kind gives how it reads and how it compares.
 */

/** One object that the program wants and that may be there already. */
export interface Wanted<Live> {
  /** Kind and identifier. */
  readonly title: string;
  /** The API that is asked, as a sentence begins with it. */
  readonly api: string;
  /** What is there; undefined when nothing is, by an answer that means just that. */
  read(): Promise<Live | undefined>;
  /** Why it is never taken over, a sentence; undefined for one of ours. */
  notOurs?(live: Live): string | undefined;
  /** What a take-over would change, in words; none when it equals the program. */
  differences(live: Live): readonly string[];
  /** Whether what differs is no more than what our own `delete` did. */
  isOurOwnDoing?(live: Live): boolean;
  readonly adopt: boolean;
}

export type Verdict<Live> =
  | { readonly is: "absent" }
  /** `why` is a sentence: nobody knows what is there. */
  | { readonly is: "unasked"; readonly why: string }
  | { readonly is: "refused"; readonly live: Live; readonly refusal: string }
  | { readonly is: "equal" | "reopened" | "adopted"; readonly live: Live };

/** Looks for the preview: an API that cannot be asked is a warning, and the verdict says so. */
export async function lookBeforehand<Live>(
  context: Context,
  wanted: Wanted<Live>,
): Promise<Verdict<Live>> {
  try {
    return judge(wanted, await wanted.read());
  } catch (error) {
    const why = `${wanted.api} could not be asked whether it exists already. ${messageOf(error)}`;
    context.warn(`${wanted.title}: ${why}`);
    return { is: "unasked", why };
  }
}

/** What is to be done about what is there. */
export function judge<Live>(wanted: Wanted<Live>, live: Live | undefined): Verdict<Live> {
  if (live === undefined) return { is: "absent" };
  const notOurs = wanted.notOurs?.(live);
  if (notOurs !== undefined) return { is: "refused", live, refusal: notOurs };
  const differences = wanted.differences(live);
  if (differences.length === 0) return { is: "equal", live };
  if (wanted.isOurOwnDoing?.(live)) return { is: "reopened", live };
  if (wanted.adopt) return { is: "adopted", live };
  return { is: "refused", live, refusal: adoptNeeded(wanted.title, differences) };
}

/** As `judge`, where something is about to be written: a refusal is thrown. */
export function mayTakeOver<Live>(
  wanted: Wanted<Live>,
  live: Live,
): "equal" | "reopened" | "adopted" {
  const verdict = judge(wanted, live);
  if (verdict.is === "refused") throw new RefusedError(`${verdict.refusal} Nothing was written.`);
  return verdict.is as "equal" | "reopened" | "adopted";
}

/** What stands in the way of taking over an object that exists and differs from the program. */
const adoptNeeded = (what: string, differences: readonly string[]): string =>
  `${what} exists already and differs from the program in ${differences.join("; ")}. Taking it over would change it. Write the program as it is, or set adopt: true on this resource (or altinn:adopt for the stack) to change it to what the program says.`;

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
};

/** One entry per key: what is there and what the program says. `unset` has other words than "nothing" for what is not there. */
export const describeDifferences = (
  keys: readonly string[],
  live: Values,
  wanted: Values,
  unset: Readonly<Record<string, string>> = {},
): string[] =>
  keys.map((key) => {
    const is = (live[key] ?? null) === null ? (unset[key] ?? shown(null)) : shown(live[key]);
    return `${key} (is ${is}, program ${shown(wanted[key])})`;
  });
