import type { FastifyRequest } from "fastify";
import { isTooDeep, JsonTextError, scanJson } from "./json-scan";
import { bodyBytes, mediaType } from "./route";

type Encoding = "utf-8" | "utf-16le";

/** Names that .NET knows for the two encodings that its JSON formatter reads. */
const READ: ReadonlyMap<string, Encoding> = new Map([
  ["utf-8", "utf-8"],
  ["unicode-1-1-utf-8", "utf-8"],
  ["unicode-2-0-utf-8", "utf-8"],
  ["x-unicode-1-1-utf-8", "utf-8"],
  ["x-unicode-2-0-utf-8", "utf-8"],
  ["utf-16", "utf-16le"],
  ["utf-16le", "utf-16le"],
  ["ucs-2", "utf-16le"],
  ["unicode", "utf-16le"],
  ["iso-10646-ucs-2", "utf-16le"],
]);

/** Those of the other encodings that .NET has without a provider; a name it does not know is no charset at all. */
const UNREAD = /^(utf-7|utf-16be|unicodefffe|utf-32(le|be)?|(us-)?ascii|iso-8859-1|latin1)$/;

/** The encoding that a content type names, UTF-8 by default; undefined for one that no JSON is read in. */
function encodingOf(contentType: string): Encoding | undefined {
  const charset = /;\s*charset\s*=\s*"?([^\s;,"]*)/i.exec(contentType)?.[1]?.toLowerCase() ?? "";
  return READ.get(charset) ?? (UNREAD.test(charset) ? undefined : "utf-8");
}

/**
 * Whether ASP.NET Core's JSON formatter takes the body. Where it does not, the answer is 415 with a
 * problem body: the content type is missing or no JSON, or the body is in another charset.
 */
export function takesJson(request: FastifyRequest): boolean {
  const contentType = request.raw.headers["content-type"] ?? "";
  const isJson = /^(application|text)\/json$|^application\/.+\+json$/.test(mediaType(contentType));
  return isJson && (encodingOf(contentType) !== undefined || bodyBytes(request).length === 0);
}

/** Whether a text has no half surrogate pair. JSON can escape one; System.Text.Json refuses it where it is read. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** What `JSON.parse` calls for each value; the third argument is newer than TypeScript's declaration. */
export type Reviver = (
  key: string,
  value: unknown,
  context: { readonly source: string },
) => unknown;

/**
 * Parses the body of a request that `takesJson`, as System.Text.Json does with ASP.NET Core's settings:
 * no comments, no trailing commas, at most 32 levels.
 *
 * @returns undefined for a body without a byte
 * @throws JsonTextError for text that is not JSON, or too deep
 */
export function parseJsonBody(request: FastifyRequest, reviver?: Reviver): unknown {
  const text = jsonText(request);
  if (text === "") return undefined;
  if (isTooDeep(text)) scanJson(text);
  try {
    return JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]);
  } catch {
    scanJson(text);
    throw new JsonTextError("The input is not JSON.", START);
  }
}

const START = { path: "$", line: 0, byte: 0 };

/**
 * The body as text.
 *
 * @throws JsonTextError for bytes that are not UTF-8; in UTF-16 such bytes become U+FFFD, as .NET transcodes
 */
export function jsonText(request: FastifyRequest): string {
  const encoding = encodingOf(request.raw.headers["content-type"] ?? "") ?? "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: encoding === "utf-8" }).decode(bodyBytes(request));
  } catch {
    throw new JsonTextError("The input is not valid UTF-8.", START);
  }
}
