import type { Claims } from "./route";

/**
 * Whether the token's `scope` (or `urn:altinn:scope`, which wins) has one of `wanted`:
 * split on single spaces, exact and case-sensitive (Altinn.Common.PEP, `ScopeAccessHandler`).
 * An array is as many claims, of which each is looked at.
 */
export function hasScope(claims: Claims, ...wanted: readonly string[]): boolean {
  const claim = claims["urn:altinn:scope"] ?? claims["scope"];
  const values: readonly unknown[] = Array.isArray(claim) ? claim : [claim];
  const scopes = values.flatMap((value) => (typeof value === "string" ? value.split(" ") : []));
  return wanted.some((each) => scopes.includes(each));
}
