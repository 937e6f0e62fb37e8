import { describe, expect, test } from "@jest/globals";
import { checkPolicy, findingText } from "../../../provider/policy";
import * as text from "./policy-texts";

/* What is refused when it is new, unusual policies apart. */

const A = text.org("991825827");
const OWNER = text.subject("urn:altinn:org", "ttd");
const ALL = ["read", "write", "publish", "subscribe"];
const USUAL = text.policyText({ rules: [text.rule([A], ALL)] });
const UUID = "6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01";
const ORGANISATIONS = "urn:altinn:minimum-authenticationlevel-org";

const check = (xml: string, resourceId = "r1") => checkPolicy({ xml, resourceId });
const codes = (xml: string, resourceId = "r1") =>
  check(xml, resourceId).refusals.map(({ code }) => code);
const of = (rule: text.RuleSpec, more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules: [rule], ...more });
const subjects = (...matches: text.MatchSpec[]) => of(text.rule(matches, ALL));
const target = (...anyOfs: text.AnyOfSpec[]) => of({ anyOfs });
const R1 = text.any(text.resource("r1"));
const READ = text.any(text.action("read"));
const ACCESS_LIST = text.subject("urn:altinn:access-list", "ttd:liste");

test("nothing is, in the usual policy", () => {
  expect(check(USUAL).refusals).toEqual([]);
});

