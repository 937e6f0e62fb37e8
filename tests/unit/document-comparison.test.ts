import { COMPARED, sameMember } from "../../provider/resources/resource/comparison";
import { changedMembers, inputsOf } from "../../provider/resources/resource/document";

/* Row by row, what says the same in two documents and what does not: the program's value first, the registry's second. */

type Pair = readonly [program: unknown, live: unknown];
interface Pairs {
  readonly equal: readonly Pair[];
  readonly different: readonly Pair[];
}

const NOTHING: readonly Pair[] = [
  [undefined, undefined],
  [undefined, null],
  [null, undefined],
];
const text: Pairs = {
  equal: [...NOTHING, ["a", "a"]],
  different: [
    ["a", "A"],
    ["a", "a "],
    ["a", undefined],
    ["", undefined],
    [undefined, ""],
  ],
};
const texts: Pairs = {
  equal: [
    ...NOTHING,
    [
      { nb: "a", en: "b" },
      { en: "b", nb: "a" },
    ],
    [{ nb: "a" }, { nb: "a", se: null }],
    [{ nb: "a", se: null }, { nb: "a" }],
  ],
  different: [
    [{ nb: "a" }, { nb: "b" }],
    [{ nb: "a" }, { nb: "a", se: "b" }],
    [{ nb: "a", se: "" }, { nb: "a" }],
    [{}, undefined],
  ],
};
/** `one` and `other` are elements. */
const list = (one: unknown, other: unknown): Pairs => ({
  equal: [...NOTHING, [[], []], [[one, other], [one, other]]], // prettier-ignore
  different: [
    [[one, other], [other, one]],
    [[one], [one, one]],
    [[one], [null]],
    [[one], undefined],
    [[], undefined],
    [undefined, []],
  ], // prettier-ignore
});
/** `one` is an element of which a member is left out. */
const objects = (one: object, other: object, name: string): Pairs => {
  const { equal, different } = list(one, other);
  return {
    equal: [
      ...equal,
      [[{ ...one, [name]: null }], [one]],
      [[one], [{ ...one, [name]: null }]],
      [[one], [{ ...one, learnedLater: true }]],
    ],
    different: [...different, [[{ ...one, [name]: "" }], [one]]],
  };
};
const truth = (absent: boolean): Pairs => ({
  equal: [...NOTHING, [absent, undefined], [undefined, absent], [!absent, !absent]],
  different: [
    [undefined, !absent],
    [!absent, undefined],
    [absent, !absent],
  ],
});

const owner = { organization: "991825827", orgcode: "ttd" };
const named = { ...owner, name: { nb: "a", en: "b" } };

