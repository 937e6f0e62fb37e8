import type { AccessListsClient } from "../clients/access-lists/client";
import type { ConnectedLists } from "../clients/access-lists/connected-lists";
import type { BrokerClient } from "../clients/broker";
import type { KnownResources } from "../clients/known-resources";
import type { ResourceRegistryClient } from "../clients/resource-registry";
import { warning, type Line } from "../lines";
import type { Settings } from "../settings";

export const kinds = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
  "AccessList",
  "AccessListConnection",
] as const;
export type Kind = (typeof kinds)[number];

/** Values as the engine sends them: JSON, in which any part may be the unknown sentinel during a preview. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * What is kept in state for good: the managed input keys at top level, what only the server knows under `server`, and
 * where the object was made under `recorded`.
 */
export interface Outputs extends Values {
  readonly server: Values;
}

/** Where and for whom an object was made. A run for another place or organisation does not touch it. */
export interface Recorded {
  readonly environment: string;
  /** Nine digits. */
  readonly organization: string;
}

export interface Checked {
  readonly inputs: Values;
  /** Sentences, each beginning with the path of the property that it is about. All of them at once. */
  readonly failures: readonly string[];
}

export interface Difference {
  /** False: nothing to do. True: an update although the inputs are equal. Left out: the inputs differ. */
  readonly changes?: boolean;
  /** Keys that cannot be changed in place. */
  readonly replaces?: readonly string[];
}

export interface Found {
  readonly inputs: Values;
  readonly outputs: Outputs;
}

/**
 * How one kind of object lives, in plain values: it knows neither HTTP nor Pulumi. `check` reads what is there of an object
 * that is not in state, and asks nothing of any other; `diff` asks nothing.
 */
export interface Lifecycle {
  /** The id in Pulumi's state, from checked inputs. */
  idOf(inputs: Values): string;
  /** `olds` is undefined while the object is not in state. */
  check(olds: Values | undefined, news: Values): Promise<Checked>;
  diff(olds: Outputs, news: Values): Difference;
  create(inputs: Values): Promise<Outputs>;
  /** All that can be read of an object which the program does not manage; undefined when there is none. */
  get(id: string): Promise<Outputs | undefined>;
  /** Undefined: the object is gone, by an answer that means just that. */
  read(id: string, olds: Outputs): Promise<Found | undefined>;
  update(id: string, olds: Outputs, news: Values): Promise<Outputs>;
  delete(id: string, olds: Outputs): Promise<void>;
}

export interface Beforehand {
  /** Why they would be refused, sentences; none when nothing is known against them. */
  readonly refusals: readonly string[];
  /** Whether what only a token can read can be asked for. */
  readonly hasToken: boolean;
  /** With a token: the prefixes of the organisation's own Maskinporten scopes. */
  readonly scopePrefixes?: readonly string[];
}

/** What a lifecycle is given. */
export interface Context {
  readonly settings: Settings;
  readonly broker: BrokerClient;
  readonly registry: ResourceRegistryClient;
  readonly accessLists: AccessListsClient;
  readonly connectedLists: ConnectedLists;
  /** Shown under the stack, once in a process, unless it is a warning that its resource acknowledges. */
  say(line: Line): void;
  /** The codes of warnings that the resource of this title acknowledges. */
  acknowledge(title: string, codes: readonly string[]): void;
  /** Which registry resources can be there; asked while an object is not in state, before one of them is read. */
  readonly known: KnownResources;
  /** The organisation's name by language for a new registry resource; asked for once per process. */
  organisationName(): Promise<Readonly<Record<string, string>> | undefined>;
  /** Titles of what `check` has seen in this process with `adopt`. */
  readonly adopting: Set<string>;
  /** Titles of what the engine replaces by itself. Altinn has one of each identifier, so it is changed in place. */
  readonly replacing: Set<string>;
  /** Titles of what the engine leaves as it is when it leaves the program, as far as `check` has seen in this process. */
  readonly retained: Set<string>;
  /** What is known of writes with this scope before the first one; asked for once per process. */
  beforeWriting(scope: string): Promise<Beforehand>;
  /** `delegable` of the registry resources that `check` has seen in this process, by identifier. */
  readonly delegable: Map<string, boolean>;
  /** `accessListMode` of the registry resources that this process has seen, by identifier: the program's, else what is live. */
  readonly accessListModes: Map<string, unknown>;
  /** The access lists that `check` has seen in this process, by identifier, with the members that the program names. */
  readonly listMembers: Map<string, readonly string[]>;
  /** Waits between two looks at something that takes time. */
  pause(ms: number): Promise<void>;
  /** A signal that ends a look at something that takes time, so many milliseconds from now. */
  deadline(ms: number): AbortSignal;
}

export const without = (values: Values, ...keys: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

export const only = (values: Values, keys: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));

/** What a run without credentials answers for an object that only a token could read: the state, and a word about it. */
export function notCompared(context: Context, found: Found): Found {
  context.say(
    warning(
      "not-compared",
      "ALTINN_WITHOUT_KEY",
      "ServiceOwner, BrokerResourceConfig, AccessList and AccessListConnection are shown from state, not compared with Altinn. Run with a key to compare them.",
    ),
  );
  return found;
}
