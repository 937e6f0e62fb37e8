/**
 * Access policies of registry resources, XACML 3.0 as Altinn uses it: rules to XML, XML to meaning,
 * meaning to words. Pure functions; nothing here reads a file, a setting or the network.
 */
export {
  accessList,
  accessPackage,
  externalRole,
  organization,
  resourceDelegation,
  role,
  serviceOwner,
  subjectAttribute,
  systemUser,
} from "./rules";
export type {
  AccessListSubject,
  AccessPackageSubject,
  Action,
  AttributeSubject,
  ExternalRoleSubject,
  OrganizationSubject,
  ResourceDelegationSubject,
  RoleSubject,
  Rule,
  ServiceOwnerSubject,
  Subject,
  SystemUserSubject,
  TypedPolicy,
} from "./rules";
export { renderPolicy } from "./render";
export { readPolicy } from "./read";
export { decodePolicy } from "./policy-bytes";
export { PolicyError } from "./policy-error";
export type { AllOf, AnyOf, Assignment, Match, Obligation } from "./model";
export type { OtherPart, Place, Policy, PolicyRule } from "./model";
export { sameMeaning, samePolicy } from "./meaning";
export { access } from "./words";
export { letsDelegate } from "./check-access";
export { checkPolicy, type PolicyCheck, type PolicyToCheck } from "./check";
export { checkRules } from "./check-rules";
export { resourceIdOf } from "./check-registry";
export { findingText, type Finding, type FindingCode } from "./finding";
export { accessWithUnknown, holdsUnknown, UNKNOWN, type PolicyInputs } from "./unknown";
export { policyReport, type PolicyReport } from "./report";
export { deprecatedRoles, isDeprecatedRole, isKnownRole } from "./roles";
