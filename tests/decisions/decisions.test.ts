import { expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/* Answers of the real decision point's and Broker's own code, against the built provider's words and the built stand-in. */

const vectors = join(__dirname, "vectors");
const files = readdirSync(vectors).sort();
const shared = process.env.ALTINN_SHARED_DIR && join(process.env.ALTINN_SHARED_DIR, "decisions");

const PAIRS = 2_000;
const SEED = 20_261_129;
/** Beyond this many, further disagreements are only counted. */
const SHOWN = 20;

interface Verdict {
  readonly said: string;
  readonly truth: string;
}

interface Answer extends Verdict {
  readonly policy: string;
  readonly caller: string;
  readonly party: string;
  readonly action: string;
}

interface Verdicts {
  readonly words: Answer[];
  readonly standIn: Answer[];
  readonly delegable: (Verdict & { readonly policy: string })[];
  readonly comparisons: (Verdict & Record<"before" | "after" | "told", string>)[];
}

function verdicts(): Verdicts {
  const paths = files.map((file) => join(vectors, file));
  const args = [join(__dirname, "print-verdicts.mjs"), String(PAIRS), String(SEED), ...paths];
  const printed = execFileSync(process.execPath, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed) as Verdicts;
}

const wrongOf = <T extends Verdict>(all: readonly T[]) =>
  all.filter(({ said, truth }) => said !== truth);

function expectNoneWrong(what: string, all: readonly Verdict[]): void {
  const wrong = wrongOf(all);
  console.info(`${what}: ${all.length - wrong.length} agree, ${wrong.length} wrong`);
  expect(wrong.slice(0, SHOWN)).toEqual([]);
}

let all: Verdicts;
beforeAll(() => {
  all = verdicts();
});

test("the words let in whom the decision point and Broker let in, for every plain policy", () => {
  expectNoneWrong("words", all.words);
  expect(all.words).toHaveLength(12_714);
});

test("the stand-in answers every question as the decision point and Broker do", () => {
  expectNoneWrong("stand-in", all.standIn);
  expect(all.standIn).toHaveLength(31_836);
});

test("holders of a policy's roles and packages can delegate the same rights", () => {
  expectNoneWrong("rights to delegate", all.delegable);
  expect(all.delegable).toHaveLength(379);
});

test("who gains and who loses by a change is who is let in after it alone, or before it alone", () => {
  expectNoneWrong(`comparisons of pairs of policies, seed ${SEED}`, all.comparisons);
  expect(all.comparisons).toHaveLength(PAIRS);
  const signs = all.comparisons.map(({ truth }) => truth).join("");
  expect([signs.includes("+"), signs.includes("-"), signs.includes(".")]).toEqual([
    true,
    true,
    true,
  ]);
});

test("and whoever gains or loses stands in the lines that a run prints of it", () => {
  const told = all.comparisons.map((pair) => ({ ...pair, said: pair.told }));
  expectNoneWrong(`lines of access given and taken, seed ${SEED}`, told);
});

if (shared && existsSync(shared)) {
  test("the vectors are the shared ones; `npm run contract:update` takes them over", () => {
    const read = (folder: string) =>
      readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]);
    const [ours, theirs] = [read(vectors), read(shared)];
    expect(ours.map(([name]) => name)).toEqual(theirs.map(([name]) => name));
    expect(ours.filter(([, text], at) => text !== theirs[at]?.[1]).map(([name]) => name)).toEqual(
      [],
    );
  });
} else {
  console.warn(
    "ALTINN_SHARED_DIR has no decisions: the copy of the vectors is compared with nothing.",
  );
}