describe("what the registry refuses or breaks on", () => {
  test.each([
    ["text that is no XML", "unreadable", "<x"],
    ["two byte order marks", "unreadable", `\ufeff\ufeff${USUAL}`],
    ["no Target", "unreadable", USUAL.replace("<x:Target/>", "")],
    ["no rule", "unreadable", text.policyText({ rules: [] })],
    ["a Version without a digit", "version", USUAL.replace('Version="1.0" R', 'Version="one" R')],
    ["an encoding that it is not sent in", "encoding", USUAL.replace("utf-8", "utf-16")],
    ["an encoding that nobody knows", "encoding", USUAL.replace("utf-8", "norsk")],
    [
      "an empty Target in two tags",
      "empty-target",
      USUAL.replace("<x:Target/>", "<x:Target></x:Target>"),
    ],
    ["another resource", "other-resource", USUAL.replace(">r1<", ">r2<")],
    ["the resource in another casing", "other-resource", USUAL.replace(">r1<", ">R1<")],
    ["space around the resource", "other-resource", USUAL.replace(">r1<", "> r1 <")],
    ["a rule without a resource", "no-resource", target(text.any(A), READ)],
    ["a subject's AttributeId that is no URI", "not-urn", subjects(text.subject("role", "dagl"))],
    [
      "a subject's AttributeId that is a URI and no URN",
      "not-urn",
      subjects(text.subject("http://altinn.no/role", "dagl")),
    ],
    [
      "a resource attribute that is no URN",
      "not-urn",
      target(text.any(A), [[text.resource("r1"), text.resource("x", { id: "task" })]], READ),
    ],
    [
      "an action's AttributeId that is no URN",
      "not-urn",
      target(text.any(A), R1, text.any(text.action("read", { id: "action-id" }))),
    ],
    ["an action without a value", "empty-value", of(text.rule([A], ["read", ""]))],
    ["a subject without a value beside another", "empty-value", subjects(A, text.role(""))],
    [
      "a further resource attribute without a value",
      "empty-value",
      target(text.any(A), [[text.resource("r1"), text.party("")]], READ),
    ],
    [
      "an action whose value is a comment",
      "empty-value",
      USUAL.replace(">read<", "><!-- read --><"),
    ],
    [
      "an action whose value is empty CDATA",
      "empty-value",
      USUAL.replace(">read<", "><![CDATA[]]><"),
    ],
    [
      "a variable whose expression has a prefix",
      "prefixed-variable",
      USUAL.replace(
        "<x:Target/>",
        '<x:Target/><x:VariableDefinition VariableId="v"><x:AttributeValue DataType="d"/></x:VariableDefinition>',
      ),
    ],
    ["an AttributeSelector", "attribute-selector", subjects({ ...A, selector: true })],
    [
      "an AnyOf of several categories",
      "mixed-categories",
      target([[A, text.resource("r1"), text.action("read")]]),
    ],
    ["no subject", "no-subject", target(R1, READ)],
    ["no action", "no-action", target(text.any(A), R1)],
    [
      "several actions in one AllOf",
      "several-actions",
      target(text.any(A), R1, [[text.action("read"), text.action("write")]]),
    ],
  ])("%s", (_, code, xml) => {
    const { refusals } = check(xml);
    expect(codes(xml)).toContain(code);
    for (const finding of refusals) {
      expect(finding.effect).toMatch(/^[A-Z].*\.$/s);
      expect(finding.instead).toMatch(/^[A-Z].*\.$/s);
      expect(findingText(finding)).toMatch(/^(The policy|Rule "\d") [a-z].*\.$/s);
    }
    // Nobody can say that this is meant.
    const acknowledge = ["unusual-policy", code];
    expect(checkPolicy({ xml, resourceId: "r1", acknowledge }).refusals).toContainEqual(
      expect.objectContaining({ code }),
    );
  });

  test("a value of blanks alone, which it takes, is unusual wherever it stands", () => {
    for (const xml of [
      of(text.rule([A], ["read", " "])),
      target(text.any(A), [[text.resource("r1"), text.party("\t")]], READ),
      subjects(A, text.role("\n")),
    ])
      expect(codes(xml)).toContain("unusual-policy");
    expect(codes(USUAL.replace(">r1<", "> <"))).not.toContain("unusual-policy");
  });

  test("is not told a second time as unusual", () => {
    for (const xml of [
      target(text.any(A), R1, [[text.action("read"), text.action("write")]]),
      target([[A, text.resource("r1"), text.action("read")]]),
      target(text.any(A), READ),
      subjects({ ...A, selector: true }),
      of(text.rule([A], ["read", ""])),
      subjects(A, text.role("")),
      USUAL.replace(">read<", "><!-- read --><"),
      of(text.rule([A], ALL), { obligations: text.level("[level]") }),
    ]) {
      expect(codes(xml)).not.toContain("unusual-policy");
    }
  });

  test("is not told a second time as what lets nobody in", () => {
    expect(codes(USUAL.replace(">r1<", ">r2<"))).toEqual(["other-resource"]);
    expect(codes(USUAL.replace(">r1<", ">R1<"))).toEqual(["other-resource"]);
    expect(codes(target(text.any(A), READ))).toEqual(["no-resource"]);
    expect(codes(subjects(text.role("${role}")))).toEqual(["placeholder"]);
    expect(codes(target(text.any(text.role("dagl")), R1))).toEqual(["no-action"]);
  });

  test("one byte order mark is dress", () => {
    expect(codes(`\ufeff${USUAL}`)).toEqual([]);
  });

  test("every problem of a text at once, each with its place", () => {
    const xml = USUAL.replace("<x:Target/>", "")
      .replace('RuleId="1"', "")
      .replace(/ MatchId="[^"]*"/, "");
    expect(check(xml).refusals.map(findingText)).toEqual([
      expect.stringMatching(/line 2, column 1: Policy has no Target/),
      expect.stringMatching(/line 4, column 3: Rule has no RuleId/),
      expect.stringMatching(/line 8, column 11: Match has no MatchId/),
    ]);
  });

  test("findings of all rules at once, with the id of the rule", () => {
    const xml = text.policyText({
      rules: [
        text.rule([text.role("${role}")], ["read"], { id: "first" }),
        text.rule([text.org("1", { matchId: "urn:none" })], ["read", ""], { id: "second" }),
      ],
    });
    expect(check(xml).refusals.map(({ code, ruleId }) => [code, ruleId])).toEqual([
      ["empty-value", "second"],
      ["placeholder", "first"],
      ["unusual-policy", "second"],
    ]);
  });

  test("an app may be named by its org and app in any casing, which is unusual", () => {
    const pair = [
      text.resource("TTD", { id: "urn:altinn:org" }),
      text.resource("skjema", { id: "urn:altinn:app" }),
    ];
    const xml = target(text.any(text.role("dagl")), [pair], READ);
    expect(codes(xml, "app_ttd_skjema")).toEqual(["unusual-policy"]);
    expect(codes(xml, "app_ttd_annet")).toContain("no-resource");
    expect(codes(xml, "ttd_skjema_x")).toContain("no-resource");
  });
});

