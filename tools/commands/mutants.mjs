import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { rooms } from "../../tests/mutants/rooms.mjs";
import { ownEnvironment } from "../bootstrap/engine.mjs";
import { say } from "../bootstrap/console.mjs";
import { toolsFolder } from "../bootstrap/places.mjs";
import { runInForeground } from "./foreground.mjs";

/**
 * Makes mutants of each room, holds the tests against them, and says at the end how many were noticed.
 * @param {string} root
 * @param {string} node
 * @param {readonly string[]} names rooms, or folders of several; every room when there is none
 * @returns {Promise<number>} 0 when every room has the share that it must have
 */
export async function mutants(root, node, names) {
  const chosen = Object.keys(rooms).filter(
    (room) => names.length === 0 || names.some((name) => isIn(room, name)),
  );
  const unknown = names.filter((name) => !chosen.some((room) => isIn(room, name)));
  if (unknown.length > 0) {
    say(`No room ${unknown.join(", ")}. Rooms: ${Object.keys(rooms).join(", ")}.`);
    return 2;
  }
  const stryker = join(root, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");
  const failed = [];
  for (const room of chosen) {
    const report = join(toolsFolder(root), "mutants", `${room}.report.json`);
    mkdirSync(dirname(report), { recursive: true });
    // That of a run before would be told as that of one that does not come to its end.
    rmSync(report, { force: true });
    const env = { ...ownEnvironment({ root }), ...process.env, MUTANTS_ROOM: room };
    const config = join("tests", "mutants", "stryker.config.mjs");
    judgeSurvivorsAnew(join(dirname(report), `${basename(room)}.json`));
    const status = await runInForeground(node, [stryker, "run", config], { cwd: root, env });
    if (status !== 0) failed.push(room);
    say(`${room}: ${shareOf(report)}`);
  }
  say(failed.length === 0 ? "Every room has its share." : `Too few: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

/** @param {string} room @param {string} name of it, or of the folder that it is in; a file may be named as such */
const isIn = (room, name) => `${room}/`.startsWith(`${name.replace(/\.ts$/, "")}/`);

/**
 * Stryker keeps to what it knows of a mutant as long as it sees nothing new; of one that shows when a module is loaded it does not
 * see which tests are. So what no test has noticed yet is asked again.
 * @param {string} file what Stryker knows of a room
 */
function judgeSurvivorsAnew(file) {
  if (!existsSync(file)) return;
  /** @type {{ files: Record<string, { mutants: { status: string }[] }> }} */
  const known = JSON.parse(readFileSync(file, "utf8"));
  for (const one of Object.values(known.files))
    one.mutants = one.mutants.filter(({ status }) => ["Killed", "Timeout"].includes(status));
  writeFileSync(file, JSON.stringify(known));
}

/** @param {string} file Stryker's JSON report */
function shareOf(file) {
  if (!existsSync(file)) return "it did not come to its end. What was judged until then is kept.";
  /** @type {{ files: Record<string, { mutants: { status: string }[] }> }} */
  const report = JSON.parse(readFileSync(file, "utf8"));
  const all = Object.values(report.files).flatMap((one) => one.mutants);
  const count = (/** @type {string[]} */ ...statuses) =>
    all.filter(({ status }) => statuses.includes(status)).length;
  const noticed = count("Killed", "Timeout");
  const judged = noticed + count("Survived", "NoCoverage");
  const errors = count("RuntimeError", "CompileError");
  return [
    `${String(noticed)} of ${String(judged)} noticed (${((100 * noticed) / judged).toFixed(1)} %)`,
    ...(errors > 0 ? [`${String(errors)} could not be judged`] : []),
  ].join(", ");
}
