import { describe, expect, test } from "@jest/globals";
import {
  accessPackage,
  organization,
  renderPolicy,
  role,
  serviceOwner,
  type Subject,
} from "../../../provider/policy";
import { policyChange } from "../../../provider/resources/resource-policy/change";
import * as text from "./policy-texts";

/* How a change of a policy reads: each line of `access` with the actions that changed, and no other. */

const N = "974761076";
const itself = organization(N, { onBehalfOf: "itself" });
const anyParty = organization(N, { onBehalfOf: "anyone" });
const ANY = `organization ${N} (for any party)`;
const OWN = `organization ${N} (on its own behalf)`;
const DAGL = "delegated by role DAGL (Daglig leder)";
const A = text.org(N);
const R1 = text.any(text.resource("r1"));
const EVERY = text.policyText({ rules: [{ anyOfs: [text.any(A), R1] }] });

const policy = (subjects: readonly Subject[], actions: readonly string[], level?: number) =>
  renderPolicy({
    resourceId: "r1",
    rules: [{ subjects: [...subjects], actions: [...actions] }],
    minimumAuthenticationLevel: level,
  });
const handwritten = (subjects: text.AnyOfSpec, levels: string[] = []) =>
  text.policyText({
    rules: [{ anyOfs: [subjects, R1, text.any(text.action("read"))] }],
    obligations: levels
      .join("")
      .replace(/<\/x:ObligationExpressions>\s*<x:ObligationExpressions>/, ""),
  });

/** Lines as a run prints them behind kind and identifier; of `other` `line: before -> after`. */
function told(before: string | undefined, after: string) {
  const { given, taken, afterwards, untold, other } = policyChange(before, after, "r1");
  const lines = (changes: typeof given) => changes.map(({ who, actions }) => `${who}: ${actions}`);
  return {
    given: lines(given),
    taken: lines(taken),
    afterwards,
    untold,
    other: other.map(({ line, before: was = "", after: is = "" }) => `${line}: ${was} -> ${is}`),
  };
}

const NOTHING = { given: [], taken: [], afterwards: [], untold: undefined, other: [] };

describe("actions", () => {
  const [read, both] = [policy([itself], ["read"]), policy([itself], ["read", "write"])];

  test("only those that changed", () => {
    expect(told(read, both)).toEqual({ ...NOTHING, given: [`${OWN}: write`] });
    expect(told(both, read)).toEqual({ ...NOTHING, taken: [`${OWN}: write`] });
    expect(told(read, read)).toEqual(NOTHING);
  });

  test("of every action all but those that are named on the other side", () => {
    const named = policy([anyParty], ["read", "write"]);
    expect(told(named, EVERY).given).toEqual([`${ANY}: every action but read, write`]);
    expect(told(EVERY, named).taken).toEqual([`${ANY}: every action but read, write`]);
    expect(told(undefined, EVERY).given).toEqual([`${ANY}: every action`]);
  });

  test("those that nobody asks for give nobody anything", () => {
    const more = policy([itself], ["read", "publish", "READ"]);
    expect(told(read, more)).toEqual({
      ...NOTHING,
      other: [`not asked for: ${OWN}:  -> READ, publish`],
    });
    expect(told(undefined, policy([itself], ["write", "publish"]))).toEqual({
      ...NOTHING,
      given: [`${OWN}: write`],
      other: [`not asked for: ${OWN}:  -> publish`],
    });
    const asked = policy([anyParty], ["read", "write", "subscribe"]);
    expect(told(EVERY, asked)).toEqual({
      ...NOTHING,
      other: [`not asked for: ${ANY}: every action but read, subscribe, write -> `],
    });
  });
});

