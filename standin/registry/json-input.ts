import type { FastifyRequest } from "fastify";
import { isWellFormed, jsonText, parseJsonBody } from "../server/json-body";
import { JsonTextError, memberPath, scanJson, type JsonPosition } from "../server/json-scan";

/** Messages by field, as ASP.NET's validation problem has them. */
export type ValidationMessages = Readonly<Record<string, readonly string[]>>;

/** A body that ASP.NET could not read into its model; `errors` is what it would answer. */
export interface UnreadableBody {
  readonly errors: ValidationMessages;
}

/** What a reader calls for a value that its type does not take; never returns. */
export type Refuse = (path: string, dotNetType: string) => never;

/** Turns a JSON value into a value of the model, as System.Text.Json does for that type. */
export type Read<T> = (value: unknown, path: string, refuse: Refuse) => T;

class ConversionError extends Error {
  constructor(
    readonly path: string,
    readonly dotNetType: string,
  ) {
    super(dotNetType);
  }
}

/** A converter's own words for a value that it does not take; System.Text.Json adds nothing to them. */
export class ConverterMessage extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

const refuseByThrowing: Refuse = (path, dotNetType) => {
  throw new ConversionError(path, dotNetType);
};

/** A string or null. */
export const readText: Read<string | null> = (value, path, refuse) =>
  value === null || (typeof value === "string" && isWellFormed(value))
    ? value
    : refuse(path, "System.String");

/** `true` or `false`; null and the words in quotes are refused. */
export const readBoolean: Read<boolean> = (value, path, refuse) =>
  typeof value === "boolean" ? value : refuse(path, "System.Boolean");

const INT32_TEXT = /^-?\d{1,10}$/;

function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -2147483648 && value <= 2147483647;
}

/** A 32-bit number, or one written in a string. */
export const readInt32: Read<number> = (value, path, refuse) => {
  const number = typeof value === "string" && INT32_TEXT.test(value) ? Number(value) : value;
  return typeof number === "number" && isInt32(number) ? number : refuse(path, "System.Int32");
};

/** How one .NET enum is read: which casing it takes, and whether it takes numbers. */
export interface EnumRules {
  readonly dotNetType: string;
  /** The number of each name. */
  readonly members: Readonly<Record<string, number>>;
  readonly anyCasing: boolean;
  readonly numbers: boolean;
  /** Whether a number may stand in a string too, as .NET's own converter has it. */
  readonly numbersAsText: boolean;
}

/** A name of the enum in its own casing, or a number that has no name. */
export function readEnum(rules: EnumRules): Read<string | number> {
  const names = Object.keys(rules.members);
  return (value, path, refuse) => {
    if (typeof value === "string") {
      const wanted = value.trim().toLowerCase();
      const name = rules.anyCasing
        ? names.find((candidate) => candidate.toLowerCase() === wanted)
        : names.find((candidate) => candidate === value);
      if (name !== undefined) return name;
    }
    const isText = rules.numbersAsText && typeof value === "string" && INT32_TEXT.test(value);
    const number = isText ? Number(value) : value;
    if (rules.numbers && typeof number === "number" && isInt32(number)) {
      return names.find((candidate) => rules.members[candidate] === number) ?? number;
    }
    return refuse(path, rules.dotNetType);
  };
}

/** The same, or null. */
export function nullable<T>(read: Read<T>): Read<T | null> {
  return (value, path, refuse) => (value === null ? null : read(value, path, refuse));
}

/** An array, or null. */
export function readList<T>(read: Read<T>, dotNetType: string): Read<T[] | null> {
  return (value, path, refuse) => {
    if (value === null) return null;
    if (!Array.isArray(value)) return refuse(path, dotNetType);
    return value.map((element, index) => read(element, `${path}[${String(index)}]`, refuse));
  };
}

/** An object whose names are data, or null. */
export function readDictionary<T>(
  read: Read<T>,
  dotNetType: string,
): Read<Record<string, T> | null> {
  return (value, path, refuse) => {
    if (value === null) return null;
    if (typeof value !== "object" || Array.isArray(value)) return refuse(path, dotNetType);
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        isWellFormed(name) ? name : refuse(path, "System.String"),
        read(member, memberPath(path, name), refuse),
      ]),
    );
  };
}

/** The members of a .NET class by their camelCase names. */
export type Members<T> = { readonly [K in keyof T]-?: Read<T[K]> };

/**
 * An object of known members, or null: names are compared without regard to case, the last of two
 * equal names wins, unknown members are dropped and members left out take their default.
 */
export function readObject<T extends object>(
  members: Members<T>,
  defaults: () => T,
  dotNetType: string,
): Read<T | null> {
  const byLowerCase = new Map<string, keyof T & string>();
  for (const name of Object.keys(members) as (keyof T & string)[]) {
    byLowerCase.set(name.toLowerCase(), name);
  }
  return (value, path, refuse) => {
    if (value === null) return null;
    if (typeof value !== "object" || Array.isArray(value)) return refuse(path, dotNetType);
    const result = defaults();
    for (const [sent, member] of Object.entries(value)) {
      const name = byLowerCase.get(sent.toLowerCase());
      if (name !== undefined) result[name] = members[name](member, memberPath(path, sent), refuse);
    }
    return result;
  };
}

function unreadable(message: string, position: JsonPosition): UnreadableBody {
  const where = `Path: ${position.path} | LineNumber: ${String(position.line)} | BytePositionInLine: ${String(position.byte)}.`;
  return { errors: { [position.path]: [`${message} ${where}`] } };
}

/**
 * Reads a request body as ASP.NET Core's JSON formatter does: no comments, no trailing commas, and
 * an empty body or the literal `null` counts as no body.
 *
 * @param request one whose body `takesJson`
 * @param parameter the C# parameter's name where the controller is nullable-aware; it then gets an
 *   error of its own, such as `The model field is required.`
 */
export function readJsonBody<T>(
  request: FastifyRequest,
  read: Read<T | null>,
  parameter?: string,
): { readonly value: T } | UnreadableBody {
  const result = readValue(request, read);
  if (!("errors" in result) || parameter === undefined) return result;
  return {
    errors: { ...result.errors, [parameter]: [`The ${parameter} field is required.`] },
  };
}

function readValue<T>(
  request: FastifyRequest,
  read: Read<T | null>,
): { readonly value: T } | UnreadableBody {
  try {
    const parsed = parseJsonBody(request);
    const value = parsed === undefined ? null : read(parsed, "$", refuseByThrowing);
    return value === null
      ? { errors: { "": ["A non-empty request body is required."] } }
      : { value };
  } catch (error) {
    if (error instanceof ConversionError) {
      const positions = scanJson(jsonText(request));
      const known = positions.get(error.path) ?? { path: error.path, line: 0, byte: 0 };
      return unreadable(`The JSON value could not be converted to ${error.dotNetType}.`, known);
    }
    if (error instanceof ConverterMessage) return { errors: { [error.path]: [error.message] } };
    if (error instanceof JsonTextError) return unreadable(error.message, error.position);
    throw error;
  }
}
