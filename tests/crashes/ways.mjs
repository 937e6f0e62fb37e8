// The ways in which an `up` is broken off.
import { existsSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";

/**
 * @typedef {object} Way
 * @property {RegExp} [victim] what the command line of the process has that gets the signal
 * @property {readonly NodeJS.Signals[]} [signals] one after the other
 * @property {RegExp} [at] the request, as `METHOD path`, at whose arrival that happens; at a random moment when left out
 * @property {true} [fullDisk] the state file cannot grow beyond a part of its size
 */

const CLI = /^pulumi up\b/;
const PROVIDER = /cmd\/dynamic-provider/;

/** @type {Readonly<Record<string, Way>>} */
export const WAYS = {
  "kill-cli": { victim: CLI, signals: ["SIGKILL"] },
  "kill-provider": { victim: PROVIDER, signals: ["SIGKILL"] },
  "kill-program": { victim: /cmd\/run\b/, signals: ["SIGKILL"] },
  // A list is made first, and its members come then.
  "kill-provider-at-list": {
    victim: PROVIDER,
    signals: ["SIGKILL"],
    at: /^PUT \/resourceregistry\/api\/v1\/access-lists\/ttd\/[^/]+$/,
  },
  interrupt: { victim: CLI, signals: ["SIGINT"] },
  "interrupt-twice": { victim: CLI, signals: ["SIGINT", "SIGINT"] },
  "full-disk": { fullDisk: true },
};

/** What `npm run crashes` does when nothing is chosen. */
export const KILLS = ["kill-cli", "kill-provider", "kill-program"];

/** @param {number} pid @returns {string} with blanks between the arguments, empty when there is no such process */
export function commandLine(pid) {
  if (!existsSync("/proc/self/cmdline"))
    return spawnSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}
