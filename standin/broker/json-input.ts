import type { FastifyRequest } from "fastify";
import { isWellFormed, parseJsonBody, type Reviver } from "../server/json-body";
import { JsonTextError } from "../server/json-scan";

/** A JSON number with its digits as sent, which a JavaScript number may not hold. */
class JsonNumber {
  constructor(readonly source: string) {}
}

export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** Turns a JSON value into a property's value; undefined when System.Text.Json would refuse it. */
type Reader = (value: unknown) => string | number | boolean | object | undefined;

/** Properties of a request model by their JSON name (camelCase). */
export type Model = Readonly<Record<string, Reader>>;

/** Values by JSON name; null where null was sent, no entry where nothing was. */
export type Values = Readonly<Record<string, unknown>>;

const isText = (value: unknown): value is string =>
  typeof value === "string" && isWellFormed(value);
const isTextOrNull = (value: unknown) => value === null || isText(value);

export const aString: Reader = (value) => (isText(value) ? value : undefined);
export const aBoolean: Reader = (value) => (typeof value === "boolean" ? value : undefined);
export const anInt32: Reader = (value) => integer(value, -(2n ** 31n), 2n ** 31n - 1n);
export const anInt64: Reader = (value) => integer(value, -(2n ** 63n), 2n ** 63n - 1n);

/** A list of strings; an element may be null. */
export const strings: Reader = (value) =>
  Array.isArray(value) && value.every(isTextOrNull) ? value : undefined;

/** An object with string values; a value may be null. Keys keep their letter case. */
export const stringMap: Reader = (value) =>
  isObject(value) && Object.keys(value).every(isText) && Object.values(value).every(isTextOrNull)
    ? value
    : undefined;

/**
 * Reads a JSON body as ASP.NET does with its web defaults: names match without regard to case, unknown properties
 * are ignored, integers may be strings of digits, the last of equal names wins.
 * @param request one whose body `takesJson`
 * @param parameter name of the action's parameter, which is reported as missing when nothing can be read
 * @param required names that must be there (C# `required`), whatever their value
 */
export function readJson(
  request: FastifyRequest,
  parameter: string,
  model: Model,
  required: readonly string[] = [],
): { readonly values: Values } | { readonly errors: FieldErrors } {
  const fail = (path: string, message: string) => ({
    errors: { [path]: [message], [parameter]: [`The ${parameter} field is required.`] },
  });
  let body: unknown;
  try {
    body = parseJsonBody(request, keepDigits) ?? null;
  } catch (error) {
    if (error instanceof JsonTextError) {
      const { path, line, byte } = error.position;
      const where = `Path: ${path} | LineNumber: ${line} | BytePositionInLine: ${byte}.`;
      return fail(path, `${error.message} ${where}`);
    }
    throw error;
  }
  if (body === null) {
    return fail("", "A non-empty request body is required.");
  }
  if (!isObject(body)) {
    return fail("$", "The JSON value could not be converted to an object. Path: $");
  }
  const values: Record<string, unknown> = {};
  for (const [sent, value] of Object.entries(body)) {
    const name = own(model, sent) ? sent : nameIn(model, sent);
    const reader = name === undefined ? undefined : model[name];
    if (name === undefined || reader === undefined) {
      continue;
    }
    const read = value === null ? null : reader(value);
    if (read === undefined) {
      return fail(`$.${name}`, `The JSON value could not be converted. Path: $.${name}`);
    }
    values[name] = read;
  }
  const missing = required.filter((name) => !(name in values));
  if (missing.length > 0) {
    return fail("$", `The JSON body misses required properties: ${missing.join(", ")}.`);
  }
  return { values };
}

const keepDigits: Reviver = (_key, value, { source }) =>
  typeof value === "number" ? new JsonNumber(source) : value;

function integer(value: unknown, smallest: bigint, largest: bigint): number | undefined {
  const digits = value instanceof JsonNumber ? value.source : value;
  if (typeof digits !== "string" || !/^[+-]?\d+$/.test(digits)) {
    return undefined;
  }
  const read = BigInt(digits.startsWith("+") ? digits.slice(1) : digits);
  return read < smallest || read > largest ? undefined : Number(read);
}

const own = (model: Model, name: string) => Object.hasOwn(model, name);

function nameIn(model: Model, sent: string): string | undefined {
  const lower = sent.toLowerCase();
  return Object.keys(model).find((name) => name.toLowerCase() === lower);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof JsonNumber);
