import { describe, expect, test } from "@jest/globals";
import { decodePolicy, PolicyError, readPolicy } from "../../../provider/policy";
import { readPolicyWithProblems } from "../../../provider/policy/xacml/read";
import * as text from "./policy-texts";

const USUAL = text.policyText({ rules: [text.rule([text.org("991825827")], ["read"])] });

const refusal = (xml: string): PolicyError => {
  try {
    readPolicy(xml);
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw error;
  }
  throw new Error("read without a refusal");
};

describe("readPolicy", () => {
  test("gives the matches of a rule by AnyOf and AllOf", () => {
    const [rule] = readPolicy(USUAL).rules;
    expect(rule?.target?.map((anyOf) => anyOf.map((allOf) => allOf.map((m) => m.value)))).toEqual([
      [["991825827"]],
      [["r1"]],
      [["read"]],
    ]);
    expect(rule?.target?.[0]?.[0]?.[0]).toEqual({
      matchId: text.STRING_EQUAL,
      value: "991825827",
      broken: false,
      dataType: "http://www.w3.org/2001/XMLSchema#string",
      attributeId: "urn:altinn:organization:identifier-no",
      category: text.SUBJECT,
      designatorDataType: "http://www.w3.org/2001/XMLSchema#string",
      mustBePresent: false,
      issuer: undefined,
      selector: undefined,
    });
  });

  test.each([
    ["a byte order mark", "\ufeff" + USUAL],
    [
      "the default namespace",
      USUAL.replaceAll("x:", "").replace("xmlns:x", "xmlns").replace(":x=", "="),
    ],
    [
      "another prefix",
      USUAL.replaceAll("<x:", "<xacml:")
        .replaceAll("</x:", "</xacml:")
        .replace("xmlns:x=", "xmlns:xacml="),
    ],
    ["CRLF line ends", USUAL.replaceAll("\n", "\r\n")],
    ["no declaration", USUAL.slice(USUAL.indexOf("?>") + 3)],
    ["a comment in a value", USUAL.replace("991825827", "991<!-- c -->825827")],
    ["CDATA in a value", USUAL.replace("991825827", "<![CDATA[991825827]]>")],
    ["character references", USUAL.replace("991825827", "99182582&#55;")],
  ])("reads %s", (_, xml) => {
    const values = (policy: ReturnType<typeof readPolicy>) =>
      policy.rules[0]?.target?.flat(2).map((match) => match.value);
    expect(values(readPolicy(xml))).toEqual(["991825827", "r1", "read"]);
  });

  test("says of a value with a comment or an instruction inside that readers differ on it", () => {
    const broken = (xml: string) =>
      readPolicy(xml)
        .rules[0]?.target?.flat(2)
        .map((match) => match.broken);
    expect(broken(USUAL)).toEqual([false, false, false]);
    for (const inside of ["<!-- c -->", "<?p?>"]) {
      expect(broken(USUAL.replace("991825827", `991${inside}825827`))).toEqual([
        true,
        false,
        false,
      ]);
    }
    expect(broken(USUAL.replace("<x:AnyOf>", "<!-- who --><x:AnyOf>"))).not.toContain(true);
  });

  test("keeps the spaces of a string value, which Altinn compares", () => {
    const policy = readPolicy(USUAL.replace(">read<", "> read <"));
    expect(policy.rules[0]?.target?.[2]?.[0]?.[0]?.value).toBe(" read ");
  });

  test.each([
    ["text that is no XML", "hello", /^line 1, column/],
    ["an empty text", "", /^line 1, column/],
    ["a second byte order mark", `\ufeff\ufeff${USUAL}`, /^line 1, .*second byte order mark/],
    ["an element that is not closed", USUAL.replace("</x:Rule>", ""), /^line \d+, column \d+/],
    [
      "an attribute given twice",
      USUAL.replace('Version="1.0"', 'Version="1.0" Version="1"'),
      /Version|duplicate/,
    ],
    ["an undeclared prefix", USUAL.replace("xmlns:x=", "xmlns:y="), /prefix|namespace/],
    ["a DOCTYPE", USUAL.replace("?>", "?>\n<!DOCTYPE x:Policy>"), /^line 2, .*DOCTYPE/],
    ["an entity that XML does not have", USUAL.replace(">read<", ">&read;<"), /^line 25, .*entity/],
    ["XML 1.1", USUAL.replace('version="1.0"', 'version="1.1"'), /1\.1/],
    ["a PolicySet", USUAL.replaceAll("x:Policy", "x:PolicySet"), /root element is PolicySet/],
    [
      "XACML 2.0",
      USUAL.replace("xacml:3.0:core:schema:wd-17", "xacml:2.0:policy:schema:os"),
      /root element/,
    ],
    ["no Target", USUAL.replace("<x:Target/>", ""), /^line 2, .*no Target/],
    ["no Rule", text.policyText({ rules: [] }), /no Rule/],
    ["no PolicyId", USUAL.replace('PolicyId="urn:test:policy" ', ""), /no PolicyId/],
    [
      "no RuleCombiningAlgId",
      USUAL.replace(/RuleCombiningAlgId="[^"]*"/, ""),
      /no RuleCombiningAlgId/,
    ],
    ["no RuleId", USUAL.replace('RuleId="1" ', ""), /^line 4, column 3: .*no RuleId/],
    ["an empty RuleId", USUAL.replace('RuleId="1"', 'RuleId=""'), /no RuleId/],
    ["no Effect", USUAL.replace(' Effect="Permit"', ""), /no Effect/],
    ["another Effect", USUAL.replace('"Permit"', '"Maybe"'), /"Maybe"/],
    ["no MatchId", USUAL.replace(/ MatchId="[^"]*"/, ""), /no MatchId/],
    [
      "no DataType of a value",
      USUAL.replace(/(<x:AttributeValue) DataType="[^"]*"/, "$1"),
      /AttributeValue has no DataType/,
    ],
    ["no AttributeId", USUAL.replace(/AttributeId="[^"]*"/, ""), /no AttributeId/],
    ["no Category", USUAL.replace(/Category="[^"]*"/, ""), /no Category/],
    ["no MustBePresent", USUAL.replace(/MustBePresent="[^"]*"/, ""), /no MustBePresent/],
    [
      "MustBePresent that is no boolean",
      USUAL.replace('MustBePresent="false"', 'MustBePresent="no"'),
      /neither true nor false/,
    ],
    [
      "an AnyOf without AllOf",
      USUAL.replace(/<x:AnyOf>[^]*?<\/x:AnyOf>/, "<x:AnyOf/>"),
      /AnyOf has no AllOf/,
    ],
    [
      "an AllOf without Match",
      USUAL.replace(/<x:AllOf>[^]*?<\/x:AllOf>/, "<x:AllOf/>"),
      /AllOf has no Match/,
    ],
    [
      "a Target that holds a Rule",
      USUAL.replace("<x:Target/>", "<x:Target><x:Rule/></x:Target>"),
      /Rule is not allowed inside Target/,
    ],
    [
      "an element of another namespace",
      USUAL.replace("<x:Target/>", '<x:Target/><y xmlns="urn:y"/>'),
      /y is not allowed inside Policy/,
    ],
    [
      "a Target after the rules",
      USUAL.replace("<x:Target/>", "").replace("</x:Policy>", "<x:Target/></x:Policy>"),
      /wrong place/,
    ],
    [
      "an instruction with a question mark in its name",
      `<?x?xml version="1.0"?>${USUAL.slice(USUAL.indexOf("\n"))}`,
      /not well-formed/,
    ],
    ["text between elements", USUAL.replace("<x:Target/>", "<x:Target/>hello"), /text/],
    ["an element in a string value", USUAL.replace(">read<", "><b/>read<"), /element inside/],
    [
      "an obligation without FulfillOn",
      text.policyText({
        rules: [text.rule([text.org("1")], ["read"])],
        obligations: text.level("3").replace(' FulfillOn="Permit"', ""),
      }),
      /no FulfillOn/,
    ],
  ])("refuses %s with its place", (_, xml, message) => {
    const error = refusal(xml);
    expect(error.message).toMatch(message);
    expect(error.line).toBeGreaterThanOrEqual(1);
    expect(error.column).toBeGreaterThanOrEqual(1);
  });

  test("names a hundred problems at most", () => {
    const many = USUAL.replace("<x:Target/>", `<x:Target/>${"<y/>".repeat(1000)}`);
    expect(readPolicyWithProblems(many).problems).toHaveLength(100);
  });

  test("refuses elements nested without end instead of failing on them", () => {
    const deep = `<x:Policy xmlns:x="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17">${"<x:Apply>".repeat(5000)}`;
    expect(refusal(deep).message).toMatch(/inside one another/);
  });

  test("takes a policy of variables alone, as the registry does", () => {
    const policy = readPolicy(text.policyText({ rules: [], obligations: text.VARIABLE }));
    expect(policy.otherParts.map((part) => part.name)).toEqual(["VariableDefinition"]);
  });
});

describe("decodePolicy", () => {
  const latin = USUAL.replace("utf-8", "iso-8859-1").replace("r1", "ræ");

  test.each([
    ["UTF-8", Buffer.from(USUAL), USUAL],
    ["UTF-8 with a byte order mark", Buffer.from("\ufeff" + USUAL), USUAL],
    ["UTF-16 with a byte order mark", Buffer.from("\ufeff" + USUAL, "utf16le"), USUAL],
    ["big-endian UTF-16", Buffer.from("\ufeff" + USUAL, "utf16le").swap16(), USUAL],
    ["the ISO-8859-1 that it declares", Buffer.from(latin, "latin1"), latin],
  ])("reads %s", (_, bytes, expected) => {
    expect(decodePolicy(bytes)).toBe(expected);
  });

  test("refuses bytes that are not UTF-8, with their place", () => {
    expect(() => decodePolicy(Buffer.from("<a>\n<b>æ</b>", "latin1"))).toThrow(/^line 2, column 4/);
  });

  test.each([
    [
      "UTF-16 without a byte order mark",
      Buffer.from('<?xml version="1.0" encoding="utf-16"?><a/>'),
    ],
    [
      "an encoding that it does not know",
      Buffer.from('<?xml version="1.0" encoding="koi8-r"?><a/>'),
    ],
  ])("refuses %s", (_, bytes) => {
    expect(() => decodePolicy(bytes)).toThrow(PolicyError);
  });
});
