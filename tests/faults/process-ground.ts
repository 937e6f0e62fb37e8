import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contextOf } from "../../provider/lifecycles";
import type { DynamicMethods } from "../../provider/dynamic-methods";
import type { Context, Kind } from "../../provider/resources/lifecycle";
import { startStandin } from "../../standin/start";
import {
  newClientKey,
  newOwnerOn,
  secretsOf,
  settingsOf,
  type Ground,
  type Owner,
  type Process,
} from "../lifecycle/scenarios/ground";
import { ProviderHost } from "./provider-host";

/** Seconds of real time after which the provider gives up a call: short, since a row may wait for it four times. */
export const CALL_TIMEOUT_SECONDS = 2;

/** Keys of stack configuration for the variables of an owner, as a user would set them. */
const KEYS: Readonly<Record<string, string>> = {
  ALTINN_ENVIRONMENT: "altinn:environment",
  ALTINN_ORG_NUMBER: "altinn:orgNumber",
  ALTINN_ORG_CODE: "altinn:orgCode",
  ALTINN_PLATFORM_URL: "altinn:platformUrl",
  ALTINN_MASKINPORTEN_URL: "altinn:maskinportenUrl",
  ALTINN_MASKINPORTEN_ISSUER: "altinn:maskinportenIssuer",
  ALTINN_CALL_TIMEOUT_SECONDS: "altinn:callTimeoutSeconds",
  MASKINPORTEN_CLIENT_ID: "altinn:clientId",
  MASKINPORTEN_JWK: "altinn:jwk",
};

function configOf(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const key = KEYS[name];
      if (key === undefined) throw new Error(`there is no configuration key for ${name}`);
      return [key, value];
    }),
  );
}

/** A ground whose provider is Pulumi's own process with the compiled package, and whose time is real. */
export interface ProcessGround extends Ground {
  readonly host: ProviderHost;
}

export async function openProcessGround(): Promise<ProcessGround> {
  const standin = await startStandin({ environment: "staging" });
  const key = newClientKey();
  const pulumiHome = mkdtempSync(join(tmpdir(), "pulumi-home-"));
  const host = new ProviderHost(pulumiHome);
  const ground: ProcessGround = {
    standin,
    host,
    arrived: () => undefined,
    // The call's own time limit ends it.
    endCall: () => undefined,
    passTime: () => {
      throw new Error("time is real here");
    },
    keySecrets: secretsOf(key),
    newOwner: () => newOwnerOn(standin, key),
    newProcess: (kind, owner, { env = {} } = {}) => processOf(host, kind, owner, env),
    async close() {
      await host.close();
      rmSync(pulumiHome, { recursive: true });
      await standin.close();
    },
  };
  standin.onRequest((request) => ground.arrived(request));
  return ground;
}

function processOf(
  host: ProviderHost,
  kind: Kind,
  owner: Owner,
  env: Readonly<Record<string, string>>,
): Process {
  const warnings: string[] = [];
  let context: Context | undefined;
  const config = configOf({
    ...owner.env,
    ALTINN_CALL_TIMEOUT_SECONDS: String(CALL_TIMEOUT_SECONDS),
    ...env,
  });
  const methodsOf = (of: Kind): DynamicMethods => host.run(of, config, warnings);
  return {
    methods: methodsOf(kind),
    methodsOf,
    warnings,
    /** For what people do by hand. */
    get context() {
      return (context ??= contextOf(settingsOf(owner.env), {
        print: () => undefined,
        ...owner.asked,
      }));
    },
  };
}
