import type * as z from "zod";
import { memberPath } from "../server/json-scan";
import { didYouMean } from "./nearest";

/** Members and indexes from the whole to a part. */
export type Place = readonly (string | number)[];

/** What is wrong with one place of an input. */
export interface Mistake {
  readonly place: Place;
  /** Such as `must be nine digits, got "12"`. */
  readonly message: string;
  /** The entry that a reference names, as `nameOf` names it: with a mistake of its own the reference says nothing new. */
  readonly refersTo?: string;
}

/** How an entry is named among all entries: by its list and what tells it from others there. */
export const nameOf = (kind: string, id: unknown): string => `${kind} ${String(id)}`;

/** Thrown for an entry that cannot be made; places begin at the entry. */
export class EntryError extends RangeError {
  override readonly name = "EntryError";
  constructor(readonly mistakes: readonly Mistake[]) {
    super(mistakes.map(told).join("; "));
  }
}

/** Runs all checks, so that the mistakes of each are told, and gives what they found. */
export function together<const Checks extends readonly (() => unknown)[]>(
  ...checks: Checks
): { readonly [At in keyof Checks]: Checks[At] extends () => infer Found ? Found : never } {
  const mistakes: Mistake[] = [];
  const found = checks.map((check) => {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      mistakes.push(...error.mistakes);
      return undefined;
    }
  });
  if (mistakes.length > 0) throw new EntryError(mistakes);
  return found as never;
}

/** `$.clients[0].scopes`. */
export const pathOf = (place: Place): string =>
  place.reduce<string>(
    (path, step) => (typeof step === "number" ? `${path}[${step}]` : memberPath(path, step)),
    "$",
  );

/** `$.clients[0].kid must be ..., got "a b"`. */
export const told = ({ place, message }: Mistake): string => `${pathOf(place)} ${message}`;

/** The mistakes that a schema finds, in its order. */
export function mistakesIn(schema: z.ZodType, value: unknown): Mistake[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) => read(issue, value));
}

const expectations: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
  object: "an object",
  record: "an object",
  string: "a text",
};

function read(issue: z.core.$ZodIssue, whole: unknown): Mistake[] {
  const place = issue.path as Place;
  if (issue.code === "unrecognized_keys") {
    const messages = issue.message.split("\n");
    return issue.keys.map((name, at) => ({
      place: [...place, name],
      message: messages[at] ?? "is unknown",
    }));
  }
  const value = valueAt(whole, place);
  const got = place.includes("jwk") ? "" : gotText(value);
  const missing = value === undefined ? "is missing: it " : "";
  return [{ place, message: `${missing}${said(issue)}${got}${hint(issue, value)}` }];
}

const hint = (issue: z.core.$ZodIssue, value: unknown): string =>
  issue.code === "invalid_value" && typeof value === "string"
    ? didYouMean(value, issue.values.map(String))
    : "";

function said(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${expectations[issue.expected] ?? issue.expected}`;
    case "invalid_value": {
      const one = issue.values.length === 1 ? "" : "one of ";
      return `must be ${one}${issue.values.map((each) => JSON.stringify(each)).join(", ")}`;
    }
    case "too_small":
      if (issue.origin === "string") return issue.message;
      return `must ${issue.origin === "array" ? "have" : "be"} ${issue.minimum} or more`;
    case "too_big":
      return `must be ${issue.maximum} or less`;
    default:
      return issue.message;
  }
}

function valueAt(whole: unknown, place: Place): unknown {
  return place.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null
        ? (value as Record<string | number, unknown>)[step]
        : undefined,
    whole,
  );
}

const longestShown = 80;

/** What was given, where it is short and no object; an object may hold a key. */
function gotText(value: unknown): string {
  if (value === undefined || (typeof value === "object" && value !== null)) {
    return "";
  }
  const shown = JSON.stringify(value);
  return `, got ${shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown}`;
}
