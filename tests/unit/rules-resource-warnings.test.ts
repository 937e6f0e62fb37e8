import { accessChanges, lineOfRun } from "../../provider/resources/resource/access";
import {
  refusalsOfPost,
  requiredFindings,
  ruleFindings,
  storageFindings,
} from "../../provider/resources/resource/document-rules";
import { Members } from "../../provider/resources/resource/document-type-rules";
import { resourceFailures } from "../../provider/resources/resource/rules";
import {
  documentWarnings,
  resourceSettingWarnings,
} from "../../provider/resources/resource/warnings";
import type { Values } from "../../provider/resources/lifecycle";
import type { Settings } from "../../provider/settings";
import { UNKNOWN } from "../../provider/values/unknown";

/* What may not be meant in a document that the registry takes, and rules whose cases are rare. */

const owner = { organization: "991825827", orgcode: "ttd" };

describe("a document is warned of", () => {
  const warned = (more: Values) =>
    documentWarnings({ identifier: "ttd-x", hasCompetentAuthority: owner, ...more });
  const begins = (text: string): unknown => expect.stringMatching(new RegExp(`^${text}`));

  test("for nothing where all is as it mostly is", () => {
    expect(warned({})).toEqual([]);
    expect(warned({ accessListMode: "Disabled" })).toEqual([]);
    expect(documentWarnings({ resourceType: "BrokerService" })).toEqual([]);
  });

  test("for lists that decide", () => {
    expect(warned({ accessListMode: "enabled" })).toEqual([
      begins("accessListMode is Enabled: on"),
    ]);
  });

  test.each([undefined, null, ""])("for an owner's code that is %j", (orgcode) => {
    expect(warned({ hasCompetentAuthority: { ...owner, orgcode } })).toEqual([
      begins("hasCompetentAuthority.orgcode is missing"),
    ]);
  });

  test.each(["99182582", "9918258270", "99182582x", "x991825827", "991825827x"])(
    "for an organisation %j that nobody has",
    (organization) => {
      expect(warned({ hasCompetentAuthority: { ...owner, organization } })).toEqual([
        begins(`hasCompetentAuthority.organization is "${organization}"`),
      ]);
    },
  );

  test.each([undefined, null, "", UNKNOWN, 7])(
    "for an organisation %j not here, since it is refused or not known",
    (organization) => {
      expect(warned({ hasCompetentAuthority: { ...owner, organization } })).toEqual([]);
    },
  );

  test("for a name against the convention, as far as the code is known", () => {
    const named = (identifier: string, orgcode: unknown = "TTD") =>
      warned({ identifier, hasCompetentAuthority: { ...owner, orgcode } });
    expect(named("licences")).toEqual([begins('identifier is "licences". By convention')]);
    expect([named("ttd_x"), named("app_x"), named("licences", UNKNOWN)]).toEqual([[], [], []]);
    const { length } = resourceSettingWarnings({ identifier: "my-app_x" }, { orgCode: "ttd" });
    expect(length).toBe(1);
  });

  test("for members that stand more than once, with their lines", () => {
    const text = new Members([
      ["identifier", "ttd-x", 2],
      ["hasCompetentAuthority", owner, 3],
      ["homepage", "a", 4],
      ["homepage", "b", 4],
      ["version", "1", 5],
      ["version", "2", 6],
      ["version", "3", 9],
    ]);
    expect(documentWarnings(text)).toEqual([
      "homepage stands twice in the file, in line 4, and the registry takes the last one. Take the others out.",
      "version stands 3 times in the file, in lines 5, 6 and 9, and the registry takes the last one. Take the others out.",
    ]);
  });

  test("for what searches fail on, and for a name that cannot be asked for", () => {
    expect(warned({ keywords: [{}] })).toEqual([begins("keywords\\[0\\]\\.word is missing")]);
    expect(warned({ identifier: "ttd-x\n" })).toEqual([begins("identifier is")]);
  });
});

