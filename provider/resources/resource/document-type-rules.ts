import { isObject } from "../../values/json";
import { isUnknown, UNKNOWN } from "../../values/unknown";
import type { Values } from "../lifecycle";
import { DOCUMENT, type EnumShape, type Shape } from "./document-shape";

/*
 * What System.Text.Json makes of a registry resource in ASP.NET Core: which members there are, which JSON value each one
 * takes, and how names and enums are matched. Source: Altinn/altinn-resource-registry, ServiceResource and the enums it
 * uses; dotnet/runtime, JsonSerializerDefaults.Web and EnumConverter.
 */

/** Something for which a document is not taken. */
export interface Finding {
  /** Key of the server's `errors` that it is told under, such as `Title` or `$.delegable`; "" where it has none. */
  readonly key: string;
  /** Status that the server answers with. */
  readonly status: 400 | 401 | 403 | 413 | 500;
  /** A sentence that begins with the member's path, and says what to write instead. */
  readonly text: string;
}

/** An object of a JSON text, with members of one name side by side: .NET judges each of them, and keeps the last. */
export class Members {
  constructor(
    readonly entries: readonly (readonly [name: string, value: unknown, line: number])[],
  ) {}
}

/** A value of a JSON text that no member takes: text that is not UTF-8, or a number with a fraction or an exponent. */
export class Unusable {
  constructor(
    readonly text: string,
    readonly isNumber: boolean,
  ) {}
}

export interface Dropped {
  /** As it was written. */
  readonly path: string;
  /** Its last part. */
  readonly name: string;
  /** What the object at this place may have. */
  readonly among: readonly string[];
}

/** More than anybody reads at once; a document may be made to have millions. */
const MOST_FINDINGS = 100;

/** What became of a document. */
export interface ReadDocument {
  /** Known members by their own names, enums as the registry shows them. What was refused or unknown is the sentinel. */
  readonly document: Values;
  /** Values of a type that the registry does not take, in the order of the text, at most 100; the server stops at the first. */
  readonly findings: readonly Finding[];
  /** Members that the registry does not know and drops. */
  readonly dropped: readonly Dropped[];
  /** Paths of elements that are null. */
  readonly nulls: readonly string[];
  /** Members that stand more than once in a JSON text, by the paths that they have last, and the lines of all. */
  readonly repeated: readonly { readonly path: string; readonly lines: readonly number[] }[];
}

/** `value` as the registry reads a document; anything but an object gives a finding and an empty document. */
export function readDocument(
  value: unknown,
  options: { enumNumbers?: boolean } = {},
): ReadDocument {
  const reading = new Reading(options.enumNumbers ?? true, false);
  const document = reading.read({ object: DOCUMENT }, value, "$");
  return { ...reading, document: isObject(document) ? document : {} };
}

/**
 * `inputs` without what the registry drops and without null where it leaves that out, enums as it shows them. Null as an
 * element of a list or under a key of a map is kept, as the registry does. What has another type stays as it is.
 */
export const canonicalMembers = (inputs: Values): Values =>
  new Reading(true, true, true).read({ object: DOCUMENT }, inputs, "$") as Values;

/** True for half a character of the supplementary planes, which .NET does not read. */
const isBrokenText = (text: string): boolean => /\p{Surrogate}/u.test(text);

