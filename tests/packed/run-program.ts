import { execFile } from "node:child_process";
import { engine, type EngineRun } from "../support/engine";

/** What a person's shell has, and the engine on PATH. What `npm test` adds for its own scripts is left out. */
export const personal = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(engine().env).filter(
      ([name]) => !/^npm_|^INIT_CWD$|^NODE_OPTIONS$|^NODE_ENV$|^JEST_/i.test(name),
    ),
  ),
  npm_config_audit: "false",
  npm_config_fetch_retries: "5",
  npm_config_fund: "false",
  npm_config_prefer_offline: "true",
  npm_config_update_notifier: "false",
});

/** Runs a program to its end in `cwd`, with a person's environment and `more`. */
export function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  more: Readonly<Record<string, string>> = {},
): Promise<EngineRun> {
  const options = { cwd, env: { ...personal(), ...more }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}

/** The same, for a step without which a test cannot go on. */
export async function mustRun(
  program: string,
  args: readonly string[],
  cwd: string,
  more?: Readonly<Record<string, string>>,
): Promise<string> {
  const { status, output } = await runProgram(program, args, cwd, more);
  if (status !== 0) throw new Error(`${[program, ...args].join(" ")}\n${output}`);
  return output;
}
