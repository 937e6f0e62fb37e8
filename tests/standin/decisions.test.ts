import { describe, expect, it } from "@jest/globals";
import {
  evaluateBytes,
  type Decision,
  type EvaluationOptions,
  type EvaluationRequest,
} from "../../standin/decisions/evaluate";
import {
  action,
  DENY_OVERRIDES,
  organization,
  policyXml,
  registryResource,
  role,
  type MatchSketch,
  type PolicySketch,
  type RuleSketch,
} from "./registry-support";

const MINE = "974761076";
const ALGORITHM = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:";

const request = (changes: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
  subject: { "urn:altinn:organization:identifier-no": [MINE] },
  resource: {
    "urn:altinn:resource": ["r"],
    "urn:altinn:organization:identifier-no": [MINE],
  },
  action: { "urn:oasis:names:tc:xacml:1.0:action:action-id": ["read"] },
  ...changes,
});

function decide(
  sketch: PolicySketch,
  changes: Partial<EvaluationRequest> = {},
  options: EvaluationOptions = {},
): Decision {
  return evaluateBytes(Buffer.from(policyXml(sketch)), request(changes), options);
}

const rule = (
  subject: MatchSketch | undefined,
  actions: string[] = ["read"],
  rest: Partial<RuleSketch> = {},
): RuleSketch => ({
  target: [
    ...(subject === undefined ? [] : [[subject]]),
    [registryResource("r")],
    ...(actions.length === 0 ? [] : [actions.map(action)]),
  ],
  ...rest,
});
const mine = rule(organization(MINE));
const denyMine: RuleSketch = { ...mine, effect: "Deny" };
const others = rule(organization("991825827"));
/** A rule that ends in an error: the caller lacks a required attribute. */
const failing: RuleSketch = rule({ ...role("DAGL"), mustBePresent: true });
const failingDeny: RuleSketch = { ...failing, effect: "Deny" };

const EQUAL = "urn:oasis:names:tc:xacml:1.0:function:string-equal";
const CALLER =
  '<AttributeDesignator AttributeId="urn:altinn:organization:identifier-no" Category="urn:oasis:names:tc:xacml:1.0:subject-category:access-subject" DataType="http://www.w3.org/2001/XMLSchema#string" MustBePresent="false"/>';
const literal = (value: string) =>
  `<AttributeValue DataType="http://www.w3.org/2001/XMLSchema#string">${value}</AttributeValue>`;
const apply = (functionId: string, ...parameters: string[]) =>
  `<Apply FunctionId="${functionId}">${parameters.join("")}</Apply>`;
const under = (condition: string, effect: "Permit" | "Deny" = "Permit"): RuleSketch => ({
  ...rule(undefined),
  effect,
  rest: `<Condition>${condition}</Condition>`,
});

describe("a rule", () => {
  it("permits what it names and says nothing of the rest", () => {
    expect(decide({ rules: [mine] })).toBe("Permit");
    expect(decide({ rules: [others] })).toBe("NotApplicable");
    expect(decide({ rules: [rule(organization(MINE), ["write"])] })).toBe("NotApplicable");
    expect(decide({ rules: [mine] }, { resource: { "urn:altinn:resource": ["other"] } })).toBe(
      "NotApplicable",
    );
  });

  it("without a subject is for anyone, and without an action for every action", () => {
    expect(decide({ rules: [rule(undefined)] }, { subject: {} })).toBe("Permit");
    expect(decide({ rules: [rule(organization(MINE), [])] })).toBe("Permit");
  });

  it("takes several AnyOf of one category as alternatives", () => {
    const target = [[role("DAGL")], [organization(MINE)], [registryResource("r")]];
    expect(decide({ rules: [{ target }] })).toBe("Permit");
  });

  it("wants every match of one alternative", () => {
    const target = [[[organization(MINE), role("DAGL")]], [registryResource("r")]];
    expect(decide({ rules: [{ target }] })).toBe("NotApplicable");
  });

  it("may bind the organisation to itself as the party", () => {
    const party: MatchSketch = { ...organization(MINE), category: "resource" };
    const target = [[organization(MINE)], [[registryResource("r"), party]], [action("read")]];
    const resource = (number: string) => ({
      resource: {
        "urn:altinn:resource": ["r"],
        "urn:altinn:organization:identifier-no": [number],
      },
    });
    expect(decide({ rules: [{ target }] }, resource(MINE))).toBe("Permit");
    expect(decide({ rules: [{ target }] }, resource("991825827"))).toBe("NotApplicable");
  });

  it("is enough for one of several actions", () => {
    const actions = { "urn:oasis:names:tc:xacml:1.0:action:action-id": ["read", "write"] };
    expect(decide({ rules: [rule(organization(MINE), ["write"])] }, { action: actions })).toBe(
      "Permit",
    );
  });

  it("never finds an access list among the attributes", () => {
    const list: MatchSketch = { id: "urn:altinn:access-list", value: "skd:l" };
    expect(decide({ rules: [rule(list)] })).toBe("NotApplicable");
  });
});

