import { describe, expect, test } from "@jest/globals";
import { access, readPolicy } from "../../../provider/policy";
import * as text from "./policy-texts";

const words = (rules: text.RuleSpec[], more: Partial<text.PolicySpec> = {}, resourceId = "r1") =>
  access(readPolicy(text.policyText({ rules, ...more })), resourceId);

const A = text.org("991825827");
const B = text.org("314244370");
describe("who is let in", () => {
  test("an organisation, with its actions sorted over all rules", () => {
    expect(words([text.rule([A], ["write", "subscribe"]), text.rule([A], ["publish"])])).toEqual({
      "organization 991825827 (for any party)": "publish, subscribe, write",
    });
  });

  test("an organisation on its own behalf, and for another party", () => {
    const forParty = (number: string): text.RuleSpec => ({
      anyOfs: [
        text.any(A),
        [[text.resource("r1"), text.party(number)]],
        text.any(text.action("read")),
      ],
    });
    expect(words([forParty("991825827"), forParty("314244370")])).toEqual({
      "organization 991825827 (for party 314244370)": "read",
      "organization 991825827 (on its own behalf)": "read",
    });
  });

  test.each([
    ["role in any casing", text.role("dagl"), "system users delegated by role DAGL"],
    [
      "access package",
      text.subject("urn:altinn:accesspackage", "Lonn"),
      "system users delegated by access package lonn",
    ],
    [
      "role of Enhetsregisteret",
      text.subject("urn:altinn:external-role:ccr", "daglig-leder"),
      "system users delegated by external role ccr daglig-leder",
    ],
    [
      "role of guardians",
      text.subject("urn:altinn:external-role:cra", "verge"),
      "system users delegated by external role cra verge",
    ],
    ["service owner", text.subject("urn:altinn:org", "ttd"), "service owner ttd (for any party)"],
    [
      "service owner in any casing",
      text.subject("urn:altinn:org", "TTD", { matchId: text.IGNORE_CASE }),
      "service owner ttd (for any party)",
    ],
    [
      "service owner with regard to case",
      text.subject("urn:altinn:org", "TTD"),
      "service owner TTD (for any party)",
    ],
    [
      "organisation by the older attribute",
      text.subject("urn:altinn:organizationnumber", "991825827"),
      "organization 991825827 with an exchanged token (for any party)",
    ],
    [
      "system user",
      text.subject("urn:altinn:systemuser:uuid", "u-1"),
      "system user u-1 (for any party)",
    ],
    [
      "any other attribute",
      text.subject("urn:altinn:partytype", "organization"),
      "callers with urn:altinn:partytype organization (for any party)",
    ],
    [
      "a value that looks like words of ours",
      text.subject("urn:altinn:org", "a (for any party)"),
      'service owner "a (for any party)" (for any party)',
    ],
  ])("%s", (_, subject, key) => {
    expect(words([text.rule([subject], ["read"])])).toEqual({ [key]: "read" });
  });

  test("anyone, when a rule names no subject", () => {
    expect(
      words([{ anyOfs: [text.any(text.resource("r1")), text.any(text.action("read"))] }]),
    ).toEqual({
      anyone: "read",
    });
  });

  test("every action, when a rule names none, whatever other rules add", () => {
    const open = { anyOfs: [text.any(A), text.any(text.resource("r1"))] };
    expect(words([text.rule([A], ["read"]), open])).toEqual({
      "organization 991825827 (for any party)": "every action",
    });
  });

  test("several AnyOf of a category are alternatives", () => {
    const spec = {
      anyOfs: [
        text.any(A),
        text.any(B),
        text.any(text.resource("r1")),
        text.any(text.action("read")),
      ],
    };
    expect(Object.keys(words([spec]))).toEqual([
      "organization 314244370 (for any party)",
      "organization 991825827 (for any party)",
    ]);
  });

  test("an AllOf that mixes categories counts for each of them", () => {
    const spec = {
      anyOfs: [[[A, text.resource("r1"), text.action("read")]], [[B, text.action("write")]]],
    };
    expect(words([spec])).toEqual({
      "organization 314244370 (for any party)": "read, write",
      "organization 991825827 (for any party)": "read, write",
    });
  });

  test("two matches in one AllOf must both hold", () => {
    const spec = {
      anyOfs: [
        [[A, text.subject("urn:altinn:org", "ttd")]],
        text.any(text.resource("r1")),
        [[text.action("read"), text.action("write")]],
      ],
    };
    expect(words([spec])).toEqual({
      "organization 991825827 and service owner ttd (for any party)": "read and write together",
    });
  });

  test("further resource attributes are limits, another resource too", () => {
    const at = (...more: text.MatchSpec[]): text.RuleSpec => ({
      anyOfs: [text.any(A), [[text.resource("r1"), ...more]], text.any(text.action("read"))],
    });
    const task = { ...text.resource("Task_1"), id: "urn:altinn:task" };
    const other: text.RuleSpec = {
      anyOfs: [text.any(A), text.any(text.resource("r2")), text.any(text.action("read"))],
    };
    expect(Object.keys(words([at(task), at({ ...task, id: "urn:x" }), other]))).toEqual([
      "organization 991825827 (for any party), at resource r2",
      "organization 991825827 (for any party), at task Task_1",
      "organization 991825827 (for any party), where urn:x Task_1",
    ]);
  });

  test("an app is named by its org and app", () => {
    const pair = [
      { ...text.resource("ttd"), id: "urn:altinn:org" },
      { ...text.resource("skjema"), id: "urn:altinn:app" },
    ];
    const spec = { anyOfs: [text.any(text.role("dagl")), [pair], text.any(text.action("read"))] };
    expect(words([spec], {}, "app_ttd_skjema")).toEqual({
      "system users delegated by role DAGL": "read",
    });
  });
});