describe("wider and narrower lines", () => {
  test("growth is the wider line alone, and its way back says what is left", () => {
    const [own, any] = [policy([itself], ["write"]), policy([anyParty], ["write"])];
    expect(told(own, any)).toEqual({ ...NOTHING, given: [`${ANY}: write`] });
    expect(told(any, own)).toEqual({
      ...NOTHING,
      taken: [`${ANY}: write; still: ${OWN}: write`],
    });
  });

  test("what is left may be less than was taken", () => {
    const any = policy([anyParty], ["read", "write"]);
    expect(told(any, policy([itself], ["read"])).taken).toEqual([
      `${ANY}: read, write; still: ${OWN}: read`,
    ]);
  });

  test("what is left is what somebody asks for", () => {
    expect(told(EVERY, policy([itself], ["read", "publish"])).taken).toEqual([
      `${ANY}: every action; still: ${OWN}: read`,
    ]);
  });

  test("of anyone those are left who have lines of their own", () => {
    const anyone = text.policyText({ rules: [{ anyOfs: [R1, text.any(text.action("read"))] }] });
    expect(told(anyone, policy([itself, role("dagl")], ["read"]))).toEqual({
      ...NOTHING,
      taken: [`anyone: read; still: ${DAGL}: read; ${OWN}: read`],
    });
  });

  test("with an exchanged token alone", () => {
    const exchanged = handwritten(text.any(text.subject("urn:altinn:organizationnumber", N)));
    expect(told(policy([anyParty], ["read"]), exchanged).taken).toEqual([
      `${ANY}: read; still: organization ${N} with an exchanged token (for any party): read`,
    ]);
  });
});

describe("levels", () => {
  const KEY = "minimum authentication level";
  const at = (level?: number) => policy([itself], ["read"], level);

  test.each([
    ["removed", at(3), at(), [`${KEY}: none any more (was 3)`], []],
    ["lowered", at(3), at(2), [`${KEY}: 2 (was 3)`], []],
    ["raised", at(2), at(3), [], [`${KEY}: 3 (was 2)`]],
    ["demanded anew", at(), at(3), [], [`${KEY}: 3 (was none)`]],
    ["above that of Maskinporten", at(3), at(4), [], [`${OWN}: read`, `${KEY}: 4 (was 3)`]],
  ])("%s", (_, before, after, given, taken) => {
    expect(told(before, after)).toMatchObject({ given, taken, afterwards: [] });
  });

  const all = text.level("4");
  const owners = text.level("3", "urn:altinn:minimum-authenticationlevel-org");
  const levels = (...obligations: string[]) => handwritten(text.any(A), obligations);

  test("one for organisations lets service owners in where the other shuts them out", () => {
    expect(told(levels(all), levels(all, owners)).given).toEqual([
      `with a service owner's token only: ${ANY}: read`,
      `${KEY} for organizations: 3 (was none)`,
    ]);
    expect(told(policy([anyParty], ["read"], 3), levels(all, owners)).taken).toEqual([
      `${ANY}: read; still: with a service owner's token only: ${ANY}: read`,
      `${KEY}: 4 (was 3)`,
    ]);
  });

  test("one for organisations alone refuses nobody", () => {
    expect(told(levels(), levels(owners))).toEqual({
      ...NOTHING,
      other: [`${KEY} for organizations:  -> 3`],
    });
  });

  test("one for organisations above the other demands no more of anybody", () => {
    const three = text.level("3");
    const four = text.level("4", "urn:altinn:minimum-authenticationlevel-org");
    expect(told(levels(three), levels(three, four))).toEqual({
      ...NOTHING,
      other: [`${KEY} for organizations:  -> 4`],
    });
    expect(told(levels(three, four), levels(three))).toEqual({
      ...NOTHING,
      other: [`${KEY} for organizations: 4 -> `],
    });
  });

  test("of a new policy none is taken", () => {
    expect(told(undefined, at(3))).toEqual({
      ...NOTHING,
      given: [`${OWN}: read`],
      other: [`${KEY}:  -> 3`],
    });
  });
});

