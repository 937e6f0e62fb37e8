import { BrokerClient } from "./clients/broker";
import { ResourceRegistryClient } from "./clients/resource-registry";
import { TokenSource } from "./auth/tokens";
import { dynamicMethods, type DynamicMethods, type Session } from "./dynamic-methods";
import { ConfigError, messageOf } from "./errors";
import { HttpClient } from "./http/client";
import { brokerResourceConfigLifecycle } from "./resources/broker-resource-config/lifecycle";
import type { Context, Kind, Lifecycle } from "./resources/lifecycle";
import { resourceLifecycle } from "./resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "./resources/resource-policy/lifecycle";
import { serviceOwnerLifecycle } from "./resources/service-owner/lifecycle";
import { readSettings, type Settings, type StackConfig } from "./settings";

const lifecycles: Readonly<Record<Kind, (context: Context) => Lifecycle>> = {
  ServiceOwner: serviceOwnerLifecycle,
  Resource: resourceLifecycle,
  ResourcePolicy: resourcePolicyLifecycle,
  BrokerResourceConfig: brokerResourceConfigLifecycle,
};

const TRIES = 4;

/** Clients and memory that all lifecycles of one process share. */
export function contextOf(
  settings: Settings,
  overrides: Partial<Context> & { readonly pauseBetweenTries?: (ms: number) => number } = {},
): Context {
  const { pauseBetweenTries, ...rest } = overrides;
  const http = {
    callTimeoutSeconds: settings.callTimeoutSeconds,
    parallelCalls: settings.parallelCalls,
    retry: { tries: TRIES, pause: pauseBetweenTries },
    headers:
      settings.subscriptionKey === undefined
        ? {}
        : { "Ocp-Apim-Subscription-Key": settings.subscriptionKey },
  };
  const client = new HttpClient(http, new TokenSource(new HttpClient(http), settings));
  const registry = new ResourceRegistryClient(client, settings.platformUrl);
  const warn =
    rest.warn ??
    ((text: string) => {
      console.warn(text);
    });
  const warned = new Set<string>();
  let name: Promise<Readonly<Record<string, string>> | undefined> | undefined;
  return {
    settings,
    broker: new BrokerClient(client, settings.platformUrl),
    registry,
    warn,
    warnOnce: (text) => {
      if (!warned.has(text)) warn(text);
      warned.add(text);
    },
    organisationName: () =>
      (name ??= registry.organisationName(settings.orgCode).catch((error: unknown) => {
        warn(
          `Altinn's organisation list could not be read, so new registry resources get no owner name. ${messageOf(error)}`,
        );
        return undefined;
      })),
    delegable: new Map(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    ...rest,
  };
}

/** One process serves one stack: settings are read once, at the first call that needs them, and shared by all kinds. */
function openSession(config: StackConfig): Session {
  let opened: { readonly context?: Context; readonly problems: readonly string[] } | undefined;
  const checkedIds = new Map<Kind, Set<string>>();
  const open = (): NonNullable<typeof opened> => {
    if (!opened) {
      const { settings, problems } = readSettings(config, process.env);
      opened = settings ? { context: contextOf(settings), problems } : { problems };
    }
    return opened;
  };
  return {
    problems: () => open().problems,
    context: () => {
      const { context, problems } = open();
      if (!context) throw new ConfigError(problems.join(" "));
      return context;
    },
    seen: (kind) => {
      const ids = checkedIds.get(kind) ?? new Set<string>();
      checkedIds.set(kind, ids);
      return ids;
    },
  };
}

let session: Session | undefined;

/**
 * What the shell in every user's state loads: the methods of one kind. It neither throws nor does I/O, since the engine
 * goes on with a half-configured provider otherwise.
 */
export function open(kind: Kind, config: StackConfig): DynamicMethods {
  session ??= openSession(config);
  return dynamicMethods(kind, lifecycles[kind], session);
}
