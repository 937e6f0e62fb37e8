import { FOLLOWING, UNDONE_MEMBERS } from "./following";
import { aboutOf, kindInWords, type Item } from "./items";
import type { PrintedLine } from "./lines";
import { memberChangeInWords } from "./members";
import { listed, literally, separated, type Arguments, type Phrase } from "./phrase";
import { SENTENCES, type Section } from "./sentences";
import { say, type TextKey } from "./texts";
import { writtenInWords } from "./values";
import {
  accessInWords,
  actionsInWords,
  andIn,
  organisation,
  organisations,
  type Telling,
} from "./who";

/* One line of a run, told for people. Take-overs, drift and warnings have more to go by than one line, and rooms of their own. */

/** A line that says only that an error stands elsewhere. */
const SAID_BY_ERROR = "this failed; the error of the resource says why.";

/** What is told of a line: nothing where another says it. One whose sentence is not known stands as it was printed. */
export function toldLine(telling: Telling, line: PrintedLine): Item | undefined {
  if (line.sentence === SAID_BY_ERROR) return undefined;
  const about = aboutOf(telling, line.kind, line.id);
  const asKnown = toldSentence(telling, line);
  if (asKnown) return { ...asKnown, about };
  const access = toldAccess(telling, line);
  if (access) return { ...access, about };
  return { section: "untold", phrase: literally(line.text) };
}

function toldAccess(
  telling: Telling,
  { begins, kind, sentence }: PrintedLine,
): Pick<Item, "section" | "phrase"> | undefined {
  if (kind !== "ResourcePolicy" || (begins !== "access given" && begins !== "access taken"))
    return undefined;
  const isGiven = begins === "access given";
  const phrase = accessInWords(telling, isGiven ? "can" : "cannot", sentence);
  return phrase && { section: isGiven ? "gains" : "loses", phrase };
}

function toldSentence(
  telling: Telling,
  line: PrintedLine,
): { readonly section: Section; readonly phrase: Phrase } | undefined {
  for (const { begins, kinds, sentence, section, text } of SENTENCES) {
    if (begins !== line.begins || line.kind === undefined || !kinds.includes(line.kind)) continue;
    const found = sentence.exec(line.sentence);
    if (!found) continue;
    const args = argumentsOf(telling, found.groups ?? {});
    if (args === undefined) continue;
    const ofLine = {
      id: literally(line.id),
      kind: kindInWords(telling, line.kind, line.id),
      rest: [],
      undone: [],
      among: [],
    };
    return { section, phrase: say(telling.language, text, { ...ofLine, ...args }) };
  }
  return undefined;
}

/** Undefined when one of them is of no form that is known. */
function argumentsOf(
  telling: Telling,
  groups: Readonly<Record<string, string | undefined>>,
): Arguments | undefined {
  const args: Record<string, Phrase> = {};
  for (const [name, value] of Object.entries(groups)) {
    if (value === undefined) continue;
    const told = argumentOf(telling, name.replace(/\d+$/, ""), value);
    if (told === undefined) return undefined;
    args[name] = told;
  }
  return args;
}

function argumentOf(telling: Telling, holds: string, value: string): Phrase | undefined {
  switch (holds) {
    case "number":
      return organisation(telling, value);
    case "among":
      return [", ", ...organisations(telling, value.slice(2, -1)), ","];
    case "numbers":
      return organisations(telling, value);
    case "actions":
      return actionsInWords(telling, value);
    case "lists":
      return listed(value.split(", ").map(literally), andIn(telling));
    case "services":
      return servicesInWords(telling, value);
    case "lines":
      return linesInWords(telling, value);
    case "changes":
      return memberChangeInWords(telling, value);
    case "why":
      return whyInWords(telling, value);
    case "undone":
      return knownInWords(telling, UNDONE_MEMBERS, value);
    case "rest":
      return restInWords(telling, value);
    case "name":
      return writtenInWords(telling, "name", value);
    default:
      return literally(value);
  }
}

/** `ttd-a, ttd-b (read, write)` */
function servicesInWords(telling: Telling, text: string): Phrase {
  const { language } = telling;
  if (text.startsWith("the services that it is connected to"))
    return say(language, "servicesUnseen");
  const services = [...text.matchAll(/([^\s,()]+)(?: \(([^)]*)\))?(?:, |$)/g)].map(
    ([, service = "", actions]) =>
      actions === undefined
        ? say(language, "serviceOfList", { service: literally(service) })
        : say(language, "serviceOfListFor", {
            service: literally(service),
            actions: actionsInWords(telling, actions),
          }),
  );
  return listed(services, andIn(telling));
}

function linesInWords(telling: Telling, text: string): Phrase | undefined {
  const lines = text.split("; ").map((line) => accessInWords(telling, "can", line));
  return lines.every((line) => line !== undefined) ? separated(lines, "; ") : undefined;
}

function whyInWords(telling: Telling, text: string): Phrase {
  const { language } = telling;
  const [, lists] = /^accessListMode of (.*) is not Enabled$/.exec(text) ?? [];
  if (lists !== undefined) return say(language, "servicesNotFiltered", { lists: literally(lists) });
  return text === "the list is connected to no service"
    ? say(language, "listUnconnected")
    : literally(text);
}

/** What follows a sentence, each with a full stop before it. */
function restInWords(telling: Telling, rest: string): Phrase {
  const text = rest.replace(/^[.;\s]+/, "");
  if (text === "") return [];
  const [, undone = text, after] = /^(it was (?:given|taken) at Altinn)\. (.+)$/.exec(text) ?? [];
  return [
    ". ",
    ...(knownInWords(telling, FOLLOWING, undone) ?? literally(undone)),
    ...(after ? restInWords(telling, after) : []),
  ];
}

function knownInWords(
  telling: Telling,
  sentences: readonly (readonly [RegExp, TextKey])[],
  text: string,
): Phrase | undefined {
  for (const [sentence, key] of sentences) {
    const found = sentence.exec(text);
    const args = found && argumentsOf(telling, found.groups ?? {});
    if (args) return say(telling.language, key, args);
  }
  return undefined;
}
