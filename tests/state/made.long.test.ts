import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { version } from "../../package.json";
import { policyFor } from "../support/policies";
import type { World } from "../support/altinn";
import { OpsProject } from "../packed/ops-project";
import { packBoth, writeJson, type Tarballs } from "../packed/packages";
import { mustRun } from "../packed/run-program";
import { engine } from "../support/engine";
import {
  atAltinn,
  fixtureOf,
  inOrder,
  keep,
  openOwner,
  settledState,
  type Fixture,
} from "./fixture";
import { OWNER, programOf, SERVICES } from "./program";

/*
 * The state that the packed package of this version leaves is the one that is kept. When the version is a new one, or what a
 * version that is not released yet writes has changed, `UPDATE_GOLDEN=true npm run test:long -- tests/state/made` keeps it.
 */

const JAVASCRIPT = { runtime: { name: "nodejs", options: { typescript: false } } };
const IMPORTS =
  'const altinn = require("pulumi-altinn-broker");\nconst pulumi = require("@pulumi/pulumi");\n';

let world: World;
let tarballs: Tarballs;
let project: OpsProject;
beforeAll(async () => {
  world = await openOwner();
  tarballs = await packBoth();
  project = new OpsProject(tarballs);
  await project.install("npm");
});
afterAll(async () => {
  await world.close();
  project.remove();
  tarballs.remove();
});

test(`the state of ${version} is kept`, async () => {
  const program = programOf(policyFor(SERVICES[1], [OWNER.number]));
  const { folder } = project;
  writeJson(join(folder, "Pulumi.yaml"), { name: "test", ...JAVASCRIPT });
  writeJson(join(folder, "package.json"), { name: "test", main: "index.js" });
  writeFileSync(join(folder, "index.js"), IMPORTS + program);
  const stack = await project.stack("unused", world.env);
  const up = await stack("up", "--yes", "--skip-preview");
  expect([up.status, up.output]).toEqual([0, expect.stringMatching(/\d+ created/)]);
  const exported = await mustRun(engine().pulumi, ["stack", "export", "--stack", "test"], folder, {
    PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
  });
  const made: Fixture = { program, altinn: await atAltinn(world), state: settledState(exported) };
  if (process.env.UPDATE_GOLDEN === "true") keep(version, made);
  expect(inOrder(made)).toEqual(inOrder(fixtureOf(version)));
});
