/** Where in a JSON text something stands, in the words of System.Text.Json. */
export interface JsonPosition {
  /** JSON path, such as `$.resourceReferences[0].referenceType`. */
  readonly path: string;
  /** Lines before this one. */
  readonly line: number;
  /** Bytes of this line that had been read. */
  readonly byte: number;
}

/** Thrown for text that is not JSON by RFC 8259, or that is too deep. */
export class JsonTextError extends Error {
  override readonly name = "JsonTextError";
  constructor(
    message: string,
    readonly position: JsonPosition,
  ) {
    super(message);
  }
}

/** How many arrays and objects may lie in one another: ASP.NET Core's limit for a request body. */
const DEEPEST = 32;

const UNENDED =
  "Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed.";
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;
const SIMPLE_NAME = /^[^ .'/"[\]()\t\n\r\f\b\\\u0085\u2028\u2029]+$/;

/** The path of a member: plain names follow a dot, others stand in brackets. */
export function memberPath(path: string, name: string): string {
  return SIMPLE_NAME.test(name) ? `${path}.${name}` : `${path}['${name}']`;
}

const STRING_OR_BRACKET = /"[^"\\]*(?:\\.[^"\\]*)*"|[[{\]}]/gs;

/** Whether arrays and objects lie deeper in one another than a body may have them. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const [token] of text.matchAll(STRING_OR_BRACKET)) {
    if (token === "[" || token === "{") depth += 1;
    else if (token === "]" || token === "}") depth -= 1;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/**
 * Walks over a JSON text and tells where each value begins to be known.
 *
 * It is slower than `JSON.parse` and is used for request bodies that were refused, to say where, and for files.
 *
 * @param repeated called for each member whose object has had one of its name; the last one counts
 * @returns the position of every value, by its path
 * @throws JsonTextError for text that is not JSON, or too deep
 */
export function scanJson(
  text: string,
  repeated?: (member: JsonPosition) => void,
): Map<string, JsonPosition> {
  const positions = new Map<string, JsonPosition>();
  let at = 0;
  let depth = 0;
  let topLevelMember: string | undefined;
  const told = { at: 0, line: 0, byte: 0 };

  /** `at` never goes back, so that each part of the text is counted once. */
  function position(path: string): JsonPosition {
    const lines = text.slice(told.at, at).split("\n");
    if (lines.length > 1) told.byte = 0;
    told.line += lines.length - 1;
    told.byte += Buffer.byteLength(lines.at(-1) ?? "");
    told.at = at;
    return { path, line: told.line, byte: told.byte };
  }
  function refuse(path: string, message?: string): never {
    const found = text[at];
    const said =
      message ?? (found === undefined ? UNENDED : `'${found}' is an invalid start of a value.`);
    throw new JsonTextError(said, position(path));
  }
  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const matched = pattern.exec(text)?.[0];
    if (matched !== undefined) at += matched.length;
    return matched;
  }
  function takeCharacter(character: string): boolean {
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }
  /**
   * ASSUMPTION: what is too deep lies in a top-level member that no model has. System.Text.Json skips
   * such a member whole, so the error has the member's own path.
   */
  function enter(path: string, kind: "array" | "object"): void {
    positions.set(path, position(path));
    depth += 1;
    if (depth <= DEEPEST) return;
    refuse(
      topLevelMember ?? "$",
      `The maximum configured depth of ${String(DEEPEST)} has been exceeded. Cannot read next JSON ${kind}.`,
    );
  }
  /** What is wrong between two members is told by the path of their object. */
  function readMembers(path: string): void {
    take(SPACE);
    if (takeCharacter("}")) return;
    for (;;) {
      take(SPACE);
      const name = take(STRING);
      if (name === undefined)
        refuse(path, at < text.length ? "Expected a member name." : undefined);
      const member = memberPath(path, JSON.parse(name) as string);
      if (positions.has(member)) repeated?.(position(member));
      if (depth === 1) topLevelMember = member;
      take(SPACE);
      if (!takeCharacter(":")) refuse(path, at < text.length ? "Expected a colon." : undefined);
      readValue(member);
      take(SPACE);
      if (takeCharacter("}")) return;
      if (!takeCharacter(",")) refuse(path, at < text.length ? "Expected a comma." : undefined);
    }
  }
  function readElements(path: string): void {
    take(SPACE);
    if (takeCharacter("]")) return;
    for (let index = 0; ; index += 1) {
      const element = `${path}[${String(index)}]`;
      readValue(element);
      take(SPACE);
      if (takeCharacter("]")) return;
      if (!takeCharacter(",")) refuse(element, at < text.length ? "Expected a comma." : undefined);
    }
  }
  function readValue(path: string): void {
    take(SPACE);
    if (takeCharacter("{")) {
      enter(path, "object");
      readMembers(path);
      depth -= 1;
    } else if (takeCharacter("[")) {
      enter(path, "array");
      readElements(path);
      depth -= 1;
    } else {
      if ((take(STRING) ?? take(NUMBER) ?? take(WORD)) === undefined) refuse(path);
      positions.set(path, position(path));
    }
  }

  readValue("$");
  take(SPACE);
  if (at < text.length) {
    refuse("$", `'${text[at] ?? ""}' is invalid after a single JSON value. Expected end of data.`);
  }
  return positions;
}
