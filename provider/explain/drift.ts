import { aboutOf, titleOf, type Item } from "./items";
import type { PrintedLine } from "./lines";
import { memberChangeInWords } from "./members";
import { literally, type Phrase } from "./phrase";
import type { Language } from "./language";
import { say, type TextKey } from "./texts";
import { fieldInWords, valueInWords, writtenInWords } from "./values";
import { accessInWords, actionsInWords, type Telling } from "./who";
import type { Values } from "./run";

/* What somebody did at Altinn, past the program, and what `up` does about it. */

const DRIFT = "at Altinn, not by the program, ";

/** What a run does besides, as far as what becomes of drift depends on it. */
export interface Around {
  readonly lines: readonly PrintedLine[];
  /** The inputs before and after an update of this title; undefined where there is none. */
  updateOf(title: string): { readonly olds: Values; readonly news: Values } | undefined;
}

export interface ToldDrift {
  readonly item: Item;
  /** The argument that it is about. */
  readonly field: string | undefined;
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
  const found =
    ofMode(telling, phrase, title, around) ??
    ofMembers(telling, phrase, title, around) ??
    ofActions(telling, phrase, title, around) ??
    ofField(telling, phrase, title, around) ??
    ofAccess(telling, phrase, title, around);
  if (!found) return undefined;
  const { told, then, field } = found;
  const item: Item = {
    section: "drift",
    about: aboutOf(telling, kind, id),
    phrase: then ? say(telling.language, "driftThen", { line: told, then }) : told,
  };
  return { item, field };
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

/** `fileTransferTimeToLive became "P7D"; it was "P30D"` */
function ofField(
  telling: Telling,
  phrase: string,
  title: string,
  { updateOf }: Around,
): Found | undefined {
  const [, field, now, was] = /^(\w+) became (.*); it was (.*)$/s.exec(phrase) ?? [];
  if (field === undefined || now === undefined || was === undefined) return undefined;
  const { language } = telling;
  const update = updateOf(title);
  const then =
    update === undefined || sameText(update.olds[field], update.news[field])
      ? say(language, "leftAsItIs")
      : update.news[field] === undefined
        ? say(language, "setBackToNothing")
        : say(language, "setBack", { value: valueInWords(telling, field, update.news[field]) });
  const inWords = (text: string): Phrase => writtenInWords(telling, field, text);
  const args = { field: fieldInWords(telling, field), new: inWords(now), old: inWords(was) };
  return { told: say(language, "driftField", args), then, field };
}

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
): Found | undefined {
  const { language } = telling;
  if (phrase.startsWith("the policy was changed, and "))
    return { told: say(language, "driftUntold") };
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
  return { told, then: whatOfAccess(language, undone) };
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
