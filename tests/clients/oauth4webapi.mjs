// A recipient with oauth4webapi: discovery, JWT grant, exchange, and each file that waits fetched and confirmed.
import { readFileSync } from "node:fs";
import { importPKCS8, SignJWT } from "jose";
import * as oauth from "oauth4webapi";
import { broker, exchange, settings } from "./broker.mjs";

const { maskinporten, audience, clientId, kid, keyFile } = settings;
const issuer = new URL(maskinporten);
const insecure = { [oauth.allowInsecureRequests]: true };
const server = await oauth.processDiscoveryResponse(
  new URL(audience),
  await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure }),
);
const key = await importPKCS8(readFileSync(keyFile, "utf8"), "RS256");
const assertion = await new SignJWT({ scope: "altinn:broker.read" })
  .setProtectedHeader({ alg: "RS256", kid })
  .setIssuer(clientId)
  .setAudience(audience)
  .setIssuedAt()
  .setExpirationTime("60s")
  .setJti(crypto.randomUUID())
  .sign(key);
const client = { client_id: clientId };
const answer = await oauth.genericTokenEndpointRequest(
  server,
  client,
  oauth.None(),
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
  { assertion },
  insecure,
);
const { access_token: token } = await oauth.processGenericTokenEndpointResponse(
  server,
  client,
  answer,
);
const { waiting, download, confirm } = broker(await exchange(token));
for (const id of await waiting()) {
  console.log(`got ${id}: ${(await download(id)).toString("utf8")}`);
  await confirm(id);
}
