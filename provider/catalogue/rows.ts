/** The lines of roles-data.ts; `RoleRow` becomes a `Role`. */
export type RoleRow = readonly [
  urn: string,
  legacyCode: string | undefined,
  availableForServiceOwners: boolean | undefined,
  nb: string,
  nn: string,
  en: string,
];

/** The lines of packages-data.ts; `PackageRow` becomes a `Package`. */
export type PackageRow = readonly [
  code: string,
  entityType: "Organization" | "Person",
  delegable: boolean,
  assignable: boolean,
  availableForServiceOwners: boolean,
  area: string,
  nb: string,
  nn: string,
  en: string,
];