const PLAIN_NAME = /^[^ .'/"[\]()\t\n\r\f\b\\\u0085\u2028\u2029]+$/;
const INTEGER_TEXT = /^\s*[+-]?\d+\s*$/;
const isInt32 = (value: number): boolean =>
  Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647;

/** The path of a member as System.Text.Json writes it. */
export const memberPath = (path: string, name: string): string =>
  PLAIN_NAME.test(name) ? `${path}.${name}` : `${path}['${name}']`;

const entriesOf = (
  value: unknown,
): readonly (readonly [string, unknown, number?])[] | undefined => {
  if (value instanceof Members) return value.entries;
  return isObject(value) && !(value instanceof Unusable) ? Object.entries(value) : undefined;
};

class Reading {
  readonly findings: Finding[] = [];
  readonly dropped: Dropped[] = [];
  readonly nulls: string[] = [];
  readonly repeated: { path: string; lines: number[] }[] = [];
  readonly #enumNumbers: boolean;
  readonly #keepRefused: boolean;
  readonly #dropNulls: boolean;

  constructor(enumNumbers: boolean, keepRefused: boolean, dropNulls = false) {
    this.#enumNumbers = enumNumbers;
    this.#keepRefused = keepRefused;
    this.#dropNulls = dropNulls;
  }

  read(shape: Shape, value: unknown, path: string): unknown {
    if (isUnknown(value)) return value;
    if (shape === "text") {
      if (value === null || (typeof value === "string" && !isBrokenText(value))) return value;
      return this.#refuse(path, value, textAdvice(value));
    }
    if (shape === "boolean") {
      return typeof value === "boolean"
        ? value
        : this.#refuse(path, value, "Write true or false, without quotes.");
    }
    if (shape === "integer") return this.#integer(value, path);
    if ("enum" in shape) return this.#enum(shape.enum, value, path);
    if (value === null && path !== "$") return value;
    if ("listOf" in shape) return this.#list(shape.listOf, value, path);
    return "mapOf" in shape
      ? this.#map(shape, value, path)
      : this.#object(shape.object, value, path);
  }

  #integer(value: unknown, path: string): unknown {
    const number = typeof value === "string" && /^[+-]?\d+$/.test(value) ? Number(value) : value;
    if (typeof number === "number" && isInt32(number)) return number;
    return this.#refuse(path, value, "Leave it out: the registry counts by itself.");
  }

  #enum(shape: EnumShape, value: unknown, path: string): unknown {
    if (value === null && shape.nullable) return value;
    const found = canonicalEnum(shape, value);
    if (typeof found === "string" || (typeof found === "number" && this.#enumNumbers)) return found;
    const names = Object.keys(shape.members).filter((name) => name !== "Default");
    const casing = shape.anyCasing ? "" : ", in exactly this spelling";
    return this.#refuse(path, value, `Write one of ${names.join(", ")}${casing}.`);
  }

  #list(element: Shape, value: unknown, path: string): unknown {
    if (!Array.isArray(value)) return this.#refuse(path, value, "Write a list: [ ... ].");
    return value.map((each: unknown, index) => {
      const at = `${path}[${String(index)}]`;
      if (each === null) this.nulls.push(told(at));
      return this.read(element, each, at);
    });
  }

  #map(shape: { mapOf: Shape; example: string }, value: unknown, path: string): unknown {
    const entries = entriesOf(value);
    if (!entries) return this.#refuse(path, value, `Write an object such as ${shape.example}.`);
    this.#noteRepeated(path, value, (name) => name);
    return Object.fromEntries(
      entries.map(([name, inner]) => {
        const at = memberPath(path, name);
        return isBrokenText(name)
          ? [name, this.#refuse(at, name, "Its name holds half a character; correct it.", path)]
          : [name, this.read(shape.mapOf, inner, at)];
      }),
    );
  }

  #object(members: Readonly<Record<string, Shape>>, value: unknown, path: string): unknown {
    const entries = entriesOf(value);
    if (!entries) {
      const advice =
        path === "$"
          ? "The registry takes one resource at a time, as one object."
          : `Write an object of ${Object.keys(members).join(", ")}.`;
      return this.#refuse(path, value, advice);
    }
    const among = Object.keys(members);
    const known = (sent: string): string | undefined =>
      Object.hasOwn(members, sent)
        ? sent
        : among.find((each) => each.toLowerCase() === sent.toLowerCase());
    this.#noteRepeated(path, value, (sent) => known(sent) ?? sent);
    const result: Record<string, unknown> = {};
    for (const [sent, inner] of entries) {
      const at = memberPath(path, sent);
      const name = known(sent);
      const shape = name === undefined ? undefined : members[name];
      if (name === undefined || shape === undefined) {
        this.dropped.push({ path: told(at), name: sent, among });
        this.#noteWithin(at, inner);
      } else if (inner !== undefined && !(inner === null && this.#dropNulls))
        result[name] = this.read(shape, inner, at);
    }
    return result;
  }

  /** Of what the registry drops, and so does not look into. */
  #noteWithin(path: string, value: unknown): void {
    if (Array.isArray(value))
      for (const [at, each] of value.entries()) this.#noteWithin(`${path}[${String(at)}]`, each);
    if (!(value instanceof Members)) return;
    this.#noteRepeated(path, value, (name) => name);
    for (const [name, inner] of value.entries) this.#noteWithin(memberPath(path, name), inner);
  }

  /** `nameOf` says which names are one to the registry. */
  #noteRepeated(path: string, value: unknown, nameOf: (sent: string) => string): void {
    if (!(value instanceof Members)) return;
    const lines = new Map<string, number[]>();
    const last = new Map<string, string>();
    for (const [sent, , line] of value.entries) {
      const name = nameOf(sent);
      const where = lines.get(name);
      if (where) where.push(line);
      else lines.set(name, [line]);
      last.set(name, told(memberPath(path, sent)));
    }
    for (const [name, where] of lines)
      if (where.length > 1) this.repeated.push({ path: last.get(name) ?? name, lines: where });
  }

  /** `key`: the place as the server names it, which knows no name that it cannot read. */
  #refuse(path: string, value: unknown, advice: string, key = path): unknown {
    const subject = path === "$" ? "The document" : told(path);
    if (this.findings.length < MOST_FINDINGS)
      this.findings.push({
        key,
        status: 400,
        text: `${subject} is ${shown(value)}. ${advice}`,
      });
    return this.#keepRefused ? value : UNKNOWN;
  }
}

/** The enum's name in its own spelling, a number that has no name, or undefined for what .NET does not take. */
function canonicalEnum(shape: EnumShape, value: unknown): string | number | undefined {
  const names = Object.keys(shape.members);
  const named = (number: number): string | number | undefined => {
    if (!shape.numbers || !isInt32(number)) return undefined;
    return names.find((name) => shape.members[name] === number) ?? number;
  };
  if (typeof value === "number") return named(value);
  if (typeof value !== "string") return undefined;
  if (INTEGER_TEXT.test(value)) return named(Number(value));
  const wanted = value.trim();
  return names.find((name) =>
    shape.anyCasing ? name.toLowerCase() === wanted.toLowerCase() : name === wanted,
  );
}

/** A path as people write it. */
const told = (path: string): string => path.replace(/^\$\.?/, "");

function textAdvice(value: unknown): string {
  if (typeof value === "string") return "It holds half a character; correct it.";
  if (value instanceof Unusable && !value.isNumber) return "Save the file as UTF-8.";
  return value instanceof Unusable || typeof value === "number" || typeof value === "boolean"
    ? `Write it in quotes: ${JSON.stringify(shown(value))}.`
    : "Write a text.";
}

const LONGEST_SHOWN = 80;

/** A value for a sentence, cut when it is long. */
export function shown(value: unknown): string {
  const text = value instanceof Unusable ? value.text : json(value);
  if (text === undefined) return "missing";
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}...` : text;
}

const json = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, inner: unknown) => {
    if (inner instanceof Members) return Object.fromEntries(inner.entries);
    return inner instanceof Unusable ? inner.text : inner;
  }) as string | undefined;
