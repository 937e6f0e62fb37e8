import type { FastifyReply, FastifyRequest } from "fastify";
import { applicationJson, sendStatusProblem, type sendValidationProblem } from "../server/problems";
import { writeToken } from "../registry/query";
import type { AccessList } from "./list-store";

/** The conditions of a request, as its headers give them. */
export interface Conditions {
  /** Versions of which one must be the current one, or `*` for any. */
  readonly ifMatch: readonly string[] | "*" | undefined;
  readonly ifNoneMatch: readonly string[] | "*" | undefined;
  /** Milliseconds since the epoch, to the second; only read without `If-Match`. */
  readonly ifUnmodifiedSince: number | undefined;
  /** The same; only read without `If-None-Match`. */
  readonly ifModifiedSince: number | undefined;
}

/** What ASP.NET says of headers that are no conditions. */
export interface InvalidConditions {
  readonly errors: Parameters<typeof sendValidationProblem>[1];
}

const TAG_LIST = /^\s*(?:\*|(?:W\/)?"[^"]*")(?:\s*,\s*(?:\*|(?:W\/)?"[^"]*"))*\s*,?\s*$/;
const TAG = /(W\/)?"([^"]*)"/g;

function readVersion(tag: string): string | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(tag, "base64url").toString());
    const version = (value as { version?: unknown } | null)?.version;
    return typeof version === "string" && /^\d+$/.test(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

function readTags(
  name: string,
  header: string | undefined,
  messages: string[],
): Conditions["ifMatch"] {
  if (header === undefined || header.trim() === "") return undefined;
  if (header.trim() === "*") return "*";
  if (!TAG_LIST.test(header)) {
    messages.push(`Invalid ${name} header.`);
    return undefined;
  }
  return [...header.matchAll(TAG)].flatMap(([, weak, tag = ""]) => {
    const version = weak === undefined ? undefined : readVersion(tag);
    if (version !== undefined) return [version];
    const reason = weak === undefined ? "Only weak etags are supported." : "Invalid etag.";
    messages.push(`Invalid ${name} header. ${reason}`);
    return [];
  });
}

function readDate(header: string | undefined): number | undefined {
  const time = header === undefined ? NaN : Date.parse(header);
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000) * 1000;
}

/** Reads the four conditional headers. Dates that are none are ignored, tags that are none are errors. */
export function readConditions(request: FastifyRequest): Conditions | InvalidConditions {
  const { headers } = request;
  const messages: string[] = [];
  const ifMatch = readTags("If-Match", headers["if-match"], messages);
  const ifNoneMatch = readTags("If-None-Match", headers["if-none-match"], messages);
  if (messages.length > 0) {
    return { errors: { "": messages, conditions: ["The conditions field is required."] } };
  }
  return {
    ifMatch,
    ifNoneMatch,
    ifUnmodifiedSince: ifMatch ? undefined : readDate(headers["if-unmodified-since"]),
    ifModifiedSince: ifNoneMatch ? undefined : readDate(headers["if-modified-since"]),
  };
}

/** The version and the time that conditions are compared with. */
export type Versioned = Pick<AccessList, "version" | "updatedAt">;

function lastModified({ updatedAt }: Versioned): number {
  return Math.floor(updatedAt / 1000) * 1000;
}

function names(tags: Conditions["ifMatch"], version: number): boolean {
  return tags === "*" || (tags?.includes(String(version)) ?? false);
}

/** `failed` is a 412; `unmodified` is a 304 where something was to be read, and a 412 elsewhere. */
export type ConditionResult = "passed" | "failed" | "unmodified";

/** Tests the conditions against the current version; undefined when there is no such list. */
export function testConditions(
  conditions: Conditions,
  current: Versioned | undefined,
): ConditionResult {
  const { ifMatch, ifNoneMatch, ifUnmodifiedSince, ifModifiedSince } = conditions;
  if (current === undefined) return ifMatch === undefined ? "passed" : "failed";
  if (ifMatch !== undefined && !names(ifMatch, current.version)) return "failed";
  const modified = lastModified(current);
  if (ifUnmodifiedSince !== undefined && modified > ifUnmodifiedSince) return "failed";
  if (names(ifNoneMatch, current.version)) return "unmodified";
  if (ifModifiedSince !== undefined && modified <= ifModifiedSince) return "unmodified";
  return "passed";
}

/** Adds the validators of a version to an answer. */
export function withValidators(reply: FastifyReply, versioned: Versioned): FastifyReply {
  return reply
    .header("etag", `W/"${writeToken({ version: String(versioned.version) })}"`)
    .header("last-modified", new Date(lastModified(versioned)).toUTCString());
}

/** Answers a request whose conditions do not hold; undefined when they do. */
export function refuseByConditions(
  request: FastifyRequest,
  reply: FastifyReply,
  conditions: Conditions,
  current: Versioned | undefined,
): FastifyReply | undefined {
  const result = testConditions(conditions, current);
  if (result === "passed") return undefined;
  if (result === "unmodified" && request.method === "GET" && current !== undefined) {
    return withValidators(reply, current).code(304).send();
  }
  return sendStatusProblem(reply, 412, applicationJson);
}
