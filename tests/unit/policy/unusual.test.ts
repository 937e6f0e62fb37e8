import { describe, expect, test } from "@jest/globals";
import { accessOf, checkPolicy, findingText, readPolicy } from "../../../provider/policy";
import * as text from "./policy-texts";

/* What keeps a policy from the plain form, how it is shown then, and what is said to a new one. */

const A = text.org("991825827");
const DAGL = text.role("dagl");
const RULE = text.rule([A], ["read", "write"]);
const USUAL = text.policyText({ rules: [RULE], obligations: text.level("3") });
const of = (rule: text.RuleSpec, more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules: [rule], ...more });
const subjects = (...matches: text.MatchSpec[]) => of(text.rule(matches, ["read", "write"]));
const at = (...resource: text.MatchSpec[]) =>
  of({ anyOfs: [text.any(A), [resource], text.any(text.action("read"))] });
const combining = (name: string, version = "3.0") =>
  of(RULE, { algorithm: `urn:oasis:names:tc:xacml:${version}:rule-combining-algorithm:${name}` });
const STRING = "http://www.w3.org/2001/XMLSchema#string";
const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
const READ = text.any(text.action("read"));
const CONDITION =
  "<x:Condition><x:Apply FunctionId='urn:f'><x:AttributeValue DataType='urn:d'>1</x:AttributeValue></x:Apply></x:Condition>";
const { VARIABLE } = text;
const OLD_EXAMPLE = combining("deny-overrides", "1.0");

const access = (xml: string) => accessOf(readPolicy(xml), "r1");
function unusual(xml: string) {
  const found = access(xml);
  if (found.form !== "unusual") throw new Error("plain");
  return found;
}
const refusal = (xml: string) =>
  checkPolicy({ xml, resourceId: "r1" }).refusals.find(({ code }) => code === "unusual-policy");

test("the usual policy is plain", () => {
  expect(access(USUAL).form).toBe("plain");
});

