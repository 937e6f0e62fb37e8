import { describe, expect, test } from "@jest/globals";
import {
  accessPackage,
  ACKNOWLEDGEABLE,
  checkPolicy,
  findingText,
  organization,
  renderPolicy,
  role,
  serviceOwner,
  type AcknowledgeableCode,
  type PolicyToCheck,
  type Rule,
  type Subject,
} from "../../../provider/policy";
import * as text from "./policy-texts";

/* What is warned about, and what acknowledging leaves out. */

const A = text.org("991825827");
const ALL = ["read", "write", "publish", "subscribe"];
const USUAL = text.policyText({ rules: [text.rule([A], ALL)] });
const of = (rule: text.RuleSpec) => text.policyText({ rules: [rule] });
const subjects = (...matches: text.MatchSpec[]) => of(text.rule(matches, ALL));
const ACCESS_LIST = text.subject("urn:altinn:access-list", "ttd:liste");
const lonn = text.subject("urn:altinn:accesspackage", "lonn");

/** A policy for each warning, in which it is the only one but for what every policy here has. */
const WARNED: readonly (readonly [AcknowledgeableCode, string, RegExp, string])[] = [
  [
    "repeated-rule-id",
    "two rules of one RuleId",
    /^Rule "1" is there more than once\./,
    text.policyText({ rules: [text.rule([A], ALL), text.rule([lonn], ["read"], { id: "1" })] }),
  ],
  [
    "unknown-role",
    "a role that is not in the catalogue, with the nearest",
    /names the role "dagll", .*Did you mean dagl \(Daglig leder\)/,
    subjects(text.role("dagll")),
  ],
  [
    "unknown-role",
    "a role by its name",
    /Did you mean dagl \(Daglig leder\)/,
    subjects(text.role("daglig-leder")),
  ],
  [
    "unknown-role",
    "a role of a register, with the nearest of that register",
    /names the role "daglig-lede", .*Did you mean daglig-leder \(Daglig leder\)/,
    subjects(text.subject("urn:altinn:external-role:ccr", "daglig-lede")),
  ],
  [
    "unknown-role",
    "a role of a register by its code at Altinn",
    /names the role "dagl", .*Did you mean daglig-leder \(Daglig leder\)/,
    subjects(text.subject("urn:altinn:external-role:ccr", "dagl")),
  ],
  [
    "unknown-role",
    "a role of which nobody has heard",
    /Check the spelling\.$/,
    subjects(text.role("xyzzy")),
  ],
  [
    "unknown-package",
    "an access package that is not in the catalogue, with the nearest",
    /names the access package "lønn", .*Did you mean lonn \(Lønn\)/,
    subjects(text.subject("urn:altinn:accesspackage", "lønn")),
  ],
  [
    "not-delegable",
    "an access package that cannot be delegated",
    /names the access package eksplisitt \(Eksplisitt tjenestedelegering\), which cannot be delegated/,
    subjects(text.subject("urn:altinn:accesspackage", "eksplisitt")),
  ],
  [
    "not-for-service-owners",
    "a role that is not open to service owners",
    /names the role ADOS \(Administrativ enhet - offentlig sektor\), which Altinn does not open/,
    subjects(text.role("ados")),
  ],
  [
    "not-for-service-owners",
    "a role of a register that is not open to service owners",
    /names the role eierkommune \(Eierkommune\), which Altinn does not open/,
    subjects(text.subject("urn:altinn:external-role:ccr", "eierkommune")),
  ],
  [
    "not-for-service-owners",
    "an access package that is not open to service owners",
    /names the access package hovedadministrator \(Hovedadministrator\), which Altinn does not open/,
    subjects(text.subject("urn:altinn:accesspackage", "hovedadministrator")),
  ],
  [
    "deprecated-role",
    "a deprecated role",
    /names the Altinn 2 role UTINN \(.*\), which is deprecated/,
    subjects(text.role("UTINN")),
  ],
  [
    "action-not-asked",
    "an action that nobody asks for, with the nearest",
    /names the action "raed"\. .* Write "read"\.$/,
    of(text.rule([A], [...ALL, "raed"])),
  ],
  [
    "action-not-asked",
    "an action in capitals",
    /names the action "READ"\. .* Write "read"\.$/,
    of(text.rule([A], [...ALL, "READ"])),
  ],
  [
    "action-not-asked",
    "an action that is near none",
    /names the action "sign"\. .* Take it out, or acknowledge it\.$/,
    of(text.rule([A], [...ALL, "sign"])),
  ],
  [
    "for-any-party",
    "an organisation for any party",
    /lets organization 991825827 act for any party.*onBehalfOf: "itself".*In XML add the party .* 991825827 .*acknowledge: \["for-any-party"\]/,
    USUAL,
  ],
  [
    "for-any-party",
    "an organisation with an exchanged token for any party",
    /lets organization 314244370 act for any party/,
    subjects(text.subject("urn:altinn:organizationnumber", "314244370")),
  ],
  [
    "missing-action",
    "no rule for write",
    /^The policy has no rule for write\. Nobody can send\./,
    of(text.rule([A], ["read", "publish", "subscribe"])),
  ],
  [
    "check-digit",
    "a number whose last digit is wrong",
    /organisation 991825828, whose last digit does not fit/,
    subjects(text.org("991825828")),
  ],
  [
    "subject-never-let-in",
    "a subject that is never let in beside one that is",
    /names what is never let in: resource delegation app_ttd_x \(it may delegate the service, and does not get in\)/,
    subjects(A, text.subject("urn:altinn:resource:delegation", "app_ttd_x")),
  ],
  [
    "subject-never-let-in",
    "an access list for what Broker asks beside what it does not",
    /members of access list ttd:liste/,
    subjects(ACCESS_LIST),
  ],
  [
    "encoding",
    "letters of a description under another encoding",
    /declares the encoding iso-8859-1/,
    USUAL.replace("utf-8", "iso-8859-1").replace(
      "<x:Target/>",
      "<x:Description>på norsk</x:Description><x:Target/>",
    ),
  ],
];

