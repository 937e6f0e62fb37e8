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
export { ResourcePolicy, type ResourcePolicyArgs, type RuleArgs } from "./pulumi/resource-policy";
export {
  accessList,
  accessPackage,
  externalRole,
  organization,
  resourceDelegation,
  role,
  serviceOwner,
  systemUser,
  type AccessListSubject,
  type AccessPackageSubject,
  type AcknowledgeableCode,
  type Action,
  type ExternalRoleSubject,
  type OrganizationSubject,
  type ResourceDelegationSubject,
  type RoleSubject,
  type Rule,
  type ServiceOwnerSubject,
  type Subject,
  type SystemUserSubject,
} from "./policy";
export {
  BrokerResourceConfig,
  type BrokerResourceConfigArgs,
  type BrokerResourceConfigServer,
} from "./pulumi/broker-resource-config";
export { AccessList, type AccessListArgs, type AccessListServer } from "./pulumi/access-list";
export {
  AccessListConnection,
  type AccessListConnectionArgs,
  type AccessListConnectionServer,
} from "./pulumi/access-list-connection";
