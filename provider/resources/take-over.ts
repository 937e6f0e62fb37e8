import { messageOf, RefusedError } from "../errors";
import { note, takenOver, warning, type Line } from "../lines";
import { inOrderOf } from "../values/compare";
import type { Context, Values } from "./lifecycle";

/*
 * What stands before every take-over, whatever the kind: look what is there, compare it with the program, judge whether it
 * may be taken, and say so. A kind gives how it reads and how it compares.
 */

/** One thing in which the program and what is there differ. */
export interface Difference {
  /** Name of an argument, or a key of `access`. */
  readonly of: string;
  /** Such as `is "A", program "B"`. */
  readonly detail: string;
}

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
  /** What a take-over would change; none when it equals the program. */
  differences(live: Live): readonly Difference[];
  /** Whether what differs is no more than what our own `delete` did. */
  isOurOwnDoing?(live: Live): boolean;
  readonly adopt: boolean;
  /** Of what nobody can change, and of what cannot be compared yet; left out where neither is so. */
  readonly taken?: "as it is" | "uncompared";
}

export type Verdict<Live> =
  | { readonly is: "absent" }
  /** `why` is a sentence: nobody knows what is there. */
  | { readonly is: "unasked"; readonly why: string }
  | { readonly is: "refused"; readonly live: Live; readonly refusal: string }
  | TakeOver<Live>;

export interface TakeOver<Live> {
  readonly is: "equal" | "reopened" | "adopted";
  readonly live: Live;
}

/** Looks for the preview: an API that cannot be asked is a warning, and the verdict says so. */
export async function lookBeforehand<Live>(
  context: Context,
  wanted: Wanted<Live>,
): Promise<Verdict<Live>> {
  let live: Live | undefined;
  try {
    live = await wanted.read();
  } catch (error) {
    const why = `${wanted.api} could not be asked whether it exists already. ${messageOf(error)}`;
    context.say(warning("not-asked", wanted.title, why));
    return { is: "unasked", why };
  }
  const verdict = judge(wanted, live, "on lines of their own");
  if (isTakeOver(verdict)) sayTakeOver(context, wanted, verdict);
  return verdict;
}

/** Remembers for this process that the program allows it: an update may yet be a take-over, and its inputs do not say. */
export function rememberAdopt({ adopting }: Context, title: string, { adopt }: Values): void {
  if (adopt === true) adopting.add(title);
}

export const mayAdopt = (
  { adopting, replacing, settings }: Context,
  title: string,
  { adopt }: Values,
): boolean => adopt === true || adopting.has(title) || replacing.has(title) || settings.adopt;

/** What cannot be compared while a value is not known is taken for equal, and is not said to be. */
export const uncompared = <Live>(wanted: Wanted<Live>): Wanted<Live> => ({
  ...wanted,
  differences: () => [],
  taken: "uncompared",
});

/** In a run without a key, of what only a token can read. */
export const notLookedFor = (title: string): Line =>
  note(
    title,
    "it was not looked for, since ALTINN_WITHOUT_KEY is set: whether it exists, and what `up` would change then, is not known. Run a preview with a key to see it.",
  );

/** What is to be done about what is there. A refusal tells the differences in its sentence, or below it. */
export function judge<Live>(
  wanted: Wanted<Live>,
  live: Live | undefined,
  told: Told = "in the sentence",
): Verdict<Live> {
  if (live === undefined) return { is: "absent" };
  const notOurs = wanted.notOurs?.(live);
  if (notOurs !== undefined) return { is: "refused", live, refusal: notOurs };
  const differences = wanted.differences(live);
  if (differences.length === 0 || wanted.taken === "as it is") return { is: "equal", live };
  if (wanted.isOurOwnDoing?.(live)) return { is: "reopened", live };
  if (wanted.adopt) return { is: "adopted", live };
  return { is: "refused", live, refusal: adoptNeeded(wanted.title, differences, told) };
}

const isTakeOver = <Live>(verdict: Verdict<Live>): verdict is TakeOver<Live> =>
  verdict.is === "equal" || verdict.is === "reopened" || verdict.is === "adopted";

