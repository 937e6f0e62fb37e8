import { sameMember, filledIn } from "../../provider/resources/resource/comparison";
import {
  authorityOf,
  CLOSED,
  differsOnlyInWithdrawal,
  documentOf,
  inputsOf,
  isLike,
  isOurs,
  newerMembers,
  WITHDRAWN,
} from "../../provider/resources/resource/document";
import { accessChanges, happened, lineOfRun } from "../../provider/resources/resource/access";
import { asStored, notOurs, withOwner } from "../../provider/resources/resource/owner";
import {
  foreignScopeFailures,
  scopeReferences,
} from "../../provider/resources/resource/scope-prefixes";
import { mayBeInForce } from "../../provider/resources/resource/rules";
import { misspeltFailures, resourceWarnings } from "../../provider/resources/resource/warnings";
import { whenRemoved } from "../../provider/resources/resource/when-removed";
import { outputsOf } from "../../provider/resources/resource/writer";
import type { RegistryDocument } from "../../provider/clients/resource-registry";
import type { Values } from "../../provider/resources/lifecycle";
import type { Settings } from "../../provider/settings";
import { UNKNOWN } from "../../provider/values/unknown";

/* The document that arguments stand for, the arguments that a document stands for, whose it is, and what it does to access. */

const us = { orgNumber: "991825827", orgCode: "ttd" };
const owner = { organization: "991825827", orgcode: "ttd" };
const name = { nb: "Etaten" };
const live = (document: Values): RegistryDocument => document as unknown as RegistryDocument;

describe("the document that is sent", () => {
  test("has the members of the registry alone, and no text that is null", () => {
    const given = {
      identifier: "ttd-x",
      title: { nb: "a", se: null },
      consentMetadata: { year: null },
      onDelete: "keep",
      adopt: true,
      riskClass: "low",
    };
    expect(documentOf(given, undefined)).toStrictEqual({
      identifier: "ttd-x",
      title: { nb: "a" },
      consentMetadata: { year: null },
      hasCompetentAuthority: {},
    });
  });

  test.each<[unknown, unknown, Values]>([
    [owner, undefined, owner],
    [owner, null, owner],
    [owner, name, { ...owner, name }],
    [{ ...owner, name }, { nb: "B" }, { ...owner, name }],
    [{ ...owner, name: null }, null, { ...owner, name: null }],
    [{ ...owner, name: null }, name, { ...owner, name }],
    [undefined, name, { name }],
  ])("of the owner %j, stored under the name %j, has %j", (given, stored, sent) => {
    const document = documentOf({ hasCompetentAuthority: given }, stored);
    expect(document).toStrictEqual({ hasCompetentAuthority: sent });
  });
});

describe("what is there as arguments", () => {
  test("has no key for what neither side has", () => {
    const shown = inputsOf({ identifier: "a", homepage: undefined }, live({ identifier: "a" }));
    expect(shown).toStrictEqual({ identifier: "a" });
  });

  test("shows of the owner what the program manages", () => {
    const theirs = { organization: "974761076", orgcode: "brg", name };
    const shown = (managed?: Values): unknown =>
      inputsOf(
        managed === undefined ? {} : { hasCompetentAuthority: managed },
        live({ hasCompetentAuthority: theirs }),
      ).hasCompetentAuthority;
    expect(shown(owner)).toStrictEqual({ organization: "974761076", orgcode: "brg" });
    expect(shown({ ...owner, name: {} })).toStrictEqual(theirs);
    expect(shown()).toStrictEqual(theirs);
    expect(inputsOf({ hasCompetentAuthority: owner }, live({}))).toStrictEqual({});
    expect(inputsOf({ title: { nb: "a" } }, live({ title: { nb: "b", name: "c" } }))).toStrictEqual(
      {
        title: { nb: "b", name: "c" },
      },
    );
  });

  test("the registry's newer members are kept apart", () => {
    expect(newerMembers({ identifier: "a", riskClass: "low" })).toStrictEqual({ riskClass: "low" });
  });

  test("what is left out is filled in where it is told", () => {
    expect(filledIn(["delegable", "homepage", "status"], { status: "Active" })).toEqual({
      delegable: true,
      status: "Active",
    });
  });

  test("what is no member is compared to the letter", () => {
    expect([sameMember("later", { a: 1 }, { a: 1 }), sameMember("later", 1, 2)]).toEqual([
      true,
      false,
    ]);
  });
});

