import type { FastifyInstance } from "fastify";
import { pass } from "../server/answer-time";
import { takesJson } from "../server/json-body";
import { storable } from "../store/postgres";
import type { Broker } from "./broker";
import { withoutPrefix, withPrefix } from "./caller";
import { letOtherPutFirst } from "./configuration-controls";
import { timeSpanText } from "./duration";
import { endpoint, ownerScope } from "./endpoint";
import { fitsColumn, type ErrorCode } from "./errors";
import { readJson } from "./json-input";
import { registryEntry } from "./registry-entry";
import { checkChange, resourceModel, shimErrors, type ResourceChange } from "./resource-rules";
import type { ResourceConfig, ResourceStore } from "./resources";

/**
 * `PUT` and `GET /resource/{resourceId}`. PUT is a patch, and no transaction: it looks, inserts the row when it saw none,
 * and writes field by field. Of several first PUTs at once all but one fail on the insert, with 500.
 */
export function registerResource(app: FastifyInstance, broker: Broker): void {
  const { altinn, resources } = broker;
  const shared = {
    path: "/resource/:resourceId",
    consumes: "application/json",
    produces: "application/json",
    scopes: [ownerScope],
  } as const;

  endpoint(app, broker, {
    ...shared,
    method: "GET",
    handle({ request, caller, json, refuse }) {
      const resource = resources.get(resourceIdOf(request.params));
      if (!resource) {
        return refuse("BRO-00025");
      }
      return withoutPrefix(resource.organization) === caller
        ? json(shown(resource))
        : refuse("BRO-00006");
    },
  });

  endpoint(app, broker, {
    ...shared,
    method: "PUT",
    inSteps: true,
    async handle({ request, reply, caller, now, refuse, invalid, unsupported }) {
      if (!takesJson(request)) {
        return unsupported();
      }
      const body = readJson(request, "resourceExt", resourceModel);
      const errors = "errors" in body ? body.errors : shimErrors(body.values);
      if ("errors" in body || errors) {
        return invalid(errors ?? {});
      }
      const found = resources.get(resourceIdOf(request.params));
      const target = found ?? firstTime(broker, resourceIdOf(request.params), caller);
      if (typeof target === "string") {
        return refuse(target);
      }
      if (caller === undefined || target.serviceOwner !== withPrefix(caller)) {
        return refuse("BRO-00006");
      }
      const approved = found?.approvedForDisabledVirusScan ?? false;
      const change = checkChange(body.values, altinn.environment, approved);
      if (typeof change === "string") {
        return refuse(change);
      }
      await pass(altinn, 1 / 2);
      if (!found) {
        letOtherPutFirst(altinn, target.id);
        resources.add(target.id, target.serviceOwner, target.organization, now);
      }
      await pass(altinn, 1 / 2);
      write(resources, target.id, change);
      return reply.code(204).send();
    },
  });
}

const resourceIdOf = (params: unknown) => (params as { resourceId: string }).resourceId;

/** What a first PUT goes by: the registry's entry, which has to be the caller's, who has to be a service owner. */
function firstTime(
  { altinn, serviceOwners }: Broker,
  resourceId: string,
  caller: string | undefined,
): Pick<ResourceConfig, "id" | "serviceOwner" | "organization"> | ErrorCode {
  const entry = registryEntry(altinn.registry, resourceId);
  if (!entry) {
    return "BRO-00005";
  }
  if (caller === undefined || entry.serviceOwner !== withPrefix(caller)) {
    return "BRO-00006";
  }
  return serviceOwners.get(entry.serviceOwner) ? entry : "BRO-00024";
}

/** One UPDATE for each field, in the server's order: when one fails the earlier ones stay. */
function write(resources: ResourceStore, id: string, change: ResourceChange): void {
  const {
    purgeFileTransferAfterAllRecipientsConfirmed: purge,
    purgeFileTransferGracePeriod: gracePeriod,
    maxFileTransferSize: size,
    fileTransferTimeToLive: timeToLive,
    externalServiceCodeLegacy: serviceCode,
    externalServiceEditionCodeLegacy: editionCode,
    useManifestFileShim: shim,
    requiredParty,
  } = change;
  if (purge !== undefined) {
    resources.set(id, "purgeFileTransferAfterAllRecipientsConfirmed", Number(purge));
  }
  if (gracePeriod !== undefined) {
    resources.set(id, "purgeFileTransferGracePeriod", String(gracePeriod));
  }
  if (size !== undefined) {
    resources.set(id, "maxFileTransferSize", size);
  }
  if (timeToLive !== undefined) {
    resources.set(id, "fileTransferTimeToLive", String(timeToLive));
  }
  if (serviceCode !== undefined) {
    resources.set(id, "externalServiceCodeLegacy", fitsColumn(serviceCode, 7));
  }
  if (editionCode !== undefined) {
    resources.set(id, "externalServiceEditionCodeLegacy", editionCode);
  }
  if (shim !== undefined) {
    resources.set(id, "useManifestFileShim", Number(shim));
  }
  if (requiredParty !== undefined) {
    resources.set(id, "requiredParty", storable(requiredParty));
  }
}

/** The configuration as GET shows it: durations as .NET writes a TimeSpan. */
export function shown(resource: ResourceConfig): Record<string, unknown> {
  const { fileTransferTimeToLive: timeToLive, purgeFileTransferGracePeriod: gracePeriod } =
    resource;
  return {
    maxFileTransferSize: resource.maxFileTransferSize,
    fileTransferTimeToLive: timeToLive === null ? null : timeSpanText(timeToLive),
    purgeFileTransferAfterAllRecipientsConfirmed:
      resource.purgeFileTransferAfterAllRecipientsConfirmed,
    purgeFileTransferGracePeriod: gracePeriod === null ? null : timeSpanText(gracePeriod),
    useManifestFileShim: resource.useManifestFileShim,
    externalServiceCodeLegacy: resource.externalServiceCodeLegacy,
    externalServiceEditionCodeLegacy: resource.externalServiceEditionCodeLegacy,
    requiredParty: resource.requiredParty,
  };
}
