export type { Recorded } from "./pulumi/recorded";
export {
  ServiceOwner,
  type ServiceOwnerArgs,
  type ServiceOwnerServer,
} from "./pulumi/service-owner";
export {
  Resource,
  type CompetentAuthority,
  type ContactPoint,
  type ResourceArgs,
  type ResourceReference,
  type ResourceServer,
  type Texts,
} from "./pulumi/resource";
export { ResourcePolicy, type ResourcePolicyArgs } from "./pulumi/resource-policy";
export {
  BrokerResourceConfig,
  type BrokerResourceConfigArgs,
  type BrokerResourceConfigServer,
} from "./pulumi/broker-resource-config";
