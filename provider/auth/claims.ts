import { decodeJwt } from "jose";
import { isObject } from "../values/json";

/* What a token says of the organisation that it is for. */

/** Nine digits; undefined when it does not say. */
export function organisationOf(token: string): string | undefined {
  const claims = decodeJwt(token);
  const number = claims["urn:altinn:orgNumber"];
  if (typeof number === "string") return number;
  const { consumer } = claims;
  return isObject(consumer) && typeof consumer.ID === "string"
    ? consumer.ID.split(":").pop()
    : undefined;
}

/** Prefixes of the organisation's own Maskinporten scopes. Altinn's exchange makes a text of a list of one. */
export function scopePrefixesOf(token: string): readonly string[] {
  const { consumer_prefix: prefixes } = decodeJwt(token);
  return [prefixes].flat().filter((prefix) => typeof prefix === "string");
}
