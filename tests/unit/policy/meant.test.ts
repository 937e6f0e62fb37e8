import { describe, expect, test } from "@jest/globals";
import { checkPolicy } from "../../../provider/policy";
import * as text from "./policy-texts";

/* Refusals that a program can acknowledge. */

const ALL = ["read", "write", "publish", "subscribe"];
const ACCESS_LIST = text.subject("urn:altinn:access-list", "ttd:liste");

const check = (xml: string) => checkPolicy({ xml, resourceId: "r1" });
const of = (rule: text.RuleSpec, more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules: [rule], ...more });
const subjects = (...matches: text.MatchSpec[]) => of(text.rule(matches, ALL));

describe("what rests on Broker's callers alone", () => {
  const tooHigh = of(text.rule([text.role("dagl")], ALL), { obligations: text.level("4") });
  const listAlone = of(text.rule([ACCESS_LIST], ["read"]));
  test.each([
    ["level-too-high", tooHigh],
    ["lets-nobody-in", listAlone],
  ])("%s can be acknowledged, and says so", (code, xml) => {
    const { refusals } = check(xml);
    expect(refusals.map((finding) => finding.code)).toEqual([code]);
    expect(refusals[0]?.instead).toContain(`or write acknowledge: ["${code}"]`);
    const meant = (...acknowledge: string[]) =>
      checkPolicy({ xml, resourceId: "r1", acknowledge }).refusals;
    expect(meant(code)).toEqual([]);
    expect(meant("unusual-policy", "for-any-party")).toEqual(refusals);
  });

  test("a value that can match nobody at all cannot", () => {
    const xml = subjects(text.subject("urn:altinn:org", "991825827"));
    const acknowledge = ["never-matches", "lets-nobody-in"];
    expect(
      checkPolicy({ xml, resourceId: "r1", acknowledge }).refusals.map(({ code }) => code),
    ).toEqual(["never-matches"]);
  });
});
