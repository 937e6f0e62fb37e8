import type { FastifyInstance } from "fastify";
import { sendEmpty } from "../server/problems";
import { bearerToken, jsonPart, jwtForm } from "./bearer";
import type { Claims } from "./claim-list";

/** Paths of Altinn's authentication service, the absent System Register among them. */
const service = "/authentication/";

/**
 * The service's bearer handler reads the token ahead of every endpoint, the public ones and the missing ones too, and
 * throws at one that has a JWT's form and is none: an empty 500. It does not get as far as the signature.
 */
export function crashOnUnreadableTokens(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    const { url = "", headers } = request.raw;
    if (url.slice(0, service.length).toLowerCase() === service) {
      const token = bearerToken(headers.authorization);
      if (token !== undefined && jwtForm.test(token) && !isReadable(token)) {
        request.seen.cause = "the bearer token has the form of a JWT and cannot be read as one";
        sendEmpty(reply, 500);
        return;
      }
    }
    done();
  });
}

/** Whether `JwtSecurityTokenHandler` can read it. Of an encrypted token (five parts) it reads the header alone. */
function isReadable(token: string): boolean {
  const [header = "", payload = "", ...more] = token.split(".");
  if (jsonPart(header) === undefined) {
    return false;
  }
  if (more.length > 1) {
    return true;
  }
  const claims = jsonPart(payload);
  return claims !== undefined && hasReadableClaims(claims);
}

const isText = (value: unknown): boolean => value === null || typeof value === "string";

const isTextOrNumber = (value: unknown): boolean => isText(value) || typeof value === "number";

const isTime = (value: unknown): boolean =>
  typeof value === "number" ||
  (typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)));

/** The claims whose type matters, as Microsoft's `JwtPayload` reads them. */
const readable: Readonly<Record<string, (value: unknown) => boolean>> = {
  iss: isText,
  jti: isText,
  aud: (value) => (Array.isArray(value) ? value.every(isText) : isText(value)),
  sub: isTextOrNumber,
  exp: isTime,
  iat: isTime,
  nbf: isTime,
};

const hasReadableClaims = (claims: Readonly<Claims>): boolean =>
  Object.entries(readable).every(([name, check]) => !(name in claims) || check(claims[name]));
