/**
 * The identifiers that Altinn's policies are written with: XACML 3.0 core (appendix A and B) and
 * Altinn's own attributes, as read in Altinn/altinn-authorization-tmp (ABAC package) and
 * Altinn/altinn-resource-registry.
 */

/** The three categories that Altinn's decision point looks at; it skips matches of any other. */
export const CATEGORY = {
  subject: "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject",
  resource: "urn:oasis:names:tc:xacml:3.0:attribute-category:resource",
  action: "urn:oasis:names:tc:xacml:3.0:attribute-category:action",
} as const;

export const ATTRIBUTE = {
  role: "urn:altinn:rolecode",
  externalRoleCcr: "urn:altinn:external-role:ccr",
  externalRoleCra: "urn:altinn:external-role:cra",
  accessPackage: "urn:altinn:accesspackage",
  organization: "urn:altinn:organization:identifier-no",
  organizationLegacy: "urn:altinn:organizationnumber",
  org: "urn:altinn:org",
  accessList: "urn:altinn:access-list",
  systemUser: "urn:altinn:systemuser:uuid",
  resourceDelegation: "urn:altinn:resource:delegation",
  resource: "urn:altinn:resource",
  app: "urn:altinn:app",
  action: "urn:oasis:names:tc:xacml:1.0:action:action-id",
} as const;

export const FUNCTION = {
  stringEqual: "urn:oasis:names:tc:xacml:1.0:function:string-equal",
  stringEqualIgnoreCase: "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case",
  stringIsIn: "urn:oasis:names:tc:xacml:1.0:function:string-is-in",
} as const;

export { STRING } from "../text/tree";
export const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";

export const DENY_OVERRIDES =
  "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";
/** In the policy that Altinn's guide hands out; the newest decision point does not know it. */
export const DENY_OVERRIDES_1_0 =
  "urn:oasis:names:tc:xacml:1.0:rule-combining-algorithm:deny-overrides";

/** Categories by which readers find the level; the ids of the obligations do not matter to them. */
export const LEVEL_CATEGORY = {
  all: "urn:altinn:minimum-authenticationlevel",
  organizations: "urn:altinn:minimum-authenticationlevel-org",
} as const;

/** Broker asks for `read` and `write`, Altinn Events for `subscribe`. */
export const ASKED_ACTIONS = ["read", "write", "subscribe"] as const;

/** `publish` stands in Altinn's guide and is not asked for today. */
export const KNOWN_ACTIONS = [...ASKED_ACTIONS, "publish"] as const;

/**
 * Upper-cases the way .NET's ordinal ignore-case comparison does, so that equal results mean
 * "equal but for case": a character counts only when its upper case leads back to it.
 */
export const foldCase = (text: string): string =>
  /^[\x20-\x7e]*$/.test(text)
    ? text.toUpperCase()
    : Array.from(text, (char) => {
        const upper = char.toUpperCase();
        return upper.toLowerCase() === char ? upper : char;
      }).join("");
