import type { FastifyRequest } from "fastify";

/** The values of a query, by name in lower case: ASP.NET compares the names without regard to case. */
export type Query = ReadonlyMap<string, readonly string[]>;

export function readQuery(request: FastifyRequest): Query {
  const query = new Map<string, string[]>();
  const url = request.raw.url ?? "";
  const start = url.indexOf("?");
  if (start < 0) return query;
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    const key = name.toLowerCase();
    const values = query.get(key);
    if (values === undefined) query.set(key, [value]);
    else values.push(value);
  }
  return query;
}

/** The first value of a name; undefined when it is left out or blank, which binds to nothing. */
export function first(query: Query, name: string): string | undefined {
  const value = query.get(name)?.[0];
  return value === undefined || value.trim() === "" ? undefined : value;
}

/** A value that ASP.NET could not bind, with what it says of it. */
export class UnboundValue {
  readonly errors: Readonly<Record<string, readonly string[]>>;
  constructor(name: string, value: string, message = `The value '${value}' is not valid.`) {
    this.errors = { [name]: [message] };
  }
}

/** Binds a 32-bit number; undefined when it is left out. */
export function readInteger(query: Query, name: string): number | undefined | UnboundValue {
  const text = first(query, name.toLowerCase());
  if (text === undefined) return undefined;
  const value = Number(text);
  return /^\s*[+-]?\d+\s*$/.test(text) && value >= -2147483648 && value <= 2147483647
    ? value
    : new UnboundValue(name, text);
}

/** Binds `true` or `false` in any casing; undefined when it is left out. A blank value is not: it would be null. */
export function readFlag(query: Query, name: string): boolean | undefined | UnboundValue {
  const text = query.get(name.toLowerCase())?.[0];
  if (text === undefined) return undefined;
  const word = text.trim().toLowerCase();
  if (word === "") return new UnboundValue(name, text, `The value '${text}' is invalid.`);
  if (word === "true") return true;
  return word === "false" ? false : new UnboundValue(name, text);
}

const DATE_TIME =
  /^\s*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?\s*$/i;

/** Binds an ISO date and time to milliseconds since the epoch; undefined when it is left out. */
export function readDateTime(query: Query, name: string): number | undefined | UnboundValue {
  const text = first(query, name.toLowerCase());
  if (text === undefined) return undefined;
  if (!DATE_TIME.test(text)) return new UnboundValue(name, text);
  // A plus sign that was not escaped has become a space on its way here.
  const value = Date.parse(text.trim().replace(/ (\d{2}:?\d{2})$/, "+$1"));
  return Number.isNaN(value) ? new UnboundValue(name, text) : value;
}

/** Writes a continuation token: base64url of JSON, without padding. */
export function writeToken(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** Reads a continuation token; undefined when it is left out. */
export function readToken<T>(
  query: Query,
  isToken: (value: unknown) => value is T,
): T | undefined | UnboundValue {
  const text = first(query, "token");
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (isToken(value)) return value;
  } catch {
    // Falls through: text that is no JSON is refused like JSON of another shape.
  }
  return new UnboundValue("token", text);
}
