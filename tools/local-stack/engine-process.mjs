import { spawn } from "node:child_process";
import { signal } from "../processes.mjs";

/**
 * @typedef {{ status: number, output: string, interrupted: NodeJS.Signals | undefined, killed?: NodeJS.Signals }} EngineResult
 *   `status`: of the CLI, 1 when a signal ended it; `output`: what it printed, when quiet;
 *   `killed`: the signal that ended it
 */

/**
 * Runs the CLI once. An interrupt or termination of this process is passed on to it once as an interrupt,
 * so that it finishes what is in flight and gives the lock back; a second one, two seconds or more later,
 * is passed on too and makes it stop at once.
 * @param {string} pulumi
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, quiet: boolean }} options
 * @returns {Promise<EngineResult>}
 */
export function runEngine(pulumi, args, { cwd, env, quiet }) {
  return new Promise((resolve, reject) => {
    // A process group of its own: the terminal would send it the interrupt a second time.
    const child = spawn(pulumi, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => (output += chunk));
    }
    /** @type {NodeJS.Signals | undefined} */
    let interrupted;
    let passedOnAt = 0;
    const passOn = (/** @type {NodeJS.Signals} */ name) => {
      interrupted ??= name;
      if (Date.now() - passedOnAt < 2000 || child.pid === undefined) return;
      passedOnAt = Date.now();
      signal(child.pid, "SIGINT");
    };
    const parentGone = () => passOn("SIGTERM");
    process.on("SIGINT", passOn).on("SIGTERM", passOn).on("SIGHUP", passOn);
    process.on("disconnect", parentGone);
    const leave = () => {
      process.off("SIGINT", passOn).off("SIGTERM", passOn).off("SIGHUP", passOn);
      process.off("disconnect", parentGone);
    };
    child.on("error", (error) => {
      leave();
      reject(error);
    });
    child.on("close", (status, killed) => {
      leave();
      resolve({ status: status ?? 1, output, interrupted, ...(killed ? { killed } : {}) });
    });
  });
}
