import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, Workspace, type EngineRun } from "../support/engine";

/*
 * `npm run crashes` with a few runs on five services: an `up` is broken off at random moments, docs/after-a-crash.md is followed
 * as it is written, and then Altinn and state are as an `up` leaves them that nothing broke off. The seed is always the same.
 */

const crashes = (...args: string[]): Promise<EngineRun> =>
  new Promise((resolve) => {
    const command = [join(root, "tools", "run.mjs"), "crashes", "--services", "5", ...args];
    execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });

test("kill -9 of the CLI, the provider and the program, two of each: the page's instructions suffice", async () => {
  const { status, output } = await crashes("--runs", "6", "--seed", "6");
  expect(output).toMatch(
    /seed 6: 6 runs, 6 well, 0 failed; broken off: kill-cli 2, kill-provider 2, kill-program 2;/,
  );
  expect(status).toBe(0);
}, 1_800_000);

test("Ctrl-C once and twice, and a state file that cannot grow: the page's instructions suffice", async () => {
  const ways = ["interrupt", "interrupt-twice", "full-disk"].flatMap((way) => ["--way", way]);
  const { status, output } = await crashes("--runs", "6", "--seed", "6", ...ways);
  expect(output).toMatch(
    /seed 6: 6 runs, 6 well, 0 failed; broken off: interrupt 2, interrupt-twice 2, full-disk 2; sections followed: .*failed to load checkpoint: place 1 2/,
  );
  expect(status).toBe(0);
}, 1_800_000);

test.each([
  "",
  '{"version":3,',
  '{"version":3,"checkpoint":{"stack":"te',
  '{"version":3,"checkpoint":{"stack":"\\',
  '{"version":3,"checkpoint":{"stack":"\\u00',
])(
  "a state file that ends after %j: the page has a section for what the engine says",
  async (cut) => {
    const workspace = new Workspace({});
    try {
      workspace.program("");
      await workspace.init();
      const state = join(workspace.folder, "state", ".pulumi", "stacks", "test", "test.json");
      writeFileSync(state, cut);
      const { status, output } = await workspace.up();
      expect(status).not.toBe(0);
      const page = readFileSync(join(root, "docs", "after-a-crash.md"), "utf8");
      const headings = Array.from(page.matchAll(/^## `(.+)`$/gm), ([, heading]) => heading);
      expect(headings.filter((heading = "") => output.includes(heading))).toEqual([
        "failed to load checkpoint: place 1",
      ]);
    } finally {
      workspace.remove();
    }
  },
);
