import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { access, readPolicy } from "../../../provider/policy";
import { ASKERS, cases, DENY_OVERRIDES, type Case } from "./generated-policies";
import { SHAPES } from "./policy-shapes";
import { policyText } from "./policy-texts";
import { openDecisions, RESOURCE_ID } from "./standin-decisions";
import { readLines, type Asking, type Verdict } from "./words-reader";

const SEED = 20_260_901;
/** Together 10,000 policies. */
const RUNS = { newest: 9_000, older: 1_000 };
const AT_LEAST = 100;

const decisions = openDecisions(ASKERS);
afterAll(() => {
  decisions.close();
});

/** What the lines say, with what the resource's document adds to them. */
function verdictOf(
  lines: Record<string, string>,
  { document }: Case,
  { delegatedBy, ...asking }: Asking,
): Verdict {
  // An access list that is asked for and not there closes the service; Events does not look at it.
  if (document.accessListMode === "Enabled" && asking.party !== undefined) return "out";
  const delegated = document.delegable && delegatedBy !== undefined ? { delegatedBy } : {};
  return readLines(lines, { ...asking, ...delegated });
}

/** Compares what the lines say of everybody who asks with what the decision point answers. */
function compare(each: Case, build: "newest" | "older", verdicts: Record<Verdict, number>): void {
  const xml = policyText(each.policy);
  const lines = access(readPolicy(xml), RESOURCE_ID);
  decisions.use(xml, each.document);
  for (const asking of ASKERS) {
    const said = verdictOf(lines, each, asking);
    verdicts[said] += 1;
    if (said === "unsaid") continue;
    const is = decisions.letsIn(asking, build) ? "in" : "out";
    if (said === is) continue;
    const words = JSON.stringify({ asking, document: each.document, lines }, null, 1);
    throw new Error(`the words say ${said}, the ${build} build lets ${is}: ${words}\n${xml}`);
  }
}

const noVerdicts = (): Record<Verdict, number> => ({ in: 0, out: 0, unsaid: 0 });
const total = ({ in: inside, out, unsaid }: Record<Verdict, number>) => inside + out + unsaid;
const summary = (verdicts: Record<Verdict, number>) =>
  `seed ${SEED}, ${total(verdicts)} requests: ${verdicts.in} in, ${verdicts.out} out, ${verdicts.unsaid} left unsaid`;

test(`whoever the words let in is let in by the embedded Altinn, and nobody else (${RUNS.newest} policies)`, () => {
  const shapes = new Map(Object.keys(SHAPES).map((name) => [name, 0]));
  const verdicts = noVerdicts();
  fc.assert(
    fc.property(cases, (each) => {
      for (const [name, has] of Object.entries(SHAPES)) {
        if (has(each)) shapes.set(name, (shapes.get(name) ?? 0) + 1);
      }
      compare(each, "newest", verdicts);
    }),
    { seed: SEED, numRuns: RUNS.newest },
  );
  const counts = [...shapes].map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
  console.info([summary(verdicts), ...counts].join("\n"));
  for (const [name, count] of shapes) {
    expect([name, count >= AT_LEAST]).toEqual([name, true]);
  }
  expect(verdicts.in).toBeGreaterThan(total(verdicts) / 10);
  expect(verdicts.unsaid).toBeLessThan(total(verdicts) / 5);
});

/** What the decision point fails on: which callers it then refuses differs between builds. */
const FAILING = [
  "condition",
  "MustBePresent of a subject",
  "MustBePresent of what is always there",
  "unknown MatchId",
  "regular expression",
  "attribute selector",
];

test(`so it is on builds before June 2026, for policies of Permit rules alone (${RUNS.older} policies)`, () => {
  const verdicts = noVerdicts();
  const permits = cases
    .map(({ policy, document }): Case => ({
      document,
      policy: {
        ...policy,
        algorithm: DENY_OVERRIDES,
        rules: policy.rules.map((rule) => ({ ...rule, effect: "Permit" })),
      },
    }))
    .filter((each) => !FAILING.some((name) => SHAPES[name]?.(each)));
  fc.assert(
    fc.property(permits, (each) => {
      compare(each, "older", verdicts);
    }),
    { seed: SEED, numRuns: RUNS.older },
  );
  console.info(summary(verdicts));
  expect(verdicts.in).toBeGreaterThan(total(verdicts) / 10);
  expect(verdicts.unsaid).toBeLessThan(total(verdicts) / 20);
});
