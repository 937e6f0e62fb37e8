import type { Values } from "../../../provider/resources/lifecycle";

/* When two things say the same, by rules of these tests' own. */

/** The registry answers with these whether somebody sent them or not. */
const FILLED_IN: Values = {
  delegable: true,
  visible: true,
  accessListMode: "Disabled",
  selfIdentifiedUserEnabled: false,
  enterpriseUserEnabled: false,
  isOneTimeConsent: false,
};

/** A registry document without what says nothing. */
export function meaningOfDocument(document: Values): Values {
  const { versionId: _versionId, hasCompetentAuthority, ...members } = document;
  const { organization, orgcode } = (hasCompetentAuthority ?? {}) as Values;
  const kept = Object.entries(members).filter(
    ([key, value]) =>
      value !== null &&
      value !== undefined &&
      value !== FILLED_IN[key] &&
      !(Array.isArray(value) && value.length === 0),
  );
  return { ...Object.fromEntries(kept), hasCompetentAuthority: { organization, orgcode } };
}

/** Whom a policy of these stories lets in; they differ in nothing else. */
export const meaningOfPolicy = (xml: string): string[] =>
  (xml.match(/(?<=>)\d{9}(?=<)/g) ?? []).sort();

const MICROSECONDS: Readonly<Record<string, string>> = {
  P7D: "604800000000",
  P30D: "2592000000000",
  PT720H: "2592000000000",
};

/** Null for what sets nothing. Broker's column holds microseconds; no party and an empty one are one. */
export function meaningOfField(field: string, value: unknown): unknown {
  if (value === undefined || value === null || value === "") return null;
  if (field === "requiredParty") return /\d{9}$/.exec(String(value))?.[0];
  if (field === "fileTransferTimeToLive") return MICROSECONDS[String(value)] ?? value;
  return value;
}

/** The fields of a configuration that are set to anything but what a fresh one has. */
export const settingsOf = (configuration: Values): Values =>
  Object.fromEntries(
    Object.entries(configuration)
      .map(([field, value]) => [field, meaningOfField(field, value)] as const)
      .filter(([field, value]) => value !== null && value !== FRESH[field]),
  );

const FRESH: Values = {
  purgeFileTransferAfterAllRecipientsConfirmed: true,
  useManifestFileShim: false,
};
