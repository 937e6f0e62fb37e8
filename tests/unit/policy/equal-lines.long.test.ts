import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { accessOfText, samePolicy } from "../../../provider/policy";
import { ASKERS } from "./askers";
import {
  inOneSpelling,
  plainPolicies,
  plainText,
  withoutPlaceholderRoles,
  type Plain,
} from "./plain-policies";
import { REWRITINGS } from "./rewritings";
import { openDecisions, RESOURCE_ID } from "./standin-decisions";
import { Choices } from "./xml-tree";

const SEED = 20_261_129;
const PAIRS = 2_000;
/** Of the pairs that have equal lines, and of those that have not. */
const AT_LEAST = 500;

const decisions = openDecisions(ASKERS);
afterAll(() => {
  decisions.close();
});

const pairs: fc.Arbitrary<[Plain, Plain]> = fc
  .tuple(
    plainPolicies,
    fc.array(fc.constantFrom(...Object.keys(REWRITINGS)), { minLength: 1, maxLength: 2 }),
    fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  )
  .map(([plain, names, numbers]) => {
    const choices = new Choices(numbers);
    const rewritten = names.reduce(
      (other, name) => REWRITINGS[name]?.(other, choices) ?? other,
      plain,
    );
    return [plain, inOneSpelling(rewritten)];
  });

function letIn(plain: Plain, xml: string): boolean[] {
  decisions.use(xml, plainText(withoutPlaceholderRoles(plain)));
  return ASKERS.map((asker) => decisions.letsIn(asker));
}

/** Lines may stand in any order. */
const linesOf = (xml: string) => {
  const { form, lines } = accessOfText(xml, RESOURCE_ID);
  if (form !== "plain") throw new Error(`the policy should be plain: ${xml}`);
  return JSON.stringify(Object.entries(lines).sort(([a], [b]) => (a < b ? -1 : 1)));
};

test(`plain policies with equal lines are decided equally (${PAIRS} pairs)`, () => {
  const found = { equal: 0, "equal text": 0, different: 0 };
  fc.assert(
    fc.property(pairs, ([one, other]) => {
      const [first, second] = [plainText(one), plainText(other)];
      const areEqual = linesOf(first) === linesOf(second);
      expect(samePolicy(first, second, RESOURCE_ID)).toBe(areEqual);
      expect(samePolicy(second, first, RESOURCE_ID)).toBe(areEqual);
      found[first === second ? "equal text" : areEqual ? "equal" : "different"] += 1;
      if (!areEqual || first === second) return;
      expect(letIn(other, second)).toEqual(letIn(one, first));
    }),
    { seed: SEED, numRuns: PAIRS },
  );
  console.info(`seed ${SEED}, pairs: ${JSON.stringify(found)}`);
  expect(found.equal).toBeGreaterThan(AT_LEAST);
  expect(found.different).toBeGreaterThan(AT_LEAST);
});
