import { expect, test } from "@jest/globals";
import { accessWithUnknown, checkRules, organization, role } from "../../../provider/policy";
import { hasUnknown, UNKNOWN } from "../../../provider/values/unknown";
import * as text from "./policy-texts";

const A = organization("991825827", { onBehalfOf: "anyone" });
const oldAccess = {
  "organization 991825827 (for any party)": "read",
  "minimum authentication level": "3",
};
const oldUnknown = Object.fromEntries(Object.keys(oldAccess).map((key) => [key, UNKNOWN]));

test("with everything known it is what access says", () => {
  const rules = [{ subjects: [A], actions: ["read"] }];
  expect(accessWithUnknown({ resourceId: "r1", rules, oldAccess: { gone: "read" } })).toEqual({
    "organization 991825827 (for any party)": "read",
  });
  const xml = text.policyText({ rules: [text.rule([text.role("dagl")], ["read"])] });
  expect(accessWithUnknown({ resourceId: "r1", xml, oldAccess })).toEqual({
    "delegated by role DAGL (Daglig leder)": "read",
  });
});

test("a text that is unusual or cannot be read has its own lines", () => {
  const deny = { ...text.rule([text.role("dagl")], ["read"]), effect: "Deny" as const };
  const xml = text.policyText({ rules: [deny] });
  expect(accessWithUnknown({ resourceId: "r1", xml })).toMatchObject({
    "unusual policy: rule 1 (Deny), effect": "Deny",
  });
  expect(accessWithUnknown({ resourceId: "r1", xml: "<not" })).toEqual({
    "unusual policy: the text cannot be read": expect.stringMatching(/^line 1, column/),
  });
});

test("an unknown text keeps every old key, unknown", () => {
  expect(accessWithUnknown({ resourceId: "r1", xml: UNKNOWN, oldAccess })).toEqual({
    ...oldUnknown,
    policy: UNKNOWN,
  });
  expect(accessWithUnknown({ resourceId: "r1", rules: UNKNOWN, oldAccess })).toEqual({
    ...oldUnknown,
    rules: UNKNOWN,
  });
});

test("an unknown rule keeps every old key and has an entry, known ones have their words", () => {
  const rules = [
    { subjects: [role("dagl")], actions: ["read"] },
    { subjects: [organization(UNKNOWN)], actions: ["read"] },
    UNKNOWN,
    { subjects: [A], actions: ["read"] },
  ];
  expect(accessWithUnknown({ resourceId: "r1", rules, oldAccess })).toEqual({
    ...oldUnknown,
    "delegated by role DAGL (Daglig leder)": "read",
    "rules[1]": UNKNOWN,
    "rules[2]": UNKNOWN,
  });
});

test("on create nothing but unknown rules gives nothing but their entries", () => {
  const rules = [{ subjects: UNKNOWN, actions: ["read"] }];
  expect(accessWithUnknown({ resourceId: UNKNOWN, rules })).toEqual({ "rules[0]": UNKNOWN });
});

test("an unknown resource or level changes no other line", () => {
  const rules = [{ subjects: [A], actions: ["read"] }];
  const inputs = { resourceId: UNKNOWN, rules, minimumAuthenticationLevel: UNKNOWN, oldAccess };
  expect(accessWithUnknown(inputs)).toEqual({
    "organization 991825827 (for any party)": "read",
    "minimum authentication level": UNKNOWN,
  });
});

test("unknown values are found at any depth, and rules that hold them are not refused", () => {
  expect(hasUnknown({ a: [{ b: UNKNOWN }] })).toBe(true);
  expect(hasUnknown({ a: [{ b: `${UNKNOWN}x` }, null, 3] })).toBe(false);
  expect(checkRules([{ subjects: UNKNOWN, actions: [] }], UNKNOWN)).toEqual([]);
  expect(checkRules(UNKNOWN)).toEqual([]);
});
