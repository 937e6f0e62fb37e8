import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startStandin, type Standin } from "../../standin/start";
import { contextOf } from "../../provider/lifecycles";
import type { Context } from "../../provider/resources/lifecycle";
import { readSettings, type Settings } from "../../provider/settings";

export const OWNER_SCOPES = [
  "altinn:serviceowner",
  "altinn:resourceregistry/resource.write",
  "altinn:resourceregistry/accesslist.write",
  "altinn:broker.write",
  "altinn:broker.read",
];

/** A stand-in with one service owner, and a provider process's memory that talks to it. */
export interface World {
  readonly standin: Standin;
  readonly organisation: { readonly number: string; readonly code: string };
  readonly env: Record<string, string>;
  readonly settings: Settings;
  readonly context: Context;
  /** What lifecycles printed. */
  readonly warnings: string[];
  /** Pauses between tries that the retry rule asked for, in milliseconds; none was made. */
  readonly pauses: number[];
  /** The same owner, as a new process with other settings sees it. */
  anew(env?: Record<string, string>): World;
  close(): Promise<void>;
}

/** One key serves every world of a test file: making one takes longer than most tests. */
const clientKey = generateKeyPairSync("rsa", { modulusLength: 2048 });

export async function openWorld(
  scopes: readonly string[] = OWNER_SCOPES,
  {
    answerTimeMs = 0,
    organisation: wanted,
  }: { answerTimeMs?: number; organisation?: World["organisation"] } = {},
): Promise<World> {
  const standin = await startStandin({ environment: "staging", answerTimeMs });
  const organisation = wanted ?? standin.newOrganisation();
  const client = standin.newClient({
    organisation: organisation.number,
    scopes: [...scopes],
    keyPostedDaysAgo: 1,
    publicJwk: clientKey.publicKey.export({ format: "jwk" }),
  });
  const pulumiHome = mkdtempSync(join(tmpdir(), "pulumi-home-"));
  const env = {
    ALTINN_ENVIRONMENT: "local",
    ALTINN_ORG_NUMBER: organisation.number,
    ALTINN_ORG_CODE: organisation.code,
    ALTINN_PLATFORM_URL: standin.platformUrl,
    ALTINN_MASKINPORTEN_URL: standin.maskinportenUrl,
    MASKINPORTEN_CLIENT_ID: client.clientId,
    MASKINPORTEN_JWK: JSON.stringify({
      ...clientKey.privateKey.export({ format: "jwk" }),
      kid: client.kid,
    }),
  };
  return worldOf(standin, organisation, env, pulumiHome);
}

function worldOf(
  standin: Standin,
  organisation: World["organisation"],
  env: Record<string, string>,
  pulumiHome: string,
): World {
  const warnings: string[] = [];
  const pauses: number[] = [];
  const { settings, problems } = readSettings(
    { get: () => undefined },
    { PULUMI_HOME: pulumiHome, ...env },
  );
  if (!settings) throw new Error(problems.join(" "));
  const context = contextOf(settings, {
    print: (text) => warnings.push(text),
    pause: async (ms) => {
      standin.advance(ms);
    },
    pauseBetweenTries: (ms) => {
      pauses.push(ms);
      return 0;
    },
  });
  return {
    standin,
    organisation,
    env,
    settings,
    context,
    warnings,
    pauses,
    anew: (more = {}) => worldOf(standin, organisation, { ...env, ...more }, pulumiHome),
    close: async () => {
      rmSync(pulumiHome, { recursive: true, force: true });
      await standin.close();
    },
  };
}

/** `METHOD path` of each request that the stand-in has seen, without queries, from `since` on. */
export const calls = (standin: Standin, since = 0): string[] =>
  standin.requests
    .slice(since)
    .map((request) => `${request.method} ${request.path.split("?")[0] ?? ""}`);
