import { describe, expect, test } from "@jest/globals";
import { decodePolicy, isUtf16, isXmlFileName } from "../../../provider/policy/text/bytes";

/* How the bytes of a policy's file become text. */

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const utf16be = (text: string): Uint8Array => Buffer.from(text, "utf16le").swap16();
const withMark = (mark: readonly number[], bytes: Uint8Array): Uint8Array =>
  Uint8Array.from([...mark, ...bytes]);
const errorOf = (bytes: Uint8Array): unknown => {
  try {
    return decodePolicy(bytes);
  } catch (error) {
    return error;
  }
};

const UTF8 = [0xef, 0xbb, 0xbf];
const LITTLE = [0xff, 0xfe];
const BIG = [0xfe, 0xff];
const TEXT = '<?xml version="1.0" encoding="utf-16"?><p>blåbær</p>';

test.each([
  ["a mark of UTF-8, before what is declared", withMark(UTF8, Buffer.from(TEXT, "utf8"))],
  ["a mark of UTF-16, little end first", withMark(LITTLE, Buffer.from(TEXT, "utf16le"))],
  ["a mark of UTF-16, big end first", withMark(BIG, utf16be(TEXT))],
])("%s", (_, bytes) => {
  expect(decodePolicy(bytes)).toBe(TEXT);
});

test.each(["iso-8859-1", "ISO-8859-1", "latin1", "us-ascii", "ascii"])(
  "as the declaration says: %s",
  (encoding) => {
    const text = `<?xml version='1.0' encoding = '${encoding}'?><p>blåbær</p>`;
    expect(decodePolicy(latin1(text))).toBe(text);
  },
);

test.each([
  ["as UTF-8", '<?xml version="1.0" encoding="UTF-8"?><p>blåbær</p>'],
  ["without an encoding", '<?xml version="1.0"?><p encoding="latin1">blåbær</p>'],
  ["not at the beginning", '<!-- --><?xml version="1.0" encoding="latin1"?><p>blåbær</p>'],
  ["in a word", '<?xml version="1.0" xencoding="latin1"?><p>blåbær</p>'],
  ["not at all", "<p>blåbær</p>"],
])("declared %s: UTF-8", (_, text) => {
  expect(decodePolicy(Buffer.from(text, "utf8"))).toBe(text);
});

describe("what cannot be read", () => {
  test.each([
    [
      "utf-16",
      "the file declares the encoding utf-16 and has no byte order mark; save it as UTF-8",
    ],
    ["UTF-16LE", "the file declares the encoding utf-16le and has no byte order mark; save it"],
    ["koi8-r", "the file declares the encoding koi8-r; save it as UTF-8"],
  ])("declared as %s", (encoding, problem) => {
    const error = errorOf(latin1(`<?xml version="1.0" encoding="${encoding}"?><p/>`));
    expect(error).toMatchObject({ message: expect.stringContaining(problem), line: 1, column: 1 });
  });

  test.each([
    ["half a mark of UTF-8", Uint8Array.from([0xef, 0xbb, 0x3c]), "utf-8", 1, 1],
    ["another half", Uint8Array.from([0xef, 0x3c, 0xbf]), "utf-8", 1, 1],
    ["its end alone", Uint8Array.from([0x3c, 0xbb, 0xbf]), "utf-8", 1, 2],
    ["half a mark of UTF-16", Uint8Array.from([0xff, 0x3c]), "utf-8", 1, 1],
    ["its other half", Uint8Array.from([0x3c, 0xfe]), "utf-8", 1, 2],
    ["half of the other", Uint8Array.from([0xfe, 0x3c]), "utf-8", 1, 1],
    ["and its other half", Uint8Array.from([0x3c, 0xff]), "utf-8", 1, 2],
    [
      "a mark and half a character",
      Uint8Array.from([...LITTLE, 0x3c, 0x00, 0x3c]),
      "utf-16le",
      1,
      2,
    ],
    ["Latin letters", latin1("<p>\r\n<q>\r<r>\nblå</r>"), "utf-8", 4, 3],
  ])("%s", (_, bytes, encoding, line, column) => {
    expect(errorOf(bytes)).toMatchObject({
      message: expect.stringContaining(`bytes that are not ${encoding}; save the file as UTF-8`),
      line,
      column,
    });
  });
});

test.each([
  [[0xff, 0xfe], true],
  [[0xfe, 0xff], true],
  [[0xff, 0x3c], false],
  [[0xfe, 0x3c], false],
  [[0x3c, 0xfe], false],
  [[0x3c, 0xff], false],
  [[], false],
])("bytes %j begin with a mark of UTF-16: %s", (bytes, is) => {
  expect(isUtf16(Uint8Array.from(bytes))).toBe(is);
});

test.each([
  ["policy.xml", true],
  ["  policies/tt02.XACML\n", true],
  ["<p>\npolicy.xml", false],
  ["<p/>policy.xml", false],
  ["first\nsecond.xml", false],
  ["policy.xml.bak", false],
  ["policyxml", false],
  [".xml", false],
])("%j is a file's name: %s", (text, is) => {
  expect(isXmlFileName(text)).toBe(is);
});
