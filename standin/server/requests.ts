import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../altinn";

/** One request as the stand-in saw it. Holds secrets on purpose: a test searches here for what leaked. */
export interface SeenRequest {
  readonly server: "platform" | "maskinporten";
  readonly method: string;
  /** Path with its query, as sent. */
  readonly path: string;
  /** Milliseconds since the epoch by the stand-in's clock, when the request arrived. */
  readonly time: number;
  /** Status answered; 0 while unanswered, and for ever when the connection ended first. */
  status: number;
  readonly authorization: string | undefined;
  /** The header `Ocp-Apim-Subscription-Key`; the stand-in asks for none. */
  readonly subscriptionKey: string | undefined;
  /** The JWT grant that was sent to Maskinporten's token endpoint. */
  assertion: string | undefined;
  /** The token that this request was given, by Maskinporten or by Altinn's exchange. */
  issuedToken: string | undefined;
  /** The body as sent, up to 64 KiB; undefined when there was none, when it was larger, and for multipart. */
  body: Buffer | undefined;
  /** Why it was refused, as far as the stand-in can tell, or the fault that it met; else undefined. */
  cause: string | undefined;
  /** Stack of what a handler threw; such a request was answered with 500. */
  failure: string | undefined;
}

/** Requests kept; when there are twice as many the older half is dropped. */
const kept = 10_000;

const largestKeptBody = 64 * 1024;

/** Bytes of all bodies together; when there are more, the older half of the requests loses its bodies. */
const keptBodyBytes = 64 * 1024 * 1024;

export class RequestLog {
  /** Oldest first. */
  readonly entries: SeenRequest[] = [];
  private bodyBytes = 0;

  constructor(
    private readonly server: SeenRequest["server"],
    private readonly clock: Clock,
    shared?: RequestLog,
  ) {
    if (shared) {
      this.entries = shared.entries;
    }
  }

  add(method: string, path: string, headers: IncomingHttpHeaders): SeenRequest {
    const seen = entry(this.server, method, path, this.clock.now(), headers);
    if (this.entries.length >= 2 * kept) {
      this.entries.splice(0, kept);
    }
    this.entries.push(seen);
    return seen;
  }

  /** Forgets all requests, those of the other server too. */
  clear(): void {
    this.entries.length = 0;
    this.bodyBytes = 0;
  }

  /** Keeps a request's body, unless it is large. */
  keepBody(seen: SeenRequest, body: unknown): void {
    if (!Buffer.isBuffer(body) || body.length > largestKeptBody) {
      return;
    }
    seen.body = body;
    this.bodyBytes += body.length;
    if (this.bodyBytes > keptBodyBytes) {
      const middle = Math.floor(this.entries.length / 2);
      this.entries.slice(0, middle).forEach((entry) => (entry.body = undefined));
      this.bodyBytes = this.entries.reduce((sum, entry) => sum + (entry.body?.length ?? 0), 0);
    }
  }
}

/** An entry for a request that stays out of the log. */
export const unlogged = (method: string, path: string): SeenRequest =>
  entry("platform", method, path, 0, {});

function entry(
  server: SeenRequest["server"],
  method: string,
  path: string,
  time: number,
  headers: IncomingHttpHeaders,
): SeenRequest {
  const subscriptionKey = headers["ocp-apim-subscription-key"];
  return {
    server,
    method,
    path,
    time,
    status: 0,
    authorization: headers.authorization,
    subscriptionKey: typeof subscriptionKey === "string" ? subscriptionKey : undefined,
    assertion: undefined,
    issuedToken: undefined,
    body: undefined,
    cause: undefined,
    failure: undefined,
  };
}
