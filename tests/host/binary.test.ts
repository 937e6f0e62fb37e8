import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/* The compiled binary: that what a command ends with reaches the shell. What it is stands in tests/unit/commands.test.ts. */

const binary = join(__dirname, "..", "..", "provider", "cli", "bin.js");
const run = (...args: string[]) =>
  spawnSync(process.execPath, [binary, ...args], { cwd: folder, encoding: "utf8", env: {} });

const texts = { nb: "T", nn: "T", en: "T" };
const document = {
  identifier: "ttd-licences",
  title: texts,
  description: texts,
  rightDescription: texts,
  contactPoints: [],
  hasCompetentAuthority: { organization: "991825827", orgcode: "ttd" },
  resourceType: "BrokerService",
};

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "binary-"));
  writeFileSync(join(folder, "good.json"), JSON.stringify(document));
  writeFileSync(join(folder, "bad.xml"), "<x/>");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  [0, ["documents", "."], /^\{"file":"good\.json","accepted":true/, /^$/],
  [0, ["policies", "--help"], /Exit status:\n {2}0 {2}all are accepted/, /^$/],
  [0, ["doctor", "--help"], /Exit status:\n {2}0 {2}all is well, with warnings or without/, /^$/],
  [1, ["doctor", "--json"], /"seen": "ALTINN_ENVIRONMENT is not set\."/, /^$/],
  [1, ["policies", "."], /^\{"file":"bad\.xml","accepted":false/, /^$/],
  [2, ["documents", "nowhere"], /^$/, /^error: nowhere cannot be read \(ENOENT[^\n]*\n$/],
  [2, ["doctor", "--only", ","], /^$/, /^error: option '--only <ids>'[^\n]*\n$/],
  [2, ["smoke", "--resource", "x", "--bytes", "abc"], /^$/, /^error: option '--bytes[^\n]*\n$/],
  [3, ["smoke", "--resource", "x"], /^$/, /^could not be tried: ALTINN_ENVIRONMENT[^\n]*\n$/],
])("ends with %d for %j, and shows no stack", (status, args, stdout, stderr) => {
  expect(run(...args)).toMatchObject({
    status,
    stdout: expect.stringMatching(stdout),
    stderr: expect.stringMatching(stderr),
  });
});

test("says on an older Node that it is too old, in one line", () => {
  const older = join(folder, "older.js");
  writeFileSync(older, 'Object.defineProperty(process.versions, "node", { value: "22.12.0" });');
  const args = ["--require", older, binary, "doctor"];
  expect(spawnSync(process.execPath, args, { encoding: "utf8", env: {} })).toMatchObject({
    status: 3,
    stdout: "",
    stderr: "error: Node 22.12.0 is too old for altinn-broker. Install Node 22.13 or newer.\n",
  });
});
