import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../docs/markdown";
import type { EngineRun } from "../support/engine";
import { folderOutside, packBoth, versionOf, writeJson, type Tarballs } from "./packages";
import { mustRun, runProgram } from "./run-program";

/* Both packed packages in a user's jest that has no configuration: CommonJS, and nothing that is an ES module only. */

let tarballs: Tarballs;
let folder: string;
beforeAll(async () => {
  tarballs = await packBoth();
  folder = folderOutside();
  writeJson(join(folder, "package.json"), { name: "user", private: true });
  const wanted = ["jest", "@pulumi/pulumi"].map((name) => `${name}@${versionOf(name)}`);
  const packed = [tarballs.standin, tarballs.provider];
  await mustRun("npm", ["install", "--save-dev", ...packed, ...wanted], folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  tarballs.remove();
});

function jest(file: string, text: string): Promise<EngineRun> {
  writeFileSync(join(folder, file), text);
  const program = join(folder, "node_modules", "jest", "bin", "jest.js");
  return runProgram(process.execPath, [program, "--ci", file], folder);
}

test("the example in the stand-in's README passes as it stands", async () => {
  const [example, ...others] = blocksOf("standin/README.md").filter(
    ({ title }) => title === "altinn.test.js",
  );
  expect(others).toEqual([]);
  const { status, output } = await jest("altinn.test.js", example?.text ?? "");
  expect([status, output]).toEqual([0, expect.stringMatching(/Tests: +1 passed, 1 total/)]);
});

const MOCKED = `
const pulumi = require("@pulumi/pulumi");
const altinn = require("pulumi-altinn-broker");

pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => ({ id: name, state: { ...inputs, seenType: type } }),
  call: ({ inputs }) => inputs,
});

test("a policy is registered with its rules", (done) => {
  const rules = [{ subjects: [altinn.role("dagl")], actions: ["read", "subscribe"] }];
  const access = new altinn.ResourcePolicy("licences", { resourceId: "ttd-licences", rules });
  pulumi.all([access.urn, access.resourceId, access.onDelete]).apply((values) => {
    expect(values).toEqual([expect.stringMatching(/dynamic\\/altinn:ResourcePolicy::licences$/), "ttd-licences", "keep"]);
    done();
  });
});
`;

test("a user's unit test with Pulumi's mocks can import the provider", async () => {
  const { status, output } = await jest("program.test.js", MOCKED);
  expect([status, output]).toEqual([0, expect.stringMatching(/Tests: +1 passed, 1 total/)]);
});
