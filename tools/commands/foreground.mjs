import { spawn } from "node:child_process";
import { constants } from "node:os";
import { watchParent } from "../parent-watch.mjs";
import { signal } from "../processes.mjs";

/**
 * Runs a Node program in the foreground, in this terminal, and waits for it. Interrupts reach it; a program
 * that listens for `disconnect` also notices when this process is killed.
 * @param {string} node
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit status; 128 and the signal's number when a signal ended it
 */
export function runInForeground(node, args, { cwd, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { cwd, env, stdio: ["inherit", "inherit", "inherit", "ipc"] });
    let running = true;
    const passOn = (/** @type {NodeJS.Signals} */ name) => {
      // A terminal sends the interrupt to the program as well: passed on only when it did not arrive.
      const wait = name === "SIGINT" ? 500 : 0;
      setTimeout(() => {
        if (running && child.pid !== undefined) signal(child.pid, name);
      }, wait).unref();
    };
    process.on("SIGINT", passOn).on("SIGTERM", passOn).on("SIGHUP", passOn);
    const unwatch = watchParent(() => passOn("SIGTERM"));
    child.on("error", reject);
    child.on("exit", (status, name) => {
      running = false;
      unwatch();
      process.off("SIGINT", passOn).off("SIGTERM", passOn).off("SIGHUP", passOn);
      resolve(status ?? 128 + (name ? constants.signals[name] : 1));
    });
  });
}
