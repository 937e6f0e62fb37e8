import { aboutOf, kindInWords, type Item } from "./items";
import { KINDS, type Kind } from "./lines";
import { unknownMembersInWords } from "./members";
import { literally, type Phrase } from "./phrase";
import { kindOf } from "./plan";
import type { Step } from "./run";
import { toldRefusedTakeOver } from "./take-over";
import type { Telling } from "./who";

/* Why a run failed. Most errors stay in their own words: they say what to write in the program. */

/** So many lines of an error are shown below its first. */
const MOST_LINES = 12;

const TITLED = new RegExp(`^(${KINDS.join("|")}) (\\S+?): (.*)$`);

/** @param text As the engine gives it, with the type and the name of its resource before the message. */
export function toldError(telling: Telling, text: string, steps: readonly Step[]): Item {
  const [, type, name, message = ""] =
    /^(?:error: )?(?:(\S+) resource '([^']*)' has a problem: )?([^]*)$/.exec(text) ?? [];
  const refused = toldRefusedTakeOver(telling, message.trim());
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
