#!/usr/bin/env node
// Committed, not compiled: npm links a package's commands when it installs, before anything is built.
const [major, minor] = process.versions.node.split(".").map(Number);
// An older Node cannot load what main.js needs, and would say so in its own words.
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `error: Node ${process.versions.node} is too old for altinn-broker. Install Node 22.13 or newer.`,
  );
  process.exitCode = 3;
} else {
  require("../../dist/cli/main.js");
}
