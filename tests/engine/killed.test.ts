import { spawn, type ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/engine";
import { folderOfStacks, killedAt, npmRunPreview, npmRunUp, VERIFIED } from "./killing";

/*
 * `npm run up` after a kill -9: of the CLI at one write, and of `npm run up` itself. Every local stack has a folder of its
 * own. The long test kills the CLI at every request.
 */

let parent: string;
let running: ChildProcess | undefined;
beforeAll(() => {
  parent = folderOfStacks();
});
afterAll(() => {
  running?.kill("SIGKILL");
  rmSync(parent, { recursive: true, force: true });
});

test("the CLI killed while a registry resource is made: the next `npm run up` ends verified", async () => {
  const folder = join(parent, "resource");
  const request = "POST /resourceregistry/api/v1/resource";
  const { killed } = await killedAt(folder, request, ["--skip-preview"]);
  expect(killed).toBeGreaterThan(0);
  const { status, output } = await npmRunUp(folder);
  expect([status, output]).toEqual([0, expect.stringMatching(VERIFIED)]);
});

test("`npm run up` itself killed: the next one ends what was left, ends verified, and leaves nothing to do", async () => {
  const folder = join(parent, "self");
  const child = spawn(process.execPath, [join(root, "tools", "run.mjs"), "up"], {
    cwd: root,
    env: { ...process.env, ALTINN_LOCAL_FOLDER: folder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  running = child;
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
  expect([status, output]).toEqual([0, expect.stringMatching(VERIFIED)]);
  const preview = await npmRunPreview(folder);
  expect([preview.status, preview.output]).toEqual([0, expect.stringMatching(/6 unchanged/)]);
});