describe("a match", () => {
  const by = (matchId: string, value: string) =>
    decide({ rules: [rule({ ...organization(value), matchId })] });
  const FUNCTION = "urn:oasis:names:tc:xacml:1.0:function:";

  it.each([
    ["string-equal", `${FUNCTION}string-equal`, MINE, "Permit"],
    [
      "string-is-in, which is no substring test",
      `${FUNCTION}string-is-in`,
      "97476",
      "NotApplicable",
    ],
    ["string-regexp-match", `${FUNCTION}string-regexp-match`, "^9747.*6$", "Permit"],
    ["a regular expression that is none", `${FUNCTION}string-regexp-match`, "(", "Indeterminate"],
    ["integer-equal", `${FUNCTION}integer-equal`, `0${MINE}`, "Permit"],
    [
      "integer-equal with more than 32 bits",
      `${FUNCTION}integer-equal`,
      `9${MINE}`,
      "NotApplicable",
    ],
    ["integer-equal with a word", `${FUNCTION}integer-equal`, "x", "NotApplicable"],
    ["anyURI-equal with a number", `${FUNCTION}anyURI-equal`, MINE, "Indeterminate"],
    ["a function of another version", `${FUNCTION}string-equal-ignore-case`, MINE, "Indeterminate"],
    ["a function that nobody has", "urn:none", MINE, "Indeterminate"],
  ])("by %s", (_what, matchId, value, decision) => {
    expect(by(matchId, value)).toBe(decision);
  });

  it("by string-equal-ignore-case compares without regard to case", () => {
    const matchId = "urn:oasis:names:tc:xacml:3.0:function:string-equal-ignore-case";
    const subject = { "urn:altinn:org": ["skd"] };
    const rules = [rule({ id: "urn:altinn:org", value: "SKD", matchId })];
    expect(decide({ rules }, { subject })).toBe("Permit");
  });

  it("never holds for a literal of another data type", () => {
    const dataType = "http://www.w3.org/2001/XMLSchema#integer";
    expect(decide({ rules: [rule({ ...organization(MINE), dataType })] })).toBe("NotApplicable");
  });

  it("with an unknown function harms only those who have the attribute", () => {
    const rules = [rule({ ...role("DAGL"), matchId: "urn:none" }), mine];
    expect(decide({ rules })).toBe("Permit");
  });

  it("that must be present refuses who lacks the attribute, unless a later alternative holds", () => {
    const required = { ...role("DAGL"), mustBePresent: true };
    const alternatives = (anyOf: MatchSketch[]) => ({
      rules: [{ target: [anyOf, [registryResource("r")]] }],
    });
    expect(decide(alternatives([required]))).toBe("Indeterminate");
    expect(decide(alternatives([organization(MINE), required]))).toBe("Indeterminate");
    expect(decide(alternatives([required, organization(MINE)]))).toBe("Permit");
  });

  it("that must be present in the resource refuses everybody, whatever other rules say", () => {
    const required: MatchSketch = {
      id: "urn:altinn:task",
      value: "t",
      category: "resource",
      mustBePresent: true,
    };
    const rules = [mine, { target: [[organization(MINE)], [[registryResource("r"), required]]] }];
    expect(decide({ rules })).toBe("Indeterminate");
  });

  it("by an attribute selector refuses everybody", () => {
    const xml = policyXml({ rules: [mine] }).replace(
      /<AttributeDesignator [^>]*access-subject[^>]*>/,
      '<AttributeSelector Path="/a" DataType="t" MustBePresent="false"/>',
    );
    expect(evaluateBytes(Buffer.from(xml), request())).toBe("Indeterminate");
  });
});

