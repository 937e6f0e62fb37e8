import { afterAll, beforeAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { accessOfText, type AccessLines } from "../../../provider/policy";
import {
  policyChange,
  type AccessChange,
} from "../../../provider/resources/resource-policy/change";
import { getsIn } from "../../decisions/words-reader.mjs";
import { ASKERS } from "./askers";
import { plainPolicies, plainText, withoutPlaceholderRoles, type Plain } from "./plain-policies";
import { openDecisions, RESOURCE_ID } from "./standin-decisions";

/* What is said of access given and taken, against who is let in by the embedded Altinn before and after. */

const SEED = 20_261_129;

let decisions: ReturnType<typeof openDecisions>;
beforeAll(() => {
  decisions = openDecisions(ASKERS);
});
afterAll(() => {
  decisions.close();
});

/** A policy, and one that shares rules with it: some of its own, and some of another. */
const changes: fc.Arbitrary<readonly [before: Plain, after: Plain]> = fc
  .record({
    before: plainPolicies,
    other: plainPolicies,
    keeps: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    keepsLevels: fc.boolean(),
  })
  .map(({ before, other, keeps, keepsLevels }) => {
    const kept = before.rules.filter((_, at) => keeps[at]);
    const { levels } = keepsLevels ? before : other;
    return [before, { rules: [...kept, ...other.rules], levels }];
  });

/** Who of everybody gets in by a policy. */
function letIn(plain: Plain): boolean[] {
  decisions.use(plainText(plain), plainText(withoutPlaceholderRoles(plain)));
  return ASKERS.map((asker) => decisions.letsIn(asker));
}

const STILL = "; still: ";
const changedLines = (told: readonly AccessChange[]): AccessLines =>
  Object.fromEntries(told.map(({ who, actions }) => [who, actions.split(STILL)[0] ?? ""]));
/** The lines behind `still`; actions that somebody asks for have neither colon nor semicolon. */
const stillLines = (told: readonly AccessChange[]): AccessLines =>
  Object.fromEntries(
    told.flatMap(({ actions }) =>
      [...(actions.split(STILL)[1] ?? "").matchAll(/(.+?): ([a-z ,]+)(?:; |$)/g)].map(
        ([, who = "", what = ""]) => [who, what],
      ),
    ),
  );

test("whoever gains stands in a line of what is given, and whoever loses in one of what is taken", () => {
  const counted = { gains: 0, losses: 0, still: 0 };
  const property = fc.property(changes, ([before, after]) => {
    const [was, is] = [letIn(before), letIn(after)];
    const [old, now] = [plainText(before), plainText(after)];
    const { given, taken, untold } = policyChange(old, now, RESOURCE_ID);
    expect(untold).toBeUndefined();
    const [comes, goes, still] = [changedLines(given), changedLines(taken), stillLines(taken)];
    const oldLines = accessOfText(old, RESOURCE_ID).lines;
    const newLines = accessOfText(now, RESOURCE_ID).lines;
    ASKERS.forEach((asker, at) => {
      const among = (lines: AccessLines) => getsIn(lines, asker, asker.party, asker.actions);
      const told = JSON.stringify({ asker, given, taken, oldLines, newLines }, null, 1);
      const gains = among(comes) && !among(oldLines);
      const loses = among(goes) && !among(newLines);
      if (gains !== (is[at] && !was[at])) throw new Error(`gains: ${String(gains)} ${told}`);
      if (loses !== (was[at] && !is[at])) throw new Error(`loses: ${String(loses)} ${told}`);
      // A line of what is given lets in all of whom it speaks, and one of what is taken did.
      if (among(comes) && !is[at]) throw new Error(`given to nobody: ${told}`);
      if (among(goes) && !was[at]) throw new Error(`taken from nobody: ${told}`);
      if (among(still) && !(was[at] && is[at])) throw new Error(`still: ${told}`);
      counted.gains += Number(gains);
      counted.losses += Number(loses);
      counted.still += Number(among(still));
    });
  });
  fc.assert(property, { seed: SEED, numRuns: 400 });
  console.info(`seed ${SEED}, 400 changes: ${JSON.stringify(counted)}`);
  expect(Math.min(...Object.values(counted))).toBeGreaterThan(100);
});

const isOfLevel = ({ who }: AccessChange) => who.startsWith("minimum authentication level");

test("rules that come at the end take nothing, and their leaving gives nothing", () => {
  const growth = fc
    .tuple(plainPolicies, plainPolicies)
    .filter((both) => both.every(({ rules }) => rules.length > 0));
  const property = fc.property(growth, ([less, { rules }]) => {
    const more = { ...less, rules: [...less.rules, ...rules] };
    const grows = policyChange(plainText(less), plainText(more), RESOURCE_ID);
    const shrinks = policyChange(plainText(more), plainText(less), RESOURCE_ID);
    expect([grows.taken, grows.afterwards, shrinks.given]).toEqual([[], [], []]);
    expect(shrinks.taken.map(({ who, actions }) => [who, actions.split(STILL)[0]])).toEqual(
      grows.given.map(({ who, actions }) => [who, actions]),
    );
  });
  fc.assert(property, { seed: SEED, numRuns: 500 });
});

test("of a new policy everything is given that lets anybody in", () => {
  const property = fc.property(plainPolicies, (plain) => {
    const xml = plainText(plain);
    const { given, taken, afterwards } = policyChange(undefined, xml, RESOURCE_ID);
    expect([taken, afterwards, given.filter(isOfLevel)]).toEqual([[], [], []]);
    const lines = accessOfText(xml, RESOURCE_ID).lines;
    for (const asker of ASKERS) {
      const among = (of: AccessLines) => getsIn(of, asker, asker.party, asker.actions);
      expect(among(changedLines(given))).toBe(among(lines));
    }
  });
  fc.assert(property, { seed: SEED, numRuns: 200 });
});
