import { describe, expect, test } from "@jest/globals";
import {
  access,
  accessList,
  accessPackage,
  checkPolicy,
  checkRules,
  externalRole,
  organization,
  PolicyError,
  readPolicy,
  renderPolicy,
  resourceDelegation,
  role,
  samePolicy,
  serviceOwner,
  subjectAttribute,
  systemUser,
  type Rule,
} from "../../../provider/policy";
import { expectGolden, json } from "./golden";

const anyParty = organization("991825827", { onBehalfOf: "anyone" });
const itself = organization("314244370", { onBehalfOf: "itself" });

const GOLDEN: Record<string, { rules: Rule[]; minimumAuthenticationLevel?: number }> = {
  organizations: {
    rules: [{ subjects: [anyParty], actions: ["write", "publish", "subscribe"] }],
    minimumAuthenticationLevel: 3,
  },
  "own-behalf": { rules: [{ subjects: [itself], actions: ["read", "write"] }] },
  "mixed-parties": {
    rules: [
      { subjects: [itself, role("DAGL"), anyParty], actions: ["read"] },
      { subjects: [anyParty], actions: ["write"] },
    ],
  },
  delegation: {
    rules: [
      {
        subjects: [
          role("dagl"),
          accessPackage("ansettelsesforhold"),
          externalRole("ccr", "daglig-leder"),
          externalRole("cra", "verge"),
        ],
        actions: ["read", "publish", "subscribe"],
      },
    ],
    minimumAuthenticationLevel: 3,
  },
  "other-subjects": {
    rules: [
      {
        subjects: [
          serviceOwner("ttd"),
          accessList("ttd", "godkjente"),
          systemUser("6FE6F3C2-9A0B-4D41-8E33-0C7B3B1D5A01"),
          resourceDelegation("app_ttd_apps-test"),
          subjectAttribute("urn:altinn:partytype", "organization"),
        ],
        actions: ["subscribe"],
      },
    ],
  },
  escaping: {
    rules: [{ subjects: [subjectAttribute("urn:test:a&b", `<"'&>`)], actions: ["read", "a < b"] }],
  },
};

describe("renderPolicy", () => {
  test.each(Object.entries(GOLDEN))("%s: writes the golden text", (name, { rules, ...level }) => {
    const xml = renderPolicy({ resourceId: "ttd-licences", rules, ...level });
    expectGolden(`${name}.xml`, xml);
    expectGolden(`${name}.access.json`, json(access(readPolicy(xml), "ttd-licences")));
  });

  test("a rule of subjects with different parties gives each its own resource part", () => {
    const rules: Rule[] = [{ subjects: [itself, anyParty, role("dagl")], actions: ["read"] }];
    expect(access(readPolicy(renderPolicy({ resourceId: "r1", rules })), "r1")).toEqual({
      "organization 314244370 (on its own behalf)": "read",
      "organization 991825827 (for any party)": "read",
      "system users delegated by role DAGL": "read",
    });
  });

  test("leaving onBehalfOf out means any party", () => {
    const of = (options?: { onBehalfOf: "anyone" }) =>
      renderPolicy({
        resourceId: "r1",
        rules: [{ subjects: [organization("991825827", options)], actions: ["read"] }],
      });
    expect(of()).toBe(of({ onBehalfOf: "anyone" }));
  });

  test("order of rules, subjects and actions changes the text and not the meaning", () => {
    const forth: Rule[] = [
      { subjects: [anyParty, itself], actions: ["read", "write"] },
      { subjects: [role("dagl")], actions: ["read"] },
    ];
    const back: Rule[] = [
      { subjects: [role("DAGL")], actions: ["read"] },
      { subjects: [itself, anyParty], actions: ["write", "read"] },
    ];
    const of = (rules: Rule[]) => renderPolicy({ resourceId: "r1", rules });
    expect(of(forth)).not.toBe(of(back));
    expect(samePolicy(of(forth), of(back))).toBe(true);
  });

  test.each([
    ["no rule", []],
    ["no subject, which would mean anyone", [{ subjects: [], actions: ["read"] }]],
    ["no action, which would mean every action", [{ subjects: [anyParty], actions: [] }]],
    [
      "a type of subject that does not exist",
      [{ subjects: [{ type: "king" }], actions: ["read"] }],
    ],
    ["a character that XML cannot hold", [{ subjects: [role("\u0000")], actions: ["read"] }]],
  ])("is refused: %s", (_, rules) => {
    const write = () => renderPolicy({ resourceId: "r1", rules: rules as Rule[] });
    expect(write).toThrow(PolicyError);
  });

  test("what it writes is refused nowhere", () => {
    const { rules } = GOLDEN["mixed-parties"] ?? { rules: [] };
    const xml = renderPolicy({ resourceId: "r1", rules });
    expect(checkPolicy({ xml, resourceId: "r1" }).refusals).toEqual([]);
  });
});

describe("checkRules", () => {
  test("takes every subject that has a function", () => {
    const { rules } = GOLDEN["other-subjects"] ?? { rules: [] };
    expect(checkRules(rules, 3)).toEqual([]);
    expect(checkRules(GOLDEN["delegation"]?.rules)).toEqual([]);
  });

  test.each([
    ["rules", undefined],
    ["rules", []],
    ["rules[0]", ["read"]],
    ["rules[0].subjects", [{ subjects: [], actions: ["read"] }]],
    ["rules[0].actions", [{ subjects: [anyParty] }]],
    ["rules[0].actions[1]", [{ subjects: [anyParty], actions: ["read", 7] }]],
    ["rules[0].subjects[0]", [{ subjects: [{ type: "king" }], actions: ["read"] }]],
    ["rules[0].subjects[0].code", [{ subjects: [{ type: "role" }], actions: ["read"] }]],
    [
      "rules[0].subjects[0].onBehalfOf",
      [{ subjects: [{ ...anyParty, onBehalfOf: "me" }], actions: ["read"] }],
    ],
    [
      "rules[0].subjects[0].register",
      [{ subjects: [{ type: "externalRole", register: "x", code: "y" }], actions: ["read"] }],
    ],
  ])("refuses %s and names it", (path, rules) => {
    expect(checkRules(rules).map((finding) => finding.problem)).toEqual([
      expect.stringContaining(`because ${path} is`),
    ]);
  });

  test("refuses a level that is no whole number", () => {
    const rules = [{ subjects: [anyParty], actions: ["read"] }];
    expect(checkRules(rules, 2.5)).toHaveLength(1);
    expect(checkRules(rules, "3")).toHaveLength(1);
    expect(checkRules(rules, -1)).toHaveLength(1);
    expect(checkRules(rules, 0)).toEqual([]);
  });
});
