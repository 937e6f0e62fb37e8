import { expect, test } from "@jest/globals";
import type { PolicyChange } from "../../../provider/resources/resource-policy/change";
import {
  filteredByLists,
  linesOfDrift,
  linesOfRun,
} from "../../../provider/resources/resource-policy/said";

/* Lines of access that a run or somebody else gives and takes. */

const title = "ResourcePolicy x";
const NOTHING: PolicyChange = {
  given: [],
  taken: [],
  afterwards: [],
  isNew: false,
  untold: undefined,
  other: [],
};
const change = (more: Partial<PolicyChange>): PolicyChange => ({ ...NOTHING, ...more });
const A = (actions: string) => [{ who: "A", actions }];
const run = (of: Partial<PolicyChange>, atAltinn?: Partial<PolicyChange>): string[] =>
  linesOfRun(title, change(of), atAltinn && change(atAltinn)).map(({ text }) => text);
const drift = (of: Partial<PolicyChange>): string[] =>
  linesOfDrift(title, change(of)).map(({ text }) => text);

test("what is given comes before what is taken, and what stays comes last", () => {
  expect(run({ given: A("read"), taken: A("write"), afterwards: ["Rights stay."] })).toEqual([
    `access given: ${title}: A: read`,
    `access taken: ${title}: A: write`,
    `stays: ${title}: Rights stay.`,
  ]);
  expect(run({})).toEqual([]);
});

test("what nobody can tell is a warning, of a new policy too", () => {
  const untold = "who gets in cannot be told";
  expect(run({ untold, isNew: true })).toEqual([
    `warning [access-untold]: ${title}: it is new, and ${untold}. Read it by eye.`,
  ]);
  expect(run({ untold })).toEqual([
    `warning [access-untold]: ${title}: it changes, and ${untold}. Compare both policies by eye.`,
  ]);
  expect(drift({ untold })).toEqual([
    `note: ${title}: at Altinn, not by the program, the policy was changed, and ${untold}`,
  ]);
});

test("what somebody else has done", () => {
  expect(drift({ given: A("read"), taken: A("write") })).toEqual([
    `note: ${title}: at Altinn, not by the program, A got read`,
    `note: ${title}: at Altinn, not by the program, A lost write`,
  ]);
  expect(drift({})).toEqual([]);
});

test.each<[string, string, string, string]>([
  ["all of it", "read, write", "read, write", "read, write; it was taken at Altinn"],
  ["more than it", "read", "write, read", "read; it was taken at Altinn"],
  ["a part of it", "read, write", "write", "read, write; write was taken at Altinn"],
  ["parts of it", "a, b, c", "c, a", "a, b, c; a, c was taken at Altinn"],
  ["something else", "read", "write", "read"],
  ["what is still left is none of it", "read", "write; still: B: read", "read"],
  [
    "a level, from and to whatever",
    "3 (was 4)",
    "4 (was none)",
    "3 (was 4); it was taken at Altinn",
  ],
  [
    "a level where there was none",
    "3 (was none)",
    "4 (was 3)",
    "3 (was none); it was taken at Altinn",
  ],
])("given back is %s", (_what, ours, theirs, told) => {
  expect(run({ given: A(ours) }, { taken: A(theirs) })).toEqual([
    `access given: ${title}: A: ${told}`,
  ]);
});

test("what is left of a narrowed line is no part of what is compared", () => {
  expect(run({ taken: A("read, write; still: B: read") }, { given: A("read, write") })).toEqual([
    `access taken: ${title}: A: read, write; still: B: read; it was given at Altinn`,
  ]);
});

test("another's line, or the same way, is nothing that is undone", () => {
  expect(run({ given: A("read") }, { taken: [{ who: "B", actions: "read" }] })).toEqual([
    `access given: ${title}: A: read`,
  ]);
  expect(
    run({ given: A("read"), taken: A("write") }, { given: A("read"), taken: A("write") }),
  ).toEqual([`access given: ${title}: A: read`, `access taken: ${title}: A: write`]);
});

test("an action that only looks like a level is none", () => {
  expect(run({ given: A("a (was b) c") }, { taken: A("d") })).toEqual([
    `access given: ${title}: A: a (was b) c`,
  ]);
});

test("lists decide on top of the policy", () => {
  expect(filteredByLists(title).text).toMatch(/^note: ResourcePolicy x: accessListMode/);
});
