/*
 * The members of a registry resource, and what each of them is. Source: Altinn/altinn-resource-registry, ServiceResource and
 * the enums it uses.
 */

export interface EnumShape {
  readonly members: Readonly<Record<string, number>>;
  readonly anyCasing: boolean;
  readonly numbers: boolean;
  readonly nullable: boolean;
}

export type Shape =
  | "text"
  | "boolean"
  | "integer"
  | { readonly enum: EnumShape }
  | { readonly listOf: Shape }
  | { readonly mapOf: Shape; readonly example: string }
  | { readonly object: Readonly<Record<string, Shape>> };

const numbered = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name, index) => [name, index]));

const RESOURCE_TYPE: EnumShape = {
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
  nullable: false,
};

/** What a resource may be; `Default` counts as not said. */
export const RESOURCE_TYPES: readonly string[] = Object.keys(RESOURCE_TYPE.members).filter(
  (name) => name !== "Default",
);

const ACCESS_LIST_MODE: EnumShape = {
  members: numbered(["Disabled", "Enabled"]),
  anyCasing: true,
  numbers: true,
  nullable: false,
};

/** Their C# members carry JSON names of their own, which are matched exactly. */
const exact = { anyCasing: false, numbers: true, nullable: true };

const REFERENCE_SOURCE: EnumShape = {
  members: numbered(["Default", "Altinn1", "Altinn2", "Altinn3", "ExternalPlatform"]),
  ...exact,
};

const REFERENCE_TYPE: EnumShape = {
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
  ...exact,
};

const PARTY_TYPE: EnumShape = {
  members: numbered([
    "PrivatePerson",
    "LegalEntityEnterprise",
    "Company",
    "BankruptcyEstate",
    "SelfRegisteredUser",
  ]),
  anyCasing: false,
  numbers: false,
  nullable: false,
};

const TEXTS: Shape = { mapOf: "text", example: '{ nb: "...", nn: "...", en: "..." }' };

export const DOCUMENT = {
  identifier: "text",
  version: "text",
  title: TEXTS,
  description: TEXTS,
  rightDescription: TEXTS,
  homepage: "text",
  status: "text",
  spatial: { listOf: "text" },
  contactPoints: {
    listOf: { object: { category: "text", email: "text", telephone: "text", contactPage: "text" } },
  },
  produces: { listOf: "text" },
  isPartOf: "text",
  thematicAreas: { listOf: "text" },
  resourceReferences: {
    listOf: {
      object: {
        referenceSource: { enum: REFERENCE_SOURCE },
        reference: "text",
        referenceType: { enum: REFERENCE_TYPE },
      },
    },
  },
  delegable: "boolean",
  visible: "boolean",
  hasCompetentAuthority: { object: { name: TEXTS, organization: "text", orgcode: "text" } },
  keywords: { listOf: { object: { word: "text", language: "text" } } },
  accessListMode: { enum: ACCESS_LIST_MODE },
  selfIdentifiedUserEnabled: "boolean",
  enterpriseUserEnabled: "boolean",
  resourceType: { enum: RESOURCE_TYPE },
  availableForType: { listOf: { enum: PARTY_TYPE } },
  authorizationReference: { listOf: { object: { id: "text", value: "text" } } },
  consentTemplate: "text",
  consentText: TEXTS,
  consentMetadata: {
    mapOf: { object: { optional: "boolean" } },
    example: "{ name: { optional } }",
  },
  isOneTimeConsent: "boolean",
  versionId: "integer",
} satisfies Readonly<Record<string, Shape>>;

/** A member of a registry resource. */
export type Member = keyof typeof DOCUMENT;

export const isMember = (name: string): name is Member => Object.hasOwn(DOCUMENT, name);
