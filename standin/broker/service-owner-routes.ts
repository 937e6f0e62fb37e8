import type { FastifyInstance } from "fastify";
import { pass } from "../server/answer-time";
import { takesJson } from "../server/json-body";
import type { Broker } from "./broker";
import { withPrefix } from "./caller";
import { endpoint, ownerScope } from "./endpoint";
import { aString, readJson } from "./json-input";

/**
 * `POST` and `GET /serviceowner`. The service owner is never named in the request: it is the caller. POST looks before it
 * inserts, so that the loser of a race past the look ends in 500.
 */
export function registerServiceOwner(app: FastifyInstance, broker: Broker): void {
  const { altinn, serviceOwners, background } = broker;

  endpoint(app, broker, {
    method: "GET",
    path: "/serviceowner",
    produces: "application/json",
    scopes: [ownerScope],
    handle({ caller, now, json, refuse }) {
      if (caller === undefined) {
        return refuse("BRO-07001");
      }
      const owner = serviceOwners.get(withPrefix(caller));
      return owner
        ? json({ name: owner.name, storageProviders: serviceOwners.providers(owner, now) })
        : refuse("BRO-07004");
    },
  });

  endpoint(app, broker, {
    method: "POST",
    path: "/serviceowner",
    consumes: "application/json",
    scopes: [ownerScope],
    inSteps: true,
    async handle({ request, reply, caller, now, refuse, invalid, unsupported }) {
      if (!takesJson(request)) {
        return unsupported();
      }
      const body = readJson(request, "serviceOwnerInitializeExt", { name: aString }, ["name"]);
      if ("errors" in body) {
        return invalid(body.errors);
      }
      const { name } = body.values;
      if (typeof name !== "string") {
        return invalid({ Name: ["The Name field is required."] });
      }
      if (caller === undefined) {
        return refuse("BRO-07001");
      }
      const id = withPrefix(caller);
      if (serviceOwners.get(id)) {
        return refuse("BRO-07002");
      }
      await pass(altinn, 1);
      serviceOwners.add(id, name, now);
      background.countAnswers();
      return reply.header("content-length", "0").send();
    },
  });
}