describe("what makes a policy unusual, and what to write instead", () => {
  test.each([
    ["another combining algorithm", combining("permit-overrides"), /algorithm/, /deny-overrides"/],
    ["the algorithm of the old example", OLD_EXAMPLE, /old example/, /3\.0:rule.*deny-overrides"/],
    [
      "a Deny",
      of({ ...RULE, effect: "Deny" }),
      /Effect="Deny"/,
      /Take the rule out, and narrow those that permit/,
    ],
    [
      "an effect in other letters",
      USUAL.replace('Effect="Permit"', 'Effect="permit"'),
      /Effect="permit"/,
      /Effect="Permit"/,
    ],
    ["a Condition", of({ ...RULE, condition: CONDITION }), /a Condition/, /Take /],
    [
      "a Target of the policy with content",
      of(RULE, { target: [text.any(text.resource("r1"))] }),
      /Target with content/,
      /Take /,
    ],
    ["a VariableDefinition", of(RULE, { obligations: VARIABLE }), /a VariableDefinition/, /Take /],
    [
      "advice",
      USUAL.replace(
        "</x:Policy>",
        '<x:AdviceExpressions><x:AdviceExpression AdviceId="a" AppliesTo="Permit"></x:AdviceExpression></x:AdviceExpressions></x:Policy>',
      ),
      /an AdviceExpressions/,
      /Take /,
    ],
    [
      "obligations of a rule",
      USUAL.replace("</x:Rule>", `${text.level("3")}</x:Rule>`),
      /an ObligationExpressions/,
      /Take /,
    ],
    [
      "MaxDelegationDepth",
      USUAL.replace("PolicyId=", 'MaxDelegationDepth="1" PolicyId='),
      /MaxDelegationDepth/,
      /Take /,
    ],
    [
      "no rule",
      text.policyText({ rules: [], obligations: VARIABLE }),
      /has no rule/,
      /Write a Permit rule/,
    ],
    [
      "an alternative without a resource",
      of({
        anyOfs: [text.any(A), text.any(text.resource("r1"), text.party("991825827")), READ],
      }),
      /names urn:altinn:organization:identifier-no "991825827" instead of a registry resource/,
      /Name the registry resource by urn:altinn:resource/,
    ],
    [
      "an app",
      at(
        text.resource("ttd", { id: "urn:altinn:org" }),
        text.resource("skjema", { id: "urn:altinn:app" }),
      ),
      /names urn:altinn:org "ttd" and urn:altinn:app "skjema" instead of a registry resource/,
      /Name the registry resource by urn:altinn:resource/,
    ],
    [
      "a category that Altinn skips",
      of({
        anyOfs: [...RULE.anyOfs, [[text.subject("urn:x", "y", { category: "urn:environment" })]]],
      }),
      /category urn:environment/,
      /no subject, resource or action/,
    ],
    [
      "several AnyOf of a category",
      of({ anyOfs: [text.any(DAGL), ...RULE.anyOfs] }),
      /several AnyOf for the subject/,
      /one AnyOf/,
    ],
    [
      "another function",
      subjects(text.org("^9", { matchId: "urn:string-regexp-match" })),
      /by the function "urn:string-regexp-match"/,
      /string-equal/,
    ],
    [
      "another data type",
      subjects(text.org("991825827", { dataType: INTEGER })),
      /as http.*integer/,
      /string/,
    ],
    [
      "another data type of the designator alone",
      USUAL.replace(/(MustBePresent="false")/, "$1").replace(
        /(<x:AttributeDesignator [^>]*DataType=)"[^"]*"/,
        `$1"${INTEGER}"`,
      ),
      /as http.*integer/,
      /for value and designator/,
    ],
    [
      "MustBePresent",
      subjects(text.org("991825827", { mustBePresent: true })),
      /MustBePresent="true"/,
      /MustBePresent="false"/,
    ],
    [
      "an Issuer",
      USUAL.replace("<x:AttributeDesignator ", '<x:AttributeDesignator Issuer="i" '),
      /an Issuer/,
      /Take the Issuer out/,
    ],
    [
      "a comment inside a value",
      USUAL.replace("991825827", "991<!-- c -->825827"),
      /a comment inside/,
      /Take /,
    ],
    [
      "space around a value",
      USUAL.replace(">991825827<", "> 991825827\n<"),
      /space or a line break around " 991825827\\n"/,
      /right between its tags/,
    ],
    [
      "subjects that must both hold",
      of({ anyOfs: [[[A, DAGL]], ...RULE.anyOfs.slice(1)] }),
      /joins subjects in one AllOf: .*991825827.* and .*dagl/,
      /AllOf for each/,
    ],
    [
      "resources that must both hold",
      at(text.resource("r1"), text.resource("r2")),
      /joins resources/,
      /AllOf for each/,
    ],
    [
      "parties that must both hold",
      at(text.resource("r1"), text.party("991825827"), text.party("314244370")),
      /joins resources/,
      /AllOf for each/,
    ],
    [
      "a subject that Broker's callers are not known by",
      subjects(text.subject("urn:altinn:partytype", "organization")),
      /urn:altinn:partytype "organization"/,
      /organisation, a role or an access package/,
    ],
    [
      "a task",
      at(text.resource("r1"), { ...text.resource("Task_1"), id: "urn:altinn:task" }),
      /limits the resource by urn:altinn:task "Task_1"/,
      /nothing but the resource and one party/,
    ],
    [
      "an action by another attribute",
      of({
        anyOfs: [...RULE.anyOfs.slice(0, 2), [[text.action("read", { id: "urn:action" })]]],
      }),
      /names an action by urn:action "read"/,
      /action:action-id/,
    ],
    [
      "an obligation for Deny",
      USUAL.replace('FulfillOn="Permit"', 'FulfillOn="Deny"'),
      /FulfillOn="Deny"/,
      /FulfillOn="Permit"/,
    ],
    [
      "an obligation that assigns nothing",
      USUAL.replace(/<x:AttributeAssignmentExpression[^]*<\/x:AttributeAssignmentExpression>/, ""),
      /assigns nothing/,
      /Take the obligation out/,
    ],
    [
      "an obligation of another category",
      of(RULE, { obligations: text.level("3", "urn:other") }),
      /category urn:other/,
      /minimum-authenticationlevel/,
    ],
    ["a level in words", of(RULE, { obligations: text.level("high") }), /"high"/, /whole number/],
    [
      "a level with space around it",
      of(RULE, { obligations: text.level(" 3 ") }),
      /" 3 "/,
      /whole number/,
    ],
    [
      "a level as CDATA, which Altinn takes with its marks",
      of(RULE, { obligations: text.level("<![CDATA[3]]>") }),
      /CDATA/,
      /whole number/,
    ],
    ["a level with a sign", of(RULE, { obligations: text.level("+3") }), /"\+3"/, /whole number/],
    [
      "a level as string",
      USUAL.replace(INTEGER, STRING),
      /"3" for an authentication level/,
      /XMLSchema#integer/,
    ],
    [
      "several levels",
      of(RULE, {
        obligations: (text.level("3") + text.level("2")).replace(
          /<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/,
          "",
        ),
      }),
      /several levels/,
      /Write one/,
    ],
  ])("%s", (_, xml, what, instead) => {
    const { oddities = [] } = unusual(xml);
    expect(oddities.map((oddity) => oddity.what).join("; ")).toMatch(what);
    const told = refusal(xml);
    expect(told?.problem).toMatch(what);
    expect(told?.instead).toMatch(instead);
    expect(told?.instead).toMatch(/write acknowledge: \["unusual-policy"\]\.$/);
    expect(findingText(told ?? fail())).toMatch(
      /^(The policy is|Rule "1" makes the policy) unusual: it [^]*\.$/,
    );
  });

  test("each thing once, with the rule that it stands in, and after four how many more", () => {
    const rules = ["a", "b", "c", "d", "e"].map((id) => ({
      ...text.rule([text.org("991825827", { mustBePresent: true })], ["read"]),
      id,
    }));
    const told = refusal(text.policyText({ rules }));
    expect(told?.ruleId).toBeUndefined();
    expect(told?.problem).toMatch(/^is unusual: rule "a" has .*; rule "d" has .*; and 1 more$/);
    expect(told?.problem).not.toContain('rule "e"');
    expect(told?.instead.match(/Write MustBePresent="false"\./g)).toHaveLength(1);
  });
});

describe("what the registry refuses or breaks on has no words either", () => {
  test.each([
    [
      "an AnyOf of several categories",
      of({ anyOfs: [[[A, text.resource("r1"), text.action("read")]]] }),
      /an AnyOf with matches of several categories/,
    ],
    [
      "one beside those of each category",
      of({ anyOfs: [[[A, text.resource("r1"), text.action("read")]], ...RULE.anyOfs] }),
      /an AnyOf with matches of several categories/,
    ],
    [
      "an AttributeSelector beside a designator",
      of({ anyOfs: [...RULE.anyOfs, [[{ ...A, selector: true }]]] }),
      /an AttributeSelector/,
    ],
    ["no value", subjects(A, text.role("")), /no value for urn:altinn:rolecode/],
    [
      "several actions in one AllOf",
      of({
        anyOfs: [...RULE.anyOfs.slice(0, 2), [[text.action("read"), text.action("write")]]],
      }),
      /joins actions in one AllOf/,
    ],
    ["no resource", of({ anyOfs: [text.any(A), READ] }), /names no resource/],
    [
      "an empty Target in two tags",
      USUAL.replace("<x:Target/>", "<x:Target></x:Target>"),
      /an empty Target of two tags/,
    ],
  ])("%s", (_, xml, what) => {
    const { oddities = [], lines } = unusual(xml);
    expect(oddities.map((oddity) => oddity.what).join("; ")).toMatch(what);
    expect(lines["unusual policy"]).toMatch(what);
    expect(refusal(xml)).toBeUndefined();
  });
});

describe("the policy that Altinn's guide hands out", () => {
  test("says which one id to write, and the lines that it would have then", () => {
    const lines = { "organization 991825827 (for any party)": "read, write" };
    expect(unusual(OLD_EXAMPLE).underRightId?.lines).toEqual(lines);
    const told = refusal(OLD_EXAMPLE);
    expect(told?.problem).toMatch(
      /urn:oasis:names:tc:xacml:1\.0:rule-combining-algorithm:deny-overrides/,
    );
    expect(told?.instead).toContain(
      `Write RuleCombiningAlgId="${text.DENY_OVERRIDES}". The policy then has the lines: organization 991825827 (for any party): read, write.`,
    );
  });

  test("has no lines to promise when something else is unusual too, or the id is another", () => {
    const algorithm = text.DENY_OVERRIDES.replace("3.0", "1.0");
    expect(unusual(of({ ...RULE, effect: "Deny" }, { algorithm }))).not.toHaveProperty(
      "underRightId",
    );
    expect(unusual(combining("permit-overrides", "1.0"))).not.toHaveProperty("underRightId");
    expect(refusal(combining("permit-overrides"))?.instead).not.toMatch(/then has the lines/);
  });
});

function fail(): never {
  throw new Error("no refusal");
}
