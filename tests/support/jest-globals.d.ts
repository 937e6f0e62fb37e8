import type * as globals from "@jest/globals";

/** Jest gives these to every test file without an import. */
declare global {
  const jest: typeof globals.jest;
  const describe: typeof globals.describe;
  const test: typeof globals.test;
  const expect: typeof globals.expect;
  const beforeAll: typeof globals.beforeAll;
  const beforeEach: typeof globals.beforeEach;
  const afterAll: typeof globals.afterAll;
  const afterEach: typeof globals.afterEach;
}
