import { describe, expect, test } from "@jest/globals";
import { access, readPolicy } from "../../../provider/policy";
import * as text from "./policy-texts";

const words = (rules: text.RuleSpec[], more: Partial<text.PolicySpec> = {}, resourceId = "r1") =>
  access(readPolicy(text.policyText({ rules, ...more })), resourceId);

const A = text.org("991825827");
const B = text.org("314244370");
const algorithm = (name: string, version = "3.0") =>
  `urn:oasis:names:tc:xacml:${version}:rule-combining-algorithm:${name}`;
const deny = (subjects: text.MatchSpec[], actions: string[]) =>
  text.rule(subjects, actions, { effect: "Deny" });

describe("Deny", () => {
  test("what is denied is named, and taken from what is permitted", () => {
    expect(words([text.rule([A], ["read", "write"]), deny([A], ["write"])])).toEqual({
      "denied: organization 991825827 (for any party)": "write",
      "nobody: organization 991825827 (for any party) (denied by another rule)": "write",
      "organization 991825827 (for any party)": "read",
    });
  });

  test("where a Deny hits some of those permitted, the line says so", () => {
    const anyone = { anyOfs: [text.any(text.resource("r1")), text.any(text.action("read"))] };
    expect(words([anyone, deny([A], ["read"])])).toEqual({
      "denied: organization 991825827 (for any party)": "read",
      "unless denied: anyone": "read",
    });
  });

  test("a Deny that is overridden says so, and the permitted line stays", () => {
    const rules = [text.rule([A], ["read"]), deny([A], ["read"])];
    const expected = {
      "denied unless let in: organization 991825827 (for any party)": "read",
      "organization 991825827 (for any party)": "read",
    };
    expect(words(rules, { algorithm: algorithm("permit-overrides") })).toEqual({
      "combining algorithm": "permit-overrides",
      ...expected,
    });
    expect(words(rules, { algorithm: algorithm("first-applicable", "1.0") })).toEqual({
      "combining algorithm": "first-applicable",
      ...expected,
    });
  });

  test("first-applicable with Permit and Deny in turns is in doubt", () => {
    const rules = [text.rule([A], ["read"]), deny([B], ["read"]), text.rule([B], ["read"])];
    expect(words(rules, { algorithm: algorithm("first-applicable", "1.0") })).toMatchObject({
      "cannot be put in words: the combining algorithm":
        expect.stringContaining("order of the rules"),
      "in doubt: organization 991825827 (for any party)": "read",
    });
  });

  test("permit-unless-deny lets in anyone for what any rule names", () => {
    const lines = words([text.rule([A], ["read"]), deny([B], ["read"])], {
      algorithm: algorithm("permit-unless-deny"),
    });
    expect(lines).toMatchObject({
      "unless denied: anyone": "read",
      "denied: organization 314244370 (for any party)": "read",
    });
  });

  test("deny-unless-permit refuses what was only delegated", () => {
    const lines = words([text.rule([A, text.role("dagl")], ["read"])], {
      algorithm: algorithm("deny-unless-permit"),
    });
    expect(lines).toEqual({
      "combining algorithm": "deny-unless-permit",
      "denied unless let in: anyone": "read",
      "nobody: system users delegated by role DAGL (denied by another rule)": "read",
      "organization 991825827 (for any party)": "read",
    });
  });

  test("a Deny for a role is not put in words, since delegation passes over Deny", () => {
    const lines = words([
      text.rule([text.role("dagl")], ["read"]),
      deny([text.role("dagl")], ["read"]),
    ]);
    expect(lines['cannot be put in words: rule "2"']).toMatch(/passes over Deny/);
    expect(lines["in doubt: system users delegated by role DAGL"]).toBe("read");
  });
});

