import {
  memberPath,
  Members,
  Unusable,
  type Finding,
} from "../resources/resource/document-type-rules";

/*
 * Reads a request body as .NET's Utf8JsonReader does: RFC 8259 without comments and trailing commas, a byte order mark
 * allowed, at most 32 levels (ASP.NET Core's limit). Texts are decoded when a member takes them, so one that is not UTF-8
 * hurts only there. `JSON.parse` hides members of one name and how numbers were written.
 */

const DEEPEST = 32;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Thrown for bytes that are no JSON. */
export class JsonBodyError extends Error {
  constructor(readonly finding: Finding) {
    super(finding.text);
  }
}

/** The value in `bytes`; objects are {@link Members}. Throws {@link JsonBodyError}. */
export function readJsonBytes(bytes: Uint8Array): unknown {
  // One character for each byte: what is between the quotes is decoded by itself.
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Reader(buffer.toString("latin1").replace(/^\u00ef\u00bb\u00bf/, "")).whole();
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class Reader {
  #at = 0;
  #counted = 0;
  #line = 1;

  constructor(readonly text: string) {}

  whole(): unknown {
    const value = this.#value("$", 1);
    this.#take(SPACE);
    if (this.#at < this.text.length) this.#refuse("$", "There is more after the one value.");
    return value;
  }

  #value(path: string, depth: number): unknown {
    this.#take(SPACE);
    const first = this.text[this.#at];
    if (first === "{" || first === "[") {
      if (depth > DEEPEST)
        this.#refuse(path, `Values are nested more than ${String(DEEPEST)} deep.`);
      this.#at += 1;
      return first === "{" ? this.#object(path, depth + 1) : this.#array(path, depth + 1);
    }
    if (first === '"') return decoded(this.#string(path));
    const word = this.#take(WORD);
    if (word !== "") return word === "null" ? null : word === "true";
    const number = this.#take(NUMBER);
    if (number === "") this.#refuse(path, valueAdvice(first));
    return /[.eE]/.test(number) ? new Unusable(number, true) : Number(number);
  }

  #object(path: string, depth: number): Members {
    const entries: [string, unknown, number][] = [];
    this.#take(SPACE);
    if (this.#takeCharacter("}")) return new Members(entries);
    for (let last = path; ;) {
      this.#take(SPACE);
      if (this.text[this.#at] !== '"') this.#refuse(last, nameAdvice(this.text[this.#at]));
      const line = this.#lineHere();
      const name = decoded(this.#string(last));
      const known = typeof name === "string" ? name : name.text;
      last = memberPath(path, known);
      this.#take(SPACE);
      if (!this.#takeCharacter(":")) this.#refuse(last, "A colon is missing after the name.");
      const value = this.#value(last, depth);
      entries.push([known, typeof name === "string" ? value : name, line]);
      this.#take(SPACE);
      if (this.#takeCharacter("}")) return new Members(entries);
      if (!this.#takeCharacter(",")) this.#refuse(last, "A comma or } is missing after the value.");
    }
  }

  #array(path: string, depth: number): unknown[] {
    const elements: unknown[] = [];
    this.#take(SPACE);
    if (this.#takeCharacter("]")) return elements;
    for (;;) {
      const at = `${path}[${String(elements.length)}]`;
      elements.push(this.#value(at, depth));
      this.#take(SPACE);
      if (this.#takeCharacter("]")) return elements;
      if (!this.#takeCharacter(",")) this.#refuse(at, "A comma or ] is missing after the value.");
    }
  }

  /** The text with its quotes, not decoded. */
  #string(path: string): string {
    const start = this.#at;
    for (this.#at += 1; this.text[this.#at] !== '"';) {
      const character = this.text[this.#at];
      if (character === undefined) this.#refuse(path, "A quote is missing at the end of a text.");
      if (character < " ") this.#refuse(path, "A text holds a line break or control character.");
      if (character !== "\\") this.#at += 1;
      else if (this.#take(ESCAPE) === "") this.#refuse(path, "A text holds an unknown \\ escape.");
    }
    this.#at += 1;
    return this.text.slice(start, this.#at);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.#at += found.length;
    return found;
  }

  #takeCharacter(character: string): boolean {
    if (this.text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #lineHere(): number {
    for (; this.#counted < this.#at; this.#counted += 1)
      if (this.text[this.#counted] === "\n") this.#line += 1;
    return this.#line;
  }

  #refuse(path: string, advice: string): never {
    const lines = this.text.slice(0, this.#at).split("\n");
    const where = `line ${String(lines.length)}, byte ${String((lines.at(-1) ?? "").length + 1)}`;
    const subject = path === "$" ? "The file" : path.replace(/^\$\.?/, "");
    const text = `${subject} is no JSON, at ${where}. ${advice}`;
    throw new JsonBodyError({ key: path, status: 400, text });
  }
}

/** The text that stands in `quoted`, or what it looks like when its bytes are not UTF-8. */
function decoded(quoted: string): string | Unusable {
  const bytes = Buffer.from(quoted, "latin1");
  try {
    return JSON.parse(strictUtf8.decode(bytes)) as string;
  } catch {
    return new Unusable(bytes.subarray(1, -1).toString("utf8"), false);
  }
}

function valueAdvice(found: string | undefined): string {
  if (found === undefined) return "It ends where a value is expected.";
  if (found === "/") return "Take the comment out.";
  if (found === "]" || found === "}") return "Take the comma before it out, or write a value.";
  return found === "'"
    ? "Write texts in double quotes."
    : "A value is an object, a list, a text in double quotes, a number, true, false or null.";
}

function nameAdvice(found: string | undefined): string {
  if (found === undefined) return "It ends where the name of a member is expected.";
  if (found === "/") return "Take the comment out.";
  return found === "}" ? "Take the comma before it out." : "Write names in double quotes.";
}
