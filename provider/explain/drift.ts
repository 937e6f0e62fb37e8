import { isObject } from "../values/json";
import { changedArguments, textsByLanguage, type Changed } from "./differences";
import { aboutOf, titleOf, type Item } from "./items";
import type { PrintedLine } from "./lines";
import { memberChangeInWords } from "./members";
import { literally, type Phrase } from "./phrase";
import type { Language } from "./language";
import { say, type TextKey } from "./texts";
import { bothInWords, fieldInWords, valueInWords, writtenInWords } from "./values";
import { accessInWords, actionsInWords, type Telling } from "./who";
import type { Values } from "./run";

/* What somebody did at Altinn, past the program, and what `up` does about it. */

const DRIFT = "at Altinn, not by the program, ";

/** What a run does besides, as far as what becomes of drift depends on it. */
export interface Around {
  readonly lines: readonly PrintedLine[];
  /** The inputs before and after an update of this title; undefined where there is none. */
  updateOf(title: string): Inputs | undefined;
  /** The inputs before and after the refresh of this title; undefined without one. */
  refreshOf(title: string): Inputs | undefined;
}

interface Inputs {
  readonly olds: Values;
  readonly news: Values;
}

export interface ToldDrift {
  readonly items: readonly Item[];
  /** The arguments that it is about; `title.nb` for a text in one language. */
  readonly fields: readonly string[];
}

/** Undefined for a line that is about no drift, or of a form that is not known. */
export function toldDrift(
  telling: Telling,
  line: PrintedLine,
  around: Around,
): ToldDrift | undefined {
  const { begins, kind, id, sentence } = line;
  if (begins !== "note" || kind === undefined || !sentence.startsWith(DRIFT)) return undefined;
  const phrase = sentence.slice(DRIFT.length);
  const title = titleOf(kind, id);
  const one =
    ofMode(telling, phrase, title, around) ??
    ofMembers(telling, phrase, title, around) ??
    ofActions(telling, phrase, title, around);
  const found = one
    ? [one]
    : (ofField(telling, phrase, title, around) ?? ofAccess(telling, phrase, title, around));
  if (!found) return undefined;
  return {
    items: found.map(({ told, then }) => ({
      section: "drift",
      about: aboutOf(telling, kind, id),
      phrase: then ? say(telling.language, "driftThen", { line: told, then }) : told,
    })),
    fields: found.flatMap(({ field }) => field ?? []),
  };
}

interface Found {
  readonly told: Phrase;
  readonly then?: Phrase;
  readonly field?: string;
}

type Mode = readonly [field: string, key: TextKey, undoing: RegExp];

const MODES: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  [
    "accessListMode became Disabled",
    ["accessListMode", "driftModeOpen", /^accessListMode Enabled: /],
  ],
  [
    "accessListMode became Enabled",
    ["accessListMode", "driftModeShut", /^accessListMode Disabled: /],
  ],
  ["delegable became true", ["delegable", "driftDelegableOpen", /^delegable false: /]],
  ["delegable became false", ["delegable", "driftDelegableShut", /^delegable true: /]],
]);

function ofMode(
  { language }: Telling,
  phrase: string,
  title: string,
  { lines }: Around,
): Found | undefined {
  const mode = MODES.get(phrase.slice(0, phrase.indexOf(": ")));
  if (!mode) return undefined;
  const [field, key, undoing] = mode;
  const undone = lines.find((line) => isAccess(line, title) && undoing.test(line.sentence));
  return { told: say(language, key), then: whatOfAccess(language, undone), field };
}

/** `members came: 1; members went: 2` */
function ofMembers(
  telling: Telling,
  phrase: string,
  title: string,
  { updateOf }: Around,
): Found | undefined {
  const { language } = telling;
  const told = memberChangeInWords(telling, phrase);
  if (!told) return undefined;
  const then = say(language, updateOf(title) ? "setsMembersBack" : "leftAsItIs");
  return { told, then, field: "members" };
}

