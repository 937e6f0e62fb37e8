import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { accessOfText } from "../../../provider/policy";
import { getsIn } from "../../decisions/words-reader.mjs";
import { ASKERS } from "./askers";
import { plainPolicies, plainText, withoutPlaceholderRoles } from "./plain-policies";
import { SHAPES } from "./plain-shapes";
import { openDecisions, RESOURCE_ID } from "./standin-decisions";

const SEED = 20_261_129;
const RUNS = 10_000;
/** Each shape occurs in so many policies, so that it also meets the others. */
const AT_LEAST = 80;

const decisions = openDecisions(ASKERS);
afterAll(() => {
  decisions.close();
});

test(`whoever the words let in is let in by the embedded Altinn, and nobody else (${RUNS} policies)`, () => {
  const shapes = new Map(Object.keys(SHAPES).map((name) => [name, 0]));
  const verdicts = { in: 0, out: 0 };
  fc.assert(
    fc.property(plainPolicies, (plain) => {
      for (const [name, has] of Object.entries(SHAPES)) {
        if (has(plain)) shapes.set(name, (shapes.get(name) ?? 0) + 1);
      }
      const xml = plainText(plain);
      const { form, lines } = accessOfText(xml, RESOURCE_ID);
      if (form !== "plain") throw new Error(`the policy should be plain: ${xml}`);
      decisions.use(xml, plainText(withoutPlaceholderRoles(plain)));
      for (const asker of ASKERS) {
        const said = getsIn(lines, asker, asker.party, asker.actions);
        verdicts[said ? "in" : "out"] += 1;
        if (said === decisions.letsIn(asker)) continue;
        const told = JSON.stringify({ asker, lines }, null, 1);
        throw new Error(
          `the words say ${said ? "in" : "out"}, and the decision point not: ${told}\n${xml}`,
        );
      }
    }),
    { seed: SEED, numRuns: RUNS },
  );
  const counts = [...shapes].map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
  const total = verdicts.in + verdicts.out;
  console.info(
    [
      `seed ${SEED}, ${RUNS} policies, ${total} questions: ${verdicts.in} in, ${verdicts.out} out, 0 disagreements`,
      ...counts,
    ].join("\n"),
  );
  expect([...shapes].filter(([, count]) => count < AT_LEAST)).toEqual([]);
  expect(verdicts.in).toBeGreaterThan(total / 10);
});
