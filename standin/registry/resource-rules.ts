import { ServerCrash } from "./answers";
import type { RegistryResource, ResourceReference, Texts } from "./resource-model";

/** Messages by field, in the order in which the rules are tested. */
export type Messages = Record<string, string[]>;

function isBlank(text: string | null | undefined): boolean {
  // .NET's white space has U+0085 in it, and not the byte order mark.
  return text === null || text === undefined || /^(?:\u0085|(?!\ufeff)\s)*$/.test(text);
}

/**
 * The attributes that ASP.NET tests before the registry's own rules: a resource that breaks one is
 * reported with these alone.
 *
 * @returns messages by field; empty when the resource passes
 */
export function requiredMembers(resource: RegistryResource): Messages {
  const missing: Messages = {};
  const require = (name: string, isThere: boolean) => {
    if (!isThere) missing[name] = [`The ${name} field is required.`];
  };
  require("Identifier", !isBlank(resource.identifier));
  require("Title", resource.title !== null);
  require("Description", resource.description !== null);
  require("ContactPoints", resource.contactPoints !== null);
  require("HasCompetentAuthority", resource.hasCompetentAuthority !== null);
  return missing;
}

const LANGUAGES = [
  ["en", "english"],
  ["nb", "bokmal"],
  ["nn", "nynorsk"],
] as const;

/** A `$` of .NET's fits before a line feed at the end, too. */
const IDENTIFIER = /^[a-z0-9_-]{4,}\n?$/;
const MIGRATED_ALTINN1_APP = /^app_[a-z0-9]+_a1-.+:[a-z0-9.]+\n?$/i;

function hasPrefix(text: string, prefix: string): boolean {
  return text.toLowerCase().startsWith(prefix.toLowerCase());
}

/** The references of a resource; the registry's code does not expect a null among them. */
function references(resource: RegistryResource): ResourceReference[] {
  return (resource.resourceReferences ?? []).map((reference) => {
    if (reference === null) throw new ServerCrash("a resource reference is null");
    return reference;
  });
}

function hasReferenceOf(resource: RegistryResource, type: string): boolean {
  return references(resource).some((reference) => reference.referenceType === type);
}

function namesItsApp(resource: RegistryResource, identifier: string, orgcode: string): boolean {
  const prefix = `app_${orgcode}_`;
  const app = hasPrefix(identifier, prefix) ? identifier.slice(prefix.length) : identifier;
  const wanted = `${orgcode}/${app}`.toLowerCase();
  return references(resource).some((reference) => {
    if (reference.referenceType !== "ApplicationId") return false;
    if (reference.referenceSource !== "Altinn3") return false;
    if (reference.reference === null) throw new ServerCrash("an app reference has no text");
    return reference.reference.toLowerCase() === wanted;
  });
}

/**
 * The registry's own rules for a resource that has all required members.
 *
 * @param isNew POST; PUT leaves the pattern of the identifier alone
 * @returns every broken rule by field; empty when the resource passes
 * @throws ServerCrash where the registry's code fails on the resource instead of refusing it
 */
export function brokenRules(resource: RegistryResource, isNew: boolean): Messages {
  const broken: Messages = {};
  const say = (field: string, message: string) => {
    (broken[field] ??= []).push(message);
  };
  const identifier = resource.identifier ?? "";
  const orgcode = resource.hasCompetentAuthority?.orgcode ?? "";
  const type = resource.resourceType;
  const isApp = type === "AltinnApp" || type === "MigratedApp";

  if (
    identifier.startsWith("se_") &&
    !(hasReferenceOf(resource, "ServiceCode") && hasReferenceOf(resource, "ServiceEditionCode"))
  ) {
    say("Identifier", "Invalid prefix. Only to be used for Altinn 2 services");
  }
  if (identifier.startsWith("app_") && !isApp) {
    say("Identifier", "Invalid Prefix. app_ is only for Altinn Studio apps");
  }
  if (type === "Default") say("ResourceType", "ResourceType needs to be set");
  if (isBlank(resource.hasCompetentAuthority?.organization) && orgcode.toLowerCase() !== "ttd") {
    say(
      "HasCompetentAuthority.Organization",
      "HasCompetentAuthority needs to be set with valid organization number",
    );
  }
  if (isApp && !hasPrefix(identifier, `app_${orgcode}`)) {
    say(
      "Identifier",
      "Invalid identifier for app resource. App resources needs to have an identifier starting with app_<org>",
    );
  }
  if (isApp && !namesItsApp(resource, identifier, orgcode)) {
    say(
      "ResourceReferences",
      "Invalid resource references for app resource. App resources needs to have a reference with ReferenceType=ApplicationId, ReferenceSource=Altinn3 and Reference=<org>/<appname>",
    );
  }
  if (isNew && !IDENTIFIER.test(identifier) && !MIGRATED_ALTINN1_APP.test(identifier)) {
    say(
      "Identifier",
      "Invalid id. Only a-z and 0-9 is allowed together with _ and -.  Minimum 4 characters",
    );
  }
  sayMissingLanguages(say, "Title", "title", resource.title);
  if (resource.delegable) {
    sayMissingLanguages(say, "RightDescription", "RightDescription", resource.rightDescription);
  }
  sayMissingLanguages(say, "Description", "Description", resource.description);
  if (type === "MaskinportenSchema" && !hasReferenceOf(resource, "MaskinportenScope")) {
    say("ResourceReferences", "Missing maskinporten scopen for MaskinportenSchema resource");
  }
  return broken;
}

function sayMissingLanguages(
  say: (field: string, message: string) => void,
  field: string,
  word: string,
  texts: Texts | null,
): void {
  for (const [code, language] of LANGUAGES) {
    if (isBlank(texts?.[code])) say(field, `Missing ${word} in ${language} ${code}`);
  }
}

/** The Maskinporten scopes that a resource refers to. */
export function maskinportenScopes(resource: RegistryResource): string[] {
  return references(resource).flatMap(({ referenceType, reference }) =>
    referenceType === "MaskinportenScope" && reference !== null ? [reference] : [],
  );
}
