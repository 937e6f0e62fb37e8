import { describe, expect, test } from "@jest/globals";
import { accessOfText, samePolicy } from "../../../provider/policy";
import * as text from "./policy-texts";

const A = text.org("991825827");
const B = text.org("314244370");
const DAGL = text.role("dagl");
const RULES = [text.rule([A, DAGL], ["read", "write"]), text.rule([B], ["read"])];
const BASE = text.policyText({ rules: RULES, obligations: text.level("3") });
const ORGANISATIONS = "urn:altinn:minimum-authenticationlevel-org";
const joined = (levels: string[]) =>
  levels.join("").replaceAll(/<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/g, "");
const of = (rules: text.RuleSpec[], more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules, obligations: text.level("3"), ...more });

const same = (a: string, b: string) => samePolicy(a, b, "r1");
const lines = (xml: string) => accessOfText(xml, "r1").lines;

describe("what means nothing", () => {
  test.each([
    ["PolicyId", BASE.replace('PolicyId="urn:test:policy"', 'PolicyId="urn:other"')],
    ["Version", BASE.replace('Version="1.0" Rule', 'Version="2.7" Rule')],
    ["RuleId", BASE.replace('RuleId="1"', 'RuleId="first"')],
    [
      "Description of the policy",
      BASE.replace("<x:Target/>", "<x:Description>d</x:Description><x:Target/>"),
    ],
    [
      "Description of a rule",
      BASE.replace("<x:Target>", "<x:Description>d</x:Description><x:Target>"),
    ],
    ["comments", BASE.replace("<x:AnyOf>", "<!-- who --><x:AnyOf><!-- these -->")],
    [
      "prefix",
      BASE.replaceAll("<x:", "<p:").replaceAll("</x:", "</p:").replace("xmlns:x=", "xmlns:p="),
    ],
    ["layout", BASE.replace(/\n\s*/g, " ")],
    ["line ends", BASE.replaceAll("\n", "\r\n")],
    ["byte order mark", "\ufeff" + BASE],
    ["XML declaration", BASE.slice(BASE.indexOf("?>") + 3)],
    ["order of attributes", BASE.replace(/(AttributeId="[^"]*") (Category="[^"]*")/g, "$2 $1")],
    [
      "empty elements in two tags",
      BASE.replaceAll(
        /<x:AttributeDesignator ([^>]*)\/>/g,
        "<x:AttributeDesignator $1></x:AttributeDesignator>",
      ),
    ],
    ["1 for true and 0 for false", BASE.replaceAll('MustBePresent="false"', 'MustBePresent="0"')],
    [
      "ids of an obligation",
      BASE.replace("urn:test:obligation", "urn:o").replace("urn:test:assignment", "urn:a"),
    ],
    ["order of rules", of([...RULES].reverse())],
    ["order of AnyOf", of(RULES.map((rule) => ({ anyOfs: [...rule.anyOfs].reverse() })))],
    [
      "order of alternatives",
      of([text.rule([DAGL, A], ["write", "read"]), text.rule([B], ["read"])]),
    ],
    ["a rule given twice", of([...RULES, ...RULES])],
    [
      "an alternative given twice",
      of([text.rule([A, DAGL, A], ["read", "write"]), text.rule([B], ["read"])]),
    ],
    [
      "a rule split in two",
      of([
        text.rule([A], ["read", "write"]),
        text.rule([DAGL], ["read", "write"]),
        text.rule([B], ["read"]),
      ]),
    ],
    [
      "rules joined differently",
      of([text.rule([A, B, DAGL], ["read"]), text.rule([A, DAGL], ["write"])]),
    ],
    [
      "casing under a function that ignores case",
      of([text.rule([A, text.role("DAGL")], ["read", "write"]), text.rule([B], ["read"])]),
    ],
  ])("%s", (_, other) => {
    expect(other).not.toBe(BASE);
    expect(same(BASE, other)).toBe(true);
    expect(same(other, BASE)).toBe(true);
    expect(lines(other)).toEqual(lines(BASE));
  });

  test("the function, where the value has no letters", () => {
    const party = (matchId: string) =>
      of([
        {
          anyOfs: [
            text.any(text.org("991825827", { matchId })),
            [[text.resource("r1"), { ...text.party("314244370"), matchId }]],
            text.any(text.action("1-2", { matchId })),
          ],
        },
      ]);
    expect(same(party(text.STRING_EQUAL), party(text.IGNORE_CASE))).toBe(true);
  });

  test("the function of an action that Broker or Events asks for, written in lower case", () => {
    const named = (name: string, matchId: string) =>
      of([
        {
          anyOfs: [text.any(A), text.any(text.resource("r1")), [[text.action(name, { matchId })]]],
        },
      ]);
    for (const name of ["read", "write", "publish", "subscribe"]) {
      expect(same(named(name, text.STRING_EQUAL), named(name, text.IGNORE_CASE))).toBe(true);
      const [capitals, anyCase] = [name.toUpperCase(), text.IGNORE_CASE];
      expect(same(named(name, text.STRING_EQUAL), named(capitals, anyCase))).toBe(true);
      expect(same(named(capitals, text.STRING_EQUAL), named(capitals, anyCase))).toBe(false);
    }
    expect(same(named("sign", text.STRING_EQUAL), named("sign", text.IGNORE_CASE))).toBe(false);
  });
});