describe("whose a document is", () => {
  test.each<[unknown, object]>([
    [
      { ...owner, name },
      { ...owner, name },
    ],
    [
      { ...owner, name: null },
      { ...owner, name: undefined },
    ],
    [undefined, {}],
    ["ttd", {}],
  ])("%j is read as %j", (hasCompetentAuthority, read) => {
    expect(authorityOf({ hasCompetentAuthority })).toEqual(read);
  });

  test("its number decides", () => {
    expect(isOurs({ hasCompetentAuthority: { ...owner, orgcode: "skd" } }, us)).toBe(true);
    expect(isOurs({ hasCompetentAuthority: { orgcode: "ttd" } }, us)).toBe(false);
  });

  test.each<[Values, string]>([
    [{ organization: "974761076", orgcode: "brg" }, "organisation 974761076 (brg)"],
    [{ organization: "974761076", orgcode: "" }, "organisation 974761076"],
    [{ organization: "974761076" }, "organisation 974761076"],
    [{ orgcode: "brg" }, "another owner, whose number it does not say (brg)"],
    [{ organization: "" }, "another owner, whose number it does not say"],
    [{ organization: 7, orgcode: 7 }, "another owner, whose number it does not say"],
  ])("that of %j is said", (hasCompetentAuthority, whose) => {
    expect(notOurs("Resource x", { hasCompetentAuthority }, us)).toBe(
      `Resource x belongs to ${whose}, not to 991825827 (ttd). It is never taken over; choose another identifier.`,
    );
  });

  test("what the program does not give of it, the settings say", () => {
    expect(withOwner({}, us)).toEqual({ hasCompetentAuthority: owner });
    expect(withOwner({ hasCompetentAuthority: { orgcode: "TTD", name } }, us)).toEqual({
      hasCompetentAuthority: { organization: "991825827", orgcode: "TTD", name },
    });
    for (const given of [null, UNKNOWN])
      expect(withOwner({ hasCompetentAuthority: given }, us)).toEqual({
        hasCompetentAuthority: given,
      });
  });

  test("state has it beside the document or in it", () => {
    expect(asStored({ identifier: "a", server: {} })).toStrictEqual({ identifier: "a" });
    expect(asStored({ server: { hasCompetentAuthority: owner } })).toStrictEqual({
      hasCompetentAuthority: owner,
    });
    const given = { ...owner, name };
    expect(
      asStored({ hasCompetentAuthority: given, server: { hasCompetentAuthority: owner } }),
    ).toStrictEqual({ hasCompetentAuthority: given });
  });

  test("state keeps version and owner as far as they are known", () => {
    expect(outputsOf({ identifier: "a", adopt: true }, undefined, { made: false })).toStrictEqual({
      identifier: "a",
      server: { made: false },
    });
    const there = live({ versionId: 7, hasCompetentAuthority: owner });
    expect(outputsOf({ identifier: "a" }, there)).toStrictEqual({
      identifier: "a",
      server: { versionId: 7, hasCompetentAuthority: owner },
    });
    expect(outputsOf({}, live({}))).toStrictEqual({ server: {} });
  });
});

describe("out of use", () => {
  test("is like what differs in none of the members that say so", () => {
    expect(isLike({ ...WITHDRAWN, homepage: "a" }, WITHDRAWN)).toBe(true);
    expect(isLike({ ...WITHDRAWN, visible: true }, WITHDRAWN)).toBe(false);
    expect(isLike(WITHDRAWN, CLOSED)).toBe(false);
    expect(isLike({ status: "Withdrawn" }, WITHDRAWN)).toBe(false);
  });

  test.each<[string, string[], Values, boolean]>([
    ["all three", ["status", "visible", "delegable"], WITHDRAWN, true],
    ["one of them", ["visible"], WITHDRAWN, true],
    ["another one too", ["status", "homepage"], WITHDRAWN, false],
    ["of what is in use", ["visible"], { status: "Completed", visible: false }, false],
  ])("what our own delete did: %s", (_what, changed, there, isIt) => {
    expect(differsOnlyInWithdrawal(changed, there)).toBe(isIt);
  });

  test.each([
    ["keep", true, /stays as it is/],
    ["withdraw", false, /is withdrawn/],
    ["close", false, /is closed/],
    ["delete", false, /can never be used again/],
    ["later", false, /^$/],
  ])("%s is left to the engine: %s", (way, retained, sentence) => {
    expect(whenRemoved(way)).toEqual({ retained, sentence: expect.stringMatching(sentence) });
  });
});

