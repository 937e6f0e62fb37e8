import type { FastifyRequest } from "fastify";
import type { Waiting } from "./by-request";
import type { Fault } from "./faults";
import { notesOf } from "./refusal-notes";

/** What a fault did, for who looks for the cause of an answer. */
export function faultText({ id, matcher, what }: Waiting<Fault>): string {
  const { headers: _, body: _body, ...rest } = what;
  const { path } = matcher;
  const matched = path instanceof RegExp ? { ...matcher, path: String(path) } : matcher;
  return `a fault that was asked for, number ${id}: ${JSON.stringify({ ...matched, ...rest })}`;
}

/** Why a request was refused: what the server knows of its token, else what the answer says. */
export function causeOf(
  request: FastifyRequest,
  status: number,
  payload: unknown,
): string | undefined {
  const { caller, seen } = request;
  if (seen.failure !== undefined) {
    return seen.failure.split("\n", 1)[0];
  }
  if (status === 401 && caller.kind === "invalid") {
    return `the bearer token: ${caller.reason}`;
  }
  const notes = caller.kind === "valid" ? notesOf(caller.claims) : [];
  const told = [textOf(payload), ...notes].filter((each) => each !== undefined).join(": ");
  if (told !== "") {
    return told;
  }
  if (status === 401) {
    return "there is no bearer token in the Authorization header";
  }
  if (status === 404) {
    return "there is nothing that this path names";
  }
  return status === 415
    ? `the content type ${request.headers["content-type"] ?? "(none)"}`
    : undefined;
}

const longest = 2_000;

/** Members by which Altinn's, ASP.NET's and OAuth's errors tell what is wrong. */
function textOf(payload: unknown): string | undefined {
  if (typeof payload !== "string" && !Buffer.isBuffer(payload)) {
    return undefined;
  }
  const text = payload.toString().slice(0, longest);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) {
      return typeof value === "string" && value !== "" ? value : undefined;
    }
    const { code, detail, title, errors, validationErrors, error, error_description } =
      value as Record<string, unknown>;
    const parts = [code, error, error_description ?? detail ?? title, errors ?? validationErrors];
    const told = parts.filter(Boolean).map(word).join(" ");
    return ["", "Unauthorized", "Not Found"].includes(told) ? undefined : told;
  } catch {
    return text.trim() || undefined;
  }
}

const word = (part: unknown): string => (typeof part === "string" ? part : JSON.stringify(part));
