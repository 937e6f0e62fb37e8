import { isObject } from "../../values/json";
import { hasUnknown, isUnknown } from "../../values/unknown";
import { isBlankText } from "../../values/white-space";
import { RESOURCE_TYPES } from "./document-shape";
import { readDocument, shown, type Finding } from "./document-type-rules";
import type { Values } from "../lifecycle";

/*
 * For what the registry refuses a new document, step by step, as its owner sends it. A document here is one that
 * `readDocument` made; what is unknown in it is not judged. Source: Altinn/altinn-resource-registry, ServiceResource
 * (required members), ServiceResourceHelper (rules), AuthorizationUtil and MaskinportenSchemaAuthorizer.
 */

const LANGUAGES = ["nb", "nn", "en"] as const;
/** As .NET reads `$`: before a line feed at the end, too. */
const IDENTIFIER = /^[a-z0-9_-]{4,}\n?$/;
/** Apps brought over from Altinn 1 kept their names. */
const MIGRATED_ALTINN1_APP = /^app_[a-z0-9]+_a1-.+:[a-z0-9.]+\n?$/i;

/** True for no text, or nothing but white space; false for what is unknown. */
export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "string" && isBlankText(value));

const finding = (key: string, text: string, status: Finding["status"] = 400): Finding => ({
  key,
  status,
  text,
});

const lowerCase = (value: unknown): string =>
  typeof value === "string" ? value.toLowerCase() : "";

const authorityOf = (document: Values): Values =>
  isObject(document.hasCompetentAuthority) ? document.hasCompetentAuthority : {};

