import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { engineEnvironment } from "../bootstrap/engine.mjs";
import { cacheFolder, toolsFolder } from "../bootstrap/places.mjs";
import { runInForeground } from "./foreground.mjs";

/**
 * Runs jest with the engine on PATH, and says at the end how many tests passed and failed.
 * @param {string} root
 * @param {string} node
 * @param {readonly string[]} args for jest
 * @returns {Promise<number>} jest's exit status
 */
export async function test(root, node, args) {
  const folder = join(toolsFolder(root), "test-results");
  mkdirSync(folder, { recursive: true });
  const results = join(folder, `${String(process.pid)}.json`);
  const { env } = engineEnvironment({ root });
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const status = await runInForeground(node, [jest, ...args, "--json", "--outputFile", results], {
    cwd: root,
    env: { ...env, ...variables(root) },
  });
  const line = summary(results);
  rmSync(results, { force: true });
  console.log(line);
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
