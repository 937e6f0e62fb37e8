import { describe, expect, test } from "@jest/globals";
import {
  accessPackage,
  organization,
  renderPolicy,
  role,
  type Rule,
} from "../../../provider/policy";
import type { Values } from "../../../provider/resources/lifecycle";
import {
  isSamePolicy,
  policyInputs,
  type Besides,
} from "../../../provider/resources/resource-policy/inputs";
import { UNKNOWN } from "../../../provider/values/unknown";

/* What the arguments of a policy come to: one text and its words, and what is refused and warned of. */

const id = "ttd-licences";
const OWNER = "991825827";
const itself = organization(OWNER, { onBehalfOf: "itself" });
const rules: readonly Rule[] = [{ subjects: [itself], actions: ["read", "write"] }];
const xml = renderPolicy({ resourceId: id, rules });
const access = { "organization 991825827 (on its own behalf)": "read, write" };
const deny = (text: string) => text.replace('Effect="Permit"', 'Effect="Deny"');
const dressed = (text: string) =>
  text.replace(/<(\/?)xacml:/g, "<$1x:").replace("xmlns:xacml", "xmlns:x");

const BESIDES: Besides = { delegable: undefined, owner: { number: OWNER, code: "ttd" } };
const inputs = (news: Values, olds?: Values, besides: Partial<Besides> = {}) =>
  policyInputs(olds, { resourceId: id, ...news }, { ...BESIDES, ...besides });
const SILENT = { failures: [], refusals: [], warnings: [] };
const IGNORE = 'To leave the policy at Altinn as it is, write ignoreChanges: ["xml"].';
const failed = (text: unknown, ...failures: unknown[]) => ({
  xml: text,
  access: {},
  failures,
  refusals: [],
  warnings: [],
});

describe("a text", () => {
  test("stays as it is, with its words", () => {
    expect(inputs({ xml })).toEqual({ xml, access, ...SILENT });
  });

  test.each([
    ["", "empty"],
    [" \n", "empty"],
    [7, "no text"],
    [null, "no text"],
  ])("%j is %s", (given, is) => {
    expect(inputs({ xml: given })).toEqual(
      failed(
        given,
        `xml is ${is}. Write the XACML 3.0 policy as text, for instance with readFileSync(path, "utf8"), or give rules.`,
      ),
    );
  });

  test("and rules both missing are refused", () => {
    expect(inputs({})).toEqual(
      failed(
        undefined,
        `rules and xml are both missing. Write one of them. ignoreChanges: ["rules"] leaves neither. ${IGNORE}`,
      ),
    );
  });

  test("has its level in itself", () => {
    expect(inputs({ xml, minimumAuthenticationLevel: 3 })).toEqual(
      failed(
        xml,
        "minimumAuthenticationLevel is given beside xml. Write it in the XML, as an obligation, or give rules.",
      ),
    );
  });

  test("that is not known makes every line unknown that was known", () => {
    expect(inputs({ xml: UNKNOWN }, { access })).toEqual({
      xml: UNKNOWN,
      access: { "organization 991825827 (on its own behalf)": UNKNOWN, policy: UNKNOWN },
      ...SILENT,
    });
    expect(inputs({ xml: UNKNOWN }).access).toEqual({ policy: UNKNOWN });
  });

  test("is judged for the resource that it names while that is not known", () => {
    expect(inputs({ resourceId: UNKNOWN, xml })).toEqual({ xml, access, ...SILENT });
    const { refusals } = inputs({ resourceId: UNKNOWN, xml: deny(xml) });
    expect(refusals).toEqual([expect.stringMatching(/^xml: Rule "\S+" makes the policy unusual/)]);
    expect(inputs({ resourceId: UNKNOWN, xml: "<not" }).refusals).toEqual([
      expect.stringMatching(/cannot be read/),
    ]);
  });

  test("that names several resources is not judged while the resource is not known", () => {
    const several = deny(xml).replace(
      /<xacml:AllOf>(?:(?!<xacml:AllOf>)[^])*ttd-licences[^]*?<\/xacml:AllOf>/,
      (allOf) => allOf + allOf.replace(id, "ttd-other"),
    );
    expect(inputs({ resourceId: UNKNOWN, xml: several })).toMatchObject(SILENT);
  });

  test("that is for another resource is refused", () => {
    expect(inputs({ resourceId: "ttd-other", xml }).refusals).toEqual([
      expect.stringMatching(/is for another resource/),
    ]);
  });
});

