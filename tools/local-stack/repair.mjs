import { rmSync } from "node:fs";
import {
  isLockDead,
  pendingOperations,
  readLocks,
  removeCutMetadata,
  repairStackFile,
} from "./state-files.mjs";

/**
 * Puts right what a killed engine leaves in the state: a lock, a stack file cut short, operations that
 * were begun and never finished. Each repair is told.
 * @param {object} options
 * @param {string} options.state folder of the backend
 * @param {string} options.project
 * @param {string} options.stack
 * @param {(text: string) => void} options.tell
 * @param {(command: string, args: readonly string[], quiet: true) =>
 *   Promise<import("./engine-process.mjs").EngineResult>} options.onStack runs the CLI on the stack
 */
export async function repair({ state, project, stack, tell, onStack }) {
  const { locks, unreadable } = readLocks(state);
  for (const file of unreadable) {
    rmSync(file);
    tell(`Removed a stack lock that was cut short while it was written (${file}).`);
  }
  const living = locks.find((lock) => !isLockDead(lock));
  if (living) {
    throw new Error(
      `The stack is locked by pid ${String(living.pid)} on ${living.hostname}. If that process is gone, ` +
        `remove ${living.file} and run the command again.`,
    );
  }
  for (const file of removeCutMetadata(state)) {
    tell(`Removed metadata of the state that was cut short while it was written (${file}).`);
  }
  if (repairStackFile(state, project, stack)) {
    tell("The stack file was cut short while it was written; the engine's backup takes its place.");
  }
  if (locks.length > 0) {
    const pids = locks.map(({ pid }) => String(pid)).join(", ");
    tell(`Removing the stack lock of a killed engine (pid ${pids}): pulumi cancel.`);
    const result = await onStack("cancel", [], true);
    if (result.status !== 0) tell(result.output);
    for (const { file } of locks) rmSync(file, { force: true });
  }
  const pending = pendingOperations(state, project, stack);
  if (pending.includes("creating")) {
    tell(
      "A killed engine left a creation unfinished; what it made is found again by the next up: " +
        "pulumi refresh --clear-pending-creates.",
    );
    const result = await onStack(
      "refresh",
      // Without the program: the configuration that the killed run stored is the one it ran with.
      ["--clear-pending-creates", "--run-program=false"],
      true,
    );
    if (result.status !== 0) tell(`That failed, going on without it:\n${result.output}`);
  }
}
