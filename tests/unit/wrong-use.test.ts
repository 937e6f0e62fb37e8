import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";

/* A command of the checkout that is given what it does not take says so, does nothing and ends with a status of its own. */

const root = join(__dirname, "..", "..");

const run = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ status: unknown; output: string }> =>
  new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env } };
    execFile(process.execPath, ["tools/run.mjs", ...args], options, (error, stdout, stderr) => {
      resolve({ status: error ? error.code : 0, output: stdout + stderr });
    });
  });

test("a command that is none", async () => {
  const { status, output } = await run(["dwon"]);
  expect(status).toBe(2);
  expect(output).toMatch(/There is no command dwon\. Commands: up, preview, /);
});

test("a room of mutants that is none", async () => {
  const { status, output } = await run(["test:mutants", "nonsense"]);
  expect(status).toBe(2);
  expect(output).toMatch(/No room nonsense\. Rooms: http, auth, /);
});

test.each([["--help"], ["one", "two"]])("pack:release %s %s", async (...args) => {
  const { status, output } = await run(["pack:release", ...args.filter(Boolean)]);
  expect(status).toBe(2);
  expect(output).toMatch(/one folder, and no options/);
  expect(args.filter((name) => existsSync(join(root, name)))).toEqual([]);
});

test.each([
  ["PROPERTY_CASES", "abc", 1],
  ["PROPERTY_CASES", "0", 1],
  ["PROPERTY_CASES", "1.5", 1],
  ["PROPERTY_SEED", "-1", 0],
])("%s=%s", async (variable, value, least) => {
  const { status, output } = await run(["test:properties"], { [variable]: value });
  expect(status).toBe(1);
  expect(output).toContain(
    `${variable} takes a whole number from ${String(least)} upwards, got ${value}.`,
  );
});

test("words that no test has are no success, and a list of files is no failure", async () => {
  const file = "tests/unit/durations.test.ts";
  const none = await run(["test", "-t", "no test is called so", file]);
  expect(none.status).toBe(1);
  expect(none.output).toMatch(/test: 0 passed, 0 failed, \d+ skipped/);
  const listed = await run(["test", "--listTests", file]);
  expect([listed.status, listed.output]).toEqual([0, expect.stringContaining(file)]);
}, 60_000);
