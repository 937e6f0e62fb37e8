#!/usr/bin/env node
// Committed, not compiled: npm links a package's commands when it installs, before anything is built.
require("../../dist/cli/main.js");
