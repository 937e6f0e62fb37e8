import type { KnownExternalRoleCode, KnownPackageCode, KnownRoleCode } from "../../catalogue";

/**
 * A caller that a rule lets in, as a plain JSON value. Write it with the function of its name:
 * `organization`, `role`, `accessPackage`, ...
 */
export type Subject =
  | OrganizationSubject
  | RoleSubject
  | ExternalRoleSubject
  | AccessPackageSubject
  | ServiceOwnerSubject
  | AccessListSubject
  | SystemUserSubject
  | ResourceDelegationSubject;

export interface OrganizationSubject {
  type: "organization";
  /** Organisation number, 9 digits. */
  number: string;
  /**
   * For which party the organisation may act: `"itself"` alone, or `"anyone"`: read every transfer
   * of the service, send in anybody's name.
   *
   * @defaultValue as `"anyone"`, with a warning
   */
  onBehalfOf?: "itself" | "anyone";
}

export interface RoleSubject {
  type: "role";
  /** Role code such as `dagl`, in any casing, or the whole `urn:altinn:rolecode:dagl`. */
  code: KnownRoleCode | (string & {});
}

export interface ExternalRoleSubject {
  type: "externalRole";
  /** `ccr`: Enhetsregisteret; `cra`: the register of guardians. */
  register: "ccr" | "cra";
  /** Role code of that register such as `daglig-leder`, or the whole `urn:altinn:external-role:ccr:daglig-leder`. */
  code: KnownExternalRoleCode["ccr" | "cra"] | (string & {});
}

export interface AccessPackageSubject {
  type: "accessPackage";
  /** Code of the package, with or without `urn:altinn:accesspackage:` in front. */
  code: KnownPackageCode | (string & {});
}

export interface ServiceOwnerSubject {
  type: "serviceOwner";
  /** Code of the service owner such as `ttd`. */
  code: string;
}

export interface AccessListSubject {
  type: "accessList";
  /** Code of the service owner that keeps the list. */
  owner: string;
  /** Identifier of the list. */
  list: string;
}

export interface SystemUserSubject {
  type: "systemUser";
  /** UUID of the system user. */
  uuid: string;
}

export interface ResourceDelegationSubject {
  type: "resourceDelegation";
  /** Identifier of the registry resource (for apps `app_{org}_{app}`) that may delegate. */
  resourceId: string;
}

/** What a caller may do. Broker asks for `read` and `write`, Altinn Events for `subscribe`; `publish` is not asked for today. */
export type Action = "read" | "write" | "publish" | "subscribe" | (string & {});

/** Lets each of the subjects do each of the actions. */
export interface Rule {
  /** At least one. */
  subjects: Subject[];
  /** At least one. */
  actions: Action[];
}

/** All that a policy is rendered from. */
export interface TypedPolicy {
  /** Identifier of the registry resource. */
  resourceId: string;
  /** At least one. */
  rules: readonly Rule[];
  /**
   * 0 to 3; above 3 every Maskinporten client is refused.
   *
   * @defaultValue no level is demanded
   */
  minimumAuthenticationLevel?: number | undefined;
}

/**
 * An organisation's own Maskinporten clients, not its system users: with `onBehalfOf: "itself"` for files to or from
 * itself alone, else for any party, which is every file of the service.
 *
 * @param number Organisation number, 9 digits.
 * @example
 * organization("991825827", { onBehalfOf: "itself" })
 */
export const organization = (
  number: string,
  options: { onBehalfOf?: "itself" | "anyone" } = {},
): OrganizationSubject => ({ type: "organization", number, ...options });

/**
 * System users and organisations to which somebody with this Altinn role delegates the service.
 *
 * @param code Such as `dagl`, or `urn:altinn:rolecode:dagl`.
 */
export const role = (code: KnownRoleCode | (string & {})): RoleSubject => ({ type: "role", code });

/**
 * System users and organisations to which somebody with this role in a register delegates the service.
 *
 * @param code Such as `daglig-leder`, or `urn:altinn:external-role:ccr:daglig-leder`.
 */
export const externalRole = <R extends "ccr" | "cra">(
  register: R,
  code: KnownExternalRoleCode[R] | (string & {}),
): ExternalRoleSubject => ({ type: "externalRole", register, code });

/**
 * System users that hold this access package for a party, at once; and system users and
 * organisations to which somebody who holds it delegates the service.
 *
 * @param code Such as `regnskapsforer-lonn`, or `urn:altinn:accesspackage:regnskapsforer-lonn`.
 */
export const accessPackage = (code: KnownPackageCode | (string & {})): AccessPackageSubject => ({
  type: "accessPackage",
  code,
});

/** A client with an Altinn token of the service owner with this code. */
export const serviceOwner = (code: string): ServiceOwnerSubject => ({
  type: "serviceOwner",
  code,
});

/** Members of an access list. Altinn never looks at these for Broker's `read` and `write`. */
export const accessList = (owner: string, list: string): AccessListSubject => ({
  type: "accessList",
  owner,
  list,
});

/** One system user, whatever was delegated to it. */
export const systemUser = (uuid: string): SystemUserSubject => ({ type: "systemUser", uuid });

/** The right of a registry resource, in practice an app, to delegate the service itself. */
export const resourceDelegation = (resourceId: string): ResourceDelegationSubject => ({
  type: "resourceDelegation",
  resourceId,
});
