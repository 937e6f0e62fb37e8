import { describe, expect, test } from "@jest/globals";
import { checkPolicy, readPolicy, resourceIdOf } from "../../../provider/policy";
import * as text from "./policy-texts";

const ORGANISATION = text.org("991825827");
const SERVICE_OWNER = text.subject("urn:altinn:org", "ttd");
const ACTIONS = ["read", "write", "publish", "subscribe"];
const ORGANISATIONS = "urn:altinn:minimum-authenticationlevel-org";

const check = (xml: string, resourceId = "r1") => checkPolicy({ xml, resourceId });
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);
const policy = (subjects: text.MatchSpec[], more: Partial<text.PolicySpec> = {}) =>
  text.policyText({ rules: [text.rule(subjects, ACTIONS)], ...more });
const joined = (...levels: string[]) =>
  levels.join("").replaceAll(/<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/g, "");

describe("the authentication level", () => {
  const refusals = (subjects: text.MatchSpec[], ...levels: string[]) =>
    check(policy(subjects, { obligations: joined(...levels) })).refusals;

  test.each(["high", "", "3.0", "0x3"])("%j is no whole number and is refused", (level) => {
    expect(codes(refusals([ORGANISATION], text.level(level)))).toEqual(["odd-level"]);
  });

  test.each([" 3 ", "+3", "0", "-1"])("%j is let through", (level) => {
    expect(refusals([ORGANISATION], text.level(level))).toEqual([]);
  });

  test("4 is refused, also where service owners with their own tokens are let through", () => {
    const [finding, ...more] = refusals(
      [ORGANISATION, SERVICE_OWNER],
      text.level("4"),
      text.level("3", ORGANISATIONS),
    );
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: "level-too-high",
      effect: expect.stringMatching(/every client and system user but a service owner's own\.$/),
    });
  });

  test("4 is let through where service owners alone are let in, by a level of their own", () => {
    const four = text.level("4");
    expect(refusals([SERVICE_OWNER], four, text.level("3", ORGANISATIONS))).toEqual([]);
    expect(codes(refusals([SERVICE_OWNER], four, text.level("4", ORGANISATIONS)))).toEqual([
      "level-too-high",
    ]);
    expect(codes(refusals([SERVICE_OWNER], four))).toEqual(["level-too-high"]);
  });

  test("the first one counts", () => {
    const [three, four] = [text.level("3"), text.level("4")];
    expect(refusals([ORGANISATION], three, four)).toEqual([]);
    expect(codes(refusals([ORGANISATION], four, three))).toEqual(["level-too-high"]);
  });
});

