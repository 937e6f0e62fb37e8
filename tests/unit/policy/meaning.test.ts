import { describe, expect, test } from "@jest/globals";
import { samePolicy } from "../../../provider/policy";
import * as text from "./policy-texts";

const A = text.org("991825827");
const B = text.org("314244370");
const DAGL = text.role("dagl");
const RULES = [text.rule([A, DAGL], ["read", "write"]), text.rule([B], ["read"])];
const BASE = text.policyText({ rules: RULES, obligations: text.level("3") });
const of = (rules: text.RuleSpec[], more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules, obligations: text.level("3"), ...more });

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
    ["space around a number", BASE.replace(">3<", "> 3 <")],
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
    expect(samePolicy(BASE, other)).toBe(true);
    expect(samePolicy(other, BASE)).toBe(true);
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
    ["the match function", BASE.replace(text.STRING_EQUAL, text.IGNORE_CASE)],
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
    ["the id of an obligation", BASE.replace("urn:test:obligation", "urn:test:other")],
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
    ["advice", BASE.replace("</x:Policy>", "<x:AdviceExpressions/></x:Policy>")],
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
    expect(samePolicy(BASE, other)).toBe(false);
    expect(samePolicy(other, BASE)).toBe(false);
  });
});

describe("policies with Deny or a Condition", () => {
  const deny = { ...text.rule([B], ["write"]), effect: "Deny" as const };
  const withDeny = of([...RULES, deny]);

  test("are equal but for names and dress", () => {
    const other = ("\ufeff" + withDeny).replace('RuleId="3"', 'RuleId="no"').replace(/\n\s*/g, " ");
    expect(samePolicy(withDeny, other)).toBe(true);
  });

  test.each([
    ["another order of rules", of([deny, ...RULES])],
    [
      "another order of alternatives",
      of([text.rule([DAGL, A], ["read", "write"]), text.rule([B], ["read"]), deny]),
    ],
    ["a rule given twice", of([...RULES, deny, deny])],
  ])("%s is a difference", (_, other) => {
    expect(samePolicy(withDeny, other)).toBe(false);
  });

  test("a Condition is compared by its content, layout apart", () => {
    const condition = (value: string) => `
      <x:Condition>
        <x:Apply FunctionId="f"><x:AttributeValue DataType="http://www.w3.org/2001/XMLSchema#string">${value}</x:AttributeValue></x:Apply>
      </x:Condition>`;
    const base = of([{ ...text.rule([A], ["read"]), condition: condition("a") }]);
    expect(samePolicy(base, base.replace(/>\n\s*</g, "><"))).toBe(true);
    expect(samePolicy(base, of([{ ...text.rule([A], ["read"]), condition: condition("b") }]))).toBe(
      false,
    );
  });
});

describe("texts that cannot be read", () => {
  test("equal the identical text and nothing else", () => {
    expect(samePolicy("<not", "<not")).toBe(true);
    expect(samePolicy("<not", "<not ")).toBe(false);
    expect(samePolicy("<not", BASE)).toBe(false);
    expect(samePolicy(BASE, "<not")).toBe(false);
  });

  test("a policy that the registry's parser refuses is one of them", () => {
    const noRule = text.policyText({ rules: [] });
    expect(samePolicy(noRule, noRule)).toBe(true);
    expect(samePolicy(noRule, noRule.replace("urn:test:policy", "urn:other"))).toBe(false);
  });
});
