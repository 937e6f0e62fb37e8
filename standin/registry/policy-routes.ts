import multipart from "@fastify/multipart";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Altinn } from "../altinn";
import {
  applicationJson,
  sendEmpty,
  sendStatusProblem,
  sendValidationProblem,
} from "../server/problems";
import { route } from "../server/route";
import { DatabaseError } from "../store/postgres";
import { pass } from "../server/answer-time";
import { sendJson, ServerCrash } from "./answers";
import { BEARER_RULES, mayWriteResources, ownsOrganization } from "./ownership";
import { decomposedRightsOf } from "./policy/decomposed-rights";
import { flattenRules, rightsOf } from "./policy/flattened-rules";
import type { Policy } from "./policy/policy";
import { PolicyNotAccepted, readPolicy } from "./policy/read-policy";
import { checkPolicy, subjectsOf } from "./policy/registry-rules";
import { XmlRefused } from "./policy/xml-text";
import type { PolicyStore } from "./policy-store";
import { readFlag, readQuery, UnboundValue } from "./query";
import { storedOrganization } from "./resource-routes";
import type { ResourceStore } from "./resource-store";

const BASE = "/resourceregistry/api/v1/resource/:id/policy";

/** ASP.NET's limit for one multipart body, in bytes. */
const LARGEST_FORM = 128 * 1024 * 1024;

/** Kestrel's limit for any body, in bytes. */
const LARGEST_BODY = 30_000_000;

/** Upload, read-back and derived views of the policy of a resource. */
export function registerPolicies(
  app: FastifyInstance,
  altinn: Altinn,
  resources: ResourceStore,
  policies: PolicyStore,
): void {
  void app.register(async (scope) => {
    await scope.register(multipart, {
      limits: { fileSize: LARGEST_FORM, files: Infinity, fields: Infinity, parts: Infinity },
    });
    registerUpload(scope, altinn, resources, policies);
  });
  registerReads(app, altinn, resources, policies);
}

function registerUpload(
  scope: FastifyInstance,
  altinn: Altinn,
  resources: ResourceStore,
  policies: PolicyStore,
): void {
  route(scope, altinn, {
    method: ["POST", "PUT"],
    path: BASE,
    consumes: ["multipart/form-data"],
    inSteps: true,
    bearer: BEARER_RULES,
    allow: mayWriteResources,
    handle: async (request, reply, claims) => {
      const { id } = request.params as { id: string };
      if (Number(request.headers["content-length"] ?? 0) > LARGEST_BODY) {
        return sendEmpty(reply, 413);
      }
      let content: Buffer | undefined;
      try {
        content = await readPolicyFile(request);
      } catch (error) {
        const message = `Failed to read the request form. ${(error as Error).message}`;
        return sendValidationProblem(reply, { "": [message] }, applicationJson);
      }
      if (content === undefined) return sendJson(reply, 400, "The policy file can not be null");
      const stored = resources.latest(id);
      if (stored === undefined) return sendJson(reply, 400, "Unknown resource");
      if (!ownsOrganization(claims, storedOrganization(stored))) return sendEmpty(reply, 403);
      try {
        const policy = readPolicy(content);
        checkPolicy(policy, id);
        const since = policies.changeOf(id);
        policies.put(id, content);
        const subjects = subjectsOf(policy);
        await pass(altinn, 1);
        policies.failIfAsked(id);
        policies.announce(id, subjects, altinn.clock.now(), since);
      } catch (error) {
        if (error instanceof PolicyNotAccepted) return sendJson(reply, 400, error.message);
        if (error instanceof XmlRefused || isCrash(error)) {
          request.seen.failure = error.stack;
          return sendStatusProblem(reply, 500, applicationJson);
        }
        throw error;
      }
      return sendEmpty(reply.header("location", `${id}/policy`), 201);
    },
  });
}

function isCrash(error: unknown): error is Error {
  return error instanceof ServerCrash || error instanceof DatabaseError;
}

