import type { AxiosInstance, AxiosProxyConfig } from "axios";
import { bulkhead } from "cockatiel";
import { ApiError, mayHaveTakenEffect, NoResponseError, ProxyError } from "../errors";
import { ownVersion } from "../own-version";
import { errorWords, HttpAnswer } from "./answer";
import { axios } from "./axios";
import type { HttpCall } from "./call";
import { goesThrough, proxyWords, type Proxy } from "./proxy";
import { isTransient, retrying, type RetryRule } from "./retry";
import { wayOutOf, wayOutOfCertificate, wayPastGateway, wayPastProxy, wayToProxy } from "./way-out";

/** Who asks, for the logs of Altinn's operators (RFC 9110 section 10.1.5). Nothing in it depends on the user. */
const USER_AGENT = `pulumi-altinn-broker/${ownVersion()} node/${process.versions.node}`;

/** Bytes of the largest answer that is read, where the call names no other number. */
const LARGEST_ANSWER = 50_000_000;

export interface HttpSettings {
  /** Seconds after which a call without a whole answer is given up. */
  readonly callTimeoutSeconds: number;
  /** Calls under way at once, over all APIs. */
  readonly parallelCalls: number;
  readonly retry: RetryRule;
  /** Key of Altinn's API Management, and where it is sent: it is nobody else's business. */
  readonly subscription?: { readonly key: string; readonly origin: string } | undefined;
  /** The proxy for what is not on this machine; without one every call goes straight. */
  readonly proxy?: Proxy | undefined;
}

/** Where an authorised call gets its bearer token; see `auth/tokens.ts`. */
export interface BearerSource {
  token(scope: string): Promise<string>;
  /** Asked after an empty 401: both tokens anew, once per process. False when that was done before. */
  renew(scope: string, refused: string): Promise<boolean>;
}

/** The one way out of this process: limits, deadline, retry, bearer token, and answers turned into values or errors. */
export class HttpClient {
  #axios: AxiosInstance | undefined;
  readonly #limiter;

  constructor(
    readonly settings: HttpSettings,
    readonly bearer?: BearerSource,
  ) {
    this.#limiter = bulkhead(settings.parallelCalls, Number.MAX_SAFE_INTEGER);
  }

  /** Sends `call`, repeatedly when it may be repeated, and answers with one of `call.answers`. */
  async send(call: HttpCall): Promise<HttpAnswer> {
    const read = call.method === "GET";
    const repeatable = call.repeatable ?? read;
    const answer = retrying(
      this.settings.retry,
      (error) =>
        !call.onlyOnce &&
        call.signal?.aborted !== true &&
        isTransient(error, read) &&
        (repeatable || (error instanceof NoResponseError && error.neverSent) || saysNotDone(error)),
      () => this.#once(call),
    );
    return call.signal === undefined ? answer : Promise.race([answer, ended(call, call.signal)]);
  }

  /** Sends what `call` makes, made anew for every try: an assertion is good for one use. */
  async sendFresh(call: () => Promise<HttpCall>): Promise<HttpAnswer> {
    return retrying(
      this.settings.retry,
      (error) => isTransient(error, true),
      async () => this.#once(await call()),
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

  #subscriptionFor({ url }: HttpCall): Readonly<Record<string, string>> {
    const { subscription } = this.settings;
    return subscription && new URL(url).origin === subscription.origin
      ? { "Ocp-Apim-Subscription-Key": subscription.key }
      : {};
  }

  /** A refusal is told to people, and a gateway may repeat in it the subscription key that it was sent. */
  #untold(status: number, body: Buffer): Buffer {
    const { subscription } = this.settings;
    if (!subscription || status < 300 || !body.includes(subscription.key)) return body;
    return Buffer.from(body.toString("utf8").replaceAll(subscription.key, "[subscription key]"));
  }

