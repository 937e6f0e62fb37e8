import { ApiError, messageOf } from "../errors";
import { openAltinn, type Altinn } from "../inventory/altinn";
import { belongsTo, type Place } from "../inventory/places";
import type { Progress } from "../inventory/services";
import type { ListValues, ServiceValues, StackValues } from "../program-writer/values";
import type { JsonObject } from "../values/json";
import type { FolderEntry } from "./folder";
import { leave, type LeftOut } from "./left-out";
import { nearestNames } from "./misspelt";
import { readService, type Reader } from "./service";
import { stackPlaceOf } from "./stack-place";

/** What to read of an environment. */
export interface Reading {
  readonly place: Place;
  /** Identifiers; all of the organisation, or of the folder, when left out. */
  readonly only: readonly string[] | undefined;
  /** What a folder says of resources and policies, instead of Altinn. */
  readonly entries: ReadonlyMap<string, FolderEntry> | undefined;
  readonly asText: boolean;
  readonly progress: Progress;
  readonly pause?: ((ms: number) => number) | undefined;
}

/** What was read of an environment, as values of a program. */
export interface ReadStack {
  readonly values: StackValues;
  readonly leftOut: readonly LeftOut[];
  readonly differences: readonly string[];
  /** Identifiers of services of which nobody knows whether they are there. */
  readonly unread: readonly string[];
  /** Why what needs a key was not looked at, phrases. */
  readonly notLookedAt: { readonly broker?: string; readonly lists?: string };
}

/** Reads what is at Altinn. Throws when the registry does not answer. */
export async function readLive(reading: Reading): Promise<ReadStack> {
  const { place, progress, entries, only, asText } = reading;
  const { settings } = place;
  const altinn = await openAltinn(place, reading.pause);
  const leftOut: LeftOut[] = [];
  const identifiers = await identifiersOf(reading, altinn);
  const lists = await listsOf(altinn, progress, leftOut);
  const reader: Reader = { settings, altinn, asText };
  let done = 0;
  const read = await Promise.all(
    identifiers.map(async (identifier) => {
      const service = await readService(identifier, reader, entries?.get(identifier));
      done += 1;
      progress(`${settings.environment}: service ${String(done)} of ${String(identifiers.length)}`);
      return service;
    }),
  );
  const services: Record<string, ServiceValues> = {};
  const near = await nearestNames(
    identifiers.filter((_, at) => read[at]?.isAbsent),
    () => ofOrganisation(place, altinn),
  );
  for (const [at, { values, leftOut: left }] of read.entries()) {
    const meant = near[identifiers[at] ?? ""];
    leftOut.push(...(meant === undefined ? left : left.map((each) => ({ ...each, todo: meant }))));
    if (values === undefined) continue;
    const identifier = String(values.resource.identifier);
    const connections = lists?.connections[identifier] ?? {};
    services[identifier] = lists ? { ...values, connections } : values;
  }
  const owner = await ownerOf(altinn, leftOut);
  const { broker, lists: ofLists } = altinn;
  return {
    values: {
      ...stackPlaceOf(settings),
      ...(owner === undefined ? {} : { owner }),
      services,
      ...(lists ? { lists: connectedOnly(lists, only, services) } : {}),
    },
    leftOut,
    differences: read.flatMap(({ differences }) => differences),
    unread: identifiers.filter((_, at) => read[at]?.isUnread),
    notLookedAt: {
      ...(broker.why === undefined ? {} : { broker: broker.why }),
      ...(ofLists.why === undefined ? {} : { lists: ofLists.why }),
    },
  };
}

async function identifiersOf(
  { only, entries, place, progress }: Reading,
  altinn: Altinn,
): Promise<readonly string[]> {
  if (only !== undefined) return only;
  if (entries !== undefined) return [...entries.keys()].sort();
  progress(`${place.settings.environment}: the list of the Resource Registry`);
  return ofOrganisation(place, altinn);
}

/** Identifiers of all that the organisation has, sorted. */
const ofOrganisation = async (place: Place, { registry }: Altinn): Promise<readonly string[]> =>
  (await registry.listResources())
    .filter((document) => belongsTo(place, document))
    .map(({ identifier }) => identifier)
    .sort();

/** Undefined where nobody looked. */
async function ownerOf(
  { broker }: Altinn,
  leftOut: LeftOut[],
): Promise<JsonObject | null | undefined> {
  if (broker.client === undefined) return undefined;
  try {
    const found = await broker.client.getServiceOwner();
    return found === undefined ? null : { name: found.name };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    leftOut.push(leave("The service owner's registration in Broker", messageOf(error)));
    return undefined;
  }
}

interface ReadLists {
  readonly lists: Readonly<Record<string, ListValues>>;
  /** By resource, then by list. */
  readonly connections: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** All lists of the organisation; undefined where nobody looked. */
async function listsOf(
  { lists: { client } }: Altinn,
  progress: Progress,
  leftOut: LeftOut[],
): Promise<ReadLists | undefined> {
  if (client === undefined) return undefined;
  progress("access lists");
  const lists: Record<string, ListValues> = {};
  const connections: Record<string, Record<string, readonly string[]>> = {};
  try {
    for (const identifier of await client.identifiers()) {
      const members = await client.getList(identifier, "members");
      const connected = await client.getList(identifier, "connections");
      if (members === undefined || connected === undefined) continue;
      lists[identifier] = {
        identifier,
        name: members.name,
        ...(members.description === "" ? {} : { description: members.description }),
        members: members.members ?? [],
      };
      for (const { resource, actions } of connected.connections ?? [])
        connections[resource] = { ...connections[resource], [identifier]: actions };
    }
    return { lists, connections };
  } catch (error) {
    leftOut.push(leave("Access lists", messageOf(error)));
    return undefined;
  }
}

/** With services named, the lists that are connected to one of them; else all. */
function connectedOnly(
  { lists }: ReadLists,
  only: readonly string[] | undefined,
  services: Readonly<Record<string, ServiceValues>>,
): Readonly<Record<string, ListValues>> {
  if (only === undefined) return lists;
  const connected = new Set(
    Object.values(services).flatMap(({ connections = {} }) => Object.keys(connections)),
  );
  return Object.fromEntries(Object.entries(lists).filter(([list]) => connected.has(list)));
}
