import type { BrokerClient } from "../clients/broker";
import type { ResourceRegistryClient } from "../clients/resource-registry";
import type { Settings } from "../settings";

export const kinds = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
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
 * How one kind of object lives, in plain values: it knows neither HTTP nor Pulumi. `check` makes at most one anonymous
 * read and `diff` none.
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

/** What a lifecycle is given. */
export interface Context {
  readonly settings: Settings;
  readonly broker: BrokerClient;
  readonly registry: ResourceRegistryClient;
  /** Shown under the stack; the text begins with kind and identifier. */
  warn(text: string): void;
  /** As `warn`, but the same text only once in a process. */
  warnOnce(text: string): void;
  /** The organisation's name by language for a new registry resource; asked for once per process. */
  organisationName(): Promise<Readonly<Record<string, string>> | undefined>;
  /** `delegable` of the registry resources that `check` has seen in this process, by identifier. */
  readonly delegable: Map<string, boolean>;
  /** Waits between two looks at something that takes time. */
  pause(ms: number): Promise<void>;
}

export const without = (values: Values, ...keys: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

export const only = (values: Values, keys: readonly string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));

/** What a run without credentials answers for an object that only a token could read: the state, and a word about it. */
export function notCompared(context: Context, found: Found): Found {
  context.warnOnce(
    "ALTINN_WITHOUT_KEY is set: ServiceOwner and BrokerResourceConfig are shown from state, not compared with Broker.",
  );
  return found;
}
