import {
  nullable,
  readBoolean,
  readDictionary,
  readEnum,
  readInt32,
  readList,
  readObject,
  readText,
  type EnumRules,
  type Read,
} from "./json-input";

/** Texts by language code, such as `nb`. */
export type Texts = Record<string, string | null>;

export interface ContactPoint {
  category: string | null;
  email: string | null;
  telephone: string | null;
  contactPage: string | null;
}

export interface ResourceReference {
  referenceSource: string | number | null;
  reference: string | null;
  referenceType: string | number | null;
}

export interface CompetentAuthority {
  name: Texts | null;
  organization: string | null;
  orgcode: string | null;
}

export interface Keyword {
  word: string | null;
  language: string | null;
}

export interface AuthorizationReference {
  id: string | null;
  value: string | null;
}

/**
 * A registry resource as the registry's model holds it. The members stand in the order of the
 * registry's answers; null means that the member is not there.
 */
export interface RegistryResource {
  identifier: string | null;
  version: string | null;
  title: Texts | null;
  description: Texts | null;
  rightDescription: Texts | null;
  homepage: string | null;
  status: string | null;
  spatial: (string | null)[] | null;
  contactPoints: (ContactPoint | null)[] | null;
  produces: (string | null)[] | null;
  isPartOf: string | null;
  thematicAreas: (string | null)[] | null;
  resourceReferences: (ResourceReference | null)[] | null;
  delegable: boolean;
  visible: boolean;
  hasCompetentAuthority: CompetentAuthority | null;
  keywords: (Keyword | null)[] | null;
  accessListMode: string | number;
  selfIdentifiedUserEnabled: boolean;
  enterpriseUserEnabled: boolean;
  resourceType: string | number;
  availableForType: (string | number)[] | null;
  authorizationReference: (AuthorizationReference | null)[] | null;
  consentTemplate: string | null;
  consentText: Texts | null;
  consentMetadata: Record<string, { optional: boolean } | null> | null;
  isOneTimeConsent: boolean;
  versionId: number;
}

const MODELS = "Altinn.ResourceRegistry.Core.Models";
const ENUMS = "Altinn.ResourceRegistry.Core.Enums";

function numbered(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name, index) => [name, index]));
}

/** The resource types, whose numbers are powers of two after `Systemresource`. */
export const RESOURCE_TYPE: EnumRules = {
  dotNetType: `${ENUMS}.ResourceType`,
  members: {
    Default: 0,
    Systemresource: 1,
    MaskinportenSchema: 2,
    Altinn2Service: 4,
    AltinnApp: 8,
    GenericAccessResource: 16,
    BrokerService: 32,
    CorrespondenceService: 64,
    Consent: 128,
    MigratedApp: 256,
  },
  anyCasing: true,
  numbers: true,
  numbersAsText: true,
};

export const ACCESS_LIST_MODE: EnumRules = {
  dotNetType: `${ENUMS}.ResourceAccessListMode`,
  members: numbered(["Disabled", "Enabled"]),
  anyCasing: true,
  numbers: true,
  numbersAsText: true,
};

export const REFERENCE_SOURCE: EnumRules = {
  dotNetType: `System.Nullable\`1[${ENUMS}.ReferenceSource]`,
  members: numbered(["Default", "Altinn1", "Altinn2", "Altinn3", "ExternalPlatform"]),
  anyCasing: false,
  numbers: true,
  numbersAsText: false,
};

export const REFERENCE_TYPE: EnumRules = {
  dotNetType: `System.Nullable\`1[${ENUMS}.ReferenceType]`,
  members: numbered([
    "Default",
    "Uri",
    "DelegationSchemeId",
    "MaskinportenScope",
    "ServiceCode",
    "ServiceEditionCode",
    "ApplicationId",
    "ServiceEditionVersion",
  ]),
  anyCasing: false,
  numbers: true,
  numbersAsText: false,
};

export const PARTY_TYPE: EnumRules = {
  dotNetType: `${ENUMS}.ResourcePartyType`,
  members: numbered([
    "PrivatePerson",
    "LegalEntityEnterprise",
    "Company",
    "BankruptcyEstate",
    "SelfRegisteredUser",
  ]),
  anyCasing: false,
  numbers: false,
  numbersAsText: false,
};

const LIST = "System.Collections.Generic.List`1";
const readTexts: Read<Texts | null> = readDictionary(
  readText,
  "System.Collections.Generic.Dictionary`2[System.String,System.String]",
);
const readTextList = readList(readText, `${LIST}[System.String]`);

const readContactPoint = readObject<ContactPoint>(
  { category: readText, email: readText, telephone: readText, contactPage: readText },
  () => ({ category: null, email: null, telephone: null, contactPage: null }),
  `${MODELS}.ContactPoint`,
);

const readReference = readObject<ResourceReference>(
  {
    referenceSource: nullable(readEnum(REFERENCE_SOURCE)),
    reference: readText,
    referenceType: nullable(readEnum(REFERENCE_TYPE)),
  },
  () => ({ referenceSource: null, reference: null, referenceType: null }),
  `${MODELS}.ResourceReference`,
);

