import { isObject } from "../../values/json";
import { isUnknown } from "../../values/unknown";
import type { Values } from "../lifecycle";
import { shown } from "./document-type-rules";

/*
 * Whose the Maskinporten scopes are that a resource refers to: the registry takes those alone that begin with a prefix in the
 * writer's token. Source: Altinn/altinn-resource-registry, MaskinportenSchemaAuthorizer.
 */

interface ScopeReference {
  readonly path: string;
  readonly scope: string;
}

/** Those that have a prefix; a scope without one is refused whoever writes it. */
export function scopeReferences({ resourceReferences }: Values): ScopeReference[] {
  if (!Array.isArray(resourceReferences)) return [];
  return resourceReferences.flatMap((each: unknown, index) => {
    if (!isObject(each) || each.referenceType !== "MaskinportenScope") return [];
    const { reference: scope } = each;
    if (typeof scope !== "string" || isUnknown(scope) || !scope.includes(":")) return [];
    return [{ path: `resourceReferences[${String(index)}].reference`, scope }];
  });
}

/** Sentences, one for each scope that begins with none of the prefixes; casing counts. */
export function foreignScopeFailures(
  references: readonly ScopeReference[],
  prefixes: readonly string[],
): string[] {
  const [known, instead] =
    prefixes.length > 0
      ? [
          `are ${prefixes.join(", ")}`,
          `Write a scope that begins with ${prefixes.map((prefix) => `"${prefix}:"`).join(" or ")}, or take the reference out.`,
        ]
      : [
          "are none",
          "Take the reference out, or have Digdir register a prefix for the organisation in Maskinporten.",
        ];
  return references
    .filter(({ scope }) => !prefixes.some((prefix) => scope.startsWith(`${prefix}:`)))
    .map(
      ({ path, scope }) =>
        `${path} is ${shown(scope)}, but the prefixes in the token (consumer_prefix) ${known}, and the Resource Registry refuses scopes of others (status 401). ${instead}`,
    );
}
