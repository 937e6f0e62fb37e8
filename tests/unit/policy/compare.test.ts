import { describe, expect, test } from "@jest/globals";
import {
  accessOfText,
  accessPackage,
  compareAccess,
  externalRole,
  grantLines,
  organization,
  renderPolicy,
  role,
  serviceOwner,
  systemUser,
  type Comparison,
  type Rule,
  type Subject,
} from "../../../provider/policy";
import * as text from "./policy-texts";

/* Policies compared as sets of (who, action, for which party, level). */

const A = text.org("991825827");
const ID = "r1";
const UUID = "6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01";

const access = (xml: string) => accessOfText(xml, ID);
function compared(before: string | undefined, after: string | undefined) {
  const of = (xml: string | undefined) => (xml === undefined ? undefined : access(xml));
  const comparison = compareAccess(of(before), of(after));
  if (!comparison) throw new Error("nobody can tell");
  return {
    gained: grantLines(comparison.gained),
    lost: grantLines(comparison.lost),
  };
}

const rendered = (
  subjects: Subject[],
  actions: Rule["actions"] = ["read"],
  minimumAuthenticationLevel?: number,
) => renderPolicy({ resourceId: ID, rules: [{ subjects, actions }], minimumAuthenticationLevel });
const handwritten = (anyOfs: text.AnyOfSpec[], more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules: [{ anyOfs }], ...more });
const READ = text.any(text.action("read"));
const R1 = text.any(text.resource("r1"));
const levels = (all: string, organizations: string) =>
  (
    text.level(all) + text.level(organizations, "urn:altinn:minimum-authenticationlevel-org")
  ).replace(/<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/, "");

const itself = organization("991825827", { onBehalfOf: "itself" });
const anyParty = organization("991825827", { onBehalfOf: "anyone" });
const NOTHING = { gained: {}, lost: {} };

describe("what grows is never told as loss, and what shrinks never as gain", () => {
  test.each<[what: string, narrow: string, wide: string]>([
    ["own behalf, then any party", rendered([itself]), rendered([anyParty])],
    [
      "one party, then any",
      handwritten([text.any(A), [[text.resource("r1"), text.party("314244370")]], READ]),
      rendered([anyParty]),
    ],
    ["one organisation, then anyone", rendered([anyParty]), handwritten([R1, READ])],
    ["a role, then anyone", rendered([role("dagl")]), handwritten([R1, READ])],
    ["one action, then every one", rendered([anyParty]), handwritten([text.any(A), R1])],
    ["one action, then two", rendered([anyParty]), rendered([anyParty], ["read", "write"])],
    [
      "an action in one spelling, then in any",
      handwritten([text.any(A), R1, text.any(text.action("sign"))]),
      handwritten([text.any(A), R1, text.any(text.action("SIGN", { matchId: text.IGNORE_CASE }))]),
    ],
    ["level 4, then 3", rendered([anyParty], ["read"], 4), rendered([anyParty], ["read"], 3)],
    [
      "owners alone by the level, then everybody",
      handwritten([text.any(A), R1, READ], { obligations: levels("4", "3") }),
      handwritten([text.any(A), R1, READ], { obligations: levels("3", "3") }),
    ],
    [
      "with an exchanged token, then by Maskinporten's too",
      handwritten([text.any(text.subject("urn:altinn:organizationnumber", "991825827")), R1, READ]),
      rendered([anyParty]),
    ],
    [
      "an access package that holders do not match, then one that they do",
      handwritten([text.any(text.subject("urn:altinn:accesspackage", "Lonn")), R1, READ]),
      rendered([accessPackage("lonn")]),
    ],
    [
      "a service owner whose code never matches, then one whose does",
      handwritten([text.any(text.subject("urn:altinn:org", "TTD")), R1, READ]),
      rendered([serviceOwner("ttd")]),
    ],
    [
      "another resource, then this one",
      handwritten([text.any(A), text.any(text.resource("r2")), READ]),
      rendered([anyParty]),
    ],
  ])("%s", (_, narrow, wide) => {
    const grown = compared(narrow, wide);
    expect(grown.lost).toEqual({});
    expect(grown.gained).not.toEqual({});
    expect(compared(wide, narrow)).toEqual({ gained: {}, lost: grown.gained });
  });
});

