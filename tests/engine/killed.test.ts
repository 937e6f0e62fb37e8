import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/engine";

/*
 * `npm run up` after a kill -9: of the CLI, at each request of a clean run in turn, and once of `npm run up` itself. Every
 * local stack has a folder of its own.
 */

/** A preview makes these requests, anonymous reads by check, before `up` makes them again and goes on. */
const PREVIEW_REQUESTS = 2;

let parent: string;
beforeAll(() => {
  mkdirSync(join(root, ".local", "tests"), { recursive: true });
  parent = mkdtempSync(join(root, ".local", "tests", "killed-"));
});
afterAll(() => {
  rmSync(parent, { recursive: true, force: true });
});

const run = (
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ status: number; output: string }> =>
  new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });

interface Killed {
  readonly requests: number;
  readonly killed: number;
  readonly status: number;
}

async function killedAt(folder: string, request: number, args: readonly string[]): Promise<Killed> {
  const script = join(root, "tests", "support", "kill-at-request.mjs");
  const { output } = await run(process.execPath, [script, folder, String(request), ...args]);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Killed;
}

const npmRunUp = (folder: string) =>
  run("npm", ["run", "--silent", "up", "--", "--skip-preview"], { ALTINN_LOCAL_FOLDER: folder });

test("the CLI killed at each request of a clean run: the next `npm run up` ends verified", async () => {
  const clean = await killedAt(join(parent, "clean"), 0, []);
  expect(clean).toMatchObject({ killed: 0, status: 0 });
  expect(clean.requests).toBeGreaterThan(20);

  const failures: string[] = [];
  let kills = 0;
  for (let request = 1; request <= clean.requests; request += 1) {
    const folder = join(parent, String(request));
    // What comes after the preview needs no preview before it.
    const { killed } =
      request <= PREVIEW_REQUESTS
        ? await killedAt(folder, request, [])
        : await killedAt(folder, request - PREVIEW_REQUESTS, ["--skip-preview"]);
    if (killed > 0) kills += 1;
    const { status, output } = await npmRunUp(folder);
    if (status !== 0 || !/^verified: /m.test(output)) {
      failures.push(`request ${String(request)}:\n${output}`);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  expect(failures).toEqual([]);
  // The last requests come when the CLI may be about to end; nearly all must have met a living one.
  expect(kills).toBeGreaterThan(clean.requests - 3);
}, 900_000);

test("`npm run up` itself killed: the next one ends what was left, and ends verified", async () => {
  const folder = join(parent, "self");
  const child = spawn(process.execPath, [join(root, "tools", "run.mjs"), "up"], {
    cwd: root,
    env: { ...process.env, ALTINN_LOCAL_FOLDER: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await new Promise<void>((resolve) => {
    let output = "";
    child.stdout.on("data", (text: Buffer) => {
      output += text.toString();
      if (/licences creating/.test(output)) resolve();
    });
    child.on("exit", () => {
      resolve();
    });
  });
  expect(child.exitCode).toBeNull();
  child.kill("SIGKILL");
  await new Promise((resolve) => child.on("close", resolve));
  const { status, output } = await npmRunUp(folder);
  expect([status, output]).toEqual([0, expect.stringMatching(/^verified: /m)]);
});