describe("what means something", () => {
  test.each([
    ["a subject", of([text.rule([A, DAGL], ["read", "write"]), text.rule([A], ["read"])])],
    ["a subject more", of([...RULES, text.rule([text.role("lede")], ["read"])])],
    ["a subject less", of([text.rule([A], ["read", "write"]), text.rule([B], ["read"])])],
    ["an action", BASE.replace(">write<", ">publish<")],
    ["the casing of an action", BASE.replace(">write<", ">WRITE<")],
    ["the resource", BASE.replace(">r1<", ">r2<")],
    ["space around a level", BASE.replace(">3<", "> 3 <")],
    [
      "the party",
      of([
        text.rule([A, DAGL], ["read", "write"]),
        {
          anyOfs: [
            text.any(B),
            [[text.resource("r1"), text.party("314244370")]],
            text.any(text.action("read")),
          ],
        },
      ]),
    ],
    [
      "AND instead of OR",
      of([
        {
          anyOfs: [
            [[A, DAGL]],
            text.any(text.resource("r1")),
            text.any(text.action("read"), text.action("write")),
          ],
        },
        text.rule([B], ["read"]),
      ]),
    ],
    ["a match function", BASE.replace(text.STRING_EQUAL, "urn:none")],
    [
      "the AttributeId",
      BASE.replace("urn:altinn:organization:identifier-no", "urn:altinn:organizationnumber"),
    ],
    ["the Category", BASE.replace(text.SUBJECT, text.RESOURCE)],
    ["the DataType of a value", BASE.replace("#string", "#anyURI")],
    ["MustBePresent", BASE.replace('MustBePresent="false"', 'MustBePresent="true"')],
    ["the Issuer", BASE.replace("<x:AttributeDesignator ", '<x:AttributeDesignator Issuer="i" ')],
    ["space in a string value", BASE.replace(">write<", ">write <")],
    [
      "the combining algorithm",
      of(RULES, { algorithm: text.DENY_OVERRIDES.replace("3.0", "1.0") }),
    ],
    ["the level", BASE.replace(">3<", ">2<")],
    [
      "the category of an obligation",
      BASE.replace("authenticationlevel", "authenticationlevel-org"),
    ],
    ["when an obligation holds", BASE.replace('FulfillOn="Permit"', 'FulfillOn="Deny"')],
    ["an obligation less", of(RULES, { obligations: "" })],
    ["the effect", BASE.replace('Effect="Permit"', 'Effect="Deny"')],
    [
      "a Condition",
      of([
        {
          ...text.rule([A, DAGL], ["read", "write"]),
          condition: "<x:Condition><x:Apply FunctionId='f'></x:Apply></x:Condition>",
        },
        text.rule([B], ["read"]),
      ]),
    ],
    [
      "the Target of the policy",
      BASE.replace(
        "<x:Target/>",
        `<x:Target>${/<x:AnyOf>[^]*?<\/x:AnyOf>/.exec(BASE)?.[0] ?? ""}</x:Target>`,
      ),
    ],
    [
      "advice",
      BASE.replace(
        "</x:Policy>",
        '<x:AdviceExpressions><x:AdviceExpression AdviceId="a" AppliesTo="Permit"></x:AdviceExpression></x:AdviceExpressions></x:Policy>',
      ),
    ],
    ["obligations of a rule", BASE.replace("</x:Rule>", `${text.level("3")}</x:Rule>`)],
    [
      "several AnyOf of a category, which the registry reads otherwise",
      of([
        {
          anyOfs: [
            text.any(A),
            text.any(DAGL),
            text.any(text.resource("r1")),
            text.any(text.action("read"), text.action("write")),
          ],
        },
        text.rule([B], ["read"]),
      ]),
    ],
    [
      "no rule for anyone instead of one subject",
      of([
        text.rule([A, DAGL], ["read", "write"]),
        { anyOfs: [text.any(text.resource("r1")), text.any(text.action("read"))] },
      ]),
    ],
  ])("%s", (_, other) => {
    expect(other).not.toBe(BASE);
    expect(same(BASE, other)).toBe(false);
    expect(same(other, BASE)).toBe(false);
    expect(lines(other)).not.toEqual(lines(BASE));
  });

  test("the resource that it is asked for", () => {
    const anyCase = of([
      {
        anyOfs: [
          text.any(A),
          [[text.resource("R1", { matchId: text.IGNORE_CASE })]],
          text.any(text.action("read")),
        ],
      },
    ]);
    const exact = of([text.rule([A], ["read"])]);
    expect(same(exact, anyCase)).toBe(true);
    expect(samePolicy(exact, anyCase, "R1")).toBe(false);
  });
});

