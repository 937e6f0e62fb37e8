import type { Settings } from "../settings";
import { isObject } from "../values/json";
import { hasUnknown, isUnknown } from "../values/unknown";
import { isOurs } from "./registry-document";
import type { Values } from "./lifecycle";

/*
 * What is refused of a registry resource before anything is called. Source: Altinn/altinn-resource-registry,
 * ServiceResourceHelper (rules on the document) and ResourceController (routes).
 */

/** Sub-routes of `/resource/` that win over `/resource/{id}`: such an identifier can be made, but never read. */
const UNREADABLE = new Set([
  "search",
  "resourcelist",
  "export",
  "updated",
  "changes",
  "orgs",
  "bysubjects",
]);
const IDENTIFIER = /^[a-z0-9_-]{4,}$/;
/** Column of Broker's resource table; the registry itself has no limit. */
const LONGEST_BROKER_IDENTIFIER = 80;
const LANGUAGES = ["nb", "nn", "en"] as const;

const RESOURCE_TYPES = [
  "Systemresource",
  "MaskinportenSchema",
  "Altinn2Service",
  "AltinnApp",
  "GenericAccessResource",
  "BrokerService",
  "CorrespondenceService",
  "Consent",
  "MigratedApp",
];
const ACCESS_LIST_MODES = ["Disabled", "Enabled"];

const spelling = (value: unknown, known: readonly string[]): unknown =>
  typeof value === "string"
    ? (known.find((name) => name.toLowerCase() === value.toLowerCase()) ?? value)
    : value;

/** Enum members as the registry will show them, whatever their casing. */
export const canonicalEnums = (inputs: Values): Values => ({
  ...inputs,
  ...(inputs.resourceType === undefined
    ? {}
    : { resourceType: spelling(inputs.resourceType, RESOURCE_TYPES) }),
  ...(inputs.accessListMode === undefined
    ? {}
    : { accessListMode: spelling(inputs.accessListMode, ACCESS_LIST_MODES) }),
});

/** Sentences, one for each broken rule; unknown values are not judged. */
export function resourceFailures(inputs: Values, settings: Settings): string[] {
  return [
    ...identifierFailures(inputs.identifier),
    ...textFailures("title", inputs.title),
    ...textFailures("description", inputs.description),
    ...(inputs.delegable === false
      ? []
      : textFailures("rightDescription", inputs.rightDescription)),
    ...enumFailures("resourceType", inputs.resourceType, RESOURCE_TYPES),
    ...enumFailures("accessListMode", inputs.accessListMode, ACCESS_LIST_MODES),
    ...contactPointFailures(inputs.contactPoints),
    ...ownerFailures(inputs, settings),
  ];
}

/** Also for the `resourceId` of a policy or a configuration. */
export function identifierFailures(identifier: unknown, path = "identifier"): string[] {
  if (isUnknown(identifier)) return [];
  if (typeof identifier !== "string" || !IDENTIFIER.test(identifier)) {
    return [
      `${path} is ${JSON.stringify(identifier) ?? "missing"}. The Resource Registry takes a-z, 0-9, _ and -, at least four of them.`,
    ];
  }
  if (UNREADABLE.has(identifier)) {
    return [
      `${path} is "${identifier}", which is an address of the Resource Registry itself: the resource could never be read. Choose another one.`,
    ];
  }
  if (identifier.length > LONGEST_BROKER_IDENTIFIER) {
    return [
      `${path} has ${String(identifier.length)} characters. Broker keeps at most ${String(LONGEST_BROKER_IDENTIFIER)}; choose a shorter one.`,
    ];
  }
  return [];
}

function textFailures(path: string, value: unknown): string[] {
  if (isUnknown(value)) return [];
  if (!isObject(value)) return [`${path} is missing. Write it in three languages: { nb, nn, en }.`];
  const missing = LANGUAGES.filter((language) => {
    const text = value[language];
    return !isUnknown(text) && (typeof text !== "string" || text.trim() === "");
  });
  return missing.length > 0
    ? [`${path} has no text in ${missing.join(", ")}. The Resource Registry wants nb, nn and en.`]
    : [];
}

function enumFailures(path: string, value: unknown, known: readonly string[]): string[] {
  if (value === undefined || isUnknown(value) || known.includes(value as string)) return [];
  return [`${path} is ${JSON.stringify(value)}. Write one of ${known.join(", ")}.`];
}

function contactPointFailures(value: unknown): string[] {
  if (Array.isArray(value) || isUnknown(value)) return [];
  return [
    "contactPoints is missing. Write at least an empty list; Altinn shows them to users who need help.",
  ];
}

function ownerFailures(inputs: Values, settings: Settings): string[] {
  if (hasUnknown(inputs.hasCompetentAuthority) || isOurs(inputs, settings)) return [];
  return [
    `hasCompetentAuthority is ${JSON.stringify(inputs.hasCompetentAuthority)}, but this stack acts for organisation ${settings.orgNumber} (${settings.orgCode}). Leave it out, or correct altinn:orgNumber and altinn:orgCode.`,
  ];
}
