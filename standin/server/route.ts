import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HTTPMethods,
  RouteOptions,
} from "fastify";
import { Readable } from "node:stream";
import type { Altinn, Bearer, BearerRules } from "../altinn";
import { sendEmpty } from "./problems";

/** Claims of the caller's token; empty on a route that takes no token. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * One endpoint. Checks run in ASP.NET's order and stop at the first that fails:
 * path 404, method 405, `consumes` 415, `middleware`, `bearer` 401, `allow` 403, then `handle`.
 * Nothing of the body is read before `handle` is due.
 */
export interface Route {
  readonly method: HTTPMethods | readonly HTTPMethods[];
  /** Literal parts in lower case, parameters as `:name`. */
  readonly path: string;
  /**
   * Media types taken, `application/json` with what ends in `+json`. Another `Content-Type` is an empty 415;
   * a request without the header passes.
   */
  readonly consumes?: readonly string[];
  /** Runs after routing and before authentication; returns true when it has answered. */
  readonly middleware?: (request: FastifyRequest, reply: FastifyReply) => boolean;
  /** Which token is needed. Left out, anybody may call and no token is looked at. */
  readonly bearer?: BearerRules;
  /** In place of `bearer`, for an API with token rules of its own. */
  readonly authenticate?: (request: FastifyRequest) => Bearer;
  /** Headers of the 401, such as `www-authenticate`; none by default. */
  readonly challenge?: (bearer: Bearer) => Readonly<Record<string, string | string[]>>;
  /** Whether the token may do this (scopes); false is an empty 403. */
  readonly allow?: (claims: Claims) => boolean;
  /** `handle` lets the answer time pass itself, between the steps of a write that the real server does not do in one. */
  readonly inSteps?: boolean;
  /** Largest body in bytes; 30,000,000 by default. A larger one is an empty 413. */
  readonly bodyLimit?: number;
  /** Answers when `handle` throws; an empty 500 by default. The error is kept in the request log. */
  readonly failed?: (error: Error, request: FastifyRequest, reply: FastifyReply) => unknown;
  readonly handle: (request: FastifyRequest, reply: FastifyReply, claims: Claims) => unknown;
}

/** Paths known to this server, split at slashes, with the methods of each. */
export type KnownRoutes = { readonly parts: readonly string[]; readonly methods: string[] }[];

const noClaims: Claims = {};
const noBytes = Buffer.alloc(0);

/** Registers an endpoint on a room's part of the server. */
export function route(
  app: FastifyInstance,
  altinn: Pick<Altinn, "bearer" | "answerTimeMs">,
  options: Route,
): void {
  const methods = typeof options.method === "string" ? [options.method] : [...options.method];
  remember(app.knownRoutes, options.path, methods);
  const { consumes, middleware, bearer, challenge, allow, handle } = options;
  const authenticate =
    options.authenticate ??
    (bearer &&
      ((request: FastifyRequest) =>
        altinn.bearer(request.raw.headers, bearer, request.clockSkewMs)));

  const definition: RouteOptions = {
    method: methods,
    url: options.path,
    config: options.failed ? { failed: options.failed } : {},
    handler: (request, reply) => {
      app.requestLog.keepBody(request.seen, request.body);
      const { caller } = request;
      return handle(request, reply, caller.kind === "valid" ? caller.claims : noClaims);
    },
  };
  if (options.bodyLimit !== undefined) {
    definition.bodyLimit = options.bodyLimit;
  }
  if (altinn.answerTimeMs > 0 && !options.inSteps) {
    const half = altinn.answerTimeMs / 2;
    definition.preHandler = (_request, _reply, done) => void setTimeout(done, half);
    definition.onSend = (_request, _reply, payload, done) =>
      void setTimeout(() => done(null, payload), half);
  }
  if (consumes || middleware || authenticate || allow) {
    definition.onRequest = (request, reply, done) => {
      const contentType = request.raw.headers["content-type"];
      if (consumes && !consumesType(consumes, contentType)) {
        sendEmpty(reply, 415);
        return;
      }
      if (contentType?.includes(",")) {
        // fastify would refuse a list of types; without the header it reads the body all the same.
        request.headers = { "content-type": undefined };
      }
      if (middleware?.(request, reply)) {
        return;
      }
      if (authenticate) {
        const caller = authenticate(request);
        request.caller = caller;
        if (caller.kind !== "valid") {
          sendEmpty(challenge ? reply.headers(challenge(caller)) : reply, 401);
          return;
        }
        if (allow && !allow(caller.claims)) {
          request.seen.cause = `the token's scopes are not enough: ${scopesOf(caller.claims)}`;
          sendEmpty(reply, 403);
          return;
        }
      }
      done();
    };
  }
  app.route(definition);
}

const scopesOf = ({ scope }: Claims): string =>
  typeof scope === "string" && scope !== "" ? scope : "it has none";

/** The body as sent; no bytes when there was none. Not for a multipart scope, whose body is a stream of parts. */
export function bodyBytes(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : noBytes;
}

/** The body as it comes, in a scope that reads none before the handler; nothing when there is none. */
export function bodyStream(request: FastifyRequest): Readable {
  return request.body instanceof Readable ? request.body : Readable.from([]);
}

/** Media type of a header value: the first of a list, without parameters, in lower case. */
export function mediaType(header: string): string {
  const end = header.search(/[;,]/);
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}

/** Methods that a path has in the table, in the order they were registered; empty for an unknown path. */
export function allowedMethods(known: KnownRoutes, url: string): string[] {
  const parts = split(url.split("?", 1)[0] ?? "");
  return known.filter((each) => fits(each.parts, parts)).flatMap((each) => each.methods);
}

/** Whether a type is one of those taken, or has the subtype of one as its suffix (`application/x+json`). */
function consumesType(consumes: readonly string[], header: string | undefined): boolean {
  if (header === undefined || header === "" || header === consumes[0]) {
    return true;
  }
  const sent = mediaType(header);
  return consumes.includes(sent) || consumes.includes(sent.replace(/\/.*\+/, "/"));
}

function remember(known: KnownRoutes, path: string, methods: readonly string[]): void {
  const parts = split(path);
  const same = known.find((each) => each.parts.join("/") === parts.join("/"));
  if (same) {
    same.methods.push(...methods);
  } else {
    known.push({ parts, methods: [...methods] });
  }
}

function split(path: string): string[] {
  const parts = path.toLowerCase().split("/");
  if (parts.at(-1) === "") {
    parts.pop();
  }
  return parts;
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  if (pattern.at(-1) === "*") {
    return pattern.slice(0, -1).every((part, at) => part === parts[at]);
  }
  return (
    pattern.length === parts.length &&
    pattern.every((part, at) => (part.startsWith(":") ? parts[at] !== "" : part === parts[at]))
  );
}
