/** Thrown for bytes that .NET's XML reader refuses, and for XML that is no XACML policy to Altinn's parser. */
export class XmlRefused extends Error {
  override readonly name = "XmlRefused";
}

const DECODERS: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  "us-ascii": "utf-8",
  "iso-8859-1": "latin1",
};

const DECLARED_ENCODING = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/;

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  const declared = DECLARED_ENCODING.exec(Buffer.from(bytes.subarray(0, 200)).toString("latin1"));
  const name = (declared?.[1] ?? "utf-8").toLowerCase();
  const encoding = DECODERS[name];
  if (encoding === undefined) throw new XmlRefused(`The encoding ${name} is not supported.`);
  return encoding;
}

function decode(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  // A TextDecoder calls windows-1252 latin1, so these bytes are taken as they are.
  if (encoding === "latin1") return Buffer.from(bytes).toString("latin1");
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlRefused(`The bytes are not ${encoding}.`);
  }
}

/** Characters that XML 1.0 (2.2) does not have. */
const FORBIDDEN_CHARACTER = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Markup that ends with a text of its own, whatever stands inside. */
const DELIMITED = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

/** ASSUMPTION: nothing that Altinn's parser takes is as deep; its own reader has no limit, and needs less memory for each. */
const DEEPEST = 10_000;

const REFERENCE = /&(?:(?:amp|lt|gt|quot|apos);|#(\d+);|#x([0-9a-fA-F]+);)?/g;

/** Where the markup or text that begins at `at` ends. A pattern would run out of stack on a long tag. */
function endOf(text: string, at: number): number {
  const [opening, closing] = DELIMITED.find(([start]) => text.startsWith(start, at)) ?? [];
  if (closing !== undefined) return past(text.indexOf(closing, at + opening.length), closing, text);
  if (text[at] !== "<") return past(text.indexOf("<", at), "", text);
  let quote: string | undefined;
  for (let place = at + 1; place < text.length; place += 1) {
    const letter = text[place];
    if (quote !== undefined) quote = letter === quote ? undefined : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ">") return place + 1;
  }
  return text.length;
}

const past = (found: number, part: string, text: string): number =>
  found < 0 ? text.length : found + part.length;

function* tokensOf(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    const end = endOf(text, at);
    yield text.slice(at, end);
    at = end;
  }
}

/** At the end of a tag. */
function hasStraySlash(token: string): boolean {
  if (!token.startsWith("<") || !token.endsWith(">")) return false;
  const inside = token.slice(0, -1);
  const name = inside.trimEnd();
  return name.endsWith("//") || (name.endsWith("/") && name !== inside);
}

function checkReferences(text: string): void {
  for (const [reference, decimal, hex] of text.matchAll(REFERENCE)) {
    if (reference === "&") throw new XmlRefused("An ampersand begins no reference.");
    const code = decimal === undefined ? parseInt(hex ?? "20", 16) : Number(decimal);
    const isCharacter =
      code <= 0x10ffff &&
      !(code >= 0xd800 && code <= 0xdfff) &&
      !FORBIDDEN_CHARACTER.test(String.fromCodePoint(code));
    if (!isCharacter) throw new XmlRefused(`${reference} is no character of XML.`);
  }
}

/** A colon in the name, or a character beyond U+EFFFF, which is in no name (XML 1.0, 2.3). */
const NO_INSTRUCTION = /^<\?[^\s?]*[:\u{F0000}-\u{10FFFF}]/u;

/**
 * Decodes an XML document and refuses what .NET's reader refuses and xmldom lets through: a DTD,
 * bare ampersands, characters and character references outside XML 1.0, `]]>` in text, an end tag behind the root, `/ >` and `//>`,
 * what is in no name in that of an instruction, and XML 1.1.
 *
 * @returns the text without a byte order mark, with line ends as XML 1.0 (2.11) has them
 * @throws XmlRefused
 */
export function readXmlText(bytes: Uint8Array): string {
  const text = decode(bytes).replace(/\r\n?/g, "\n");
  if (FORBIDDEN_CHARACTER.test(text)) throw new XmlRefused("A character is not allowed in XML.");
  if (/^<\?xml\s+version\s*=\s*["'](?!1\.0["'])/.test(text)) {
    throw new XmlRefused("Only version 1.0 of XML is read.");
  }
  let depth = 0;
  for (const token of tokensOf(text)) {
    if (NO_INSTRUCTION.test(token))
      throw new XmlRefused("An instruction's name has a character that no name has.");
    if (token.startsWith("<!--") || token.startsWith("<![CDATA[") || token.startsWith("<?")) {
      continue;
    }
    if (token.startsWith("<!")) throw new XmlRefused("A DTD is not allowed.");
    if (token.startsWith("</")) depth -= 1;
    else if (token.startsWith("<") && !token.endsWith("/>")) depth += 1;
    if (hasStraySlash(token)) throw new XmlRefused("A slash of a tag is not before its >.");
    if (depth < 0) throw new XmlRefused("An end tag has no start tag.");
    if (depth > DEEPEST) throw new XmlRefused("Too many elements stand inside one another.");
    if (!token.startsWith("<") && token.includes("]]>")) {
      throw new XmlRefused("']]>' is not allowed in character data.");
    }
    if (token.includes("&")) checkReferences(token);
  }
  return text;
}
