import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/start";
import {
  action,
  makeResource,
  policyXml,
  registryResource,
  RESOURCE,
  role,
  upload,
  type Owner,
  type RuleSketch,
} from "./registry-support";

let standin: Standin;
let owner: Owner;
let id: string;

beforeAll(async () => {
  standin = await startStandin();
  owner = standin.newOrganisation();
  id = await makeResource(standin, owner);
});
afterAll(() => standin.close());

const rule = (): RuleSketch => ({
  target: [[role("DAGL")], [registryResource(id)], [action("read")]],
});
const good = () => policyXml({ rules: [rule()] });
const status = async (xml: string | Uint8Array) => (await upload(standin, owner, id, xml)).status;

describe("XML that .NET's reader refuses", () => {
  const insert = (text: string) => good().replace("<Target/>", `<Target/>${text}`);
  it.each([
    ["a bare ampersand in text", () => insert("<!-- -->").replace("DAGL", "A & B")],
    ["a bare ampersand in an attribute", () => good().replace('"urn:p"', '"urn:p&q"')],
    ["an unknown entity", () => good().replace("DAGL", "&nbsp;")],
    ["a control character", () => good().replace("DAGL", "DA\u0001GL")],
    ["a reference to a control character", () => good().replace("DAGL", "DA&#1;GL")],
    ["a reference to a surrogate", () => good().replace("DAGL", "DA&#xD800;GL")],
    ["']]>' in text", () => good().replace("DAGL", "DA]]>GL")],
    ["a DTD", () => good().replace("?>", "?><!DOCTYPE Policy>")],
    ["XML 1.1", () => good().replace('version="1.0"', 'version="1.1"')],
    ["two roots", () => `${good()}<a/>`],
    ["text after the root", () => `${good()}x`],
    ["a declaration that is not first", () => ` ${good()}`],
    ["an unknown encoding", () => good().replace("utf-8", "klingon")],
    ["utf-16 without a byte order mark", () => good().replace("utf-8", "utf-16")],
    ["an unbound prefix", () => insert("<x:a/>")],
    ["an attribute twice", () => good().replace("PolicyId=", 'PolicyId="a" PolicyId=')],
    ["an unclosed element", () => good().replace("</Policy>", "")],
    ["nothing at all", () => " "],
  ])("refuses %s", async (_what, xml) => {
    const answer = await upload(standin, owner, id, xml());
    expect(answer.status).toBe(500);
    expect(answer.json).toMatchObject({ status: 500 });
  });

  it("takes the replacement character, which is one of XML's", async () => {
    expect(await status(good().replace("DAGL", "DA\ufffdGL"))).toBe(201);
  });

  it("refuses bytes that are not UTF-8", async () => {
    expect(await status(Buffer.from(good().replace("DAGL", "D\u00c6"), "latin1"))).toBe(500);
  });

  it.each([
    ["a byte order mark", () => Buffer.from(`\ufeff${good()}`)],
    [
      "UTF-16 with a byte order mark",
      () => Buffer.from(`\ufeff${good().replace("utf-8", "utf-16")}`, "utf16le"),
    ],
    [
      "latin 1 that says so",
      () => Buffer.from(good().replace("utf-8", "iso-8859-1").replace("DAGL", "\u00c6"), "latin1"),
    ],
    ["no declaration", () => Buffer.from(good().replace(/<\?.*\?>\n/, ""))],
    [
      "comments, CDATA and character references",
      () => Buffer.from(good().replace("DAGL", "<!-- & --><![CDATA[A&B]]>&#67;&amp;")),
    ],
    ["Windows line ends", () => Buffer.from(good().replaceAll("\n", "\r\n"))],
  ])("takes %s and gives the same bytes back", async (_what, make) => {
    const bytes = make();
    expect(await status(bytes)).toBe(201);
    const answer = await fetch(`${standin.platformUrl}${RESOURCE}/${id}/policy`);
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), bytes)).toBe(0);
    expect(answer.headers.get("content-type")).toBe("text/xml");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename=policy\.xml/);
  });
});

