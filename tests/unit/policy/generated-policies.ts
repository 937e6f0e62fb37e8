import fc from "fast-check";
import * as text from "./policy-texts";
import type { AnyOfSpec, MatchSpec, PolicySpec, RuleSpec } from "./policy-texts";
import type { Document } from "./standin-decisions";
import type { Asking } from "./words-reader";

/*
 * Policies of every shape that decides who gets in through Broker, and those who ask. What is usual
 * is frequent; one thing that is not is put into about a third of the policies.
 */

export interface Case {
  policy: PolicySpec;
  document: Document;
}

export const [A, B] = ["910000001", "910000002"] as const;
const SYSTEM_USER = "6fe6f3c2-0000-4000-8000-000000000001";
const LIST = "ttd:liste";

const CALLERS: Omit<Asking, "party" | "actions">[] = [
  { organization: A },
  { organization: A, exchanged: true },
  { organization: A, exchanged: true, serviceOwner: "ttd" },
  { organization: B },
  { systemUser: SYSTEM_USER },
  { systemUser: "6fe6f3c2-0000-4000-8000-000000000002", delegatedBy: A },
  { systemUser: "6fe6f3c2-0000-4000-8000-000000000003", keptFrom: A },
];
const BAGS = [["read"], ["write"], ["subscribe"], ["read", "write"]];

/** Every caller for one party and every action, and for another; a member of an access list. */
export const ASKERS: readonly Asking[] = [
  ...CALLERS.flatMap((caller) => [
    ...BAGS.map((actions) => ({ ...caller, party: A, actions })),
    { ...caller, party: B, actions: ["read"] },
  ]),
  { organization: B, lists: [LIST], party: undefined, actions: ["subscribe"] },
];

