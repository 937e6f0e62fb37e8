/** What went wrong, as a closed set; the message says it in words. */
export type ErrorCode =
  | "CONFIG_INVALID"
  | "KEY_INVALID"
  | "TOKEN_REFUSED"
  | "API_REFUSED"
  | "API_UNREADABLE"
  | "NO_RESPONSE"
  | "REFUSED"
  | "PARTIAL_CREATE";

/**
 * Base of every error that this package throws. Errors hold plain text and numbers only: no request, response, token,
 * key or `cause`, so that nothing secret can be reached from one.
 */
export class AltinnError extends Error {
  readonly code: ErrorCode;
  /** True when the reason has been told in full before, and the message only says so. */
  readonly repeated: boolean;

  constructor(code: ErrorCode, message: string, repeated = false) {
    super(withoutTokens(message));
    this.name = new.target.name;
    this.code = code;
    this.repeated = repeated;
  }
}

/** A setting is missing, contradicts another one or is out of range. The message names the setting and where to set it. */
export class ConfigError extends AltinnError {
  constructor(message: string, { repeated = false } = {}) {
    super("CONFIG_INVALID", message, repeated);
  }
}

/** The private key cannot be used. The message names the setting it came from and what is wrong, never its content. */
export class KeyError extends AltinnError {
  constructor(message: string) {
    super("KEY_INVALID", message);
  }
}

/**
 * What Maskinporten refused: the client with its key, the client's type, the scope on the client, or the grant of the scope to
 * the organisation.
 */
export type RefusalAbout = "client" | "type" | "scope" | "grant";

/** Maskinporten's own words for a refusal, and what it comes from. */
export interface TokenRefusal {
  /** As RFC 6749 has it, such as `invalid_scope`. */
  readonly error: string;
  /** Maskinporten's own code, such as `MP-200`. */
  readonly code: string | undefined;
  readonly description: string;
  readonly traceId: string | undefined;
  readonly about: RefusalAbout;
  /** A sentence; empty for a refusal that nobody has met yet. */
  readonly cause: string;
  /** What to do, and who can do it. */
  readonly wayOut: string;
}

/**
 * There is no token, so the call that needed one was not sent. Either Maskinporten or Altinn's token exchange refused it, and
 * asking again changes nothing, or they could not be reached or failed (`passing`).
 */
export class TokenError extends AltinnError {
  /** True when the same may go well a little later. */
  readonly passing: boolean;
  /** When Maskinporten said why. */
  readonly refusal: TokenRefusal | undefined;

  constructor(
    message: string,
    {
      passing = false,
      repeated = false,
      refusal,
    }: { passing?: boolean; repeated?: boolean; refusal?: TokenRefusal | undefined } = {},
  ) {
    super("TOKEN_REFUSED", message, repeated);
    this.passing = passing;
    this.refusal = refusal;
  }

  /** The key and its client are good, and do not have the scope. */
  get lacksScope(): boolean {
    return this.refusal?.about === "scope" || this.refusal?.about === "grant";
  }
}

/** A run is refused because what it would do does not fit what the state or Altinn holds. */
export class RefusedError extends AltinnError {
  constructor(message: string) {
    super("REFUSED", message);
  }
}

/** What an API answered, in terms that a reader and a program can act on. */
export interface ApiAnswer {
  readonly method: string;
  /** Path and query, without scheme and host. */
  readonly path: string;
  readonly status: number;
  /** The server's own code, such as `BRO-00025` or `RR-00002`. */
  readonly serverCode?: string | undefined;
  /** The server's own words, shortened to 600 characters. */
  readonly text: string;
  readonly traceId?: string | undefined;
  /** True when the body was empty, which tells a token problem (401) from an ownership problem. */
  readonly emptyBody: boolean;
  /** Seconds that the server asked to wait, from `Retry-After`. */
  readonly retryAfterSeconds?: number | undefined;
}

/** An API answered with a status that the caller did not expect. */
export class ApiError extends AltinnError implements ApiAnswer {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly serverCode: string | undefined;
  readonly text: string;
  readonly traceId: string | undefined;
  readonly emptyBody: boolean;
  readonly retryAfterSeconds: number | undefined;

  constructor(answer: ApiAnswer, wayOut: string, code: ErrorCode = "API_REFUSED") {
    const words = [answer.serverCode, withoutTokens(answer.text).replace(/\.$/, "")]
      .filter(Boolean)
      .join(" ");
    const trace = answer.traceId === undefined ? "" : ` (trace ${answer.traceId})`;
    super(
      code,
      `${answer.method} ${answer.path} answered ${String(answer.status)}${words ? `: ${words}` : " with an empty body"}${trace}. ${wayOut}`,
    );
    this.method = answer.method;
    this.path = answer.path;
    this.status = answer.status;
    this.serverCode = answer.serverCode;
    this.text = withoutTokens(answer.text);
    this.traceId = answer.traceId;
    this.emptyBody = answer.emptyBody;
    this.retryAfterSeconds = answer.retryAfterSeconds;
  }
}

/** No answer came: the connection failed, broke, or the time was up. Whether a write took effect is not known. */
export class NoResponseError extends AltinnError {
  readonly method: string;
  readonly path: string;
  /** True when the request cannot have reached the server (connection refused, unknown host). */
  readonly neverSent: boolean;

  constructor(
    method: string,
    url: URL,
    reason: string,
    {
      neverSent,
      isWrite,
      wayOut,
    }: { readonly neverSent: boolean; readonly isWrite: boolean; readonly wayOut: string },
  ) {
    super(
      "NO_RESPONSE",
      `${method} ${url.origin}${url.pathname} got no answer: ${reason}.${isWrite && !neverSent ? " It may have been carried out all the same." : ""} ${wayOut}`,
    );
    this.method = method;
    this.path = url.pathname;
    this.neverSent = neverSent;
  }
}

/** A proxy on the way answered in place of the server, which the call did not reach. The message never shows the proxy's login. */
export class ProxyError extends NoResponseError {
  /** What the proxy answered. */
  readonly status: number;

  constructor(method: string, url: URL, proxy: string, status: number, wayOut: string) {
    super(method, url, `the proxy ${proxy} answered ${String(status)} in its place`, {
      neverSent: true,
      isWrite: false,
      wayOut,
    });
    this.status = status;
  }
}

/**
 * The object exists (or may exist) at Altinn, but creating or changing it did not end well. Pulumi keeps it in state with
 * `outputs`, and the next `up` updates it, whatever the program says then.
 */
export class PartialCreateError extends AltinnError {
  readonly resourceId: string;
  readonly outputs: Readonly<Record<string, unknown>>;

  constructor(resourceId: string, outputs: Readonly<Record<string, unknown>>, reason: string) {
    super("PARTIAL_CREATE", reason);
    this.resourceId = resourceId;
    this.outputs = outputs;
  }
}

/** True when the write behind `error` may have taken effect although no good answer came. */
export function mayHaveTakenEffect(error: unknown): boolean {
  if (error instanceof NoResponseError) return !error.neverSent;
  if (error instanceof ApiError) {
    return error.code === "API_UNREADABLE" || (error.status >= 500 && error.status !== 503);
  }
  return false;
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** A server may echo what it was sent; whatever looks like a JWT is cut out of every text. */
export function withoutTokens(text: string): string {
  return text.replace(/eyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g, "[token]");
}
