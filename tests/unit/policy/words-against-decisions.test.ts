import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { access, readPolicy } from "../../../provider/policy";
import * as text from "./policy-texts";
import type { MatchSpec, PolicySpec, RuleSpec } from "./policy-texts";

/** Asks as Broker does, and answers as Altinn's decision point: written apart from the product. */
const ORGS = ["910000001", "910000002"];
const ACTIONS = ["read", "write", "subscribe"];
const ROLE = "dagl";
const SYSTEM_USER = "6fe6f3c2-0000-4000-8000-000000000001";
const NUMBER = "urn:altinn:organization:identifier-no";

interface Request {
  caller: { carries: Record<string, string>; delegatedBy?: string };
  party: string;
  action: string;
}
const CALLERS: Request["caller"][] = [
  ...ORGS.map((number) => ({ carries: { [NUMBER]: number } })),
  {
    carries: {
      [NUMBER]: ORGS[0] ?? "",
      "urn:altinn:organizationnumber": ORGS[0] ?? "",
      "urn:altinn:org": "ttd",
    },
  },
  { carries: { "urn:altinn:systemuser:uuid": SYSTEM_USER } },
  { carries: { "urn:altinn:systemuser:uuid": SYSTEM_USER }, delegatedBy: ROLE },
];
const REQUESTS: Request[] = CALLERS.flatMap((caller) =>
  ORGS.flatMap((party) => ACTIONS.map((action) => ({ caller, party, action }))),
);

class Failed extends Error {}

function matches(match: MatchSpec, carried: Record<string, string>): boolean {
  const value = carried[match.id];
  if (value === undefined) return false;
  if (match.matchId === "urn:unknown") throw new Failed();
  return match.matchId === text.IGNORE_CASE
    ? value.toLowerCase() === match.value.toLowerCase()
    : value === match.value;
}

function side(rule: RuleSpec, category: string, carried: Record<string, string>): boolean {
  const allOfs = rule.anyOfs.flat().map((allOf) => allOf.filter((m) => m.category === category));
  const named = allOfs.filter((allOf) => allOf.length > 0);
  // Every match is evaluated, as the decision point does: a failing one fails the request.
  const results = named.map((allOf) => allOf.map((match) => matches(match, carried)));
  return named.length === 0 || results.some((allOf) => allOf.every(Boolean));
}

function decide(policy: PolicySpec, request: Request): "Permit" | "Deny" | "NotApplicable" {
  const resource = { "urn:altinn:resource": "r1", [NUMBER]: request.party };
  const action = { "urn:oasis:names:tc:xacml:1.0:action:action-id": request.action };
  const matching = policy.rules.filter((rule) => {
    const resourceFits = side(rule, text.RESOURCE, resource);
    return side(rule, text.ACTION, action) && resourceFits;
  });
  if (matching.length === 0) return "NotApplicable";
  const effects = matching
    .filter((rule) => side(rule, text.SUBJECT, request.caller.carries))
    .map((rule) => rule.effect ?? "Permit");
  const permit = effects.includes("Permit");
  const deny = effects.includes("Deny");
  switch (policy.algorithm?.split(":").pop()) {
    case "deny-overrides":
    case undefined:
      return deny ? "Deny" : permit ? "Permit" : "NotApplicable";
    case "permit-overrides":
      return permit ? "Permit" : deny ? "Deny" : "NotApplicable";
    case "deny-unless-permit":
      return permit ? "Permit" : "Deny";
    case "permit-unless-deny":
      return deny ? "Deny" : "Permit";
    case "first-applicable":
      return effects[0] ?? "NotApplicable";
    default:
      throw new Failed();
  }
}

