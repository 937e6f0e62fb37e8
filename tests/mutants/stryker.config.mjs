// Mutants of one room of provider/: small wrong changes, which a test must notice. `npm run test:mutants -- ROOM`.
import { rooms } from "./rooms.mjs";

const room = process.env.MUTANTS_ROOM;
const concurrency = Number(process.env.MUTANTS_AT_ONCE ?? 2);

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  mutate: [...rooms[room].files],
  mutator: {
    excludedMutations: [
      // Words of messages and sentences: which of them a test repeats is no question of behaviour.
      "StringLiteral",
      // `{}` for an object and `() => undefined` for a function: what the compiler refuses nearly everywhere.
      "ObjectLiteral",
      "ArrowFunction",
    ],
  },
  plugins: ["./tests/mutants/test-runner.mjs"],
  testRunner: "circus",
  coverageAnalysis: "perTest",
  concurrency,
  timeoutMS: 15_000,
  timeoutFactor: 1,
  dryRunTimeoutMinutes: 20,
  incremental: true,
  incrementalFile: `.tools/mutants/${room}.json`,
  ignorePatterns: [".tools", ".local", "dist", "examples", "coverage"],
  tempDirName: ".tools/stryker",
  reporters: ["clear-text", "json", "progress-append-only"],
  jsonReporter: { fileName: `.tools/mutants/${room}.report.json` },
  clearTextReporter: {
    allowColor: false,
    logTests: false,
    reportTests: false,
    reportScoreTable: true,
  },
  thresholds: { high: 95, low: 85, break: rooms[room].least ?? 0 },
};
