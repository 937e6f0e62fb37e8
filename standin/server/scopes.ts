import type { Claims } from "./route";

/**
 * Whether the token's `scope` (or `urn:altinn:scope`, which wins) has one of `wanted`:
 * split on single spaces, exact and case-sensitive (Altinn.Common.PEP, `ScopeAccessHandler`).
 */
export function hasScope(claims: Claims, ...wanted: readonly string[]): boolean {
  const text = claims["urn:altinn:scope"] ?? claims["scope"];
  if (typeof text !== "string") {
    return false;
  }
  if (wanted.includes(text)) {
    return true;
  }
  const scopes = text.split(" ");
  return wanted.some((each) => scopes.includes(each));
}
