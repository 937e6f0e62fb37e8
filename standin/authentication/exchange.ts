import type { FastifyInstance } from "fastify";
import type { Altinn } from "../altinn";
import { problemJson, sendStatusProblem, sendValidationProblem } from "../server/problems";
import { route } from "../server/route";
import { bearerToken, outsideLifetime, type TokenVerifier } from "./bearer";
import { firstValue, readClaims } from "./claim-list";
import type { TokenIssuer } from "./issue";
import { sendText } from "./text-answer";

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
    handle: (request, reply) => {
      const { tokenProvider } = request.params as { tokenProvider: string };
      const test = testFlag(request.raw.url ?? "");
      if (typeof test === "string") {
        return sendValidationProblem(reply, { test: [test] });
      }
      const token = bearerToken(request.raw.headers.authorization);
      const signed = token === undefined ? undefined : verifier.verify(token);
      const unauthorized = (why: string) => {
        request.seen.cause = why;
        return sendStatusProblem(reply, 401);
      };
      if (signed === undefined || signed === "not a JWT") {
        return unauthorized("there is no JWT in an Authorization: Bearer header");
      }
      if (!providers.includes(tokenProvider.toLowerCase())) {
        return sendText(
          request,
          reply.code(400),
          `Invalid token provider: ${tokenProvider}. Trusted token providers are 'Maskinporten', 'Id-porten' and 'AltinnStudio'.`,
        );
      }
      // Only Maskinporten has an issuer here, so the other two providers trust no token.
      if (
        typeof signed === "string" ||
        signed.signer.name !== "maskinporten" ||
        tokenProvider.toLowerCase() !== "maskinporten"
      ) {
        return unauthorized(
          "the token is not signed by this Maskinporten, or the token provider is another one",
        );
      }
      const { claims } = signed;
      const now = altinn.clock.now() + request.clockSkewMs;
      const metadata = `${maskinportenIssuer()}.well-known/oauth-authorization-server`;
      const number = consumerNumber(firstValue(readClaims(claims), "consumer"));
      const outside = outsideLifetime(claims, now, skewSeconds);
      if (
        outside !== undefined ||
        typeof claims["iss"] !== "string" ||
        !metadata.includes(claims["iss"]) ||
        number === undefined
      ) {
        return unauthorized(
          `the token's ${outside ? `times: ${outside}` : number ? "issuer is another one" : "consumer is no organisation"}`,
        );
      }
      const scope = String(firstValue(readClaims(claims), "scope") ?? "");
      if (scope.includes("altinn:serviceowner") && !altinn.organisations.looksUp) {
        return unauthorized("the organisation list is in trouble, as it was asked to be");
      }
      if (request.headers["x-altinn-enterpriseuser-authentication"]) {
        return reply.code(410).header("content-type", problemJson).send(enterpriseUserGone);
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

/** Enterprise users ended with Altinn 2. */
const enterpriseUserGone = JSON.stringify({
  type: "https://docs.altinn.studio",
  title: "Virksomhetsbruker is no longer available",
  status: 410,
  detail:
    "Virksomhetsbruker (enterprise user) is no longer available. It has been replaced by Systembruker (system user) or ID-porten, depending on the use case. See https://docs.altinn.studio for migration guidance.",
});

/** ASP.NET's boolean query value: the first of that name in any case, or the message for one that is none. */
function testFlag(url: string): boolean | string {
  const query = new URLSearchParams(/\?(.*)/s.exec(url)?.[1]);
  const values = [...query]
    .filter(([name]) => name.toLowerCase() === "test")
    .map(([, text]) => text);
  const [first] = values;
  switch (first?.trim().toLowerCase()) {
    case undefined:
    case "false":
      return false;
    case "true":
      return true;
    case "":
      return `The value '${values.join()}' is invalid.`;
    default:
      return `The value '${values.join()}' is not valid.`;
  }
}

/** The second part of `consumer.ID`; its prefix is not looked at. A text counts as the JSON in it. */
function consumerNumber(consumer: unknown): string | undefined {
  const value = typeof consumer === "string" ? parsed(consumer) : consumer;
  if (typeof value !== "object" || value === null) {
    return undefined;
  }
  const { authority, ID: id } = value as Record<string, unknown>;
  return authority === "iso6523-actorid-upis" && typeof id === "string"
    ? id.split(":")[1] || undefined
    : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
