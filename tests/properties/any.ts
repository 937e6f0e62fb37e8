import fc from "fast-check";

/* Inputs of no shape, with what has broken programs before among them. */

/** Any text: letters of every script, half characters, control characters, and texts that mean something to JavaScript. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: "grapheme", maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "",
      " ",
      "\n",
      "\r",
      "a\rb",
      " a ",
      "\t",
      "\u0000",
      "\ufeff",
      "\ufffe",
      "\ud800",
      "\u2028",
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "null",
      "undefined",
      "NaN",
      "[object Object]",
      "]]>",
      "&amp;",
      "&#13;",
      "<a/>",
      '"',
      "'",
      "a, b",
      "%",
      "${a}",
    ),
  },
);

/** Any JSON value, with names and texts as above. */
export const anyJson: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    anyText,
    fc.constantFrom(null, true, false, 0, -1, 1, 0.5, 1e21, 2 ** 53, 991825827),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.array(fc.tuple(anyText, tie("value")), { maxLength: 3 }).map(fromEntries),
  ),
})).value;

/** As `JSON.parse` makes an object: `__proto__` is a name like any other. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): unknown {
  return JSON.parse(
    `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`,
  );
}
