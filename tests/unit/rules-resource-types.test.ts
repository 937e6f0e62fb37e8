import {
  canonicalMembers,
  memberPath,
  Members,
  readDocument,
  shown,
  Unusable,
} from "../../provider/resources/resource/document-type-rules";
import { UNKNOWN } from "../../provider/values/unknown";

/* Value by value, what the registry's reader takes of a document, what it makes of it, and what is said of the others. */

/** What became of one member. */
function read(member: string, value: unknown, options?: { enumNumbers?: boolean }) {
  const { document, findings } = readDocument({ [member]: value }, options);
  return { is: document[member], told: findings.map(({ text }) => text) };
}
const QUOTED = (text: string) => `Write it in quotes: ${JSON.stringify(text)}.`;

test.each<[member: string, value: unknown, is?: unknown]>([
  ["homepage", "a"],
  ["homepage", null],
  ["homepage", UNKNOWN],
  ["homepage", "\u{1f600}"],
  ["delegable", true],
  ["delegable", false],
  ["versionId", 7],
  ["versionId", -2_147_483_648],
  ["versionId", 2_147_483_647],
  ["versionId", "+7", 7],
  ["versionId", "-7", -7],
  ["spatial", []],
  ["spatial", null],
  ["spatial", ["a", null]],
  ["title", null],
  ["title", { nb: "a", se: null }],
  ["consentMetadata", { year: { optional: true }, month: null }],
  ["hasCompetentAuthority", null],
  ["contactPoints", [{ EMAIL: "a" }], [{ email: "a" }]],
  ["accessListMode", "ENABLED", "Enabled"],
  ["accessListMode", " Enabled ", "Enabled"],
  ["accessListMode", 1, "Enabled"],
  ["accessListMode", " 1 ", "Enabled"],
  ["accessListMode", "+1", "Enabled"],
  ["accessListMode", 9],
  ["accessListMode", "-9", -9],
  ["accessListMode", "12", 12],
  ["resourceType", 0, "Default"],
  ["availableForType", ["Company"]],
])("%s takes %j", (member, value, is = value) => {
  expect(read(member, value)).toEqual({ is, told: [] });
});

test.each<[member: string, value: unknown, told: string]>([
  ["homepage", 7, QUOTED("7")],
  ["homepage", true, QUOTED("true")],
  ["homepage", {}, "Write a text."],
  ["homepage", "a\ud83d", "It holds half a character; correct it."],
  ["delegable", null, "Write true or false, without quotes."],
  ["delegable", "true", "Write true or false, without quotes."],
  ["delegable", 1, "Write true or false, without quotes."],
  ["spatial", "a", "Write a list: [ ... ]."],
  ["spatial", {}, "Write a list: [ ... ]."],
  ["title", "a", 'Write an object such as { nb: "...", nn: "...", en: "..." }.'],
  ["title", [], 'Write an object such as { nb: "...", nn: "...", en: "..." }.'],
  ["hasCompetentAuthority", "ttd", "Write an object of name, organization, orgcode."],
  ...[null, true, ["7"], "x", "7x", "x7", "", 1.5, 2_147_483_648, -2_147_483_649, "2147483648"].map(
    (value): [string, unknown, string] => ["versionId", value, "Leave it out: the registry counts by itself."], // prettier-ignore
  ),
  ...[null, "On", "", true, 1.5, 2_147_483_648, "1 0", "a1", "1a"].map(
    (value): [string, unknown, string] => ["accessListMode", value, "Write one of Disabled, Enabled."], // prettier-ignore
  ),
])("%s does not take %j: %s", (member, value, told) => {
  expect(read(member, value)).toEqual({
    is: UNKNOWN,
    told: [`${member} is ${JSON.stringify(value)}. ${told}`],
  });
});

const references = (value: unknown) => read("resourceReferences", [{ referenceType: value }]);

test("an enum that has names of its own is matched exactly, and may be null", () => {
  for (const value of ["Uri", " Uri ", 1, "1"])
    expect(references(value).is).toEqual([{ referenceType: "Uri" }]);
  expect(references(null)).toEqual({ is: [{ referenceType: null }], told: [] });
  expect(references("uri").told).toEqual([
    'resourceReferences[0].referenceType is "uri". Write one of Uri, DelegationSchemeId, MaskinportenScope, ServiceCode, ServiceEditionCode, ApplicationId, ServiceEditionVersion, in exactly this spelling.',
  ]);
});

test("an enum without numbers takes names alone", () => {
  for (const value of [2, "2", "company", null])
    expect(read("availableForType", [value]).told).toEqual([
      expect.stringMatching(/^availableForType\[0\] is .* in exactly this spelling\.$/),
    ]);
});

