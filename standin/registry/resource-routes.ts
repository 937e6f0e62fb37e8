import type { FastifyInstance, FastifyReply } from "fastify";
import type { Altinn, Environment } from "../altinn";
import {
  applicationJson,
  sendEmpty,
  sendStatusProblem,
  sendValidationProblem,
} from "../server/problems";
import { takesJson } from "../server/json-body";
import { route, type Claims } from "../server/route";
import { sendJson, sendJsonText, ServerCrash } from "./answers";
import { readJsonBody, type UnreadableBody } from "./json-input";
import { BEARER_RULES, forbiddenScopes, mayWriteResources, ownsOrganization } from "./ownership";
import { readInteger, readQuery, UnboundValue } from "./query";
import type { PolicyStore } from "./policy-store";
import { readResource, toDocument, type RegistryResource } from "./resource-model";
import { brokenRules, maskinportenScopes, requiredMembers, type Messages } from "./resource-rules";
import { openText, type ResourceStore, type StoredVersion } from "./resource-store";

const BASE = "/resourceregistry/api/v1/resource";

/** What the registry's host calls the environments in which nothing may be deleted. */
const NO_DELETE_IN: Readonly<Partial<Record<Environment, string>>> = { production: "PROD" };

/** A NUL character in JSON text, which jsonb cannot store. */
const NUL = /(?<!\\)(?:\\\\)*\\u0000/;

/** Npgsql's words for the database's refusal; it keeps the detail back unless it is told to show it. */
const NO_NUL =
  "22P05: unsupported Unicode escape sequence\n\nDETAIL: Detail redacted as it may contain sensitive data. Specify 'Include Error Detail' in the connection string to include this information.";

/** The organisation that a stored resource says it belongs to. */
export function storedOrganization(version: StoredVersion): string | undefined {
  const document = JSON.parse(version.text) as {
    hasCompetentAuthority?: { organization?: string };
  };
  return document.hasCompetentAuthority?.organization;
}

/** POST, PUT, GET and DELETE of one resource. */
export function registerResources(
  app: FastifyInstance,
  altinn: Altinn,
  resources: ResourceStore,
  policies: PolicyStore,
): void {
  const write = {
    bearer: BEARER_RULES,
    allow: mayWriteResources,
  };

  route(app, altinn, {
    ...write,
    method: "POST",
    path: BASE,
    consumes: ["application/json"],
    handle: (request, reply, claims) => {
      if (!takesJson(request)) return sendStatusProblem(reply, 415, applicationJson);
      const body = readJsonBody(request, readResource);
      if ("errors" in body) return sendValidationProblem(reply, body.errors, applicationJson);
      const resource = body.value;
      const refused = refuse(reply, resource, claims, true);
      if (refused) return refused;
      const identifier = resource.identifier ?? "";
      return store(reply, resource, (text) => {
        if (!resources.create(identifier, text, altinn.clock.now())) {
          return sendJson(reply, 409, `The Resource already exist: ${identifier}`);
        }
        return sendEmpty(reply.header("location", `${BASE}/${identifier}`), 201);
      });
    },
  });

  route(app, altinn, {
    ...write,
    method: "PUT",
    path: `${BASE}/:id`,
    consumes: ["application/json"],
    handle: (request, reply, claims) => {
      const { id } = request.params as { id: string };
      if (!takesJson(request)) return sendStatusProblem(reply, 415, applicationJson);
      if (resources.latest(id) === undefined) {
        return sendStatusProblem(reply, 404, applicationJson);
      }
      const resource = bodyOrCrash(readJsonBody(request, readResource));
      if (resource.identifier !== id) {
        return sendJson(reply, 400, "Id in path does not match ID in resource");
      }
      const refused = refuse(reply, resource, claims, false);
      if (refused) return refused;
      return store(reply, resource, (text) => {
        resources.update(id, text, altinn.clock.now());
        return sendEmpty(reply, 200);
      });
    },
  });

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/:id`,
    handle: (request, reply) => {
      const { id } = request.params as { id: string };
      const versionId = readInteger(readQuery(request), "versionId");
      if (versionId instanceof UnboundValue) {
        return sendValidationProblem(reply, versionId.errors, applicationJson);
      }
      const found =
        versionId === undefined ? resources.latest(id) : resources.version(id, versionId);
      if (found === undefined) return sendStatusProblem(reply, 404, applicationJson);
      return sendJsonText(reply, 200, found.text);
    },
  });

  route(app, altinn, {
    ...write,
    method: "DELETE",
    path: `${BASE}/:id`,
    handle: (request, reply, claims) => {
      const { id } = request.params as { id: string };
      const environment = NO_DELETE_IN[altinn.environment];
      if (environment !== undefined) {
        return reply
          .code(403)
          .header("content-type", "text/plain; charset=utf-8")
          .send(`Delete operation is not allowed in ${environment} environment`);
      }
      const stored = resources.latest(id);
      if (stored === undefined) return sendStatusProblem(reply, 404);
      const isExchanged = claims["urn:altinn:orgNumber"] !== undefined;
      if (isExchanged && !ownsOrganization(claims, storedOrganization(stored))) {
        return sendEmpty(reply, 403);
      }
      policies.remove(id);
      resources.remove(id);
      return sendEmpty(reply, 204);
    },
  });
}

/** PUT looks into the model without asking whether there is one. */
function bodyOrCrash<T>(body: { readonly value: T } | UnreadableBody): T {
  if ("errors" in body) throw new ServerCrash(JSON.stringify(body.errors));
  return body.value;
}

function isEmpty(messages: Messages): boolean {
  return Object.keys(messages).length === 0;
}

/** Answers for a resource that may not be written, in the order in which the registry tests. */
function refuse(
  reply: FastifyReply,
  resource: RegistryResource,
  claims: Claims,
  isNew: boolean,
): FastifyReply | undefined {
  const missing = requiredMembers(resource);
  const broken = isEmpty(missing) ? brokenRules(resource, isNew) : missing;
  if (!isEmpty(broken)) return sendValidationProblem(reply, broken, applicationJson);
  if (!ownsOrganization(claims, resource.hasCompetentAuthority?.organization)) {
    return sendEmpty(reply, 403);
  }
  const scopes = forbiddenScopes(claims, maskinportenScopes(resource));
  if (scopes.length === 0) return undefined;
  return sendJson(reply, 401, {
    title: "Unauthorized",
    status: 401,
    detail: "Not authorized for creating resource with the listed scopes",
    errors: { InvalidPrefix: scopes },
  });
}

/** Writes a document, unless the registry's database would refuse it. */
function store(
  reply: FastifyReply,
  resource: RegistryResource,
  write: (text: string) => FastifyReply,
): FastifyReply {
  const text = openText(toDocument(resource));
  if (NUL.test(text)) {
    return sendJson(reply, 500, NO_NUL);
  }
  return write(text);
}
