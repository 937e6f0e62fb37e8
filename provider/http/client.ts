import axios, { isAxiosError, type AxiosInstance } from "axios";
import { bulkhead } from "cockatiel";
import { ApiError, mayHaveTakenEffect, NoResponseError } from "../errors";
import { errorWords, HttpAnswer } from "./answer";
import { isTransient, retrying, type RetryRule } from "./retry";
import type { HttpCall } from "./call";
import { wayOutOf } from "./way-out";

export interface HttpSettings {
  /** Seconds after which a call without a whole answer is given up. */
  readonly callTimeoutSeconds: number;
  /** Calls under way at once, over all APIs. */
  readonly parallelCalls: number;
  readonly retry: RetryRule;
  /** Sent with every call, such as an API Management subscription key. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where an authorised call gets its bearer token; see `auth/tokens.ts`. */
export interface BearerSource {
  token(scope: string): Promise<string>;
  /** Asked after an empty 401: both tokens anew, once per process. False when that was done before. */
  renew(scope: string, refused: string): Promise<boolean>;
}

/** The one way out of this process: limits, deadline, retry, bearer token, and answers turned into values or errors. */
export class HttpClient {
  readonly #axios: AxiosInstance;
  readonly #limiter;

  constructor(
    readonly settings: HttpSettings,
    readonly bearer?: BearerSource,
  ) {
    this.#axios = axios.create({
      responseType: "arraybuffer",
      maxRedirects: 0,
      validateStatus: () => true,
      transformResponse: [],
      maxContentLength: 50_000_000,
    });
    this.#limiter = bulkhead(settings.parallelCalls, Number.MAX_SAFE_INTEGER);
  }

  /** Sends `call`, repeatedly when it may be repeated, and answers with one of `call.answers`. */
  async send(call: HttpCall): Promise<HttpAnswer> {
    const read = call.method === "GET";
    const repeatable = call.repeatable ?? read;
    return retrying(
      this.settings.retry,
      (error) =>
        !call.onlyOnce &&
        isTransient(error, read) &&
        (repeatable || (error instanceof NoResponseError && error.neverSent) || saysNotDone(error)),
      () => this.#once(call),
    );
  }

  /** Sends what `call` makes, made anew for every try: an assertion is good for one use. */
  async sendFresh(call: (attempt: number) => Promise<HttpCall>): Promise<HttpAnswer> {
    return retrying(
      this.settings.retry,
      (error) => isTransient(error, true),
      async (attempt) => this.#once(await call(attempt)),
    );
  }

  /**
   * Sends a write that must not be done twice. After a lost or broken answer `tookEffect` is told of it, looks at the server
   * first, and the write is sent again only when it did not. Undefined means that it had taken effect. When the look itself
   * fails, what is thrown is still the error of a write that may have taken effect.
   */
  async sendOnce(
    call: HttpCall,
    tookEffect: (lost: unknown) => Promise<boolean>,
  ): Promise<HttpAnswer | undefined> {
    let unsure: unknown;
    let lost: unknown;
    let looking = false;
    const look = async (): Promise<boolean> => {
      looking = true;
      const done = await tookEffect(lost);
      looking = false;
      unsure = undefined;
      return done;
    };
    try {
      return await retrying(
        this.settings.retry,
        (error) => !looking && isTransient(error, true),
        async (attempt) => {
          if (attempt > 0 && (await look())) return undefined;
          try {
            return await this.#once(call);
          } catch (error) {
            lost = error;
            if (mayHaveTakenEffect(error)) unsure = error;
            throw error;
          }
        },
      );
    } catch (error) {
      throw unsure ?? error;
    }
  }

  async #once(call: HttpCall): Promise<HttpAnswer> {
    const token = call.scope === undefined ? undefined : await this.#bearerOf().token(call.scope);
    const answer = await this.#request(call, token);
    if (answer.status !== 401 || token === undefined || answer.body.length > 0)
      return this.#checked(call, answer);
    const renewed = await this.#bearerOf().renew(call.scope ?? "", token);
    if (!renewed) return this.#checked(call, answer);
    return this.#checked(
      call,
      await this.#request(call, await this.#bearerOf().token(call.scope ?? "")),
    );
  }

  #bearerOf(): BearerSource {
    if (!this.bearer) throw new Error("a call with a scope needs a bearer source");
    return this.bearer;
  }

  #checked(call: HttpCall, answer: HttpAnswer): HttpAnswer {
    if (!call.answers.includes(answer.status) || (answer.status === 404 && answer.isFromElsewhere))
      throw apiError(call, answer);
    // No write is answered with a web page by Altinn: whoever sent one may have kept the write from it.
    if (call.method !== "GET" && answer.status < 300 && answer.body.length > 0 && answer.isHtml)
      throw unreadable(call, answer, "one that Altinn answers with");
    return answer;
  }

  async #request(call: HttpCall, token: string | undefined): Promise<HttpAnswer> {
    return this.#limiter.execute(async () => {
      try {
        const response = await this.#axios.request<ArrayBuffer>({
          method: call.method,
          url: call.url,
          headers: {
            ...this.settings.headers,
            ...call.headers,
            ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          },
          data: call.body,
          signal: AbortSignal.timeout(this.settings.callTimeoutSeconds * 1000),
        });
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [
            name.toLowerCase(),
            String(value),
          ]),
        );
        return new HttpAnswer(response.status, headers, Buffer.from(response.data));
      } catch (error) {
        throw noResponse(call, error, this.settings.callTimeoutSeconds);
      }
    });
  }
}

const saysNotDone = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 429 || (error.status === 503 && error.retryAfterSeconds !== undefined));

export function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}

/** The error for an answer that `call` did not expect. */
export function apiError(call: HttpCall, answer: HttpAnswer): ApiError {
  const words = errorWords(answer);
  const given = {
    method: call.method,
    path: pathOf(call.url),
    status: answer.status,
    ...words,
    emptyBody: answer.body.length === 0,
    retryAfterSeconds: answer.retryAfterSeconds(),
  };
  return new ApiError(
    given,
    call.wayOut?.(answer.status, words.serverCode, given.emptyBody) ?? wayOutOf(call, answer),
  );
}

/** The error for an answer with an expected status whose body cannot be understood. */
export function unreadable(call: HttpCall, answer: HttpAnswer, what: string): ApiError {
  return new ApiError(
    {
      method: call.method,
      path: pathOf(call.url),
      status: answer.status,
      text: `the body is not ${what}${answer.isHtml ? " but an HTML page" : ""}`,
      emptyBody: answer.body.length === 0,
    },
    `Check that ${new URL(call.url).origin} is Altinn and not a proxy or sign-in page, then run the same command again.`,
    "API_UNREADABLE",
  );
}

const NEVER_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

function noResponse(call: HttpCall, error: unknown, timeoutSeconds: number): NoResponseError {
  const url = new URL(call.url);
  // Asking for a token writes nothing that anybody could miss.
  const isWrite = call.method !== "GET" && call.scope !== undefined;
  if (axios.isCancel(error)) {
    return new NoResponseError(
      call.method,
      url,
      `it did not answer within ${String(timeoutSeconds)} seconds`,
      { neverSent: false, isWrite },
    );
  }
  const code = isAxiosError(error) ? (error.code ?? "") : "";
  const message = error instanceof Error ? error.message : "";
  const reason = message.includes(code) ? message : [code, message].filter(Boolean).join(", ");
  const neverSent = NEVER_SENT.has(code);
  return new NoResponseError(call.method, url, reason || "the connection failed", {
    neverSent,
    isWrite,
  });
}