describe("who is never let in", () => {
  const nobody = (subject: text.MatchSpec[]): string[] =>
    Object.keys(
      words([
        { anyOfs: [[subject], text.any(text.resource("r1")), text.any(text.action("read"))] },
      ]),
    );

  test.each([
    [
      "a role together with an organisation",
      [text.role("dagl"), A],
      /^nobody: organization .* and role DAGL/,
    ],
    [
      "two roles together",
      [text.role("dagl"), text.role("lede")],
      /^nobody: role DAGL and role LEDE/,
    ],
    ["two organisations together", [A, B], /no caller is both/],
    [
      "a system user together with an organisation",
      [A, text.subject("urn:altinn:systemuser:uuid", "u")],
      /^nobody: /,
    ],
    ["a placeholder", [text.subject("urn:altinn:org", "[org]")], /placeholder/],
    ["an empty value", [text.role("")], /empty/],
    ["no organisation number", [text.org("99182582")], /not an organisation number/],
    [
      "another data type than string",
      [text.org("991825827", { dataType: "http://www.w3.org/2001/XMLSchema#integer" })],
      /integer/,
    ],
    [
      "an access list, for read",
      [text.subject("urn:altinn:access-list", "ttd:liste")],
      /access lists/,
    ],
  ])("%s", (_, subject, key) => {
    const [only, ...more] = nobody(subject);
    expect(more).toEqual([]);
    expect(only).toMatch(key);
    expect(only).toMatch(/^nobody: /);
  });

  test("members of an access list are let in for what Broker does not ask", () => {
    const list = text.subject("urn:altinn:access-list", "ttd:liste");
    expect(words([text.rule([list], ["read", "subscribe"])])).toEqual({
      "members of access list ttd:liste": "subscribe",
      "nobody: members of access list ttd:liste (Altinn does not look at access lists when Broker asks)":
        "read",
    });
  });

  test("a role without an action or a resource can delegate nothing", () => {
    const [key] = Object.keys(
      words([{ anyOfs: [text.any(text.role("dagl")), text.any(text.resource("r1"))] }]),
    );
    expect(key).toBe(
      "nobody: system users delegated by role DAGL (nothing can be delegated without a named action)",
    );
  });
});
