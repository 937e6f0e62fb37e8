import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ownEnvironment } from "../bootstrap/engine.mjs";
import { cacheFolder, toolsFolder } from "../bootstrap/places.mjs";
import { runInForeground } from "./foreground.mjs";

/** Jest's configuration for each command. */
const CONFIGURATIONS = { test: "jest.config.js", "test:long": "jest.long.config.js" };

/**
 * Runs jest, and says at the end how many tests passed and failed.
 * @param {string} root
 * @param {string} node
 * @param {keyof typeof CONFIGURATIONS} command
 * @param {readonly string[]} args for jest
 * @returns {Promise<number>} jest's exit status
 */
export async function test(root, node, command, args) {
  const folder = join(toolsFolder(root), "test-results");
  mkdirSync(folder, { recursive: true });
  const results = join(folder, `${String(process.pid)}.json`);
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const options = ["--config", CONFIGURATIONS[command], "--json", "--outputFile", results];
  const status = await runInForeground(node, [jest, ...args, ...options], {
    cwd: root,
    env: { ...ownEnvironment({ root }), ...variables(root) },
  });
  const line = summary(results);
  rmSync(results, { force: true });
  console.log(`${command}: ${line}`);
  return status;
}

/** What the tests may know of the environment. @param {string} root */
function variables(root) {
  const shared = process.env.ALTINN_SHARED_DIR;
  return {
    // Tests that clone this repository share what was fetched and built for it.
    ALTINN_TOOLS_CACHE: cacheFolder(root),
    ...(shared ? { ALTINN_SHARED_DIR: shared } : {}),
  };
}

/** @param {string} file jest's JSON report */
function summary(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    const skipped = report.numPendingTests + report.numTodoTests;
    // A file that could not be run has no tests to count, and is a failure all the same.
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return [
      `${String(report.numPassedTests)} passed`,
      `${String(failed)} failed`,
      ...(skipped > 0 ? [`${String(skipped)} skipped`] : []),
    ].join(", ");
  } catch {
    return "jest wrote no report: nothing was counted.";
  }
}
