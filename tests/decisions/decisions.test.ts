import { expect, test } from "@jest/globals";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/* Answers of the real decision point's and Broker's own code, against the built stand-in. */

const vectors = join(__dirname, "vectors");
const files = readdirSync(vectors).sort();
const shared = process.env.ALTINN_SHARED_DIR && join(process.env.ALTINN_SHARED_DIR, "decisions");

/** Beyond this many, further disagreements are only counted. */
const SHOWN = 20;

interface Verdict {
  readonly policy: string;
  readonly said: string;
  readonly truth: string;
}

interface Answer extends Verdict {
  readonly caller: string;
  readonly party: string;
  readonly action: string;
}

function verdicts(): { answers: Answer[]; delegable: Verdict[] } {
  const paths = files.map((file) => join(vectors, file));
  const args = [join(__dirname, "print-verdicts.mjs"), ...paths];
  const printed = execFileSync(process.execPath, args, {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed) as ReturnType<typeof verdicts>;
}

const wrongOf = <T extends Verdict>(all: readonly T[]) =>
  all.filter(({ said, truth }) => said !== truth);

let said: ReturnType<typeof verdicts>;
beforeAll(() => {
  said = verdicts();
});

test("the stand-in answers every question as the decision point and Broker do", () => {
  const wrong = wrongOf(said.answers);
  console.info(`stand-in: ${said.answers.length - wrong.length} agree, ${wrong.length} wrong`);
  expect(said.answers).toHaveLength(31_836);
  expect(wrong.slice(0, SHOWN)).toEqual([]);
});

test("holders of a policy's roles and packages can delegate the same rights", () => {
  expect(said.delegable).toHaveLength(379);
  expect(wrongOf(said.delegable)).toEqual([]);
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
