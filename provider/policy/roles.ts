import { foldCase } from "./vocabulary";

/**
 * Altinn 2 roles that Altinn has declared deprecated, by code, lower-case.
 * Source: the public list that Altinn Studio warns from (Altinn/altinn-studio,
 * `altinn2RoleUtils.ts`, commit e049d2c0, 2026).
 */
const DEPRECATED_ALTINN2_ROLES =
  "a0212 a0236 a0237 a0238 a0239 a0240 a0241 a0278 a0282 a0286 a0287 a0288 a0293 a0294 a0298 " +
  "admai apiadm apiadmnuf attst boadm bobel bobes eckeyrole ektj gkbht hadm hvask kladm komab " +
  "loper pasig pavad priut regna revai sens sens01 signe siskd uihtl uiluf utinn utomr";

/**
 * Roles that Altinn goes on with: those of Enhetsregisteret, and `priv` for a private person.
 * Source: the codes that Altinn's access management maps to register roles
 * (Altinn/altinn-authorization-tmp, `IngestRoleMap`, 2026). Altinn may know more.
 */
const LASTING_ROLES =
  "best bobe dagl dtpr dtso ffør innh kemn knuf komk komp kont lede medl mvag mvau nest priv regn " +
  "repr revi sam sreva";

const setOf = (codes: string): ReadonlySet<string> => new Set(codes.split(" ").map(foldCase));
const deprecated = setOf(DEPRECATED_ALTINN2_ROLES);
const lasting = setOf(LASTING_ROLES);

/** Whether the Altinn 2 role is deprecated; casing does not matter. */
export const isDeprecatedRole = (code: string): boolean => deprecated.has(foldCase(code));

/** Whether the role is one that this package has heard of; casing does not matter. */
export const isKnownRole = (code: string): boolean =>
  deprecated.has(foldCase(code)) || lasting.has(foldCase(code));

/** The codes of the deprecated roles, upper-case and sorted. */
export const deprecatedRoles = (): string[] => [...deprecated].sort();
