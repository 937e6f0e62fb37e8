import { describe, expect, test } from "@jest/globals";
import {
  accessList,
  accessPackage,
  checkRules,
  externalRole,
  findingText,
  organization,
  resourceDelegation,
  role,
  serviceOwner,
  systemUser,
} from "../../../provider/policy";

/* Typed rules as they come, plain JSON of which nothing is certain. */

const anyParty = organization("991825827", { onBehalfOf: "anyone" });
const rule = (...subjects: unknown[]) => [{ subjects, actions: ["read"] }];

test("takes every subject that has a function", () => {
  const subjects = [
    anyParty,
    organization("991825827"),
    role("dagl"),
    externalRole("ccr", "daglig-leder"),
    accessPackage("lonn"),
    serviceOwner("ttd"),
    accessList("ttd", "liste"),
    systemUser("6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01"),
    resourceDelegation("app_ttd_x"),
  ];
  expect(checkRules(rule(...subjects), 3)).toEqual([]);
  expect(checkRules([{ ...rule(anyParty)[0], effect: undefined }])).toEqual([]);
});

describe("refuses and names", () => {
  test.each([
    ["rules", undefined],
    ["rules", []],
    ["rules[0]", ["read"]],
    ["rules[0].subjects", [{ subjects: [], actions: ["read"] }]],
    ["rules[0].actions", [{ subjects: [anyParty] }]],
    ["rules[0].actions[1]", [{ subjects: [anyParty], actions: ["read", 7] }]],
    ["rules[0].actions[0]", [{ subjects: [anyParty], actions: [" "] }]],
    ["rules[0].subjects[0]", rule("organization")],
    ["rules[0].subjects[0].code", rule({ type: "role" })],
    ["rules[0].subjects[0].code", rule(role(" "))],
    ["rules[0].subjects[0].number", rule({ type: "organization", number: 991825827 })],
    ["rules[0].subjects[0].onBehalfOf", rule({ ...anyParty, onBehalfOf: "me" })],
    ["rules[0].subjects[0].register", rule({ type: "externalRole", register: "x", code: "y" })],
  ])("%s", (path, rules) => {
    expect(checkRules(rules).map((finding) => finding.problem)).toEqual([
      expect.stringContaining(`because ${path} is`),
    ]);
  });

  test("a number that YAML made of digits", () => {
    const [finding] = checkRules(rule({ type: "organization", number: 991825827 }));
    expect(finding).toMatchObject({
      problem: "cannot be written, because rules[0].subjects[0].number is a number",
      instead: 'It lacks quotes: write "991825827".',
    });
  });

  test("a level that is no whole number", () => {
    const levels = [2.5, "3", -1, NaN].map((level) => checkRules(rule(anyParty), level).length);
    expect(levels).toEqual([1, 1, 1, 1]);
    expect(checkRules(rule(anyParty), 0)).toEqual([]);
  });
});

describe("what nobody knows, with the nearest that there is", () => {
  test.each<[what: string, rules: unknown, found: RegExp]>([
    [
      "effect, which would be left out",
      [{ ...rule(anyParty)[0], effect: "Deny" }],
      /rules\[0\]\.effect is not known\. .* Rules always permit: narrow the other rules instead of denying\.$/,
    ],
    [
      "a member of a rule",
      [{ ...rule(anyParty)[0], subject: [] }],
      /rules\[0\]\.subject is not known\. .* Write subjects\.$/,
    ],
    [
      "a member of a rule that is near none",
      [{ ...rule(anyParty)[0], level: 3 }],
      /rules\[0\]\.level is not known\. .* It has subjects, actions\.$/,
    ],
    [
      "a member of a subject",
      rule({ ...anyParty, onBehalfof: "itself" }),
      /subjects\[0\]\.onBehalfof is not known\. .* Write onBehalfOf\.$/,
    ],
    [
      "a party where there is none",
      rule({ ...role("dagl"), onBehalfOf: "itself" }),
      /subjects\[0\]\.onBehalfOf is not known\. .* It has type, code\.$/,
    ],
    [
      "a type",
      rule({ type: "organisation", number: "991825827" }),
      /subjects\[0\] has the type "organisation", which there is not\. .* Write organization\.$/,
    ],
    [
      "a type that is near none",
      rule({ type: "king" }),
      /has the type "king", which there is not\. .* Write one of organization, role, /,
    ],
    ["a type that every object has", rule({ type: "toString" }), /has the type "toString"/],
  ])("%s", (_, rules, found) => {
    const findings = checkRules(rules);
    expect(findings.map(findingText)).toEqual([expect.stringMatching(found)]);
    expect(findings[0]?.code).toBe("bad-rules");
  });
});
