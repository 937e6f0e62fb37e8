export { deprecatedRoles, isDeprecatedRole, isKnownRole } from "../catalogue";
