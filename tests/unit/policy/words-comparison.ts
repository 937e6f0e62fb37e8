import { expect } from "@jest/globals";
import fc from "fast-check";
import { accessOfText } from "../../../provider/policy";
import { getsIn } from "../../decisions/words-reader.mjs";
import { ASKERS } from "./askers";
import { plainPolicies, plainText, withoutPlaceholderRoles } from "./plain-policies";
import { SHAPES } from "./plain-shapes";
import { openDecisions, RESOURCE_ID } from "./standin-decisions";

/**
 * Holds what the words of generated plain policies say of everybody who asks against what the decision
 * point of the embedded Altinn answers, and prints how often each shape occurred.
 *
 * @param wanted Each shape must occur in `atLeast` policies, so that it also meets the others.
 */
export function compareWords({ seed, runs, atLeast }: Record<"seed" | "runs" | "atLeast", number>) {
  const decisions = openDecisions(ASKERS);
  const shapes = new Map(Object.keys(SHAPES).map((name) => [name, 0]));
  const verdicts = { in: 0, out: 0 };
  const property = fc.property(plainPolicies, (plain) => {
    for (const [name, has] of Object.entries(SHAPES)) {
      if (has(plain)) shapes.set(name, (shapes.get(name) ?? 0) + 1);
    }
    const xml = plainText(plain);
    const { form, lines } = accessOfText(xml, RESOURCE_ID);
    if (form !== "plain") throw new Error(`the policy should be plain: ${xml}`);
    decisions.use(xml, plainText(withoutPlaceholderRoles(plain)));
    for (const asker of ASKERS) {
      const said = getsIn(lines, asker, asker.party, asker.actions) ? "in" : "out";
      verdicts[said] += 1;
      if (said === (decisions.letsIn(asker) ? "in" : "out")) continue;
      const told = JSON.stringify({ asker, lines }, null, 1);
      throw new Error(`the words say ${said}, and the decision point does not: ${told}\n${xml}`);
    }
  });
  try {
    fc.assert(property, { seed, numRuns: runs });
  } finally {
    decisions.close();
  }
  const total = verdicts.in + verdicts.out;
  console.info(
    [
      `seed ${seed}, ${runs} policies, ${total} questions: ${verdicts.in} in, ${verdicts.out} out, 0 disagreements`,
      ...[...shapes].map(([name, count]) => `${String(count).padStart(6)}  ${name}`),
    ].join("\n"),
  );
  expect([...shapes].filter(([, count]) => count < atLeast)).toEqual([]);
  expect(verdicts.in).toBeGreaterThan(total / 10);
}
