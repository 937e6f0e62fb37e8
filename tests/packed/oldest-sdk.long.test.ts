import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../docs/markdown";
import { OWNER_SCOPES, openWorld, type World } from "../support/altinn";
import { root } from "../support/engine";
import { OpsProject, type Stack } from "./ops-project";
import { packBoth, type Tarballs } from "./packages";

/* The oldest SDK that package.json allows, with the TypeScript that it takes (below 6) and README's tsconfig.json. */

const TYPESCRIPT = "5.9.3";

function oldestSdk(): string {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    peerDependencies: Readonly<Record<string, string>>;
  };
  const [, oldest = ""] = /^>=(\S+)/.exec(peerDependencies["@pulumi/pulumi"] ?? "") ?? [];
  return oldest;
}

let tarballs: Tarballs;
let project: OpsProject;
let world: World;
let stack: Stack;
beforeAll(async () => {
  world = await openWorld(OWNER_SCOPES);
  tarballs = await packBoth();
  project = new OpsProject(tarballs, { "@pulumi/pulumi": oldestSdk(), typescript: TYPESCRIPT });
  const tsconfig = blocksOf("README.md").find(({ title }) => title === "tsconfig.json");
  writeFileSync(join(project.folder, "tsconfig.json"), tsconfig?.text ?? "");
  await project.install("npm");
  stack = await project.stack("ttd-oldest-sdk", world.env);
});
afterAll(async () => {
  await world.close();
  project.remove();
  tarballs.remove();
});

test("a program on it opens a service, and the next preview finds nothing to do", async () => {
  const up = await stack("up", "--yes", "--skip-preview");
  expect([up.status, up.output]).toEqual([0, expect.stringMatching(/5 created/)]);
  expect(await world.context.broker.getConfig("ttd-oldest-sdk")).toMatchObject({
    fileTransferTimeToLive: "P30D",
  });
  const preview = await stack("preview", "--expect-no-changes");
  expect([preview.status, preview.output]).toEqual([0, expect.stringMatching(/5 unchanged/)]);
});