const rows: Readonly<Record<keyof typeof COMPARED, Pairs>> = {
  identifier: text,
  version: text,
  title: texts,
  description: texts,
  rightDescription: texts,
  homepage: text,
  status: {
    equal: [
      ["Completed", undefined],
      [undefined, "Completed"],
      ["Active", "Active"],
    ],
    different: [
      ["Completed", "completed"],
      ["Completed", ""],
      ["Active", undefined],
      [undefined, "Withdrawn"],
    ],
  },
  spatial: list("a", "b"),
  contactPoints: objects({ category: "Support" }, { category: "Other" }, "email"),
  produces: list("a", "b"),
  isPartOf: text,
  thematicAreas: list("a", "b"),
  resourceReferences: objects({ referenceType: "Uri" }, { referenceType: "Default" }, "reference"),
  delegable: truth(true),
  visible: truth(true),
  hasCompetentAuthority: {
    equal: [
      ...NOTHING,
      [owner, { ...owner, orgcode: "TTD" }],
      [owner, named],
      [owner, { ...owner, name: {} }],
      [{ ...owner, name: null }, named],
      [{ ...owner, name: {} }, owner],
      [
        { ...owner, name: { en: "b", nb: "a" } },
        { ...named, name: { ...named.name, nn: null } },
      ],
      [owner, { ...owner, learnedLater: true }],
    ],
    different: [
      [owner, { ...owner, organization: "974761076" }],
      [owner, { ...owner, orgcode: "skd" }],
      [owner, { ...owner, orgcode: "" }],
      [owner, { organization: owner.organization }],
      [owner, { orgcode: owner.orgcode }],
      [named, owner],
      [named, { ...named, name: { nb: "a" } }],
      [{ ...owner, name: {} }, named],
      [owner, undefined],
    ],
  },
  keywords: objects({ word: "a" }, { word: "b" }, "language"),
  accessListMode: {
    equal: [
      ...NOTHING,
      ["Disabled", undefined],
      [undefined, "Disabled"],
      ["enabled", "Enabled"],
      [1, "Enabled"],
    ],
    different: [
      ["Enabled", undefined],
      [undefined, "Enabled"],
      ["Disabled", "Enabled"],
    ],
  },
  selfIdentifiedUserEnabled: truth(false),
  enterpriseUserEnabled: truth(false),
  resourceType: {
    equal: [
      ["brokerservice", "BrokerService"],
      [32, "BrokerService"],
      [3, 3],
    ],
    different: [
      ["BrokerService", "Consent"],
      ["BrokerService", "Default"],
      [3, 5],
    ],
  },
  availableForType: list("Company", "PrivatePerson"),
  authorizationReference: objects({ id: "a" }, { id: "b" }, "value"),
  consentTemplate: text,
  consentText: texts,
  consentMetadata: {
    equal: [
      ...NOTHING,
      [{ year: {} }, { year: { optional: false } }],
      [{ year: { optional: null } }, { year: { optional: false } }],
      [
        { a: { optional: true }, b: {} },
        { b: {}, a: { optional: true } },
      ],
      [{ year: null }, { year: null }],
    ],
    different: [
      [{ year: {} }, { year: { optional: true } }],
      [{ year: {} }, {}],
      [{ year: null }, {}],
      [{}, { year: null }],
      [{ year: null }, { year: {} }],
      [{}, undefined],
    ],
  },
  isOneTimeConsent: truth(false),
  versionId: {
    equal: [
      [1, 2],
      [undefined, 2],
      [1, undefined],
    ],
    different: [],
  },
};

test("every member that the registry knows has a row", () => {
  expect(Object.keys(rows).sort()).toEqual(Object.keys(COMPARED).sort());
});

describe.each(Object.entries(rows))("%s", (key, { equal, different }) => {
  // Undefined stands for a member that is not there.
  const withMember = (value: unknown) => (value === undefined ? {} : { [key]: value });

  test.each(equal)("%j says the same as %j", (program, live) => {
    expect(sameMember(key, program, live)).toBe(true);
    expect(changedMembers(withMember(program), withMember(live))).toEqual([]);
  });

  if (different.length > 0)
    test.each(different)("%j does not say the same as %j", (program, live) => {
      expect(sameMember(key, program, live)).toBe(false);
      expect(changedMembers(withMember(program), withMember(live))).toEqual([key]);
    });
});

test("arguments that are no members, and members that are not known, are not compared", () => {
  const wanted = { homepage: "a", onDelete: "keep", adopt: true, server: { versionId: 1 } };
  expect(changedMembers(wanted, { homepage: "a", learnedLater: [] })).toEqual([]);
});

test("drift shows live values as the registry spells them, and what is missing as missing", () => {
  const managed = { identifier: "a", accessListMode: "enabled", status: "Active", homepage: "a" };
  const live = { identifier: "a", accessListMode: "Enabled", contactPoints: [{ email: null, fax: "1" }], learnedLater: 1 }; // prettier-ignore
  expect(inputsOf(managed, live)).toEqual({
    identifier: "a",
    accessListMode: "enabled",
    contactPoints: [{}],
  });
});
