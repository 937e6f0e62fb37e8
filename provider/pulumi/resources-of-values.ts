import type { Rule } from "../policy";
import { AccessList, type AccessListArgs } from "./access-list";
import { AccessListConnection } from "./access-list-connection";
import { BrokerResourceConfig } from "./broker-resource-config";
import { registrationsOf, type Place, type Registration } from "./registrations";
import { Resource, type ResourceArgs } from "./resource";
import { ResourcePolicy } from "./resource-policy";
import { ServiceOwner, type ServiceOwnerArgs } from "./service-owner";

/** Arguments by kind, for each resource under its logical name. */
export interface Arguments {
  readonly kind: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const MAKE: Readonly<Record<string, (name: string, args: never) => unknown>> = {
  ServiceOwner: (name, args: ServiceOwnerArgs) => new ServiceOwner(name, args),
  AccessList: (name, args: AccessListArgs) => new AccessList(name, args),
  Resource: (name, args: ResourceArgs) => new Resource(name, args),
  ResourcePolicy: (name, args: { resourceId: string; rules?: Rule[]; xml?: string }) =>
    new ResourcePolicy(name, args),
  AccessListConnection: (name, args: { accessList: string; resourceId: string }) =>
    new AccessListConnection(name, args),
  BrokerResourceConfig: (name, args: { resourceId: string }) =>
    new BrokerResourceConfig(name, args),
};

/** What the classes register for these arguments. */
export const registrationsOfArguments = (
  place: Place,
  all: readonly Arguments[],
): Promise<Registration[]> =>
  registrationsOf(place, () => {
    for (const { kind, name, args } of all) MAKE[kind]?.(name, args as never);
  });
