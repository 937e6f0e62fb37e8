import { dynamicMethods, type DynamicMethods } from "../../provider/dynamic-methods";
import { accessListConnectionLifecycle } from "../../provider/resources/access-list-connection/lifecycle";
import { accessListLifecycle } from "../../provider/resources/access-list/lifecycle";
import { brokerResourceConfigLifecycle } from "../../provider/resources/broker-resource-config/lifecycle";
import type { Context, Kind, Lifecycle } from "../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import { serviceOwnerLifecycle } from "../../provider/resources/service-owner/lifecycle";
import type { World } from "./altinn";

const lifecycles: Readonly<Record<Kind, (context: Context) => Lifecycle>> = {
  ServiceOwner: serviceOwnerLifecycle,
  Resource: resourceLifecycle,
  ResourcePolicy: resourcePolicyLifecycle,
  BrokerResourceConfig: brokerResourceConfigLifecycle,
  AccessList: accessListLifecycle,
  AccessListConnection: accessListConnectionLifecycle,
};

/** The methods of a kind, as the engine calls them in the process that this world's memory is of. */
export const methodsOf = ({ context }: Pick<World, "context">, kind: Kind): DynamicMethods =>
  dynamicMethods(kind, lifecycles[kind], {
    problems: () => [],
    context: () => context,
    seen: () => new Map(),
  });

/** As `methodsOf`, of one process that remembers which ids its kinds have checked. */
export function processOf({ context }: Pick<World, "context">): (kind: Kind) => DynamicMethods {
  const seen = new Map<Kind, Map<string, unknown>>();
  const methods = new Map<Kind, DynamicMethods>();
  const remembered = <T>(of: Map<Kind, T>, kind: Kind, make: () => T): T => {
    const value = of.get(kind) ?? make();
    of.set(kind, value);
    return value;
  };
  const session = {
    problems: () => [],
    context: () => context,
    seen: (kind: Kind) => remembered(seen, kind, () => new Map<string, unknown>()),
  };
  return (kind) => remembered(methods, kind, () => dynamicMethods(kind, lifecycles[kind], session));
}

export const resourceMethods = (world: World): DynamicMethods => methodsOf(world, "Resource");
