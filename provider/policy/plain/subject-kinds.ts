import { ATTRIBUTE } from "../xacml/identifiers";

export type SubjectKind =
  | "organization"
  | "organization with an exchanged token"
  | "service owner"
  | "system user"
  | "role"
  | "external role ccr"
  | "external role cra"
  | "access package"
  | "access list"
  | "resource delegation";

/** The things that a subject of the plain form can name, by AttributeId. */
export const SUBJECT_KINDS: ReadonlyMap<string, SubjectKind> = new Map<string, SubjectKind>([
  [ATTRIBUTE.organization, "organization"],
  [ATTRIBUTE.organizationLegacy, "organization with an exchanged token"],
  [ATTRIBUTE.org, "service owner"],
  [ATTRIBUTE.systemUser, "system user"],
  [ATTRIBUTE.role, "role"],
  [ATTRIBUTE.externalRoleCcr, "external role ccr"],
  [ATTRIBUTE.externalRoleCra, "external role cra"],
  [ATTRIBUTE.accessPackage, "access package"],
  [ATTRIBUTE.accessList, "access list"],
  [ATTRIBUTE.resourceDelegation, "resource delegation"],
]);

/** Kinds that let holders delegate the service. */
export const DELEGATING: ReadonlySet<SubjectKind> = new Set<SubjectKind>([
  "role",
  "external role ccr",
  "external role cra",
  "access package",
]);