describe("a condition", () => {
  const FUNCTION = "urn:oasis:names:tc:xacml:1.0:function:";
  const isMine = apply(EQUAL, apply(`${FUNCTION}string-one-and-only`, CALLER), literal(MINE));

  it("compares one attribute with one literal, in either order and directly too", () => {
    expect(decide({ rules: [under(isMine)] })).toBe("Permit");
    expect(decide({ rules: [under(apply(EQUAL, literal(MINE), CALLER))] })).toBe("Permit");
    expect(decide({ rules: [under(apply(EQUAL, CALLER, literal("other")))] })).toBe(
      "NotApplicable",
    );
    expect(decide({ rules: [mine, under(isMine, "Deny")] })).toBe("Deny");
  });

  it("fails its own rule where the caller lacks the attribute or Broker sends no such category", () => {
    const subject = { "urn:altinn:systemuser:uuid": ["u"] };
    expect(decide({ rules: [under(isMine)] }, { subject })).toBe("Indeterminate");
    expect(decide({ rules: [under(isMine), rule(undefined)] }, { subject })).toBe("Permit");
    const environment = CALLER.replace(/Category="[^"]*"/, 'Category="urn:environment"');
    expect(decide({ rules: [under(apply(EQUAL, environment, literal(MINE)))] })).toBe(
      "Indeterminate",
    );
  });

  it.each([
    ["not(...)", apply(`${FUNCTION}not`, isMine)],
    ["and(...)", apply(`${FUNCTION}and`, isMine, isMine)],
    ["two literals", apply(EQUAL, literal("x"), literal("x"))],
    ["an unknown function", apply("urn:none", CALLER, literal(MINE))],
  ])("that is %s fails the whole answer", (_what, condition) => {
    expect(decide({ rules: [under(condition), mine] })).toBe("Indeterminate");
  });

  it("that is no application never holds", () => {
    expect(decide({ rules: [under(literal("true"))] })).toBe("NotApplicable");
    expect(decide({ rules: [under(CALLER)] })).toBe("NotApplicable");
  });

  it("takes the request's value as the pattern", () => {
    const matches = (text: string) =>
      under(apply(`${FUNCTION}string-regexp-match`, literal(text), CALLER));
    expect(decide({ rules: [matches("^9")] })).toBe("NotApplicable");
    expect(decide({ rules: [matches(`number ${MINE}`)] })).toBe("Permit");
  });

  it("may ask that there is one value, or how many of a data type there are", () => {
    const subject = { "urn:altinn:organization:identifier-no": [MINE, MINE] };
    const one = under(
      apply(
        `${FUNCTION}integer-equal`,
        apply(`${FUNCTION}integer-one-and-only`, CALLER),
        literal(MINE),
      ),
    );
    expect([decide({ rules: [one] }), decide({ rules: [one] }, { subject })]).toEqual([
      "Permit",
      "Indeterminate",
    ]);
    const count = (text: string) =>
      under(
        apply(`${FUNCTION}integer-equal`, apply(`${FUNCTION}date-bag-size`, CALLER), literal(text)),
      );
    expect([
      decide({ rules: [count("2")] }, { subject }),
      decide({ rules: [count("1"), mine] }, { subject }),
      decide({ rules: [count("x"), mine] }, { subject }),
    ]).toEqual(["Permit", "Permit", "Indeterminate"]);
  });

  it("is not asked of those whom the rule does not name", () => {
    const rules = [{ ...under(apply("urn:none", CALLER, literal(MINE))), target: others.target }];
    expect(decide({ rules })).toBe("NotApplicable");
  });
});

describe("a rule that fails", () => {
  it("makes the answer Indeterminate, except where another rule permits", () => {
    expect(decide({ rules: [failing] })).toBe("Indeterminate");
    expect(decide({ rules: [failing, mine] })).toBe("Permit");
    expect(decide({ rules: [failingDeny, mine] })).toBe("Indeterminate");
    expect(decide({ rules: [failingDeny, others] })).toBe("Indeterminate");
  });
});

