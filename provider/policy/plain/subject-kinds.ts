import { alternativesOf } from "../xacml/alternatives";
import { ATTRIBUTE } from "../xacml/identifiers";
import type { Policy } from "../xacml/policy";

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

/** Whether any rule lets what it names delegate, or gets in by a package that is held; of any policy, unusual or not. */
export const letsDelegate = (policy: Policy): boolean =>
  policy.rules.some((rule) =>
    alternativesOf(rule)
      .subjects.flat()
      .some(({ attributeId }) => {
        const kind = SUBJECT_KINDS.get(attributeId ?? "");
        return kind !== undefined && DELEGATING.has(kind);
      }),
  );
