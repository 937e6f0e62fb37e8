import { describe, expect, test } from "@jest/globals";
import { readSettings, type Settings } from "../../provider/settings";
import { identifierFailures } from "../../provider/resources/identifier";
import { canonicalDocument, resourceFailures } from "../../provider/resources/resource/rules";
import {
  resourceSettingWarnings,
  resourceWarnings,
} from "../../provider/resources/resource/warnings";
import { UNKNOWN } from "../../provider/values/unknown";

const { settings } = readSettings(
  { get: () => undefined },
  {
    ALTINN_ENVIRONMENT: "tt02",
    ALTINN_ORG_NUMBER: "991825827",
    ALTINN_ORG_CODE: "ttd",
  },
) as { settings: Settings };

const texts = { nb: "T", nn: "T", en: "T" };
const owner = { organization: "991825827", orgcode: "ttd" };
const valid: Readonly<Record<string, unknown>> = {
  identifier: "ttd-licences",
  title: texts,
  description: texts,
  rightDescription: texts,
  contactPoints: [],
  resourceType: "BrokerService",
  status: "Completed",
  hasCompetentAuthority: owner,
  onDelete: "withdraw",
};
const failures = (change: object, isNew = true): string[] =>
  resourceFailures({ ...valid, ...change }, settings, isNew);
const reference = (referenceType: unknown, more: object = {}) => ({ referenceType, ...more });

