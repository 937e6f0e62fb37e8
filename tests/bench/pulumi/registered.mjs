import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("registrations.mjs", import.meta.url));

/**
 * What the statements of a program register, and what that takes.
 * @param {"own" | "idle"} what
 * @param {number} services
 * @param {string} [file] of the inputs of the idle one
 * @param {readonly string[]} [execArgv]
 * @returns {Promise<{ milliseconds: number, processor: number, registrations: { kind: string, name: string, inputs: object }[], outputs: Record<string, string[]> }>}
 */
export function registered(what, services, file = "", execArgv = []) {
  const child = fork(PROGRAM, [what, String(services), file], {
    execArgv,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => reject(new Error(`the program ended with ${status}`)));
    child.on("message", resolve);
  });
}
