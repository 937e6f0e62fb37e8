import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { root, type EngineRun } from "../support/engine";

/** A folder for the local stacks of a test file. */
export function folderOfStacks(): string {
  mkdirSync(join(root, ".local", "tests"), { recursive: true });
  return mkdtempSync(join(root, ".local", "tests", "killed-"));
}

const run = (
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<EngineRun> =>
  new Promise((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });

/** What came of an `up` whose CLI was to be killed. */
export interface Killed {
  readonly requests: number;
  /** Pid of the CLI that was killed; 0 when none was. */
  readonly killed: number;
  readonly status: number;
}

/**
 * Runs `up` of the example on a new local stack in `folder`, and kills the CLI with SIGKILL at a request to the stand-in:
 * the one with that number (0: none), or the first one whose method and path begin so.
 */
export async function killedAt(
  folder: string,
  request: number | string,
  args: readonly string[] = [],
): Promise<Killed> {
  const script = join(root, "tests", "support", "kill-at-request.mjs");
  const { output } = await run(process.execPath, [script, folder, String(request), ...args]);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Killed;
}

/** A person's next command on the local stack in `folder`. */
export const npmRunUp = (folder: string): Promise<EngineRun> =>
  run("npm", ["run", "--silent", "up", "--", "--skip-preview"], { ALTINN_LOCAL_FOLDER: folder });

/** `npm run preview` on the local stack in `folder`, which fails when there is anything to do. */
export const npmRunPreview = (folder: string): Promise<EngineRun> =>
  run("npm", ["run", "--silent", "preview", "--", "--expect-no-changes"], {
    ALTINN_LOCAL_FOLDER: folder,
  });

/** What the last line of an `up` looks like when a file went through the service. */
export const VERIFIED = /^verified: /m;
