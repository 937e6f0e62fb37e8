import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SetupError } from "../bootstrap/console.mjs";
import { ownEnvironment } from "../bootstrap/engine.mjs";
import { cacheFolder, toolsFolder } from "../bootstrap/places.mjs";
import { runInForeground } from "./foreground.mjs";

/** Jest's configuration for each command. */
const CONFIGURATIONS = {
  test: "jest.config.js",
  "test:long": "jest.long.config.js",
  "test:properties": "jest.long.config.js",
};

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
  const properties = command === "test:properties";
  const which = properties && !args.some(isProperty) ? [PROPERTIES] : [];
  const status = await runInForeground(node, [jest, ...args, ...which, ...options], {
    cwd: root,
    env: { ...ownEnvironment({ root }), ...variables(root), ...(properties ? cases() : {}) },
  });
  const { line, ran } = summary(results);
  rmSync(results, { force: true });
  console.log(`${command}: ${line}`);
  return status === 0 && ran === 0 ? 1 : status;
}

/** Where properties are: what holds for every input. The long tests try fewer cases of them. */
const PROPERTIES = "tests/properties/";

/** @param {string} argument for jest */
const isProperty = (argument) => argument.startsWith(PROPERTIES);

/** How many cases of all properties, and from which seed: a new one each time, unless one is given. */
function cases() {
  const { PROPERTY_CASES = "100000", PROPERTY_SEED = String(Date.now() % 2 ** 31) } = process.env;
  const wrong = [
    ...(/^[1-9]\d{0,8}$/.test(PROPERTY_CASES)
      ? []
      : [`PROPERTY_CASES takes a whole number from 1 upwards, got ${PROPERTY_CASES}.`]),
    ...(/^\d{1,10}$/.test(PROPERTY_SEED)
      ? []
      : [`PROPERTY_SEED takes a whole number from 0 upwards, got ${PROPERTY_SEED}.`]),
  ];
  if (wrong.length > 0) throw new SetupError(wrong.join(" "));
  console.log(`test:properties: seed ${PROPERTY_SEED}, ${PROPERTY_CASES} cases`);
  return { PROPERTY_CASES, PROPERTY_SEED };
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

/** @param {string} file jest's JSON report; `ran` is left out where nothing was to be run @returns {{ line: string, ran?: number }} */
function summary(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    // Of --listTests jest writes the files alone.
    if (Array.isArray(report)) return { line: report.join("\n") };
    const skipped = report.numPendingTests + report.numTodoTests;
    // A file that could not be run has no tests to count, and is a failure all the same.
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    const line = [
      `${String(report.numPassedTests)} passed`,
      `${String(failed)} failed`,
      ...(skipped > 0 ? [`${String(skipped)} skipped`] : []),
    ].join(", ");
    return { line, ran: report.numPassedTests + failed };
  } catch {
    return { line: "jest wrote no report: nothing was counted." };
  }
}
