import type { Claims } from "../server/route";

type Json = Readonly<Record<string, unknown>>;

/** Cuts a party id to what follows its last colon: `0192:991825827` and the urn form become `991825827`. */
export const withoutPrefix = (party: string): string => party.slice(party.lastIndexOf(":") + 1);

/** Broker's own form of an organisation: `0192:991825827`. */
export const withPrefix = (organisation: string): string =>
  organisation.startsWith("0192:") ? organisation : `0192:${organisation}`;

/**
 * The organisation that the token acts for, without prefix; undefined when it does not say.
 * The first of these claims that is present decides, usable or not: `authorization_details` (a system user),
 * `urn:altinn:orgNumber`, `consumer` (`ClaimsPrincipalExtensions`).
 */
export function callerOrganisation(claims: Claims): string | undefined {
  const details = claims["authorization_details"];
  if (details !== undefined && !(Array.isArray(details) && details.length === 0)) {
    return usable(systemUserOrganisation(object(Array.isArray(details) ? details[0] : details)));
  }
  const organisation = claims["urn:altinn:orgNumber"];
  if (organisation !== undefined) {
    return usable(text(organisation));
  }
  return consumerOrganisation(claims);
}

/** The organisation whose client asked Maskinporten for the token: the vendor, when a system user acts. */
export function consumerOrganisation(claims: Claims): string | undefined {
  const consumer = object(claims["consumer"]);
  return consumer && "authority" in consumer ? usable(text(consumer["ID"])) : undefined;
}

function systemUserOrganisation(details: Json | undefined): string | undefined {
  if (!details || !("type" in details) || !("system_id" in details)) {
    return undefined;
  }
  const ids = details["systemuser_id"];
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === "string")) {
    return undefined;
  }
  const organisation = object(details["systemuser_org"]);
  return organisation && "authority" in organisation ? text(organisation["ID"]) : undefined;
}

function usable(party: string | undefined): string | undefined {
  const cut = party === undefined ? "" : withoutPrefix(party);
  return cut.trim() === "" ? undefined : cut;
}

/** A claim that is an object, or the text of one. */
function object(claim: unknown): Json | undefined {
  if (typeof claim === "string") {
    try {
      return object(JSON.parse(claim) as object);
    } catch {
      return undefined;
    }
  }
  return typeof claim === "object" && claim !== null && !Array.isArray(claim)
    ? (claim as Json)
    : undefined;
}

function text(claim: unknown): string | undefined {
  return typeof claim === "string" ? claim : typeof claim === "number" ? String(claim) : undefined;
}
