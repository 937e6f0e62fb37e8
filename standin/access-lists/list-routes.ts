import type { FastifyInstance, FastifyRequest } from "fastify";
import {
  sendAltinnProblem,
  sendAltinnValidationProblem,
  sendJson,
  timestamp,
  writtenTimestamp,
} from "../registry/answers";
import {
  first,
  readQuery,
  readToken,
  UnboundValue,
  writeToken,
  type Query,
} from "../registry/query";
import {
  applicationJson,
  sendEmpty,
  sendStatusProblem,
  sendValidationProblem,
} from "../server/problems";
import { route } from "../server/route";
import { readListBody } from "./bodies";
import { refuseByConditions, withValidators } from "./conditions";
import { toConnection } from "./connection-routes";
import type { AccessList, Connection } from "./list-store";
import { ownerOf } from "./owner";
import { BASE, readBody, readListRequest, toRead, toWrite, type AccessListRoom } from "./request";

const PAGE_SIZE = 20;

/** What a list is asked to show beside itself. */
interface Includes {
  readonly resources: boolean;
  readonly actions: boolean;
  readonly members: boolean;
}

const INCLUDE_WORDS = ["resources", "resource-actions", "members"];

function readIncludes(query: Query): Includes | { readonly errors: Record<string, string[]> } {
  const words = (query.get("include") ?? [])
    .flatMap((value) => value.split(","))
    .filter((word) => word !== "");
  const unknown = words.filter((word) => !INCLUDE_WORDS.includes(word));
  if (unknown.length > 0) {
    return { errors: { include: unknown.map((word) => `Invalid value: '${word}'`) } };
  }
  const actions = words.includes("resource-actions");
  return {
    resources: actions || words.includes("resources"),
    actions,
    members: words.includes("members"),
  };
}

const isIdentifier = (value: unknown): value is string => typeof value === "string";

/** @param written when the list was written just now; its times of that moment are shown more finely */
function toList(
  list: AccessList,
  connections: readonly Connection[] | undefined,
  actions: boolean,
  written?: number,
) {
  const shown = (time: number) => (time === written ? writtenTimestamp(time) : timestamp(time));
  return {
    urn: `urn:altinn:access-list:${list.owner}:${list.identifier}`,
    identifier: list.identifier,
    name: list.name,
    description: list.description,
    createdAt: shown(list.createdAt),
    updatedAt: shown(list.updatedAt),
    resourceConnections: connections?.map((connection) => toConnection(connection, actions)),
  };
}

