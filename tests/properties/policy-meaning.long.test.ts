import { afterAll } from "@jest/globals";
import fc from "fast-check";
import { accessOfText, compareAccess, samePolicy } from "../../provider/policy";
import { getsIn } from "../decisions/words-reader.mjs";
import { ASKERS } from "../unit/policy/askers";
import { ENRICHING, MUTATIONS } from "../unit/policy/mutations";
import { matchesOf, plainPolicies, plainText } from "../unit/policy/plain-policies";
import { openDecisions, RESOURCE_ID } from "../unit/policy/standin-decisions";
import { Choices, dressed, treeOf } from "../unit/policy/xml-tree";
import { property } from "./property";

/* What is said of a policy that was changed, against what the embedded Altinn decides before and after. */

const decisions = openDecisions(ASKERS);
afterAll(() => {
  decisions.close();
});

const numbers = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
/** Nobody holds a role that is a placeholder, though the embedded Altinn would let it delegate. */
const named = plainPolicies.filter(
  (plain) => !matchesOf(plain).some(({ value }) => /^[[{<$]/.test(value)),
);
const changes = fc
  .tuple(
    named,
    fc.array(fc.constantFrom(...ENRICHING, ...Object.keys(MUTATIONS)), {
      minLength: 1,
      maxLength: 3,
    }),
    numbers,
  )
  .map(([plain, names, by]) => {
    const tree = treeOf(plainText(plain));
    const before = dressed(tree, new Choices(by));
    const choices = new Choices(by.slice(7));
    for (const name of names) MUTATIONS[name]?.(tree, choices);
    return { before, after: dressed(tree, choices), names };
  });

property(
  "what a policy lets in is what its words say, and a change is told by what it changes",
  changes,
  ({ before, after, names }) => {
    const [was, is] = [accessOfText(before, RESOURCE_ID), accessOfText(after, RESOURCE_ID)];
    const letIn = (xml: string): boolean[] => {
      decisions.use(xml);
      return ASKERS.map((asker) => decisions.letsIn(asker));
    };
    const told = (what: string): Error =>
      new Error(
        `${what}, after ${names.join(", ")}:\n${JSON.stringify(was.lines)}\n${JSON.stringify(is.lines)}\n${before}\n${after}`,
      );
    if (is.form === "unusual") {
      if (samePolicy(before, after, RESOURCE_ID))
        throw told("a plain policy equals an unusual one");
      return;
    }
    const [then, now] = [letIn(before), letIn(after)];
    ASKERS.forEach((asker, at) => {
      if (getsIn(is.lines, asker, asker.party, asker.actions) !== now[at])
        throw told(`the words do not say who gets in: ${JSON.stringify(asker)}`);
    });
    const areDecidedAlike = now.every((each, at) => each === then[at]);
    if (samePolicy(before, after, RESOURCE_ID) && !areDecidedAlike)
      throw told("equal, and decided otherwise");
    if (was.form === "unusual") throw told("a plain policy is unusual");
    if (JSON.stringify(was.plain.levels) !== JSON.stringify(is.plain.levels)) return;
    const { gained = [], lost = [] } = compareAccess(was, is) ?? {};
    if (gained.length === 0 && now.some((each, at) => each && !then[at]))
      throw told("nothing gained");
    if (lost.length === 0 && now.some((each, at) => !each && then[at])) throw told("nothing lost");
  },
);
