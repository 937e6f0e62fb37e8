import type { Rule } from "../policy";
import type { JsonObject } from "../values/json";

/* What a program is written from: arguments as they are at Altinn, for each stack. JSON values all through. */

/** Arguments of a policy: typed rules where they mean what is there, else the text. */
export type PolicyValues =
  | { readonly rules: readonly Rule[]; readonly minimumAuthenticationLevel?: number }
  | { readonly xml: string };

/** A service in one stack. Of a part that may be missing: null where there is none, left out where nobody looked. */
export interface ServiceValues {
  /** Arguments of the Resource, those left out that say what leaving them out says. */
  readonly resource: JsonObject;
  readonly policy?: PolicyValues | null;
  /** Arguments of the BrokerResourceConfig but `resourceId`. */
  readonly broker?: JsonObject | null;
  /** Actions of the connection by access list; empty: every action. */
  readonly connections?: Readonly<Record<string, readonly string[]>>;
}

/** Arguments of an AccessList. */
export type ListValues = JsonObject;

/** All that one stack has. */
export interface StackValues {
  readonly environment: string;
  /** Nine digits. */
  readonly organization: string;
  /** Altinn's code of the organisation; left out in what older versions remembered. */
  readonly orgCode?: string;
  /** Address of the platform; left out in what older versions remembered. */
  readonly platformUrl?: string;
  /** Arguments of the ServiceOwner; null when it is not registered, left out where nobody looked. */
  readonly owner?: JsonObject | null;
  /** By identifier. */
  readonly services: Readonly<Record<string, ServiceValues>>;
  /** By identifier; left out where nobody looked. */
  readonly lists?: Readonly<Record<string, ListValues>>;
}

/** By the name of the stack; `""` is the one of an import without `--stack`. */
export type AllStacks = Readonly<Record<string, StackValues>>;
