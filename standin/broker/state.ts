import type { Broker } from "./broker";
import { withoutPrefix } from "./caller";
import { shown } from "./resource-routes";
import type { StorageProvider } from "./service-owners";
import { overview } from "./transfer-view";

/** What Broker holds, for people to look at. */
export interface BrokerState {
  readonly serviceOwners: readonly {
    /** Nine digits. */
    readonly organisation: string;
    readonly name: string;
    readonly storageProviders: readonly StorageProvider[];
  }[];
  readonly resources: readonly {
    readonly id: string;
    /** Nine digits. */
    readonly serviceOwner: string;
    readonly approvedForDisabledVirusScan: boolean;
    /** As GET resource shows it. */
    readonly settings: Readonly<Record<string, unknown>>;
  }[];
  /** As their overviews show them, the newest first, at most 100. */
  readonly transfers: readonly Readonly<Record<string, unknown>>[];
}

export function describeBroker(broker: Broker): BrokerState {
  const { altinn, serviceOwners, resources, transfers, background } = broker;
  background.settle();
  const now = altinn.clock.now();
  return {
    serviceOwners: serviceOwners.all().map((owner) => ({
      organisation: withoutPrefix(owner.id),
      name: owner.name,
      storageProviders: serviceOwners.providers(owner, now),
    })),
    resources: resources.all().map((resource) => ({
      id: resource.id,
      serviceOwner: withoutPrefix(resource.serviceOwner),
      approvedForDisabledVirusScan: resource.approvedForDisabledVirusScan,
      settings: shown(resource),
    })),
    transfers: transfers.latest(100).map((transfer) => overview(transfers, transfer)),
  };
}
