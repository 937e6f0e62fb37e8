import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ApiError, TokenError } from "../errors";
import { errorWords, type HttpAnswer } from "../http/answer";
import type { HttpCall } from "../http/call";
import type { HttpClient } from "../http/client";
import { isObject } from "../values/json";
import { jose } from "./jose";
import { refusalIn } from "./maskinporten-refusals";
import type { SigningKey } from "./signing-key";

/** The grant of RFC 7523, section 2.1, as Maskinporten takes it. */
const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
/** Maskinporten's documented limit is 120 seconds; a shorter life leaves room for slow clocks. */
const ASSERTION_SECONDS = 60;

const tokenAnswer = z.object({ access_token: z.string().min(1) });

/** What a Maskinporten token is asked for. */
export interface Grant {
  readonly clientId: string;
  readonly key: SigningKey;
  readonly issuer: string;
  readonly scope: string;
}

export class MaskinportenClient {
  /** Seconds that Maskinporten's clock is ahead of ours; found once, from an answer's `Date`. */
  #skewSeconds = 0;
  #skewCorrected = false;

  constructor(
    readonly http: HttpClient,
    readonly url: string,
  ) {}

  /**
   * A new access token. A refusal is a `TokenError` that names key, scope and who can change it; so is whatever else the
   * address answers, `passing` when it may answer otherwise a little later.
   */
  async token(grant: Grant): Promise<string> {
    let answer = await this.#send(grant);
    if (answer.status !== 200 && this.#correctSkew(answer)) answer = await this.#send(grant);
    if (answer.status !== 200) {
      if (isOauthRefusal(answer)) throw refusal(answer, grant);
      throw notAToken(this.url, answer.status, errorWords(answer).text);
    }
    const body = tokenAnswer.safeParse(answer.json());
    if (!body.success) throw noTokenIn(this.url);
    return body.data.access_token;
  }

  async #call(grant: Grant): Promise<HttpCall> {
    const now = Math.floor(Date.now() / 1000) + this.#skewSeconds;
    const assertion = await new (jose().SignJWT)({ scope: grant.scope })
      .setProtectedHeader({ alg: "RS256", kid: grant.key.kid })
      .setIssuer(grant.clientId)
      .setAudience(grant.issuer)
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTION_SECONDS)
      .setJti(randomUUID())
      .sign(grant.key.privateKey);
    return {
      method: "POST",
      url: `${this.url}/token`,
      headers: { "Content-Type": "application/x-www-form-urlencoded", Accept: "application/json" },
      body: new URLSearchParams({ grant_type: JWT_BEARER, assertion }).toString(),
      answers: [200, 400, 401, 403],
    };
  }

  /** An assertion is good for one use, so every try signs a new one. */
  async #send(grant: Grant): Promise<HttpAnswer> {
    try {
      return await this.http.sendFresh(() => this.#call(grant));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw error.code === "API_UNREADABLE"
        ? noTokenIn(this.url)
        : notAToken(this.url, error.status, error.text);
    }
  }

  #correctSkew(answer: HttpAnswer): boolean {
    const { description } = refusalIn(answer);
    const date = Date.parse(answer.headers.date ?? "");
    if (
      this.#skewCorrected ||
      Number.isNaN(date) ||
      !/in the future|has expired|is expired|is after now/i.test(description)
    ) {
      return false;
    }
    this.#skewCorrected = true;
    this.#skewSeconds = Math.round((date - Date.now()) / 1000);
    return true;
  }
}

const isOauthRefusal = (answer: HttpAnswer): boolean => {
  const body = answer.json();
  return isObject(body) && typeof body.error === "string";
};

const CHECK_ADDRESS =
  "Check altinn:maskinportenUrl (ALTINN_MASKINPORTEN_URL) where it is set, and proxies on the way.";

/** What to do about a status that is no refusal of Maskinporten's. */
function wayToToken(status: number): string {
  if (status >= 500) {
    return "Maskinporten failed. Wait and run the same command again; if it goes on, ask Digdir (servicedesk@digdir.no), who runs it.";
  }
  if (status === 408 || status === 429) {
    return "Maskinporten wants fewer calls. Wait a minute and run the same command again.";
  }
  if (status >= 300 && status < 400) {
    return `Maskinporten does not redirect, and redirects are not followed. ${CHECK_ADDRESS}`;
  }
  return `Maskinporten refuses with a reason, and here is none: something else may have answered. ${CHECK_ADDRESS}`;
}

function notAToken(url: string, status: number, text: string): TokenError {
  const words = text === "" ? " with an empty body" : `: ${text}`;
  const wayOut = wayToToken(status);
  return new TokenError(
    `Maskinporten gave no token: POST ${url}/token answered ${String(status)}${words}. ${wayOut}`,
    { passing: status >= 500 || status === 408 || status === 429 },
  );
}

const noTokenIn = (url: string): TokenError =>
  new TokenError(
    `Maskinporten gave no token: POST ${url}/token answered 200 with something that holds none, such as a sign-in page. ${CHECK_ADDRESS}`,
    { passing: true },
  );

function refusal(answer: HttpAnswer, grant: Grant): TokenError {
  const found = refusalIn(answer);
  const { error, code, description, cause, wayOut } = found;
  const advice = cause === "" ? wayOut : `${cause} ${wayOut}`;
  return new TokenError(
    `Maskinporten refused a token for the scope ${grant.scope}: ${error}${code === undefined ? "" : ` (${code})`}, "${description}". It was asked with client ${grant.clientId} and key id ${grant.key.kid} (from ${grant.key.from}) at ${grant.issuer}. ${advice}`,
    { refusal: found },
  );
}

export const isRefusal = (error: unknown): boolean =>
  (error instanceof TokenError && !error.passing) ||
  (error instanceof ApiError &&
    error.status >= 400 &&
    error.status < 500 &&
    error.status !== 429 &&
    error.status !== 408);