describe("XML that is no policy to Altinn's parser", () => {
  it.each([
    [
      "another root",
      () => good().replaceAll("Policy>", "PolicySet>").replace("<Policy ", "<PolicySet "),
    ],
    ["another namespace", () => good().replace("wd-17", "wd-16")],
    ["no combining algorithm", () => good().replace(/RuleCombiningAlgId="[^"]*"/, "")],
    ["an empty PolicyId", () => good().replace('"urn:p"', '""')],
    ["no target", () => good().replace("<Target/>", "")],
    ["a target of two tags around nothing", () => good().replace("<Target/>", "<Target></Target>")],
    ["a rule without an id", () => good().replace(/RuleId="[^"]*"/, "")],
    ["an effect that is none", () => good().replace('"Permit"', '"Maybe"')],
    ["an effect by a number that is too large", () => good().replace('"Permit"', '"2147483648"')],
    [
      "a variable whose content has a prefix",
      () =>
        policyXml({
          rules: [],
          rest: '<VariableDefinition VariableId="v"><x:AttributeValue xmlns:x="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" DataType="t">1</x:AttributeValue></VariableDefinition>',
        }),
    ],
    ["an empty AnyOf", () => good().replace(/<AnyOf>.*?<\/AnyOf>/, "<AnyOf></AnyOf>")],
    ["an empty AllOf", () => good().replace(/<AllOf>.*?<\/AllOf>/, "<AllOf></AllOf>")],
    ["a match without a function", () => good().replace(/MatchId="[^"]*"/, 'MatchId=""')],
    [
      "a literal without a data type",
      () => good().replace(/<AttributeValue DataType="[^"]*"/, "<AttributeValue"),
    ],
    ["a literal that holds elements", () => good().replace("DAGL", "<a/>")],
    ["a designator without a category", () => good().replace(/Category="[^"]*"/, "")],
    ["a MustBePresent that is no boolean", () => good().replace('"false"', '"False"')],
    ["text among the rules", () => good().replace("<Rule", "text<Rule")],
    ["an unknown element", () => good().replace("</Policy>", "<Other/></Policy>")],
    [
      "rules after obligations",
      () =>
        good().replace(
          "<Rule",
          '<ObligationExpressions><ObligationExpression ObligationId="o" FulfillOn="Permit"></ObligationExpression></ObligationExpressions><Rule',
        ),
    ],
    [
      "an obligation without FulfillOn",
      () =>
        good().replace(
          "</Policy>",
          '<ObligationExpressions><ObligationExpression ObligationId="o"></ObligationExpression></ObligationExpressions></Policy>',
        ),
    ],
    ["no rule", () => good().replace(/<Rule.*<\/Rule>/, "")],
  ])("refuses %s", async (_what, xml) => {
    expect(await status(xml())).toBe(500);
  });

  it.each([
    ["a rule without a version", () => good().replace(' Version="1.0"', "")],
    ["an effect in another casing", () => good().replace('"Permit"', '"permit"')],
    ["1 for true", () => good().replace('"false"', '"1"')],
    [
      "a condition",
      () =>
        policyXml({
          rules: [
            {
              ...rule(),
              rest: '<Condition><Apply FunctionId="f"><AttributeValue DataType="t">1</AttributeValue></Apply></Condition>',
            },
          ],
        }),
    ],
    [
      "obligations and advice",
      () =>
        good().replace(
          "</Policy>",
          '<ObligationExpressions><ObligationExpression ObligationId="o" FulfillOn="Deny"></ObligationExpression></ObligationExpressions><AdviceExpressions><AdviceExpression AdviceId="a" AppliesTo="Permit"></AdviceExpression></AdviceExpressions></Policy>',
        ),
    ],
    [
      "variable definitions alone",
      () =>
        policyXml({
          rules: [],
          rest: '<VariableDefinition VariableId="v"><AttributeValue DataType="t">1</AttributeValue></VariableDefinition>',
        }),
    ],
    ["the number of an effect", () => good().replace('Effect="Permit"', 'Effect=" 7 "')],
    [
      "a description, an issuer and defaults",
      () =>
        good().replace(
          "<Target/>",
          "<Description>d</Description><PolicyIssuer/><PolicyDefaults><XPathVersion>http://x.test/</XPathVersion></PolicyDefaults><Target/>",
        ),
    ],
  ])("takes %s", async (_what, xml) => {
    expect(await status(xml())).toBe(201);
  });

  it("says why a version without a digit is refused", async () => {
    const answer = await upload(standin, owner, id, good().replace('Version="1.0"', 'Version="x"'));
    expect([answer.status, answer.json]).toEqual([
      400,
      "Wrong VersionType format (Parameter 'value')",
    ]);
  });
});
