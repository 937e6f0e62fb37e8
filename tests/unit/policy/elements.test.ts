import { describe, expect, test } from "@jest/globals";
import { readPolicyWithProblems } from "../../../provider/policy/xacml/read";

/* What Altinn's policy parser demands of each element, held by one policy that has them all and is broken in one place. */

const STRING = "http://www.w3.org/2001/XMLSchema#string";
const value = (text: string, type = STRING): string =>
  `<AttributeValue DataType="${type}">${text}</AttributeValue>`;
const designator = (id: string): string =>
  `<AttributeDesignator AttributeId="${id}" Category="c" DataType="${STRING}" MustBePresent="false"/>`;
const assignment = (id: string): string =>
  `<AttributeAssignmentExpression AttributeId="${id}">${value(id)}</AttributeAssignmentExpression>`;

const WHOLE = [
  '<Policy xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="p" Version="1.0" RuleCombiningAlgId="a">',
  "<Description>of the policy</Description>",
  "<PolicyIssuer><Content/><Attribute/><Attribute/></PolicyIssuer>",
  "<PolicyDefaults><XPathVersion>http://www.w3.org/TR/1999/REC-xpath-19991116</XPathVersion></PolicyDefaults>",
  "<Target/>",
  `<CombinerParameters><CombinerParameter ParameterName="all">${value("all")}</CombinerParameter></CombinerParameters>`,
  `<RuleCombinerParameters RuleIdRef="r"><CombinerParameter ParameterName="one">${value("one")}</CombinerParameter></RuleCombinerParameters>`,
  '<VariableDefinition VariableId="v"><Apply FunctionId="f">',
  designator("applied"),
  `<AttributeSelector Path="path" Category="c" DataType="${STRING}" MustBePresent="true"/>`,
  '<VariableReference VariableId="referred"/><Function FunctionId="g"/>',
  `<Apply FunctionId="inner">${value("inner")}</Apply>`,
  "</Apply></VariableDefinition>",
  '<Rule RuleId="r" Effect="Permit"><Description>of the rule</Description>',
  `<Target><AnyOf><AllOf><Match MatchId="m">${value("match")}${designator("match")}</Match></AllOf></AnyOf></Target>`,
  `<Condition>${value("condition")}</Condition>`,
  `<ObligationExpressions><ObligationExpression ObligationId="o" FulfillOn="Permit">${assignment("obliged")}</ObligationExpression></ObligationExpressions>`,
  `<AdviceExpressions><AdviceExpression AdviceId="d" AppliesTo="Deny">${assignment("advised")}</AdviceExpression></AdviceExpressions>`,
  "</Rule></Policy>",
].join("");

const problemsOf = (text: string): string[] =>
  readPolicyWithProblems(text).problems.map(({ message }) => message);

/** The problems of the policy with this put in place of what stands in it once. */
function broken(was: string, by: string): string[] {
  expect(WHOLE.split(was)).toHaveLength(2);
  return problemsOf(WHOLE.replace(was, by));
}

test("a policy with every element has no problem", () => {
  expect(problemsOf(WHOLE)).toEqual([]);
});

