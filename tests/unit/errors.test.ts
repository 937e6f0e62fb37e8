import {
  ApiError,
  mayHaveTakenEffect,
  messageOf,
  NoResponseError,
  ProxyError,
  TokenError,
  withoutTokens,
  type ApiAnswer,
} from "../../provider/errors";

/* What an error says, what it keeps back, and what it lets its reader conclude. */

const URL_OF_CALL = new URL("https://platform.altinn.no/broker/api/v1/resource/x?secret=1");
const answer = (more: Partial<ApiAnswer> = {}): ApiAnswer => ({
  method: "PUT",
  path: "/broker/api/v1/resource/x",
  status: 400,
  text: "",
  emptyBody: false,
  ...more,
});
const refused = (more: Partial<ApiAnswer> = {}): string =>
  new ApiError(answer(more), "Do so.").message;

describe("what looks like a token is cut out of a text", () => {
  const header = "eyJhbGciOiJSUzI1NiJ9";
  test.each([
    [`${header}.eyJzY29wZSI6IngifQ.c2ln_-`, "[token]"],
    [`${header}.eyJzY29wZSI6IngifQ`, "[token]"],
    [`${header}.eyJzY29wZSI6IngifQ.`, "[token]"],
    [header, "[token]"],
    ["eyJ12345678", "[token]"],
    [`Bearer ${header}.e30.c2ln is too old`, "Bearer [token] is too old"],
    [`first ${header}.e30.c2ln, then ${header}`, "first [token], then [token]"],
    [`${header}.e30.c2ln.rest`, "[token].rest"],
    // Too short for a header, or none at all.
    ["eyJ1234567", "eyJ1234567"],
    ["eyJ is how one begins", "eyJ is how one begins"],
    ["eyJ ------ --------", "eyJ ------ --------"],
  ])("%s", (text, left) => {
    expect(withoutTokens(text)).toBe(left);
  });

  test("of an answer as well, in the words and in what is kept of them", () => {
    const error = new ApiError(answer({ text: `${header}.e30.c2ln is no token of ours` }), "Go.");
    expect(error.message).toContain("[token] is no token of ours");
    expect(JSON.stringify({ ...error })).not.toContain("e30");
  });
});

describe("what was answered", () => {
  test.each<[Partial<ApiAnswer>, string]>([
    [{ text: "v1.2 is not it." }, "answered 400: v1.2 is not it. Do so."],
    [{ text: "No", serverCode: "BRO-00025" }, "answered 400: BRO-00025 No. Do so."],
    [{ serverCode: "BRO-00025" }, "answered 400: BRO-00025. Do so."],
    [{ text: "No", traceId: "00-1" }, "answered 400: No (trace 00-1). Do so."],
    [{ emptyBody: true }, "answered 400 with an empty body. Do so."],
  ])("is told: %p", (more, words) => {
    expect(refused(more)).toBe(`PUT /broker/api/v1/resource/x ${words}`);
  });
});

describe("a write without an answer", () => {
  const without = (neverSent: boolean, isWrite: boolean): NoResponseError =>
    new NoResponseError("PUT", URL_OF_CALL, "it broke", { neverSent, isWrite, wayOut: "Do so." });

  test.each([
    [false, true, " It may have been carried out all the same."],
    [true, true, ""],
    [false, false, ""],
    [true, false, ""],
  ])("never sent %p, a write %p", (neverSent, isWrite, doubt) => {
    expect(without(neverSent, isWrite).message).toBe(
      `PUT https://platform.altinn.no/broker/api/v1/resource/x got no answer: it broke.${doubt} Do so.`,
    );
  });

  test("may have taken effect unless it never reached the server", () => {
    expect(mayHaveTakenEffect(without(false, true))).toBe(true);
    expect(mayHaveTakenEffect(without(true, true))).toBe(false);
  });

  test("that a proxy answered never reached it", () => {
    const error = new ProxyError("PUT", URL_OF_CALL, "http://proxy:8080", 407, "Do so.");
    expect(error.message).toMatch(
      /the proxy http:\/\/proxy:8080 answered 407 in its place\. Do so/,
    );
    expect([error.status, error.neverSent, mayHaveTakenEffect(error)]).toEqual([407, true, false]);
  });

  test.each([
    [400, false],
    [412, false],
    [499, false],
    [500, true],
    [502, true],
    [503, false],
    [504, true],
  ])("a write answered %d may have taken effect: %p", (status, may) => {
    expect(mayHaveTakenEffect(new ApiError(answer({ status }), ""))).toBe(may);
  });

  test("an answer that cannot be read says as little as none", () => {
    const unreadable = new ApiError(answer({ status: 200 }), "", "API_UNREADABLE");
    expect(mayHaveTakenEffect(unreadable)).toBe(true);
    expect(mayHaveTakenEffect(new Error("elsewhere"))).toBe(false);
    expect(mayHaveTakenEffect("elsewhere")).toBe(false);
  });
});

test.each([
  ["scope", true],
  ["grant", true],
  ["key", false],
] as const)("a token refused for its %s lacks the scope: %p", (about, lacks) => {
  const refusal = { about, reason: "", wayOut: "" } as never;
  expect(new TokenError("no", { refusal }).lacksScope).toBe(lacks);
  expect(new TokenError("no").lacksScope).toBe(false);
});

test("what is thrown and is no error is told as it is", () => {
  expect(messageOf("just words")).toBe("just words");
});
