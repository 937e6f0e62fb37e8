import type { FastifyInstance } from "fastify";
import type { Altinn } from "../altinn";
import { route } from "../server/route";
import type { TokenIssuer } from "./issue";
import { sendText } from "./text-answer";

/** `GET refresh`: an Altinn token in, another one of full length with the same claims out, as often as wanted. */
export function registerRefresh(app: FastifyInstance, altinn: Altinn, tokens: TokenIssuer): void {
  route(app, altinn, {
    method: "GET",
    path: "/authentication/api/v1/refresh",
    // ASSUMPTION: a raw Maskinporten token is refused; what it is given is not on record.
    bearer: { issuers: ["altinn"], skewSeconds: 10 },
    handle: (request, reply, claims) => {
      const issued = tokens.sign("altinn", tokens.refreshedClaims(claims, request.clockSkewMs));
      request.seen.issuedToken = issued;
      return sendText(request, reply, issued);
    },
  });
}
