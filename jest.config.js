const { configuration } = require("./tests/support/jest-projects.cjs");

/** The tests of `npm test`. */
module.exports = configuration({ rootDir: __dirname, long: false });
