import type { Caller } from "../../decisions/words-reader.mjs";

/* Everybody who asks about a generated policy, and what for. */

/** Somebody who asks for some action, for one party or for none. */
export interface Asker extends Caller {
  /** Undefined for a subscription in Altinn Events that is for every party. */
  readonly party: string | undefined;
  /** More than one in one request, as Broker's search has it. */
  readonly actions: readonly string[];
}

export const [A, B, C] = ["910000001", "910000002", "910000003"] as const;
/** To which party A has delegated. */
const RECEIVER = "910000004";
export const OWNER_CODE = "ttd";
export const LIST = "ttd:liste";
export const PACKAGES = ["lonn", "skatt-naering"] as const;

const systemUser = (digit: number) => `6fe6f3c2-0000-4000-8000-00000000000${digit}`;
/** The one that policies may name. */
export const SYSTEM_USER = systemUser(1);

const CALLERS: readonly Caller[] = [
  { organization: A },
  { organization: A, exchanged: true },
  { organization: A, exchanged: true, serviceOwner: OWNER_CODE },
  { organization: B, delegatedBy: A },
  { organization: B, exchanged: true, delegatedBy: A },
  { organization: C, exchanged: true },
  { organization: RECEIVER, delegatedBy: A },
  { organization: RECEIVER, exchanged: true, delegatedBy: A },
  { systemUser: SYSTEM_USER },
  { systemUser: systemUser(2) },
  { systemUser: systemUser(3), delegatedBy: A },
  { systemUser: systemUser(4), holdsPackagesFor: A, packages: ["lonn"] },
  { systemUser: systemUser(5), holdsPackagesFor: B, packages: PACKAGES, delegatedBy: A },
];

/** What Broker asks for a party, and Altinn Events for a subscription to what is for it. */
const QUESTIONS: readonly (readonly [party: string, ...actions: string[]])[] = [
  [A, "read"],
  [A, "write"],
  [A, "write", "read"],
  [A, "subscribe"],
  [B, "read"],
  [B, "write"],
];

/** With the owner's code alone Events asks for a service owner, with the number alone for another organisation. */
const SUBSCRIBERS: readonly Caller[] = [
  { serviceOwner: OWNER_CODE },
  { organization: A },
  { organization: C, lists: [LIST] },
  { systemUser: SYSTEM_USER },
];

export const ASKERS: readonly Asker[] = [
  ...CALLERS.flatMap((caller) =>
    QUESTIONS.map(([party, ...actions]) => ({ ...caller, party, actions })),
  ),
  ...SUBSCRIBERS.map((caller) => ({ ...caller, party: undefined, actions: ["subscribe"] })),
  { serviceOwner: OWNER_CODE, party: A, actions: ["subscribe"] },
];
