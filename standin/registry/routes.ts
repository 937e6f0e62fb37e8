import type { FastifyInstance } from "fastify";
import type { Altinn } from "../altinn";
import { registerFeeds } from "./feed-routes";
import { registerLists } from "./list-routes";
import { registerPolicies } from "./policy-routes";
import { PolicyStore } from "./policy-store";
import { registerResources } from "./resource-routes";
import { ResourceStore } from "./resource-store";

/** The Resource Registry's endpoints for resources and policies. */
export function registerRegistry(app: FastifyInstance, altinn: Altinn): void {
  const resources = new ResourceStore(altinn.database);
  const policies = new PolicyStore(altinn.database);
  registerResources(app, altinn, resources, policies);
  registerLists(app, altinn, resources);
  registerPolicies(app, altinn, resources, policies);
  registerFeeds(app, altinn, resources, policies);
}
