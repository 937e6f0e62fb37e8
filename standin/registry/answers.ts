import type { FastifyReply } from "fastify";
import { applicationJson, newTraceId, sendWithoutCharset, statusTitle } from "../server/problems";

/** Sends JSON text as it is. */
export function sendJsonText(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header("content-type", applicationJson).send(text);
}

/** Sends a value as indented JSON, as every answer of the registry is; `undefined` members are left out. */
export function sendJson(reply: FastifyReply, status: number, value: unknown): FastifyReply {
  return sendJsonText(reply, status, JSON.stringify(value, null, 2));
}

/** One entry of an Altinn validation problem. */
export interface AltinnValidationError {
  readonly code: string;
  readonly title: string;
  readonly paths?: readonly string[];
  readonly detail?: string;
  /** What was sent, where the error shows it. */
  readonly value?: string;
}

/** A problem of Altinn's own kind, whose code says what happened. */
export interface AltinnProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
}

function sendProblem(
  reply: FastifyReply,
  { status, code, title }: AltinnProblem,
  rest: object = {},
): FastifyReply {
  const body = {
    type: `urn:altinn:error:${code}`,
    title,
    status,
    code,
    traceId: newTraceId(),
    statusDescription: statusTitle(status),
    ...rest,
  };
  return sendWithoutCharset(reply.code(status), JSON.stringify(body, null, 2));
}

/** Sends an Altinn problem such as `RR-00002`. */
export function sendAltinnProblem(reply: FastifyReply, problem: AltinnProblem): FastifyReply {
  return sendProblem(reply, problem);
}

/** Sends `STD-00000`, the Altinn problem that lists `RR.VLD` entries. */
export function sendAltinnValidationProblem(
  reply: FastifyReply,
  validationErrors: readonly AltinnValidationError[],
): FastifyReply {
  const title = "One or more validation errors occurred.";
  return sendProblem(reply, { status: 400, code: "STD-00000", title }, { validationErrors });
}

/** Thrown where the registry's own code fails by accident: the request ends in status 500. */
export class ServerCrash extends Error {
  override readonly name = "ServerCrash";
}

/** Milliseconds since the epoch as .NET writes a UTC `DateTimeOffset`, such as `2026-08-10T11:37:33.12+00:00`. */
export function timestamp(milliseconds: number): string {
  const [seconds = "", fraction = ""] = new Date(milliseconds)
    .toISOString()
    .slice(0, -1)
    .split(".");
  const digits = fraction.replace(/0+$/, "");
  return `${seconds}${digits === "" ? "" : `.${digits}`}+00:00`;
}

/**
 * The same as the answer to the write itself has it: to 100 ns, of which PostgreSQL keeps whole microseconds.
 * The stand-in's clock counts milliseconds, so the last digit is always 1.
 */
export function writtenTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "0001+00:00");
}
