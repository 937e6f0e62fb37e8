import { describe, expect, test } from "@jest/globals";
import { accessOf, readPolicy } from "../../../provider/policy";
import * as text from "./policy-texts";

/* What is plain, and its words. */

const linesOf = (rules: text.RuleSpec[], more: Partial<text.PolicySpec> = {}, resourceId = "r1") =>
  accessOf(readPolicy(text.policyText({ rules, ...more })), resourceId);

function words(...spec: Parameters<typeof linesOf>): Readonly<Record<string, string>> {
  const { form, lines } = linesOf(...spec);
  expect([form, lines]).toEqual(["plain", lines]);
  return lines;
}

const A = text.org("991825827");
const at = (subject: text.MatchSpec, ...resource: text.MatchSpec[]): text.RuleSpec => ({
  anyOfs: [text.any(subject), [resource], text.any(text.action("read"))],
});
const UUID = "6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01";

describe("who is let in", () => {
  test("an organisation, with its actions sorted over all rules", () => {
    expect(words([text.rule([A], ["write", "subscribe"]), text.rule([A], ["publish"])])).toEqual({
      "organization 991825827 (for any party)": "publish, subscribe, write",
    });
  });

  test("an organisation on its own behalf, and for another party", () => {
    const forParty = (number: string) => at(A, text.resource("r1"), text.party(number));
    expect(words([forParty("991825827"), forParty("314244370")])).toEqual({
      "organization 991825827 (for party 314244370)": "read",
      "organization 991825827 (on its own behalf)": "read",
    });
  });

  test("somebody for whatever the party is called, a number being the only one that counts", () => {
    expect(words([at(A, text.resource("r1"), text.party("me"))])).toEqual({
      "nobody: organization 991825827 (for party me) (that is no organisation number)": "read",
    });
  });

  test.each([
    [
      "organisation by the older attribute",
      text.subject("urn:altinn:organizationnumber", "991825827"),
      "organization 991825827 with an exchanged token (for any party)",
    ],
    ["service owner", text.subject("urn:altinn:org", "ttd"), "service owner ttd (for any party)"],
    [
      "service owner in any casing",
      text.subject("urn:altinn:org", "TTD", { matchId: text.IGNORE_CASE }),
      "service owner ttd (for any party)",
    ],
    [
      "system user",
      text.subject("urn:altinn:systemuser:uuid", UUID),
      `system user ${UUID} (for any party)`,
    ],
    ["role in any casing", text.role("dagl"), "delegated by role DAGL (Daglig leder)"],
    [
      "role with regard to case, in which Altinn delegates all the same",
      text.role("dagl", { matchId: text.STRING_EQUAL }),
      "delegated by role DAGL (Daglig leder)",
    ],
    ["role that nobody knows", text.role("king"), "delegated by role KING"],
    [
      "role of Enhetsregisteret",
      text.subject("urn:altinn:external-role:ccr", "daglig-leder"),
      "delegated by external role ccr daglig-leder (Daglig leder)",
    ],
    [
      "role of guardians",
      text.subject("urn:altinn:external-role:cra", "helfo-fastlege"),
      "delegated by external role cra helfo-fastlege (Helfo - Fastlege)",
    ],
    [
      "access package",
      text.subject("urn:altinn:accesspackage", "ansettelsesforhold"),
      "holders of, and delegated by, access package ansettelsesforhold (Ansettelsesforhold)",
    ],
    [
      "access package in other letters, which who holds it does not match",
      text.subject("urn:altinn:accesspackage", "Ansettelsesforhold"),
      "delegated by access package ansettelsesforhold (Ansettelsesforhold)",
    ],
    [
      "access package in any letters",
      text.subject("urn:altinn:accesspackage", "Ansettelsesforhold", {
        matchId: text.IGNORE_CASE,
      }),
      "holders of, and delegated by, access package ansettelsesforhold (Ansettelsesforhold)",
    ],
    [
      "a value that looks like words of ours",
      text.subject("urn:altinn:accesspackage", "a (every action)"),
      'holders of, and delegated by, access package "a (every action)"',
    ],
  ])("%s", (_, subject, key) => {
    expect(words([text.rule([subject], ["read"])])).toEqual({ [key]: "read" });
  });

  test("anyone, when a rule names no subject", () => {
    const rule = { anyOfs: [text.any(text.resource("r1")), text.any(text.action("read"))] };
    expect(words([rule])).toEqual({ anyone: "read" });
    const forParty = {
      anyOfs: [[[text.resource("r1"), text.party("314244370")]], text.any(text.action("read"))],
    };
    expect(words([forParty])).toEqual({ "anyone (for party 314244370)": "read" });
  });

  test("every action, when a rule names none, whatever other rules add", () => {
    const open = { anyOfs: [text.any(A), text.any(text.resource("r1"))] };
    expect(words([text.rule([A], ["read"]), open])).toEqual({
      "organization 991825827 (for any party)": "every action",
    });
  });

  test("holders of an access package alone, where no action is named that could be delegated", () => {
    const lonn = text.subject("urn:altinn:accesspackage", "lonn");
    expect(words([{ anyOfs: [text.any(lonn), text.any(text.resource("r1"))] }])).toEqual({
      "holders of access package lonn (Lønn)": "every action",
    });
  });

  test("an action in any casing, told in lower case where Broker or Events asks for it", () => {
    const rule = {
      anyOfs: [
        text.any(A),
        text.any(text.resource("r1")),
        text.any(
          text.action("READ", { matchId: text.IGNORE_CASE }),
          text.action("Sign", { matchId: text.IGNORE_CASE }),
          text.action("1-2", { matchId: text.IGNORE_CASE }),
          text.action("Write"),
        ),
      ],
    };
    expect(words([rule])).toEqual({
      "organization 991825827 (for any party)": "1-2, Write, read, sign in any casing",
    });
  });

  test("rights are delegated in the spelling of the first rule", () => {
    const dagl = text.role("dagl");
    const lede = text.role("lede");
    expect(words([text.rule([dagl], ["READ"]), text.rule([lede], ["read"])])).toEqual({
      "delegated by role DAGL (Daglig leder)": "READ",
      "delegated by role LEDE (Styrets leder)": "READ",
    });
  });

  test("the function string-is-in is string-equal for a single value", () => {
    const isIn = "urn:oasis:names:tc:xacml:1.0:function:string-is-in";
    expect(words([text.rule([text.org("991825827", { matchId: isIn })], ["read"])])).toEqual({
      "organization 991825827 (for any party)": "read",
    });
  });
});

