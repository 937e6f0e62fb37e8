import { caseless } from "./names";
import { findRoleByUrn, type Register } from "./roles";

/** What is wrong with a name that a subject was given, in the words of a refusal: it `is`, write `instead`. */
export interface WrongName {
  /** Such as `is the URN of an access package`; it follows what was named wrongly. */
  readonly is: string;
  /** A sentence. */
  readonly instead: string;
}

/** The URNs that policies name roles and access packages by, each with the function that takes it. */
type Named =
  | { readonly kind: "role" | "accessPackage"; readonly code: string }
  | { readonly kind: "externalRole"; readonly register: string; readonly code: string };

/** Whether a text was refused by one of the functions of this file. */
export const isWrongName = (parsed: object): parsed is WrongName => "is" in parsed;

/**
 * The code of an Altinn role, lower-case, from a code or from `urn:altinn:rolecode:DAGL`. Codes that the catalogue does
 * not know are taken: ask `findRole`.
 */
export function parseRole(text: string): { readonly code: string } | WrongName {
  const named = namedBy(text);
  if (named === undefined) return { code: caseless(text) };
  if (named?.kind === "role") return { code: named.code };
  return wrong(text, named, "Write the code of an Altinn role alone, such as dagl.");
}

/**
 * The register and the code of a register's role, lower-case, from a code with its register or from
 * `urn:altinn:external-role:ccr:daglig-leder`, which names the register itself. Codes that the catalogue does not know
 * are taken: ask `findExternalRole`.
 *
 * @param register What was given beside the text, if anything.
 */
export function parseExternalRole(
  text: string,
  register?: Register,
): { readonly register: Register; readonly code: string } | WrongName {
  const named = namedBy(text);
  if (named === undefined) {
    if (register !== undefined) return { register, code: caseless(text) };
    return {
      is: "is the code of a role without its register",
      instead: `Write externalRole("ccr", ${JSON.stringify(caseless(text))}) for a role of Enhetsregisteret.`,
    };
  }
  if (named?.kind !== "externalRole") {
    return wrong(
      text,
      named,
      'Write the code of a role alone, such as externalRole("ccr", "daglig-leder").',
    );
  }
  const { code } = named;
  if (!isRegister(named.register)) {
    return {
      is: `is the URN of a role in the register ${JSON.stringify(named.register)}, which policies do not name`,
      instead: 'Name a role in "ccr", Enhetsregisteret, or in "cra", the register of guardians.',
    };
  }
  if (register !== undefined && register !== named.register) {
    return {
      is: `is the URN of a role in the register "${named.register}", not in "${register}"`,
      instead: `Write externalRole("${named.register}", ${JSON.stringify(code)}).`,
    };
  }
  return { register: named.register, code };
}

/**
 * The code of an access package, lower-case, from a code or from `urn:altinn:accesspackage:skatt-naering`. Codes that
 * the catalogue does not know are taken: ask `findPackage`.
 */
export function parsePackage(text: string): { readonly code: string } | WrongName {
  const named = namedBy(text);
  if (named === undefined) return { code: caseless(text) };
  if (named?.kind === "accessPackage") return { code: named.code };
  return wrong(text, named, "Write what follows urn:altinn:accesspackage: alone.");
}

const isRegister = (text: string): text is Register => text === "ccr" || text === "cra";

/** What a URN names; null for a URN of another kind, undefined for a text that is no URN. */
function namedBy(text: string): Named | null | undefined {
  const urn = caseless(text.trim());
  if (!urn.startsWith("urn:")) return undefined;
  const [, attribute, value] = /^urn:altinn:([a-z-]+):(.+)$/.exec(urn) ?? [];
  if (attribute === undefined || value === undefined) return null;
  if (attribute === "rolecode") return { kind: "role", code: value };
  if (attribute === "accesspackage") return { kind: "accessPackage", code: value };
  const [, register, code] = /^([^:]+):(.+)$/.exec(value) ?? [];
  if (attribute !== "external-role" || register === undefined || code === undefined) return null;
  return { kind: "externalRole", register, code };
}

const KINDS = {
  role: "an Altinn role",
  externalRole: "a role of a register",
  accessPackage: "an access package",
} as const;

function wrong(text: string, named: Named | null, otherwise: string): WrongName {
  if (named !== null) {
    const { kind, code } = named;
    const register = kind === "externalRole" ? `${JSON.stringify(named.register)}, ` : "";
    return {
      is: `is the URN of ${KINDS[kind]}`,
      instead: `Write ${kind}(${register}${JSON.stringify(code)}).`,
    };
  }
  const role = findRoleByUrn(text.trim());
  if (role?.roleCode !== undefined) {
    return {
      is: `is a URN that policies do not name the role ${role.name.nb} by`,
      instead: `Write role(${JSON.stringify(role.roleCode)}).`,
    };
  }
  return { is: "is a URN of another kind", instead: otherwise };
}