const readAuthority = readObject<CompetentAuthority>(
  { name: readTexts, organization: readText, orgcode: readText },
  () => ({ name: {}, organization: null, orgcode: null }),
  `${MODELS}.CompetentAuthority`,
);

const readKeyword = readObject<Keyword>(
  { word: readText, language: readText },
  () => ({ word: null, language: null }),
  `${MODELS}.Keyword`,
);

const readAuthorizationReference = readObject<AuthorizationReference>(
  { id: readText, value: readText },
  () => ({ id: null, value: null }),
  `${MODELS}.AuthorizationReferenceAttribute`,
);

const readConsentMetadata = readObject<{ optional: boolean }>(
  { optional: readBoolean },
  () => ({ optional: false }),
  `${MODELS}.ConsentMetadata`,
);

function emptyResource(): RegistryResource {
  return {
    identifier: null,
    version: null,
    title: null,
    description: null,
    rightDescription: null,
    homepage: null,
    status: null,
    spatial: null,
    contactPoints: null,
    produces: null,
    isPartOf: null,
    thematicAreas: null,
    resourceReferences: null,
    delegable: true,
    visible: true,
    hasCompetentAuthority: null,
    keywords: null,
    accessListMode: "Disabled",
    selfIdentifiedUserEnabled: false,
    enterpriseUserEnabled: false,
    resourceType: "Default",
    availableForType: null,
    authorizationReference: null,
    consentTemplate: null,
    consentText: null,
    consentMetadata: null,
    isOneTimeConsent: false,
    versionId: 0,
  };
}

/** Reads the body of POST and PUT into the registry's model. */
export const readResource = readObject<RegistryResource>(
  {
    identifier: readText,
    version: readText,
    title: readTexts,
    description: readTexts,
    rightDescription: readTexts,
    homepage: readText,
    status: readText,
    spatial: readTextList,
    contactPoints: readList(readContactPoint, `${LIST}[${MODELS}.ContactPoint]`),
    produces: readTextList,
    isPartOf: readText,
    thematicAreas: readTextList,
    resourceReferences: readList(readReference, `${LIST}[${MODELS}.ResourceReference]`),
    delegable: readBoolean,
    visible: readBoolean,
    hasCompetentAuthority: readAuthority,
    keywords: readList(readKeyword, `${LIST}[${MODELS}.Keyword]`),
    accessListMode: readEnum(ACCESS_LIST_MODE),
    selfIdentifiedUserEnabled: readBoolean,
    enterpriseUserEnabled: readBoolean,
    resourceType: readEnum(RESOURCE_TYPE),
    availableForType: readList(readEnum(PARTY_TYPE), `${LIST}[${ENUMS}.ResourcePartyType]`),
    authorizationReference: readList(
      readAuthorizationReference,
      `${LIST}[${MODELS}.AuthorizationReferenceAttribute]`,
    ),
    consentTemplate: readText,
    consentText: readTexts,
    consentMetadata: readDictionary(
      readConsentMetadata,
      `System.Collections.Generic.Dictionary\`2[System.String,${MODELS}.ConsentMetadata]`,
    ),
    isOneTimeConsent: readBoolean,
    versionId: readInt32,
  },
  emptyResource,
  `${MODELS}.ServiceResource`,
);

function byJsonbOrder([left]: [string, unknown], [right]: [string, unknown]): number {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length - b.length || Buffer.compare(a, b);
}

function ordered<T>(dictionary: Record<string, T> | null): Record<string, T> | undefined {
  if (dictionary === null) return undefined;
  return Object.fromEntries(Object.entries(dictionary).sort(byJsonbOrder));
}

function withoutNulls<T extends object>(value: T | null): Partial<T> | null {
  if (value === null) return null;
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== null),
  ) as Partial<T>;
}

/**
 * The document that GET answers with, without `versionId`: null members are left out, and the keys
 * of dictionaries stand in the order of PostgreSQL's jsonb (shorter first, then by bytes).
 */
export function toDocument(resource: RegistryResource): Record<string, unknown> {
  const { versionId: _, ...members } = resource;
  const authority = resource.hasCompetentAuthority;
  return withoutNulls({
    ...members,
    title: ordered(resource.title) ?? null,
    description: ordered(resource.description) ?? null,
    rightDescription: ordered(resource.rightDescription) ?? null,
    contactPoints: resource.contactPoints?.map(withoutNulls) ?? null,
    resourceReferences: resource.resourceReferences?.map(withoutNulls) ?? null,
    hasCompetentAuthority: withoutNulls(
      authority && { ...authority, name: ordered(authority.name) ?? null },
    ),
    keywords: resource.keywords?.map(withoutNulls) ?? null,
    authorizationReference: resource.authorizationReference?.map(withoutNulls) ?? null,
    consentText: ordered(resource.consentText) ?? null,
    consentMetadata: ordered(resource.consentMetadata) ?? null,
  }) as Record<string, unknown>;
}
