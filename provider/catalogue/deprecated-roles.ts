import { caseless } from "./names";

/**
 * Altinn 2 roles that Altinn has declared deprecated, by code. Five of them are in no catalogue of Access Management:
 * ECKEYROLE, EKTJ, GKBHT, SENS, SENS01.
 * Source: the public list that Altinn Studio warns from (Altinn/altinn-studio,
 * `altinn2RoleUtils.ts`, commit e049d2c0, 2026).
 */
const DEPRECATED_ALTINN2_ROLES =
  "a0212 a0236 a0237 a0238 a0239 a0240 a0241 a0278 a0282 a0286 a0287 a0288 a0293 a0294 a0298 " +
  "admai apiadm apiadmnuf attst boadm bobel bobes eckeyrole ektj gkbht hadm hvask kladm komab " +
  "loper pasig pavad priut regna revai sens sens01 signe siskd uihtl uiluf utinn utomr";

const deprecated: ReadonlySet<string> = new Set(DEPRECATED_ALTINN2_ROLES.split(" "));

/** Whether the Altinn 2 role is deprecated; casing does not matter. */
export const isDeprecatedRole = (code: string): boolean => deprecated.has(caseless(code));

/** The codes of the deprecated roles, upper-case and sorted. */
export const deprecatedRoles = (): string[] =>
  [...deprecated].map((code) => code.toUpperCase()).sort();
