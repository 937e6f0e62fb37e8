import type { RegistryDocument } from "../../clients/resource-registry";
import { isObject, withoutNulls } from "../../values/json";
import type { Values } from "../lifecycle";
import { sameMember } from "./comparison";
import { isMember } from "./document-shape";
import { canonicalMembers } from "./document-type-rules";

/*
 * The document that arguments stand for, the arguments that a document stands for, and what a document says of its owner
 * and of being out of use.
 */

/** Keys of the document whose meaning differs between what is wanted and what is live. */
export function changedMembers(wanted: Values, live: Values): string[] {
  const keys = new Set([...Object.keys(wanted), ...Object.keys(live)]);
  return [...keys].filter((key) => isMember(key) && !sameMember(key, wanted[key], live[key]));
}

/** Members that the registry has learned since this was written. Nobody here compares them, and a PUT carries them along. */
export const newerMembers = (live: Values): Values =>
  Object.fromEntries(Object.entries(live).filter(([key]) => !isMember(key)));

/** By language. A null text says nothing, and a search that looks into it fails for everybody. */
const TEXTS: ReadonlySet<string> = new Set([
  "title",
  "description",
  "rightDescription",
  "consentText",
]);

/** The document that `inputs` stand for. The owner's name is the given one, else `storedName`, else left out. */
export function documentOf(inputs: Values, storedName: unknown): RegistryDocument {
  const members = Object.entries(inputs)
    .filter(([key]) => isMember(key))
    .map(([key, value]) => [key, TEXTS.has(key) ? withoutNulls(value) : value]);
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
  const shown = canonicalMembers(live);
  const inputs: Record<string, unknown> = {};
  // A PUT replaces the whole document, so what somebody added is drift as well: the next PUT would take it away.
  for (const key of new Set([...Object.keys(managed), ...Object.keys(shown)])) {
    if (!isMember(key)) continue;
    const value = sameMember(key, managed[key], shown[key])
      ? managed[key]
      : liveMember(key, managed[key], shown[key]);
    if (value !== undefined) inputs[key] = value;
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

/** A resource is ours when it names our number. Its code may be wrong or missing, by mistake; that is no other owner. */
export const isOurs = (document: Values, owner: { readonly orgNumber: string }): boolean =>
  authorityOf(document).organization === owner.orgNumber;

/** What our own deletion leaves behind: a resource that differs in nothing but these three. */
export const WITHDRAWN: Values = { status: "Withdrawn", visible: false, delegable: false };

/** Withdrawn, and open to members of connected access lists only. */
export const CLOSED: Values = { ...WITHDRAWN, accessListMode: "Enabled" };

export const isLike = (live: Values, wanted: Values): boolean =>
  Object.entries(wanted).every(([key, value]) => sameMember(key, value, live[key]));

export const differsOnlyInWithdrawal = (changed: readonly string[], live: Values): boolean =>
  live.status === WITHDRAWN.status && changed.every((key) => key in WITHDRAWN);
