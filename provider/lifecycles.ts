import { beforeWriting, type Asked } from "./before-writing";
import { AccessListsClient } from "./clients/access-lists/client";
import { ConnectedLists } from "./clients/access-lists/connected-lists";
import { BrokerClient } from "./clients/broker";
import { KnownResources } from "./clients/known-resources";
import { listed, type OrganisationList } from "./clients/organisation-list";
import { ResourceRegistryClient } from "./clients/resource-registry";
import { TokenSource } from "./auth/tokens";
import { dynamicMethods, type DynamicMethods, type Session } from "./dynamic-methods";
import { ConfigError, messageOf } from "./errors";
import { HttpClient } from "./http/client";
import { httpSettings } from "./http-settings";
import { warning, type Line } from "./lines";
import { accessListConnectionLifecycle } from "./resources/access-list-connection/lifecycle";
import { accessListLifecycle } from "./resources/access-list/lifecycle";
import { brokerResourceConfigLifecycle } from "./resources/broker-resource-config/lifecycle";
import type { Context, Kind, Lifecycle } from "./resources/lifecycle";
import { resourceLifecycle } from "./resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "./resources/resource-policy/lifecycle";
import { serviceOwnerLifecycle } from "./resources/service-owner/lifecycle";
import { readSettings, type Settings, type StackConfig } from "./settings";

export const lifecycles: Readonly<Record<Kind, (context: Context) => Lifecycle>> = {
  ServiceOwner: serviceOwnerLifecycle,
  Resource: resourceLifecycle,
  ResourcePolicy: resourcePolicyLifecycle,
  BrokerResourceConfig: brokerResourceConfigLifecycle,
  AccessList: accessListLifecycle,
  AccessListConnection: accessListConnectionLifecycle,
};

/** Clients and memory that all lifecycles of one process share. */
export function contextOf(
  settings: Settings,
  overrides: Partial<Context> &
    Partial<Asked> & {
      readonly pauseBetweenTries?: (ms: number) => number;
      readonly print?: (text: string) => void;
    } = {},
): Context {
  const {
    pauseBetweenTries,
    print: givenPrint,
    tokens: givenTokens,
    organisations: givenList,
    ...rest
  } = overrides;
  const http = httpSettings(settings, pauseBetweenTries);
  const tokens = givenTokens ?? new TokenSource(new HttpClient(http), settings);
  const client = new HttpClient(http, tokens);
  const registry = new ResourceRegistryClient(client, settings.platformUrl);
  const print =
    givenPrint ??
    ((text: string) => {
      console.warn(text);
    });
  const printed = new Set<string>();
  const acknowledged = new Map<string, readonly string[]>();
  const say = ({ text, title, code }: Line): void => {
    const isMeant = code !== undefined && acknowledged.get(title)?.includes(code) === true;
    if (isMeant || printed.has(text)) return;
    printed.add(text);
    print(text);
  };
  let list: Promise<OrganisationList | undefined> | undefined;
  const organisations =
    givenList ??
    (() =>
      (list ??= registry.organisations().catch((error: unknown) => {
        say(
          warning(
            "organisation-list",
            "Altinn's organisation list",
            `it could not be read, so whether altinn:orgCode and altinn:orgNumber belong together was not checked, and new registry resources get no owner name. ${messageOf(error)}`,
          ),
        );
        return undefined;
      })));
  const accessLists = new AccessListsClient(client, settings.platformUrl, settings.orgCode);
  return {
    settings,
    broker: new BrokerClient(client, settings.platformUrl),
    registry,
    accessLists,
    connectedLists: new ConnectedLists(rest.accessLists ?? accessLists),
    say,
    acknowledge: (title, codes) => void acknowledged.set(title, codes),
    known: new KnownResources(registry),
    organisationName: async () =>
      listed((await organisations()) ?? {}, settings.orgCode)?.name ?? undefined,
    beforeWriting: beforeWriting({ organisations, tokens }, { settings, say }),
    adopting: new Set(),
    replacing: new Set(),
    retained: new Set(),
    delegable: new Map(),
    accessListModes: new Map(),
    listMembers: new Map(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    deadline: (ms) => AbortSignal.timeout(ms),
    ...rest,
  };
}

/** One process serves one stack: settings are read once, at the first call that needs them, and shared by all kinds. */
function openSession(config: StackConfig): Session {
  let opened: { readonly context?: Context; readonly problems: readonly string[] } | undefined;
  let told = false;
  const checkedIds = new Map<Kind, Map<string, unknown>>();
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
      if (context) return context;
      const repeated = told;
      told = true;
      throw repeated
        ? new ConfigError("The settings are refused; the error of another resource says why.", {
            repeated,
          })
        : new ConfigError(problems.join(" "));
    },
    seen: (kind) => {
      const ids = checkedIds.get(kind) ?? new Map<string, unknown>();
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
