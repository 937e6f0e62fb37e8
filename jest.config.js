// These packages are ES modules only; jest runs CommonJS, so they are compiled like our own files.
const esmOnly = ["jose", "cockatiel", "commander", "cookie"];

module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/tests"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "\\.[cm]?[jt]s$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:${esmOnly.join("|")})/)`],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  testTimeout: 120_000,
  // A failed test may leave a server open; its failure must be told, not waited out.
  forceExit: true,
  // Some tests mostly wait for what takes time at the real servers.
  maxWorkers: 3,
  testSequencer: "<rootDir>/tests/support/longest-first.cjs",
  globalSetup: "<rootDir>/tests/support/global-setup.mjs",
  coverageProvider: "v8",
};
