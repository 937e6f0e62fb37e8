import { generateKeyPairSync, randomUUID, type JsonWebKey } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TokenSource } from "../../../provider/auth/tokens";
import type { Asked } from "../../../provider/before-writing";
import { ResourceRegistryClient } from "../../../provider/clients/resource-registry";
import { dynamicMethods, type DynamicMethods } from "../../../provider/dynamic-methods";
import { HttpClient } from "../../../provider/http/client";
import { contextOf } from "../../../provider/lifecycles";
import { accessListConnectionLifecycle } from "../../../provider/resources/access-list-connection/lifecycle";
import { accessListLifecycle } from "../../../provider/resources/access-list/lifecycle";
import { brokerResourceConfigLifecycle } from "../../../provider/resources/broker-resource-config/lifecycle";
import type { Context, Kind, Lifecycle } from "../../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../../provider/resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "../../../provider/resources/resource-policy/lifecycle";
import { serviceOwnerLifecycle } from "../../../provider/resources/service-owner/lifecycle";
import { readSettings, type Settings } from "../../../provider/settings";
import type { SeenRequest } from "../../../standin/server/requests";
import { startStandin, type Standin } from "../../../standin/start";
import { OWNER_SCOPES } from "../../support/altinn";

const lifecycles: Readonly<Record<Kind, (context: Context) => Lifecycle>> = {
  ServiceOwner: serviceOwnerLifecycle,
  Resource: resourceLifecycle,
  ResourcePolicy: resourcePolicyLifecycle,
  BrokerResourceConfig: brokerResourceConfigLifecycle,
  AccessList: accessListLifecycle,
  AccessListConnection: accessListConnectionLifecycle,
};

/** An organisation with a Maskinporten client. */
export interface Owner {
  readonly number: string;
  readonly code: string;
  readonly env: Readonly<Record<string, string>>;
  /** Tokens and the organisation list, for runs whose way to them is not what is looked at. */
  readonly asked: Asked;
}

/** One provider process: it knows nothing of those before it. */
export interface Process {
  readonly methods: DynamicMethods;
  /** Those of another kind, in the same process. */
  methodsOf(kind: Kind): DynamicMethods;
  readonly context: Context;
  /** What it printed. */
  readonly warnings: readonly string[];
}

/** One stand-in for a whole file, with one key for all clients, and a clock that tests move for everybody. */
export interface Ground {
  readonly standin: Standin;
  /** Called with each request as it arrives; what it returns is waited for. */
  arrived: (request: SeenRequest) => void | Promise<void>;
  /** Ends the call under way as its time limit would. */
  endCall(): void;
  passTime(ms: number): void;
  newOwner(): Owner;
  /** `alone`: it asks for its own tokens and for the organisation list, as a real process does. */
  newProcess(
    kind: Kind,
    owner: Owner,
    given?: { env?: Readonly<Record<string, string>>; alone?: boolean; paused?: () => void },
  ): Process;
  /** The private parts of the key. */
  readonly keySecrets: readonly string[];
  close(): Promise<void>;
}

const noPause = { tries: 4, pause: () => 0 };

/** A key of a Maskinporten client, in both its parts. */
export interface ClientKey {
  readonly kid: string;
  readonly publicJwk: JsonWebKey;
  /** With the private parts. */
  readonly jwk: Readonly<Record<string, unknown>>;
}

export function newClientKey(): ClientKey {
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const kid = randomUUID();
  return {
    kid,
    publicJwk: pair.publicKey.export({ format: "jwk" }),
    jwk: { ...pair.privateKey.export({ format: "jwk" }), kid },
  };
}

/** The private parts, as they would stand in a text. */
export const secretsOf = ({ jwk: { d, p, q, dp, dq, qi } }: ClientKey): string[] =>
  [d, p, q, dp, dq, qi].map(String);

const http = { callTimeoutSeconds: 30, parallelCalls: 8, retry: noPause };

export function settingsOf(env: Readonly<Record<string, string>>): Settings {
  const { settings, problems } = readSettings({ get: () => undefined }, env);
  if (!settings) throw new Error(problems.join(" "));
  return settings;
}

/** A new organisation with a client whose key is `key`. */
export function newOwnerOn(standin: Standin, { kid, publicJwk, jwk }: ClientKey): Owner {
  const { number, code } = standin.newOrganisation();
  const { clientId } = standin.newClient({
    organisation: number,
    scopes: OWNER_SCOPES,
    kid,
    publicJwk,
    keyPostedDaysAgo: 1,
  });
  const env = {
    ALTINN_ENVIRONMENT: "local",
    ALTINN_ORG_NUMBER: number,
    ALTINN_ORG_CODE: code,
    ALTINN_PLATFORM_URL: standin.platformUrl,
    ALTINN_MASKINPORTEN_URL: standin.maskinportenUrl,
    MASKINPORTEN_CLIENT_ID: clientId,
    MASKINPORTEN_JWK: JSON.stringify(jwk),
  };
  const settings = settingsOf(env);
  const tokens = new TokenSource(new HttpClient(http), settings);
  const registry = new ResourceRegistryClient(new HttpClient(http), settings.platformUrl);
  let list: ReturnType<Asked["organisations"]> | undefined;
  const organisations = () => (list ??= registry.organisations());
  return { number, code, env, asked: { tokens, organisations } };
}

export async function openGround({ answerTimeMs = 0 } = {}): Promise<Ground> {
  const standin = await startStandin({ environment: "staging", answerTimeMs });
  const key = newClientKey();
  const pulumiHome = mkdtempSync(join(tmpdir(), "pulumi-home-"));

  // Both sides tell the time with Date.now: time passes for stand-in and provider alike, and no wait is real.
  const now = Date.now.bind(Date);
  let ahead = 0;
  const clock = jest.spyOn(Date, "now").mockImplementation(() => now() + ahead);
  const passTime = (ms: number): void => void (ahead += ms);

  let limit: AbortController | undefined;
  const timeout = jest.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    if (ms !== 30_000) throw new Error(`a call may take ${String(ms)} ms`);
    limit = new AbortController();
    return limit.signal;
  });

  const ground: Ground = {
    standin,
    arrived: () => undefined,
    endCall: () => limit?.abort(),
    passTime,
    keySecrets: secretsOf(key),

    newOwner() {
      const { env, ...owner } = newOwnerOn(standin, key);
      return { ...owner, env: { ...env, PULUMI_HOME: pulumiHome } };
    },

    newProcess(kind, owner, { env = {}, alone = false, paused } = {}) {
      const warnings: string[] = [];
      const settings = settingsOf({ ...owner.env, ...env });
      const context = contextOf(settings, {
        print: (text) => void warnings.push(text),
        pause: async (ms) => {
          passTime(ms);
          paused?.();
        },
        // No look is as long as the wait for storage: what ends one is the time limit of a call.
        deadline: () => new AbortController().signal,
        pauseBetweenTries: () => 0,
        ...(alone ? {} : owner.asked),
      });
      const checked = new Map<Kind, Map<string, unknown>>();
      const session = {
        problems: () => [],
        context: () => context,
        seen: (of: Kind) => {
          const ids = checked.get(of) ?? new Map<string, unknown>();
          checked.set(of, ids);
          return ids;
        },
      };
      const methodsOf = (of: Kind) => dynamicMethods(of, lifecycles[of], session);
      return { methods: methodsOf(kind), methodsOf, context, warnings };
    },

    async close() {
      clock.mockRestore();
      timeout.mockRestore();
      rmSync(pulumiHome, { recursive: true });
      await standin.close();
    },
  };
  standin.onRequest((request) => ground.arrived(request));
  return ground;
}
