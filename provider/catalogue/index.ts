/**
 * The catalogue of Altinn's roles and access packages, as Access Management lists them. Pure functions; nothing here
 * reads a file, a setting or the network. Altinn may know more than is listed here: what is not found is no error.
 */
export {
  findExternalRole,
  findRole,
  findRoleByUrn,
  isKnownRole,
  nearestExternalRoles,
  nearestRoles,
} from "./roles";
export type { KnownExternalRoleCode, Register, Role, RoleProvider } from "./roles";
export { findPackage, nearestPackages, type Package } from "./packages";
export { deprecatedRoles, isDeprecatedRole } from "./deprecated-roles";
export { isWrongName, parseExternalRole, parsePackage, parseRole } from "./urns";
export type { WrongName } from "./urns";
export type { Names } from "./names";
export type { KnownRoleCode } from "./roles-data";
export type { KnownPackageCode } from "./packages-data";
