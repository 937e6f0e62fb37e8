import { generateKeyPairSync } from "node:crypto";
import { TokenExchange } from "../../provider/auth/exchange";
import { MaskinportenClient } from "../../provider/auth/maskinporten";
import { readMetadata } from "../../provider/auth/maskinporten-metadata";
import { TokenSource } from "../../provider/auth/tokens";
import { readSettings } from "../../provider/settings";
import { answered, http, isText, ONCE_FAILED, TOKEN, type Asked } from "./answered";

/* Any answer to a request for a token: Maskinporten's, the exchange's, and both in a row. */

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const claims = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const JWT = `${claims({ alg: "RS256" })}.${claims({ consumer: { ID: "0192:991825827" }, exp: 4e9, iat: 1 })}.${claims({})}`;
const grant = {
  clientId: "c",
  key: { kid: "k", privateKey, from: "MASKINPORTEN_JWK" },
  issuer: "https://m.example/",
  scope: "a:b",
};
const clientJwk = JSON.stringify({ ...privateKey.export({ format: "jwk" }), kid: "k" });
/** The settings' own tokens, from the answering server. */
function tokenSource(url: string): TokenSource {
  const { settings } = readSettings(
    { get: () => undefined },
    {
      ALTINN_ENVIRONMENT: "local",
      ALTINN_ORG_NUMBER: "991825827",
      ALTINN_ORG_CODE: "ttd",
      ALTINN_PLATFORM_URL: url,
      ALTINN_MASKINPORTEN_URL: url,
      MASKINPORTEN_CLIENT_ID: "c",
      MASKINPORTEN_JWK: clientJwk,
    },
  );
  if (!settings) throw new Error("the settings should be good");
  return new TokenSource(http, settings);
}

answered(
  "any answer to a request for a token is a token or an error that says what",
  [
    {
      right: { access_token: "t", expires_in: 120 },
      ask: (url) => new MaskinportenClient(http, url).token(grant),
      isRight: isText,
    },
    { right: JWT, ask: (url) => new TokenExchange(http, url).exchange(TOKEN), isRight: isText },
    {
      right: { issuer: "https://m.example/" },
      ask: (url) => readMetadata(http, url),
      isRight: ({ issuer, aheadMs }: { issuer: unknown; aheadMs: unknown }) =>
        isText(issuer) && (aheadMs === undefined || Number.isFinite(aheadMs)),
    },
    ...[JWT, { access_token: JWT }].map((right): Asked => ({
      right,
      ask: async (url) => {
        const source = tokenSource(url);
        const token = await source.token("a:b");
        return [token, await source.organisation("a:b")];
      },
      isRight: (value: unknown[]) => value.every(isText),
    })),
  ],
  ONCE_FAILED,
);