const check = (xml: string, acknowledge?: readonly string[]) =>
  checkPolicy({ xml, resourceId: "r1", acknowledge });
const codes = (findings: readonly { code: string }[]) => findings.map(({ code }) => code);

describe("warned about", () => {
  test.each(WARNED)("%s: %s", (code, _, problem, xml) => {
    const { refusals, warnings } = check(xml);
    expect(refusals).toEqual([]);
    const texts = warnings.filter((finding) => finding.code === code).map(findingText);
    expect(texts.join()).toMatch(problem);
    for (const finding of warnings) {
      expect(finding.effect).toMatch(/^[A-Z].*\.$/s);
      expect(finding.instead).toMatch(/^[A-Z].*[.?]$/s);
    }
  });

  test("nothing, where everything is as it should be", () => {
    const rules: Rule[] = [
      {
        subjects: [organization("991825827", { onBehalfOf: "itself" }), role("dagl")],
        actions: ALL,
      },
      { subjects: [accessPackage("ansettelsesforhold")], actions: ["read"] },
    ];
    const xml = renderPolicy({ resourceId: "r1", rules, minimumAuthenticationLevel: 3 });
    expect(checkPolicy({ xml, resourceId: "r1", rules })).toEqual({ refusals: [], warnings: [] });
  });

  test("nothing of the words of an unusual policy", () => {
    const xml = of({ ...text.rule([text.role("xyzzy"), A], ["sign"]), effect: "Deny" });
    expect(codes(check(xml).warnings)).toEqual([]);
  });

  const missing = (xml: string) =>
    check(xml)
      .warnings.filter(({ code }) => code === "missing-action")
      .map(findingText);

  test.each(["read", "write", "subscribe"])("%s, when no rule has it", (action) => {
    const rest = ALL.filter((name) => name !== action);
    expect(missing(of(text.rule([A], rest)))).toEqual([
      expect.stringMatching(`^The policy has no rule for ${action}\\. Nobody can `),
    ]);
    const anyCase = text.action(action.toUpperCase(), { matchId: text.IGNORE_CASE });
    const [who = [], what = []] = text.rule([A], rest).anyOfs;
    const named = text.any(anyCase, ...rest.map((name) => text.action(name)));
    expect(missing(of({ anyOfs: [who, what, named] }))).toEqual([]);
  });

  test("all missing actions once, and not publish, which nobody asks for", () => {
    expect(missing(USUAL)).toEqual([]);
    expect(missing(of(text.rule([A], ["read", "write", "subscribe"])))).toEqual([]);
    expect(missing(of(text.rule([A], ["publish"])))).toEqual([
      expect.stringMatching(
        /no rule for read, write, subscribe\. Nobody can receive, or send, or subscribe to the events of the service\./,
      ),
    ]);
  });

  test("an organisation on its own behalf is not, and one that is meant for any party neither", () => {
    const of = (onBehalfOf?: "itself" | "anyone") => {
      const subject = organization("991825827", onBehalfOf && { onBehalfOf });
      const rules: Rule[] = [{ subjects: [subject], actions: ALL }];
      const xml = renderPolicy({ resourceId: "r1", rules });
      return codes(checkPolicy({ xml, resourceId: "r1", rules }).warnings);
    };
    expect(of("itself")).toEqual([]);
    expect(of("anyone")).toEqual([]);
    expect(of()).toEqual(["for-any-party"]);
  });

  test("an organisation that is never let in does not act for any party", () => {
    const four = text.policyText({ rules: [text.rule([A], ALL)], obligations: text.level("4") });
    expect(codes(check(four).warnings)).not.toContain("for-any-party");
  });

  test("roles and access packages of a resource that is not delegable", () => {
    const warned = (xml: string, delegable?: boolean) =>
      codes(checkPolicy({ xml, resourceId: "r1", delegable }).warnings).includes("not-delegable");
    for (const xml of [subjects(text.role("dagl")), subjects(A, lonn)]) {
      expect([warned(xml, false), warned(xml, true), warned(xml)]).toEqual([true, false, false]);
    }
    expect(warned(USUAL, false)).toBe(false);
  });

  test("nothing of a placeholder, nor of what is refused because it lets nobody in", () => {
    expect(codes(check(subjects(text.role("${role}"))).warnings)).toEqual([]);
    const dead = subjects(text.subject("urn:altinn:resource:delegation", "app_ttd_x"));
    expect(codes(check(dead).warnings)).toEqual([]);
  });

  test("each subject once, however many rules name it in whatever casing", () => {
    const xml = text.policyText({
      rules: [
        text.rule([A, text.role("utinn")], ALL),
        text.rule([A, text.role("UTINN")], ["read"]),
      ],
    });
    expect(codes(check(xml).warnings)).toEqual(["for-any-party", "deprecated-role"]);
  });
});

