import { errorWords, HttpAnswer } from "../../provider/http/answer";

const answer = (body: string, headers: Record<string, string> = {}, status = 400) =>
  new HttpAnswer(status, headers, Buffer.from(body));
const said = (body: unknown) => errorWords(answer(JSON.stringify(body)));

test.each<[string, string, Record<string, string>, boolean]>([
  ["a page by its type", "x", { "content-type": "text/html; charset=utf-8" }, true],
  ["a page by its type, XHTML", "x", { "content-type": "application/xhtml+xml" }, false],
  ["a page by its first words", "\n <!DOCTYPE html><p>x", {}, true],
  ["a page by its first tag", "<HTML><body>", {}, true],
  ["XML", "<htmlish/>", { "content-type": "text/xml" }, false],
  ["a text about html", "no <html> here", { "content-type": "text/plain" }, false],
  ["nothing", "", {}, false],
])("%s", (_what, body, headers, isHtml) => {
  expect(answer(body, headers).isHtml).toBe(isHtml);
});

test.each<[string, boolean]>([
  ["<html></html>", true],
  ['{"statusCode":404,"message":"Resource not found"}', true],
  ['{"statusCode":404,"status":404}', false],
  ['{"statusCode":"404"}', false],
  ['{"status":404,"title":"Not Found"}', false],
  ['"statusCode"', false],
  ["", false],
])("whether %s comes from elsewhere: %s", (body, isFromElsewhere) => {
  expect(answer(body).isFromElsewhere).toBe(isFromElsewhere);
});

const NOW = Date.parse("2026-11-30T08:00:00Z");

test.each<[string | undefined, number | undefined]>([
  [undefined, undefined],
  ["7", 7],
  [" 7 ", 7],
  ["0", 0],
  ["7s", undefined],
  ["Mon, 30 Nov 2026 08:00:30 +0000", 30],
  ["Mon, 30 Nov 2026 08:00:30 GMT", 30],
  ["Mon, 30 Nov 2026 07:59:30 GMT", 0],
])("Retry-After %j asks for %j seconds", (header, seconds) => {
  const headers: Record<string, string> = header === undefined ? {} : { "retry-after": header };
  expect(answer("", headers).retryAfterSeconds(NOW)).toBe(seconds);
});

test("half a second until a date is a whole one", () => {
  const headers = { "retry-after": "Mon, 30 Nov 2026 08:00:30 GMT" };
  expect(answer("", headers).retryAfterSeconds(NOW + 500)).toBe(30);
});

test.each<[unknown, string]>([
  [{ detail: "d", title: "t", error: "e", message: "m" }, "d"],
  [{ title: "t", error: "e", message: "m" }, "t"],
  [{ detail: "", title: "t" }, "t"],
  [{ error: "e", message: "m" }, "e"],
  [{ message: "m" }, "m"],
  [{ detail: 7, message: "m" }, "m"],
  [{}, ""],
  ["a sentence", "a sentence"],
  [{ title: "t", errors: { a: ["x", "y"], b: "z", "": ["whole"] } }, "t; a: x y; b: z; whole"],
  [
    { title: "t", errors: { a: [{ b: 1 }, 2, null], c: { d: "e" } } },
    't; a: {"b":1} 2 null; c: {"d":"e"}',
  ],
  [{ title: "t", errors: "none" }, "t"],
  [
    {
      detail: "d",
      validationErrors: [
        { code: "RR-1", title: "t", detail: "wrong", paths: ["/a", "/b"] },
        { code: "RR-2", paths: "/a" },
        "no object",
      ],
    },
    "d; RR-1 t wrong /a, /b; RR-2",
  ],
  [{ detail: "d", validationErrors: {} }, "d"],
  [{ detail: "d", validationErrors: [null, 7, { code: "RR-1" }] }, "d; RR-1"],
  [{ errors: { a: ["x"] }, validationErrors: [{}] }, "a: x"],
])("%j says %j", (body, text) => {
  expect(said(body).text).toBe(text);
});

test("code and trace are kept when they are texts", () => {
  expect(said({ code: "BRO-1", traceId: "00-1", detail: "d" })).toEqual({
    serverCode: "BRO-1",
    text: "d",
    traceId: "00-1",
  });
  expect(said({ code: 7, traceId: null, detail: "d" })).toEqual({
    serverCode: undefined,
    text: "d",
    traceId: undefined,
  });
});

test.each([
  [600, "x".repeat(600)],
  [601, `${"x".repeat(600)}...`],
])("a text of %d characters", (length, text) => {
  const long = "x".repeat(length);
  expect(said(long).text).toBe(text);
  expect(said({ detail: long }).text).toBe(text);
  expect(errorWords(answer(` ${long}\n`)).text).toBe(text);
});

test("a page is named, not repeated", () => {
  expect(errorWords(answer("<html>secret</html>")).text).toBe("an HTML page");
});