describe("an attribute that is not there", () => {
  test.each([
    [' PolicyId="p"', "Policy has no PolicyId"],
    [' RuleCombiningAlgId="a"', "Policy has no RuleCombiningAlgId"],
    [' ParameterName="all"', "CombinerParameter has no ParameterName"],
    [' ParameterName="one"', "CombinerParameter has no ParameterName"],
    [' RuleIdRef="r"', "RuleCombinerParameters has no RuleIdRef"],
    [' VariableId="v"', "VariableDefinition has no VariableId"],
    [' VariableId="referred"', "VariableReference has no VariableId"],
    [' FunctionId="f"', "Apply has no FunctionId"],
    [' FunctionId="inner"', "Apply has no FunctionId"],
    [' FunctionId="g"', "Function has no FunctionId"],
    [' AttributeId="applied"', "AttributeDesignator has no AttributeId"],
    [' AttributeId="match"', "AttributeDesignator has no AttributeId"],
    [' Path="path"', "AttributeSelector has no Path"],
    [' RuleId="r"', "Rule has no RuleId"],
    [' Effect="Permit"', "Rule has no Effect"],
    [' MatchId="m"', "Match has no MatchId"],
    [' ObligationId="o"', "ObligationExpression has no ObligationId"],
    [' FulfillOn="Permit"', "ObligationExpression has no FulfillOn"],
    [' AttributeId="obliged"', "AttributeAssignmentExpression has no AttributeId"],
    [' AdviceId="d"', "AdviceExpression has no AdviceId"],
    [' AppliesTo="Deny"', "AdviceExpression has no AppliesTo"],
    [' AttributeId="advised"', "AttributeAssignmentExpression has no AttributeId"],
  ])("%s", (attribute, problem) => {
    const of = attribute === ' RuleId="r"' ? '<Rule RuleId="r"' : attribute;
    expect(broken(of, of.slice(0, -attribute.length))).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    [designator("applied"), "AttributeDesignator", ` DataType="${STRING}"`, "DataType"],
    [designator("applied"), "AttributeDesignator", ' Category="c"', "Category"],
    [designator("applied"), "AttributeDesignator", ' MustBePresent="false"', "MustBePresent"],
    [
      `<AttributeSelector Path="path" Category="c" DataType="${STRING}"`,
      "AttributeSelector",
      ` DataType="${STRING}"`,
      "DataType",
    ],
    [value("condition"), "AttributeValue", ` DataType="${STRING}"`, "DataType"],
    [value("all"), "AttributeValue", ` DataType="${STRING}"`, "DataType"],
    [value("one"), "AttributeValue", ` DataType="${STRING}"`, "DataType"],
    [value("inner"), "AttributeValue", ` DataType="${STRING}"`, "DataType"],
    [value("obliged"), "AttributeValue", ` DataType="${STRING}"`, "DataType"],
  ])("of %s", (element, name, attribute, missing) => {
    expect(broken(element, element.replace(attribute, ""))).toEqual([
      expect.stringContaining(`${name} has no ${missing}`),
    ]);
  });
});

describe("an attribute of another value", () => {
  test.each([
    ['Effect="Permit"', 'Effect="Maybe"', 'Effect is "Maybe", which is neither Permit nor Deny'],
    ['AppliesTo="Deny"', 'AppliesTo="x"', 'AppliesTo is "x", which is neither Permit nor Deny'],
    ['FulfillOn="Permit"', 'FulfillOn="1x"', 'FulfillOn is "1x", which is neither'],
    ['MustBePresent="true"', 'MustBePresent="yes"', 'MustBePresent is "yes", which is neither'],
  ])("%s as %s", (was, by, problem) => {
    expect(broken(was, by)).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ['Effect="Permit"', 'Effect=" permit "'],
    ['Effect="Permit"', 'Effect="DENY"'],
    ['Effect="Permit"', 'Effect="-1"'],
    ['FulfillOn="Permit"', 'FulfillOn="+0"'],
    ['MustBePresent="true"', 'MustBePresent=" 1 "'],
    ['MustBePresent="true"', 'MustBePresent="0"'],
    [' MustBePresent="true"', ""],
  ])("%s as %s is taken", (was, by) => {
    expect(broken(was, by)).toEqual([]);
  });
});