const weighted = <T>(...choices: [weight: number, value: T][]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

export const ATTRIBUTE = {
  legacy: "urn:altinn:organizationnumber",
  org: "urn:altinn:org",
  ccr: "urn:altinn:external-role:ccr",
  cra: "urn:altinn:external-role:cra",
  accessPackage: "urn:altinn:accesspackage",
  accessList: "urn:altinn:access-list",
  systemUser: "urn:altinn:systemuser:uuid",
};
export const NO_FUNCTION = "urn:oasis:names:tc:xacml:1.0:function:string-no-such";
export const INTEGER = "http://www.w3.org/2001/XMLSchema#integer";

const subject = weighted<MatchSpec>(
  [8, text.org(A)],
  [6, text.org(B)],
  [1, text.org(A, { matchId: text.IGNORE_CASE })],
  [2, text.subject(ATTRIBUTE.legacy, A)],
  [2, text.subject(ATTRIBUTE.org, "ttd")],
  [1, text.subject(ATTRIBUTE.org, "TTD")],
  [2, text.subject(ATTRIBUTE.org, "TTD", { matchId: text.IGNORE_CASE })],
  [2, text.subject(ATTRIBUTE.systemUser, SYSTEM_USER)],
  [5, text.role("dagl")],
  [2, text.role("LEDE", { matchId: text.STRING_EQUAL })],
  [3, text.subject(ATTRIBUTE.accessPackage, "lonn")],
  [1, text.subject(ATTRIBUTE.ccr, "daglig-leder")],
  [1, text.subject(ATTRIBUTE.cra, "verge")],
  [2, text.subject(ATTRIBUTE.accessList, LIST)],
  [1, text.subject("urn:altinn:partytype", "organization")],
  [1, text.subject("urn:altinn:resource:delegation", "app_ttd_a")],
  [1, text.org("[number]")],
  [1, text.org("12345")],
  [1, text.org(A, { dataType: INTEGER })],
  [1, text.org(`${A} `)],
  [1, text.subject(ATTRIBUTE.org, "")],
);
const subjects = fc.oneof(
  { weight: 14, arbitrary: subject.map((only) => [only]) },
  { weight: 2, arbitrary: fc.constant<MatchSpec[]>([text.role("dagl"), text.org(A)]) },
  {
    weight: 1,
    arbitrary: fc.constant<MatchSpec[]>([text.org(A), text.subject(ATTRIBUTE.org, "ttd")]),
  },
  { weight: 1, arbitrary: fc.constant<MatchSpec[]>([text.role("dagl"), text.role("lede")]) },
  { weight: 1, arbitrary: fc.tuple(subject, subject).map((both) => [...both]) },
);

export const task = { ...text.resource("Task_1"), id: "urn:altinn:task" };
const R1 = text.resource("r1");
const anyCase = text.resource("R1", { matchId: text.IGNORE_CASE });
const resources = weighted<MatchSpec[]>(
  [30, [R1]],
  [4, [R1, text.party(A)]],
  [3, [R1, text.party(B)]],
  [2, [anyCase]],
  [1, [text.resource("R1")]],
  [1, [text.resource("other")]],
  [2, [R1, task]],
  [1, [text.party(A)]],
  [1, [R1, text.party(A), text.party(B)]],
  [1, [R1, text.resource("other")]],
);

const actions = weighted<MatchSpec[]>(
  [10, [text.action("read")]],
  [10, [text.action("write")]],
  [4, [text.action("subscribe")]],
  [2, [text.action("publish")]],
  [1, [text.action("READ")]],
  [2, [text.action("READ", { matchId: text.IGNORE_CASE })]],
  [2, [text.action("read"), text.action("write")]],
  [1, [text.action("[action]")]],
);

const anyOf = (allOf: fc.Arbitrary<MatchSpec[]>): fc.Arbitrary<AnyOfSpec> =>
  fc.array(allOf, { minLength: 1, maxLength: 2 });
const sides = (allOf: fc.Arbitrary<MatchSpec[]>): fc.Arbitrary<AnyOfSpec[]> =>
  fc.oneof(
    { weight: 30, arbitrary: anyOf(allOf).map((one) => [one]) },
    { weight: 2, arbitrary: fc.tuple(anyOf(allOf), anyOf(allOf)).map((both) => [...both]) },
    { weight: 1, arbitrary: fc.constant<AnyOfSpec[]>([]) },
  );

const rule: fc.Arbitrary<RuleSpec> = fc
  .tuple(
    weighted<"Permit" | "Deny">([5, "Permit"], [1, "Deny"]),
    fc.oneof(
      {
        weight: 20,
        arbitrary: fc
          .tuple(sides(subjects), sides(resources), sides(actions))
          .map((all) => all.flat()),
      },
      // One AllOf over all categories, alone and beside another.
      {
        weight: 1,
        arbitrary: fc
          .array(fc.tuple(subjects, resources, actions), { minLength: 1, maxLength: 2 })
          .map((all) => [all.map((parts) => parts.flat())]),
      },
      { weight: 1, arbitrary: fc.constant<AnyOfSpec[]>([]) },
    ),
  )
  .map(([effect, anyOfs]) => ({ effect, anyOfs }));

/** Changes the matches of the first rule. */
const onMatches =
  (category: string, change: Partial<MatchSpec>) =>
  ({ rules: [first, ...others], ...policy }: PolicySpec): PolicySpec => ({
    ...policy,
    rules: [
      {
        ...first,
        anyOfs: (first?.anyOfs ?? []).map((each) =>
          each.map((allOf) =>
            allOf.map((match) => (match.category === category ? { ...match, ...change } : match)),
          ),
        ),
      },
      ...others,
    ],
  });

/** One unusual thing in a policy. */
const ODDITIES: [weight: number, change: (policy: PolicySpec) => PolicySpec][] = [
  [36, (policy) => policy],
  [2, onMatches(text.SUBJECT, { mustBePresent: true })],
  [1, onMatches(text.RESOURCE, { mustBePresent: true })],
  [1, onMatches(text.ACTION, { mustBePresent: true })],
  [2, onMatches(text.SUBJECT, { matchId: NO_FUNCTION })],
  [1, onMatches(text.RESOURCE, { matchId: NO_FUNCTION })],
  [1, onMatches(text.ACTION, { matchId: NO_FUNCTION })],
  [1, onMatches(text.SUBJECT, { selector: true })],
  [
    1,
    onMatches(text.SUBJECT, {
      category: "urn:oasis:names:tc:xacml:3.0:attribute-category:environment",
    }),
  ],
  [
    1,
    onMatches(text.SUBJECT, {
      matchId: "urn:oasis:names:tc:xacml:1.0:function:string-regexp-match",
    }),
  ],
  [1, onMatches(text.SUBJECT, { matchId: "urn:oasis:names:tc:xacml:1.0:function:integer-equal" })],
  [
    2,
    ({ rules: [first, ...others], ...policy }) => ({
      ...policy,
      rules: [
        {
          anyOfs: [],
          ...first,
          condition: '<x:Condition><x:Apply FunctionId="f"></x:Apply></x:Condition>',
        },
        ...others,
      ],
    }),
  ],
  [2, (policy) => ({ ...policy, target: [text.any(text.org("999999999"))] })],
];

export const THREE = text.level("3");
export const FOUR = text.level("4");
export const forOwners = (level: string) =>
  text.level(level, "urn:altinn:minimum-authenticationlevel-org");
export const both = (...levels: string[]) =>
  levels.join("").replaceAll(/<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/g, "");
const obligations = weighted<string | undefined>(
  [24, undefined],
  [4, THREE],
  [3, FOUR],
  [2, both(FOUR, forOwners("3"))],
  [1, both(FOUR, forOwners("4"))],
  [1, both(THREE, FOUR)],
  [1, text.level("high")],
  [1, forOwners("4")],
);

const algorithm = (name: string, version = "3.0") =>
  `urn:oasis:names:tc:xacml:${version}:rule-combining-algorithm:${name}`;
export const DENY_OVERRIDES = algorithm("deny-overrides");
const algorithms = weighted<string>(
  [30, DENY_OVERRIDES],
  [2, algorithm("ordered-deny-overrides")],
  [3, algorithm("permit-overrides")],
  [3, algorithm("deny-unless-permit")],
  [3, algorithm("permit-unless-deny")],
  [3, algorithm("first-applicable", "1.0")],
  [2, algorithm("deny-overrides", "1.0")],
  [2, "urn:no-such-algorithm"],
);

export const cases: fc.Arbitrary<Case> = fc
  .record({
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    algorithm: algorithms,
    obligations,
    change: weighted(...ODDITIES),
    delegable: weighted([8, true], [1, false]),
    accessListMode: weighted<Document["accessListMode"]>([24, "Disabled"], [1, "Enabled"]),
  })
  .map(({ rules, obligations: levels, change, delegable, accessListMode, ...more }) => ({
    policy: change({
      rules,
      algorithm: more.algorithm,
      ...(levels === undefined ? {} : { obligations: levels }),
    }),
    document: { delegable, accessListMode },
  }));