describe("access", () => {
  const [shut, open] = [
    { accessListMode: "Enabled", delegable: false },
    { accessListMode: "Disabled", delegable: true },
  ];

  test("changes with what lets fewer people in", () => {
    expect(accessChanges({}, open)).toEqual([]);
    expect(accessChanges(open, shut)).toEqual([
      { of: "accessListMode", to: "shut" },
      { of: "delegable", to: "shut" },
    ]);
    expect(accessChanges({ accessListMode: 1 }, {})).toEqual([
      { of: "accessListMode", to: "open" },
    ]);
  });

  test.each<[string, Values, Values, boolean]>([
    ["the same member the other way", { delegable: false }, {}, true],
    ["the same member the same way", {}, { delegable: false }, false],
    ["the other member the other way", { accessListMode: "Enabled" }, {}, false],
    ["the other member the same way", {}, { accessListMode: "Enabled" }, false],
    ["nothing", {}, {}, false],
  ])("delegable, opened again, undoes %s: %s", (_what, after, before, undoes) => {
    const [change] = accessChanges({ delegable: false }, { delegable: true });
    if (change === undefined) throw new Error("No change.");
    const { text } = lineOfRun("Resource x", change, accessChanges(before, after));
    expect(text.endsWith("; it was taken at Altinn")).toBe(undoes);
  });

  test("that is taken says which lists let members in", () => {
    const [change] = accessChanges({}, { accessListMode: "Enabled" });
    if (change === undefined) throw new Error("No change.");
    const undone = accessChanges({ accessListMode: "Enabled" }, {});
    expect(lineOfRun("Resource x", change, undone, "None is connected.").text).toBe(
      "access taken: Resource x: accessListMode Enabled: everybody who is on no connected access list; it was given at Altinn. None is connected.",
    );
    expect(happened(change)).toMatch(/^accessListMode became Enabled/);
  });
});

describe("scopes", () => {
  const reference = (more: Values) => ({ referenceType: "MaskinportenScope", ...more });

  test("are those that are known and have a prefix", () => {
    const resourceReferences = [
      reference({ reference: "ttd:a" }),
      reference({ reference: "ttd" }),
      reference({ reference: 7 }),
      reference({ reference: UNKNOWN }),
      { referenceType: "Uri", reference: "x:y" },
      null,
      UNKNOWN,
      reference({ reference: "skd:b" }),
    ];
    expect(scopeReferences({ resourceReferences })).toEqual([
      { path: "resourceReferences[0].reference", scope: "ttd:a" },
      { path: "resourceReferences[7].reference", scope: "skd:b" },
    ]);
    expect([scopeReferences({}), scopeReferences({ resourceReferences: UNKNOWN })]).toEqual([
      [],
      [],
    ]);
  });

  const at = (scope: string) => ({ path: "resourceReferences[0].reference", scope });

  test("begin with a prefix of the token, to the letter", () => {
    expect(foreignScopeFailures([at("ttd:a"), at("brg:b")], ["ttd", "brg"])).toEqual([]);
    expect(foreignScopeFailures([at("TTD:a"), at("ttdx:a")], ["ttd", "brg"])).toEqual(
      ["TTD:a", "ttdx:a"].map(
        (scope) =>
          `resourceReferences[0].reference is "${scope}", but the prefixes in the token (consumer_prefix) are ttd, brg, and the Resource Registry refuses scopes of others (status 401). Write a scope that begins with "ttd:" or "brg:", or take the reference out.`,
      ),
    );
    expect(foreignScopeFailures([at("ttd:a")], [])).toEqual([
      expect.stringMatching(/\(consumer_prefix\) are none, .* Take the reference out, or have/),
    ]);
  });
});

describe("names that nobody knows", () => {
  test("are refused where they are nearly those of others, and warned of where not", () => {
    const args = { identifer: "ttd-x", riskClass: "low", contactPoints: [{ emial: "a" }] };
    expect(misspeltFailures(args)).toEqual([
      'identifer is no member that the Resource Registry knows. Write identifier, or acknowledge: ["unknown-member"] when it is one.',
      'contactPoints[0].emial is no member that the Resource Registry knows. Write email, or acknowledge: ["unknown-member"] when it is one.',
    ]);
    expect(resourceWarnings(args).map(({ text }) => text.split(" ")[0])).toEqual(["riskClass"]);
    // Within an object the names of our own arguments are none.
    expect(misspeltFailures({ onDelet: "keep" })).toHaveLength(1);
    expect(misspeltFailures({ contactPoints: [{ onDelet: "keep" }] })).toEqual([]);
  });

  test("null is warned of where it is kept and no search looks", () => {
    const warned = (args: Values) => resourceWarnings(args).map(({ code }) => code);
    expect(warned({ spatial: [null], keywords: [null], homepage: null })).toEqual(["null-member"]);
  });
});

test.each<[string, Values, boolean]>([
  ["as it should be", {}, true],
  ["under a name that nobody would give out today", { identifier: "TTD.x" }, true],
  ["of a number as type", { resourceType: 3 }, true],
  ["without an identifier", { identifier: undefined }, false],
  ["with a blank one", { identifier: " " }, false],
  ["under one that could not be asked for", { identifier: "search" }, false],
  ["with a value of another type", { delegable: "yes" }, false],
  ["of somebody else", { hasCompetentAuthority: { organization: "974761076" } }, false],
])("a resource %s may be there: %s", (_what, more, may) => {
  const inputs = { identifier: "ttd-x", hasCompetentAuthority: owner, ...more };
  expect(mayBeInForce(inputs, us as Settings)).toBe(may);
});
