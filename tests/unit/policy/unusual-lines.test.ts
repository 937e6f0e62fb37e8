import { describe, expect, test } from "@jest/globals";
import { accessOf, readPolicy } from "../../../provider/policy";
import * as text from "./policy-texts";

const A = text.org("991825827");
const DAGL = text.role("dagl");
const RULE = text.rule([A], ["read", "write"]);
const USUAL = text.policyText({ rules: [RULE], obligations: text.level("3") });
const of = (rule: text.RuleSpec) => text.policyText({ rules: [rule] });
const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";
const CONDITION =
  "<x:Condition><x:Apply FunctionId='urn:f'><x:AttributeValue DataType='urn:d'>1</x:AttributeValue></x:Apply></x:Condition>";
const { VARIABLE } = text;

function unusual(xml: string) {
  const found = accessOf(readPolicy(xml), "r1");
  if (found.form !== "unusual") throw new Error("plain");
  return found;
}

describe("the lines of an unusual policy", () => {
  test("say what makes it so, and everything that Altinn reads, literally", () => {
    const xml = text.policyText({
      algorithm: "urn:alg",
      rules: [
        {
          anyOfs: [
            [[DAGL, text.org("1", { mustBePresent: true })], [A]],
            [[text.resource("r1"), text.action("read")]],
            text.any(text.subject("urn:x", "1", { category: "urn:env", dataType: INTEGER })),
          ],
          effect: "Deny",
          condition: CONDITION,
        },
        { anyOfs: [] },
        RULE,
      ],
      obligations: text.level("3") + VARIABLE,
    });
    // A VariableDefinition stands before the obligations.
    const { lines } = unusual(
      xml.replace(VARIABLE, "").replace("<x:ObligationExpressions>", `${VARIABLE}$&`),
    );
    const { "unusual policy": why, ...rest } = lines;
    expect(why).toMatch(
      /^who gets in cannot be told: the policy has the combining algorithm "urn:alg"; .*; and \d+ more$/,
    );
    expect(rest).toEqual({
      "unusual policy: combining algorithm": "urn:alg",
      "unusual policy: rule 1 (Deny), effect": "Deny",
      "unusual policy: rule 1 (Deny), subject 1":
        'urn:altinn:rolecode string-equal-ignore-case "dagl"',
      "unusual policy: rule 1 (Deny), subject 1, match 2":
        'urn:altinn:organization:identifier-no string-equal "1" MustBePresent',
      "unusual policy: rule 1 (Deny), subject 2":
        'urn:altinn:organization:identifier-no string-equal "991825827"',
      "unusual policy: rule 1 (Deny), resource and action 1":
        'resource urn:altinn:resource string-equal "r1"',
      "unusual policy: rule 1 (Deny), resource and action 1, match 2":
        'action urn:oasis:names:tc:xacml:1.0:action:action-id string-equal "read"',
      "unusual policy: rule 1 (Deny), category urn:env 1": `urn:x string-equal "1" of ${INTEGER} as ${INTEGER}`,
      "unusual policy: rule 1 (Deny), Condition, line 01": "Condition",
      "unusual policy: rule 1 (Deny), Condition, line 02": '  Apply FunctionId="urn:f"',
      "unusual policy: rule 1 (Deny), Condition, line 03": '    AttributeValue DataType="urn:d"',
      "unusual policy: rule 1 (Deny), Condition, line 04": '      "1"',
      "unusual policy: rule 2, effect": "Permit",
      "unusual policy: rule 2, Target": "is empty",
      "unusual policy: rule 3, effect": "Permit",
      "unusual policy: rule 3, subject 1":
        'urn:altinn:organization:identifier-no string-equal "991825827"',
      "unusual policy: rule 3, resource 1": 'urn:altinn:resource string-equal "r1"',
      "unusual policy: rule 3, action 1":
        'urn:oasis:names:tc:xacml:1.0:action:action-id string-equal "read"',
      "unusual policy: rule 3, action 2":
        'urn:oasis:names:tc:xacml:1.0:action:action-id string-equal "write"',
      "unusual policy: VariableDefinition, line 01": 'VariableDefinition VariableId="v"',
      "unusual policy: VariableDefinition, line 02": '  AttributeValue DataType="urn:d"',
      "unusual policy: VariableDefinition, line 03": '    "1"',
      "unusual policy: obligation 1, line 01": 'ObligationExpression FulfillOn="Permit"',
      "unusual policy: obligation 1, line 02":
        '  AttributeAssignmentExpression AttributeId="urn:test:assignment"',
      "unusual policy: obligation 1, line 03":
        '    Category="urn:altinn:minimum-authenticationlevel"',
      "unusual policy: obligation 1, line 04": `    AttributeValue DataType="${INTEGER}"`,
      "unusual policy: obligation 1, line 05": '      "3"',
    });
  });

  test("are short, because the engine cuts what is longer than some 150 characters", () => {
    const { lines } = unusual(of({ ...RULE, condition: CONDITION }));
    expect(Object.values(lines).filter((line) => line.length > 150)).toEqual([]);
  });

  test("tell an AnyOf of the same category apart", () => {
    const { lines } = unusual(of({ anyOfs: [text.any(DAGL), ...RULE.anyOfs] }));
    expect(lines["unusual policy: rule 1, subject 1"]).toMatch(/dagl/);
    expect(lines["unusual policy: rule 1, subject of AnyOf 2, 1"]).toMatch(/991825827/);
  });

  test("of a rule without a Target", () => {
    const bare = '<x:Rule RuleId="2" Effect="Permit"></x:Rule>';
    const { lines } = unusual(USUAL.replace("<x:ObligationExpressions>", `${bare}$&`));
    expect(lines["unusual policy: rule 2, Target"]).toBe("is missing");
  });
});
