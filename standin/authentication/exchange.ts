import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Altinn } from "../altinn";
import {
  newTraceId,
  problemJson,
  sendEmpty,
  sendStatusProblem,
  sendValidationProblem,
} from "../server/problems";
import { mediaType, route } from "../server/route";
import { bearerToken, outsideLifetime, type TokenVerifier } from "./bearer";
import type { TokenIssuer } from "./issue";

const providers = ["maskinporten", "id-porten", "altinnstudio"];

/** Seconds that a Maskinporten token may be past its `exp`. */
const skewSeconds = 10;

/** `GET exchange/{tokenProvider}`: a Maskinporten token in, an Altinn token out. */
export function registerExchange(
  app: FastifyInstance,
  altinn: Altinn,
  exchange: {
    readonly verifier: TokenVerifier;
    readonly tokens: TokenIssuer;
    readonly maskinportenIssuer: () => string;
  },
): void {
  const { verifier, tokens, maskinportenIssuer } = exchange;
  route(app, altinn, {
    method: "GET",
    path: "/authentication/api/v1/exchange/:tokenProvider",
    // Altinn's bearer handler runs before the endpoint and lets a token crash that looks like a JWT and is none.
    middleware: (request, reply) => {
      const token = bearerToken(request.raw.headers.authorization);
      const crashes = token !== undefined && verifier.verify(token) === "undecodable";
      if (crashes) {
        sendEmpty(reply, 500);
      }
      return crashes;
    },
    handle: (request, reply) => {
      const { tokenProvider } = request.params as { tokenProvider: string };
      const test = testFlag(request.query as Readonly<Record<string, unknown>>);
      if (typeof test === "string") {
        return sendValidationProblem(reply, { test: [test] });
      }
      const token = bearerToken(request.raw.headers.authorization);
      const signed = token === undefined ? undefined : verifier.verify(token);
      if (signed === undefined || signed === "not a JWT") {
        return sendStatusProblem(reply, 401);
      }
      if (!providers.includes(tokenProvider.toLowerCase())) {
        return sendText(
          request,
          reply.code(400),
          "Invalid token provider. Trusted token providers are: Maskinporten, Id-porten and AltinnStudio.",
        );
      }
      // Only Maskinporten has an issuer here, so the other two providers trust no token.
      if (
        typeof signed === "string" ||
        signed.signer.name !== "maskinporten" ||
        tokenProvider.toLowerCase() !== "maskinporten"
      ) {
        return sendStatusProblem(reply, 401);
      }
      const { claims } = signed;
      const now = altinn.clock.now() + request.clockSkewMs;
      const metadata = `${maskinportenIssuer()}.well-known/oauth-authorization-server`;
      const number = consumerNumber(claims["consumer"]);
      if (
        outsideLifetime(claims, now, skewSeconds) !== undefined ||
        typeof claims["iss"] !== "string" ||
        !metadata.includes(claims["iss"]) ||
        number === undefined
      ) {
        return sendStatusProblem(reply, 401);
      }
      if (request.headers["x-altinn-enterpriseuser-authentication"]) {
        return reply
          .code(410)
          .header("content-type", problemJson)
          .send(
            JSON.stringify({
              title: "Virksomhetsbruker is no longer available",
              status: 410,
              traceId: newTraceId(),
            }),
          );
      }
      const issued = tokens.sign(
        "altinn",
        tokens.exchangedClaims(claims, number, test, request.clockSkewMs),
      );
      request.seen.issuedToken = issued;
      return sendText(request, reply, issued);
    },
  });
}

/** ASP.NET's boolean query value, its name in any case, or the message for one that is none. */
function testFlag(query: Readonly<Record<string, unknown>>): boolean | string {
  const name = Object.keys(query).find((each) => each.toLowerCase() === "test");
  const value = name === undefined ? undefined : query[name];
  const text = Array.isArray(value) ? (value[0] as unknown) : value;
  if (text === undefined) {
    return false;
  }
  switch (String(text).trim().toLowerCase()) {
    case "true":
      return true;
    case "false":
      return false;
    default:
      return `The value '${String(text)}' is not valid.`;
  }
}

/** The second part of `consumer.ID`; its prefix is not looked at. */
function consumerNumber(consumer: unknown): string | undefined {
  if (typeof consumer !== "object" || consumer === null) {
    return undefined;
  }
  const { authority, ID: id } = consumer as Record<string, unknown>;
  return authority === "iso6523-actorid-upis" && typeof id === "string"
    ? id.split(":")[1] || undefined
    : undefined;
}

/** A string result as ASP.NET negotiates it: bare text, or a JSON string for a client that asks for JSON. */
function sendText(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  return asksForJson(request.headers.accept)
    ? reply.header("content-type", "application/json; charset=utf-8").send(JSON.stringify(text))
    : reply.header("content-type", "text/plain; charset=utf-8").send(text);
}

/** Whether JSON comes before plain text in `Accept`. An entry for everything makes ASP.NET drop the header. */
function asksForJson(accept: string | undefined): boolean {
  const entries = (accept ?? "").split(",").map((entry) => ({
    type: mediaType(entry),
    quality: Number(/;\s*q=([\d.]+)/i.exec(entry)?.[1] ?? 1),
  }));
  if (entries.some((each) => each.type === "*/*")) {
    return false;
  }
  const first = entries
    .filter((each) => each.quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .find((each) => isJson(each.type) || /^text\/(plain|\*)$/.test(each.type));
  return first !== undefined && isJson(first.type);
}

const isJson = (type: string): boolean =>
  /^(application\/(json|\*|.+\+json)|text\/json)$/.test(type);
