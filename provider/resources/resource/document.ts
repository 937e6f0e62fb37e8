import type { RegistryDocument } from "../../clients/resource-registry";
import { sameJson } from "../../values/compare";
import { isObject, withoutNulls } from "../../values/json";
import type { Values } from "../lifecycle";

/*
 * What a registry resource means: which members there are, what the registry fills in when one is left out, and when two
 * documents say the same. Source: Altinn/altinn-resource-registry, ServiceResource and CompetentAuthority.
 */

/** Members that the registry answers with although nobody sent them. */
const SERVER_DEFAULTS: Values = {
  delegable: true,
  visible: true,
  accessListMode: "Disabled",
  selfIdentifiedUserEnabled: false,
  enterpriseUserEnabled: false,
  isOneTimeConsent: false,
};

/** Made by the server at every write; no part of what a program says. */
const SERVER_ONLY = "versionId";

/** Arguments of ours that are no member of the document. */
const OURS: ReadonlySet<string> = new Set(["onDelete", "adopt", "server"]);

const lowerCase = (value: unknown): unknown =>
  typeof value === "string" ? value.toLowerCase() : value;

/** The owner without its display name, which is no part of the meaning unless the program gives one. */
function authorityKey(value: unknown, withName: boolean): unknown {
  if (!isObject(value)) return value;
  const { organization, orgcode, name } = value;
  return { organization, orgcode: lowerCase(orgcode), ...(withName ? { name: name ?? {} } : {}) };
}

/** The registry fills in that a part of a consent is not optional. */
const consentOf = (value: unknown): unknown =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value).map(([part, meta]) => [
          part,
          isObject(meta) ? { optional: false, ...meta } : meta,
        ]),
      )
    : value;

/** True when the registry's member `key` says the same in both; `a` is what the program or the state says. */
export function sameMember(key: string, a: unknown, b: unknown): boolean {
  const [x, y] = [a, b].map((value) => withoutNulls(value ?? SERVER_DEFAULTS[key]));
  if (key === "hasCompetentAuthority") {
    const withName = isObject(a) && a.name !== undefined;
    return sameJson(authorityKey(x, withName), authorityKey(y, withName));
  }
  if (key === "consentMetadata") return sameJson(consentOf(x), consentOf(y));
  if (key === "resourceType" || key === "accessListMode") return lowerCase(x) === lowerCase(y);
  return sameJson(x, y);
}

/** Keys of the document whose meaning differs between what is wanted and what is live. */
export function changedMembers(wanted: Values, live: Values): string[] {
  const keys = new Set([...Object.keys(wanted), ...Object.keys(live)]);
  return [...keys].filter(
    (key) => key !== SERVER_ONLY && !OURS.has(key) && !sameMember(key, wanted[key], live[key]),
  );
}

/** The document that `inputs` stand for. The owner's name is the given one, else `storedName`, else left out. */
export function documentOf(inputs: Values, storedName: unknown): RegistryDocument {
  const members = Object.entries(inputs).filter(([key]) => !OURS.has(key) && key !== SERVER_ONLY);
  const document = Object.fromEntries(members) as Record<string, unknown>;
  const authority = isObject(document.hasCompetentAuthority) ? document.hasCompetentAuthority : {};
  const name = authority.name ?? storedName;
  document.hasCompetentAuthority = {
    ...authority,
    ...(name === undefined || name === null ? {} : { name }),
  };
  return document as unknown as RegistryDocument;
}

/** The live document as inputs: the program's own spelling where the meaning is the same, the live value where not. */
export function inputsOf(managed: Values, live: RegistryDocument): Record<string, unknown> {
  const inputs: Record<string, unknown> = {};
  for (const key of Object.keys(managed)) {
    if (OURS.has(key)) continue;
    const value = sameMember(key, managed[key], live[key])
      ? managed[key]
      : liveMember(key, managed[key], withoutNulls(live[key]) ?? SERVER_DEFAULTS[key]);
    if (value !== undefined) inputs[key] = value;
  }
  // A PUT replaces the whole document, so what somebody added is drift as well: the next PUT would take it away.
  for (const key of Object.keys(live)) {
    if (key === SERVER_ONLY || key in managed || sameMember(key, undefined, live[key])) continue;
    inputs[key] = live[key];
  }
  return inputs;
}

/** Of the owner only what the program manages is shown. */
function liveMember(key: string, managed: unknown, live: unknown): unknown {
  if (key !== "hasCompetentAuthority" || !isObject(live) || !isObject(managed)) return live;
  return Object.fromEntries(
    Object.entries(live).filter(([member]) => member !== "name" || managed.name !== undefined),
  );
}

export function authorityOf(document: Values): {
  readonly organization: unknown;
  readonly orgcode: unknown;
  readonly name: unknown;
} {
  const authority = isObject(document.hasCompetentAuthority) ? document.hasCompetentAuthority : {};
  return {
    organization: authority.organization,
    orgcode: authority.orgcode,
    name: authority.name ?? undefined,
  };
}

/** A resource is ours when organisation and code, where it has one, are ours; codes are compared in any casing. */
export function isOurs(
  document: Values,
  owner: { readonly orgNumber: string; readonly orgCode: string },
): boolean {
  const { organization, orgcode } = authorityOf(document);
  const hasCode = orgcode !== undefined && orgcode !== null && orgcode !== "";
  return (
    organization === owner.orgNumber &&
    (!hasCode || lowerCase(orgcode) === owner.orgCode.toLowerCase())
  );
}

/** What our own deletion leaves behind: a resource that differs in nothing but these three. */
export const WITHDRAWN: Values = { status: "Withdrawn", visible: false, delegable: false };

/** Withdrawn, and open to members of connected access lists only. */
export const CLOSED: Values = { ...WITHDRAWN, accessListMode: "Enabled" };

export const isLike = (live: Values, wanted: Values): boolean =>
  Object.entries(wanted).every(([key, value]) => sameMember(key, value, live[key]));

export const differsOnlyInWithdrawal = (changed: readonly string[], live: Values): boolean =>
  live.status === WITHDRAWN.status && changed.every((key) => key in WITHDRAWN);

/** Members by which somebody takes access away: their live values say less than the state's. */
export function accessClosed(before: Values, live: Values): string[] {
  const closed: readonly (readonly [string, unknown])[] = [
    ["accessListMode", "Enabled"],
    ["delegable", false],
  ];
  return closed
    .filter(
      ([key, value]) => sameMember(key, value, live[key]) && !sameMember(key, value, before[key]),
    )
    .map(([key, value]) => `${key} is ${JSON.stringify(value)}`);
}