describe("an element that is not there", () => {
  test.each([
    [value("match"), "", "Match has no AttributeValue"],
    [designator("match"), "", "Match has no AttributeDesignator"],
    [value("condition"), "", "Condition needs exactly one expression"],
    [value("obliged"), "", "AttributeAssignmentExpression needs exactly one expression"],
    [value("all"), "", "CombinerParameter has no AttributeValue"],
    [value("one"), "", "CombinerParameter has no AttributeValue"],
    [
      "<XPathVersion>http://www.w3.org/TR/1999/REC-xpath-19991116</XPathVersion>",
      "",
      "PolicyDefaults has no XPathVersion",
    ],
    ["<AnyOf>", "<AnyOf></AnyOf><AnyOf>", "AnyOf has no AllOf"],
    ["<AllOf>", "<AllOf/><AllOf>", "AllOf has no Match"],
    ["<Target/>", "", "Policy has no Target; write an empty one before the rules"],
    ["<Condition>", "<AdviceExpressions/><Condition>", "AdviceExpressions has no AdviceExpression"],
  ])("%s as '%s'", (was, by, problem) => {
    expect(broken(was, by).join()).toContain(problem);
  });

  test.each([
    [assignment("obliged"), "ObligationExpressions has no ObligationExpression"],
    [assignment("advised"), "AdviceExpressions has no AdviceExpression"],
  ])("around %s", (of, problem) => {
    const text = WHOLE.replace(
      new RegExp(
        `<(Obligation|Advice)Expression [^>]*>${of.replace(/[.?/]/g, "\\$&")}</\\1Expression>`,
      ),
      "",
    );
    expect(text).not.toBe(WHOLE);
    expect(problemsOf(text)).toEqual([expect.stringContaining(problem)]);
  });
});

describe("an element in one tag, which the parser wants to go into", () => {
  test.each([
    [
      `<CombinerParameters><CombinerParameter ParameterName="all">${value("all")}</CombinerParameter></CombinerParameters>`,
      "<CombinerParameters/>",
      "CombinerParameters is empty",
    ],
    [
      `<RuleCombinerParameters RuleIdRef="r"><CombinerParameter ParameterName="one">${value("one")}</CombinerParameter></RuleCombinerParameters>`,
      '<RuleCombinerParameters RuleIdRef="r"/>',
      "RuleCombinerParameters is empty",
    ],
    [
      `<Apply FunctionId="inner">${value("inner")}</Apply>`,
      '<Apply FunctionId="inner"/>',
      "Apply is empty",
    ],
    [`>${assignment("obliged")}</ObligationExpression>`, "/>", "ObligationExpression is empty"],
    [`>${assignment("advised")}</AdviceExpression>`, "/>", "AdviceExpression is empty"],
  ])("%s", (was, by, problem) => {
    expect(broken(was, by)).toEqual([expect.stringContaining(problem)]);
    const twoTags =
      by === "/>"
        ? `></${problem.split(" ")[0] ?? ""}>`
        : by.replace(/^<(\w+)(.*)\/>$/, "<$1$2></$1>");
    expect(broken(was, twoTags)).toEqual([]);
  });

  test("a rule", () => {
    const text = WHOLE.replace(/<Rule .*<\/Rule>/, '<Rule RuleId="r" Effect="Permit"/>');
    expect(problemsOf(text)).toEqual([expect.stringContaining("Rule is empty")]);
  });
});

describe("more than there may be", () => {
  test.each([
    [
      value("condition"),
      value("condition") + value("again"),
      "Condition needs exactly one expression",
    ],
    [
      "<Description>of the rule",
      "<Description>first</Description><Description>of the rule",
      "Description stands in the wrong place inside Rule",
    ],
    [
      "<Description>of the policy",
      "<Description>first</Description><Description>of the policy",
      "Description stands in the wrong place inside Policy",
    ],
    ["<Content/>", "<Content/><Content/>", "Content stands in the wrong place inside PolicyIssuer"],
    [
      "<Content/><Attribute/>",
      "<Attribute/><Content/>",
      "Content stands in the wrong place inside PolicyIssuer",
    ],
    [
      value("all"),
      value("all") + value("again"),
      "AttributeValue stands in the wrong place inside CombinerParameter",
    ],
    [
      "<XPathVersion>",
      "<XPathVersion>a:b</XPathVersion><XPathVersion>",
      "XPathVersion stands in the wrong place inside PolicyDefaults",
    ],
    [
      "<Condition>",
      `<Condition>${value("first")}</Condition><Condition>`,
      "Condition stands in the wrong place inside Rule",
    ],
    ["<Target/>", "<Target/><Target/>", "Target stands in the wrong place inside Policy"],
    [
      "<Target><AnyOf>",
      "<Condition/><Target><AnyOf>",
      "Target stands in the wrong place inside Rule",
    ],
    [
      designator("match"),
      designator("match") + designator("other"),
      "Match has more than a value and a designator",
    ],
  ])("%s as %s", (was, by, problem) => {
    expect(broken(was, by).join()).toContain(problem);
  });
});

