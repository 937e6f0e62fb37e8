import { expect, test } from "@jest/globals";
import { judgeDocument } from "../../provider/cli/documents";
import { readJsonBytes } from "../../provider/cli/documents-json";

/* Each way in which a file is no JSON to the registry: where, and what to write. */

test.each<[string, string]>([
  ['{"a" 1}', "A colon is missing after the name."],
  ['{"a": 1 "b": 2}', "A comma or } is missing after the value."],
  ["[1 2]", "A comma or ] is missing after the value."],
  ["[1.]", "A comma or ] is missing after the value."],
  ["[1ex]", "A comma or ] is missing after the value."],
  ['["a\nb"]', "A text holds a line break or control character."],
  ['["a', "A quote is missing at the end of a text."],
  ['["\\x"]', "A text holds an unknown \\ escape."],
  ['["\\u12"]', "A text holds an unknown \\ escape."],
  ["{a: 1}", "Write names in double quotes."],
  ["{ /* a */ }", "Take the comment out."],
  ['{"a": 1,}', "Take the comma before it out."],
  ["{", "It ends where the name of a member is expected."],
  ['{"a":', "It ends where a value is expected."],
  ["[// a\n1]", "Take the comment out."],
  ["[1,]", "Take the comma before it out, or write a value."],
  ['{"a": }', "Take the comma before it out, or write a value."],
  ["['a']", "Write texts in double quotes."],
  ["[a]", "A value is an object, a list, a text in double quotes, a number, true, false or null."],
  ["[] []", "There is more after the one value."],
])("%j: %s", (body, advice) => {
  const { accepted, reasons } = judgeDocument(Buffer.from(body));
  expect([accepted, reasons.length]).toEqual([false, 1]);
  expect(reasons[0]?.text).toMatch(/ is no JSON, at line \d, byte \d+\. /);
  expect(reasons[0]?.text.endsWith(`. ${advice}`)).toBe(true);
});

test.each<[string, unknown]>([
  [" [ true , false , null ] ", [true, false, null]],
  ['["a b", "\\u00e5\\n"]', ["a b", "\u00e5\n"]],
  ["[0, -12, [ ]]", [0, -12, []]],
])("%j is read", (body, value) => {
  expect(readJsonBytes(Buffer.from(body))).toEqual(value);
});

test.each(["1.25", "1e10", "1E-10", "12.50e+03"])("the number %s is one value", (number) => {
  expect(readJsonBytes(Buffer.from(`[${number}]`))).toEqual([
    expect.objectContaining({ text: number }),
  ]);
});
