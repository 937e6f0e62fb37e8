import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/* `npm run decisions`, as its script in package.json runs it. */

const root = join(__dirname, "..", "..");
const vectors = join(__dirname, "vectors", "decisions.json");

interface VectorFile {
  resource: string;
  source?: unknown;
  legend?: unknown;
  callers: Record<string, { claims: [string, string][]; flags?: string[] }>;
  policies: Record<string, { xml: string; plain?: boolean }>;
  vectors: string[][];
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "decisions-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...files: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, "tools", "run.mjs"), "decisions", ...files],
    { encoding: "utf8", env: { ...process.env, INIT_CWD: folder } },
  );
  return { status, stderr, lines: stdout.trimEnd().split("\n") };
}

/** The text of the vectors with something changed. */
function changedText(change: (file: VectorFile) => unknown): string {
  const file = JSON.parse(readFileSync(vectors, "utf8")) as VectorFile;
  change(file);
  return JSON.stringify(file);
}

/** The same as a file in the temporary folder. */
function changed(name: string, change: (file: VectorFile) => unknown): string {
  writeFileSync(join(folder, name), changedText(change));
  return name;
}

test("without a FILE it takes the repository's vectors: nothing is wrong", () => {
  const { status, lines } = run();
  expect(lines).toEqual(["words: 12714 agree, 0 wrong; stand-in: 31836 agree, 0 wrong"]);
  expect(status).toBe(0);
});

test("a wrong answer is a line, and the exit status is 1", () => {
  cpSync(vectors, join(folder, "right.json"));
  const name = changed("wrong.json", (file) => {
    const vector = file.vectors.find(
      ([policy, caller]) => policy === "org-read" && caller === "a-raw",
    );
    expect(vector).toEqual(["org-read", "a-raw", "PNPPNP", "101101"]);
    vector?.splice(2, 2, "PNNPNP", "100101");
  });
  const { status, lines } = run("right.json", name);
  const question = "policy org-read, caller a-raw, party 910000001, action search";
  expect(lines).toEqual([
    `wrong.json: words: ${question}: said 1, true 0`,
    `wrong.json: stand-in: ${question}: said P1, true N0`,
    "words: 9827 agree, 1 wrong; stand-in: 22343 agree, 1 wrong",
  ]);
  expect(status).toBe(1);
});

test("a policy that is plain and has no words is wrong", () => {
  const name = changed("no-words.json", (file) => {
    const [policy] = file.vectors.filter(([, caller]) => caller === "a-raw");
    file.policies = { "org-read": { plain: true, xml: "<Policy" } };
    file.vectors = policy ? [[...policy.slice(0, 2), "IIIIII", "000000"]] : [];
  });
  const { status, lines } = run(name);
  expect(lines).toHaveLength(7);
  expect(lines[0]).toBe(
    "no-words.json: words: policy org-read, caller a-raw, party 910000001, action read: said no words, true 0",
  );
  expect(lines.at(-1)).toBe("words: 0 agree, 6 wrong; stand-in: 6 agree, 0 wrong");
  expect(status).toBe(1);
});

test("other ids, no source and no legend, callers without claims, texts that are no policy", () => {
  const name = changed("other.json", (file) => {
    delete file.source;
    delete file.legend;
    // What the others say may rest on a number, as the party's id in the Register does.
    const isPlain = ([policy = ""]: string[]) => file.policies[policy]?.plain === true;
    file.vectors = file.vectors.filter(isPlain);
    file.policies["no-policy"] = { xml: "" };
    file.callers["nobody"] = { claims: [] };
    file.callers["delegated-nobody"] = { claims: [["authorization_details", "{"]] };
    for (const caller of ["nobody", "delegated-nobody"]) {
      file.vectors.push(
        ["no-policy", caller, "IIIIII", "000000"],
        ["org-read", caller, "NNNNNN", "000000"],
        ["role", caller, "NNNNNN", "000000"],
        ["package", caller, "NNNNNN", "000000"],
        ["anyone", caller, "PNPPNP", "101101"],
      );
    }
  });
  const text = readFileSync(join(folder, name), "utf8")
    .replaceAll("ttd-r1", "abc-other")
    .replaceAll("TTD-R1", "ABC-OTHER")
    .replaceAll("910000001", "123456785")
    .replaceAll("33333333-3333-4333", "0a0a0a0a-3333-4333");
  writeFileSync(join(folder, name), `\ufeff${text}`);
  const { status, lines } = run(name);
  expect(lines).toEqual(["words: 4962 agree, 0 wrong; stand-in: 5352 agree, 0 wrong"]);
  expect(status).toBe(0);
});

test.each([
  ["missing.json", undefined, /missing\.json cannot be read: there is no such file\.$/m],
  ["text.json", "so what", /text\.json is not JSON: /],
  ["list.json", "[]", /list\.json is no file of decision vectors: the whole: .*expected object/],
  [
    "short.json",
    changedText((file) => file.vectors.push(["org-read", "a-raw", "P", "1"])),
    /short\.json is no file of decision vectors: vectors\.1862: needs a letter for each of 6 questions\.$/m,
  ],
  [
    "caller.json",
    changedText((file) => file.vectors.push(["org-read", "z", "PPPPPP", "111111"])),
    /vectors\.1862: has an unknown caller, z\.$/m,
  ],
])("%s cannot be used: it says why, and the exit status is 2", (name, text, why) => {
  if (text !== undefined) writeFileSync(join(folder, name), text);
  cpSync(vectors, join(folder, "right.json"));
  const { status, stderr, lines } = run("right.json", name);
  expect(stderr).toMatch(why);
  expect(lines).toEqual([""]);
  expect(status).toBe(2);
});
