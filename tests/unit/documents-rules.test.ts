import { afterAll, describe, expect, test } from "@jest/globals";
import { Registries, verdictOf } from "./documents-answers";

const texts = { nb: "T", nn: "T", en: "T" };
const owner = { organization: "991825827", orgcode: "ttd" };
const base: Readonly<Record<string, unknown>> = {
  identifier: "ttd-licences",
  title: texts,
  description: texts,
  rightDescription: texts,
  contactPoints: [],
  hasCompetentAuthority: owner,
  resourceType: "BrokerService",
};
const scope = (reference: unknown) => ({ referenceType: "MaskinportenScope", reference });
const app = (reference?: unknown, more: object = {}) => ({
  identifier: "app_ttd_permits",
  resourceType: "AltinnApp",
  resourceReferences: [
    { referenceType: "ApplicationId", referenceSource: "Altinn3", reference, ...more },
  ],
});
const altinn2 = (...types: string[]) => ({
  identifier: "se_1337_1338",
  resourceReferences: types.map((referenceType) => ({ referenceType, reference: "1" })),
});

type Row = readonly [what: string, change: object, status: number, ...keys: string[]];

const rows: readonly Row[] = [
  ["nothing", {}, 201],
  // Required members; they hide all other rules.
  ["no identifier", { identifier: undefined }, 400, "Identifier"],
  ["a null identifier", { identifier: null }, 400, "Identifier"],
  ["a blank identifier", { identifier: " \t" }, 400, "Identifier"],
  ["no title", { title: undefined }, 400, "Title"],
  ["a null title", { title: null }, 400, "Title"],
  ["no description", { description: undefined }, 400, "Description"],
  ["no contact points", { contactPoints: undefined }, 400, "ContactPoints"],
  ["null contact points", { contactPoints: null }, 400, "ContactPoints"],
  ["no owner", { hasCompetentAuthority: undefined }, 400, "HasCompetentAuthority"],
  ["a null owner", { hasCompetentAuthority: null }, 400, "HasCompetentAuthority"],
  [
    "two required members missing, and a rule broken",
    { title: null, contactPoints: null, resourceType: undefined },
    400,
    "ContactPoints",
    "Title",
  ],
  // Identifier.
  ["a short identifier", { identifier: "ttd" }, 400, "Identifier"],
  ["an identifier of four characters", { identifier: "ttd1" }, 201],
  ["a capital in the identifier", { identifier: "Ttd-licences" }, 400, "Identifier"],
  ["a dot in the identifier", { identifier: "ttd.licences" }, 400, "Identifier"],
  ["a Norwegian letter in the identifier", { identifier: "ttd-lån" }, 400, "Identifier"],
  ["white space around the identifier", { identifier: " ttd-licences" }, 400, "Identifier"],
  ["a line feed after the identifier", { identifier: "ttd-licences\n" }, 500],
  ["a line feed in the identifier", { identifier: "ttd\nlicences" }, 400, "Identifier"],
  ["a long identifier", { identifier: "t".repeat(200) }, 201],
  ["an identifier that is a route", { identifier: "search" }, 201],
  ["se_ without references", { identifier: "se_demo_1" }, 400, "Identifier"],
  [
    "se_ with null references",
    { identifier: "se_d1", resourceReferences: null },
    400,
    "Identifier",
  ],
  ["se_ with the service code alone", altinn2("ServiceCode"), 400, "Identifier"],
  ["se_ with the edition code alone", altinn2("ServiceEditionCode"), 400, "Identifier"],
  ["se_ with both codes", altinn2("ServiceCode", "ServiceEditionCode"), 201],
  ["SE_ in capitals", { identifier: "SE_demo_1" }, 400, "Identifier"],
  ["app_ on a Broker service", { identifier: "app_ttd_permits" }, 400, "Identifier"],
  ["app_ without a type", { identifier: "app_ttd_x", resourceType: undefined }, 400, "Identifier", "ResourceType"], // prettier-ignore
  ["an id from Altinn 1 on a Broker service", { identifier: "app_ttd_a1-4471-1:2.0" }, 400, "Identifier"], // prettier-ignore
  // Resource type.
  ["no resource type", { resourceType: undefined }, 400, "ResourceType"],
  ["resource type Default", { resourceType: "Default" }, 400, "ResourceType"],
  ["resource type 0", { resourceType: 0 }, 400, "ResourceType"],
  ["a resource type by number", { resourceType: 32 }, 201],
  ["a number that no resource type has", { resourceType: 3 }, 201],
  ["a resource type in other casing", { resourceType: "brokerSERVICE" }, 201],
  ["an unknown resource type", { resourceType: "BrokerServices" }, 400, "$.resourceType"],
  ["a null resource type", { resourceType: null }, 400, "$.resourceType"],
  ["a fraction as resource type", { resourceType: 1.5 }, 400, "$.resourceType"],
  ...["Systemresource", "Altinn2Service", "GenericAccessResource", "CorrespondenceService", "Consent"].map((resourceType): Row => [`type ${resourceType}`, { resourceType }, 201]), // prettier-ignore
  // Owner.
  ["an empty owner", { hasCompetentAuthority: {} }, 400, "HasCompetentAuthority.Organization"],
  [
    "an owner without organisation",
    { hasCompetentAuthority: { orgcode: "skd" } },
    400,
    "HasCompetentAuthority.Organization",
  ],
  [
    "an owner with a blank organisation",
    { hasCompetentAuthority: { organization: " ", orgcode: "skd" } },
    400,
    "HasCompetentAuthority.Organization",
  ],
  ["ttd without organisation", { hasCompetentAuthority: { orgcode: "ttd" } }, 500],
  [
    "TTD with a null organisation",
    { hasCompetentAuthority: { organization: null, orgcode: "TTD" } },
    500,
  ],
  [
    "ttd with an empty organisation",
    { hasCompetentAuthority: { organization: "", orgcode: "ttd" } },
    403,
  ],
  ["an owner without code", { hasCompetentAuthority: { organization: "991825827" } }, 201],
  [
    "an organisation with its prefix",
    { hasCompetentAuthority: { organization: "0192:991825827", orgcode: "digdir" } },
    403,
  ],
  [
    "white space around the organisation",
    { hasCompetentAuthority: { organization: " 991825827", orgcode: "digdir" } },
    403,
  ],
  [
    "an organisation that has no nine digits",
    { hasCompetentAuthority: { organization: "12345", orgcode: "digdir" } },
    201,
  ],
  [
    "a number as organisation",
    { hasCompetentAuthority: { organization: 991825827, orgcode: "ttd" } },
    400,
    "$.hasCompetentAuthority.organization",
  ],
  ["a null name", { hasCompetentAuthority: { ...owner, name: null } }, 201],
  ["a null text in the name", { hasCompetentAuthority: { ...owner, name: { nb: null } } }, 201],
  [
    "a text as name",
    { hasCompetentAuthority: { ...owner, name: "Testdepartementet" } },
    400,
    "$.hasCompetentAuthority.name",
  ],
  ["a text as owner", { hasCompetentAuthority: "ttd" }, 400, "$.hasCompetentAuthority"],
  // Texts.
  ["an empty title", { title: {} }, 400, "Title"],
  ["a title without nynorsk", { title: { nb: "T", en: "T" } }, 400, "Title"],
  ["a title with a blank text", { title: { ...texts, nn: " " } }, 400, "Title"],
  ["a title with a null text", { title: { ...texts, en: null } }, 400, "Title"],
  ["a title with other codes", { title: { "nb-no": "T", "nn-no": "T", en: "T" } }, 400, "Title"],
  ["language codes in capitals", { title: { NB: "T", NN: "T", EN: "T" } }, 400, "Title"],
  ["a further language", { title: { ...texts, se: "T" } }, 201],
  ["a further language that is null", { title: { ...texts, se: null } }, 201],
  ["a text as title", { title: "T" }, 400, "$.title"],
  ["a list as title", { title: ["T"] }, 400, "$.title"],
  ["a number in the title", { title: { ...texts, nb: 5 } }, 400, "$.title.nb"],
  ["a description without Bokmål", { description: { nn: "T", en: "T" } }, 400, "Description"],
  ["no right description", { rightDescription: undefined }, 400, "RightDescription"],
  ["a right description without English", { rightDescription: { nb: "T", nn: "T" } }, 400, "RightDescription"], // prettier-ignore
  ["no right description, not delegable", { rightDescription: undefined, delegable: false }, 201],
  ["no right description, delegable said", { rightDescription: undefined, delegable: true }, 400, "RightDescription"], // prettier-ignore
  ["three texts wrong at once", { title: {}, description: {}, rightDescription: {} }, 400, "Description", "RightDescription", "Title"], // prettier-ignore
  // Apps.
  ["an app with its reference", app("ttd/permits"), 201],
  ["an app with its reference in other casing", app("TTD/Permits"), 201],
  ["a migrated app", { ...app("ttd/permits"), resourceType: "MigratedApp" }, 201],
  [
    "a migrated app with an id from Altinn 1",
    {
      ...app("ttd/a1-4471-1:2.0"),
      identifier: "app_ttd_a1-4471-1:2.0",
      resourceType: "MigratedApp",
    },
    201,
  ],
  ["an app with another app's reference", app("ttd/other"), 400, "ResourceReferences"],
  ["an app with an Altinn 2 reference", app("ttd/permits", { referenceSource: "Altinn2" }), 400, "ResourceReferences"], // prettier-ignore
  ["an app with a reference of another type", app("ttd/permits", { referenceType: "Uri" }), 400, "ResourceReferences"], // prettier-ignore
  ["an app without references", { ...app(), resourceReferences: undefined }, 400, "ResourceReferences"], // prettier-ignore
  ["an app whose reference has no text", app(), 500],
  ["an app whose reference is null", app(null), 500],
  [
    "an app under another identifier",
    { ...app("ttd/demo-permits"), identifier: "demo-permits" },
    400,
    "Identifier",
  ],
  [
    "an app under another owner's identifier",
    { ...app("ttd/app_skd_permits"), identifier: "app_skd_permits" },
    400,
    "Identifier",
  ],
  [
    "an app without code of the owner",
    { ...app("ttd/permits"), hasCompetentAuthority: { organization: "991825827" } },
    400,
    "ResourceReferences",
  ],
  [
    "an app with a code in capitals",
    { ...app("ttd/permits"), hasCompetentAuthority: { ...owner, orgcode: "TTD" } },
    201,
  ],
  // References and scopes.
  [
    "a schema without references",
    { resourceType: "MaskinportenSchema" },
    400,
    "ResourceReferences",
  ],
  [
    "a schema with another reference",
    { resourceType: "MaskinportenSchema", resourceReferences: [{ referenceType: "Uri" }] },
    400,
    "ResourceReferences",
  ],
  [
    "a schema with a scope",
    { resourceType: "MaskinportenSchema", resourceReferences: [scope("altinn:x")] },
    201,
  ],
  [
    "a schema whose scope has no text",
    { resourceType: "MaskinportenSchema", resourceReferences: [scope(null)] },
    201,
  ],
  ["a scope on a Broker service", { resourceReferences: [scope("altinn:x")] }, 201],
  ["a scope without prefix", { resourceReferences: [scope("altinn")] }, 401, "InvalidPrefix"],
  ["an empty scope", { resourceReferences: [scope("")] }, 401, "InvalidPrefix"],
  ["a null reference", { resourceReferences: [null] }, 500],
  ["a null reference, and a broken rule", { resourceReferences: [null], title: {} }, 400, "Title"],
  [
    "a null reference of a schema, and a broken rule",
    { resourceReferences: [null], title: {}, resourceType: "MaskinportenSchema" },
    500,
  ],
  ["no references in a list", { resourceReferences: [] }, 201],
  ["one reference without its list", { resourceReferences: scope("a:b") }, 400, "$.resourceReferences"], // prettier-ignore
  [
    "a reference type in other casing",
    { resourceReferences: [{ referenceType: "maskinportenScope", reference: "a:b" }] },
    400,
    "$.resourceReferences[0].referenceType",
  ],
  [
    "a reference source in other casing",
    { resourceReferences: [{ referenceSource: "altinn3" }] },
    400,
    "$.resourceReferences[0].referenceSource",
  ],
  ["a reference type by number", { resourceType: "MaskinportenSchema", resourceReferences: [{ referenceType: 3, reference: "a:b" }] }, 201], // prettier-ignore
  ["a number that no reference type has", { resourceReferences: [{ referenceType: 99 }] }, 201],
  ["null reference type and source", { resourceReferences: [{ referenceType: null, referenceSource: null }] }, 201], // prettier-ignore
  ["a number as reference", { resourceReferences: [{ reference: 4628 }] }, 400, "$.resourceReferences[0].reference"], // prettier-ignore
  // Other members.
  ["access lists", { accessListMode: "Enabled" }, 201],
  ["access lists in other casing", { accessListMode: "enabled" }, 201],
  ["an unknown access list mode", { accessListMode: "On" }, 400, "$.accessListMode"],
  ["a null access list mode", { accessListMode: null }, 400, "$.accessListMode"],
  ["a text as delegable", { delegable: "true" }, 400, "$.delegable"],
  ["a null delegable", { delegable: null }, 400, "$.delegable"],
  ["a number as visible", { visible: 1 }, 400, "$.visible"],
  ["parties", { availableForType: ["Company", "PrivatePerson"] }, 201],
  ["a party in other casing", { availableForType: ["company"] }, 400, "$.availableForType[0]"],
  ["a party by number", { availableForType: [2] }, 400, "$.availableForType[0]"],
  ["a null party", { availableForType: [null] }, 400, "$.availableForType[0]"],
  ["null parties", { availableForType: null }, 201],
  ["a contact point without anything", { contactPoints: [{}] }, 201],
  ["a null contact point", { contactPoints: [null] }, 201],
  ["a text as contact point", { contactPoints: ["a@example.no"] }, 400, "$.contactPoints[0]"],
  ["contact points without their list", { contactPoints: { email: "a" } }, 400, "$.contactPoints"],
  ["a number as telephone", { contactPoints: [{ telephone: 74 }] }, 400, "$.contactPoints[0].telephone"], // prettier-ignore
  ["keywords", { keywords: [{ word: "a", language: "nb" }] }, 201],
  ["texts as keywords", { keywords: ["a"] }, 400, "$.keywords[0]"],
  ["a text as spatial", { spatial: "Norge" }, 400, "$.spatial"],
  ["a null element", { spatial: [null], produces: [null], thematicAreas: null }, 201],
  ["a status of any kind", { status: "Whatever" }, 201],
  ["a number as version", { version: 1 }, 400, "$.version"],
  ["a number as homepage", { homepage: 1 }, 400, "$.homepage"],
  ["consent", { consentMetadata: { year: { optional: true } }, consentText: texts }, 201],
  ["null consent metadata", { consentMetadata: { year: null } }, 201],
  ["a text as optional", { consentMetadata: { "the year": { optional: "no" } } }, 400, "$.consentMetadata['the year'].optional"], // prettier-ignore
  ["a version number of the server", { versionId: 99999 }, 201],
  ["the same in quotes", { versionId: "99999" }, 201],
  ["a version number that is none", { versionId: "x" }, 400, "$.versionId"],
  ["a version number of 64 bits", { versionId: 3_000_000_000 }, 400, "$.versionId"],
  ["an unknown member of any type", { limitedByRRR: [1, { a: null }] }, 201],
  ["a member's name in other casing", { identifier: undefined, IDENTIFIER: "ttd-casing" }, 201],
  ["NUL in a text", { homepage: "a\0" }, 500],
  ["NUL in a language code", { consentText: { "n\0": "T" } }, 500],
  ["NUL in a member that is dropped", { other: "a\0" }, 201],
  ["two values of wrong types", { visible: "a", delegable: 1 }, 400, "$.visible"],
  ["a wrong type, and a broken rule", { title: {}, visible: "a" }, 400, "$.visible"],
];

const registries = new Registries();
afterAll(() => registries.close());

const bytesOf = (change: object): Buffer => Buffer.from(JSON.stringify({ ...base, ...change }));

describe("a valid document with one change", () => {
  test.each(rows)("%s: our verdict", (_what, change, status, ...keys) => {
    expect(verdictOf(bytesOf(change))).toEqual({ status, keys: keys.sort() });
  });

  test.each(rows)("%s: the registry's answer", async (_what, change, status, ...keys) => {
    expect(await registries.answerTo(bytesOf(change))).toEqual({ status, keys: keys.sort() });
  });
});