describe("rules", () => {
  const keys = (document: Values) => ruleFindings(document).broken.map(({ key }) => key);
  const crashes = (document: Values) => ruleFindings(document).crashes.length;
  const type = { resourceType: "GenericAccessResource" };
  const app = { identifier: "app_ttd_x", resourceType: "AltinnApp", hasCompetentAuthority: owner };
  const own = (reference?: unknown) => ({
    referenceType: "ApplicationId",
    referenceSource: "Altinn3",
    reference,
  });

  test("of identifiers from Altinn 1 are about the whole of them", () => {
    const told = (identifier: string) => keys({ ...app, identifier }).includes("Identifier");
    expect(told("app_ttd_a1-4471-1:2.0")).toBe(false);
    expect([told("app_ttd_a1-4471-1:2.0!"), told("app_ttd_a1-4471-1:")]).toEqual([true, true]);
    const elsewhere = ruleFindings({ ...type, identifier: "my.app_ttd_a1-4471-1:2.0" });
    expect(elsewhere.broken.map(({ key }) => key)).toContain("Identifier");
  });

  test("judge nothing that is not known", () => {
    expect(keys({ ...app, identifier: UNKNOWN, resourceReferences: UNKNOWN })).not.toContain(
      "Identifier",
    );
    for (const hasCompetentAuthority of [undefined, UNKNOWN])
      expect(keys({ ...type, hasCompetentAuthority })).toEqual(["RightDescription"]);
  });

  test("of a type name all that there are", () => {
    const [missing] = ruleFindings({ delegable: false }).broken;
    expect(missing?.text).toBe(
      "resourceType is missing. Write one of Systemresource, MaskinportenSchema, Altinn2Service, AltinnApp, GenericAccessResource, BrokerService, CorrespondenceService, Consent, MigratedApp.",
    );
  });

  test("of references count those that are there", () => {
    const schema = { resourceType: "MaskinportenSchema", delegable: false };
    expect(keys({ ...schema, resourceReferences: [null] })).toEqual(["ResourceReferences"]);
    const uri = { referenceType: "Uri", reference: UNKNOWN };
    expect(keys({ ...app, delegable: false, resourceReferences: [uri] })).toEqual([
      "ResourceReferences",
    ]);
  });

  test("on references on which the registry fails, where it reads them", () => {
    expect(crashes({ ...type, resourceReferences: [null] })).toBe(0);
    expect(crashes({ ...type, identifier: "se_1", resourceReferences: [null] })).toBe(1);
    expect(crashes({ ...app, resourceReferences: [null] })).toBe(1);
    expect(crashes({ ...app, resourceReferences: [{ referenceType: "Uri" }] })).toBe(0);
    expect(crashes({ ...app, resourceReferences: [own(UNKNOWN), own()] })).toBe(1);
    expect(crashes({ ...app, resourceReferences: [own("ttd/other"), own()] })).toBe(1);
    expect(crashes({ ...app, resourceReferences: [own("TTD/x"), own()] })).toBe(0);
  });

  test("of what the database stores look into lists", () => {
    expect(storageFindings({ spatial: ["a", "b\0"], homepage: "a" })).toHaveLength(1);
  });

  test("of a document that is null, one", () => {
    expect(refusalsOfPost(null).map(({ text }) => text)).toEqual([
      "The document is null. Write one resource, as one object.",
    ]);
    expect(requiredFindings({})).toHaveLength(5);
  });
});

test.each([
  ["0192:991 825 827", false],
  ["991 825 827 0", false],
  ["991\u00a0825 827", true],
])("an owner's number %j is only told to be ours but for blanks: %s", (organization, told) => {
  const settings = { orgNumber: "991825827", orgCode: "ttd" } as Settings;
  const found = resourceFailures({ hasCompetentAuthority: { ...owner, organization } }, settings);
  expect(found.some((text) => text.includes("Write it without blanks"))).toBe(told);
});

test.each([undefined, null, { organization: "991825827" }])(
  "an owner %j has no code that is wrong",
  (hasCompetentAuthority) => {
    const settings = { orgNumber: "991825827", orgCode: "ttd" } as Settings;
    const found = resourceFailures({ hasCompetentAuthority }, settings);
    expect(found.filter((text) => text.includes("orgcode is"))).toEqual([]);
  },
);

test("each change of access says whom it is about", () => {
  const line = (before: Values, after: Values) =>
    accessChanges(before, after).map((change) => lineOfRun("Resource x", change, []).text);
  const [open, shut] = [{}, { accessListMode: "Enabled", delegable: false }];
  expect(line(shut, open)).toEqual([
    "access given: Resource x: accessListMode Disabled: whoever the policy lets in, on a connected access list or not",
    "access given: Resource x: delegable true: whoever gets the service delegated by a role or access package of the policy",
  ]);
  expect(line(open, shut)).toEqual([
    "access taken: Resource x: accessListMode Enabled: everybody who is on no connected access list",
    "access taken: Resource x: delegable false: new delegations; what was delegated stays",
  ]);
});
