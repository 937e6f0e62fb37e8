import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accessOfText, samePolicy, type AccessLines } from "../../../provider/policy";
import { ENRICHING, MUTATIONS, RARELY_POSSIBLE } from "./mutations";
import { plainPolicies, plainText } from "./plain-policies";
import { bareText, Choices, dressed, treeOf, type Tree } from "./xml-tree";

/* What an unusual policy's lines show is all of it but its dress; a plain one's lines show no dress either. */

const SEED = 20_261_129;
const CHANGED = 6_000;
const DRESSED = 2_000;
const AT_LEAST = 25;
const RESOURCE_ID = "ttd-r1";

interface VectorFile {
  readonly policies: Readonly<Record<string, { readonly xml: string; readonly plain: boolean }>>;
}

const vectors = join(__dirname, "..", "..", "decisions", "vectors");
const ofVectors = readdirSync(vectors).flatMap((file) =>
  Object.values((JSON.parse(readFileSync(join(vectors, file), "utf8")) as VectorFile).policies),
);

const numbers = fc.array(fc.nat(), { minLength: 40, maxLength: 40 });
const mutation = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(MUTATIONS)) },
  { weight: 1, arbitrary: fc.constantFrom(...RARELY_POSSIBLE) },
);

/** The tree changed in one thing. */
function changedBy(name: string, tree: Tree, by: readonly number[]): Tree {
  const changed = structuredClone(tree);
  MUTATIONS[name]?.(changed, new Choices(by));
  return changed;
}

/** Unusual ones of the vectors, and generated plain ones to which something was done. */
const trees: fc.Arbitrary<Tree> = fc.oneof(
  fc.constantFrom(...ofVectors.filter(({ plain }) => !plain)).map(({ xml }) => treeOf(xml)),
  fc
    .tuple(plainPolicies, fc.subarray([...ENRICHING]), mutation, numbers)
    .map(([plain, enriching, last, by]) =>
      [...enriching, last].reduce(
        (tree, name) => changedBy(name, tree, by),
        treeOf(plainText(plain)),
      ),
    ),
);

/** Order of lines is none of the policy's. */
const sorted = (lines: AccessLines) => Object.entries(lines).sort(([a], [b]) => (a < b ? -1 : 1));
const isRead = ({ lines }: { lines: AccessLines }) =>
  !("unusual policy: the text cannot be read" in lines);

test(`any change of an unusual policy that is more than dress changes a line (${CHANGED} changes)`, () => {
  const counts = new Map(Object.keys(MUTATIONS).map((name) => [name, 0]));
  let unreadable = 0;
  fc.assert(
    fc.property(trees, mutation, numbers, (tree, name, by) => {
      const before = dressed(tree, new Choices(by));
      const access = accessOfText(before, RESOURCE_ID);
      const changed = changedBy(name, tree, by);
      if (access.form === "plain" || !isRead(access)) return;
      if (bareText(changed) === bareText(tree)) return;
      const after = dressed(changed, new Choices(by));
      const other = accessOfText(after, RESOURCE_ID);
      if (isRead(other)) counts.set(name, (counts.get(name) ?? 0) + 1);
      else unreadable += 1;
      if (JSON.stringify(sorted(access.lines)) !== JSON.stringify(sorted(other.lines))) return;
      throw new Error(`${name} is not in the lines:\n${before}\n${after}`);
    }),
    { seed: SEED, numRuns: CHANGED },
  );
  const shown = [...counts].map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
  console.info(
    [`seed ${SEED}, ${unreadable} made unreadable; changes shown:`, ...shown].join("\n"),
  );
  expect([...counts].filter(([, count]) => count < AT_LEAST)).toEqual([]);
});

const anyTree = fc.oneof(
  fc.constantFrom(...ofVectors).map(({ xml }) => treeOf(xml)),
  plainPolicies.map((plain) => treeOf(plainText(plain))),
  trees,
);

test(`dress alone changes no line (${DRESSED} policies)`, () => {
  const forms = { plain: 0, unusual: 0 };
  fc.assert(
    fc.property(anyTree, numbers, numbers, (tree, one, other) => {
      const [first, second] = [dressed(tree, new Choices(one)), dressed(tree, new Choices(other))];
      const access = accessOfText(first, RESOURCE_ID);
      if (!isRead(access)) return;
      forms[access.form] += 1;
      expect(sorted(accessOfText(second, RESOURCE_ID).lines)).toEqual(sorted(access.lines));
      expect(samePolicy(first, second, RESOURCE_ID)).toBe(true);
    }),
    { seed: SEED, numRuns: DRESSED },
  );
  console.info(`seed ${SEED}: ${forms.plain} plain, ${forms.unusual} unusual, dressed twice`);
  expect(Math.min(forms.plain, forms.unusual)).toBeGreaterThan(DRESSED / 4);
});
