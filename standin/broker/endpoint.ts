import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from "fastify";
import type { Bearer, BearerRules } from "../altinn";
import {
  applicationJson,
  newTraceId,
  problemJson,
  sendStatusProblem,
  sendValidationProblem,
  sendWithoutCharset,
} from "../server/problems";
import { mediaType, route, type Claims } from "../server/route";
import { hasScope } from "../server/scopes";
import type { Broker } from "./broker";
import { callerOrganisation } from "./caller";
import { challenge } from "./challenge";
import { errorDetail, errorStatus, type ErrorCode } from "./errors";
import type { FieldErrors } from "./json-input";

export const ownerScope = "altinn:serviceowner";
export const senderScope = "altinn:broker.write";
export const recipientScope = "altinn:broker.read";

/** A request that came past routing, Accept, token and scope, and the ways to answer it. */
export interface Call {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly claims: Claims;
  /** Organisation of the caller without prefix; undefined when the token does not tell. */
  readonly caller: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Answers 200 with an object. */
  json(body: object): FastifyReply;
  /** Answers with the problem document of a business error. */
  refuse(code: ErrorCode): FastifyReply;
  /** Answers 400 with field errors. */
  invalid(errors: FieldErrors): FastifyReply;
  /** Answers 415 to a body without a reader, which routing lets pass. */
  unsupported(): FastifyReply;
}

export interface Endpoint {
  readonly method: HTTPMethods | readonly HTTPMethods[];
  /** Below `/broker/api/v1`. */
  readonly path: string;
  readonly consumes?: string;
  /** Media type that the action declares; an `Accept` without it is refused. Left out: any `Accept` will do. */
  readonly produces?: "application/json" | "text/csv";
  /** Any of these will do. */
  readonly scopes: readonly string[];
  /** In place of Broker's usual token rules. */
  readonly authenticate?: (request: FastifyRequest) => Bearer;
  readonly bodyLimit?: number;
  /** `handle` lets the answer time pass itself. */
  readonly inSteps?: boolean;
  readonly handle: (call: Call) => unknown;
}

/** Registers an endpoint with the checks and headers that all of Broker has. */
export function endpoint(app: FastifyInstance, broker: Broker, options: Endpoint): void {
  const { altinn } = broker;
  const { method, path, consumes, produces, scopes, authenticate, handle } = options;
  const { bodyLimit, inSteps } = options;
  const problemType = produces === "application/json" ? applicationJson : problemJson;
  route(app, altinn, {
    method,
    path: `/broker/api/v1${path}`,
    ...(consumes === undefined ? {} : { consumes: [consumes] }),
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    ...(inSteps === undefined ? {} : { inSteps }),
    middleware: (request, reply) =>
      produces !== undefined &&
      !accepts(request.raw.headers.accept, produces) &&
      notAcceptable(reply, produces),
    ...(authenticate ? { authenticate } : { bearer: tokenRules(broker) }),
    challenge,
    allow: (claims) => hasScope(claims, ...scopes),
    failed: (error, request, reply) => crashed(broker, error, request, reply),
    handle: (request, reply, claims) => {
      broker.background.settle();
      return handle({
        request,
        reply,
        claims,
        caller: callerOrganisation(claims),
        now: altinn.clock.now(),
        json: (body) => reply.header("content-type", applicationJson).send(JSON.stringify(body)),
        refuse: (code) =>
          reply.code(errorStatus(code)).header("content-type", problemType).send(problemText(code)),
        invalid: (errors) => sendValidationProblem(reply, errors, problemType),
        unsupported: () => sendStatusProblem(reply, 415, problemType),
      });
    },
  });
}

/** Broker takes exchanged and raw tokens, with no clock skew; in Development it does not look at `exp`. */
export function tokenRules(broker: Broker): BearerRules {
  return {
    issuers: ["altinn", "maskinporten"],
    skewSeconds: 0,
    ignoreExpiry: broker.altinn.environment === "development",
  };
}

function accepts(header: string | undefined, declared: string): boolean {
  if (header === undefined || header === "*/*" || header === declared) {
    return true;
  }
  return header.split(",").some((entry) => ["*/*", declared].includes(mediaType(entry)));
}

/** Plain text without a Content-Type, which fastify would add: written past it. */
function notAcceptable(reply: FastifyReply, declared: string): boolean {
  const text = `This endpoint does not support the requested Accept header. Supported Accept headers are: ${declared}, */*.`;
  reply.hijack();
  reply.raw.writeHead(406, {
    ...(reply.getHeaders() as Record<string, string>),
    "content-length": Buffer.byteLength(text),
  });
  reply.raw.end(text);
  return true;
}

const titles: Readonly<Record<number, readonly [title: string, section: string]>> = {
  400: ["Bad Request", "15.5.1"],
  401: ["Unauthorized", "15.5.2"],
  403: ["Forbidden", "15.5.4"],
  404: ["Not Found", "15.5.5"],
  409: ["Conflict", "15.5.10"],
  416: ["Range Not Satisfiable", "15.5.17"],
  500: ["Internal Server Error", "15.6.1"],
  503: ["Service Unavailable", "15.6.4"],
};

const typeOf = (section: string) => `https://tools.ietf.org/html/rfc9110#section-${section}`;

/** The problem document as text, because Broker writes `traceId` twice: as a property and as an extension. */
function problemText(code: ErrorCode): string {
  const status = errorStatus(code);
  const [title, section] = titles[status] ?? ["", ""];
  const traceId = newTraceId();
  const statusDescription =
    status === 500 ? "An error occurred while processing your request." : title;
  const head = JSON.stringify({
    type: typeOf(section),
    title,
    status,
    detail: errorDetail(code),
    code,
    traceId,
    statusDescription,
  });
  return `${head.slice(0, -1)},"traceId":"${traceId}"}`;
}

/** An unhandled exception: other headers than usual, and a body only for who accepts JSON. */
function crashed(
  broker: Broker,
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply
    .code(500)
    .removeHeader("x-content-type-options")
    .headers({ "cache-control": "no-cache,no-store", pragma: "no-cache", expires: "-1" });
  const types = (request.raw.headers.accept ?? "*/*").split(",").map(mediaType);
  if (!types.some((type) => /^(\*\/\*|application\/(\*|json|problem\+json))$/.test(type))) {
    return reply.header("content-length", "0").send();
  }
  const body = {
    type: typeOf("15.6.1"),
    title: "Internal Server Error",
    status: 500,
    detail: "",
    instance: (request.raw.url ?? "").split("?", 1)[0],
    traceId: newTraceId(),
  };
  const told =
    broker.altinn.environment === "development"
      ? {
          ...body,
          detail: error.message,
          exceptionType: error.name,
          stackTrace: error.stack ?? "",
          innerException: null,
          innerExceptionType: null,
        }
      : body;
  return sendWithoutCharset(reply, JSON.stringify(told));
}
