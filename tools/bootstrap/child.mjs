import { spawn } from "node:child_process";
import { watchParent } from "../parent-watch.mjs";
import { recordOf, signal } from "../processes.mjs";
import { noteChild } from "./setup-lock.mjs";

/**
 * @typedef {object} ChildResult
 * @property {number} status exit status; 1 when a signal ended it, 127 when it could not be started
 * @property {string} output standard output and error together, the last 100,000 characters
 * @property {boolean} timedOut
 */

/**
 * Runs a program to its end and keeps what it prints. An interrupt or termination of this process ends
 * the program first. `timeoutSeconds`: no limit when left out.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number }} [options]
 * @returns {Promise<ChildResult>}
 */
export function runChild(program, args, { cwd, env = process.env, timeoutSeconds } = {}) {
  return new Promise((resolve) => {
    // A bounded program gets a process group of its own, so that what it started ends with it.
    const detached = timeoutSeconds !== undefined;
    const child = spawn(program, args, { cwd, env, detached, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let timedOut = false;
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString("utf8")).slice(-100_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    const end = (/** @type {NodeJS.Signals} */ name) => {
      if (child.pid !== undefined) signal(detached ? -child.pid : child.pid, name);
    };
    const stop = (/** @type {NodeJS.Signals} */ name) => {
      end("SIGTERM");
      process.exit(name === "SIGINT" ? 130 : 143);
    };
    process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
    const unwatch = watchParent(() => stop("SIGTERM"));
    const timer = detached
      ? setTimeout(() => {
          timedOut = true;
          end("SIGKILL");
        }, timeoutSeconds * 1000)
      : undefined;
    const finish = (/** @type {number} */ status) => {
      clearTimeout(timer);
      unwatch();
      process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);
      noteChild(undefined);
      resolve({ status, output, timedOut });
    };
    child.on("error", (error) => {
      keep(Buffer.from(error.message));
      finish(127);
    });
    child.on("close", (code) => finish(code ?? 1));
    if (child.pid !== undefined) noteChild(recordOf(child.pid));
  });
}

/**
 * The last lines of a program's output, for an error message.
 * @param {string} output
 * @param {number} [lines]
 */
export const lastLines = (output, lines = 20) => output.trim().split("\n").slice(-lines).join("\n");

/**
 * The environment for a program that shall run on `nodeFolder`'s Node. What an outer `npm run` says about
 * its own package is taken out: an inner npm would act on that.
 * @param {string} nodeFolder
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentWithNode(nodeFolder) {
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, PATH: `${nodeFolder}:${process.env.PATH ?? ""}` };
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle)_|^npm_config_local_prefix$|^INIT_CWD$/.test(name))
      delete env[name];
  }
  return env;
}
