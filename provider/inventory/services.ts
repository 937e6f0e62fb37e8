import type { AccessListsClient } from "../clients/access-lists/client";
import type { BrokerClient, BrokerConfig } from "../clients/broker";
import type { RegistryDocument } from "../clients/resource-registry";
import { ApiError, messageOf } from "../errors";
import { openAltinn, type Altinn, type Askable } from "./altinn";
import { belongsTo, type Place } from "./places";

/** What was read, or why it was not. `undefined` as a value: there is none, by an answer that means just that. */
export type Look<T> =
  | { readonly is: "seen"; readonly value: T }
  /** It needs a key. */
  | { readonly is: "not looked at" }
  /** The call failed; sentences. */
  | { readonly is: "unread"; readonly why: string };

export const NOT_LOOKED_AT = { is: "not looked at" } as const;

const seen = <T>(value: T): Look<T> => ({ is: "seen", value });
const unread = (error: unknown): Look<never> => ({ is: "unread", why: messageOf(error) });

/** A list that is connected to a service. */
export interface ConnectedList {
  readonly list: string;
  /** Sorted; empty: every action. */
  readonly actions: readonly string[];
}

/** One service of the organisation, as it is in one environment. */
export interface FoundService {
  readonly identifier: string;
  /** As the registry's list has it: all but `authorizationReference` as it was stored. */
  readonly document: RegistryDocument;
  readonly policy: Look<string | undefined>;
  /** `"another's"`: Broker answers that it is not this organisation's, while the registry says it is. */
  readonly config: Look<BrokerConfig | undefined | "another's">;
  readonly lists: Look<readonly ConnectedList[]>;
}

/** What the organisation has in one environment. */
export interface Inventory {
  readonly place: Place;
  /** By identifier. */
  readonly services: readonly FoundService[];
  /** Why Broker's settings, and access lists, were not looked at, phrases. */
  readonly notLookedAt: { readonly broker?: string; readonly lists?: string };
  /** There is a key, and no token comes of it. */
  readonly isKeyUseless: boolean;
}

/** Told what is done now, in a few words. */
export type Progress = (words: string) => void;

/**
 * Reads the inventory: the list of the registry, then for each service its policy and, with a key, its settings in Broker; with
 * the scope of lists one call for each list more. Throws when the registry's list cannot be read.
 */
export async function takeInventory(
  place: Place,
  { progress, pause }: { progress: Progress; pause?: ((ms: number) => number) | undefined },
): Promise<Inventory> {
  const { environment } = place.settings;
  progress(`${environment}: the list of the Resource Registry`);
  const altinn = await openAltinn(place, pause);
  const documents = (await altinn.registry.listResources())
    .filter((document) => belongsTo(place, document))
    .sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
  const connections = await connectionsOf(altinn.lists, progress);
  let done = 0;
  const services = await Promise.all(
    documents.map(async (document) => {
      const service = await serviceOf(document, altinn, connections);
      progress(`${environment}: service ${String(++done)} of ${String(documents.length)}`);
      return service;
    }),
  );
  const { broker, lists } = altinn;
  return {
    place,
    services,
    notLookedAt: {
      ...(broker.why === undefined ? {} : { broker: broker.why }),
      ...(lists.why === undefined ? {} : { lists: lists.why }),
    },
    isKeyUseless: [broker, lists].some((api) => api.client === undefined && api.isKeyUseless),
  };
}

async function serviceOf(
  document: RegistryDocument,
  { registry, broker }: Altinn,
  connections: Connections,
): Promise<FoundService> {
  const { identifier } = document;
  const [policy, config] = await Promise.all([
    registry.getPolicy(identifier).then(seen, unread),
    configOf(identifier, broker),
  ]);
  return { identifier, document, policy, config, lists: connections(identifier) };
}

/** What Broker has of a service. */
export async function configOf(
  identifier: string,
  { client }: Askable<BrokerClient>,
): Promise<FoundService["config"]> {
  if (client === undefined) return NOT_LOOKED_AT;
  try {
    return seen(await client.getConfig(identifier));
  } catch (error) {
    // BRO-00005: Broker finds no owner for it; BRO-00006: another one.
    const isDenied =
      error instanceof ApiError &&
      (error.serverCode === "BRO-00006" || error.serverCode === "BRO-00005");
    return isDenied ? seen("another's" as const) : unread(error);
  }
}

type Connections = (identifier: string) => Look<readonly ConnectedList[]>;

async function connectionsOf(
  { client }: Askable<AccessListsClient>,
  progress: Progress,
): Promise<Connections> {
  if (client === undefined) return () => NOT_LOOKED_AT;
  try {
    progress("access lists");
    const lists = await client.identifiers();
    const found = new Map<string, ConnectedList[]>();
    for (const [list, read] of await Promise.all(
      lists.map(async (list) => [list, await client.getList(list, "connections")] as const),
    ))
      for (const { resource, actions } of read?.connections ?? [])
        found.set(resource, [...(found.get(resource) ?? []), { list, actions }]);
    return (identifier) => seen(found.get(identifier) ?? []);
  } catch (error) {
    return () => unread(error);
  }
}