describe("the combining algorithm", () => {
  it.each([
    ["deny-overrides", [mine, denyMine], "Deny"],
    ["ordered-deny-overrides", [mine, denyMine], "Deny"],
    ["permit-overrides", [denyMine, mine], "Permit"],
    ["permit-overrides", [denyMine, others], "Deny"],
    ["permit-overrides", [denyMine, failing], "Indeterminate"],
    ["permit-overrides", [failingDeny, mine], "Permit"],
    ["deny-unless-permit", [others], "Deny"],
    ["deny-unless-permit", [mine, denyMine], "Permit"],
    ["deny-unless-permit", [failing], "Deny"],
    ["permit-unless-deny", [others], "Permit"],
    ["permit-unless-deny", [mine, denyMine], "Deny"],
    ["permit-unless-deny", [rule(organization(MINE), ["write"])], "Permit"],
    ["deny-unless-permit", [rule(organization(MINE), ["write"])], "Deny"],
    ["first-applicable", [mine], "Indeterminate"],
  ] as [string, RuleSketch[], Decision][])("3.0 %s: %#", (name, rules, decision) => {
    expect(decide({ rules, algorithm: `${ALGORITHM}${name}` })).toBe(decision);
  });

  it("may be named as one for policies", () => {
    const algorithm = DENY_OVERRIDES.replace("rule-combining", "policy-combining");
    expect(decide({ rules: [mine], algorithm })).toBe("Permit");
  });

  it("first-applicable is one of version 1.0", () => {
    const algorithm = "urn:oasis:names:tc:xacml:1.0:rule-combining-algorithm:first-applicable";
    expect(decide({ rules: [others, denyMine, mine], algorithm })).toBe("Deny");
    expect(decide({ rules: [failing, mine], algorithm })).toBe("Indeterminate");
  });

  it.each([
    "urn:oasis:names:tc:xacml:1.0:rule-combining-algorithm:deny-overrides",
    "urn:none",
    `${ALGORITHM}constructor`,
    `${ALGORITHM}DENY-OVERRIDES`,
  ])("%s is unknown and refuses everybody", (algorithm) => {
    expect(decide({ rules: [mine], algorithm })).toBe("Indeterminate");
    expect(decide({ rules: [rule(organization(MINE), ["write"])], algorithm })).toBe(
      "Indeterminate",
    );
  });

  it.each([
    `${ALGORITHM}permit-overrides#fragment`,
    ` ${ALGORITHM}permit-overrides `,
    `${ALGORITHM}permit-overrides`.replace("urn:", "URN:"),
  ])("is compared as a URI: '%s'", (algorithm) => {
    expect(decide({ rules: [denyMine, mine], algorithm })).toBe("Permit");
  });
});

describe("an older build", () => {
  const older = { olderBuild: true };
  const OLD_ID = "urn:oasis:names:tc:xacml:1.0:rule-combining-algorithm:deny-overrides";

  it("permits by an algorithm that newer ones do not know", () => {
    expect(decide({ rules: [mine], algorithm: OLD_ID }, {}, older)).toBe("Permit");
  });

  it("drops a deny", () => {
    expect(decide({ rules: [mine, denyMine] }, {}, older)).toBe("Permit");
    expect(decide({ rules: [denyMine, mine] }, {}, older)).toBe("NotApplicable");
    expect(decide({ rules: [denyMine, mine], algorithm: OLD_ID }, {}, older)).toBe("Permit");
  });

  it("answers with the first error", () => {
    expect(decide({ rules: [failing, mine] }, {}, older)).toBe("Indeterminate");
  });
});

it("says little of a policy without rules, and cannot decide by bytes that are none", () => {
  const rest =
    '<VariableDefinition VariableId="v"><AttributeValue DataType="t">1</AttributeValue></VariableDefinition>';
  expect(decide({ rules: [], rest })).toBe("NotApplicable");
  expect(decide({ rules: [], rest, algorithm: `${ALGORITHM}permit-unless-deny` })).toBe("Permit");
  expect(evaluateBytes(Buffer.from("<a/>"), request())).toBe("Indeterminate");
});

it("does not look at the policy's own target", () => {
  const xml = policyXml({ rules: [mine] }).replace(
    "<Target/>",
    policyXml({ rules: [others] }).match(/<Target>.*<\/Target>/)?.[0] ?? "",
  );
  expect(xml).toContain("991825827");
  expect(evaluateBytes(Buffer.from(xml), request())).toBe("Permit");
});
