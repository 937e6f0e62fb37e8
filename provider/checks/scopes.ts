import { ACCESS_LIST_SCOPE } from "../clients/access-lists/calls";
import { BROKER_SCOPE } from "../clients/broker";
import { RECIPIENT_SCOPE, SENDER_SCOPE } from "../clients/file-transfer";
import { REGISTRY_WRITE_SCOPE } from "../clients/resource-registry";

/** A scope that is asked for by itself: one that the client lacks refuses a token for several whole. */
export interface WantedScope {
  readonly scope: string;
  /** A phrase. */
  readonly neededFor: string;
  /** False: without it everything but the smoke check works. */
  readonly needed: boolean;
}

export const NEEDED_SCOPES: readonly WantedScope[] = [
  { scope: BROKER_SCOPE, neededFor: "Broker: registration and settings", needed: true },
  {
    scope: REGISTRY_WRITE_SCOPE,
    neededFor: "the Resource Registry: resources and policies",
    needed: true,
  },
];

export const LIST_SCOPE: WantedScope = {
  scope: ACCESS_LIST_SCOPE,
  neededFor: "access lists",
  needed: true,
};

const AS_THE_GUIDE = "as Altinn's guide spells it; no API asks for that one";

/** What a client may have in place of {@link LIST_SCOPE}, and why it does not do. */
export const NEAR_LIST_SCOPES: readonly (readonly [scope: string, why: string])[] = [
  ["altinn:resourceregistry/access-list.write", AS_THE_GUIDE],
  ["altinn:resourceregistry/access-list.read", AS_THE_GUIDE],
  ["altinn:resourceregistry/accesslist.read", "which lets it read lists and not write them"],
];

/** With whose client the smoke check sends and fetches. */
export const SMOKE_SCOPES = {
  sender: { scope: SENDER_SCOPE, neededFor: "the smoke check only, as sender", needed: false },
  recipient: {
    scope: RECIPIENT_SCOPE,
    neededFor: "the smoke check only, as recipient",
    needed: false,
  },
} as const satisfies Record<string, WantedScope>;
