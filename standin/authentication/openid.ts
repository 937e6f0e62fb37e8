import type { FastifyInstance } from "fastify";
import type { Altinn } from "../altinn";
import { applicationJson } from "../server/problems";
import { route } from "../server/route";
import type { SigningKey } from "./signing-key";

const base = "/authentication/api/v1/openid";

/** Altinn's OpenID metadata and its keys, for those who check Altinn tokens. */
export function registerOpenId(app: FastifyInstance, altinn: Altinn, key: SigningKey): void {
  route(app, altinn, {
    method: "GET",
    path: `${base}/.well-known/openid-configuration`,
    handle: (_request, reply) =>
      reply.header("content-type", applicationJson).send(
        JSON.stringify({
          issuer: `${altinn.platformUrl()}${base}/`,
          jwks_uri: `${altinn.platformUrl()}${base}/.well-known/openid-configuration/jwks`,
          authorization_endpoint: `${altinn.platformUrl()}/authentication/api/v1/authorize/`,
          token_endpoint: `${altinn.platformUrl()}/authentication/api/v1/token/`,
          end_session_endpoint: `${altinn.platformUrl()}${base}/logout/`,
          response_types_supported: ["token"],
          subject_types_supported: ["pairwise"],
          id_token_signing_alg_values_supported: ["RS256"],
        }),
      ),
  });

  const { n = "", e = "" } = key.publicKey.export({ format: "jwk" });
  // Altinn writes n and e in standard base64 with padding, where RFC 7518 asks for base64url.
  const standard = (text: string): string => Buffer.from(text, "base64url").toString("base64");
  const keys = JSON.stringify({
    keys: [
      {
        kty: "RSA",
        use: "sig",
        kid: key.kid,
        n: standard(n),
        e: standard(e),
        x5c: [key.certificate.toString("base64")],
      },
    ],
  });
  route(app, altinn, {
    method: "GET",
    path: `${base}/.well-known/openid-configuration/jwks`,
    handle: (_request, reply) => reply.header("content-type", applicationJson).send(keys),
  });
}