describe("letters under another encoding than UTF-8", () => {
  const latin = (xml: string) => xml.replace("utf-8", "iso-8859-1");

  test("are let through where the text is ASCII, and refused where they mean something", () => {
    expect(codes(latin(USUAL))).toEqual([]);
    expect(codes(`\ufeff${latin(USUAL)}`)).toEqual([]);
    expect(codes(latin(USUAL).replaceAll("r1", "ræ"), "ræ")).toEqual(["encoding"]);
    expect(codes(latin(subjects(text.role("ffør"))))).toEqual(["encoding"]);
  });

  test("are a warning in a description, and refused under ASCII", () => {
    const described = latin(USUAL).replace(
      "<x:Target/>",
      "<x:Description>på norsk</x:Description><x:Target/>",
    );
    const { refusals, warnings } = check(described);
    expect(refusals).toEqual([]);
    expect(warnings.map(({ code }) => code)).toContain("encoding");
    expect(codes(described.replace("iso-8859-1", "us-ascii"))).toEqual(["encoding"]);
  });
});

describe("subjects by an attribute that looks like a known one and never matches", () => {
  test.each([
    ["urn:altinn:org:rolecode", "urn:altinn:rolecode"],
    ["urn:altinn:accesslist", "urn:altinn:access-list"],
    ["urn:altinn:accesspackages", "urn:altinn:accesspackage"],
    ["urn:altinn:access-package", "urn:altinn:accesspackage"],
    ["urn:altinn:organisationnumber", "urn:altinn:organizationnumber"],
    ["urn:altinn:OrganizationNumber", "urn:altinn:organizationnumber"],
    ["urn:altinn:Rolecode", "urn:altinn:rolecode"],
    ["urn:altinn:ORG", "urn:altinn:org"],
    ["urn:altinn:organization:identifierno", "urn:altinn:organization:identifier-no"],
    ["urn:altinn:systemuser:UUID", "urn:altinn:systemuser:uuid"],
  ])("%s instead of %s", (id, known) => {
    const xml = subjects(A, text.subject(id, "x"));
    expect(check(xml).refusals).toEqual([
      expect.objectContaining({
        code: "look-alike-attribute",
        ruleId: "1",
        problem: `names a subject by ${id}, which looks like ${known} and never matches`,
        instead: `Write AttributeId="${known}".`,
      }),
    ]);
    const acknowledge = ["unusual-policy", "look-alike-attribute"];
    expect(checkPolicy({ xml, resourceId: "r1", acknowledge }).refusals).toHaveLength(1);
  });

  test("are told beside what else is unusual", () => {
    const xml = of({ ...text.rule([text.subject("urn:altinn:ORG", "x")], ALL), effect: "Deny" });
    expect(codes(xml)).toEqual(["look-alike-attribute", "unusual-policy"]);
    expect(check(xml).refusals[1]?.problem).toBe('makes the policy unusual: it has Effect="Deny"');
  });

  test("an attribute that looks like none is unusual", () => {
    expect(codes(subjects(A, text.subject("urn:altinn:partytype", "x")))).toEqual([
      "unusual-policy",
    ]);
  });
});

describe("placeholders", () => {
  test.each(["[org]", "[ORG]", "{org}", "${role}", "<number>"])("%s", (value) => {
    for (const attribute of ["urn:altinn:org", "urn:altinn:rolecode"]) {
      const xml = subjects(A, text.subject(attribute, value));
      expect(codes(xml)).toEqual(["placeholder"]);
      expect(check(xml).refusals[0]?.problem).toContain(value);
    }
  });

  test("are no matter in what has no meaning", () => {
    const described = "<x:Description>[org] may read</x:Description><x:Target>";
    expect(codes(USUAL.replace("<x:Target>", described))).toEqual([]);
  });
});