/** The bytes of the first file part named `policyFile`; a part without a file name is a value, not a file. */
async function readPolicyFile(request: FastifyRequest): Promise<Buffer | undefined> {
  if (!request.isMultipart()) return undefined;
  let content: Buffer | undefined;
  for await (const part of request.parts()) {
    if (part.type !== "file") continue;
    const bytes = await part.toBuffer();
    const isWanted = part.fieldname.toLowerCase() === "policyfile" && part.filename;
    if (isWanted) content ??= bytes;
  }
  return content;
}

function registerReads(
  app: FastifyInstance,
  altinn: Altinn,
  resources: ResourceStore,
  policies: PolicyStore,
): void {
  const policyOf = (id: string): Policy | undefined => {
    const content = policies.content(id);
    return content && readPolicy(content);
  };

  route(app, altinn, {
    method: "GET",
    path: BASE,
    handle: (request, reply) => {
      const { id } = request.params as { id: string };
      const isApp = id.startsWith("app_") && id.split("_").length === 3;
      if (!isApp && resources.latest(id) === undefined) {
        return sendNotFoundText(request, reply, "Unable to find resource");
      }
      const content = policies.content(id);
      if (content === undefined) {
        return sendNotFoundText(request, reply, "Unable to find requested policy");
      }
      return reply
        .header("content-type", "text/xml")
        .header(
          "content-disposition",
          "attachment; filename=policy.xml; filename*=UTF-8''policy.xml",
        )
        .send(Buffer.from(content));
    },
  });

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/subjects`,
    handle: (request, reply) => {
      const { id } = request.params as { id: string };
      const reload = readFlag(readQuery(request), "reloadFromXacml");
      if (reload instanceof UnboundValue) {
        return sendValidationProblem(reply, reload.errors, applicationJson);
      }
      if (reload === true && resources.latest(id) !== undefined) {
        const policy = policyOf(id);
        if (policy === undefined) throw new ServerCrash(`${id} has no policy to reload`);
        policies.replaceSubjects(id, subjectsOf(policy), altinn.clock.now());
      }
      const data = policies.subjects(id);
      if (data.length === 0) return sendStatusProblem(reply, 404, applicationJson);
      return sendJson(reply, 200, { links: {}, data });
    },
  });

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/rules`,
    handle: (request, reply) => {
      const policy = policyOf((request.params as { id: string }).id);
      if (policy === undefined) return sendStatusProblem(reply, 404, applicationJson);
      return sendJson(reply, 200, flattenRules(policy));
    },
  });

  route(app, altinn, {
    method: "GET",
    path: `${BASE}/rights`,
    handle: (request, reply) => {
      const policy = policyOf((request.params as { id: string }).id);
      if (policy === undefined) return sendStatusProblem(reply, 404, applicationJson);
      return sendJson(reply, 200, rightsOf(policy));
    },
  });

  route(app, altinn, {
    method: "GET",
    path: "/resourceregistry/api/v2/resource/:id/policy/rights",
    handle: (request, reply) => {
      const { id } = request.params as { id: string };
      const query = readQuery(request);
      const serviceOwner = readFlag(query, "includeServiceOwnerRights") ?? false;
      const app = readFlag(query, "includeAppRights") ?? false;
      if (serviceOwner instanceof UnboundValue) {
        return sendValidationProblem(reply, serviceOwner.errors, applicationJson);
      }
      if (app instanceof UnboundValue) {
        return sendValidationProblem(reply, app.errors, applicationJson);
      }
      const policy = policyOf(id);
      if (policy === undefined) throw new ServerCrash(`${id} has no policy`);
      const language = request.headers["accept-language"];
      const rights = decomposedRightsOf(policy, id, { serviceOwner, app }, language);
      return sendJson(reply, 200, rights);
    },
  });
}

/** This action is not bound to JSON: its texts are plain unless the client asks for JSON. */
function sendNotFoundText(
  request: FastifyRequest,
  reply: FastifyReply,
  text: string,
): FastifyReply {
  const accepted = (request.headers.accept ?? "").toLowerCase();
  if (accepted.includes("application/json") && !accepted.includes("*/*")) {
    return sendJson(reply, 404, text);
  }
  return reply.code(404).header("content-type", "text/plain; charset=utf-8").send(text);
}
