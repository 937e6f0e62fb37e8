/**
 * Access policies of registry resources, XACML 3.0 as Altinn uses it. Pure functions; nothing here
 * reads a file, a setting or the network. The rooms, in the order of the data:
 *
 *     text/ -> xacml/ -> plain/ -> access/        bytes, tree; policy as it stands; plain form, or what
 *                                                 makes it unusual; words and comparison
 *     rules/ -> plain/ -> XML                     typed rules; plain form; text
 *     findings/                                   what is refused and warned about
 */
export {
  accessList,
  accessPackage,
  externalRole,
  organization,
  resourceDelegation,
  role,
  serviceOwner,
  systemUser,
} from "./rules/rules";
export type {
  AccessListSubject,
  AccessPackageSubject,
  Action,
  ExternalRoleSubject,
  OrganizationSubject,
  ResourceDelegationSubject,
  RoleSubject,
  Rule,
  ServiceOwnerSubject,
  Subject,
  SystemUserSubject,
  TypedPolicy,
} from "./rules/rules";
export { renderPolicy } from "./rules/render";
export { typedPolicy, whyUntyped } from "./rules/typed";
export { accessWithUnknown } from "./rules/unknown";
export { decodePolicy } from "./text/bytes";
export { PolicyError } from "./policy-error";
export { readPolicy } from "./xacml/read";
export type { Levels } from "./plain/form";
export type { Policy } from "./xacml/policy";
export {
  accessOf,
  accessOfText,
  samePolicy,
  type Access,
  type AccessLines,
  type PlainAccess,
} from "./access/access";
export { compareAccess, coveredBy, letsIn, type Comparison } from "./access/compare";
export { isAskedFor, MASKINPORTEN_LEVEL, type Grant } from "./access/grants";
export { grantsFor, namedKeys, whoMay, type OrganisationNames } from "./access/who-may";
export { grantLines, grantsByLine, LEVEL_KEY } from "./access/words";
export { checkPolicy, type PolicyToCheck } from "./findings/check";
export {
  ACKNOWLEDGEABLE,
  findingInRules,
  findingText,
  warningText,
  type AcknowledgeableCode,
  type Finding,
  type FindingCode,
} from "./findings/finding";
export { checkRules } from "./findings/rules";
export { resourceIdOf } from "./findings/registry";
export { policyReport, type PolicyReport } from "./findings/report";
