import { accessList, accessListBesides } from "./access-list";
import {
  accessListConnection,
  accessListConnectionBesides,
  accessListConnectionInDoubt,
} from "./access-list-connection";
import { accessListInDoubt } from "./access-list-in-doubt";
import { brokerResourceConfig } from "./broker-resource-config";
import { brokerResourceConfigByMeaning } from "./broker-resource-config-by-meaning";
import { brokerResourceConfigInDoubt } from "./broker-resource-config-in-doubt";
import { resourceInDoubt } from "./resource-in-doubt";
import { resourceInForce } from "./resource-in-force";
import { resourceKeeping } from "./resource-keeping";
import { resourceMaking } from "./resource-making";
import { resourcePolicy } from "./resource-policy";
import { resourcePolicyInDoubt } from "./resource-policy-in-doubt";
import { serviceOwner } from "./service-owner";
import type { Extent } from "./troubles";

type Scenarios = readonly (readonly [title: string, scenariosOf: (extent: Extent) => void])[];

/** What happens every day. */
export const ordinary: Scenarios = [
  ["a service owner", serviceOwner],
  ["making a resource", resourceMaking],
  ["keeping a resource", resourceKeeping],
  ["a resource policy", resourcePolicy],
  ["a Broker configuration", brokerResourceConfig],
];

/** What is left by writes in doubt, by older rules, and by other ways of writing the same. */
export const rare: Scenarios = [
  ["a resource in doubt", resourceInDoubt],
  ["a resource older than the rules", resourceInForce],
  ["a policy in doubt", resourcePolicyInDoubt],
  ["a configuration in doubt", brokerResourceConfigInDoubt],
  ["the values of a configuration", brokerResourceConfigByMeaning],
];

/** The same two of lists and their connections. */
export const ofLists: Readonly<Record<"ordinary" | "rare", Scenarios>> = {
  ordinary: [
    ["an access list", accessList],
    ["a connection of a list", accessListConnection],
  ],
  rare: [
    ["an access list besides", accessListBesides],
    ["an access list in doubt", accessListInDoubt],
    ["a connection of a list besides", accessListConnectionBesides],
    ["a connection of a list in doubt", accessListConnectionInDoubt],
  ],
};