test("levels in either order are the same levels", () => {
  const [three, two] = [text.level("3"), text.level("2", ORGANISATIONS)];
  const withLevels = (...levels: string[]) => of(RULES, { obligations: joined(levels) });
  expect(same(withLevels(three, two), withLevels(two, three))).toBe(true);
});

describe("unusual policies", () => {
  const deny = { ...text.rule([B], ["write"]), effect: "Deny" as const };
  const withDeny = of([...RULES, deny]);

  test("are equal but for names and dress", () => {
    const other = ("\ufeff" + withDeny).replace('RuleId="3"', 'RuleId="no"').replace(/\n\s*/g, " ");
    expect(same(withDeny, other)).toBe(true);
  });

  test.each([
    ["another order of rules", of([deny, ...RULES])],
    [
      "another order of alternatives",
      of([text.rule([DAGL, A], ["read", "write"]), text.rule([B], ["read"]), deny]),
    ],
    ["a rule given twice", of([...RULES, deny, deny])],
    ["another resource", withDeny.replace(">r1<", ">r2<")],
    ["a plain one", of(RULES)],
  ])("%s is a difference", (_, other) => {
    expect(same(withDeny, other)).toBe(false);
    expect(lines(other)).not.toEqual(lines(withDeny));
  });

  test.each([
    [
      "obligations in another order",
      [text.level("3"), text.level("2", ORGANISATIONS)],
      [text.level("2", ORGANISATIONS), text.level("3")],
    ],
    ["a level given twice", [text.level("3")], [text.level("3"), text.level("3")]],
  ])("%s is a difference", (_, some, others) => {
    const withLevels = (levels: string[]) => of([...RULES, deny], { obligations: joined(levels) });
    expect(same(withLevels(some), withLevels(others))).toBe(false);
  });

  test("a match given twice in an AllOf is a difference", () => {
    const twice = (matches: text.MatchSpec[]) =>
      of([{ anyOfs: [[matches], text.any(text.resource("r1")), text.any(text.action("read"))] }]);
    expect(same(twice([A]), twice([A, A]))).toBe(false);
    expect(same(twice([A, DAGL]), twice([DAGL, A]))).toBe(false);
    expect(same(twice([A, DAGL]), twice([A, DAGL, DAGL]))).toBe(false);
  });

  test("the id of an obligation is dress here too", () => {
    expect(same(withDeny, withDeny.replace("urn:test:obligation", "urn:other"))).toBe(true);
    expect(same(withDeny, withDeny.replace("urn:test:assignment", "urn:other"))).toBe(false);
  });

  test("a Condition is compared by its content, layout apart", () => {
    const condition = (value: string) => `
      <x:Condition>
        <x:Apply FunctionId="f"><x:AttributeValue DataType="http://www.w3.org/2001/XMLSchema#string">${value}</x:AttributeValue></x:Apply>
      </x:Condition>`;
    const base = of([{ ...text.rule([A], ["read"]), condition: condition("a") }]);
    expect(same(base, base.replace(/>\n\s*</g, "><"))).toBe(true);
    expect(same(base, of([{ ...text.rule([A], ["read"]), condition: condition("b") }]))).toBe(
      false,
    );
  });
});

describe("texts that cannot be read", () => {
  test("equal the identical text and nothing else", () => {
    expect(same("<not", "<not")).toBe(true);
    expect(same("<not", "<not ")).toBe(false);
    expect(same("<not", BASE)).toBe(false);
    expect(same(BASE, "<not")).toBe(false);
  });

  test("a policy that the registry's parser refuses is one of them", () => {
    const noRule = text.policyText({ rules: [] });
    expect(same(noRule, noRule)).toBe(true);
    expect(same(noRule, noRule.replace("urn:test:policy", "urn:other"))).toBe(false);
  });
});
