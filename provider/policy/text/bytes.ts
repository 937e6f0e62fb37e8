import { PolicyError } from "../policy-error";

/** Encodings other than Unicode's that .NET knows, by the name in an XML declaration, lower-case. */
export const SINGLE_BYTE_ENCODINGS: ReadonlySet<string> = new Set([
  "iso-8859-1",
  "latin1",
  "us-ascii",
  "ascii",
]);

/** Whether a text is what a policy's file is called: one line without an element. */
export const isXmlFileName = (text: string): boolean =>
  /^[^<>\r\n]+\.(?:xml|xacml)$/i.test(text.trim());

/** Whether the bytes begin with a byte order mark of UTF-16. */
export const isUtf16 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

/**
 * The text of a policy file: by its byte order mark, else by its XML declaration, else UTF-8.
 *
 * @throws PolicyError for bytes that are not of that encoding, and for an encoding other than
 * UTF-8, UTF-16 with a byte order mark, ISO-8859-1 and US-ASCII.
 */
export function decodePolicy(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decode(bytes, "utf-8");
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes, "utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, "utf-16be");

  const encoding = declaredIn(bytes);
  if (encoding === undefined || encoding === "utf-8") return decode(bytes, "utf-8");
  if (SINGLE_BYTE_ENCODINGS.has(encoding)) return Buffer.from(bytes).toString("latin1");
  throw new PolicyError(
    `the file declares the encoding ${encoding}${
      encoding.startsWith("utf-16") ? " and has no byte order mark" : ""
    }; save it as UTF-8`,
    { line: 1, column: 1 },
  );
}

function declaredIn(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  return /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(head)?.[1]?.toLowerCase();
}

function decode(bytes: Uint8Array, encoding: "utf-8" | "utf-16le" | "utf-16be"): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (cause) {
    const valid = new TextDecoder(encoding).decode(bytes).split("\ufffd", 1)[0] ?? "";
    const lines = valid.split(/\r\n|\r|\n/);
    const place = { line: lines.length, column: (lines[lines.length - 1] ?? "").length + 1 };
    const error = new PolicyError(`bytes that are not ${encoding}; save the file as UTF-8`, place);
    error.cause = cause;
    throw error;
  }
}
