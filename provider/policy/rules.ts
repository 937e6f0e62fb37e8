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
  | ResourceDelegationSubject
  | AttributeSubject;

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
  /** Role code such as `dagl`, in any casing. */
  code: string;
}

export interface ExternalRoleSubject {
  type: "externalRole";
  /** `ccr`: Enhetsregisteret; `cra`: the register of guardians. */
  register: "ccr" | "cra";
  /** Role code of that register such as `daglig-leder`. */
  code: string;
}

export interface AccessPackageSubject {
  type: "accessPackage";
  /** Code of the package: what follows `urn:altinn:accesspackage:`. */
  code: string;
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

export interface AttributeSubject {
  type: "attribute";
  /** AttributeId, an absolute URI such as `urn:altinn:partytype`. */
  attributeId: string;
  value: string;
}

/** What a caller may do. Broker asks for `read` and `write`, Altinn Events for `subscribe`. */
export type Action = "read" | "write" | "publish" | "subscribe" | "access" | (string & {});

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
 * A Maskinporten client of an organisation. Its system users are not let in by this.
 *
 * @param number Organisation number, 9 digits.
 * @example
 * organization("991825827", { onBehalfOf: "itself" })
 */
export const organization = (
  number: string,
  options: { onBehalfOf?: "itself" | "anyone" } = {},
): OrganizationSubject => ({ type: "organization", number, ...options });

/** System users to which somebody with this Altinn role delegates the service, such as `dagl`. */
export const role = (code: string): RoleSubject => ({ type: "role", code });

/** System users to which somebody with this role in a register delegates the service. */
export const externalRole = (register: "ccr" | "cra", code: string): ExternalRoleSubject => ({
  type: "externalRole",
  register,
  code,
});

/** System users to which somebody with this access package delegates the service. */
export const accessPackage = (code: string): AccessPackageSubject => ({
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

/** Whoever carries an attribute for which there is no function of its own. */
export const subjectAttribute = (attributeId: string, value: string): AttributeSubject => ({
  type: "attribute",
  attributeId,
  value,
});