describe("a value that can be no caller's", () => {
  test.each([
    ["no organisation number", subjects(text.org("123")), /organization 123 .*number/],
    [
      "a number as a service owner's code",
      subjects(text.subject("urn:altinn:org", "991825827")),
      /no service owner's code/,
    ],
    [
      "a number with blanks as a service owner's code",
      subjects(text.subject("urn:altinn:org", "991 825 827")),
      /no service owner's code/,
    ],
    [
      "a URN as a service owner's code",
      subjects(text.subject("urn:altinn:org", "urn:altinn:org:ttd")),
      /no service owner's code/,
    ],
    [
      "a service owner's code in capitals",
      subjects(text.subject("urn:altinn:org", "TTD")),
      /lower case/,
    ],
    [
      "a system user that is no UUID",
      subjects(text.subject("urn:altinn:systemuser:uuid", "me")),
      /no UUID/,
    ],
    [
      "a system user in capitals",
      subjects(text.subject("urn:altinn:systemuser:uuid", UUID.toUpperCase())),
      /lower case/,
    ],
    [
      "a party that is no organisation number",
      target(text.any(A), [[text.resource("r1"), text.party("me")]], READ),
      /number/,
    ],
    [
      "one beside another that is right",
      subjects(A, text.org("123")),
      /: organization 123 \(for any party\) [^;]*$/,
    ],
  ])("%s", (_, xml, problem) => {
    const [finding, ...more] = check(xml).refusals;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: "never-matches", ruleId: "1" });
    expect(finding?.problem).toMatch(problem);
  });

  test("is told beside a level that is too high", () => {
    const xml = of(text.rule([text.org("123")], ALL), { obligations: text.level("4") });
    expect(codes(xml)).toEqual(["level-too-high", "never-matches"]);
  });
});

describe("a rule that can let nobody in", () => {
  test.each([
    ["an access list for read and write", of(text.rule([ACCESS_LIST], ["read", "write"])), /lists/],
    [
      "a resource that may delegate",
      subjects(text.subject("urn:altinn:resource:delegation", "app_ttd_x")),
      /may delegate the service/,
    ],
    ["actions in capitals alone", of(text.rule([A], ["READ", "Write"])), /asks for read/],
  ])("%s", (_, xml, problem) => {
    const [finding, ...more] = check(xml).refusals;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: "lets-nobody-in", ruleId: "1" });
    expect(finding?.problem).toMatch(problem);
  });

  test("is none where a part of it lets somebody in", () => {
    const capitals = text.subject("urn:altinn:org", "TTD");
    for (const xml of [
      subjects(A, ACCESS_LIST),
      subjects({ ...capitals, matchId: text.IGNORE_CASE }),
      subjects(text.subject("urn:altinn:systemuser:uuid", UUID)),
      of(text.rule([ACCESS_LIST], ["read", "subscribe"])),
      of(text.rule([A], ["READ", "read"])),
      of(text.rule([A], ["ownAction"])),
    ]) {
      expect(codes(xml)).toEqual([]);
    }
  });

  test("each rule for itself", () => {
    const xml = text.policyText({
      rules: [text.rule([A], ALL), text.rule([A], ["READ"], { id: "dead" })],
    });
    expect(check(xml).refusals.map(({ ruleId }) => ruleId)).toEqual(["dead"]);
  });
});

describe("a level above 3", () => {
  const levels = (matches: text.MatchSpec[], ...obligations: string[]) =>
    check(
      of(text.rule(matches, ALL), {
        obligations: obligations
          .join("")
          .replaceAll(/<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/g, ""),
      }),
    ).refusals;
  const [FOUR, THREE] = [text.level("4"), text.level("3")];

  test("is refused, also where service owners with their own tokens are let through", () => {
    expect(levels([A], THREE)).toEqual([]);
    expect(levels([A], FOUR)).toMatchObject([
      { code: "level-too-high", effect: expect.stringMatching(/every client and system user\.$/) },
    ]);
    expect(levels([A, OWNER], FOUR, text.level("3", ORGANISATIONS))).toMatchObject([
      {
        code: "level-too-high",
        effect: expect.stringMatching(/every client and system user but a service owner's own\.$/),
      },
    ]);
  });

  test("is let through where service owners alone are let in, by a level of their own", () => {
    const refused = (...obligations: string[]) =>
      levels([OWNER], FOUR, ...obligations).map(({ code }) => code);
    expect(refused(text.level("3", ORGANISATIONS))).toEqual([]);
    expect(refused(text.level("4", ORGANISATIONS))).toEqual(["level-too-high"]);
    expect(refused()).toEqual(["level-too-high"]);
  });
});

test("a rule that lets nobody in is refused, though another one has its RuleId", () => {
  const live = text.rule([text.org("991825827")], ["read", "write"]);
  const dead = text.rule([text.subject("urn:altinn:access-list", "ttd:list")], ["read"]);
  const xml = text.policyText({ rules: [live, dead] }).replaceAll(/RuleId="[^"]*"/g, 'RuleId="r"');
  const { refusals } = checkPolicy({ xml, resourceId: "r1" });
  expect(refusals.map(({ code, ruleId }) => [code, ruleId])).toEqual([["lets-nobody-in", "r"]]);
});
