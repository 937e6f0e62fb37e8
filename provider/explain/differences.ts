import { jsonIn } from "../values/json";
import type { Values } from "./run";

/* In what the inputs of an update differ, argument by argument. */

/** What is no argument, what is told in words of its own, and what follows from other arguments. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "access",
  "adopt",
  "recorded",
  "rules",
  "server",
  "whenRemoved",
  "xml",
]);

/** Texts by language, of which each is told by itself. */
const BY_LANGUAGE: ReadonlySet<string> = new Set([
  "title",
  "description",
  "rightDescription",
  "consentText",
]);

export interface Changed {
  /** An argument's name, or `title.nb` for a text in one language. */
  readonly path: string;
  readonly field: string;
  /** Null and undefined are one: not given. */
  readonly old: unknown;
  readonly now: unknown;
}

export function changedArguments(olds: Values, news: Values): Changed[] {
  const fields = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(isArgument);
  return fields.flatMap((field): Changed[] => {
    const [old, now] = [olds[field], news[field]];
    if (same(old, now)) return [];
    if (!BY_LANGUAGE.has(field) || !isTexts(old) || !isTexts(now))
      return [{ path: field, field, old, now }];
    return [...new Set([...Object.keys(old), ...Object.keys(now)])]
      .filter((language) => !same(old[language], now[language]))
      .map((language) => ({
        path: `${field}.${language}`,
        field,
        old: old[language],
        now: now[language],
      }));
  });
}

/** The texts of an argument that differ between two values as lines write them; undefined for any other argument, and for cut ones. */
export function textsByLanguage(field: string, old: string, now: string): Changed[] | undefined {
  const [before, after] = [old, now].map(jsonIn);
  if (!isTexts(before) || !isTexts(after) || !BY_LANGUAGE.has(field)) return undefined;
  return changedArguments({ [field]: before }, { [field]: after });
}

export const isArgument = (key: string): boolean => !key.startsWith("__") && !LEFT_OUT.has(key);

const isTexts = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Without regard to the order of keys, and null like what is not there. */
function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(inOrder(a)) === JSON.stringify(inOrder(b));
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value ?? undefined;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, inOrder(member)]),
  );
}
