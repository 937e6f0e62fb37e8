import { isObject } from "../values/json";

/*
 * JSON values as TypeScript, laid out as prettier does by its defaults, so that a formatter in the ops repo changes nothing.
 */

/** Columns that a line may have. */
export const WIDTH = 80;

const STEP = "  ";

/** A call or a name, as an element of a list or the value of a member. */
export class Code {
  /** @param comment what stands on a line above it, in a list */
  constructor(
    readonly name: string,
    readonly args?: readonly unknown[],
    readonly comment?: string,
  ) {}
}

/** Elements of a list that are there on a condition. */
export class Spread {
  constructor(
    readonly condition: string,
    readonly elements: readonly Readonly<Record<string, unknown>>[],
  ) {}
}

/** A text as a string literal, in whichever quotes need fewer escapes. */
export function stringLiteral(text: string): string {
  const inDouble = JSON.stringify(text)
    // Line ends to TypeScript's older readers, and invisible to everybody's.
    .replace(/[\u007f-\u009f\u2028\u2029\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, escaped);
  const doubles = text.split('"').length;
  if (doubles <= text.split("'").length) return inDouble;
  const inside = inDouble.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inside}'`;
}

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

const NAME = /^[A-Za-z_$][\w$]*$/;

/** A key of an object. `__proto__` without brackets would set the prototype. */
const keyLiteral = (key: string): string =>
  key === "__proto__" ? '["__proto__"]' : NAME.test(key) ? key : stringLiteral(key);

/**
 * A value as it stands after `key: ` or alone, its first line without the indent.
 * @param indent of the line that it begins in
 * @param used columns of that line before the value, and of what must follow it
 */
export function literal(value: unknown, indent = "", used = indent.length + 1): string {
  if (value instanceof Code) return call(value, indent, used);
  if (value instanceof Spread) return spread(value, indent);
  if (typeof value === "string") return stringLiteral(value);
  if (Array.isArray(value)) return arrayLiteral(value, indent, used);
  if (isObject(value)) return objectLiteral(value, indent);
  if (typeof value === "number" && Number.isInteger(value) && Math.abs(value) >= 10_000)
    return inThousands(value);
  return JSON.stringify(value);
}

/** Such as `1_073_741_824`. */
const inThousands = (value: number): string =>
  JSON.stringify(value).replace(/^-?\d+$/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, "_"));

function objectLiteral(object: Readonly<Record<string, unknown>>, indent: string): string {
  const lines = members(object, indent + STEP);
  return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`;
}

/** A line or more for each member of an object, with commas. */
export function members(object: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(object).map(([key, value]) => {
    const name = keyLiteral(key);
    const before = `${indent}${name}: `;
    const text = literal(value, indent, before.length + 1);
    const isLong = before.length + columns(text) + 1 > WIDTH;
    // Prettier leaves a long text beside a short name.
    return typeof value === "string" && isLong && name.length > 4
      ? `${indent}${name}:\n${indent}${STEP}${text},`
      : `${before}${text},`;
  });
}

function call({ name, args }: Code, indent: string, used: number): string {
  if (args === undefined) return name;
  const line = `${name}(${args.map(inOneLine).join(", ")})`;
  if (used + columns(line) <= WIDTH) return line;
  const inner = indent + STEP;
  return `${name}(\n${args.map((arg) => `${inner}${literal(arg, inner)},`).join("\n")}\n${indent})`;
}

function spread({ condition, elements }: Spread, indent: string): string {
  const inner = indent + STEP.repeat(3);
  return [
    `...(${condition}`,
    `${indent}${STEP}? [`,
    ...elements.map((element) => `${inner}${literal(element, inner)},`),
    `${indent}${STEP.repeat(2)}]`,
    `${indent}${STEP}: [])`,
  ].join("\n");
}

/** Of short values, such as the arguments of a call. */
function inOneLine(value: unknown): string {
  if (!isObject(value)) return literal(value);
  const inside = Object.entries(value).map(
    ([key, each]) => `${keyLiteral(key)}: ${inOneLine(each)}`,
  );
  return `{ ${inside.join(", ")} }`;
}

function arrayLiteral(list: readonly unknown[], indent: string, used: number): string {
  if (list.length === 0) return "[]";
  const isOfObjects =
    list.length > 1 && list.every((value) => isObject(value) && Object.keys(value).length > 1);
  const inner = indent + STEP;
  const isBroken = (value: unknown): boolean =>
    value instanceof Code
      ? value.comment !== undefined
      : value instanceof Spread || (isObject(value) && Object.keys(value).length > 0);
  if (!isOfObjects && !list.some(isBroken)) {
    const line = `[${list.map((value) => literal(value)).join(", ")}]`;
    if (used + columns(line) <= WIDTH && !line.includes("\n")) return line;
  }
  const lines = list.flatMap((value) => [
    ...(value instanceof Code && value.comment !== undefined
      ? [`${inner}// ${value.comment}`]
      : []),
    `${inner}${literal(value, inner)},`,
  ]);
  return `[\n${lines.join("\n")}\n${indent}]`;
}

/** How wide a text is by prettier's measure: wide characters, such as emoji, take two columns. */
function columns(text: string): number {
  const line = text.split("\n", 1)[0] ?? "";
  return /^[\x20-\x7e]*$/.test(line)
    ? line.length
    : [...line].reduce((sum, character) => sum + (WIDE.test(character) ? 2 : 1), 0);
}

const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
