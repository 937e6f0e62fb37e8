import type { Settings } from "../../settings";
import { isObject } from "../../values/json";
import { isUnknown } from "../../values/unknown";
import { readDocument, type ReadDocument } from "./document-type-rules";
import { without, type Values } from "../lifecycle";
import { unusableIdentifierFailures } from "./rules";

/*
 * What the registry takes of a resource, and what may yet not be meant.
 */

/** Altinn's own statuses; the registry takes any text. */
const USUAL_STATUSES = ["Completed", "Active", "Deprecated", "UnderDevelopment", "Withdrawn"];

/** Arguments that are no members of the document. */
const OURS = ["adopt", "onDelete"];

/** Sentences about the arguments that are given. Each one is about a single argument, so they may be asked one by one. */
export function resourceWarnings(args: Values): string[] {
  return memberWarnings(readDocument(without(args, ...OURS)));
}

function memberWarnings({ document, dropped, nulls }: ReadDocument): string[] {
  const { status, accessListMode } = document;
  return [
    ...dropped.map((path) => `${path} is no member that the Resource Registry knows; it drops it.`),
    ...nulls.map((path) => `${path} is null, and the Resource Registry keeps it so.`),
    ...(typeof status === "string" && !isUnknown(status) && !USUAL_STATUSES.includes(status)
      ? [
          `status is ${JSON.stringify(status)}. The registry takes any text; Altinn's own are ${USUAL_STATUSES.join(", ")}.`,
        ]
      : []),
    ...(accessListMode === "Enabled"
      ? [
          "accessListMode is Enabled: on top of the policy, only members of connected access lists are let in. Lists are not managed here; while none is connected, nobody is let in.",
        ]
      : []),
  ];
}

/** Sentences about an identifier that does not follow the convention; it is fixed for ever, so they are for new ones. */
export function resourceSettingWarnings(
  inputs: Values,
  settings: Pick<Settings, "orgCode">,
): string[] {
  return conventionWarnings(inputs.identifier, settings.orgCode);
}

function conventionWarnings(identifier: unknown, orgCode: string): string[] {
  if (typeof identifier !== "string" || isUnknown(identifier)) return [];
  const prefix = `${orgCode.toLowerCase()}-`;
  if (identifier.startsWith(prefix) || /^(?:app|se)_/.test(identifier)) return [];
  return [
    `identifier is ${JSON.stringify(identifier)}. By convention it begins with the owner's code, "${prefix}".`,
  ];
}

/** All that may not be meant in a document of which the registry's rules say nothing. */
export function documentWarnings(value: unknown): string[] {
  const read = readDocument(value);
  const { document } = read;
  const authority = isObject(document.hasCompetentAuthority)
    ? document.hasCompetentAuthority
    : undefined;
  const { organization, orgcode } = authority ?? {};
  return [
    ...memberWarnings(read),
    ...unusableIdentifierFailures(document),
    ...(typeof orgcode === "string" && orgcode !== "" && !isUnknown(orgcode)
      ? conventionWarnings(document.identifier, orgcode)
      : []),
    ...(authority && (orgcode === undefined || orgcode === null || orgcode === "")
      ? [
          "hasCompetentAuthority.orgcode is missing. Broker and access lists fail on a resource without it.",
        ]
      : []),
    ...(typeof organization === "string" &&
    !isUnknown(organization) &&
    organization !== "" &&
    !/^\d{9}$/.test(organization)
      ? [
          `hasCompetentAuthority.organization is ${JSON.stringify(organization)}. The registry does not look, but no organisation has such a number; it has nine digits.`,
        ]
      : []),
  ];
}
