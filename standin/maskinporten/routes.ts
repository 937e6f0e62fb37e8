import { randomBytes } from "node:crypto";
import type { X509Certificate } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Altinn } from "../altinn";
import type { TokenIssuer } from "../authentication/issue";
import type { SigningKey } from "../authentication/signing-key";
import { bodyBytes, route } from "../server/route";
import { authenticate, isRefusal, readAssertion } from "./client-authentication";
import type { ClientRegister } from "./clients";
import { decideGrant } from "./grant";
import { because, refusals, shown, type Refusal } from "./refusals";

export interface Maskinporten {
  readonly clients: ClientRegister;
  readonly tokens: TokenIssuer;
  readonly key: SigningKey;
  /** With the slash at the end. */
  readonly issuer: () => string;
  /** Where it is reached, without a slash at the end. */
  readonly url: () => string;
  /** The issuers that an assertion's `aud` may name, with the slash at the end. */
  readonly audiences: () => readonly string[];
  /** Certificate authorities whose enterprise certificates this environment takes. */
  readonly trustedCertificates: readonly X509Certificate[];
}

const jwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const json = "application/json;charset=UTF-8";

/** Token endpoint (RFC 7523), metadata (RFC 8414) and keys. */
export function registerMaskinporten(
  app: FastifyInstance,
  altinn: Altinn,
  maskinporten: Maskinporten,
): void {
  const { clients, tokens, key, issuer, url, audiences, trustedCertificates } = maskinporten;
  const use = useOnce(altinn);

  route(app, altinn, {
    method: "GET",
    path: "/.well-known/oauth-authorization-server",
    handle: (_request, reply) =>
      reply.header("content-type", json).send(
        JSON.stringify({
          issuer: issuer(),
          token_endpoint: `${url()}/token`,
          jwks_uri: `${url()}/jwk`,
          token_endpoint_auth_methods_supported: ["private_key_jwt"],
          token_endpoint_auth_signing_alg_values_supported: ["RS256", "RS384", "RS512"],
          grant_types_supported: [jwtBearer],
          authorization_details_types_supported: ["urn:altinn:systemuser", "urn:altinn:consent"],
        }),
      ),
  });

  const { kty, n, e } = key.publicKey.export({ format: "jwk" });
  const keys = JSON.stringify({ keys: [{ kty, e, use: "sig", kid: key.kid, alg: "RS256", n }] });
  route(app, altinn, {
    method: "GET",
    path: "/jwk",
    handle: (_request, reply) => reply.header("content-type", json).send(keys),
  });

  route(app, altinn, {
    method: "POST",
    path: "/token",
    consumes: ["application/x-www-form-urlencoded"],
    handle: (request, reply) => {
      const form = new URLSearchParams(bodyBytes(request).toString("utf8"));
      const grantTypes = form.getAll("grant_type");
      const assertions = form.getAll("assertion");
      request.seen.assertion = assertions[0];
      if (grantTypes.length !== 1) {
        return refuse(request, reply, refusals.badForm("grant_type"), issuer());
      }
      if (grantTypes[0] !== jwtBearer) {
        return refuse(request, reply, refusals.unsupportedGrantType, issuer());
      }
      if (assertions.length > 1) {
        return refuse(request, reply, refusals.badForm("assertion"), issuer());
      }
      const assertion = readAssertion(assertions[0] ?? "", clients);
      if (isRefusal(assertion)) {
        return refuse(request, reply, assertion, issuer());
      }
      const { client, claims } = assertion;
      if (client.unavailable > 0) {
        clients.change(client.clientId, { unavailable: client.unavailable - 1 });
        return reply
          .code(503)
          .type("text/html")
          .send("<html><body>Service Unavailable</body></html>");
      }
      const now = altinn.clock.now() + request.clockSkewMs;
      const proof = authenticate(assertion, now, {
        clients,
        trustedCertificates,
        audiences: audiences(),
      });
      if (isRefusal(proof)) {
        return refuse(request, reply, proof, issuer());
      }
      if (!use(client.clientId, claims, now)) {
        return refuse(
          request,
          reply,
          because(refusals.used, `jti is ${shown(claims["jti"])}`),
          issuer(),
        );
      }
      const grant = decideGrant(client, claims, `${altinn.platformUrl()}/`);
      if (isRefusal(grant)) {
        return refuse(request, reply, grant, issuer());
      }
      const token = tokens.sign(
        "maskinporten",
        tokens.maskinportenClaims(
          { ...grant.claims, client_amr: proof.amr },
          grant.lifetime,
          request.clockSkewMs,
        ),
      );
      request.seen.issuedToken = token;
      return reply.header("content-type", json).send(
        JSON.stringify({
          access_token: token,
          token_type: "Bearer",
          // One less than the token's own life, as the real server answers.
          expires_in: grant.lifetime - 1,
          scope: grant.scope,
        }),
      );
    },
  });
}

/** Takes a `jti` once: false when the client has used it and its assertion could still be valid. */
function useOnce(
  altinn: Altinn,
): (clientId: string, claims: Readonly<Record<string, unknown>>, now: number) => boolean {
  const forget = altinn.database.prepare("DELETE FROM used_assertions WHERE expires < ?");
  const take = altinn.database.prepare(
    "INSERT INTO used_assertions (client_id, jti, expires) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  );
  return (clientId, { jti, exp }, now) => {
    if (jti === undefined || jti === null) {
      return true;
    }
    forget.run(Math.floor(now));
    const skewMs = 10_000;
    return take.run(clientId, String(jti), Number(exp) * 1000 + skewMs).changes === 1;
  };
}

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  issuer: string,
): FastifyReply {
  const { status, error, code, description, why } = refusal;
  request.seen.cause ??=
    [code, error, description].filter(Boolean).join(" ") + (why ? `: ${why}` : "");
  return reply
    .code(status)
    .header("content-type", json)
    .send(
      JSON.stringify({
        error,
        error_description: `${description} (trace_id: ${randomBytes(16).toString("hex")})`,
        ...(code === undefined ? {} : { error_uri: `${issuer}errors/${code}` }),
      }),
    );
}
