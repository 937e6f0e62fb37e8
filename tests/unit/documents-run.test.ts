import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { documents } from "../../provider/cli/documents";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "documents-run-"));
  writeFileSync(join(folder, "empty.json"), "");
  writeFileSync(join(folder, "list.json"), "[]");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Each line of JSON. */
const read = (lines: readonly string[]): unknown[] =>
  lines.map((line) => JSON.parse(line) as unknown);

test("npm run documents prints nothing else, whatever folder it is called from", () => {
  const root = join(__dirname, "..", "..");
  const { status, stdout } = spawnSync(
    "npm",
    ["run", "-s", "--prefix", root, "documents", "--", "."],
    { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  expect(status).toBe(1);
  const lines: string[] = [];
  documents({ paths: [folder], print: (line) => lines.push(line) });
  expect(lines).toHaveLength(2);
  expect(read(stdout.trim().split("\n"))).toEqual(read(lines));
});
