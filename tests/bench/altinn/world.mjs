// The embedded Altinn of a measurement, with one service owner and its client.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { startStandin } = require("../../../standin/dist/index.js");

export const ORGANISATION = { number: "974761076", code: "skd" };
const SCOPES = ["altinn:serviceowner", "altinn:resourceregistry/resource.write"];

/** Longer than the embedded Altinn takes for the storage of a new service owner, in milliseconds. */
const STORAGE_MS = 10_000;

/**
 * An empty Altinn. Storage of a new service owner is there as soon as it is registered: how long that takes is the
 * server's affair and would hide what is measured.
 * @param {number} answerTimeMs that each request takes
 */
export async function openAltinn(answerTimeMs) {
  const standin = await startStandin({ answerTimeMs });
  const client = standin.newClient({ organisation: ORGANISATION.code, scopes: SCOPES });
  standin.after({ method: "POST", path: /\/serviceowner$/ }, () => standin.advance(STORAGE_MS), {
    standing: true,
  });
  return {
    standin,
    client,
    /** What the provider process is set to. */
    env: {
      ALTINN_ENVIRONMENT: "local",
      ALTINN_ORG_NUMBER: ORGANISATION.number,
      ALTINN_ORG_CODE: ORGANISATION.code,
      ALTINN_PLATFORM_URL: standin.platformUrl,
      ALTINN_MASKINPORTEN_URL: standin.maskinportenUrl,
      ALTINN_MASKINPORTEN_ISSUER: standin.maskinportenIssuer,
      MASKINPORTEN_CLIENT_ID: client.clientId,
      MASKINPORTEN_KEY_ID: client.kid,
      MASKINPORTEN_JWK: JSON.stringify(client.jwk),
    },
    close: () => standin.close(),
  };
}

const PURPOSES = [
  [/^\/token$/, "Maskinporten token"],
  [/\/exchange\/maskinporten$/, "token exchange"],
  [/\/resource\/orgs$/, "organisation list"],
  [/\/resource\/resourcelist$/, "list of resources"],
  [/resourceregistry\/.*\/policy$/, "policy"],
  [/resourceregistry\/api\/v1\/resource/, "registry resource"],
  [/broker\/api\/v1\/serviceowner$/, "service owner"],
  [/broker\/api\/v1\/resource\//, "Broker resource"],
];

/**
 * How many requests of each kind there were.
 * @param {readonly { method: string, path: string }[]} requests
 * @returns {Record<string, number>} by `GET registry resource` and the like, in the order of the alphabet
 */
export function tally(requests) {
  const counts = new Map();
  for (const { method, path } of requests) {
    const bare = path.split("?")[0];
    const purpose = PURPOSES.find(([pattern]) => pattern.test(bare))?.[1] ?? bare;
    const key = `${method} ${purpose}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
