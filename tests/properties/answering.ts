import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { anyJson, anyText } from "./any";

/* A server that answers whatever it is told to, and what it may be told. */

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Answers every request with the next of the answers that it was given last, over and over. */
export async function openAnswering() {
  let answers: readonly Answer[] = [];
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const answer = answers[asked % answers.length];
      asked += 1;
      response.writeHead(answer?.status ?? 500, answer?.headers);
      response.end(answer?.body);
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    answerWith(given: readonly Answer[]): void {
      answers = given;
      asked = 0;
    },
    /** The answers that were given out, in order. */
    given: (): Answer[] =>
      Array.from({ length: asked }, (_, at) => answers[at % answers.length]).filter(
        (answer) => answer !== undefined,
      ),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const STATUSES = [200, 201, 204, 400, 401, 403, 404, 409, 412, 429, 500, 502, 503];
const status = fc.oneof(
  { weight: 4, arbitrary: fc.constant(200) },
  { weight: 4, arbitrary: fc.constantFrom(...STATUSES) },
  { weight: 1, arbitrary: fc.integer({ min: 200, max: 599 }) },
);
const headers = fc
  .record(
    {
      "content-type": fc.constantFrom(
        "application/json",
        "application/problem+json",
        "text/html",
        "text/plain",
        "",
        "nonsense",
      ),
      etag: fc.constantFrom('"1"', '"2"', "W/", ""),
      "retry-after": fc.constantFrom(
        "0",
        "1",
        "-1",
        "soon",
        "9999999999",
        "Wed, 21 Oct 2015 07:28:00 GMT",
      ),
      date: fc.constantFrom("Wed, 21 Oct 2015 07:28:00 GMT", "now", ""),
      "content-encoding": fc.constantFrom("gzip", "identity", "nonsense"),
      location: fc.constantFrom("/", "http://127.0.0.1:1/", "::"),
    },
    { requiredKeys: [] },
  )
  .map((each) =>
    each["content-encoding"] === "gzip" ? each : { ...each, "content-encoding": undefined },
  )
  .map(
    (each) =>
      Object.fromEntries(Object.entries(each).filter(([, value]) => value !== undefined)) as Record<
        string,
        string
      >,
  );

const problem = fc.record(
  {
    code: fc.oneof(fc.constantFrom("BRO-07004", "BRO-00025", "BRO-00021", "RR-00001"), anyJson),
    status: fc.oneof(status, anyJson),
    statusCode: anyJson,
    title: anyJson,
    detail: anyJson,
    error: fc.oneof(fc.constantFrom("invalid_grant", "invalid_scope"), anyJson),
    error_description: fc.oneof(fc.constantFrom("is in the future", "MP-200"), anyJson),
    error_uri: anyJson,
    message: anyJson,
    errors: anyJson,
    validationErrors: fc.oneof(anyJson, fc.array(fc.oneof(anyJson, fc.record({ paths: anyJson })))),
    traceId: anyJson,
  },
  { requiredKeys: [] },
);

/** `value` with something in it, at some depth, otherwise or gone. */
function damaged(value: unknown): fc.Arbitrary<unknown> {
  return fc
    .tuple(
      fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
      fc.option(anyJson, { nil: undefined }),
    )
    .map(([path, by]) => {
      const copy = structuredClone(value);
      let at: unknown = copy;
      for (const [depth, number] of path.entries()) {
        if (at === null || typeof at !== "object") return by;
        const keys = Object.keys(at);
        const key = keys[number % Math.max(1, keys.length)];
        if (key === undefined) return by;
        const inner = (at as Record<string, unknown>)[key];
        if (
          depth === path.length - 1 ||
          inner === null ||
          typeof inner !== "object" ||
          number % 3 === 0
        ) {
          if (by === undefined) Reflect.deleteProperty(at, key);
          else (at as Record<string, unknown>)[key] = by;
          return copy;
        }
        at = inner;
      }
      return copy;
    });
}

/** Answers of every kind: the right body, the right one damaged, a refusal of any shape, and what is no JSON at all. */
export const answersLike = (right: unknown): fc.Arbitrary<Answer[]> =>
  fc.array(
    fc.record({
      status,
      headers,
      body: fc.oneof(
        { weight: 3, arbitrary: damaged(right).map(json) },
        { weight: 2, arbitrary: fc.constant(json(right)) },
        { weight: 3, arbitrary: problem.map(json) },
        { weight: 1, arbitrary: anyJson.map(json) },
        { weight: 1, arbitrary: anyText.map((text) => Buffer.from(text)) },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) },
        {
          weight: 1,
          arbitrary: fc
            .constantFrom("<!doctype html><p>no", "<HTML>", " <html><body>sign in", "")
            .map((text) => Buffer.from(text)),
        },
      ),
    }),
    { minLength: 1, maxLength: 4 },
  );

/** `undefined`, which is no JSON, is no body. */
const json = (value: unknown): Uint8Array =>
  Buffer.from(
    value === undefined
      ? ""
      : typeof value === "string" && value.startsWith("eyJ")
        ? value
        : JSON.stringify(value),
  );
