import { createRequire } from "node:module";
import { join } from "node:path";

/** Testdepartementet, the organisation that Altinn's test environments give everyone. */
const ORGANISATION = "991825827";

// The same client each time, so that the stand-in's store does not fill up; its key is new each time.
const CLIENT_ID = "5b6f0e9c-4d1e-4a57-9f0e-2c8a3d7b6e11";

const SCOPES = [
  "altinn:serviceowner",
  "altinn:resourceregistry/resource.write",
  "altinn:resourceregistry/accesslist.write",
  "altinn:broker.write",
  "altinn:broker.read",
];

/**
 * Starts the embedded Altinn in this process, on a free port, with its data in `folder`, and registers a
 * Maskinporten client with a new key there. The key is never written to disk.
 * @param {{ root: string, folder: string, onRequest?: (request: any) => void }} options
 * @returns {Promise<{ standin: any, variables: Record<string, string> }>} `variables`: what the provider
 *   reads from the environment to reach it
 */
export async function startLocalAltinn({ root, folder, onRequest }) {
  const require = createRequire(join(root, "package.json"));
  const { startStandin } = require("altinn-standin");
  const standin = await startStandin({
    environment: "staging",
    dataFile: join(folder, "altinn.sqlite"),
  });
  if (onRequest) standin.onRequest(onRequest);
  const client = await standin.newClient({
    organisation: ORGANISATION,
    scopes: SCOPES,
    clientId: CLIENT_ID,
  });
  return {
    standin,
    variables: {
      ALTINN_PLATFORM_URL: standin.platformUrl,
      ALTINN_MASKINPORTEN_URL: standin.maskinportenUrl,
      ALTINN_MASKINPORTEN_ISSUER: standin.maskinportenIssuer,
      MASKINPORTEN_CLIENT_ID: client.clientId,
      MASKINPORTEN_JWK: JSON.stringify(client.jwk),
    },
  };
}
