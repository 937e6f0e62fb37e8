import type { FastifyInstance, FastifyReply } from "fastify";
import type { Altinn } from "../altinn";
import { applicationJson, sendStatusProblem, sendValidationProblem } from "../server/problems";
import { takesJson } from "../server/json-body";
import { route } from "../server/route";
import { sendAltinnValidationProblem, sendJson, timestamp } from "./answers";
import { readJsonBody, readList, readText } from "./json-input";
import { RESOURCE_URN, type PolicyStore, type SubjectPair } from "./policy-store";
import { readDateTime, readInteger, readQuery, readToken, UnboundValue, writeToken } from "./query";
import type { ResourceStore } from "./resource-store";

const BASE = "/resourceregistry/api/v1/resource";
const MAX_LIMIT = 1000;

/** The smallest `DateTimeOffset`, from which a feed starts when nothing is said. */
const EARLIEST = -62135596800000;

const isChangeId = (value: unknown): value is number => Number.isInteger(value);

function isSubjectPair(value: unknown): value is SubjectPair {
  if (typeof value !== "object" || value === null) return false;
  const { ResourceUrn: resource, SubjectUrn: subject } = value as Partial<SubjectPair>;
  return typeof resource === "string" && typeof subject === "string";
}

/** The feeds of changed resources and subjects, and the look-up by subject. */
export function registerFeeds(
  app: FastifyInstance,
  altinn: Altinn,
  resources: ResourceStore,
  policies: PolicyStore,
): void {
  const link = (path: string, query: Record<string, string>) =>
    `${altinn.platformUrl()}${BASE}/${path}?${new URLSearchParams(query).toString()}`;

  function sendPage(reply: FastifyReply, data: object[], next: string | undefined): FastifyReply {
    return sendJson(reply, 200, { links: { next }, data });
  }

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/changes`,
    handle: (request, reply) => {
      const query = readQuery(request);
      const token = readToken(query, isChangeId);
      const limit = readInteger(query, "limit") ?? MAX_LIMIT;
      if (token instanceof UnboundValue || limit instanceof UnboundValue) {
        return sendValidationProblem(reply, errorsOf(token, limit), applicationJson);
      }
      if (limit < 1 || limit > MAX_LIMIT) {
        return sendAltinnValidationProblem(reply, [
          {
            code: "RR.VLD-00011",
            title: "Value outside valid range.",
            paths: ["/$QUERY/limit"],
            detail: `Limit must be between 1 and ${String(MAX_LIMIT)}, was ${String(limit)}.`,
          },
        ]);
      }
      const found = resources.changesAfter(token ?? 0, limit + 1);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return sendPage(
        reply,
        page.map(({ identifier, changedAt }) => ({
          resourceId: identifier,
          changedAt: timestamp(changedAt),
        })),
        last && link("changes", { token: writeToken(last.changeId), limit: String(limit) }),
      );
    },
  });

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/updated`,
    handle: (request, reply) => {
      const query = readQuery(request);
      const since = readDateTime(query, "since") ?? EARLIEST;
      const token = readToken(query, isSubjectPair);
      const limit = readInteger(query, "limit") ?? MAX_LIMIT;
      if (
        since instanceof UnboundValue ||
        token instanceof UnboundValue ||
        limit instanceof UnboundValue
      ) {
        return sendValidationProblem(reply, errorsOf(since, token, limit), applicationJson);
      }
      if (limit < 1 || limit > MAX_LIMIT) {
        return sendAltinnValidationProblem(reply, [
          { code: "RR.VLD-00008", title: "Limit must be between 1 and 1000." },
        ]);
      }
      const found = policies.updatesFrom(since, token, limit + 1);
      const page = found.slice(0, limit);
      const last = found.length > limit ? page.at(-1) : undefined;
      return sendPage(
        reply,
        page.map(({ subjectUrn, resourceUrn, updatedAt, deleted }) => ({
          subjectUrn,
          resourceUrn,
          updatedAt: timestamp(updatedAt),
          deleted,
        })),
        last &&
          link("updated", {
            since: timestamp(last.updatedAt),
            token: writeToken({ ResourceUrn: last.resourceUrn, SubjectUrn: last.subjectUrn }),
            limit: String(limit),
          }),
      );
    },
  });

  route(app, altinn, {
    method: "POST",
    path: `${BASE}/bysubjects`,
    consumes: ["application/json"],
    handle: (request, reply) => {
      if (!takesJson(request)) return sendStatusProblem(reply, 415, applicationJson);
      const read = readList(readText, "System.Collections.Generic.List`1[System.String]");
      const body = readJsonBody(request, read);
      if ("errors" in body) return sendValidationProblem(reply, body.errors, applicationJson);
      const data = [...new Set(body.value)].flatMap((urn) => {
        const found = policies.resourcesOf(urn ?? "");
        const [subject] = found;
        if (subject === undefined) return [];
        return [
          {
            subject: { type: subject.type, value: subject.value, urn },
            resources: found.map(({ resource }) => ({
              type: RESOURCE_URN,
              value: resource,
              urn: `${RESOURCE_URN}:${resource}`,
            })),
          },
        ];
      });
      return sendPage(reply, data, undefined);
    },
  });
}

function errorsOf(...values: readonly unknown[]): UnboundValue["errors"] {
  const unbound = values.filter((value) => value instanceof UnboundValue);
  return Object.assign({}, ...unbound.map(({ errors }) => errors)) as UnboundValue["errors"];
}