const startingWith = (begin: string): unknown =>
  expect.stringMatching(new RegExp(`^${begin.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));

describe("a resource is refused at preview", () => {
  type Row = readonly [what: string, change: object, ...begins: string[]];
  const rows: readonly Row[] = [
    ["nothing wrong", {}],
    ["no identifier", { identifier: undefined }, "identifier is missing. "],
    ["a bad identifier", { identifier: "TTD" }, 'identifier is "TTD". '],
    ["a number as identifier", { identifier: 12345 }, "identifier is 12345. "],
    ["an identifier that is a route", { identifier: "orgs" }, 'identifier is "orgs", which'],
    ["a slash in the identifier", { identifier: "ttd/licences" }, 'identifier is "ttd/licences". '],
    ["an identifier that routes leave alone", { identifier: "bysubjects" }],
    [
      "an identifier with a line feed",
      { identifier: "ttd-licences\n" },
      'identifier is "ttd-licences\\n". It ends in a line break, as the text of a file does. Write "ttd-licences"',
    ],
    ["81 characters for Broker", { identifier: `ttd-${"x".repeat(77)}` }, "identifier has 81 "],
    ["80 characters for Broker", { identifier: `ttd-${"x".repeat(76)}` }],
    [
      "200 characters for something else",
      { identifier: "t".repeat(200), resourceType: "GenericAccessResource" },
    ],
    ["se_", { identifier: "se_1_2" }, 'identifier is "se_1_2". "se_" is kept'],
    ["app_", { identifier: "app_ttd_x" }, 'identifier is "app_ttd_x". "app_" is kept'],
    ["no title", { title: undefined }, "title is missing. "],
    ["a title that is a text", { title: "T" }, 'title is "T". '],
    ["a title without nynorsk", { title: { nb: "T", en: "T" } }, "title has no text in nn. "],
    [
      "a number in a title",
      { title: { ...texts, en: 5 } },
      'title.en is 5. Write it in quotes: "5"',
    ],
    ["no description", { description: undefined }, "description is missing. "],
    ["no right description", { rightDescription: undefined }, "rightDescription has no text in "],
    ["no right description, not delegable", { rightDescription: undefined, delegable: false }],
    ["no contact points", { contactPoints: undefined }, "contactPoints is missing. "],
    ["contact points without list", { contactPoints: { email: "a" } }, "contactPoints is "],
    ["a contact point that is text", { contactPoints: ["a"] }, 'contactPoints[0] is "a". '],
    ["an unknown type", { resourceType: "Broker" }, 'resourceType is "Broker". Write one of '],
    ["type Default", { resourceType: "Default" }, 'resourceType is "Default", which counts as'],
    ["a number as type", { resourceType: 3 }, "resourceType is 3. Write one of "],
    ["an unknown mode", { accessListMode: "On" }, 'accessListMode is "On". Write one of '],
    ["a text as truth", { delegable: "yes" }, 'delegable is "yes". Write true or false'],
    [
      "a reference type in other casing",
      { resourceReferences: [reference("uri")] },
      'resourceReferences[0].referenceType is "uri". Write one of ',
      "resourceReferences[0].reference is missing, on which every search",
    ],
    ["a party in other casing", { availableForType: ["company"] }, "availableForType[0] is "],
    [
      "a schema without scope",
      { resourceType: "MaskinportenSchema" },
      "resourceReferences has no Maskinporten scope",
    ],
    [
      "a scope without prefix",
      { resourceReferences: [reference("MaskinportenScope", { reference: "x" })] },
      'resourceReferences[0].reference is "x". ',
    ],
    [
      "a reference without text",
      { resourceReferences: [reference("Uri"), reference("Uri", { reference: null })] },
      "resourceReferences[0].reference is missing, on which every search by reference fails",
      "resourceReferences[1].reference is missing, on which every search by reference fails",
    ],
    [
      "a reference with an empty text",
      { resourceReferences: [reference("Uri", { reference: "" })] },
    ],
    [
      "keywords without word",
      { keywords: [{ language: "nb" }, { word: null }, null, { word: "" }] },
      "keywords[0].word is missing, on which every search by word fails",
      "keywords[1].word is missing, on which every search by word fails",
      "keywords[2] is null, on which every search by word fails",
    ],
    ["a keyword", { keywords: [{ word: "a", language: "nb" }, { word: "b" }] }],
    ["a null reference", { resourceReferences: [null] }, "resourceReferences[0] is null, on which"],
    [
      "an app without reference",
      { identifier: "app_ttd_x", resourceType: "AltinnApp" },
      "resourceReferences does not name the app itself. ",
    ],
    [
      "an app whose reference has no text",
      {
        identifier: "app_ttd_x",
        resourceType: "AltinnApp",
        resourceReferences: [reference("ApplicationId", { referenceSource: "Altinn3" })],
      },
      "resourceReferences does not name the app itself. ",
      "resourceReferences[0].reference is missing, on which",
    ],
    [
      "an app under another code",
      {
        identifier: "app_skd_x",
        resourceType: "AltinnApp",
        resourceReferences: [
          reference("ApplicationId", { referenceSource: "Altinn3", reference: "ttd/app_skd_x" }),
        ],
      },
      'identifier is "app_skd_x". That of an app begins with "app_ttd"',
    ],
    [
      "another organisation",
      { hasCompetentAuthority: { ...owner, organization: "974761076" } },
      'hasCompetentAuthority is {"organization":"974761076","orgcode":"ttd"}, but this stack',
    ],
    [
      "a number with blanks",
      { hasCompetentAuthority: { ...owner, organization: "991 825 827" } },
      'hasCompetentAuthority.organization is "991 825 827". Write it without blanks: "991825827".',
    ],
    [
      "no organisation",
      { hasCompetentAuthority: { orgcode: "skd" } },
      'hasCompetentAuthority is {"orgcode":"skd"}, but this stack',
    ],
    ["the owner's code in capitals", { hasCompetentAuthority: { ...owner, orgcode: "TTD" } }],
    ["NUL in a text", { homepage: "a\0" }, "homepage holds the character NUL"],
    ["half a character", { homepage: "a\ud83d" }, "homepage is "],
    [
      "everything at once",
      { identifier: "x", title: {}, delegable: 1, contactPoints: undefined, accessListMode: 9 },
      "delegable is 1. ",
      "accessListMode is 9. ",
      "contactPoints is missing. ",
      'identifier is "x". ',
      "title has no text in nb, nn, en. ",
    ],
  ];
  test.each(rows)("%s", (_what, change, ...begins) => {
    const found = failures(change);
    expect(found).toHaveLength(begins.length);
    for (const begin of begins) {
      expect(found).toContainEqual(startingWith(begin));
    }
  });

  test("each sentence says what to write instead, and none shows a long value whole", () => {
    const change = { ...valid, title: "x".repeat(5000), identifier: "orgs", resourceType: "B" };
    for (const sentence of failures(change)) {
      expect(sentence).toMatch(/\. .*(?:Write|Choose|Leave|Take)/);
      expect(sentence.length).toBeLessThan(400);
    }
  });

  test("the identifier of a resource in state is not judged again", () => {
    expect(failures({ identifier: "skd-with_invalid.identifier" }, false)).toEqual([]);
    expect(failures({ identifier: "search" }, false)).toEqual([]);
    expect(failures({ identifier: "app_ttd_x" }, false)).toHaveLength(1);
  });
});

describe("what is unknown is not judged", () => {
  test.each(Object.keys(valid).filter((key) => key !== "onDelete"))("%s", (key) => {
    expect(failures({ [key]: UNKNOWN })).toEqual([]);
  });

  const rows: readonly [what: string, change: object][] = [
    ["a text of a title", { title: { ...texts, nn: UNKNOWN } }],
    ["delegable, on which the right description depends", { delegable: UNKNOWN, rightDescription: undefined }], // prettier-ignore
    ["the type of something called app_", { identifier: "app_ttd_x", resourceType: UNKNOWN }],
    ["the length under an unknown type", { identifier: "t".repeat(99), resourceType: UNKNOWN }],
    ["an app's owner", { identifier: "app_ttd_x", resourceType: "AltinnApp", hasCompetentAuthority: { ...owner, orgcode: UNKNOWN } }], // prettier-ignore
    ["the references of a schema", { resourceType: "MaskinportenSchema", resourceReferences: UNKNOWN }], // prettier-ignore
    ["one reference of a schema", { resourceType: "MaskinportenSchema", resourceReferences: [UNKNOWN] }], // prettier-ignore
    [
      "its type",
      {
        resourceType: "MaskinportenSchema",
        resourceReferences: [reference(UNKNOWN, { reference: "a:b" })],
      },
    ],
    ["its scope", { resourceReferences: [reference("MaskinportenScope", { reference: UNKNOWN })] }],
    ["the codes behind se_", { identifier: "se_1_2", resourceReferences: [reference("ServiceCode", { reference: "1" }), reference(UNKNOWN, { reference: "2" })] }], // prettier-ignore
    ["an app's own reference", { identifier: "app_ttd_x", resourceType: "AltinnApp", resourceReferences: [reference("ApplicationId", { referenceSource: "Altinn3", reference: UNKNOWN })] }], // prettier-ignore
    ["a reference", { resourceReferences: [reference("Uri", { reference: UNKNOWN }), UNKNOWN] }],
    ["a keyword", { keywords: [{ word: UNKNOWN }, UNKNOWN] }],
    ["a contact point", { contactPoints: [UNKNOWN, { email: UNKNOWN }] }],
    ["the organisation", { hasCompetentAuthority: { ...owner, organization: UNKNOWN } }],
  ];
  test.each(rows)("%s", (_what, change) => {
    expect(failures(change)).toEqual([]);
  });

  test("what is known beside it is", () => {
    expect(failures({ title: { nb: UNKNOWN, en: "" } })).toEqual([
      expect.stringMatching(/^title has no text in nn, en\./),
    ]);
    expect(
      failures({ hasCompetentAuthority: { organization: UNKNOWN, orgcode: "skd" } }),
    ).toHaveLength(1);
    expect(failures({ resourceReferences: [UNKNOWN, null] })).toHaveLength(1);
  });
});

test("a document is brought into the registry's spelling, and loses what the registry drops", () => {
  const given = {
    identifier: "ttd-licences",
    resourceType: "BROKERSERVICE",
    accessListMode: 1,
    titel: texts,
    title: { ...texts, se: UNKNOWN },
    contactPoints: [{ email: "a", mail: "b" }],
    resourceReferences: [{ referenceType: 3, reference: "a:b" }, { referenceType: "uri" }],
    delegable: "yes",
  };
  expect(canonicalDocument(given)).toEqual({
    identifier: "ttd-licences",
    resourceType: "BrokerService",
    accessListMode: "Enabled",
    title: { ...texts, se: UNKNOWN },
    contactPoints: [{ email: "a" }],
    resourceReferences: [
      { referenceType: "MaskinportenScope", reference: "a:b" },
      { referenceType: "uri" },
    ],
    delegable: "yes",
  });
  expect(canonicalDocument(valid)).toEqual({ ...valid, onDelete: undefined });
});

describe("an identifier that is referred to", () => {
  test("may be an older one that the registry would not give out today", () => {
    for (const identifier of [
      "ttd-licences",
      "skd-with_invalid.identifier",
      "app_ttd_a1-1:2.0",
      "...",
      "a..b",
    ]) {
      expect(identifierFailures(identifier, "resourceId")).toEqual([]);
    }
  });
  test.each([
    undefined,
    null,
    "",
    " ",
    5,
    "search",
    "Search",
    "a/b",
    ".",
    "..",
    "ttd-licences\n",
    "ttd-licences\r\n",
    "a\ud83d",
  ])("is not %p", (identifier) => {
    expect(identifierFailures(identifier, "resourceId")).toEqual([
      expect.stringMatching(/^resourceId is /),
    ]);
  });
  test("may be unknown", () => {
    expect(identifierFailures(UNKNOWN, "resourceId")).toEqual([]);
  });
});

describe("a resource is warned about", () => {
  test("only for the arguments that are given", () => {
    expect(resourceWarnings(valid)).toEqual([]);
    expect(resourceWarnings({})).toEqual([]);
    expect(resourceWarnings({ adopt: true, onDelete: "keep", status: UNKNOWN })).toEqual([]);
  });
  const rows: readonly [args: object, code: string, begin: RegExp][] = [
    [{ status: "Ready" }, "unusual-status", /^status is "Ready"/],
    [
      { contactPoints: [{ postbox: "a" }] },
      "unknown-member",
      /^contactPoints\[0\]\.postbox is no member/,
    ],
    [{ lifecyclePhase: texts }, "unknown-member", /^lifecyclePhase is no member/],
    [{ spatial: [null] }, "null-member", /^spatial\[0\] is null/],
  ];
  test.each(rows)("%j", (args, code, begin) => {
    expect(resourceWarnings(args as Record<string, unknown>)).toEqual([
      { code, text: expect.stringMatching(begin) },
    ]);
  });
  test("for an identifier that does not begin with the owner's code", () => {
    const warned = (identifier: string) => resourceSettingWarnings({ identifier }, settings);
    expect(warned("licences")).toEqual([
      {
        code: "identifier-prefix",
        text: expect.stringMatching(/^identifier is "licences"\. .*"ttd-" or "ttd_"/),
      },
    ]);
    expect(warned("ttdlicences")).toHaveLength(1);
    for (const fine of ["ttd-licences", "ttd_licences", "app_ttd_x", "se_1_2", UNKNOWN]) {
      expect(warned(fine)).toEqual([]);
    }
  });
});
