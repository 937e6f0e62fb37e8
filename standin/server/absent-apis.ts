import type { FastifyInstance } from "fastify";
import type { Altinn, BearerRules } from "../altinn";
import { route } from "./route";

/** Altinn APIs that this stand-in does not have, with the tokens that they take. */
const absent: readonly { readonly path: string; readonly bearer: BearerRules }[] = [
  { path: "/events/api/v1/*", bearer: { issuers: ["altinn"], skewSeconds: 10 } },
  {
    path: "/authentication/api/v1/systemregister/*",
    bearer: { issuers: ["altinn", "maskinporten"], skewSeconds: 10 },
  },
];

/** Such an API refuses whoever it does not know, and tells the others that it is not here. */
export function registerAbsentApis(app: FastifyInstance, altinn: Altinn): void {
  for (const { path, bearer } of absent) {
    route(app, altinn, {
      method: ["GET", "POST", "PUT", "PATCH", "DELETE"],
      path,
      bearer,
      handle: (_request, reply) =>
        reply.code(501).type("text/plain").send("This stand-in for Altinn does not have this API."),
    });
  }
}
