import { expect, test } from "@jest/globals";
import { errorWords, HttpAnswer } from "../../provider/http/answer";

/* The words of a refusal, of whatever shape its body is. */

const words = (body: unknown): string =>
  errorWords(new HttpAnswer(400, {}, Buffer.from(JSON.stringify(body)))).text;

test.each([
  ["texts", { errors: { name: ["too long", "odd"] } }, "name: too long odd"],
  ["an object", { errors: { name: [{ a: 1 }], "": null } }, 'name: {"a":1}; null'],
  ["an object with a toString", { errors: { name: { toString: "" } } }, 'name: {"toString":""}'],
  [
    "paths that are none",
    { validationErrors: [{ code: "C", paths: ["/a", { toString: "" }, null] }] },
    'C /a, {"toString":""}, null',
  ],
])("%s for a message", (_what, body, expected) => {
  expect(words(body)).toBe(expected);
});
