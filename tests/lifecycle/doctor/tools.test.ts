import { lstatSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { diagnose } from "../../../provider/checks/doctor";
import { names, withGround } from "./ground";

/* Faults of what runs here: Node, the CLI, the project and its packages. */

const here = withGround();
const only = (): string[] => ["--only", here().service];
const tool = (id: string, status: "failure" | "warning" = "failure") =>
  ({ status, check: `tools/${id}`, who: "we" }) as const;
/** Puts a package of another version, or of none, in the place of the project's. */
function replace(name: string, version?: string): void {
  const place = join(here().folder, "node_modules", name);
  if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) unlinkSync(place);
  if (version !== undefined) here().put(`node_modules/${name}/package.json`, { name, version });
}

test.each([
  ["22.12.0", {}, /Node 22\.12\.0 is too old/, /Install Node 22\.13 or newer/],
  [
    "22.17.1",
    { type: "module" },
    /does not run a TypeScript program that is an ES module/,
    /Install Node 22\.18 or newer, or ts-node/,
  ],
])("Node %s with %j", async (nodeVersion, manifest, seen, todo) => {
  const { env, folder, put } = here();
  put("package.json", { name: "services", main: "index.ts", ...manifest });
  const given = { env, cwd: folder, nodeVersion, pauseBetweenTries: () => 0 };
  const { checks } = await diagnose(given);
  expect(checks.find(({ id }) => id === "node")).toMatchObject({
    status: "failure",
    seen: expect.stringMatching(seen),
    remedy: { todo: expect.stringMatching(todo), who: "we" },
  });
});

test("no Pulumi CLI", async () => {
  here().put("bin/pulumi", undefined);
  await names(here(), only(), {
    ...tool("cli"),
    seen: /no `pulumi` on PATH/,
    todo: /Install the Pulumi CLI, 3\.216 or newer/,
  });
});

test("a Pulumi CLI that is too old", async () => {
  here().put("answers/version", "v3.215.0\n");
  await names(here(), only(), {
    ...tool("cli"),
    seen: /3\.215\.0 is older than 3\.216/,
    todo: /Install a newer Pulumi CLI/,
  });
});

test("no project", async () => {
  here().put("Pulumi.yaml", undefined);
  await names(here(), only(), {
    ...tool("project"),
    seen: /There is no Pulumi\.yaml in/,
    todo: /make one as the README says .*For services that exist already, `npx --no altinn-broker import` makes one/,
  });
});

test("a Pulumi.yaml that is none", async () => {
  here().put("Pulumi.yaml", "name: [");
  await names(here(), only(), {
    ...tool("project"),
    seen: /Pulumi\.yaml cannot be read/,
    todo: /./,
  });
});

test("another runtime", async () => {
  here().put("Pulumi.yaml", "name: x\nruntime:\n  name: bun\noptions:\n  refresh: always\n");
  await names(here(), only(), {
    ...tool("project"),
    seen: /runtime is "bun", which does not run these resources/,
    todo: /Write `runtime: nodejs`/,
  });
});

test("no program", async () => {
  here().put("index.ts", undefined);
  await names(here(), only(), {
    ...tool("project"),
    seen: /and no program: package\.json names index\.ts, which is not there/,
    todo: /Write index\.ts/,
  });
});

test.each([
  ["not set", ""],
  ["false", "options:\n  refresh: false\n"],
])("options.refresh that is %s", async (_name, options) => {
  here().put("Pulumi.yaml", `name: x\nruntime: nodejs\n${options}`);
  await names(here(), only(), {
    ...tool("refresh", "warning"),
    seen: /does not see what somebody changed at Altinn/,
    todo: /refresh: always/,
  });
});

test("a program that does not find the package", async () => {
  replace("pulumi-altinn-broker");
  await names(here(), only(), {
    ...tool("package"),
    seen: /cannot be found from/,
    todo: /npm install pulumi-altinn-broker/,
  });
});

test("a program that finds another version of it", async () => {
  replace("pulumi-altinn-broker", "0.0.9");
  await names(here(), only(), {
    ...tool("package", "warning"),
    seen: /The program uses 0\.0\.9, and what runs here is/,
    todo: /in the program's folder/,
  });
});

test("no SDK", async () => {
  replace("@pulumi/pulumi");
  await names(here(), only(), {
    ...tool("sdk"),
    seen: /cannot be found from/,
    todo: /npm install @pulumi\/pulumi/,
  });
});

test("an SDK that is too old", async () => {
  replace("@pulumi/pulumi", "3.215.0");
  replace("typescript", "5.9.3");
  const { report } = await here().report(...only());
  expect(report.checks.find(({ id }) => id === "sdk")).toMatchObject({
    status: "failure",
    seen: "3.215.0 is not between 3.216 and 4, which this package works with.",
  });
});

test.each([
  ["7.0.2", /7\.0\.2 is one that Pulumi does not take yet/],
  [undefined, /cannot be found from/],
])("TypeScript %s", async (version, seen) => {
  replace("typescript", version);
  await names(here(), only(), { ...tool("typescript"), seen, todo: /typescript@6/ });
});

test("TypeScript 6 with an SDK that takes 5", async () => {
  replace("@pulumi/pulumi", "3.220.0");
  await names(here(), only(), {
    ...tool("typescript"),
    seen: /does not go with @pulumi\/pulumi 3\.220\.0, which takes 5/,
    todo: /typescript@5/,
  });
});

test.each([
  ["without types", { compilerOptions: {}, files: ["index.ts"] }],
  ["that says no types", { compilerOptions: { types: [] }, files: ["index.ts"] }],
])("a tsconfig.json %s", async (_name, config) => {
  here().put("tsconfig.json", config);
  await names(here(), only(), {
    ...tool("tsconfig", "warning"),
    seen: /"types" does not name "node"/,
    todo: /"types": \["node"\]/,
  });
});

test("types that a tsconfig.json takes from another one are seen", async () => {
  here().put("base.json", { compilerOptions: { types: ["node"] } });
  here().put("tsconfig.json", '// ours\n{ "extends": "./base.json", "files": ["index.ts"] }');
  expect((await here().report(...only())).report.status).toBe("ok");
});

test("a tsconfig.json that cannot be read", async () => {
  here().put("tsconfig.json", "{ types");
  await names(here(), only(), { ...tool("tsconfig"), seen: /cannot be read/, todo: /Correct it/ });
});

test("no types of Node", async () => {
  replace("@types/node");
  await names(here(), only(), {
    ...tool("tsconfig", "warning"),
    seen: /@types\/node is not installed/,
    todo: /npm install @types\/node/,
  });
});
