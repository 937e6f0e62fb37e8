// What the engine keeps in a `file://` backend, as far as a run that was killed can leave it unusable.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { programOf, startOf } from "../processes.mjs";

/** @typedef {{ file: string, pid: number, hostname: string, timestamp?: string }} StackLock */

/**
 * Reads a lock file of the engine, such as
 * `{"pid":4711,"username":"root","hostname":"build-1","timestamp":"2026-01-31T12:00:00Z"}`.
 * @param {string} text
 * @returns {{ pid: number, hostname: string, timestamp?: string } | undefined} undefined when cut short
 */
export function parseLock(text) {
  try {
    const lock = JSON.parse(text);
    return Number.isInteger(lock?.pid) && typeof lock.hostname === "string" ? lock : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The locks on a stack.
 * @param {string} state folder of the backend
 * @returns {{ locks: StackLock[], unreadable: string[] }} `unreadable`: files that were cut short
 */
export function readLocks(state) {
  const folder = join(state, ".pulumi", "locks");
  const files = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
    : [];
  /** @type {StackLock[]} */
  const locks = [];
  /** @type {string[]} */
  const unreadable = [];
  for (const name of files.filter((path) => path.endsWith(".json"))) {
    const file = join(folder, name);
    const lock = parseLock(readFileSync(file, "utf8"));
    if (lock) locks.push({ file, ...lock });
    else unreadable.push(file);
  }
  return { locks, unreadable };
}

/**
 * True when the engine that took the lock is gone: its pid is free, or belongs to another program by now.
 * @param {{ pid: number, hostname: string }} lock
 */
export function isLockDead(lock) {
  if (lock.hostname !== hostname()) return false;
  return startOf(lock.pid) === undefined || programOf(lock.pid) !== "pulumi";
}

/** @param {string} state @param {string} project @param {string} stack */
const stackFile = (state, project, stack) =>
  join(state, ".pulumi", "stacks", project, `${stack}.json`);

/**
 * Puts the engine's own backup in place of a stack file that was cut short while it was written.
 * @param {string} state
 * @param {string} project
 * @param {string} stack
 * @returns {boolean} true when the file was unusable
 */
export function repairStackFile(state, project, stack) {
  const file = stackFile(state, project, stack);
  if (!existsSync(file) || readJson(file) !== undefined) return false;
  if (readJson(`${file}.bak`) !== undefined) copyFileSync(`${file}.bak`, file);
  else rmSync(file);
  return true;
}

/**
 * Removes the files of metadata (`NAME.attrs`) that were cut short. The backend replaces a state file in one
 * step but writes these in place, cannot read a state file beside a broken one, and needs none.
 * @param {string} state folder of the backend
 * @returns {string[]} the removed files
 */
export function removeCutMetadata(state) {
  const folder = join(state, ".pulumi");
  const cut = (existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: "utf8" }) : [])
    .filter((name) => name.endsWith(".attrs"))
    .map((name) => join(folder, name))
    .filter((file) => readJson(file) === undefined);
  for (const file of cut) rmSync(file);
  return cut;
}

/** @param {string} state @param {string} project @param {string} stack */
export const hasStack = (state, project, stack) => existsSync(stackFile(state, project, stack));

/**
 * Kinds of the operations that the engine began and never finished, such as `creating`.
 * @param {string} state
 * @param {string} project
 * @param {string} stack
 * @returns {string[]}
 */
export function pendingOperations(state, project, stack) {
  const content = readJson(stackFile(state, project, stack));
  const pending = content?.checkpoint?.latest?.pending_operations ?? [];
  return pending.map((/** @type {{ type: string }} */ operation) => operation.type);
}

/** @param {string} file @returns {any} */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