/** Required members. When one is missing, the registry says nothing of its other rules. */
export function requiredFindings(document: Values): Finding[] {
  const missing = (name: string, advice: string): Finding[] =>
    document[name] === undefined || document[name] === null
      ? [
          finding(
            `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
            `${name} is missing. ${advice}`,
          ),
        ]
      : [];
  return [
    ...(isBlank(document.identifier)
      ? [
          finding(
            "Identifier",
            `identifier is ${shown(document.identifier)}. Write one such as "ttd-licences".`,
          ),
        ]
      : []),
    ...missing("title", "Write it in three languages: { nb, nn, en }."),
    ...missing("description", "Write it in three languages: { nb, nn, en }."),
    ...missing(
      "contactPoints",
      "Write at least an empty list; Altinn shows them to users who need help.",
    ),
    ...missing("hasCompetentAuthority", "Write the owner: { organization, orgcode }."),
  ];
}

/** What the registry's own rules come to. */
export interface RuleFindings {
  /** All broken rules; the registry tells them together. */
  readonly broken: readonly Finding[];
  /** Where the registry's code fails on the document instead: status 500, whatever else is broken. */
  readonly crashes: readonly Finding[];
}

/** The registry's rules. `isNew`: POST; PUT leaves the pattern of the identifier alone. */
export function ruleFindings(document: Values, isNew = true): RuleFindings {
  const type = document.resourceType;
  const isApp = type === "AltinnApp" || type === "MigratedApp";
  const { identifier } = document;
  const readsReferences =
    isApp ||
    type === "MaskinportenSchema" ||
    (typeof identifier === "string" && identifier.startsWith("se_"));
  return {
    broken: [
      ...identifierFindings(document, isApp, isNew),
      ...typeFindings(type),
      ...organizationFindings(document),
      ...textFindings("title", document.title),
      ...(document.delegable === false || isUnknown(document.delegable)
        ? []
        : textFindings("rightDescription", document.rightDescription ?? {})),
      ...textFindings("description", document.description),
      ...(isApp ? appReferenceFindings(document) : []),
      ...(type === "MaskinportenSchema" && hasReference(document, "MaskinportenScope") === false
        ? [
            finding(
              "ResourceReferences",
              'resourceReferences has no Maskinporten scope, and a MaskinportenSchema stands for one. Add { referenceType: "MaskinportenScope", reference: "<prefix>:<scope>" }.',
            ),
          ]
        : []),
    ],
    crashes: readsReferences ? referenceCrashes(document, isApp) : [],
  };
}

function identifierFindings(document: Values, isApp: boolean, isNew: boolean): Finding[] {
  const { identifier, resourceType } = document;
  if (isUnknown(identifier) || typeof identifier !== "string" || isBlank(identifier)) return [];
  const told = (advice: string): Finding =>
    finding("Identifier", `identifier is ${shown(identifier)}. ${advice}`);
  const findings: Finding[] = [];
  if (identifier.startsWith("se_")) {
    const both = [
      hasReference(document, "ServiceCode"),
      hasReference(document, "ServiceEditionCode"),
    ];
    if (both.includes(false)) {
      findings.push(
        told(
          '"se_" is kept for Altinn 2 services: add a ServiceCode and a ServiceEditionCode to resourceReferences, or choose an identifier such as "ttd-licences".',
        ),
      );
    }
  }
  if (identifier.startsWith("app_") && !isApp && !isUnknown(resourceType)) {
    findings.push(
      told(
        '"app_" is kept for Altinn apps, of resourceType AltinnApp or MigratedApp. Choose an identifier such as "ttd-licences".',
      ),
    );
  }
  const { orgcode } = authorityOf(document);
  if (isApp && !isUnknown(document.hasCompetentAuthority) && !isUnknown(orgcode)) {
    const prefix = `app_${lowerCase(orgcode)}`;
    if (!lowerCase(identifier).startsWith(prefix)) {
      findings.push(told(`That of an app begins with "${prefix}": write app_<org>_<app>.`));
    }
  }
  if (isNew && !IDENTIFIER.test(identifier) && !MIGRATED_ALTINN1_APP.test(identifier)) {
    findings.push(told("The Resource Registry takes a-z, 0-9, _ and -, at least four of them."));
  }
  return findings;
}

function typeFindings(type: unknown): Finding[] {
  if (type !== undefined && type !== "Default") return [];
  const known = RESOURCE_TYPES.join(", ");
  const text = `resourceType is ${type === undefined ? "missing" : '"Default", which counts as none'}. Write one of ${known}.`;
  return [finding("ResourceType", text)];
}

/** Told for the key of a rule that only documents without settings are judged by. */
export const ORGANIZATION_KEY = "HasCompetentAuthority.Organization";

function organizationFindings(document: Values): Finding[] {
  if (!isObject(document.hasCompetentAuthority)) return [];
  const { organization, orgcode } = document.hasCompetentAuthority;
  if (!isBlank(organization) || isUnknown(orgcode) || lowerCase(orgcode) === "ttd") return [];
  const text = `hasCompetentAuthority.organization is ${shown(organization)}. Write the owner's nine digits.`;
  return [finding(ORGANIZATION_KEY, text)];
}

function textFindings(member: string, value: unknown): Finding[] {
  if (!isObject(value)) return [];
  const missing = LANGUAGES.filter((language) => isBlank(value[language]));
  if (missing.length === 0) return [];
  const key = `${member.charAt(0).toUpperCase()}${member.slice(1)}`;
  const text = `${member} has no text in ${missing.join(", ")}. The Resource Registry wants nb, nn and en.`;
  return [finding(key, text)];
}

/** The references; undefined when the list itself is unknown. */
function references(document: Values): readonly unknown[] | undefined {
  if (isUnknown(document.resourceReferences)) return undefined;
  return Array.isArray(document.resourceReferences) ? document.resourceReferences : [];
}

/** Whether there is a reference of that type; undefined when only an unknown one may be it. */
function hasReference(document: Values, type: string): boolean | undefined {
  return anyReference(document, (reference) => sameIfKnown(reference.referenceType, type));
}

const sameIfKnown = (value: unknown, wanted: string): boolean | undefined =>
  isUnknown(value) ? undefined : value === wanted;

function anyReference(
  document: Values,
  test: (reference: Values) => boolean | undefined,
): boolean | undefined {
  const found = references(document)?.map((each) => {
    if (isUnknown(each)) return undefined;
    return isObject(each) ? test(each) : false;
  });
  if (found === undefined) return undefined;
  return found.includes(true) ? true : found.includes(undefined) ? undefined : false;
}

/** The reference that an app must have to itself, in lower case. */
function appReference(document: Values): string {
  const identifier = lowerCase(document.identifier);
  const orgcode = lowerCase(authorityOf(document).orgcode);
  const prefix = `app_${orgcode}_`;
  return `${orgcode}/${identifier.startsWith(prefix) ? identifier.slice(prefix.length) : identifier}`;
}

const isAppReference = (reference: Values): boolean | undefined => {
  const both = [
    sameIfKnown(reference.referenceType, "ApplicationId"),
    sameIfKnown(reference.referenceSource, "Altinn3"),
  ];
  return both.includes(false) ? false : both.includes(undefined) ? undefined : true;
};

function appReferenceFindings(document: Values): Finding[] {
  if (hasUnknown([document.identifier, document.hasCompetentAuthority])) return [];
  const wanted = appReference(document);
  const found = anyReference(document, (reference) => {
    const isApp = isAppReference(reference);
    if (isApp === false) return false;
    if (isUnknown(reference.reference)) return undefined;
    return lowerCase(reference.reference) === wanted ? isApp : false;
  });
  if (found !== false) return [];
  const text = `resourceReferences does not name the app itself. Add { referenceType: "ApplicationId", referenceSource: "Altinn3", reference: "${wanted}" }.`;
  return [finding("ResourceReferences", text)];
}

function referenceCrashes(document: Values, isApp: boolean): Finding[] {
  const crashes = [...nullReferences(document)];
  const wanted = appReference(document);
  for (const [index, reference] of (isApp ? (references(document) ?? []) : []).entries()) {
    if (!isObject(reference) || isAppReference(reference) !== true) continue;
    if (reference.reference === undefined || reference.reference === null) {
      const text = `resourceReferences[${String(index)}].reference is missing, on which the registry fails (status 500). Write "${wanted}".`;
      crashes.push(finding("", text, 500));
    } else if (lowerCase(reference.reference) === wanted) break;
  }
  return crashes;
}

function nullReferences(document: Values): Finding[] {
  return (references(document) ?? []).flatMap((reference, index) =>
    reference === null
      ? [
          finding(
            "",
            `resourceReferences[${String(index)}] is null, on which the registry fails (status 500). Take it out.`,
            500,
          ),
        ]
      : [],
  );
}

/** Whether an owner with the organisation's own token, and without the admin scope, may write the document. */
function ownershipFindings(document: Values): Finding[] {
  const { organization } = authorityOf(document);
  if (isUnknown(organization)) return [];
  const path = "hasCompetentAuthority.organization";
  if (organization === undefined || organization === null) {
    const text = `${path} is missing, on which the registry fails (status 500) unless the token has the admin scope; orgcode "ttd" lifts the rule, not the failure. Write "991825827".`;
    return [finding("", text, 500)];
  }
  // The number in a token is what follows `0192:`; it has neither white space around it nor a colon.
  const number = String(organization);
  if (!isBlank(number) && number.trim() === number && !number.includes(":")) return [];
  const text = `${path} is ${shown(organization)}, which is no owner's number: the registry refuses everybody without the admin scope (status 403). Write the owner's nine digits.`;
  return [finding("", text, 403)];
}

/** Scopes that start with no prefix that a token could have, and references on which the registry fails. */
export function scopeFindings(document: Values): Finding[] {
  const scopes = (references(document) ?? []).flatMap((reference, index) => {
    if (!isObject(reference) || reference.referenceType !== "MaskinportenScope") return [];
    const scope = reference.reference;
    if (typeof scope !== "string" || isUnknown(scope) || scope.includes(":")) return [];
    const text = `resourceReferences[${String(index)}].reference is ${shown(scope)}. A Maskinporten scope begins with its owner's prefix and a colon, and the registry refuses others (status 401). Write "<prefix>:<scope>".`;
    return [finding("InvalidPrefix", text, 401)];
  });
  const crashes = nullReferences(document);
  return crashes.length > 0 ? crashes : scopes;
}

/** What the registry's database does not store. */
export function storageFindings(document: Values): Finding[] {
  return Object.entries(document)
    .filter(([, value]) => holdsNul(value))
    .map(([member]) =>
      finding(
        "",
        `${member} holds the character NUL, which the registry's database does not store (status 500). Take it out.`,
        500,
      ),
    );
}

/** What is stored, and then cannot be answered: Kestrel sends no header with a line feed, and `Location` has the identifier. */
function answerFindings({ identifier }: Values): Finding[] {
  if (typeof identifier !== "string" || !identifier.endsWith("\n")) return [];
  const text = `identifier is ${shown(identifier)}. The registry stores it, and then fails on its answer (status 500). Take the line feed out.`;
  return [finding("", text, 500)];
}

function holdsNul(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0");
  if (Array.isArray(value)) return value.some(holdsNul);
  return isObject(value) && Object.entries(value).some((entry) => entry.some(holdsNul));
}

/** Why the registry does not take `value` as a new resource from the owner that it names; empty for status 201. */
export function refusalsOfPost(value: unknown): readonly Finding[] {
  if (value === null) {
    return [finding("", "The document is null. Write one resource, as one object.")];
  }
  const { document, findings } = readDocument(value);
  const [first] = findings;
  if (first) return [first];
  const missing = requiredFindings(document);
  if (missing.length > 0) return missing;
  const { broken, crashes } = ruleFindings(document);
  if (crashes.length > 0) return crashes;
  for (const found of [broken, ownershipFindings(document), scopeFindings(document)]) {
    if (found.length > 0) return found;
  }
  return [...storageFindings(document), ...answerFindings(document)];
}
