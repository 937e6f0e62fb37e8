import { acknowledgeableOf } from "../lines";
import { aboutOf, titleOf, type Item } from "./items";
import type { Kind, PrintedLine } from "./lines";
import { listed, literally, type Phrase } from "./phrase";
import { idIn, kindOf } from "./plan";
import { isQuiet, type Step } from "./run";
import { isTextKey, say } from "./texts";
import { valueInWords } from "./values";
import { actionsInWords, andIn, organisation, type Telling } from "./who";

/* Warnings, told to who reads no program. Pulumi's own sentence, which says what to write in it, is not repeated. */

/** Warnings by which something was not seen. */
const UNSEEN: ReadonlySet<string> = new Set([
  "maskinporten-unreachable",
  "not-asked",
  "not-compared",
  "organisation-list",
]);

/** What a warning names, as the sentence that Pulumi shows has it; the group's name decides how it is told. */
const NAMED: Readonly<Partial<Record<string, RegExp>>> = {
  "action-not-asked": /names the action (?<text>"(?:[^"\\]|\\.)*")/,
  "approval-needed": /^maxFileTransferSize is (?<size>\d+)\./,
  "check-digit": /(?:names the organisation|members has) (?<text>\d+), whose last digit/,
  "deprecated-role": /names the Altinn 2 role (?<text>\S+(?: \([^)]*\))?), which is deprecated/,
  "for-any-party": /lets organization (?<number>\d{9}) act for any party/,
  "level-too-high": /demands the authentication level (?<text>\d+)/,
  "missing-action": /has no rule for (?<actions>\w+(?:, \w+)*)\. /,
  "mistaken-text": /^(?<text>\S+) (?:holds|is) /,
  "not-delegable": /names the access package (?<text>.+?), which cannot be delegated/,
  "not-for-service-owners":
    /names the (?:role|access package) (?<text>.+?), which Altinn does not open/,
  "null-member": /^(?<text>\S+) is null, /,
  "registered-name": /^Broker has it as (?<text>"(?:[^"\\]|\\.)*"), and cannot/,
  "unknown-member": /^(?<text>\S+) is no member /,
  "unknown-package": /names the access package (?<text>"(?:[^"\\]|\\.)*"), which is not/,
  "unknown-role": /names the role (?<text>"(?:[^"\\]|\\.)*"), which is not/,
  "unusual-status": /^status is (?<text>"(?:[^"\\]|\\.)*")\./,
};

/** Those of one object with one code that name something are one, and list it. */
export function toldWarnings(telling: Telling, lines: readonly PrintedLine[]): Item[] {
  const groups = new Map<string, { line: PrintedLine; named: Map<string, Phrase> }>();
  for (const line of lines) {
    const { kind, id, code, text } = line;
    const what = namedIn(telling, line);
    const key = JSON.stringify(what === undefined ? text : [kind, id, code]);
    const group = groups.get(key) ?? { line, named: new Map<string, Phrase>() };
    groups.set(key, group);
    if (what !== undefined) group.named.set(JSON.stringify(what), what);
  }
  return [...groups.values()].map(({ line, named }) =>
    toldWarning(telling, line, [...named.values()]),
  );
}

function toldWarning(telling: Telling, line: PrintedLine, named: readonly Phrase[]): Item {
  const { language } = telling;
  const { code = "", kind, id, text } = line;
  const ofKind = `warning_${code}_${kind ?? ""}`;
  const ofCode = isTextKey(ofKind) ? ofKind : `warning_${code}`;
  if (!isTextKey(ofCode)) return { section: "untold", phrase: literally(text) };
  const naming = named.length > 0 && ofCode !== ofKind ? `naming_${code}` : ofCode;
  return {
    section: UNSEEN.has(code) ? "unseen" : "warnings",
    code,
    ...(kind === undefined ? {} : { about: aboutOf(telling, kind, id) }),
    phrase: say(language, isTextKey(naming) ? naming : ofCode, {
      what: listed(named, andIn(telling)),
      list: literally(id.split("/")[0] ?? ""),
    }),
  };
}

function namedIn(telling: Telling, { code, sentence }: PrintedLine): Phrase | undefined {
  const { number, actions, size, text } = NAMED[code ?? ""]?.exec(sentence)?.groups ?? {};
  if (number !== undefined) return organisation(telling, number);
  if (actions !== undefined) return actionsInWords(telling, actions);
  if (size !== undefined) return valueInWords(telling, "maxFileTransferSize", Number(size));
  return text === undefined ? undefined : literally(text);
}

/** By which codes a programmer finds what to write. */
export function forProgrammers({ language }: Telling, items: readonly Item[]): Item[] {
  const codes = [...new Set(items.flatMap(({ code }) => code ?? []))].sort();
  return codes.length === 0
    ? []
    : [
        {
          section: "warnings",
          phrase: say(language, "forProgrammers", { codes: literally(codes.join(", ")) }),
        },
      ];
}

/** About how the parts of a service go together, so that a change of any of them is reason to tell it. */
const OF_SERVICE: ReadonlySet<string> = new Set([
  "list-without-mode",
  "mode-without-list",
  "not-delegable",
]);

/** Whether a warning is about something that the run changes, or about the run itself. */
export function warningsOfRun(steps: readonly Step[]): (line: PrintedLine) => boolean {
  const [titles, services] = [new Set<string>(), new Set<string>()];
  for (const step of steps) {
    const kind = kindOf(step);
    if (kind === undefined || isQuiet(step)) continue;
    for (const values of [step.olds, step.news]) {
      const id = kind === "ServiceOwner" ? "" : idIn(kind, step, values);
      titles.add(titleOf(kind, id));
      services.add(serviceOf(kind, id));
    }
  }
  return ({ kind, id, code = "" }) => {
    if (kind === undefined || !acknowledgeableOf(kind).includes(code)) return true;
    if (OF_SERVICE.has(code) && services.has(serviceOf(kind, id))) return true;
    return titles.has(titleOf(kind, kind === "ServiceOwner" ? "" : id));
  };
}

/** No service has the identifier of a list or an organisation. */
const serviceOf = (kind: Kind, id: string): string =>
  kind === "AccessList" || kind === "ServiceOwner"
    ? titleOf(kind, id)
    : id.slice(id.indexOf("/") + 1);