describe("subscribe by the owner's number alone", () => {
  const owner = { number: "991825827", code: "ttd" };
  const other = organization("974761076", { onBehalfOf: "itself" });
  const itself = organization("991825827", { onBehalfOf: "itself" });
  const anyParty = organization("991825827", { onBehalfOf: "anyone" });
  const ttd = serviceOwner("ttd");
  const rule = (subjects: Subject[], ...actions: string[]): Rule => ({ subjects, actions });
  const warned = (rules: Rule[], more: Partial<PolicyToCheck> = {}) => {
    const xml = renderPolicy({ resourceId: "r1", rules });
    return checkPolicy({ xml, resourceId: "r1", rules, owner, ...more }).warnings.filter(
      ({ code }) => code === "subscribe-by-number",
    );
  };
  const read = rule([itself], "read", "write");

  test.each<[string, Rule[], number]>([
    ["by number for any party", [read, rule([anyParty], "subscribe")], 1],
    ["by number on its own behalf", [read, rule([itself], "subscribe")], 1],
    ["by the code for something else", [read, rule([itself], "subscribe"), rule([ttd], "read")], 1],
    [
      "by another code",
      [read, rule([itself], "subscribe"), rule([serviceOwner("nav")], "subscribe")],
      1,
    ],
    ["by number and by code", [read, rule([itself, ttd], "subscribe")], 0],
    ["by code alone", [read, rule([ttd], "subscribe")], 0],
    ["of another organisation", [read, rule([other], "subscribe")], 0],
    ["of nobody", [read], 0],
  ])("%s", (_, rules, count) => {
    expect(warned(rules)).toHaveLength(count);
  });

  test("with the way out, and none where the owner is not known", () => {
    const rules = [read, rule([itself], "subscribe")];
    const [finding] = warned(rules);
    expect(finding && findingText(finding)).toMatch(
      /^Rule ".*" gives the service owner 991825827 subscribe, and no rule gives it to the code ttd\. Altinn Events asks with the code alone when the token has altinn:serviceowner, and then refuses\. Add the rule \{ subjects: \[serviceOwner\("ttd"\)\], actions: \["subscribe"\] \}, which in XML has the subject urn:altinn:org, or write acknowledge: \["subscribe-by-number"\]\.$/,
    );
    expect(warned(rules, { owner: undefined })).toEqual([]);
    expect(warned(rules, { acknowledge: ["subscribe-by-number"] })).toEqual([]);
    expect(warned(rules, { owner: { number: "991825827", code: "TTD" } })).toHaveLength(1);
    expect(
      warned([read, rule([itself, ttd], "subscribe")], { owner: { ...owner, code: "TTD" } }),
    ).toEqual([]);
  });

  test("anyone is the owner too, for the party that it is for", () => {
    const anyone = (...party: text.MatchSpec[]): string =>
      text.policyText({
        rules: [
          text.rule([A], ["subscribe"]),
          { anyOfs: [[[text.resource("r1"), ...party]], text.any(text.action("subscribe"))] },
        ],
      });
    const warns = (xml: string) => warned([read], { xml }).length;
    expect([warns(anyone()), warns(anyone(text.party("991825827")))]).toEqual([0, 1]);
  });
});

