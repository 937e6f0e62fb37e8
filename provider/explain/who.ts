import { findExternalRole, findPackage, findRole, type Names } from "../catalogue";
import { listed, literally, oneLine, separated, type Phrase } from "./phrase";
import type { Language } from "./language";
import { say, type TextKey } from "./texts";

/*
 * The keys of `access` and its actions, as provider/policy/access/words.ts writes them, for people. Undefined is what none
 * of them is: then the line is shown as it stands.
 */

/** How a run is told. */
export interface Telling {
  readonly language: Language;
  /** Names of organisations, by number, as far as they are known. */
  readonly names: Readonly<Record<string, string>>;
}

/** What happens to access: it is given or taken by the run, or somebody got or lost it before. */
export type Verb = "can" | "cannot" | "got" | "lost";

/** A number with the organisation's name, where it is known. */
export function organisation({ language, names }: Telling, number: string): Phrase {
  const name = Object.hasOwn(names, number) ? names[number] : undefined;
  return name === undefined
    ? say(language, "organisation", { number })
    : say(language, "namedOrganisation", { name, number });
}

/** Numbers as `numbersInWords` joins them: `1, 2`, or `1, 2 and 3 more, 5 in all`. */
export function organisations(telling: Telling, numbers: string): Phrase {
  const [, told = numbers, more, all] = /^(.*) and (\d+) more, (\d+) in all$/.exec(numbers) ?? [];
  const each = told
    .split(", ")
    .map((one) => (/^\d{9}$/.test(one) ? organisation(telling, one) : literally(one)));
  return more === undefined || all === undefined
    ? listed(each, andIn(telling))
    : say(telling.language, "andMore", { numbers: separated(each, ", "), more, all });
}

export const andIn = ({ language }: Telling): string => say(language, "and").join("");

/** `KEY: ACTIONS`, with what may follow, as a sentence without a full stop. */
export function accessInWords(telling: Telling, verb: Verb, line: string): Phrase | undefined {
  const { language } = telling;
  const [, all = line, part, done] =
    /^([^]*); (?:it|(.*)) was (given|taken) at Altinn$/.exec(line) ?? [];
  const [head, still] = parted(all, "; still: ");
  const at = head.lastIndexOf(": ");
  if (at < 0) return undefined;
  const told = whoInWords(telling, verb, head.slice(0, at), head.slice(at + 2));
  if (told === undefined) return undefined;
  const ended = still === undefined ? told : withRest(telling, told, still);
  if (ended === undefined || done === undefined) return ended;
  const actions = actionsInWords(telling, part ?? "");
  const key = `${part === undefined ? "was" : "partWas"}${done === "given" ? "Given" : "Taken"}`;
  return say(language, key as TextKey, { line: ended, actions });
}

/** What goes on, lines of access that may each be of any form. */
function withRest(telling: Telling, line: Phrase, still: string): Phrase | undefined {
  const lines = still.split("; ").map((one) => accessInWords(telling, "can", one));
  if (!lines.every((one) => one !== undefined)) return undefined;
  return say(telling.language, "still", { line, lines: separated(lines, "; ") });
}

