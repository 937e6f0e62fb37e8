import type { FastifyInstance, FastifyReply } from "fastify";
import { sendAltinnProblem, sendJson, ServerCrash, timestamp } from "../registry/answers";
import { readQuery, readToken, UnboundValue, writeToken } from "../registry/query";
import {
  applicationJson,
  sendEmpty,
  sendStatusProblem,
  sendValidationProblem,
} from "../server/problems";
import { route } from "../server/route";
import { readConnectionBody } from "./bodies";
import { refuseByConditions, withValidators } from "./conditions";
import type { AccessList, Connection } from "./list-store";
import { isPageToken, type PageToken } from "./member-routes";
import { owns } from "./owner";
import { BASE, readBody, readListRequest, toRead, toWrite, type AccessListRoom } from "./request";

const PAGE_SIZE = 100;

const RESOURCE_NOT_FOUND = {
  status: 400,
  code: "RR-00002",
  title: "One or more resource references not found.",
};

const RESOURCE_OF_ANOTHER = {
  status: 403,
  code: "RR-00004",
  title:
    "Cannot create a access-list connection to a resource not owned by the same service-owner as the access-list.",
};

/** A connection as the API shows it; action filters only when there are any and they are asked for. */
export function toConnection(connection: Connection, withActions: boolean): object {
  const { resource, actions, createdAt, updatedAt } = connection;
  return {
    resourceIdentifier: resource,
    actionFilters: withActions && actions.length > 0 ? actions : undefined,
    createdAt: timestamp(createdAt),
    updatedAt: timestamp(updatedAt),
  };
}

/** The connections of a list to resources. */
export function registerConnections(
  app: FastifyInstance,
  { altinn, lists, oneWriter }: AccessListRoom,
): void {
  const path = `${BASE}/:owner/:list/resource-connections`;

  function sendConnection(
    reply: FastifyReply,
    list: AccessList,
    connection: Connection,
  ): FastifyReply {
    return sendJson(withValidators(reply, list), 200, toConnection(connection, true));
  }

  /** The org code that a resource belongs to; undefined for a resource that is not there. */
  function orgcodeOf(resource: string): string | undefined {
    const document = altinn.registry.document(resource);
    if (document === undefined) return undefined;
    const { organization, orgcode } = document["hasCompetentAuthority"] as {
      organization?: string;
      orgcode?: string;
    };
    if (organization === undefined || orgcode === undefined) {
      throw new ServerCrash(`${resource} is stored without organization or orgcode`);
    }
    return orgcode;
  }

  route(app, altinn, {
    ...toRead,
    method: "GET",
    path,
    handle: (request, reply, claims) => {
      const asked = readListRequest(request, reply, claims, altinn);
      if (asked === undefined) return reply;
      const token = readToken(readQuery(request), isPageToken);
      if (token instanceof UnboundValue) {
        return sendValidationProblem(reply, token.errors, applicationJson);
      }
      const list = lists.list(asked.owner, asked.identifier);
      if (list === undefined) return sendStatusProblem(reply, 404, applicationJson);
      const refused = refuseByConditions(request, reply, asked.conditions, list);
      if (refused) return refused;
      if (token !== undefined && token.Version !== list.version) {
        return sendStatusProblem(reply, 412, applicationJson);
      }
      const found = lists.connections(list, token?.ContinueFrom ?? "", PAGE_SIZE + 1);
      const next = found[PAGE_SIZE];
      const nextToken =
        next &&
        writeToken({ Version: list.version, ContinueFrom: next.resource } satisfies PageToken);
      const link = `${altinn.platformUrl()}${BASE}/${list.owner}/${encodeURIComponent(list.identifier)}/resource-connections`;
      return sendJson(withValidators(reply, list), 200, {
        links: { next: nextToken && `${link}?token=${nextToken}` },
        data: found.slice(0, PAGE_SIZE).map((connection) => toConnection(connection, true)),
      });
    },
  });

  route(app, altinn, {
    ...toWrite,
    method: "PUT",
    path: `${path}/:resource`,
    ...oneWriter((request, reply, claims) => {
      const asked = readListRequest(request, reply, claims, altinn);
      if (asked === undefined) return reply;
      const body = readBody(request, reply, readConnectionBody, "model");
      if (body === undefined) return reply;
      const { resource } = request.params as { resource: string };
      const orgcode = orgcodeOf(resource);
      if (orgcode === undefined) return sendAltinnProblem(reply, RESOURCE_NOT_FOUND);
      if (!owns(claims, orgcode, altinn.organisations)) {
        return sendAltinnProblem(reply, RESOURCE_OF_ANOTHER);
      }
      const { owner, identifier, conditions } = asked;
      const list = lists.list(owner, identifier);
      if (list === undefined) return sendStatusProblem(reply, 404, applicationJson);
      const refused = refuseByConditions(request, reply, conditions, list);
      if (refused) return refused;
      const actions = (body.actionFilters ?? []).filter((action) => action !== null);
      lists.putConnection(list, resource, actions, altinn.clock.now());
      const written = lists.list(owner, identifier) as AccessList;
      return sendConnection(reply, written, lists.connection(written, resource) as Connection);
    }),
  });

  route(app, altinn, {
    ...toWrite,
    method: "DELETE",
    path: `${path}/:resource`,
    ...oneWriter((request, reply, claims) => {
      const asked = readListRequest(request, reply, claims, altinn);
      if (asked === undefined) return reply;
      const { resource } = request.params as { resource: string };
      const { owner, identifier, conditions } = asked;
      const list = lists.list(owner, identifier);
      if (list === undefined) return sendStatusProblem(reply, 404, applicationJson);
      const refused = refuseByConditions(request, reply, conditions, list);
      if (refused) return refused;
      const connection = lists.connection(list, resource);
      if (connection === undefined) return sendEmpty(reply, 204);
      lists.removeConnection(list, resource, altinn.clock.now());
      return sendConnection(reply, lists.list(owner, identifier) as AccessList, connection);
    }),
  });
}