describe("rules", () => {
  test("come to the text that they render", () => {
    expect(inputs({ rules })).toEqual({ xml, access, ...SILENT });
    const level = { minimumAuthenticationLevel: 3 };
    expect(inputs({ rules, ...level }).xml).toBe(renderPolicy({ resourceId: id, rules, ...level }));
  });

  test("that break a rule are refused, each with what is wrong", () => {
    expect(inputs({ rules: [] })).toEqual(failed(undefined, expect.stringMatching(/^rules: /)));
    expect(inputs({ rules, minimumAuthenticationLevel: "high" }).failures).toEqual([
      expect.stringMatching(/^rules: .*minimumAuthenticationLevel is "high"/),
    ]);
  });

  test.each<[string, Values]>([
    ["the resource", { rules, resourceId: UNKNOWN }],
    ["the level", { rules, minimumAuthenticationLevel: UNKNOWN }],
    ["a subject", { rules: [{ subjects: [organization(UNKNOWN)], actions: ["read"] }] }],
    ["all of them", { rules: UNKNOWN }],
  ])("of which %s is not known come to no text yet", (_what, news) => {
    const { xml: text, access: words, ...rest } = inputs(news, { access });
    expect([text, rest]).toEqual([UNKNOWN, SILENT]);
    expect(Object.keys(words).length).toBeGreaterThan(0);
  });

  test("beside the text that they come to, as the class gives it, or beside one that is not known", () => {
    for (const beside of [xml, UNKNOWN])
      expect(inputs({ rules, xml: beside })).toEqual({ xml, access, ...SILENT });
  });

  test("beside another text are refused, unless it is the old one by ignoreChanges", () => {
    const other = xml.replaceAll(OWNER, "974761076");
    const both = `xml and rules are both given. Write one of them. ${IGNORE}`;
    expect(inputs({ rules, xml: other })).toEqual(failed(other, both));
    expect(inputs({ rules, xml: other }, { xml })).toEqual(failed(other, both));
    const kept = { "organization 974761076 (on its own behalf)": "read, write" };
    expect(inputs({ rules, xml: other }, { xml: other })).toEqual({
      xml: other,
      access: kept,
      ...SILENT,
    });
  });

  test("that are ignored do not judge the old text anew", () => {
    const old = deny(xml);
    expect(inputs({ xml: old }).refusals).toHaveLength(1);
    expect(inputs({ rules, xml: old }, { xml: old })).toMatchObject({ xml: old, ...SILENT });
  });
});

describe("refused and warned of", () => {
  const [package_, dagl] = [accessPackage("lonn"), role("dagl")];
  const withRules = (subject: typeof dagl, more: Partial<Besides> = {}, news: Values = {}) =>
    inputs({ rules: [...rules, { subjects: [subject], actions: ["read"] }], ...news }, {}, more);

  test("a refusal names where it is: the text, or the rules", () => {
    const high = { rules, minimumAuthenticationLevel: 4 };
    expect(inputs(high).refusals).toEqual([expect.stringMatching(/^minimumAuthenticationLevel/)]);
    expect(inputs({ xml: renderPolicy({ resourceId: id, ...high }) }).refusals).toEqual([
      expect.stringMatching(/^xml: The policy demands the authentication level 4\./),
    ]);
  });

  test("of what is known beside the policy alone", () => {
    expect(withRules(dagl, { delegable: true }).warnings).toEqual([]);
    expect(withRules(dagl).warnings).toEqual([]);
    for (const subject of [dagl, package_ as unknown as typeof dagl])
      expect(withRules(subject, { delegable: false }).warnings).toEqual([
        {
          code: "not-delegable",
          text: expect.stringMatching(/while the resource has delegable: false/),
        },
      ]);
  });

  test("what the service owner subscribes to by its number", () => {
    const subscribing = [...rules, { subjects: [itself], actions: ["subscribe"] }];
    const told = (news: Values, besides = {}) => inputs(news, undefined, besides).warnings;
    expect(told({ rules: subscribing })).toEqual([
      {
        code: "subscribe-by-number",
        text: expect.stringMatching(/^rules\[1\] gives the service owner 991825827 subscribe/),
      },
    ]);
    expect(told({ xml: renderPolicy({ resourceId: id, rules: subscribing }) })).toEqual([
      {
        code: "subscribe-by-number",
        text: expect.stringMatching(/^Rule "\S+" gives the service owner 991825827 subscribe/),
      },
    ]);
    const others = { owner: { number: "974761076", code: "brg" } };
    expect(told({ rules: subscribing }, others)).toEqual([]);
  });

  test("of a text nothing that its class has warned of", () => {
    const unasked = renderPolicy({
      resourceId: id,
      rules: [...rules, { subjects: [accessPackage("lonn")], actions: ["read", "reed"] }],
    });
    expect(inputs({ xml: unasked, acknowledge: ["action-not-asked"] }).warnings).toEqual([]);
    expect(inputs({ xml: unasked }).warnings).toEqual([]);
    // A package that cannot be delegated, whatever the resource is.
    const subjects = [accessPackage("eksplisitt" as "lonn")];
    const whole = [...rules, { subjects, actions: ["read"] }];
    expect(inputs({ rules: whole })).toMatchObject({ refusals: [], warnings: [] });
  });

  test.each<[unknown, number]>([
    [undefined, 1],
    [[], 1],
    ["unusual-policy", 1],
    [["unusual-policy"], 0],
    [[UNKNOWN], 0],
    [UNKNOWN, 0],
  ])("what is acknowledged by %j leaves %i refusals of an unusual text", (acknowledge, count) => {
    expect(inputs({ xml: deny(xml), acknowledge }).refusals).toHaveLength(count);
  });
});

test.each<[string, boolean, unknown, unknown]>([
  ["a text and itself", true, xml, xml],
  ["a text and the same in other words", true, xml, dressed(xml)],
  ["a text and another", false, xml, deny(xml)],
  ["texts that cannot be read", true, "<not", "<not"],
  ["nothing and nothing", false, undefined, undefined],
  ["a text and nothing", false, xml, undefined],
  ["nothing and a text", false, undefined, xml],
  ["numbers", false, 7, 7],
])("%s are one policy: %s", (_what, same, one, other) => {
  expect(isSamePolicy(one, other, id)).toBe(same);
});