function parted(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** A value, in quotes where it could be taken for words. */
const VALUE = String.raw`("(?:[^"\\]|\\.)*"|[^\s",()]+)`;
const ORGANISATION = new RegExp(`^organization ${VALUE}( with an exchanged token)?(.*)$`);
const OWNER = new RegExp(`^service owner ${VALUE}(.*)$`);
const SYSTEM_USER = new RegExp(`^system user ${VALUE}(.*)$`);
const LIST = new RegExp(`^members of access list ${VALUE} \\(not through Broker\\)(.*)$`);
const ROLE = new RegExp(
  `^delegated by (?:role|external role (ccr|cra)) ${VALUE}(?: \\(.*?\\))??( \\(for party [^)]*\\))?$`,
);
const PACKAGE = new RegExp(
  `^(holders of|delegated by|holders of, and delegated by,) access package ${VALUE}(?: \\(.*?\\))??( \\(for party [^)]*\\))?$`,
);
const PARTY = new RegExp(`^ \\(for party ${VALUE}\\)$`);
const LEVEL = /^minimum authentication level( for organizations)?$/;
const OWNERS_ONLY = "with a service owner's token only: ";

const plain = (value: string): string => {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
};

function whoInWords(
  telling: Telling,
  verb: Verb,
  key: string,
  actionText: string,
): Phrase | undefined {
  const { language } = telling;
  const level = LEVEL.exec(key);
  if (level) return levelInWords(telling, verb, level[1] !== undefined, actionText);
  if (key.startsWith(OWNERS_ONLY)) {
    const rest = whoInWords(telling, verb, key.slice(OWNERS_ONLY.length), actionText);
    return rest && [...rest, ...say(language, "ownersOnly")];
  }
  const actions = actionsInWords(telling, actionText);
  const direct = (who: Phrase, scope: Phrase | undefined): Phrase | undefined =>
    scope && say(language, `${verb}Direct`, { who, actions, scope });

  const [, number, exchanged, scope = ""] = ORGANISATION.exec(key) ?? [];
  if (number !== undefined) {
    const named = organisation(telling, plain(number));
    const who = exchanged === undefined ? named : say(language, "exchangedToken", { who: named });
    return direct(who, scopeInWords(telling, scope));
  }
  const [, code, ofOwner = ""] = OWNER.exec(key) ?? [];
  if (code !== undefined)
    return direct(
      say(language, "serviceOwner", { code: plain(code) }),
      scopeInWords(telling, ofOwner),
    );
  const [, id, ofUser = ""] = SYSTEM_USER.exec(key) ?? [];
  if (id !== undefined)
    return direct(say(language, "systemUser", { id: plain(id) }), scopeInWords(telling, ofUser));
  const [, list, ofList = ""] = LIST.exec(key) ?? [];
  if (list !== undefined)
    return direct(
      say(language, "accessListMembers", { list: literally(plain(list)) }),
      scopeInWords(telling, ofList),
    );
  const [, ofAnyone] = /^anyone(.*)$/.exec(key) ?? [];
  if (ofAnyone !== undefined)
    return direct(say(language, "anyone"), scopeInWords(telling, ofAnyone));
  return byRoleInWords(telling, verb, key, actions);
}

function byRoleInWords(
  telling: Telling,
  verb: Verb,
  key: string,
  actions: Phrase,
): Phrase | undefined {
  const { language } = telling;
  const asRole = ROLE.exec(key);
  const asPackage = PACKAGE.exec(key);
  if (asRole) {
    const [, register, value = "", party] = asRole;
    const code = plain(value);
    const found =
      register === undefined ? findRole(code) : findExternalRole(register as "ccr" | "cra", code);
    const who = say(language, "role", { name: named(language, code, found) });
    return say(language, `${verb}Delegated`, { who, actions, ...inParty(telling, party) });
  }
  if (!asPackage) return undefined;
  const [, route, value = "", party] = asPackage;
  const code = plain(value);
  const who = say(language, "accessPackage", { name: named(language, code, findPackage(code)) });
  if (route === "holders of") {
    const holders = say(language, "packageHolders", { what: who });
    const scope = party === undefined ? say(language, "forHolder") : scopeInWords(telling, party);
    return scope && say(language, `${verb}Direct`, { who: holders, actions, scope });
  }
  const shape = route === "delegated by" ? "Delegated" : "Both";
  return say(language, `${verb}${shape}`, { who, actions, ...inParty(telling, party) });
}

/** The catalogue's name in the language, with the code. */
const named = (
  language: Language,
  code: string,
  found: { readonly name: Names } | undefined,
): Phrase =>
  found
    ? say(language, "codeAndName", { name: found.name[language], code: literally(code) })
    : literally(code);

function inParty(
  telling: Telling,
  party: string | undefined,
): { readonly party: Phrase; readonly scope: Phrase } {
  const [, number] = PARTY.exec(party ?? "") ?? [];
  return {
    party:
      number === undefined
        ? say(telling.language, "anOrganisation")
        : organisation(telling, plain(number)),
    scope: [],
  };
}

function scopeInWords(telling: Telling, scope: string): Phrase | undefined {
  const { language } = telling;
  if (scope === "") return [];
  if (scope === " (on its own behalf)") return say(language, "ownBehalf");
  if (scope === " (for any party)") return say(language, "anyParty");
  const [, party] = PARTY.exec(scope) ?? [];
  return party === undefined
    ? undefined
    : say(language, "forParty", { who: organisation(telling, plain(party)) });
}

/** `2 (was 3)`, `none any more (was 3)`, `3 (was none)` */
function levelInWords(
  { language }: Telling,
  verb: Verb,
  ofOwners: boolean,
  text: string,
): Phrase | undefined {
  const [, now, was] = /^(none|\d+)(?: any more)? \(was (none|\d+)\)$/.exec(text) ?? [];
  if (now === undefined || was === undefined) return undefined;
  const inWords = (level: string): Phrase =>
    level === "none" ? say(language, "noLevel") : say(language, "someLevel", { level });
  const way = verb === "can" || verb === "got" ? "Given" : "Taken";
  const key = ofOwners ? (`ownersLevel${way}` as const) : (`level${way}` as const);
  return say(language, key, { old: inWords(was), new: inWords(now) });
}

const ACTION_KEYS: ReadonlyMap<string, TextKey> = new Map([
  ["read", "actionRead"],
  ["write", "actionWrite"],
  ["subscribe", "actionSubscribe"],
]);

/** Actions as `grantLines` joins them, as verbs: `fetch files and send files`. */
export function actionsInWords(telling: Telling, text: string): Phrase {
  const { language } = telling;
  const every = /^every action(?: but (.*))?$/.exec(text);
  if (every)
    return every[1] === undefined
      ? say(language, "actionEvery")
      : say(language, "actionEveryBut", { actions: actionsInWords(telling, every[1]) });
  const verbs = text.split(", ").map((action): Phrase => {
    const key = ACTION_KEYS.get(action);
    return key === undefined
      ? say(language, "actionOther", { action: literally(oneLine(action)) })
      : say(language, key);
  });
  return listed(verbs, andIn(telling));
}
