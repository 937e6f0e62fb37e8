// Which tests there are, by their place and name: a file *.long.test.ts belongs to the long tests, every other *.test.ts to
// the short ones, and the folder says what must be there before a test runs.

// These packages are ES modules only; jest runs CommonJS, so they are compiled like our own files.
const ES_MODULES = ["jose", "cockatiel", "commander", "cookie"];

/** Folders whose tests run from the sources: nothing is compiled or installed for them. */
const FROM_SOURCES = ["lifecycle", "properties", "standin", "unit"];

/** Folders whose tests need the compiled packages. Those of every other folder get the engine as well. */
const COMPILED = ["clients", "contract", "decisions", "docs", "faults", "host"];

const place = (folder) => `<rootDir>/tests/${folder}/`;

/**
 * Jest's configuration. A project's `globalSetup` runs only when one of its files is about to run.
 * @param {{ rootDir: string, long: boolean }} options
 */
exports.configuration = ({ rootDir, long }) => {
  const project = (displayName, folders, more = {}) => ({
    displayName,
    rootDir,
    roots: ["<rootDir>/tests"],
    testMatch: folders.map((folder) => `${place(folder)}**/*${long ? ".long" : ""}.test.ts`),
    testEnvironment: "<rootDir>/tests/support/ends-by-itself.cjs",
    transform: {
      "\\.[cm]?[jt]s$": [
        "@swc/jest",
        {
          jsc: { parser: { syntax: "typescript" }, target: "es2022" },
          module: { type: "commonjs" },
        },
      ],
    },
    transformIgnorePatterns: [`/node_modules/(?!(?:${ES_MODULES.join("|")})/)`],
    moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
    ...more,
    testPathIgnorePatterns: [
      ...(long ? [] : ["\\.long\\.test\\.ts$"]),
      ...(more.testPathIgnorePatterns ?? []),
    ],
  });
  return {
    rootDir,
    projects: [
      project("sources", FROM_SOURCES),
      project("compiled", COMPILED, { globalSetup: "<rootDir>/tests/support/setup-compiled.mjs" }),
      project("engine", ["**"], {
        testPathIgnorePatterns: [...FROM_SOURCES, ...COMPILED].map(place),
        globalSetup: "<rootDir>/tests/support/setup-engine.mjs",
      }),
    ],
    testTimeout: long ? 600_000 : 120_000,
    // Some tests mostly wait for what takes time at the real servers.
    maxWorkers: 3,
    // With a limit jest runs every file in a worker, also a single one: what a file leaves open cannot keep the run from ending.
    workerIdleMemoryLimit: "4GB",
    testSequencer: "<rootDir>/tests/support/longest-first.cjs",
    coverageProvider: "v8",
  };
};
