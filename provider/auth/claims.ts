import { isObject } from "../values/json";
import { jose } from "./jose";

/* What a token says of the organisation that it is for. */

/** Nine digits; undefined when it does not say. */
export function organisationOf(token: string): string | undefined {
  const claims = jose().decodeJwt(token);
  const number = claims["urn:altinn:orgNumber"];
  if (typeof number === "string") return number;
  return numberIn(claims.consumer);
}

/** Nine digits of whoever acts for the organisation by a delegation in Altinn; undefined when it acts itself. */
export const supplierOf = (token: string): string | undefined =>
  numberIn(jose().decodeJwt(token).supplier);

/** The service owner's code in an Altinn token, in lower case; undefined when Altinn found none. */
export function ownerCodeOf(token: string): string | undefined {
  const code = jose().decodeJwt(token)["urn:altinn:org"];
  return typeof code === "string" ? code : undefined;
}

const numberIn = (party: unknown): string | undefined =>
  isObject(party) && typeof party.ID === "string" ? party.ID.split(":").pop() : undefined;

/** Prefixes of the organisation's own Maskinporten scopes. Altinn's exchange makes a text of a list of one. */
export function scopePrefixesOf(token: string): readonly string[] {
  const { consumer_prefix: prefixes } = jose().decodeJwt(token);
  return [prefixes].flat().filter((prefix) => typeof prefix === "string");
}
