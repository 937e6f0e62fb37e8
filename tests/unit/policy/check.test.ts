import { describe, expect, test } from "@jest/globals";
import {
  accessPackage,
  checkPolicy,
  deprecatedRoles,
  findingText,
  letsDelegate,
  organization,
  readPolicy,
  renderPolicy,
  resourceIdOf,
  role,
  type Rule,
} from "../../../provider/policy";
import * as text from "./policy-texts";

const A = text.org("991825827");
const ALL = ["read", "write", "publish", "subscribe"];
const USUAL = text.policyText({ rules: [text.rule([A], ALL)] });
const check = (xml: string, resourceId = "r1") => checkPolicy({ xml, resourceId });
const codes = (findings: { code: string }[]) => findings.map(({ code }) => code);
const of = (rule: text.RuleSpec, more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules: [rule], ...more });
const subjects = (...matches: text.MatchSpec[]) => of(text.rule(matches, ALL));
const algorithm = (name: string, version = "3.0") =>
  `urn:oasis:names:tc:xacml:${version}:rule-combining-algorithm:${name}`;
const ACCESS_LIST = text.subject("urn:altinn:access-list", "ttd:liste");

describe("refused", () => {
  test("nothing, in the usual policy", () => {
    expect(check(USUAL).refusals).toEqual([]);
  });

  test.each([
    ["text that is no XML", "unreadable", "<x"],
    ["no Target", "unreadable", USUAL.replace("<x:Target/>", "")],
    ["no rule", "unreadable", text.policyText({ rules: [] })],
    ["a Version without a digit", "version", USUAL.replace('Version="1.0" R', 'Version="one" R')],
    ["an encoding that it is not sent in", "encoding", USUAL.replace("utf-8", "utf-16")],
    [
      "an empty Target in two tags",
      "empty-target",
      USUAL.replace("<x:Target/>", "<x:Target></x:Target>"),
    ],
    ["another resource", "other-resource", USUAL.replace(">r1<", ">r2<")],
    ["the resource in another casing", "other-resource", USUAL.replace(">r1<", ">R1<")],
    [
      "a rule without a resource",
      "no-resource",
      of({ anyOfs: [text.any(A), text.any(text.action("read"))] }),
    ],
    ["an AttributeId that is no URI", "subject-not-uri", subjects(text.subject("role", "dagl"))],
    [
      "several AnyOf of a category",
      "several-any-of",
      of({ anyOfs: [text.any(A), ...text.rule([A], ALL).anyOfs] }),
    ],
    [
      "an AnyOf of several categories",
      "mixed-categories",
      of({ anyOfs: [[[A, text.resource("r1"), text.action("read")]]] }),
    ],
    [
      "no subject",
      "no-subject",
      of({ anyOfs: [text.any(text.resource("r1")), text.any(text.action("read"))] }),
    ],
    ["no action", "no-action", of({ anyOfs: [text.any(A), text.any(text.resource("r1"))] })],
    [
      "several actions in one AllOf",
      "several-actions",
      of({
        anyOfs: [
          text.any(A),
          text.any(text.resource("r1")),
          [[text.action("read"), text.action("write")]],
        ],
      }),
    ],
    [
      "an unknown match function",
      "unknown-function",
      subjects(text.org("991825827", { matchId: "urn:none" })),
    ],
    ["MustBePresent", "must-be-present", subjects(text.org("991825827", { mustBePresent: true }))],
    [
      "an AttributeSelector",
      "attribute-selector",
      USUAL.replace(
        /<x:AttributeDesignator [^>]*\/>/,
        '<x:AttributeSelector Path="p" DataType="d"/>',
      ),
    ],
    [
      "a role together with an organisation",
      "lets-nobody-in",
      of({ anyOfs: [[[text.role("dagl"), A]], ...text.rule([], ALL).anyOfs.slice(1)] }),
    ],
    [
      "an access list for read",
      "lets-nobody-in",
      of(text.rule([ACCESS_LIST], ["read", "subscribe"])),
    ],
    ["an access list for write", "lets-nobody-in", of(text.rule([ACCESS_LIST], ["write"]))],
    ["no organisation number", "lets-nobody-in", subjects(text.org("123"))],
    [
      "another data type than string",
      "lets-nobody-in",
      subjects(text.org("991825827", { dataType: "http://www.w3.org/2001/XMLSchema#integer" })),
    ],
    ["a placeholder [org]", "placeholder", subjects(A, text.subject("urn:altinn:org", "[org]"))],
    ["a placeholder [ORG]", "placeholder", subjects(text.subject("urn:altinn:org", "[ORG]"))],
    ["a placeholder {org}", "placeholder", subjects(text.subject("urn:altinn:org", "{org}"))],
    ["a placeholder ${role}", "placeholder", subjects(A, text.role("${role}"))],
    [
      "a level above 3",
      "level-too-high",
      of(text.rule([A], ALL), { obligations: text.level("4") }),
    ],
    [
      "an unknown combining algorithm",
      "unknown-algorithm",
      of(text.rule([A], ALL), { algorithm: "urn:none" }),
    ],
    [
      "an algorithm of XACML 1.0 other than the old example's",
      "unknown-algorithm",
      of(text.rule([A], ALL), { algorithm: algorithm("permit-overrides", "1.0") }),
    ],
  ])("%s", (_, code, xml) => {
    const { refusals } = check(xml);
    expect(codes(refusals)).toContain(code);
    for (const finding of refusals) {
      expect(finding.effect).toMatch(/^[A-Z].*\.$/s);
      expect(finding.instead).toMatch(/^[A-Z].*\.$/s);
      expect(findingText(finding)).toMatch(/^(The policy|Rule "\d") [a-z].*\.$/s);
    }
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

  test("all findings of all rules at once, with the id of the rule", () => {
    const xml = text.policyText({
      rules: [
        text.rule([text.role("${role}")], ["read"], { id: "first" }),
        text.rule([text.org("1", { matchId: "urn:none" })], ["read"], { id: "second" }),
      ],
      obligations: text.level("4"),
    });
    expect(check(xml).refusals.map(({ code, ruleId }) => [code, ruleId])).toEqual([
      ["level-too-high", undefined],
      ["placeholder", "first"],
      ["unknown-function", "second"],
    ]);
  });

  test("ASCII under another single-byte encoding is the same text", () => {
    expect(codes(check(USUAL.replace("utf-8", "iso-8859-1")).refusals)).toEqual([]);
    const letters = USUAL.replace("utf-8", "iso-8859-1").replaceAll("r1", "ræ");
    expect(codes(check(letters, "ræ").refusals)).toEqual(["encoding"]);
  });

  test("an app may be named by its org and app in any casing", () => {
    const pair = [
      { ...text.resource("TTD"), id: "urn:altinn:org" },
      { ...text.resource("skjema"), id: "urn:altinn:app" },
    ];
    const xml = of({
      anyOfs: [text.any(text.role("dagl")), [pair], text.any(text.action("read"))],
    });
    expect(codes(check(xml, "app_ttd_skjema").refusals)).toEqual([]);
    expect(codes(check(xml, "app_ttd_annet").refusals)).toEqual(["no-resource"]);
    expect(codes(check(xml, "ttd_skjema_x").refusals)).toEqual(["no-resource"]);
  });

  test("a placeholder in what has no meaning is no matter", () => {
    const xml = USUAL.replace(
      "<x:Target>",
      "<x:Description>[org] may read</x:Description><x:Target>",
    );
    expect(check(xml).refusals).toEqual([]);
  });
});

describe("warned about", () => {
  const warned = (xml: string) => codes(check(xml).warnings);

  test("nothing, where everything is acknowledged", () => {
    const rules: Rule[] = [
      {
        subjects: [organization("991825827", { onBehalfOf: "anyone" }), role("dagl")],
        actions: ALL,
      },
      { subjects: [accessPackage("ansettelsesforhold")], actions: ["read"] },
    ];
    const xml = renderPolicy({ resourceId: "r1", rules, minimumAuthenticationLevel: 3 });
    expect(checkPolicy({ xml, resourceId: "r1", rules })).toEqual({ refusals: [], warnings: [] });
  });

  test.each([
    [
      "the algorithm of the old example",
      "old-algorithm",
      of(text.rule([A], ALL), { algorithm: algorithm("deny-overrides", "1.0") }),
    ],
    [
      "permit-unless-deny",
      "opens-to-all",
      of(text.rule([A], ALL), { algorithm: algorithm("permit-unless-deny") }),
    ],
    [
      "deny-unless-permit",
      "ends-delegation",
      of(text.rule([A], ALL), { algorithm: algorithm("deny-unless-permit") }),
    ],
    ["an organisation for any party", "for-any-party", USUAL],
    [
      "no subject, which is anyone",
      "anyone",
      of({ anyOfs: [text.any(text.resource("r1")), text.any(text.action("read"))] }),
    ],
    [
      "no action, which is every action",
      "every-action",
      of({ anyOfs: [text.any(A), text.any(text.resource("r1"))] }),
    ],
    ["a deprecated role", "deprecated-role", subjects(text.role("UTINN"))],
    ["a role of which nobody has heard", "unknown-role", subjects(text.role("king"))],
    ["a role written as URN", "unknown-role", subjects(text.role("urn:altinn:rolecode:dagl"))],
    [
      "an access package that is not spelt like one",
      "odd-package",
      subjects(text.subject("urn:altinn:accesspackage", "urn:altinn:accesspackage:lonn")),
    ],
    ["a number whose check digit is wrong", "check-digit", subjects(text.org("991825828"))],
    ["an action in upper case", "action-casing", of(text.rule([A], [...ALL, "READ"]))],
    ["a Deny", "deny", of(text.rule([A], ALL, { effect: "Deny" }))],
    [
      "a Condition",
      "condition",
      of({
        ...text.rule([A], ALL),
        condition: "<x:Condition><x:Apply FunctionId='f'></x:Apply></x:Condition>",
      }),
    ],
    [
      "a function that fails on values",
      "parsing-function",
      subjects(
        text.org("^9", { matchId: "urn:oasis:names:tc:xacml:1.0:function:string-regexp-match" }),
      ),
    ],
    [
      "a subject that is never let in beside one that is",
      "subject-never-let-in",
      subjects(A, ACCESS_LIST),
    ],
    [
      "MustBePresent where it has no effect",
      "must-be-present",
      of({
        anyOfs: [
          text.any(A),
          text.any(text.resource("r1", { mustBePresent: true })),
          text.any(text.action("read")),
        ],
      }),
    ],
  ])("%s", (_, code, xml) => {
    const { refusals, warnings } = check(xml);
    expect(codes(warnings)).toContain(code);
    expect(codes(refusals)).not.toContain(code);
  });

  test.each(ALL)("the action %s, when no rule has it", (action) => {
    const rest = ALL.filter((name) => name !== action);
    const missing = (xml: string) =>
      check(xml).warnings.filter(({ code }) => code === "missing-action");
    expect(missing(of(text.rule([A], rest))).map(({ problem }) => problem)).toEqual([
      `has no rule for the action ${action}`,
    ]);
    expect(missing(USUAL)).toEqual([]);
  });

  test("an organisation on its own behalf is not warned about, and an acknowledged one neither", () => {
    const of = (onBehalfOf?: "itself" | "anyone") => {
      const subject = organization("991825827", onBehalfOf && { onBehalfOf });
      const rules: Rule[] = [{ subjects: [subject], actions: ALL }];
      const xml = renderPolicy({ resourceId: "r1", rules });
      return codes(checkPolicy({ xml, resourceId: "r1", rules }).warnings);
    };
    expect(of("itself")).toEqual([]);
    expect(of("anyone")).toEqual([]);
    expect(of()).toEqual(["for-any-party"]);
  });

  test("roles of a resource that is not delegable", () => {
    const xml = subjects(text.role("dagl"));
    expect(letsDelegate(readPolicy(xml))).toBe(true);
    const warnings = (delegable?: boolean) =>
      codes(checkPolicy({ xml, resourceId: "r1", delegable }).warnings);
    expect(warnings(false)).toContain("not-delegable");
    expect(warnings(true)).not.toContain("not-delegable");
    expect(warnings()).not.toContain("not-delegable");
    expect(
      codes(checkPolicy({ xml: USUAL, resourceId: "r1", delegable: false }).warnings),
    ).not.toContain("not-delegable");
  });

  test("a policy without rules", () => {
    const variable =
      '<x:VariableDefinition VariableId="v"><x:AttributeValue DataType="d"/></x:VariableDefinition>';
    const xml = text.policyText({ rules: [], obligations: variable });
    expect(check(xml).refusals).toEqual([]);
    expect(warned(xml)).toEqual(["no-rule"]);
  });

  test("each subject once, however many rules name it", () => {
    const xml = text.policyText({
      rules: [
        text.rule([A, text.role("utinn")], ALL),
        text.rule([A, text.role("UTINN")], ["read"]),
      ],
    });
    expect(warned(xml)).toEqual(["for-any-party", "deprecated-role"]);
  });

  test("all 43 deprecated roles, in any casing", () => {
    expect(deprecatedRoles()).toHaveLength(43);
    for (const code of deprecatedRoles()) {
      expect(warned(subjects(text.role(code.toLowerCase())))).toEqual(["deprecated-role"]);
    }
  });
});

describe("resourceIdOf", () => {
  const idOf = (...resources: text.AnyOfSpec[]) =>
    resourceIdOf(
      readPolicy(
        text.policyText({
          rules: resources.map((anyOf) => ({
            anyOfs: [text.any(A), anyOf, text.any(text.action("read"))],
          })),
        }),
      ),
    );
  const app = (org: string, name: string) => [
    { ...text.resource(org), id: "urn:altinn:org" },
    { ...text.resource(name), id: "urn:altinn:app" },
  ];

  test("is the one resource that the rules name", () => {
    expect(idOf(text.any(text.resource("r1")), text.any(text.resource("r1")))).toEqual({
      id: "r1",
    });
  });

  test("is the app, where no rule names a resource", () => {
    expect(idOf([app("ttd", "skjema")])).toEqual({ id: "app_ttd_skjema" });
    expect(idOf([app("ttd", "skjema")], text.any(text.resource("r1")))).toEqual({ id: "r1" });
  });

  test("is a reason, where there is none or several", () => {
    expect(idOf(text.any(text.party("991825827")))).toEqual({
      reason: expect.stringMatching(/no rule/),
    });
    expect(idOf(text.any(text.resource("b"), text.resource("a")))).toEqual({
      reason: expect.stringMatching(/a, b$/),
    });
    expect(idOf([app("ttd", "a")], [app("ttd", "b")])).toEqual({
      reason: expect.stringMatching(/app_ttd_a, app_ttd_b$/),
    });
  });
});
