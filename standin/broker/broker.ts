import type { Altinn } from "../altinn";
import { Access } from "./access";
import { Background } from "./background";
import { ResourceStore } from "./resources";
import { ServiceOwnerStore } from "./service-owners";
import { moveOlderContents } from "./older-contents";
import { TransferStore } from "./transfers";
import { TusStore } from "./tus-store";

/** What Broker's endpoints share. */
export interface Broker {
  readonly altinn: Altinn;
  readonly serviceOwners: ServiceOwnerStore;
  readonly resources: ResourceStore;
  readonly transfers: TransferStore;
  readonly uploads: TusStore;
  readonly access: Access;
  readonly background: Background;
}

export function openBroker(altinn: Altinn): Broker {
  const { database, environment } = altinn;
  const serviceOwners = new ServiceOwnerStore(database, environment);
  const resources = new ResourceStore(database);
  const transfers = new TransferStore(database);
  const uploads = new TusStore(database);
  moveOlderContents(altinn);
  return {
    altinn,
    serviceOwners,
    resources,
    transfers,
    uploads,
    access: new Access(altinn.decisions, resources),
    background: new Background(altinn, transfers, uploads),
  };
}
