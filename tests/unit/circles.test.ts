import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const tool = join(__dirname, "..", "..", "tools", "circles.mjs");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "circles-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes `files` into the folder `source`, and answers what the tool prints of it and its exit status. */
function told(files: Readonly<Record<string, string>>): { status: number | null; text: string } {
  mkdirSync(join(folder, "source", "inner"), { recursive: true });
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, "source", name), text);
  const run = spawnSync(process.execPath, [tool, folder, "source"], { encoding: "utf8" });
  return { status: run.status, text: run.stdout + run.stderr };
}

test("files that do not import each other in a circle give none", () => {
  const files = {
    "first.ts": 'import { second } from "./second";\nimport { third } from "./inner";\n',
    "second.ts": 'import type { Third } from "./inner";\nexport const second = 2;\n',
    "inner/index.ts": 'import { join } from "node:path";\nexport type Third = 3;\n',
  };
  expect(told(files)).toEqual({ status: 0, text: "" });
});

test("a circle by a type import is found, and its files are named", () => {
  const files = {
    "first.ts": 'import { second } from "./second";\nexport type First = 1;\n',
    "second.ts": 'import type { First } from "./first";\nexport const second = 2;\n',
  };
  const [first, second] = [join("source", "first.ts"), join("source", "second.ts")];
  expect(told(files)).toEqual({ status: 1, text: `${first} -> ${second} -> ${first}\n` });
});

test("a circle over a folder's index and a re-export is found", () => {
  const files = {
    "first.ts": 'export { third } from "./inner";\n',
    "inner/index.ts": 'export * from "./third";\n',
    "inner/third.ts": 'import type { First } from "../first";\nexport const third = 3;\n',
  };
  const names = ["first.ts", "inner/index.ts", "inner/third.ts", "first.ts"];
  const { status, text } = told(files);
  expect(status).toBe(1);
  expect(text).toBe(`${names.map((name) => join("source", name)).join(" -> ")}\n`);
});
