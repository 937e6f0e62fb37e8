import { nearest } from "../values/nearest";
import { isDeprecatedRole } from "./deprecated-roles";
import { caseless, namesIn, type Names } from "./names";
import { ROLES, type KnownCcrRoleCode, type KnownCraRoleCode } from "./roles-data";
import type { RoleRow } from "./rows";

/** A register whose roles policies can name: `ccr` is Enhetsregisteret, `cra` the register of guardians. */
export type Register = "ccr" | "cra";

/** Where roles come from, as the source of Access Management calls it. */
export type RoleProvider =
  "Altinn2" | "Altinn3" | "CentralCoordinatingRegister" | "CivilRightsAuthority";

/** Codes of external roles by register: `KnownExternalRoleCode["ccr"]`. */
export interface KnownExternalRoleCode {
  ccr: KnownCcrRoleCode;
  cra: KnownCraRoleCode;
}

/** A role of Access Management's catalogue. */
export interface Role {
  /** The last part of the URN, such as `daglig-leder`. */
  readonly code: string;
  /** Such as `urn:altinn:external-role:ccr:daglig-leder`. */
  readonly urn: string;
  /**
   * The value of `urn:altinn:rolecode`, such as `dagl`: the legacy code, or an Altinn 2 role's own. Undefined when
   * policies cannot name the role so.
   */
  readonly roleCode: string | undefined;
  readonly provider: RoleProvider;
  readonly name: Names;
  /** Whether Altinn lets service owners name the role in policies; undefined when it does not say. */
  readonly availableForServiceOwners: boolean | undefined;
  /** Whether Altinn takes the role out; so with all Altinn 2 roles. */
  readonly deprecated: boolean;
}

const PROVIDERS: readonly (readonly [start: string, provider: RoleProvider])[] = [
  ["urn:altinn:external-role:ccr:", "CentralCoordinatingRegister"],
  ["urn:altinn:external-role:cra:", "CivilRightsAuthority"],
  ["urn:altinn:rolecode:", "Altinn2"],
];

interface Lookup {
  readonly roles: readonly Role[];
  readonly byUrn: ReadonlyMap<string, Role>;
  readonly byRoleCode: ReadonlyMap<string, Role>;
}

let made: Lookup | undefined;

/** Made at the first question: most programs that load the package ask none. */
function lookup(): Lookup {
  if (made) return made;
  const roles = ROLES.map(roleOf);
  const byUrn = new Map(roles.map((role) => [role.urn, role]));
  const byRoleCode = new Map(
    roles.flatMap((role) => (role.roleCode === undefined ? [] : [[role.roleCode, role]])),
  );
  made = { roles, byUrn, byRoleCode };
  return made;
}

function roleOf([urn, legacyCode, availableForServiceOwners, nb, nn, en]: RoleRow): Role {
  const [, provider = "Altinn3"] = PROVIDERS.find(([start]) => urn.startsWith(start)) ?? [];
  const code = urn.slice(urn.lastIndexOf(":") + 1);
  const roleCode = legacyCode ?? (provider === "Altinn2" ? code : undefined);
  const deprecated = roleCode !== undefined && isDeprecatedRole(roleCode);
  const name = { nb, nn, en };
  return { code, urn, roleCode, provider, name, availableForServiceOwners, deprecated };
}

/** The role with this value of `urn:altinn:rolecode`, such as `dagl`, in any casing. */
export const findRole = (code: string): Role | undefined => lookup().byRoleCode.get(caseless(code));

/** The role of a register with this code, such as `daglig-leder`, in any casing. */
export const findExternalRole = (register: Register, code: string): Role | undefined =>
  lookup().byUrn.get(caseless(`urn:altinn:external-role:${register}:${code}`));

/** The role with this URN, in any casing; `urn:altinn:rolecode:` with a legacy code counts. */
export function findRoleByUrn(urn: string): Role | undefined {
  const roleCode = /^urn:altinn:rolecode:(.+)$/i.exec(urn)?.[1];
  return roleCode === undefined ? lookup().byUrn.get(caseless(urn)) : findRole(roleCode);
}

/** Whether the role is in the catalogue or among the deprecated ones; casing does not matter. */
export const isKnownRole = (code: string): boolean =>
  findRole(code) !== undefined || isDeprecatedRole(code);

/**
 * Up to three roles that the misspelt value of `urn:altinn:rolecode` may mean, by their codes and their names in every
 * language, nearest first; each has a `roleCode`. Deprecated ones are not proposed.
 */
export const nearestRoles = (code: string): Role[] =>
  nearest(
    code,
    lookup().roles.filter(({ roleCode, deprecated }) => roleCode !== undefined && !deprecated),
    calledBy,
  );

/** Up to three roles of the register that the misspelt code may mean, as `nearestRoles` finds them. */
export const nearestExternalRoles = (register: Register, code: string): Role[] =>
  nearest(
    code,
    lookup().roles.filter(({ urn }) => urn.startsWith(`urn:altinn:external-role:${register}:`)),
    calledBy,
  );

const calledBy = ({ code, roleCode, name }: Role): string[] => [
  roleCode ?? code,
  code,
  ...namesIn(name),
];