describe("who is never let in", () => {
  test.each([
    ["no organisation number", text.org("99182582"), "organization 99182582", "number"],
    [
      "a number for a service owner's code",
      text.subject("urn:altinn:org", "991825827"),
      "service owner 991825827",
      "no service owner's code",
    ],
    [
      "a URN for a service owner's code",
      text.subject("urn:altinn:org", "urn:altinn:org:ttd"),
      "service owner urn:altinn:org:ttd",
      "no service owner's code",
    ],
    [
      "a service owner in capitals",
      text.subject("urn:altinn:org", "TTD"),
      "service owner TTD",
      "lower case",
    ],
    [
      "a system user that is no UUID",
      text.subject("urn:altinn:systemuser:uuid", "u-1"),
      "system user u-1",
      "no UUID",
    ],
    [
      "a system user in capitals",
      text.subject("urn:altinn:systemuser:uuid", UUID.toUpperCase()),
      `system user ${UUID.toUpperCase()}`,
      "lower case",
    ],
    [
      "a resource that may delegate",
      text.subject("urn:altinn:resource:delegation", "app_ttd_x"),
      "resource delegation app_ttd_x",
      "may delegate",
    ],
    [
      "members of an access list",
      text.subject("urn:altinn:access-list", "ttd:liste"),
      "members of access list ttd:liste",
      "when Broker asks",
    ],
    [
      "a placeholder",
      text.subject("urn:altinn:org", "{org}"),
      "service owner {org}",
      "a placeholder is left",
    ],
    ["a placeholder for a role", text.role("${role}"), "delegated by role ${ROLE}", "placeholder"],
  ])("%s", (_, subject, who, reason) => {
    const [key = "", ...more] = Object.keys(words([text.rule([subject], ["read"])]));
    expect(more).toEqual([]);
    expect(key.startsWith(`nobody: ${who} `)).toBe(true);
    expect(key).toContain(reason);
  });

  test("members of an access list may be let in for what Broker does not ask", () => {
    const list = text.subject("urn:altinn:access-list", "ttd:liste");
    expect(words([text.rule([list], ["read", "subscribe"])])).toEqual({
      "members of access list ttd:liste (not through Broker)": "subscribe",
      "nobody: members of access list ttd:liste (Altinn does not look at access lists when Broker asks)":
        "read",
    });
  });

  test("a role without an action, by which nothing can be delegated", () => {
    const rule = { anyOfs: [text.any(text.role("dagl")), text.any(text.resource("r1"))] };
    expect(Object.keys(words([rule]))).toEqual([
      "nobody: delegated by role DAGL (Daglig leder) (nothing can be delegated without a named action)",
    ]);
  });

  test("anybody at another resource, and in other letters than Broker's", () => {
    expect(words([at(A, text.resource("r2"))])).toEqual({
      "nobody: organization 991825827 (for any party) (at resource r2)": "read",
    });
    expect(words([at(A, text.resource("R1"))])).toEqual({
      "nobody: organization 991825827 (for any party) (the resource is written in other letters)":
        "read",
    });
    const anyCase = text.resource("R1", { matchId: text.IGNORE_CASE });
    expect(words([at(A, anyCase)])).toEqual({ "organization 991825827 (for any party)": "read" });
    expect(words([at(text.role("dagl"), anyCase)])).toEqual({
      "nobody: delegated by role DAGL (Daglig leder) (the resource is written in other letters)":
        "read",
    });
  });
});

describe("the authentication level", () => {
  const both = (all: string, organizations: string) =>
    (text.level(all) + text.level(organizations, LEVEL_OF_ORGANIZATIONS)).replace(
      /<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/,
      "",
    );
  const LEVEL_OF_ORGANIZATIONS = "urn:altinn:minimum-authenticationlevel-org";
  const RULE = text.rule([A], ["read"]);

  test("is a line, and up to 3 changes nobody's access", () => {
    for (const level of ["3", "003"]) {
      expect(words([RULE], { obligations: text.level(level) })).toEqual({
        "minimum authentication level": "3",
        "organization 991825827 (for any party)": "read",
      });
    }
  });

  test("lets nobody in above 3", () => {
    expect(words([RULE], { obligations: text.level("4") })).toEqual({
      "minimum authentication level": "4, above the 3 of Maskinporten",
      "nobody: organization 991825827 (for any party) (level 4 is above the 3 of Maskinporten)":
        "read",
    });
  });

  test("lets service owners in, above 3, by a level of their own", () => {
    expect(words([RULE], { obligations: both("4", "3") })).toEqual({
      "minimum authentication level": "4, above the 3 of Maskinporten",
      "minimum authentication level for organizations": "3",
      "with a service owner's token only: organization 991825827 (for any party)": "read",
    });
    expect(Object.keys(words([RULE], { obligations: both("4", "4") }))).toContain(
      "nobody: organization 991825827 (for any party) (level 4 is above the 3 of Maskinporten)",
    );
  });
});
