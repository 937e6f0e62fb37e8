// A sender with openid-client: discovery, JWT grant, exchange, a file sent.
import { readFileSync } from "node:fs";
import { importJWK, SignJWT } from "jose";
import * as client from "openid-client";
import { broker, exchange, settings } from "./broker.mjs";

const { maskinporten, audience, clientId, kid, keyFile } = settings;
const configuration = await client.discovery(
  new URL(maskinporten),
  clientId,
  undefined,
  client.None(),
  {
    algorithm: "oauth2",
    execute: [client.allowInsecureRequests],
  },
);
const key = await importJWK(JSON.parse(readFileSync(keyFile, "utf8")), "RS256");
const assertion = await new SignJWT({ scope: "altinn:broker.write" })
  .setProtectedHeader({ alg: "RS256", kid })
  .setIssuer(clientId)
  .setAudience(audience)
  .setIssuedAt()
  .setExpirationTime("60s")
  .setJti(crypto.randomUUID())
  .sign(key);
const { access_token: token } = await client.genericGrantRequest(
  configuration,
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
  { assertion },
);
const { initialize, upload, published } = broker(await exchange(token));
const id = await initialize("hello.txt");
await upload(id, "Hello from openid-client");
await published(id);
console.log(`sent ${id}`);
