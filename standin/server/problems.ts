import { randomFillSync } from "node:crypto";
import type { FastifyReply } from "fastify";

const rfc9110 = "https://tools.ietf.org/html/rfc9110#section-";

/** Title and `type` that ASP.NET Core gives a bare status (its `ClientErrorMapping` defaults). */
const defaults: Readonly<Record<number, readonly [title: string, type: string]>> = {
  400: ["Bad Request", `${rfc9110}15.5.1`],
  401: ["Unauthorized", `${rfc9110}15.5.2`],
  403: ["Forbidden", `${rfc9110}15.5.4`],
  404: ["Not Found", `${rfc9110}15.5.5`],
  405: ["Method Not Allowed", `${rfc9110}15.5.6`],
  406: ["Not Acceptable", `${rfc9110}15.5.7`],
  408: ["Request Timeout", `${rfc9110}15.5.9`],
  409: ["Conflict", `${rfc9110}15.5.10`],
  412: ["Precondition Failed", `${rfc9110}15.5.13`],
  415: ["Unsupported Media Type", `${rfc9110}15.5.16`],
  416: ["Range Not Satisfiable", `${rfc9110}15.5.17`],
  422: ["Unprocessable Entity", "https://tools.ietf.org/html/rfc4918#section-11.2"],
  426: ["Upgrade Required", `${rfc9110}15.5.22`],
  500: ["An error occurred while processing your request.", `${rfc9110}15.6.1`],
  501: ["Not Implemented", `${rfc9110}15.6.2`],
  502: ["Bad Gateway", `${rfc9110}15.6.3`],
  503: ["Service Unavailable", `${rfc9110}15.6.4`],
  504: ["Gateway Timeout", `${rfc9110}15.6.5`],
};

export const problemJson = "application/problem+json; charset=utf-8";
export const applicationJson = "application/json; charset=utf-8";

const pool = Buffer.alloc(24 * 128);
let used = pool.length;

/** A W3C trace context id as ASP.NET writes it: `00-<32 hex>-<16 hex>-01`. */
export function newTraceId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const hex = pool.toString("hex", used, (used += 24));
  return `00-${hex.slice(0, 32)}-${hex.slice(32)}-01`;
}

/** `title` of a bare status; empty for a status that ASP.NET has no default for. */
export const statusTitle = (status: number): string => defaults[status]?.[0] ?? "";

/** `type` of a bare status; undefined for a status that ASP.NET has no default for. */
export const statusType = (status: number): string | undefined => defaults[status]?.[1];

/**
 * The body that `[ApiController]` gives a bare status result: `type`, `title`, `status`, `traceId`.
 * @param contentType `application/problem+json` unless the action is marked as a JSON producer
 */
export function sendStatusProblem(
  reply: FastifyReply,
  status: number,
  contentType: string = problemJson,
): FastifyReply {
  const [title, type] = defaults[status] ?? [undefined, undefined];
  return reply
    .code(status)
    .header("content-type", contentType)
    .send(JSON.stringify({ type, title, status, traceId: newTraceId() }));
}

/**
 * ASP.NET's 400 for input that does not bind: `errors` maps a field to its messages.
 * @param contentType `application/problem+json` unless the action is marked as a JSON producer
 */
export function sendValidationProblem(
  reply: FastifyReply,
  errors: Readonly<Record<string, readonly string[]>>,
  contentType: string = problemJson,
): FastifyReply {
  return reply
    .code(400)
    .header("content-type", contentType)
    .send(
      JSON.stringify({
        type: `${rfc9110}15.5.1`,
        title: "One or more validation errors occurred.",
        status: 400,
        errors,
        traceId: newTraceId(),
      }),
    );
}

/** Sends a problem document whose content type names no charset: as bytes, since fastify adds one to a text. */
export function sendWithoutCharset(reply: FastifyReply, body: string): FastifyReply {
  return reply.header("content-type", "application/problem+json").send(Buffer.from(body));
}

/** A status and nothing else, as routing, authentication and authorization answer. */
export function sendEmpty(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).header("content-length", "0").send();
}