/** As `judge`, where something is about to be written: a refusal is thrown, and what is taken over is said. */
export function mayTakeOver<Live>(
  context: Context,
  wanted: Wanted<Live>,
  live: Live,
): TakeOver<Live>["is"] {
  const verdict = judge(wanted, live);
  if (verdict.is === "refused") throw new RefusedError(`${verdict.refusal} Nothing was written.`);
  const takeOver = verdict as TakeOver<Live>;
  sayTakeOver(context, wanted, takeOver);
  return takeOver.is;
}

const EQUAL = "exists and is equal to the program: nothing is written.";
const AS_IT_IS = "exists and is taken over as it is: nothing is written.";
const UNCOMPARED =
  "exists. Whether `up` changes it is not known before the values that it is given are.";
const CHANGED: Readonly<Record<Exclude<TakeOver<unknown>["is"], "equal">, string>> = {
  reopened: "was withdrawn when it left a program, and is made visible and delegable again.",
  adopted: "exists and is changed to what the program says (adopt).",
};

/** The old values stand in the log, whether or not anybody looks at a diff. */
function sayTakeOver<Live>(
  context: Context,
  { title, differences, taken }: Wanted<Live>,
  { is, live }: TakeOver<Live>,
): void {
  // That it is changed in place has been said.
  if (context.replacing.has(title)) return;
  const told = differences(live);
  const unchanged = taken === "uncompared" ? UNCOMPARED : told.length > 0 ? AS_IT_IS : EQUAL;
  context.say(takenOver(title, is === "equal" ? unchanged : CHANGED[is]));
  for (const difference of told)
    context.say(takenOver(title, `${difference.of}: ${difference.detail}.`));
}

type Told = "in the sentence" | "on lines of their own";

/** What stands in the way of taking over an object that exists and differs from the program. */
function adoptNeeded(title: string, differences: readonly Difference[], told: Told): string {
  const inSentence = told === "in the sentence";
  const names = inSentence ? inWords(differences) : differences.map(({ of }) => of).join(", ");
  const sentence = `${title} exists already and differs from the program in ${names}. Taking it over would change it. Write the program as it is there, or set adopt: true on this resource (or altinn:adopt for the stack) to change it to what the program says.`;
  const below = differences.map(({ of, detail }) => `\n  ${of}: ${detail}`).join("");
  return inSentence ? sentence : sentence + below;
}

const LONGEST = 200;

/** Both values in full; of long texts the part where they differ. */
function bothShown(is: unknown, program: unknown): readonly [string, string] {
  // The registry sorts the keys of some members anew.
  const [a, b] = [shown(inOrderOf(program, is)), shown(program)];
  if (a.length <= LONGEST && b.length <= LONGEST) return [a, b];
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const cut = (text: string): string => {
    const start = Math.max(0, from - 40);
    const part = text.slice(start, start + LONGEST);
    return `${start > 0 ? "..." : ""}${part}${start + LONGEST < text.length ? "..." : ""}`;
  };
  return [cut(a), cut(b)];
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? "nothing" : JSON.stringify(value);

/** One entry per key: what is there and what the program says. `unset` has other words than "nothing" for what is not there. */
export const describeDifferences = (
  keys: readonly string[],
  live: Values,
  wanted: Values,
  unset: Readonly<Record<string, string>> = {},
): Difference[] =>
  keys.map((of) => {
    const [is, program] = bothShown(live[of], wanted[of]);
    const isUnset = (live[of] ?? null) === null;
    return { of, detail: `is ${(isUnset ? unset[of] : undefined) ?? is}, program ${program}` };
  });

/** What the members `keys` of an object in state have become at Altinn, phrases. */
export const describeDrift = (
  keys: readonly string[],
  live: Values,
  was: Values,
  unset: Readonly<Record<string, string>> = {},
): string[] =>
  keys.map((of) => {
    const [is, before] = bothShown(live[of], was[of]);
    const isUnset = (live[of] ?? null) === null;
    return `${of} became ${(isUnset ? unset[of] : undefined) ?? is}; it was ${before}`;
  });

/** What somebody has done past the program, a phrase. */
export const drifted = (title: string, phrase: string): Line =>
  note(title, `at Altinn, not by the program, ${phrase}`);

export const inWords = (differences: readonly Difference[]): string =>
  differences.map(({ of, detail }) => `${of} (${detail})`).join("; ");
