import { describe, expect, test } from "@jest/globals";
import { deprecatedRoles } from "../../../provider/catalogue";
import {
  accessOfText,
  accessPackage,
  checkPolicy,
  checkRules,
  externalRole,
  PolicyError,
  renderPolicy,
  role,
  type Subject,
} from "../../../provider/policy";
import * as text from "./policy-texts";

/* Roles and access packages by their codes and their URNs. */

const rulesOf = (subject: Subject) => [{ subjects: [subject], actions: ["read"] }];
const rendered = (subject: Subject) => renderPolicy({ resourceId: "r1", rules: rulesOf(subject) });
const keyOf = (subject: Subject) => Object.keys(accessOfText(rendered(subject), "r1").lines)[0];

const DAGL = "delegated by role DAGL (Daglig leder)";
const LEADER = "delegated by external role ccr daglig-leder (Daglig leder)";
const LONN = "holders of, and delegated by, access package lonn (Lønn)";

describe("a code, in any casing, or the whole URN of the right kind", () => {
  test.each([
    [role("DAGL"), DAGL],
    [role("urn:altinn:rolecode:dagl"), DAGL],
    [role("urn:altinn:rolecode:DAGL"), DAGL],
    [externalRole("ccr", "Daglig-Leder"), LEADER],
    [externalRole("ccr", "urn:altinn:external-role:ccr:daglig-leder"), LEADER],
    [accessPackage("Lonn"), LONN],
    [accessPackage("urn:altinn:accesspackage:lonn"), LONN],
  ])("%j", (subject, key) => {
    expect(checkRules(rulesOf(subject))).toEqual([]);
    expect(keyOf(subject)).toBe(key);
  });
});

describe("a URN of another kind is refused, with what to write", () => {
  test.each([
    [
      role("urn:altinn:accesspackage:lonn"),
      "is the URN of an access package",
      'Write accessPackage("lonn").',
    ],
    [
      role("urn:altinn:external-role:ccr:daglig-leder"),
      "is the URN of a role of a register",
      'Write externalRole("ccr", "daglig-leder").',
    ],
    [
      role("urn:altinn:org:ttd"),
      "is a URN of another kind",
      "Write the code of an Altinn role alone, such as dagl.",
    ],
    [
      externalRole("ccr", "urn:altinn:rolecode:dagl"),
      "is the URN of an Altinn role",
      'Write role("dagl").',
    ],
    [
      externalRole("ccr", "urn:altinn:external-role:cra:helfo-fastlege"),
      'is the URN of a role in the register "cra", not in "ccr"',
      'Write externalRole("cra", "helfo-fastlege").',
    ],
    [
      accessPackage("urn:altinn:rolecode:dagl"),
      "is the URN of an Altinn role",
      'Write role("dagl").',
    ],
    [
      accessPackage("urn:x"),
      "is a URN of another kind",
      "Write what follows urn:altinn:accesspackage: alone.",
    ],
  ])("%j", (subject, is, instead) => {
    const findings = checkRules(rulesOf(subject));
    expect(findings.map(({ problem }) => problem)).toEqual([
      `cannot be written, because rules[0].subjects[0].code ${is}`,
    ]);
    expect(findings[0]?.instead).toBe(instead);
    expect(() => rendered(subject)).toThrow(PolicyError);
  });
});

test("all 43 deprecated roles are warned about, those too that the catalogue has no more", () => {
  expect(deprecatedRoles()).toHaveLength(43);
  const actions = ["read", "write", "publish", "subscribe"];
  for (const code of deprecatedRoles()) {
    const xml = text.policyText({ rules: [text.rule([text.role(code.toLowerCase())], actions)] });
    const { warnings } = checkPolicy({ xml, resourceId: "r1" });
    expect([code, warnings.map((warning) => warning.code)]).toEqual([code, ["deprecated-role"]]);
    expect(warnings[0]?.problem).toContain(` ${code}`);
  }
});
