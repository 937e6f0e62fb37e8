/**
 * The identifiers that Altinn's policies are written with: XACML 3.0 core (appendix A and B) and
 * Altinn's own attributes, as read in Altinn/altinn-authorization-tmp (ABAC package) and
 * Altinn/altinn-resource-registry.
 */

/** The namespace that Altinn's policy parser demands, under any prefix. */
export const XACML_NAMESPACE = "urn:oasis:names:tc:xacml:3.0:core:schema:wd-17";

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
  task: "urn:altinn:task",
  endEvent: "urn:altinn:end-event",
  appResource: "urn:altinn:appresource",
  action: "urn:oasis:names:tc:xacml:1.0:action:action-id",
} as const;

/** Subjects that let nobody in by themselves: who holds them may delegate to system users. */
export const DELEGATING_ATTRIBUTES: ReadonlySet<string> = new Set([
  ATTRIBUTE.role,
  ATTRIBUTE.externalRoleCcr,
  ATTRIBUTE.externalRoleCra,
  ATTRIBUTE.accessPackage,
]);

/** Attributes by which policies name subjects. */
export const SUBJECT_ATTRIBUTES: ReadonlySet<string> = new Set([
  ...DELEGATING_ATTRIBUTES,
  ATTRIBUTE.organization,
  ATTRIBUTE.organizationLegacy,
  ATTRIBUTE.org,
  ATTRIBUTE.accessList,
  ATTRIBUTE.systemUser,
  ATTRIBUTE.resourceDelegation,
]);

/** Actions of a Broker service: Broker asks for the first two, Altinn Events for the third. */
export const BROKER_ACTIONS: ReadonlySet<string> = new Set([
  "read",
  "write",
  "subscribe",
  "publish",
]);

export const FUNCTION = {
  stringEqual: "urn:oasis:names:tc:xacml:1.0:function:string-equal",
  stringEqualIgnoreCase: "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case",
  stringIsIn: "urn:oasis:names:tc:xacml:1.0:function:string-is-in",
  regexpMatch: "urn:oasis:names:tc:xacml:1.0:function:string-regexp-match",
} as const;

/** Every match function that Altinn's decision point implements; any other one is an error. */
export const KNOWN_FUNCTIONS: ReadonlySet<string> = new Set([
  ...Object.values(FUNCTION),
  "urn:oasis:names:tc:xacml:1.0:function:anyURI-equal",
  "urn:oasis:names:tc:xacml:1.0:function:integer-equal",
  "urn:oasis:names:tc:xacml:1.0:function:integer-one-and-only",
  "urn:oasis:names:tc:xacml:1.0:function:time-equal",
  "urn:oasis:names:tc:xacml:1.0:function:date-equal",
  "urn:oasis:names:tc:xacml:1.0:function:dateTime-equal",
]);

/** Known functions that fail, rather than not match, on a value they cannot parse. */
export const PARSING_FUNCTIONS: ReadonlySet<string> = new Set([
  "urn:oasis:names:tc:xacml:1.0:function:anyURI-equal",
  "urn:oasis:names:tc:xacml:1.0:function:time-equal",
  "urn:oasis:names:tc:xacml:1.0:function:date-equal",
  "urn:oasis:names:tc:xacml:1.0:function:dateTime-equal",
  FUNCTION.regexpMatch,
]);

export const STRING = "http://www.w3.org/2001/XMLSchema#string";
export const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";

export const DENY_OVERRIDES =
  "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides";
/** In the vendor's old example policy; the newest decision point does not know it. */
export const DENY_OVERRIDES_1_0 =
  "urn:oasis:names:tc:xacml:1.0:rule-combining-algorithm:deny-overrides";

export type Combining =
  | "deny-overrides"
  | "permit-overrides"
  | "deny-unless-permit"
  | "permit-unless-deny"
  | "first-applicable";

const algorithms = new Map<string, Combining>();
for (const level of ["rule", "policy"]) {
  const of = (version: string, name: string) =>
    `urn:oasis:names:tc:xacml:${version}:${level}-combining-algorithm:${name}`;
  algorithms.set(of("3.0", "deny-overrides"), "deny-overrides");
  algorithms.set(of("3.0", "ordered-deny-overrides"), "deny-overrides");
  algorithms.set(of("3.0", "permit-overrides"), "permit-overrides");
  algorithms.set(of("3.0", "ordered-permit-overrides"), "permit-overrides");
  algorithms.set(of("3.0", "deny-unless-permit"), "deny-unless-permit");
  algorithms.set(of("3.0", "permit-unless-deny"), "permit-unless-deny");
  algorithms.set(of("1.0", "first-applicable"), "first-applicable");
}

/** How Altinn's decision point combines rules under this id; undefined when it does not know it. */
export const combiningOf = (algorithmId: string): Combining | undefined =>
  algorithms.get(algorithmId);

/** Categories by which readers find the level; the ids of the obligations do not matter to them. */
export const LEVEL_CATEGORY = {
  all: "urn:altinn:minimum-authenticationlevel",
  organizations: "urn:altinn:minimum-authenticationlevel-org",
} as const;

/** The authentication level of every Maskinporten token. */
export const MASKINPORTEN_LEVEL = 3;

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
