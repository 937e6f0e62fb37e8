// Looking at other processes of this machine: through /proc where there is one, else through `ps`.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";

const proc = existsSync("/proc/self/stat");

/**
 * When a process was started, in a form that is only good for comparing; undefined when there is no
 * such process, or only its exit status is left. A pid alone may meanwhile belong to another process.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (!proc) {
    const [state, ...start] = ps(["-o", "stat=,lstart=", "-p", String(pid)])
      .trim()
      .split(/\s+/);
    return state && !state.startsWith("Z") ? start.join(" ") : undefined;
  }
  try {
    // The name in parentheses may hold blanks; the fields after it start with the third one, the state.
    const fields = readFileSync(`/proc/${String(pid)}/stat`, "utf8")
      .split(") ")
      .at(-1)
      ?.split(" ");
    return fields && fields[0] !== "Z" && fields[0] !== "X" ? fields[19] : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @typedef {{ pid: number, start: string | undefined }} ProcessRecord a process, recognisable later
 */

/** @param {number} pid @returns {ProcessRecord} */
export const recordOf = (pid) => ({ pid, start: startOf(pid) });

/** @param {ProcessRecord | undefined} record @returns {boolean} true while that very process lives */
export const isAlive = (record) =>
  record?.start !== undefined && startOf(record.pid) === record.start;

/** @param {number} pid @returns {string} the program's own name without its folder, empty when unknown */
export function programOf(pid) {
  if (!proc) return basename(ps(["-o", "comm=", "-p", String(pid)]).trim());
  try {
    return basename(readFileSync(`/proc/${String(pid)}/cmdline`, "utf8").split("\0")[0] ?? "");
  } catch {
    return "";
  }
}

/**
 * Processes (this one excepted) that were started with `assignment` in their environment, which every
 * process started below inherits, whatever process group it lives in.
 * @param {string} assignment such as `NAME=value`
 * @returns {number[]}
 */
export function processesWith(assignment) {
  const found = [];
  if (!proc) {
    for (const line of ps(["axeww", "-o", "pid=,command="]).split("\n")) {
      if (` ${line} `.includes(` ${assignment} `)) found.push(parseInt(line, 10));
    }
  } else {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const environment = readFileSync(`/proc/${name}/environ`, "utf8").split("\0");
        if (environment.includes(assignment)) found.push(Number(name));
      } catch {
        // Gone meanwhile, or another user's.
      }
    }
  }
  return found.filter((pid) => pid !== process.pid && startOf(pid) !== undefined);
}

/**
 * Ends processes: asks first, insists after `graceMs`, and returns when all are gone.
 * @param {readonly ProcessRecord[]} records
 * @param {number} graceMs
 */
export async function endProcesses(records, graceMs) {
  const deadline = Date.now() + graceMs;
  for (const record of records) if (isAlive(record)) signal(record.pid, "SIGTERM");
  let insisted = false;
  while (records.some(isAlive)) {
    if (!insisted && Date.now() > deadline) {
      insisted = true;
      for (const record of records) if (isAlive(record)) signal(record.pid, "SIGKILL");
    }
    if (Date.now() > deadline + 10_000) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param {number} pid @param {NodeJS.Signals} name */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** @param {string[]} args */
function ps(args) {
  return spawnSync("ps", args, { encoding: "utf8" }).stdout ?? "";
}
