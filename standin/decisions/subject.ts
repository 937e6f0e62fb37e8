import { claimText, consumerNumber } from "../registry/ownership";
import type { Claims } from "../server/route";
import type { Attributes } from "./target";

export const SYSTEM_USER = "urn:altinn:systemuser:uuid";
export const ORGANIZATION = "urn:altinn:organization:identifier-no";
export const PARTY_ID = "urn:altinn:partyid";

/** A claim that is JSON, or the text of JSON. */
function json(claim: unknown): unknown {
  if (typeof claim !== "string") return claim;
  try {
    return JSON.parse(claim) as unknown;
  } catch {
    return undefined;
  }
}

/** The uuid of the system user that a token stands for, as Maskinporten and Altinn's exchange write it. */
function systemUserOf(claims: Claims): string | undefined {
  const sent = json(claims["authorization_details"]);
  const details: unknown = Array.isArray(sent) ? json((sent as unknown[])[0]) : sent;
  if (typeof details !== "object" || details === null) return undefined;
  const { type, systemuser_id: ids } = details as { type?: unknown; systemuser_id?: unknown };
  const id: unknown = Array.isArray(ids) ? (ids as unknown[])[0] : ids;
  return type === "urn:altinn:systemuser" && typeof id === "string" ? id : undefined;
}

/** Claims that become an attribute under another name. */
const RENAMED: Readonly<Record<string, string>> = {
  scope: "urn:scope",
  jti: "urn:altinn:sessionid",
};

/** Every claim whose name is a URN, and two others. */
function claimAttributes(claims: Claims): Record<string, string[]> {
  const attributes: Record<string, string[]> = {};
  for (const name of Object.keys(claims)) {
    const id = name.startsWith("urn:") ? name : RENAMED[name];
    const value = id === undefined ? undefined : claimText(claims, name);
    if (id !== undefined && value !== undefined) attributes[id] = [value];
  }
  return attributes;
}

/**
 * The attributes by which Broker names a caller to the decision point. A system user is named by
 * its uuid alone; what the organisation behind it may do does not help it.
 */
export function subjectOf(claims: Claims): Attributes {
  const systemUser = systemUserOf(claims);
  if (systemUser !== undefined) return { [SYSTEM_USER]: [systemUser] };
  const { "urn:altinn:orgNumber": exchanged, ...attributes } = claimAttributes(claims);
  const number = exchanged?.[0] ?? consumerNumber(claims);
  return {
    ...attributes,
    ...(exchanged === undefined ? {} : { "urn:altinn:organizationnumber": exchanged }),
    ...(number === undefined ? {} : { [ORGANIZATION]: [number] }),
  };
}
