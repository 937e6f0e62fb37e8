import type { BrokerConfig } from "../clients/broker";
import type { RegistryDocument } from "../clients/resource-registry";
import { typedPolicy } from "../policy";
import type { PolicyValues } from "../program-writer/values";
import { COMPARED } from "../resources/resource/comparison";
import { authorityOf } from "../resources/resource/document";
import { canonicalDocument } from "../resources/resource/rules";
import type { Settings } from "../settings";
import { sameJson } from "../values/compare";
import type { JsonObject } from "../values/json";

/* What is at Altinn as arguments of the program: only what differs from what leaving an argument out says. */

/** What a Resource says that leaves these out. */
const DEFAULTS: JsonObject = { resourceType: "BrokerService" };

/** Members in the order in which people write them; what is not named comes after these. */
const FIRST = [
  "identifier",
  "title",
  "description",
  "rightDescription",
  "contactPoints",
  "resourceType",
  "status",
];

/** Languages in the order of Altinn's guide; further ones come after these. */
const LANGUAGES = ["nb", "nn", "en"];
const TEXTS: ReadonlySet<string> = new Set([
  "title",
  "description",
  "rightDescription",
  "consentText",
]);

export function resourceArgs(document: RegistryDocument, settings: Settings): JsonObject {
  const members = Object.entries(canonicalDocument(document)).filter(
    ([name, value]) => !isLeftOut(name, value, document, settings),
  );
  const ordered = inOrder(Object.fromEntries(members), FIRST);
  return Object.fromEntries(
    Object.entries(ordered).map(([name, value]) => [
      name,
      TEXTS.has(name) && isTexts(value) ? inOrder(value, LANGUAGES) : value,
    ]),
  );
}

const isTexts = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const inOrder = (object: JsonObject, first: readonly string[]): JsonObject =>
  Object.fromEntries([
    ...first.filter((key) => Object.hasOwn(object, key)).map((key) => [key, object[key]]),
    ...Object.entries(object).filter(([key]) => !first.includes(key)),
  ]) as JsonObject;

function isLeftOut(
  name: string,
  value: unknown,
  document: RegistryDocument,
  { orgNumber, orgCode }: Settings,
): boolean {
  if (value === undefined) return true;
  if (name === "hasCompetentAuthority") {
    // The name is as stored where the program gives none.
    const { organization, orgcode } = authorityOf(document);
    return (
      organization === orgNumber && typeof orgcode === "string" && orgcode.toLowerCase() === orgCode
    );
  }
  const absent =
    DEFAULTS[name] ?? (COMPARED as Readonly<Record<string, { absent?: unknown }>>)[name]?.absent;
  return absent !== undefined && sameJson(absent, value);
}

/** Typed rules where they mean what the text means, unless texts are wanted. */
export function policyArgs(xml: string, identifier: string, asText: boolean): PolicyValues {
  const typed = asText ? undefined : typedPolicy(xml, identifier);
  if (typed === undefined) return { xml };
  const { rules, minimumAuthenticationLevel: level } = typed;
  return { rules, ...(level === undefined ? {} : { minimumAuthenticationLevel: level }) };
}

/** What the columns of Broker hold that nobody has set. */
const UNSET: JsonObject = {
  purgeFileTransferAfterAllRecipientsConfirmed: true,
  useManifestFileShim: false,
  externalServiceCodeLegacy: "",
  requiredParty: "",
};

export const brokerArgs = (config: BrokerConfig): JsonObject =>
  Object.fromEntries(
    Object.entries(config).filter(([name, value]) => value !== null && value !== UNSET[name]),
  );