describe("what is gained and lost", () => {
  test("a lower level changes nobody's access below that of Maskinporten", () => {
    expect(compared(rendered([itself], ["read"], 3), rendered([itself], ["read"], 2))).toEqual(
      NOTHING,
    );
  });

  test.each<[what: string, subject: Subject, key: string]>([
    ["an organisation", anyParty, "organization 991825827 (for any party)"],
    ["a role", role("dagl"), "delegated by role DAGL (Daglig leder)"],
    [
      "a role of a register",
      externalRole("ccr", "daglig-leder"),
      "delegated by external role ccr daglig-leder (Daglig leder)",
    ],
    [
      "an access package",
      accessPackage("lonn"),
      "holders of, and delegated by, access package lonn (Lønn)",
    ],
    ["a service owner", serviceOwner("ttd"), "service owner ttd (for any party)"],
    ["a system user", systemUser(UUID), `system user ${UUID} (for any party)`],
  ])("%s beside others", (_, subject, key) => {
    const other = organization("314244370", { onBehalfOf: "itself" });
    const [one, both] = [rendered([other]), rendered([other, subject], ["read"])];
    expect(compared(one, both)).toEqual({ gained: { [key]: "read" }, lost: {} });
    expect(compared(both, one)).toEqual({ gained: {}, lost: { [key]: "read" } });
  });

  test("one of two actions", () => {
    const [read, write] = [rendered([itself], ["read"]), rendered([itself], ["write"])];
    expect(compared(read, write)).toEqual({
      gained: { "organization 991825827 (on its own behalf)": "write" },
      lost: { "organization 991825827 (on its own behalf)": "read" },
    });
  });

  test("another spelling of a delegated right and of the action asked for", () => {
    const action = (name: string) => rendered([role("dagl")], [name]);
    expect(compared(action("READ"), action("read"))).toEqual({
      gained: { "delegated by role DAGL (Daglig leder)": "read" },
      lost: { "delegated by role DAGL (Daglig leder)": "READ" },
    });
  });

  test("a role is no substitute for what it is called in a register, nor a delegation for access", () => {
    expect(
      compared(rendered([role("dagl")]), rendered([externalRole("ccr", "daglig-leder")])).lost,
    ).toEqual({ "delegated by role DAGL (Daglig leder)": "read" });
    // Who holds the package of this spelling gets in no more; who was delegated to does.
    const held = rendered([accessPackage("lonn")]);
    const delegatedAlone = handwritten([
      text.any(text.subject("urn:altinn:accesspackage", "Lonn")),
      R1,
      READ,
    ]);
    expect(compared(held, delegatedAlone).lost).toEqual({
      "holders of access package lonn (Lønn)": "read",
    });
  });

  test("everything against no policy, and nothing of what lets nobody in", () => {
    const all = rendered([itself, role("dagl")]);
    const lines = access(all).lines;
    expect(compared(undefined, all)).toEqual({ gained: lines, lost: {} });
    expect(compared(all, undefined)).toEqual({ gained: {}, lost: lines });
    expect(compared(undefined, undefined)).toEqual(NOTHING);
    expect(compared(undefined, rendered([systemUser("me")]))).toEqual(NOTHING);
  });

  test("nothing between policies of the same lines", () => {
    expect(compared(rendered([itself, anyParty]), rendered([anyParty, itself]))).toEqual(NOTHING);
    expect(compared(rendered([itself, anyParty]), rendered([anyParty]))).toEqual(NOTHING);
  });
});

test("what is kept is the narrower of the two", () => {
  const { kept } = compareAccess(
    access(rendered([itself])),
    access(rendered([anyParty])),
  ) as Comparison;
  expect(Object.keys(grantLines(kept))).toEqual(["organization 991825827 (on its own behalf)"]);
});

test("where one side is unusual or cannot be read, nobody can tell", () => {
  const plain = rendered([anyParty]);
  const deny = text.policyText({ rules: [{ ...text.rule([A], ["read"]), effect: "Deny" }] });
  for (const [before, after] of [
    [deny, plain],
    [plain, deny],
    [deny, deny],
    ["<not", plain],
  ] as const) {
    expect(compareAccess(access(before), access(after))).toBeUndefined();
  }
  expect(compareAccess(undefined, access(deny))).toBeUndefined();
});