/** A right was delegated where the policy, read without effects, lets the role have it. */
function mayDelegate(policy: PolicySpec, { caller, party, action }: Request): boolean {
  if (caller.delegatedBy === undefined) return false;
  return policy.rules.some((rule) => {
    const allOfs = (category: string) =>
      rule.anyOfs
        .flat()
        .map((allOf) => allOf.filter((match) => match.category === category))
        .filter((allOf) => allOf.length > 0);
    const holder = allOfs(text.SUBJECT).some(
      ([only, second]) =>
        !second && only?.id === "urn:altinn:rolecode" && only.value.toLowerCase() === ROLE,
    );
    const names = (match: MatchSpec) =>
      match.id === "urn:altinn:resource" && match.value.toLowerCase() === "r1";
    const fits = (match: MatchSpec) =>
      names(match) || (match.id === NUMBER && match.value === party);
    const resource = allOfs(text.RESOURCE).some((all) => all.some(names) && all.every(fits));
    const named = allOfs(text.ACTION).some(
      ([only, second]) => !second && only?.value.toLowerCase() === action,
    );
    return holder && resource && named;
  });
}

function letsIn(policy: PolicySpec, request: Request): boolean {
  try {
    const level = /integer">(\d)/.exec(policy.obligations ?? "")?.[1];
    const decision = decide(policy, request);
    if (Number(level ?? 0) > 3) return false;
    if (decision === "NotApplicable") return mayDelegate(policy, request);
    return decision === "Permit";
  } catch (error) {
    if (error instanceof Failed) return false;
    throw error;
  }
}

/** What a reader takes from the lines: in, out, or not said. */
function readWords(lines: Record<string, string>, request: Request): "in" | "out" | "unsaid" {
  const incomplete = Object.keys(lines).some((key) => key.startsWith("cannot be put in words"));
  const found = { in: false, contested: false, denied: false, deniedUnless: false, doubt: false };
  for (const [line, actions] of Object.entries(lines)) {
    const [, doubt, prefix, key = ""] =
      /^(in doubt: )?(unless denied: |denied unless let in: |denied: )?(.*)$/.exec(line) ?? [];
    if (key.startsWith("nobody: ") || !means(key, request)) continue;
    if (actions !== "every action" && !actions.split(", ").includes(request.action)) continue;
    if (doubt) found.doubt = true;
    else if (prefix === "denied: ") found.denied = true;
    else if (prefix === "denied unless let in: ") found.deniedUnless = true;
    else if (prefix === "unless denied: ") found.contested = true;
    else found.in = true;
  }
  if (found.denied) return "out";
  if (found.in) return "in";
  if (found.doubt || incomplete) return "unsaid";
  // A line with `unless denied` yields to both kinds of denial.
  return found.contested && !found.deniedUnless ? "in" : "out";
}

function means(key: string, { caller, party }: Request): boolean {
  const [, who = "", forWhom = "", limit] =
    /^(.*?)( \(for any party\)| \(on its own behalf\)| \(for party \d+\))?(, at resource .*)?$/.exec(
      key,
    ) ?? [];
  if (limit !== undefined) return false;
  const number = caller.carries[NUMBER];
  if (forWhom === " (on its own behalf)" && party !== number) return false;
  if (forWhom.startsWith(" (for party") && !forWhom.includes(party)) return false;
  if (who === "anyone") return true;
  return who.split(" and ").every((part) => {
    if (part === "system users delegated by role DAGL") return caller.delegatedBy === ROLE;
    const [, kind, value] =
      /^(organization|service owner|system user) (\S+?)( with an exchanged token)?$/.exec(part) ??
      [];
    if (part.endsWith("exchanged token")) {
      return caller.carries["urn:altinn:organizationnumber"] === value;
    }
    if (kind === "organization") return number === value;
    if (kind === "service owner") return caller.carries["urn:altinn:org"] === value;
    return kind === "system user" && caller.carries["urn:altinn:systemuser:uuid"] === value;
  });
}

