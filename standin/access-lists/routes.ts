import type { FastifyInstance } from "fastify";
import type { Altinn } from "../altinn";
import { registerConnections } from "./connection-routes";
import { registerLists } from "./list-routes";
import { AccessListStore } from "./list-store";
import { registerMembers } from "./member-routes";
import { registerMemberships } from "./membership-routes";
import { oneWriter } from "./one-writer";
import { Register } from "./parties";
import type { AccessListRoom } from "./request";

/** The Resource Registry's endpoints for access lists, their members and their connections to resources. */
export function registerAccessLists(app: FastifyInstance, altinn: Altinn): void {
  const room: AccessListRoom = {
    altinn,
    lists: new AccessListStore(altinn.database),
    register: new Register(altinn.organisations),
    oneWriter: oneWriter(altinn),
  };
  registerMemberships(app, room);
  registerLists(app, room);
  registerMembers(app, room);
  registerConnections(app, room);
}
