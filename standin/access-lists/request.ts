import type { FastifyReply, FastifyRequest } from "fastify";
import type { Altinn } from "../altinn";
import { readJsonBody, type Read } from "../registry/json-input";
import { BEARER_RULES } from "../registry/ownership";
import { applicationJson, sendStatusProblem, sendValidationProblem } from "../server/problems";
import { takesJson } from "../server/json-body";
import type { Claims } from "../server/route";
import { readConditions, type Conditions } from "./conditions";
import { mayReadLists, mayWriteLists, ownerOf } from "./owner";
import type { AccessListStore } from "./list-store";
import type { ListWrite } from "./one-writer";
import type { Register } from "./parties";

export const BASE = "/resourceregistry/api/v1/access-lists";

/** What the routes of a room of access lists share. */
export interface AccessListRoom {
  readonly altinn: Altinn;
  readonly lists: AccessListStore;
  readonly register: Register;
  /** What every write is wrapped in. */
  readonly oneWriter: ListWrite;
}

const consumes = ["application/json"];

/** What a route that reads lists asks for. */
export const toRead = { bearer: BEARER_RULES, allow: mayReadLists, consumes } as const;

/** What a route that writes lists asks for. */
export const toWrite = { bearer: BEARER_RULES, allow: mayWriteLists, consumes } as const;

/** A request whose owner is known and whose conditional headers could be read. */
export interface ListRequest {
  readonly owner: string;
  /** The list in the path. */
  readonly identifier: string;
  readonly conditions: Conditions;
}

/** Undefined once the request has been refused. */
export function readListRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  claims: Claims,
  altinn: Altinn,
): ListRequest | undefined {
  const owner = ownerOf(request, reply, claims, altinn);
  if (owner === undefined) return undefined;
  const conditions = readConditions(request);
  if ("errors" in conditions) {
    sendValidationProblem(reply, conditions.errors, applicationJson);
    return undefined;
  }
  const { list: identifier } = request.params as { list: string };
  return { owner, identifier, conditions };
}

/** The request's body; undefined once it has been refused. */
export function readBody<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  read: Read<T | null>,
  parameter: string,
): T | undefined {
  if (!takesJson(request)) {
    sendStatusProblem(reply, 415, applicationJson);
    return undefined;
  }
  const body = readJsonBody(request, read, parameter);
  if (!("errors" in body)) return body.value;
  sendValidationProblem(reply, body.errors, applicationJson);
  return undefined;
}
