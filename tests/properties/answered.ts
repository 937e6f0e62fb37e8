import { afterAll, beforeAll, expect } from "@jest/globals";
import fc from "fast-check";
import { AltinnError } from "../../provider/errors";
import { HttpClient } from "../../provider/http/client";
import { answersLike, openAnswering, type Answer } from "./answering";
import { property, type PropertyName } from "./property";
import { isSentence } from "./sentences";

/*
 * Whatever a server answers, a client gives a value of the shape that it promises, or an AltinnError that says what came. That
 * something is not there is only said where the server said so.
 */

/** Stands for every secret: no message may repeat it. */
export const TOKEN = "s3cretT0ken";

const bearer = { token: () => Promise.resolve(TOKEN), renew: () => Promise.resolve(false) };
export const http = new HttpClient(
  { callTimeoutSeconds: 20, parallelCalls: 8, retry: { tries: 3, pause: () => 0 } },
  bearer,
);

let server: Awaited<ReturnType<typeof openAnswering>>;
beforeAll(async () => {
  server = await openAnswering();
});
afterAll(() => server.close());

export interface Asked {
  readonly right: unknown;
  ask(url: string): Promise<unknown>;
  isRight(value: never): boolean;
  /** Whether an answer says that the object is not there; those of a call that never says so are left out. */
  saysGone?(answer: Answer): boolean;
}

export const isText = (value: unknown): boolean => typeof value === "string";
export const bodyOf = ({ body }: Answer): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
const isPage = ({ body, headers }: Answer): boolean =>
  /html/i.test(headers["content-type"] ?? "") ||
  /^\s*<(!doctype|html)/i.test(Buffer.from(body).toString("utf8"));
/** A 404 of the API itself: no web page, and not what Azure's gateway says of an unknown address. */
export const is404 = (answer: Answer): boolean =>
  answer.status === 404 && !isPage(answer) && !isOfGateway(bodyOf(answer));
const isOfGateway = (body: Record<string, unknown> | undefined): boolean =>
  typeof body?.statusCode === "number" && body.status === undefined;
export const isNoContent = ({ status }: Answer): boolean => status === 204;

/** @param found Answers that a call once failed on. */
export function answered(
  name: PropertyName,
  asked: readonly Asked[],
  found: readonly (readonly [status: number, body: unknown])[],
): void {
  const cases = fc.oneof(
    ...asked.map((each) => answersLike(each.right).map((answers) => ({ each, answers }))),
  );
  const examples = found.flatMap(([status, body]) => {
    const answer = { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
    return asked.map((each) => ({ each, answers: [answer] }));
  });
  property(
    name,
    cases,
    async ({ each, answers }) => {
      server.answerWith(answers);
      let value: unknown;
      try {
        value = await each.ask(server.url);
      } catch (error) {
        if (!(error instanceof AltinnError)) throw error;
        if (!isSentence(error.message) || !/\w{3}/.test(error.message))
          throw new Error(`no sentence: ${error.message}`);
        expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(TOKEN);
        return;
      }
      const given = server.given();
      const told = (): string =>
        JSON.stringify(
          given.map((one) => ({ ...one, body: Buffer.from(one.body).toString("utf8") })),
        );
      if (value === undefined) {
        if (!given.some((answer) => each.saysGone?.(answer) ?? false))
          throw new Error(`nobody said that it is gone: ${told()}`);
      } else if (!each.isRight(value as never))
        throw new Error(`${JSON.stringify(value)} is not of the promised shape: ${told()}`);
    },
    { examples },
  );
}

/** What a sentence about a refusal once failed on: objects that have a `toString` of their own, and codes that every object has. */
export const ONCE_FAILED = [
  [400, { validationErrors: [{ paths: [{ toString: "" }] }] }],
  [400, { errors: { a: [{ toString: "" }], b: { toString: null } } }],
  [409, { code: "__proto__" }],
  [403, { code: "constructor" }],
] as const;
