import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { formatted } from "../support/formatted";
import { literal, stringLiteral } from "../../provider/program-writer/literal";

/* Values as TypeScript: whatever stands in them comes back, and a formatter changes nothing. */

const read = (code: string): unknown =>
  JSON.parse(runInNewContext(`JSON.stringify(${code})`) as string) as unknown;

const SEED = { seed: 20_261_130 };

const hostile = [
  "${process.exit(1)}",
  "`back` 'one' \"two\"",
  'only "double"',
  "it's",
  "a\nb\r\nc\td",
  "\u2028 \u2029 \ufeff \u0000 \u007f",
  "back\\slash \\n \\u0041",
  "*/ // <!-- </script>",
  "👩‍👩‍👧 😀 æøå",
  "\ud800 half",
  "\u202etxet",
];

test.each(hostile)("the text %j comes back", (text) => {
  expect(read(stringLiteral(text))).toBe(text);
  expect(stringLiteral(text)).not.toMatch(/[\n\r\u2028\u2029\u202e]/);
});

test("any text comes back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(read(stringLiteral(text))).toBe(text);
    }),
    SEED,
  );
});

test("any value comes back, __proto__ as a key too", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // As JSON writes it, where -0 is 0.
      expect(read(`(${literal(value)})`)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    SEED,
  );
  const own = JSON.parse('{"__proto__":{"a":1},"constructor":"b"}') as object;
  expect(JSON.stringify(read(`(${literal(own)})`))).toBe(JSON.stringify(own));
});

test("prettier leaves it as it is", () => {
  const long = "lang tekst ".repeat(12);
  const values = [
    { title: { nb: "x", nn: "it's", en: 'say "x"' }, description: { nb: long, "nb-NO": long } },
    { homepage: long, isPartOf: "short", keywords: [{ word: long, language: "nb" }] },
    { spatial: [], contactPoints: [{}], produces: ["a", "b"], thematicAreas: [long, long] },
    { availableForType: ["PrivatePerson", "LegalEntityEnterprise", "Company", "BankruptcyEstate"] },
    { "a b": 1, b: true, c: null, consentMetadata: { aar: { optional: false }, tom: {} } },
    {
      references: [
        { a: "1", b: "2" },
        { a: "3", b: "4" },
      ],
      one: [{ a: "1" }],
      two: [{ a: 1 }, {}],
    },
    { text: "bokmål ".repeat(11), emoji: "😀".repeat(35) },
  ];
  const files = Object.fromEntries(
    values.map((value, at) => [
      `value-${String(at)}.ts`,
      `export const value = ${literal(value)};\n`,
    ]),
  );
  expect(formatted(files)).toEqual(files);
});