describe("what cannot be put in words", () => {
  const other = text.rule([B], ["read"]);
  const entry = (spec: text.RuleSpec) =>
    words([spec, other])['cannot be put in words: rule "odd"'] ?? "";
  const inDoubt = "in doubt: organization 314244370 (for any party)";

  test.each([
    [
      "an unknown match function",
      text.rule([text.org("991825827", { matchId: "urn:none" })], ["read"], { id: "odd" }),
      /urn:none/,
      true,
    ],
    [
      "a regular expression",
      text.rule(
        [
          text.org("99.*", {
            matchId: "urn:oasis:names:tc:xacml:1.0:function:string-regexp-match",
          }),
        ],
        ["read"],
        { id: "odd" },
      ),
      /regexp/,
      true,
    ],
    [
      "a comparison of whole numbers",
      text.rule(
        [text.org("991825827", { matchId: "urn:oasis:names:tc:xacml:1.0:function:integer-equal" })],
        ["read"],
        { id: "odd" },
      ),
      /names organization 991825827; .*integer-equal/,
      false,
    ],
    [
      "MustBePresent",
      text.rule([text.org("991825827", { mustBePresent: true })], ["read"], { id: "odd" }),
      /MustBePresent/,
      true,
    ],
    [
      "a Condition",
      {
        ...text.rule([A], ["read"], { id: "odd" }),
        condition: "<x:Condition><x:Apply FunctionId='f'></x:Apply></x:Condition>",
      },
      /Condition/,
      true,
    ],
    [
      "a category at which Altinn does not look",
      {
        id: "odd",
        anyOfs: [
          ...text.rule([A], ["read"]).anyOfs,
          text.any({ ...A, category: "urn:environment" }),
        ],
      },
      /urn:environment/,
      false,
    ],
    [
      "several actions at once of a role",
      {
        id: "odd",
        anyOfs: [
          text.any(text.role("dagl")),
          text.any(text.resource("r1")),
          [[text.action("read"), text.action("write")]],
        ],
      },
      /role DAGL get read and write together/,
      false,
    ],
  ])("%s has an entry that names the rule", (_, spec, says, doubt) => {
    expect(entry(spec)).toMatch(says);
    expect(inDoubt in words([spec, other])).toBe(doubt);
  });

  test("an AttributeSelector has one too", () => {
    const selector = '<x:AttributeSelector Path="p" DataType="d" MustBePresent="false"/>';
    const xml = text
      .policyText({ rules: [text.rule([A], ["read"], { id: "odd" })] })
      .replace(/<x:AttributeDesignator [^>]*\/>/, selector);
    expect(access(readPolicy(xml), "r1")['cannot be put in words: rule "odd"']).toMatch(
      /AttributeSelector/,
    );
  });

  test("parts that Altinn does not use are named", () => {
    const xml = text
      .policyText({ rules: [text.rule([A], ["read"])] })
      .replace("<x:Target/>", "<x:PolicyIssuer/><x:Target/>");
    expect(access(readPolicy(xml), "r1")["cannot be put in words: PolicyIssuer"]).toMatch(
      /not use/,
    );
  });
});

describe("the level and the algorithm", () => {
  test("levels have lines of their own", () => {
    const obligations =
      text.level("2") + text.level("3", "urn:altinn:minimum-authenticationlevel-org");
    const joined = obligations.replace(
      /<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/,
      "",
    );
    expect(words([text.rule([A], ["read"])], { obligations: joined })).toEqual({
      "minimum authentication level": "2",
      "minimum authentication level for organizations": "3",
      "organization 991825827 (for any party)": "read",
    });
  });

  test("a level above 3 puts every line in doubt", () => {
    expect(words([text.rule([A], ["read"])], { obligations: text.level("4") })).toEqual({
      "in doubt: organization 991825827 (for any party)": "read",
      "minimum authentication level": "4, above the 3 of Maskinporten",
    });
  });

  test("an obligation of another category is named", () => {
    expect(
      words([text.rule([A], ["read"])], { obligations: text.level("3", "urn:none") }),
    ).toMatchObject({
      'cannot be put in words: obligation "urn:test:obligation"':
        expect.stringContaining("urn:none"),
    });
  });

  test.each([
    ["of XACML 1.0", algorithm("deny-overrides", "1.0")],
    ["that nobody knows", "urn:none"],
  ])("an algorithm %s puts every line in doubt", (_, unknown) => {
    const lines = words([text.rule([A], ["read"])], { algorithm: unknown });
    expect(lines["combining algorithm"]).toMatch(/unknown to Altinn/);
    expect(lines["in doubt: organization 991825827 (for any party)"]).toBe("read");
  });
});
