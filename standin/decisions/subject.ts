import { claimText, consumerNumber } from "../registry/ownership";
import type { Claims } from "../server/route";
import type { Attributes } from "./evaluate";

const SYSTEM_USER_URN = "urn:altinn:systemuser:uuid";

/** The uuid of the system user that a token stands for, as Maskinporten and Altinn's exchange write it. */
export function systemUserOf(claims: Claims): string | undefined {
  const sent = claims["authorization_details"];
  const details: unknown = Array.isArray(sent) ? (sent as unknown[])[0] : sent;
  if (typeof details !== "object" || details === null) return undefined;
  const { type, systemuser_id: ids } = details as { type?: unknown; systemuser_id?: unknown };
  const id: unknown = Array.isArray(ids) ? (ids as unknown[])[0] : ids;
  return type === "urn:altinn:systemuser" && typeof id === "string" ? id : undefined;
}

/**
 * The attributes by which Broker names a caller to the decision point. A system user is named by
 * its uuid alone; what the organisation behind it may do does not help it.
 */
export function subjectOf(claims: Claims): Attributes {
  const systemUser = systemUserOf(claims);
  if (systemUser !== undefined) return { [SYSTEM_USER_URN]: [systemUser] };
  const exchanged = claimText(claims, "urn:altinn:orgNumber");
  const number = exchanged ?? consumerNumber(claims);
  const code = claimText(claims, "urn:altinn:org");
  return {
    ...(number === undefined ? {} : { "urn:altinn:organization:identifier-no": [number] }),
    ...(exchanged === undefined ? {} : { "urn:altinn:organizationnumber": [exchanged] }),
    ...(code === undefined ? {} : { "urn:altinn:org": [code] }),
  };
}