describe("what becomes of rights", () => {
  const STAY = "Rights that were delegated stay until they are revoked in Altinn";
  const withA = (subject: Subject, level?: number) => policy([itself, subject], ["read"], level);
  const without = policy([itself], ["read"]);

  test("delegated ones stay, and whoever holds a package is out", () => {
    expect(told(withA(role("dagl")), without).afterwards).toEqual([`${STAY}: ${DAGL}: read.`]);
    expect(told(withA(accessPackage("lonn")), without).afterwards).toEqual([
      `${STAY}: delegated by access package lonn (Lønn): read.`,
      "System users that hold the access package are out within 10 minutes, without a revocation: holders of access package lonn (Lønn): read.",
    ]);
    expect(told(without, withA(role("dagl"))).afterwards).toEqual([]);
  });

  test("delegated ones let nobody in while the level is too high", () => {
    expect(told(withA(role("dagl")), withA(role("dagl"), 4)).afterwards).toEqual([
      `${STAY}, and let nobody in while the level is 4: ${DAGL}: read.`,
    ]);
  });

  test("delegated ones let their holders in at a level that everybody reaches", () => {
    expect(told(withA(role("dagl"), 3), policy([itself], ["read"], 3)).afterwards).toEqual([
      `${STAY}: ${DAGL}: read.`,
    ]);
  });

  test("an action that nobody asks for leaves nothing behind", () => {
    const [publish, read] = [["read", "publish"], ["read"]].map((actions) =>
      policy([role("dagl")], actions),
    );
    expect(told(publish, read ?? "").afterwards).toEqual([]);
  });

  const deny = (xml: string) => xml.replace('Effect="Permit"', 'Effect="Deny"');

  test("they stay where one side is unusual too", () => {
    const usual = withA(role("dagl"));
    const unknown = `${STAY}; whether they let anybody in under this policy cannot be told.`;
    expect(told(usual, deny(without)).afterwards).toEqual([unknown]);
    expect(told(deny(usual), deny(without)).afterwards).toEqual([unknown]);
    expect(told(deny(usual), without).afterwards).toEqual([`${STAY}.`]);
    expect(told(without, deny(usual)).afterwards).toEqual([]);
    expect(told(deny(without), usual).afterwards).toEqual([]);
    expect(told("<not", usual).afterwards).toEqual([]);
    const anyone = text.policyText({ rules: [{ anyOfs: [R1, text.any(text.action("read"))] }] });
    expect(told(anyone, deny(without)).afterwards).toEqual([]);
  });

  test("the right algorithm instead of that of an old example is told with whom it lets in", () => {
    const oldExample = (xml: string) => xml.replace("3.0:rule-combining", "1.0:rule-combining");
    const right = policy([itself], ["read", "publish"]);
    expect(told(oldExample(right), right).untold).toMatch(
      new RegExp(`with the right one these do: ${OWN.replace(/[()]/g, "\\$&")}: read$`),
    );
    expect(told(oldExample(right), deny(right)).untold).toBe("whether access grows cannot be told");
    expect(told(right, oldExample(right)).untold).toBe("whether access grows cannot be told");
  });

  test("lines of an unusual policy are told, those that differ", () => {
    const [one, other] = [deny(without), deny(policy([itself], ["write"]))];
    const { untold, given, taken, other: lines } = told(one, other);
    expect([untold, given, taken]).toEqual(["whether access grows cannot be told", [], []]);
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^unusual policy: rule 1 \(Deny\), .* -> /);
    expect(lines.join()).not.toContain("effect");
    expect(told(one, one).other).toEqual([]);
    expect(told(without, one).other).toContain(`${OWN}: read -> `);
    expect(told(undefined, one).other.every((line) => line.includes(":  -> "))).toBe(true);
  });

  test("a new policy that is unusual is said to be so", () => {
    expect(told(undefined, deny(without))).toMatchObject({
      given: [],
      taken: [],
      afterwards: [],
      untold: "who gets in by it cannot be told",
    });
  });
});

test("lines that let nobody in are neither given nor taken", () => {
  const number = policy([itself, serviceOwner(N)], ["read"]);
  const line = `nobody: service owner ${N} (for any party) (that is no service owner's code)`;
  expect(told(policy([itself], ["read"]), number)).toEqual({
    ...NOTHING,
    other: [`${line}:  -> read`],
  });
  expect(told(number, policy([itself], ["read"]))).toEqual({
    ...NOTHING,
    other: [`${line}: read -> `],
  });
  expect(told(number, number)).toEqual(NOTHING);
  expect(told(undefined, number).other).toEqual([`${line}:  -> read`]);
});

test("a policy where there was none is new", () => {
  const is = policy([itself], ["read"]);
  expect([policyChange(undefined, is, "r1").isNew, policyChange(is, is, "r1").isNew]).toEqual([
    true,
    false,
  ]);
});
