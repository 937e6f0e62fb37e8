// Who runs on a local folder. One run at a time: the record names its process, and a mark that all
// processes of the run carry in their environment.
import { randomUUID } from "node:crypto";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "../bootstrap/marker.mjs";
import { endProcesses, isAlive, processesWith, recordOf } from "../processes.mjs";

/** Environment variable that holds a run's mark. */
export const MARK = "LOCAL_STACK_RUN";

/**
 * @typedef {object} RunRecord
 * @property {string} mark
 * @property {import("../processes.mjs").ProcessRecord} holder
 * @property {boolean} [ending] it was told to stop and is about to give the folder back
 */

// An engine that is interrupted finishes the calls in flight first.
const ENDING_LIMIT_MS = 60_000;

/**
 * Takes the folder for this process; waits for a run that is about to end.
 * @param {string} folder
 * @param {(text: string) => void} tell
 * @returns {Promise<{ mark: string, before: RunRecord | undefined }>} `before`: the run that was cut off
 */
export async function takeFolder(folder, tell) {
  const file = join(folder, "run.json");
  const mark = randomUUID();
  const mine = `${file}.${mark}`;
  let waitUntil = 0;
  writeFileSync(mine, JSON.stringify({ mark, holder: recordOf(process.pid) }));
  try {
    for (;;) {
      try {
        linkSync(mine, file);
        return { mark, before: undefined };
      } catch (error) {
        if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
      }
      const before = readRecord(file);
      if (before && isAlive(before.holder)) {
        const pid = String(before.holder.pid);
        if (before.ending && waitUntil === 0) {
          tell(`Waiting for an interrupted run to end (pid ${pid}).`);
          waitUntil = Date.now() + ENDING_LIMIT_MS;
        }
        if (before.ending && Date.now() < waitUntil) {
          await new Promise((resolve) => setTimeout(resolve, 200));
          continue;
        }
        throw new Error(
          `Another run is at work on ${folder}: pid ${pid}. Wait until it ends, or end it with: kill ${pid}`,
        );
      }
      if (before) {
        renameSync(mine, file);
        return { mark, before };
      }
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Says in the record that this run is about to end. @param {string} folder @param {string} mark */
export function noteEnding(folder, mark) {
  const file = join(folder, "run.json");
  const record = readRecord(file);
  if (record?.mark === mark) writeWhole(file, JSON.stringify({ ...record, ending: true }));
}

/** @param {string} folder @param {string} mark */
export function leaveFolder(folder, mark) {
  const file = join(folder, "run.json");
  if (readRecord(file)?.mark === mark) rmSync(file, { force: true });
}

/**
 * Ends what is left of a run: the engine, its provider processes and its language host.
 * @param {string} mark
 * @param {number} graceMs time to end by themselves after being asked
 * @returns {Promise<number[]>} pids of what was left
 */
export async function endRun(mark, graceMs) {
  const left = processesWith(`${MARK}=${mark}`);
  await endProcesses(left.map(recordOf), graceMs);
  return left;
}

/** @param {string} file @returns {RunRecord | undefined} */
function readRecord(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