/** `fileTransferTimeToLive became "P7D"; it was "P30D"`; of texts by language each that differs. */
function ofField(
  telling: Telling,
  phrase: string,
  title: string,
  around: Around,
): Found[] | undefined {
  const [, field, now, was] = /^(\w+) became (.*); it was (.*)$/s.exec(phrase) ?? [];
  if (field === undefined || now === undefined || was === undefined) return undefined;
  const { language } = telling;
  const update = around.updateOf(title);
  const found = (path: string, before: Phrase, after: Phrase, set: Before): Found => {
    const then =
      update === undefined || sameText(set.is, set.program)
        ? say(language, "leftAsItIs")
        : set.program === undefined || set.program === null
          ? say(language, "setBackToNothing")
          : say(language, "setBack", { value: valueInWords(telling, path, set.program) });
    const args = { field: fieldInWords(telling, path), new: after, old: before };
    return { told: say(language, "driftField", args), then, field: path };
  };
  const set = { is: update?.olds[field], program: update?.news[field] };
  const texts = textsByLanguage(field, was, now) ?? textsOfSteps(field, title, around);
  if (texts)
    return texts.map(({ path, old, now: is }) => {
      const [before, after] = bothInWords(telling, path, old, is);
      const [inLanguage = ""] = path.split(".").slice(1);
      return found(path, before, after, {
        is: textIn(set.is, inLanguage),
        program: textIn(set.program, inLanguage),
      });
    });
  const inWords = (text: string): Phrase => writtenInWords(telling, field, text);
  return [found(field, inWords(was), inWords(now), set)];
}

interface Before {
  readonly is: unknown;
  readonly program: unknown;
}

/** Long texts are cut in the line, and whole in the steps. */
function textsOfSteps(
  field: string,
  title: string,
  { updateOf, refreshOf }: Around,
): readonly Changed[] | undefined {
  const refresh = refreshOf(title);
  const was = refresh?.olds[field];
  const is = (updateOf(title)?.olds ?? refresh?.news)?.[field];
  const texts = changedArguments({ [field]: was }, { [field]: is });
  return texts.length > 0 && texts.every(({ path }) => path !== field) ? texts : undefined;
}

const textIn = (texts: unknown, language: string): unknown =>
  isObject(texts) ? texts[language] : undefined;

/** `actions became read; it was every action`, of a connection. */
function ofActions(
  telling: Telling,
  phrase: string,
  title: string,
  { updateOf }: Around,
): Found | undefined {
  const [, now, was] = /^actions became (.*); it was (.*)$/s.exec(phrase) ?? [];
  const [, list] = /^AccessListConnection (\S+)\//.exec(title) ?? [];
  if (now === undefined || was === undefined || list === undefined) return undefined;
  const { language } = telling;
  const told = say(language, "driftActions", {
    list: literally(list),
    new: actionsInWords(telling, now),
    old: actionsInWords(telling, was),
  });
  const update = updateOf(title);
  const then =
    update === undefined || sameText(actionsIn(update.olds), actionsIn(update.news))
      ? say(language, "leftAsItIs")
      : say(language, "setsActions", {
          actions: valueInWords(telling, "actions", update.news.actions ?? []),
        });
  return { told, then, field: "actions" };
}

/** Without an order, as Altinn has them. */
const actionsIn = ({ actions }: Values): unknown =>
  Array.isArray(actions) ? actions.map(String).sort() : (actions ?? []);

const sameText = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** `organization 974761076 (on its own behalf) got write` */
function ofAccess(
  telling: Telling,
  phrase: string,
  title: string,
  { lines }: Around,
): Found[] | undefined {
  const { language } = telling;
  if (phrase.startsWith("the policy was changed, and "))
    return [{ told: say(language, "driftUntold") }];
  const [, who, way, actions] = /^(.*) (got|lost) (.*)$/s.exec(phrase) ?? [];
  if (who === undefined || actions === undefined) return undefined;
  const told = accessInWords(telling, way === "got" ? "got" : "lost", `${who}: ${actions}`);
  if (!told) return undefined;
  const undone = lines.find(
    (line) =>
      isAccess(line, title) &&
      line.begins === (way === "got" ? "access taken" : "access given") &&
      line.sentence.startsWith(`${who}: `),
  );
  return [{ told, then: whatOfAccess(language, undone) }];
}

const isAccess = ({ begins, kind, id }: PrintedLine, title: string): boolean =>
  (begins === "access given" || begins === "access taken") &&
  kind !== undefined &&
  titleOf(kind, id) === title;

const whatOfAccess = (language: Language, undone: PrintedLine | undefined): Phrase =>
  say(
    language,
    undone === undefined
      ? "leftAsItIs"
      : undone.begins === "access taken"
        ? "takesBack"
        : "givesBack",
  );
