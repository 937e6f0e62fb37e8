// One process at a time installs into a clone. The lock names its holder and the program that the holder
// runs just now, so that a holder that was killed is noticed and what it left running is ended.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { endProcesses, isAlive, recordOf } from "../processes.mjs";
import { say } from "./console.mjs";
import { writeWhole } from "./marker.mjs";
import { toolsFolder } from "./places.mjs";

/** @type {string | undefined} */
let held;

/**
 * Runs `work` while holding the clone's setup lock; waits while another living process holds it.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(root, work) {
  mkdirSync(toolsFolder(root), { recursive: true });
  const file = join(toolsFolder(root), "setup.lock");
  const mine = `${file}.${String(process.pid)}`;
  let told = false;
  for (;;) {
    writeFileSync(mine, JSON.stringify({ holder: recordOf(process.pid) }));
    try {
      linkSync(mine, file);
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    } finally {
      rmSync(mine, { force: true });
    }
    const other = readLock(file);
    if (other && !isAlive(other.holder)) {
      if (other.child && isAlive(other.child)) {
        say(`An earlier setup was killed; ending what it left running (pid ${other.child.pid}).`);
        await endProcesses([other.child], 5000);
      }
      rmSync(file, { force: true });
      continue;
    }
    if (other && !told) {
      told = true;
      say(`Waiting for another setup of this folder (pid ${String(other.holder.pid)}).`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  held = file;
  try {
    return await work();
  } finally {
    held = undefined;
    rmSync(file, { force: true });
  }
}

/**
 * Writes into the lock, when it is held, which program runs.
 * @param {import("../processes.mjs").ProcessRecord | undefined} child
 */
export function noteChild(child) {
  if (held) writeWhole(held, JSON.stringify({ holder: recordOf(process.pid), child }));
}

/** @param {string} file */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
