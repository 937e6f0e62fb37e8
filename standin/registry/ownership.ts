import type { BearerRules } from "../altinn";
import type { Claims } from "../server/route";
import { hasScope } from "../server/scopes";
import { ServerCrash } from "./answers";

const RESOURCE_WRITE = "altinn:resourceregistry/resource.write";
export const RESOURCE_ADMIN = "altinn:resourceregistry/resource.admin";

/**
 * The registry's handler takes a token for ten seconds after its `exp`.
 *
 * ASSUMPTION: deployed registries take Maskinporten's own tokens beside Altinn's. The published
 * configuration names only Altinn's issuer, yet Altinn Studio publishes with a Maskinporten token.
 */
export const BEARER_RULES: BearerRules = { issuers: ["altinn", "maskinporten"], skewSeconds: 10 };

/** Whether the token has a scope that lets it write resources and policies. */
export function mayWriteResources(claims: Claims): boolean {
  return hasScope(claims, RESOURCE_WRITE, RESOURCE_ADMIN);
}

/** All values of a claim; .NET makes a claim of its own of each element of an array. */
function claimValues(claims: Claims, name: string): unknown[] {
  const value = claims[name];
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
}

/** The text of the first claim of that name; an object's text is its JSON. */
export function claimText(claims: Claims, name: string): string | undefined {
  const [first] = claimValues(claims, name);
  if (first === undefined) return undefined;
  return typeof first === "string" ? first : JSON.stringify(first);
}

/** Whether the whole scope text contains the admin scope, in any casing and even within a word. */
export function isAdmin(claims: Claims): boolean {
  return (claimText(claims, "scope") ?? "").toLowerCase().includes(RESOURCE_ADMIN);
}

/** The organisation number in the `consumer` claim, or undefined when it cannot be read. */
export function consumerNumber(claims: Claims): string | undefined {
  const text = claimText(claims, "consumer");
  if (text === undefined) return undefined;
  let consumer: unknown;
  try {
    consumer = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof consumer !== "object" || consumer === null) return undefined;
  const { authority, ID: id } = consumer as { authority?: unknown; ID?: unknown };
  if (authority !== "iso6523-actorid-upis" || typeof id !== "string") return undefined;
  const [prefix, number] = id.split(":");
  return prefix === "0192" ? number : undefined;
}

/**
 * Whether the caller may write a resource of this organisation: the admin scope, or the same number
 * in `consumer`. The org code plays no part.
 *
 * @throws ServerCrash when the claim or the organisation is not there, or cannot be read
 */
export function ownsOrganization(claims: Claims, organization: string | null | undefined): boolean {
  if (isAdmin(claims)) return true;
  const number = consumerNumber(claims);
  if (number === undefined) throw new ServerCrash("the consumer claim cannot be read");
  if (organization === null || organization === undefined) {
    throw new ServerCrash("the resource has no organization");
  }
  return number === organization;
}

/**
 * Those of a resource's Maskinporten scopes that start with none of the token's prefixes; the admin
 * scope allows them all.
 */
export function forbiddenScopes(claims: Claims, scopes: readonly string[]): string[] {
  if (isAdmin(claims)) return [];
  const prefixes = claimValues(claims, "consumer_prefix").map((prefix) => `${String(prefix)}:`);
  return scopes.filter((scope) => !prefixes.some((prefix) => scope.startsWith(prefix)));
}
