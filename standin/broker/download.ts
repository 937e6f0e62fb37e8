/** A part of a file: first byte and number of bytes. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/**
 * The part that a `Range` header asks for.
 * @returns undefined for the whole file: no header, or one that is ignored (malformed, another unit, several
 * ranges; RFC 9110 section 14.2); "unsatisfiable" when the file has no such bytes
 */
export function requestedRange(
  header: string | undefined,
  size: number,
): ByteRange | "unsatisfiable" | undefined {
  const match = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "");
  const [, first = "", last = ""] = match ?? [];
  if (!match || (first === "" && last === "")) {
    return undefined;
  }
  const from = first === "" ? undefined : Number(first);
  const to = last === "" ? undefined : Number(last);
  if (from !== undefined && to !== undefined && to < from) {
    return undefined;
  }
  const offset = from ?? Math.max(size - (to ?? 0), 0);
  const end = from === undefined ? size : Math.min((to ?? Infinity) + 1, size);
  return offset >= end ? "unsatisfiable" : { offset, length: end - offset };
}

/**
 * `Content-Disposition` as ASP.NET writes it for a file result: a plain name with `_` for what is not ASCII,
 * quoted when it is no token, and the real name in `filename*` (RFC 6266, RFC 5987).
 */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\x20-\x7e]/g, "_");
  const quoted = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(plain)
    ? plain
    : `"${plain.replace(/["\\]/g, "\\$&")}"`;
  const encoded = Buffer.from(fileName, "utf8").reduce(
    (text, byte) =>
      text +
      (/[!#$&+.^_`|~0-9A-Za-z-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`),
    "",
  );
  return `attachment; filename=${quoted}; filename*=UTF-8''${encoded}`;
}