describe("an element where it may not stand", () => {
  test.each([
    [
      "Policy",
      '<Policy xmlns="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="p" Version="1.0" RuleCombiningAlgId="a">',
    ],
    ["PolicyIssuer", "<PolicyIssuer>"],
    ["PolicyDefaults", "<PolicyDefaults>"],
    ["Rule", '<Rule RuleId="r" Effect="Permit">'],
    ["Target", "<Target><AnyOf>"],
    ["AnyOf", "<AnyOf>"],
    ["AllOf", "<AllOf>"],
    ["Match", '<Match MatchId="m">'],
    ["ObligationExpressions", "<ObligationExpressions>"],
    ["ObligationExpression", '<ObligationExpression ObligationId="o" FulfillOn="Permit">'],
    ["AdviceExpressions", "<AdviceExpressions>"],
    ["AdviceExpression", '<AdviceExpression AdviceId="d" AppliesTo="Deny">'],
    ["AttributeAssignmentExpression", '<AttributeAssignmentExpression AttributeId="obliged">'],
    ["Condition", "<Condition>"],
    ["VariableDefinition", '<VariableDefinition VariableId="v">'],
    ["Apply", '<Apply FunctionId="inner">'],
    ["CombinerParameters", "<CombinerParameters>"],
    ["RuleCombinerParameters", '<RuleCombinerParameters RuleIdRef="r">'],
    ["CombinerParameter", '<CombinerParameter ParameterName="all">'],
  ])("inside %s", (name, begin) => {
    const tag = name === "Target" ? "<Target>" : begin;
    const rest = begin.slice(tag.length);
    expect(broken(begin, `${tag}<Stranger/>${rest}`)).toEqual([
      expect.stringContaining(`Stranger is not allowed inside ${name}`),
    ]);
    const other = '<Description xmlns="urn:other"/>';
    expect(broken(begin, `${tag}${other}${rest}`)).toEqual([
      expect.stringContaining(`Description is not allowed inside ${name}`),
    ]);
    expect(broken(begin, `${tag}words${rest}`)).toEqual([
      expect.stringContaining(`${name} has text where only elements may stand`),
    ]);
  });

  test.each([
    ["AttributeDesignator", designator("applied")],
    [
      "AttributeSelector",
      `<AttributeSelector Path="path" Category="c" DataType="${STRING}" MustBePresent="true"/>`,
    ],
  ])("inside %s", (name, tag) => {
    const open = tag.replace("/>", ">");
    expect(broken(tag, `${open}<Stranger/></${name}>`)).toEqual([
      expect.stringContaining(`Stranger is not allowed inside ${name}`),
    ]);
    expect(broken(tag, `${open}</${name}>`)).toEqual([]);
  });

  test.each([
    ["of the rule", "Description has an element inside"],
    ["of the policy", "Description has an element inside"],
    [">condition<", "AttributeValue of a string has an element inside"],
    [">match<", "AttributeValue of a string has an element inside"],
    [">all<", "AttributeValue of a string has an element inside"],
    [">inner<", "AttributeValue of a string has an element inside"],
  ])("inside the text %s", (text, problem) => {
    const by = text.startsWith(">") ? `${text.slice(0, -1)}<b/><` : `${text}<b/>`;
    expect(broken(text, by)).toEqual([expect.stringContaining(problem)]);
  });

  test("inside a value of another type is taken", () => {
    expect(broken(value("condition"), value("<b>condition</b>", "urn:other"))).toEqual([]);
  });
});

test.each([
  [" a1+.-:b ", true],
  ["1a:b", false],
  ["ab", false],
  ["a:", false],
  ["", false],
])("XPathVersion '%s' is taken: %s", (version, taken) => {
  expect(broken("http://www.w3.org/TR/1999/REC-xpath-19991116", version)).toEqual(
    taken ? [] : [expect.stringContaining("XPathVersion is no absolute URI")],
  );
});
