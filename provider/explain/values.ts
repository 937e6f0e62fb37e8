import { ticksOfXsdDuration } from "../values/duration";
import { isUnknown } from "../values/unknown";
import { literally, oneLine, separated, type Phrase } from "./phrase";
import type { Language } from "./language";
import { isTextKey, say, type TextKey } from "./texts";
import { actionsInWords, organisation, organisations, type Telling } from "./who";

/* Values of arguments in the units in which people read them. */

/** What an argument is called; one that has no words is called by its name. `title.nb` is the title in that language. */
export function fieldInWords({ language }: Telling, path: string): Phrase {
  const [name = "", ...below] = path.split(".");
  const key = `field_${name}`;
  const field = isTextKey(key) ? say(language, key) : literally(name);
  const [first] = below;
  if (first === undefined) return field;
  const inLanguage = `language_${first}`;
  return say(language, "inLanguage", {
    field,
    language:
      below.length === 1 && isTextKey(inLanguage)
        ? say(language, inLanguage)
        : literally(below.join(".")),
  });
}

const DURATIONS = new Set(["fileTransferTimeToLive", "purgeFileTransferGracePeriod"]);
const SIZE = "maxFileTransferSize";
const SECRET = "4dabf18193072939515e22adb298388d";
const LONGEST = 200;

/** A value of the argument `path`. */
export function valueInWords(telling: Telling, path: string, value: unknown): Phrase {
  const { language } = telling;
  const [field = ""] = path.split(".");
  if (value === undefined || value === null) return say(language, "nothingThere");
  if (isUnknown(value)) return say(language, "unknown");
  if (isSecret(value)) return say(language, "secret");
  if (field === SIZE && typeof value === "number") return sizeInWords(language, value);
  if (DURATIONS.has(field) && typeof value === "string")
    return durationInWords(language, value) ?? literally(value);
  if (field === "accessListMode" && typeof value === "string")
    return say(language, value.toLowerCase() === "enabled" ? "yes" : "no");
  if (typeof value === "boolean") return say(language, value ? "yes" : "no");
  if (field === "members" && Array.isArray(value))
    return value.length === 0
      ? say(language, "nothingThere")
      : organisations(telling, value.map(String).join(", "));
  if (field === "actions" && Array.isArray(value))
    return actionsInWords(telling, value.length === 0 ? "every action" : value.join(", "));
  if (field === "requiredParty" && typeof value === "string") {
    const number = /(?:^|:)(\d{9})$/.exec(value)?.[1];
    if (number !== undefined) return organisation(telling, number);
  }
  if (value === "") return say(language, "nothingThere");
  return literally(shortened(typeof value === "string" ? value : JSON.stringify(value)));
}

const isSecret = (value: unknown): boolean =>
  value === "[secret]" || (typeof value === "object" && value !== null && SECRET in value);

/** Of long texts the beginning. */
const shortened = (text: string): string => {
  const line = oneLine(text);
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST)}...`;
};

/** Both values of a change; sizes that read the same are followed by their bytes. */
export function bothInWords(
  telling: Telling,
  path: string,
  old: unknown,
  now: unknown,
): readonly [Phrase, Phrase] {
  const both = [valueInWords(telling, path, old), valueInWords(telling, path, now)] as const;
  const [a, b] = both.map((phrase) => JSON.stringify(phrase));
  if (a !== b || typeof old !== "number" || typeof now !== "number")
    return differing(both, old, now);
  const inFull = (size: Phrase, bytes: number): Phrase =>
    say(telling.language, "sizeInFull", { size, bytes: String(bytes) });
  return [inFull(both[0], old), inFull(both[1], now)];
}

/** Long texts that begin alike are cut to where they differ. */
function differing(
  both: readonly [Phrase, Phrase],
  old: unknown,
  now: unknown,
): readonly [Phrase, Phrase] {
  const [a, b] = [old, now].map((value) =>
    oneLine(typeof value === "string" ? value : (JSON.stringify(value) ?? "")),
  );
  if (a === undefined || b === undefined || (a.length <= LONGEST && b.length <= LONGEST))
    return both;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const start = Math.max(0, from - 40);
  if (start === 0) return both;
  const cut = (text: string): Phrase => literally(`...${shortened(text.slice(start))}`);
  return [cut(a), cut(b)];
}

const UNITS = ["bytes", "kB", "MB", "GB", "TB"];

/** With two decimals at most, in units of a thousand. */
function sizeInWords(language: Language, bytes: number): Phrase {
  const power = Math.min(
    UNITS.length - 1,
    Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)),
  );
  const count = String(Math.round((bytes / 1000 ** power) * 100) / 100);
  return say(language, "size", {
    count: language === "nb" ? count.replace(".", ",") : count,
    unit: language === "nb" && power === 0 ? "byte" : (UNITS[power] ?? ""),
  });
}

const SECOND = 10_000_000n;
const PARTS = [
  [86_400n * SECOND, "day", "days"],
  [3_600n * SECOND, "hour", "hours"],
  [60n * SECOND, "minute", "minutes"],
  [SECOND, "second", "seconds"],
] as const satisfies readonly (readonly [bigint, TextKey, TextKey])[];

/** Undefined when it is no duration as Broker reads them, or none in whole seconds. */
function durationInWords(language: Language, text: string): Phrase | undefined {
  const ticks = ticksOfXsdDuration(text);
  if (ticks === undefined || ticks < 0n || ticks % SECOND !== 0n) return undefined;
  let left = ticks;
  const parts = PARTS.flatMap(([unit, one, many]): Phrase[] => {
    const count = left / unit;
    left %= unit;
    if (count === 0n) return [];
    return [count === 1n ? say(language, one) : say(language, many, { count: String(count) })];
  });
  return parts.length === 0 ? say(language, "seconds", { count: "0" }) : separated(parts, " ");
}

/** A value as `describeDifferences` writes it: JSON, cut JSON, `nothing` or `not set (Broker's default today: P30D)`. */
export function writtenInWords(telling: Telling, path: string, written: string): Phrase {
  const { language } = telling;
  if (written === "nothing") return say(language, "nothingThere");
  const [, fallback] = /^not set \(Broker's default today: (.*)\)$/.exec(written) ?? [];
  if (fallback !== undefined)
    return say(language, "notSet", { default: valueInWords(telling, path, fallback) });
  try {
    return valueInWords(telling, path, JSON.parse(written));
  } catch {
    return literally(written);
  }
}
