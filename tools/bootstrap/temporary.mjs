import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { startOf } from "../processes.mjs";

/**
 * A name beside `target` that no other process uses. What dead processes left beside it is removed.
 * @param {string} target
 */
export function temporaryFor(target) {
  const folder = dirname(target);
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const owner = name.startsWith(`${basename(target)}.`) ? /\.(\d+)\.tmp$/.exec(name) : null;
    if (owner && startOf(Number(owner[1])) === undefined) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
  const temporary = `${target}.${String(process.pid)}.tmp`;
  rmSync(temporary, { recursive: true, force: true });
  return temporary;
}

/**
 * Puts a finished folder in place of `target`, which may be there already and may be in use: a process
 * that has opened its files keeps them.
 * @param {string} temporary
 * @param {string} target
 */
export function moveIntoPlace(temporary, target) {
  const old = `${target}.old.${String(process.pid)}.tmp`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(temporary, target);
  rmSync(old, { recursive: true, force: true });
}
