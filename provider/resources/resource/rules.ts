import type { Settings } from "../../settings";
import { isObject } from "../../values/json";
import { isUnknown } from "../../values/unknown";
import {
  isBlank,
  ORGANIZATION_KEY,
  requiredFindings,
  ruleFindings,
  scopeFindings,
  storageFindings,
} from "./document-rules";
import { canonicalMembers, readDocument, shown } from "./document-type-rules";
import { without, type Values } from "../lifecycle";
import { unreadableFailures } from "../identifier";
import { searchFailures } from "./search-rules";
import { isOurs } from "./document";

/*
 * What is refused of a registry resource before anything is called: all rules of the registry, and identifiers that could
 * be made but never used.
 */

/** Column of Broker's resource table, in characters; the registry itself has no limit. */
export const LONGEST_BROKER_IDENTIFIER = 80;

/**
 * What the registry will show of `inputs`, less the version that it makes: enums in its spelling; members that it does not
 * know, and null for what is left out, gone. What GET answers is thus taken as it is.
 */
export const canonicalDocument = (inputs: Values): Values =>
  without(canonicalMembers(inputs), "versionId");

/**
 * Sentences, one for each broken rule, each beginning with the path of its property; unknown values are not judged.
 * `isNew`: false for a resource that is in state under this identifier, whose identifier nobody judges again.
 */
export function resourceFailures(inputs: Values, settings: Settings, isNew = true): string[] {
  const { document, findings } = readDocument(inputs, { enumNumbers: false });
  const { broken, crashes } = ruleFindings(document, isNew);
  const refused = [
    ...findings,
    ...requiredFindings(document),
    // Whose it is, is judged by the settings.
    ...[...broken, ...crashes].filter(({ key }) => key !== ORGANIZATION_KEY),
    ...scopeFindings(document),
    ...storageFindings(document),
  ].map(({ text }) => text);
  const isTold = (path: string): boolean => refused.some((text) => text.startsWith(`${path} is `));
  return [
    ...new Set([
      ...refused,
      ...searchFailures(document)
        .filter(({ path }) => !isTold(path))
        .map(({ text }) => text),
      ...(isNew && !isTold("identifier") ? unusableIdentifierFailures(document) : []),
      ...othersFailures(document, settings),
      ...codeFailures(document, settings),
    ]),
  ];
}

/** Whether the registry may hold it as it is: it can be asked for, is not somebody else's, and has no value that it cannot keep. */
export function mayBeInForce(inputs: Values, settings: Settings): boolean {
  // A number that names no value of an enum is kept, and shown as that number.
  const { document, findings } = readDocument(inputs);
  const { identifier } = document;
  return (
    findings.length === 0 &&
    typeof identifier === "string" &&
    !isBlank(identifier) &&
    unreadableFailures(identifier, "identifier").length === 0 &&
    othersFailures(document, settings).length === 0
  );
}

/** Own refusals of an identifier that the registry takes. */
export function unusableIdentifierFailures(document: Values): string[] {
  const { identifier, resourceType } = document;
  return [
    ...unreadableFailures(identifier, "identifier"),
    ...(resourceType === "BrokerService" ? tooLongFailures(identifier, "identifier") : []),
  ];
}

/** Longer than Broker's column: a configuration would fail with status 500. */
export function tooLongFailures(identifier: unknown, path: string): string[] {
  if (typeof identifier !== "string") return [];
  const length = [...identifier].length;
  return length > LONGEST_BROKER_IDENTIFIER
    ? [
        `${path} has ${String(length)} characters. Broker keeps at most ${String(LONGEST_BROKER_IDENTIFIER)}; choose a shorter one.`,
      ]
    : [];
}

function othersFailures(document: Values, settings: Settings): string[] {
  const authority = document.hasCompetentAuthority;
  if (!isObject(authority) || isUnknown(authority.organization)) return [];
  if (isOurs(document, settings)) return [];
  const { organization, orgcode } = authority;
  const digits = String(organization).replace(/\s/g, "");
  if (digits !== organization && /^\d{9}$/.test(digits))
    return [
      `hasCompetentAuthority.organization is ${shown(organization)}. Write it without blanks: "${digits}".`,
    ];
  const owner = { organization, ...(isUnknown(orgcode) ? {} : { orgcode }) };
  return [
    `hasCompetentAuthority is ${shown(owner)}, but this stack acts for organisation ${settings.orgNumber} (${settings.orgCode}). Leave it out, or correct altinn:orgNumber and altinn:orgCode.`,
  ];
}

/** Our number under another code than ours. */
function codeFailures(document: Values, settings: Settings): string[] {
  const authority = document.hasCompetentAuthority;
  if (!isObject(authority)) return [];
  const { organization, orgcode } = authority;
  if (typeof orgcode !== "string" || isUnknown(orgcode)) return [];
  if (!isUnknown(organization) && !isOurs(document, settings)) return [];
  if (orgcode.toLowerCase() === settings.orgCode.toLowerCase()) return [];
  return [
    `hasCompetentAuthority.orgcode is ${shown(orgcode)}, but the code of organisation ${settings.orgNumber} is ${settings.orgCode} in this stack. Leave it out, or correct altinn:orgCode.`,
  ];
}
