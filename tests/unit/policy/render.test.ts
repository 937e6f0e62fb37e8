import { describe, expect, test } from "@jest/globals";
import {
  accessList,
  accessOfText,
  accessPackage,
  checkPolicy,
  externalRole,
  organization,
  PolicyError,
  renderPolicy,
  resourceDelegation,
  role,
  samePolicy,
  serviceOwner,
  systemUser,
  typedPolicy,
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
          role("urn:altinn:rolecode:LEDE"),
          accessPackage("ansettelsesforhold"),
          externalRole("ccr", "daglig-leder"),
          externalRole("cra", "helfo-fastlege"),
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
        ],
        actions: ["subscribe"],
      },
    ],
  },
  escaping: {
    rules: [
      {
        subjects: [accessPackage(`"'&<`), serviceOwner("a&b")],
        actions: ["read", "a < b"],
      },
    ],
  },
};

describe("renderPolicy", () => {
  test.each(Object.entries(GOLDEN))("%s: writes the golden text", (name, { rules, ...level }) => {
    const xml = renderPolicy({ resourceId: "ttd-licences", rules, ...level });
    expectGolden(`${name}.xml`, xml);
    expectGolden(`${name}.access.json`, json(accessOfText(xml, "ttd-licences").lines));
  });

  test("a rule of subjects with different parties gives each its own resource part", () => {
    const rules: Rule[] = [{ subjects: [itself, anyParty, role("dagl")], actions: ["read"] }];
    expect(accessOfText(renderPolicy({ resourceId: "r1", rules }), "r1").lines).toEqual({
      "organization 314244370 (on its own behalf)": "read",
      "organization 991825827 (for any party)": "read",
      "delegated by role DAGL (Daglig leder)": "read",
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
    expect(samePolicy(of(forth), of(back), "r1")).toBe(true);
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

  test.each(["a\rb", "a&amp;b", "&x;", "&#13;", "&#x41;", "a & b", "]]>"])(
    "%j is read back as it was",
    (action) => {
      const rules: Rule[] = [{ subjects: [anyParty], actions: [action] }];
      const xml = renderPolicy({ resourceId: "r1", rules });
      expect(typedPolicy(xml, "r1")?.rules).toEqual(rules);
    },
  );

  test("what it writes is plain and refused nowhere", () => {
    for (const name of ["organizations", "own-behalf", "mixed-parties", "delegation"]) {
      const { rules = [] } = GOLDEN[name] ?? {};
      const xml = renderPolicy({ resourceId: "r1", rules });
      expect(accessOfText(xml, "r1").form).toBe("plain");
      expect(checkPolicy({ xml, resourceId: "r1" }).refusals).toEqual([]);
    }
  });
});
