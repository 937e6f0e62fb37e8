const { configuration } = require("./tests/support/jest-projects.cjs");

/** The tests of `npm run test:long`: files `*.long.test.ts`. */
module.exports = configuration({ rootDir: __dirname, long: true });
