import { causeOf, type Cause } from "./causes";
import { aboutOf, kindInWords, type Item } from "./items";
import { KINDS, type Kind } from "./lines";
import { unknownMembersInWords } from "./members";
import { literally, type Phrase } from "./phrase";
import { kindOf } from "./plan";
import type { Diagnostic, Step } from "./run";
import { toldRefusedTakeOver } from "./take-over";
import { say } from "./texts";
import type { Telling } from "./who";

/* Why a run failed. Most errors stay in their own words: they say what to write in the program. */

/** So many lines of an error are shown below its first. */
const MOST_LINES = 12;

const TITLED = new RegExp(`^(${KINDS.join("|")}) (\\S+?): (.*)$`);

/** An error, without what the engine puts before and around it. */
interface Failure {
  readonly type: string | undefined;
  readonly name: string | undefined;
  readonly message: string;
}

/** What the engine says when all else has been said. */
const IN_ALL = /^(?:preview|update|refresh|destroy) failed$/i;

/** Errors with one cause are one, and each error is told once. */
export function toldErrors(
  telling: Telling,
  errors: readonly Diagnostic[],
  steps: readonly Step[],
): Item[] {
  const all = errors.map(failureIn);
  const said = all.filter(({ message }) => !IN_ALL.test(message));
  const each = new Map<string, Failure>();
  // The engine's order is that of time, and another one in each run.
  for (const failure of inOrder(said.length > 0 ? said : all))
    each.set(JSON.stringify([failure.type, failure.name, failure.message]), failure);
  const causes = new Map<string, { cause: Cause; failures: Failure[] }>();
  const items = [...each.values()].flatMap((failure): Item[] => {
    const cause = causeOf(telling, failure.message);
    if (cause === undefined) return [toldError(telling, failure, steps)];
    const key = JSON.stringify([cause.text, cause.args]);
    const same = causes.get(key) ?? { cause, failures: [] };
    same.failures.push(failure);
    causes.set(key, same);
    return [];
  });
  return [
    ...[...causes.values()].map(({ cause, failures }) =>
      toldCause(telling, cause, failures, steps),
    ),
    ...items,
  ];
}

/** `error: ` and `Preview failed: ` are the engine's; so are the type and the name of a resource before the message. */
function failureIn({ text, resource }: Diagnostic): Failure {
  const bare = text.replace(/^error: /, "").replace(/^(?:Preview|Update|Refresh) failed: /, "");
  const [, type, name, message = ""] =
    /^(?:(\S+) resource '([^']*)' has a problem: )?([^]*)$/.exec(bare) ?? [];
  return { type: type ?? resource?.type, name: name ?? resource?.name, message: message.trim() };
}

const inOrder = (failures: readonly Failure[]): Failure[] =>
  failures.toSorted((a, b) => compare(a.name ?? "", b.name ?? ""));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** An error that is told in full by another one. */
const TOLD_ELSEWHERE = /^The settings are refused; the error of another resource says why\.$/;

/** One sentence, what it is about, and what Pulumi says, once. */
function toldCause(
  telling: Telling,
  { text, args, isManifold }: Cause,
  failures: readonly Failure[],
  steps: readonly Step[],
): Item {
  const { language } = telling;
  const cause = say(language, text, args);
  const resources = new Map(
    failures.flatMap((failure) => {
      const { type, name } = failure;
      return name === undefined
        ? []
        : [[`${type ?? ""} ${name}`, resourceInWords(telling, failure, steps)] as const];
    }),
  );
  const [first] = resources.values();
  const others = resources.size - 1;
  const what =
    first === undefined || others === 0
      ? first
      : others === 1
        ? say(language, "andOneOther", { what: first })
        : say(language, "andOthers", { what: first, count: String(others) });
  const messages = [...new Set(failures.map(({ message }) => message))];
  const telltale = messages.filter((message) => !TOLD_ELSEWHERE.test(message));
  const shown = telltale.length > 0 ? telltale : messages;
  return {
    section: "errors",
    phrase: what ? say(language, "concerns", { cause, what }) : cause,
    details: shown
      .slice(0, isManifold ? MOST_LINES : 1)
      .map((message) => say(language, "pulumiSays", { text: literally(message) })),
  };
}

function resourceInWords(
  telling: Telling,
  { type, name }: Failure,
  steps: readonly Step[],
): Phrase {
  const step = stepOf(steps, type, name);
  const kind = step && kindOf(step);
  return step?.id !== undefined && kind !== undefined
    ? aboutOf(telling, kind, step.id)
    : literally(name ?? "");
}

function toldError(
  telling: Telling,
  { type, name, message }: Failure,
  steps: readonly Step[],
): Item {
  const refused = toldRefusedTakeOver(telling, message);
  if (refused) return refused;
  const [first = "", ...more] = message
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at /.test(line));
  const shown = more.slice(0, MOST_LINES);
  const details = [...shown, ...(more.length > shown.length ? ["..."] : [])].map(literally);
  return {
    section: "errors",
    ...whatAndWhy(telling, first, name, stepOf(steps, type, name)),
    details,
  };
}

const stepOf = (
  steps: readonly Step[],
  type: string | undefined,
  name: string | undefined,
): Step | undefined => steps.find((step) => step.type === type && step.name === name);

/** A message that begins with kind and identifier says by itself what it is about. */
function whatAndWhy(
  telling: Telling,
  message: string,
  name: string | undefined,
  step: Step | undefined,
): Pick<Item, "about" | "phrase"> {
  const [, kind, titled, sentence = ""] = TITLED.exec(message) ?? [];
  if (kind !== undefined && titled !== undefined)
    return {
      about: aboutOf(telling, kind as Kind, titled),
      phrase: unknownMembersInWords(telling, sentence) ?? literally(sentence),
    };
  const ours = step && kindOf(step);
  const phrase: Phrase = literally(message);
  if (step?.id !== undefined && ours !== undefined)
    return {
      about: aboutOf(telling, ours, step.id),
      phrase: [...kindInWords(telling, ours, step.id), ": ", ...phrase],
    };
  return name === undefined ? { phrase } : { about: literally(name), phrase };
}