const subjectMatch = fc.oneof(
  ...ORGS.map((number) => fc.constant(text.org(number))),
  fc.constant(text.subject("urn:altinn:organizationnumber", ORGS[0] ?? "")),
  fc.constantFrom("ttd", "TTD").map((code) => text.subject("urn:altinn:org", code)),
  fc.constant(text.subject("urn:altinn:org", "TTD", { matchId: text.IGNORE_CASE })),
  fc.constant(text.subject("urn:altinn:systemuser:uuid", SYSTEM_USER)),
  fc.constantFrom("dagl", "DAGL", "lede").map((code) => text.role(code)),
  fc.constant(text.org("[number]")),
);
const unknownSubject = fc.constant(text.org(ORGS[0] ?? "", { matchId: "urn:unknown" }));
const resourceMatch = fc.oneof(
  { weight: 6, arbitrary: fc.constant(text.resource("r1")) },
  { weight: 1, arbitrary: fc.constant(text.resource("R1")) },
  { weight: 1, arbitrary: fc.constant(text.resource("R1", { matchId: text.IGNORE_CASE })) },
  { weight: 1, arbitrary: fc.constant(text.resource("other")) },
  { weight: 2, arbitrary: fc.constantFrom(...ORGS).map(text.party) },
);
const actionMatch = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ACTIONS).map((name) => text.action(name)) },
  { weight: 1, arbitrary: fc.constant(text.action("READ")) },
  { weight: 1, arbitrary: fc.constant(text.action("READ", { matchId: text.IGNORE_CASE })) },
);
const alternatives = (match: fc.Arbitrary<MatchSpec>) =>
  fc.array(fc.array(match, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 3 });
const anyOfs = (match: fc.Arbitrary<MatchSpec>) =>
  fc.oneof(
    { weight: 8, arbitrary: alternatives(match).map((anyOf) => [anyOf]) },
    { weight: 1, arbitrary: fc.tuple(alternatives(match), alternatives(match)) },
    { weight: 1, arbitrary: fc.constant([]) },
  );
const ruleSpec = (
  effects: ("Permit" | "Deny")[],
  subjects = subjectMatch as typeof unknownSubject,
) =>
  fc
    .tuple(
      fc.constantFrom(...effects),
      anyOfs(subjects),
      anyOfs(resourceMatch),
      anyOfs(actionMatch),
    )
    .map(([effect, ...sides]): RuleSpec => ({ effect, anyOfs: sides.flat() }));
const algorithm = (name: string, version = "3.0") =>
  `urn:oasis:names:tc:xacml:${version}:rule-combining-algorithm:${name}`;
const ALGORITHMS = [
  algorithm("deny-overrides"),
  algorithm("ordered-deny-overrides").replace("ordered-", ""),
  algorithm("permit-overrides"),
  algorithm("deny-unless-permit"),
  algorithm("permit-unless-deny"),
  algorithm("first-applicable", "1.0"),
  "urn:no-such-algorithm",
];
const rules = (rule: fc.Arbitrary<RuleSpec>) => fc.array(rule, { minLength: 1, maxLength: 4 });

function holds(policy: PolicySpec): "said" | "partly unsaid" {
  const lines = access(readPolicy(text.policyText(policy)), "r1");
  let unsaid = 0;
  for (const request of REQUESTS) {
    const said = readWords(lines, request);
    if (said === "unsaid") unsaid += 1;
    else {
      const is = letsIn(policy, request) ? "in" : "out";
      if (said !== is) {
        throw new Error(
          `words say ${said}, Altinn lets ${is}: ${JSON.stringify(request)}\n` +
            JSON.stringify(lines, null, 1),
        );
      }
    }
  }
  return unsaid === 0 ? "said" : "partly unsaid";
}

const SEED = { seed: 20_260_801, numRuns: 1000 };

test("whoever the words let in is let in, and nobody else, for policies of Permit rules", () => {
  fc.assert(
    fc.property(rules(ruleSpec(["Permit"])), (generated) => {
      holds({ rules: generated });
    }),
    SEED,
  );
});

test("Permit and Deny together come out as the combining algorithm decides", () => {
  let said = 0;
  fc.assert(
    fc.property(
      rules(ruleSpec(["Permit", "Permit", "Deny"])),
      fc.constantFrom(...ALGORITHMS),
      (generated, combining) => {
        if (holds({ rules: generated, algorithm: combining }) === "said") said += 1;
      },
    ),
    SEED,
  );
  expect(said).toBeGreaterThan(SEED.numRuns / 4);
});

test("a rule that Altinn fails on, or a level above 3, lets nobody be called let in", () => {
  fc.assert(
    fc.property(
      rules(ruleSpec(["Permit"], fc.oneof(subjectMatch, unknownSubject))),
      fc.constantFrom("2", "3", "4"),
      (generated, level) => {
        holds({ rules: generated, obligations: text.level(level) });
      },
    ),
    SEED,
  );
});