describe("refused", () => {
  test.each([
    ["a subject", policy([text.role("\n  dagl\n")])],
    ["an organisation", policy([text.org("991825827 ")])],
    ["the action", policy([ORGANISATION]).replace(">read<", ">\tread<")],
  ])("space around %s", (_, xml) => {
    expect(codes(check(xml).refusals)).toEqual(["space-around"]);
  });

  test("space around the resource, which the registry refuses too", () => {
    const xml = policy([ORGANISATION]).replace(">r1<", "> r1 <");
    expect(codes(check(xml).refusals)).toContain("other-resource");
    expect(codes(check(xml).refusals)).toContain("space-around");
  });

  test.each([
    ["subjects", text.subject("urn:altinn:resource", "r1", { mustBePresent: true })],
    ["resource", { ...ORGANISATION, category: text.RESOURCE, mustBePresent: true }],
    ["action", { ...ORGANISATION, category: text.ACTION, mustBePresent: true }],
  ])("MustBePresent among the %s for what no request has there", (_, match) => {
    const [subjects, resource, actions] = text.rule([ORGANISATION], ["read"]).anyOfs;
    const xml = text.policyText({
      rules: [
        {
          anyOfs: [
            [...(subjects ?? []), ...(match.category === text.SUBJECT ? [[match]] : [])],
            [...(resource ?? []), ...(match.category === text.RESOURCE ? [[match]] : [])],
            [...(actions ?? []), ...(match.category === text.ACTION ? [[match]] : [])],
          ],
        },
      ],
    });
    expect(codes(check(xml).refusals)).toContain("must-be-present");
  });

  test("a service owner's code in capitals, unless the casing is left out of account", () => {
    const capitals = text.subject("urn:altinn:org", "TTD");
    expect(codes(check(policy([capitals])).refusals)).toEqual(["lets-nobody-in"]);
    expect(check(policy([{ ...capitals, matchId: text.IGNORE_CASE }])).refusals).toEqual([]);
    const beside = check(policy([capitals, ORGANISATION]));
    expect(beside.refusals).toEqual([]);
    expect(codes(beside.warnings)).toContain("subject-never-let-in");
  });

  test("nothing but actions in capitals, unless the rule is for delegation", () => {
    const capitals = (subject: text.MatchSpec) =>
      text.policyText({ rules: [text.rule([subject], ["READ", "Write"])] });
    expect(codes(check(capitals(ORGANISATION)).refusals)).toEqual(["lets-nobody-in"]);
    expect(check(capitals(text.role("dagl"))).refusals).toEqual([]);
    const own = text.policyText({ rules: [text.rule([ORGANISATION], ["ownAction"])] });
    expect(check(own).refusals).toEqual([]);
  });

  test("deny-unless-permit with a role, whose holders delegate in vain", () => {
    const algorithm = "urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-unless-permit";
    const withRole = check(policy([ORGANISATION, text.role("dagl")], { algorithm }));
    expect(codes(withRole.refusals)).toEqual(["ends-delegation"]);
    expect(codes(withRole.warnings)).not.toContain("ends-delegation");
  });
});

describe("letters under another encoding than UTF-8", () => {
  const latin = (xml: string) => xml.replace("utf-8", "iso-8859-1");

  test("are a warning where they mean nothing", () => {
    const xml = latin(policy([ORGANISATION])).replace(
      "<x:Target/>",
      "<x:Description>på norsk</x:Description><x:Target/>",
    );
    expect(check(xml).refusals).toEqual([]);
    expect(codes(check(xml).warnings)).toContain("encoding");
    expect(codes(check(xml.replace("iso-8859-1", "us-ascii")).refusals)).toEqual(["encoding"]);
  });

  test("are refused in a value, and so is an encoding that nobody knows", () => {
    expect(codes(check(latin(policy([text.role("ffør")]))).refusals)).toEqual(["encoding"]);
    const unknown = policy([ORGANISATION]).replace("utf-8", "norsk");
    expect(codes(check(unknown).refusals)).toEqual(["encoding"]);
  });
});

test("an attribute of subjects that nobody knows is warned about", () => {
  const misspelt = text.subject("urn:altinn:accesslist", "ttd:liste");
  expect(codes(check(policy([misspelt])).warnings)).toContain("odd-subject");
  expect(codes(check(policy([ORGANISATION])).warnings)).not.toContain("odd-subject");
});

describe("the resource that a policy is for", () => {
  const app = (org: string, name: string): text.MatchSpec[] => [
    { ...text.resource(org), id: "urn:altinn:org" },
    { ...text.resource(name), id: "urn:altinn:app" },
  ];
  const found = (...resources: text.AnyOfSpec[]) =>
    resourceIdOf(
      readPolicy(
        text.policyText({
          rules: resources.map((resource) => ({
            anyOfs: [text.any(text.role("dagl")), resource, text.any(text.action("read"))],
          })),
        }),
      ),
    );

  test("is the app that every rule names, in whatever casing and beside whatever others", () => {
    expect(found([app("ttd", "a")], [app("TTD", "A")])).toEqual({ id: "app_ttd_a" });
    expect(found([app("ttd", "b"), app("ttd", "a")], [app("ttd", "a")])).toEqual({
      id: "app_ttd_a",
    });
    expect(found([app("ttd", "a")], [app("ttd", "b")])).toEqual({
      reason: "the rules name several resources: app_ttd_a, app_ttd_b",
    });
  });

  test("is none where the value is empty", () => {
    expect(found([[text.resource("")]])).toEqual({ reason: "no rule names a resource or an app" });
  });
});