describe("acknowledge", () => {
  test("has a policy here for every code", () => {
    const tested = new Set<string>(WARNED.map(([code]) => code));
    const others = ["lets-nobody-in", "level-too-high", "subscribe-by-number", "unusual-policy"];
    expect([...tested, ...others].sort()).toEqual([...ACKNOWLEDGEABLE].sort());
  });

  test.each(WARNED)("%s leaves it out, and nothing else: %s", (code, _what, _problem, xml) => {
    const all = check(xml).warnings;
    expect(check(xml, [code]).warnings).toEqual(all.filter((finding) => finding.code !== code));
    expect(check(xml, ["unusual-policy"]).warnings).toEqual(all);
  });

  test("unusual-policy lets the form through, and not what the registry refuses", () => {
    const deny = of({ ...text.rule([A], ALL), effect: "Deny" });
    expect(codes(check(deny).refusals)).toEqual(["unusual-policy"]);
    expect(check(deny, ["unusual-policy"]).refusals).toEqual([]);
    const elsewhere = deny.replace(">r1<", ">r2<");
    expect(codes(check(elsewhere, ["unusual-policy"]).refusals)).toEqual(["other-resource"]);
  });

  test("encoding lets a warning through, and no refusal of that code", () => {
    expect(codes(check(USUAL.replace("utf-8", "utf-16"), ["encoding"]).refusals)).toEqual([
      "encoding",
    ]);
  });
});