test("a number that no enum has is taken by the registry, and not of a program", () => {
  expect(read("resourceType", 3)).toEqual({ is: 3, told: [] });
  expect(read("resourceType", 3, { enumNumbers: false }).told).toEqual([
    expect.stringMatching(/^resourceType is 3\. Write one of Systemresource, /),
  ]);
  expect(read("resourceType", 32, { enumNumbers: false })).toEqual({
    is: "BrokerService",
    told: [],
  });
});

test.each([null, 7, "a", [], [{}], true])("%j is no document", (value) => {
  const { document, findings } = readDocument(value);
  expect([document, findings]).toEqual([
    {},
    [
      {
        key: "$",
        status: 400,
        text: `The document is ${JSON.stringify(value)}. The registry takes one resource at a time, as one object.`,
      },
    ],
  ]);
});

test("a language whose name holds half a character is refused by its name", () => {
  expect(read("title", { "\ud83d": "a", nb: "b" })).toEqual({
    is: { "\ud83d": UNKNOWN, nb: "b" },
    told: ['title.\ud83d is "\\ud83d". Its name holds half a character; correct it.'],
  });
});

test("null elements, and members that nobody knows, are told with where they are", () => {
  const { dropped, nulls, document } = readDocument({
    spatial: ["a", null],
    contactPoints: [null, { mail: "x" }],
    "the name": 1,
  });
  expect(nulls).toEqual(["spatial[1]", "contactPoints[0]"]);
  expect(dropped.map(({ path, name, among }) => [path, name, among.length > 3])).toEqual([
    ["contactPoints[1].mail", "mail", true],
    ["['the name']", "the name", true],
  ]);
  expect(document).toEqual({ spatial: ["a", null], contactPoints: [null, {}] });
});

test("at most a hundred values are told", () => {
  const { findings } = readDocument({ spatial: Array.from({ length: 130 }, (_, at) => at) });
  expect(findings).toHaveLength(100);
  expect(findings.at(-1)?.key).toBe("$.spatial[99]");
});

test("as inputs: null is what is left out, but as an element or under a key of a map", () => {
  expect(
    canonicalMembers({
      homepage: null,
      version: undefined,
      title: { nb: "a", se: null },
      spatial: [null],
      hasCompetentAuthority: { organization: "1", orgcode: null, code: "x" },
      delegable: "yes",
      accessListMode: 9,
      RESOURCETYPE: "brokerservice",
      later: 1,
    }),
  ).toStrictEqual({
    title: { nb: "a", se: null },
    spatial: [null],
    hasCompetentAuthority: { organization: "1" },
    delegable: "yes",
    accessListMode: 9,
    resourceType: "BrokerService",
  });
});

describe("of a JSON text", () => {
  const text = (...entries: [string, unknown, number][]) => new Members(entries);

  test("the last of members with one name counts, and each line is told", () => {
    const { document, repeated } = readDocument(
      text(
        ["homepage", "a", 2],
        ["delegable", true, 3],
        ["HOMEPAGE", "b", 4],
        ["Homepage", "c", 9],
      ),
    );
    expect(document).toEqual({ homepage: "c", delegable: true });
    expect(repeated).toEqual([{ path: "Homepage", lines: [2, 4, 9] }]);
  });

  test("languages differ by their casing, and what is dropped is looked into", () => {
    const { repeated } = readDocument(
      text(
        ["title", text(["nb", "a", 2], ["NB", "b", 3], ["nb", "c", 4]), 2],
        ["later", [text(["x", text(["y", 1, 6], ["y", 2, 7]), 6], ["x", 1, 8])], 5],
      ),
    );
    expect(repeated).toEqual([
      { path: "title.nb", lines: [2, 4] },
      { path: "later[0].x", lines: [6, 8] },
      { path: "later[0].x.y", lines: [6, 7] },
    ]);
  });

  test.each([
    [new Unusable("1.5", true), "1.5", 'Write it in quotes: "1.5".'],
    [new Unusable("a\ufffd", false), "a\ufffd", "Save the file as UTF-8."],
  ])("what no member takes is shown as it is written: %j", (value, is, advice) => {
    expect(read("homepage", value).told).toEqual([`homepage is ${is}. ${advice}`]);
    expect(read("title", value).told).toEqual([
      expect.stringMatching(/^title is .* Write an object such as/),
    ]);
  });

  test("objects are shown as JSON, and long values cut", () => {
    expect(shown(text(["a", new Unusable("1.5", true), 1]))).toBe('{"a":"1.5"}');
    expect(shown(undefined)).toBe("missing");
    expect(shown("x".repeat(78))).toBe(`"${"x".repeat(78)}"`);
    expect(shown("x".repeat(79))).toBe(`"${"x".repeat(79)}...`);
  });
});

test.each([
  ["nb", "$.nb"],
  ["the name", "$['the name']"],
  ["a.b", "$['a.b']"],
  ["", "$['']"],
  ["a'b", "$['a'b']"],
])("the path of %j is %s", (name, path) => {
  expect(memberPath("$", name)).toBe(path);
});
