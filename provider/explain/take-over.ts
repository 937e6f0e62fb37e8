import { textsByLanguage } from "./differences";
import { aboutOf, kindInWords, titleOf, type Item } from "./items";
import type { Kind, PrintedLine } from "./lines";
import { listed, literally, type Phrase } from "./phrase";
import { say } from "./texts";
import { bothInWords, fieldInWords, writtenInWords } from "./values";
import { andIn, type Telling } from "./who";

/* What exists already, and is managed by the program from now on. */

const AS_IT_IS = [
  "exists and is equal to the program: nothing is written.",
  "exists and is taken over as it is: nothing is written.",
];
const ADOPTED = "exists and is changed to what the program says (adopt).";
const UNCOMPARED =
  "exists. Whether `up` changes it is not known before the values that it is given are.";

interface TakenOver {
  readonly kind: Kind;
  readonly id: string;
  readonly how: "as it is" | "adopted" | "uncompared";
  readonly differences: PrintedLine[];
}

/**
 * @param isTold Whether a line of this title and who is told as access that is given or taken.
 * @returns what is told, and the lines that it is told of
 */
export function toldTakeOvers(
  telling: Telling,
  lines: readonly PrintedLine[],
  isTold: (title: string, who: string) => boolean,
): { readonly items: readonly Item[]; readonly of: ReadonlySet<PrintedLine> } {
  const found = new Map<string, TakenOver>();
  const of = new Set<PrintedLine>();
  for (const line of lines) {
    const { begins, kind, id, sentence } = line;
    if (begins !== "taken over" || kind === undefined) continue;
    const title = titleOf(kind, id);
    const how = AS_IT_IS.includes(sentence)
      ? "as it is"
      : sentence === ADOPTED
        ? "adopted"
        : sentence === UNCOMPARED
          ? "uncompared"
          : undefined;
    const before = found.get(title);
    if (how !== undefined) found.set(title, { kind, id, how, differences: [] });
    else if (before && differenceIn(sentence)) before.differences.push(line);
    else continue;
    of.add(line);
  }
  return { items: [...asTheyAre(telling, found), ...changed(telling, found, isTold)], of };
}

/** What is taken over as it is, each service once. */
function asTheyAre(telling: Telling, found: ReadonlyMap<string, TakenOver>): Item[] {
  const services = new Map<string, { about: Phrase; parts: Phrase[]; details: Phrase[] }>();
  for (const { kind, id, how, differences } of found.values()) {
    if (how !== "as it is") continue;
    const about = aboutOf(telling, kind, id);
    const key = JSON.stringify(about);
    const service = services.get(key) ?? { about, parts: [], details: [] };
    services.set(key, service);
    service.parts.push(kindInWords(telling, kind, id));
    service.details.push(
      ...differences.flatMap(({ sentence }) =>
        differenceInWords(telling, sentence, "differenceKept"),
      ),
    );
  }
  return [...services.values()].map(({ about, parts, details }) => ({
    section: "takenOver",
    about,
    phrase: listed(parts, andIn(telling)),
    details,
  }));
}

function changed(
  telling: Telling,
  found: ReadonlyMap<string, TakenOver>,
  isTold: (title: string, who: string) => boolean,
): Item[] {
  return [...found].flatMap(([title, { kind, id, how, differences }]): Item[] => {
    if (how === "as it is") return [];
    const key = how === "adopted" ? "adopted" : "takenOverUncompared";
    const untold = differences.filter(
      ({ sentence }) => !isTold(title, differenceIn(sentence)?.of ?? ""),
    );
    return [
      {
        section: "changes",
        about: aboutOf(telling, kind, id),
        phrase: say(telling.language, key, { what: kindInWords(telling, kind, id) }),
        details: untold.flatMap(({ sentence }) => differenceInWords(telling, sentence, "change")),
      },
    ];
  });
}

/** `homepage: is "A", program nothing.` */
function differenceIn(
  sentence: string,
): { readonly of: string; readonly is: string; readonly program: string } | undefined {
  const [, of, is, program] = /^(.+?): is (.*), program (.*?)\.?$/s.exec(sentence) ?? [];
  return of === undefined || is === undefined || program === undefined
    ? undefined
    : { of, is, program };
}

/** A key of `access` stands as it is; an argument by what people call it. */
function differenceInWords(
  telling: Telling,
  sentence: string,
  as: "change" | "differenceKept" | "differsIn",
): Phrase[] {
  const found = differenceIn(sentence);
  if (!found) return [literally(sentence)];
  const { of, is, program } = found;
  const isArgument = /^\w+$/.test(of);
  const taken = program === "nothing";
  const key = as !== "change" ? as : taken ? "fieldRemoved" : "fieldChanges";
  const texts = textsByLanguage(of, is, program);
  if (texts)
    return texts.map(({ path, old, now }) => {
      const [before, after] = bothInWords(telling, path, old, now);
      const field = fieldInWords(telling, path);
      return say(telling.language, key, { field, old: before, new: after });
    });
  return [
    say(telling.language, key, {
      field: isArgument ? fieldInWords(telling, of) : literally(of),
      old: writtenInWords(telling, of, is),
      new: writtenInWords(telling, of, program),
    }),
  ];
}

/** Why a take-over was refused, or undefined when an error is none. */
export function toldRefusedTakeOver(telling: Telling, message: string): Item | undefined {
  const [, kind, id, below = ""] =
    /^(\w+) (\S+) exists already and differs from the program in .*?\. Taking it over would change it\. [^\n]*((?:\n {2}[^\n]*)*)$/.exec(
      message,
    ) ?? [];
  if (kind === undefined || id === undefined) return undefined;
  const differences = below.split("\n").filter((line) => line.trim() !== "");
  return {
    section: "errors",
    about: aboutOf(telling, kind as Kind, id),
    phrase: say(telling.language, "refusedTakeOver", {
      kind: kindInWords(telling, kind as Kind, id),
    }),
    details: differences.flatMap((line) => differenceInWords(telling, line.trim(), "differsIn")),
  };
}