  #sender(): AxiosInstance {
    return (this.#axios ??= axios().create({
      responseType: "arraybuffer",
      maxRedirects: 0,
      validateStatus: () => true,
      transformResponse: [],
    }));
  }

  async #request(call: HttpCall, token: string | undefined): Promise<HttpAnswer> {
    const { proxy: given } = this.settings;
    const proxy = given && goesThrough(given, call.url) ? given : undefined;
    return this.#limiter.execute(async () => {
      const sender = this.#sender();
      const timeout = AbortSignal.timeout(this.settings.callTimeoutSeconds * 1000);
      try {
        const response = await sender.request<ArrayBuffer>({
          method: call.method,
          url: call.url,
          headers: {
            "User-Agent": USER_AGENT,
            ...this.#subscriptionFor(call),
            ...call.headers,
            ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
          },
          data: call.body,
          maxContentLength: call.largestAnswer ?? LARGEST_ANSWER,
          proxy: proxy ? axiosProxy(proxy) : false,
          signal: call.signal === undefined ? timeout : AbortSignal.any([timeout, call.signal]),
        });
        if (proxy && !cameOverTls(response.request)) throw proxyError(call, proxy, response.status);
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [
            name.toLowerCase(),
            String(value),
          ]),
        );
        return new HttpAnswer(
          response.status,
          headers,
          this.#untold(response.status, Buffer.from(response.data)),
        );
      } catch (error) {
        throw noResponse(call, error, this.settings.callTimeoutSeconds, proxy);
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
    wayPastGateway(call, answer) ??
      call.wayOut?.(answer.status, words.serverCode, given.emptyBody) ??
      wayOutOf(call, answer),
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

const REACH = "Check that this address can be reached from here, then run the same command again.";

const moreTime = (seconds: number): string =>
  `Check that this address can be reached from here. If it only takes longer, as a large file on a slow line does, raise ALTINN_CALL_TIMEOUT_SECONDS (or altinn:callTimeoutSeconds), which is ${String(seconds)}. Then run the same command again.`;
const axiosProxy = ({ protocol, hostname, port, auth }: Proxy): AxiosProxyConfig => ({
  protocol,
  host: hostname,
  port,
  ...(auth ? { auth } : {}),
});

const proxyError = (call: HttpCall, proxy: Proxy, status: number): ProxyError =>
  new ProxyError(
    call.method,
    new URL(call.url),
    proxyWords(proxy),
    status,
    wayPastProxy(proxy, status, call.url),
  );

/** What a proxy answers to CONNECT comes on a bare socket; the server behind it is always spoken to in TLS. */
const cameOverTls = (request: unknown): boolean =>
  (request as { readonly socket?: { readonly encrypted?: boolean } } | undefined)?.socket
    ?.encrypted === true;

/** A reason for which no answer came, with the proxy that was on the way. */
const through = (proxy: Proxy | undefined, reason: string): string =>
  proxy ? `${reason} (through the proxy ${proxyWords(proxy)})` : reason;

/** Rejects when `signal` ends the call, wherever it is: in a pause between two tries or waiting for a token, too. */
const ended = (call: HttpCall, signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => {
      const reason = "it did not answer in the time that was left";
      const isWrite = call.method !== "GET";
      reject(
        new NoResponseError(call.method, new URL(call.url), reason, {
          neverSent: false,
          isWrite,
          wayOut: REACH,
        }),
      );
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end);
  });

const NEVER_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

function noResponse(
  call: HttpCall,
  error: unknown,
  timeoutSeconds: number,
  proxy: Proxy | undefined,
): NoResponseError {
  if (error instanceof ProxyError) return error;
  const url = new URL(call.url);
  // Asking for a token writes nothing that anybody could miss.
  const isWrite = call.method !== "GET" && call.scope !== undefined;
  if (axios().isCancel(error)) {
    return new NoResponseError(
      call.method,
      url,
      through(proxy, `it did not answer within ${String(timeoutSeconds)} seconds`),
      { neverSent: false, isWrite, wayOut: moreTime(timeoutSeconds) },
    );
  }
  // A proxy that closes the connection behind its answer may cut off the answer's end.
  const answered = axios().isAxiosError(error) ? error.response : undefined;
  if (proxy && answered && !cameOverTls(answered.request))
    return proxyError(call, proxy, answered.status);
  const code = axios().isAxiosError(error) ? (error.code ?? "") : "";
  const message = error instanceof Error ? error.message : "";
  const reason = message.includes(code) ? message : [code, message].filter(Boolean).join(", ");
  if (message.includes("maxContentLength")) {
    const wayOut = `The address was reached. Check that ${url.origin} is Altinn and not a proxy, then run the same command again.`;
    return new NoResponseError(call.method, url, `more came than is read (${message})`, {
      neverSent: false,
      isWrite,
      wayOut,
    });
  }
  const ofCertificate = wayOutOfCertificate(code, url);
  return new NoResponseError(call.method, url, through(proxy, reason || "the connection failed"), {
    neverSent: NEVER_SENT.has(code) || ofCertificate !== undefined,
    isWrite,
    wayOut: ofCertificate ?? (proxy && NEVER_SENT.has(code) ? wayToProxy(proxy) : REACH),
  });
}