/** The collection of an owner's lists, and each list by itself. */
export function registerLists(
  app: FastifyInstance,
  { altinn, lists, oneWriter }: AccessListRoom,
): void {
  route(app, altinn, {
    ...toRead,
    method: "GET",
    path: `${BASE}/:owner`,
    handle: (request, reply, claims) => {
      const owner = ownerOf(request, reply, claims, altinn);
      if (owner === undefined) return reply;
      const query = readQuery(request);
      const includes = readIncludes(query);
      const token = readToken(query, isIdentifier);
      if (token instanceof UnboundValue || "errors" in includes) {
        const errors = {
          ...(token instanceof UnboundValue ? token.errors : {}),
          ...("errors" in includes ? includes.errors : {}),
        };
        return sendValidationProblem(reply, errors, applicationJson);
      }
      if (includes.members) {
        return sendAltinnProblem(reply, {
          status: 501,
          code: "RR-00000",
          title: "Members are not supported yet as an include option for this endpoint.",
        });
      }
      const resource = first(query, "resource");
      if (includes.resources && resource === undefined) {
        return sendAltinnValidationProblem(reply, [
          {
            code: "RR.VLD-00002",
            title: "Resource identifier is required when including resource connections.",
            paths: ["/$QUERY/include", "/$QUERY/resource"],
          },
        ]);
      }
      const found = lists.lists(owner, token ?? "", PAGE_SIZE + 1);
      const data = found.slice(0, PAGE_SIZE).map((list) => {
        const connection = resource === undefined ? undefined : lists.connection(list, resource);
        const connections = connection === undefined ? [] : [connection];
        return toList(list, includes.resources ? connections : undefined, includes.actions);
      });
      return sendJson(reply, 200, {
        links: { next: nextLink(owner, found[PAGE_SIZE], includes) },
        data,
      });
    },
  });

  /** The registry writes the choice under a name that it does not read, and leaves `resource` out. */
  function nextLink(
    owner: string,
    next: AccessList | undefined,
    includes: Includes,
  ): string | undefined {
    if (next === undefined) return undefined;
    const query = new URLSearchParams({ token: writeToken(next.identifier) });
    if (includes.resources) {
      query.set("includes", includes.actions ? "resource-actions" : "resources");
    }
    return `${altinn.platformUrl()}${BASE}/${owner}?${query.toString()}`;
  }

  route(app, altinn, {
    ...toRead,
    method: "GET",
    path: `${BASE}/:owner/:list`,
    handle: (request, reply, claims) => {
      const asked = readListRequest(request, reply, claims, altinn);
      if (asked === undefined) return reply;
      const includes = readIncludes(readQuery(request));
      if ("errors" in includes) {
        return sendValidationProblem(reply, includes.errors, applicationJson);
      }
      const list = lists.list(asked.owner, asked.identifier);
      if (list === undefined) return sendStatusProblem(reply, 404, applicationJson);
      const refused = refuseByConditions(request, reply, asked.conditions, list);
      if (refused) return refused;
      const connections = includes.resources ? lists.connections(list, "", -1) : undefined;
      return sendJson(
        withValidators(reply, list),
        200,
        toList(list, connections, includes.actions),
      );
    },
  });

  route(app, altinn, {
    ...toWrite,
    method: "PUT",
    path: `${BASE}/:owner/:list`,
    ...oneWriter((request, reply, claims) => {
      const asked = readListRequest(request, reply, claims, altinn);
      if (asked === undefined) return reply;
      const body = readBody(request, reply, readListBody, "model");
      if (body === undefined) return reply;
      const { name, description } = body;
      if (name === null) {
        const errors = { Name: ["The Name field is required."] };
        return sendValidationProblem(reply, errors, applicationJson);
      }
      const { owner, identifier, conditions } = asked;
      const list = lists.list(owner, identifier);
      const refused = refuseByConditions(request, reply, conditions, list);
      if (refused) return refused;
      const now = altinn.clock.now();
      const isChanged = list?.name !== name || list.description !== (description ?? "");
      if (list === undefined) {
        lists.create(owner, identifier, name, description ?? "", now);
      } else if (isChanged) {
        lists.rename(list, name, description ?? "", now);
      }
      const written = lists.list(owner, identifier) as AccessList;
      const shown = toList(written, undefined, false, isChanged ? now : undefined);
      return sendJson(withValidators(reply, written), 200, shown);
    }),
  });

  route(app, altinn, {
    ...toWrite,
    method: "DELETE",
    path: `${BASE}/:owner/:list`,
    ...oneWriter((request, reply, claims) => {
      const asked = readListRequest(request, reply, claims, altinn);
      if (asked === undefined) return reply;
      const list = lists.list(asked.owner, asked.identifier);
      if (list === undefined) return sendEmpty(reply, 204);
      const refused = refuseByConditions(request, reply, asked.conditions, list);
      if (refused) return refused;
      const now = altinn.clock.now();
      const removed = { ...list, version: lists.remove(list), updatedAt: now };
      return sendJson(withValidators(reply, removed), 200, toList(removed, undefined, false, now));
    }),
  });

  route(app, altinn, {
    ...toWrite,
    consumes: ["application/json-patch+json"],
    method: "PATCH",
    path: `${BASE}/:owner/:list`,
    handle: (request: FastifyRequest, reply, claims) => {
      const owner = ownerOf(request, reply, claims, altinn);
      return owner === undefined ? reply : sendStatusProblem(reply, 501, applicationJson);
    },
  });
}
