import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorld, type World } from "../../support/altinn";
import { make } from "../list/ground";
import { fakePulumi, filesIn, importInto, newFolder } from "./ground";

/* What is read belongs to the stack that is named, and to the environment, address and organisation that it was imported from. */

const organisation = { number: "974761076", code: "skd" };
const PROJECT = "name: broker-services\nruntime: nodejs\n";
let tt02: World;
let production: World;
let folder: string;
let path: string;

beforeEach(async () => {
  tt02 = await openWorld(undefined, { organisation });
  production = await openWorld(undefined, { organisation });
  make(tt02, "skd-one", { config: null });
  make(production, "skd-one", { config: null, document: { homepage: "https://prod.example" } });
  folder = newFolder();
  path = `${fakePulumi({ tt02: {}, production: {} })}:/usr/bin:/bin`;
});
afterEach(async () => {
  await tt02.close();
  await production.close();
});

const importAs = (world: World, ...args: string[]) =>
  importInto(folder, { ...world.env, PATH: path }, args);
const remembered = (): string => readFileSync(join(folder, ".altinn-import.json"), "utf8");

test("once stacks have names an import without --stack is refused, with the names", async () => {
  await importAs(tt02, "--stack", "tt02");
  await importAs(production, "--stack", "production");
  const before = [filesIn(folder), remembered()];
  const { status, printed, complained } = await importAs(tt02);
  expect([status, printed]).toEqual([2, []]);
  expect(complained).toEqual([
    "error: The program has the stacks tt02 and production by name, and what is read belongs to one of its stacks. Nothing was written. Write --stack with its name, such as --stack tt02.",
  ]);
  expect([filesIn(folder), remembered()]).toEqual(before);
});

test("what has no name does not become the stack of another address, and becomes the one of its own, which is said", async () => {
  await importAs(tt02);
  const before = [filesIn(folder), remembered()];
  for (const args of [["--stack", "production"], [], ["--stack", "production", "--force"]]) {
    const { status, complained } = await importAs(production, ...args);
    expect(status).toBe(3);
    expect(complained.join()).toContain(
      `The program was imported without --stack, from organisation 974761076 (skd) in local (${tt02.standin.platformUrl}); the settings now are for organisation 974761076 (skd) in local (${production.standin.platformUrl}). Nothing was written. Run the import once with the settings of the first one and the name of its stack`,
    );
    expect([filesIn(folder), remembered()]).toEqual(before);
  }
  const { status, printed } = await importAs(tt02, "--stack", "tt02");
  expect(status).toBe(0);
  expect(printed.join("\n")).toContain(
    "What was imported without --stack is the stack tt02's from now on: environment, address and organisation are the same.",
  );
  expect(filesIn(folder)).toEqual(before[0]);
  await importAs(production, "--stack", "production");
  expect(Object.keys(filesIn(folder))).toContain("resources/skd-one.production.json");
});

test("a stack's name with another stack's settings is refused, with both, also with --force", async () => {
  await importAs(tt02, "--stack", "tt02");
  await importAs(production, "--stack", "production");
  const before = [filesIn(folder), remembered()];
  for (const more of [[], ["--force"]]) {
    const { status, complained } = await importAs(tt02, "--stack", "production", ...more);
    expect(status).toBe(3);
    expect(complained.join()).toContain(
      `The stack production was imported from organisation 974761076 (skd) in local (${production.standin.platformUrl}); the settings now are for organisation 974761076 (skd) in local (${tt02.standin.platformUrl}), which are those of the stack tt02. Nothing was written.`,
    );
    expect([filesIn(folder), remembered()]).toEqual(before);
  }
});

test("a new stack with the settings of another one is refused, but for services that they share out", async () => {
  make(tt02, "skd-two", { config: null });
  await importAs(tt02, "--stack", "tt02", "--only", "skd-one");
  const before = [filesIn(folder), remembered()];
  const { status, complained } = await importAs(tt02, "--stack", "production");
  expect([status, filesIn(folder), remembered()]).toEqual([3, ...before]);
  expect(complained.join()).toContain(
    "from which the stack tt02 was imported. Two stacks that manage the same undo each other's changes. Nothing was written.",
  );
  const shared = await importAs(tt02, "--stack", "production", "--only", "skd-two");
  expect(shared.status).toBe(0);
  expect(filesIn(folder)["index.ts"]).toContain('if (inStack("production")) {\n  skdTwo();\n}');
});

test("what an older version remembered, without an address, is taken for the same", async () => {
  await importAs(tt02, "--stack", "tt02");
  const { stacks, ...rest } = JSON.parse(remembered()) as { stacks: Record<string, object> };
  const { platformUrl: _url, orgCode: _code, ...old } = stacks.tt02 as Record<string, unknown>;
  writeFileSync(
    join(folder, ".altinn-import.json"),
    JSON.stringify({ ...rest, stacks: { tt02: old } }),
  );
  expect((await importAs(tt02, "--stack", "tt02")).status).toBe(0);
  expect(JSON.parse(remembered())).toMatchObject({
    stacks: { tt02: { platformUrl: tt02.standin.platformUrl, orgCode: "skd" } },
  });
});

test("a stack that the project does not have is told with those that it has, and nothing is written", async () => {
  writeFileSync(join(folder, "Pulumi.yaml"), PROJECT);
  const unknown = await importAs(tt02, "--stack", "tt20");
  expect([unknown.status, Object.keys(filesIn(folder))]).toEqual([3, ["Pulumi.yaml"]]);
  expect(unknown.complained).toEqual([
    "error: The project has no stack tt20; it has tt02, production. Nothing was written. Name one of these with --stack, or make it with `pulumi stack init tt20` and set its settings.",
  ]);
  path = `${fakePulumi({})}:/usr/bin:/bin`;
  const none = await importAs(tt02, "--stack", "tt02");
  expect(none.complained.join()).toContain(
    "The project has no stack yet, so there is no tt02. Nothing was written. To have it, make it with `pulumi stack init tt02`",
  );
});

test("to leave --stack out is advised only where that is not refused", async () => {
  writeFileSync(join(folder, "Pulumi.yaml"), PROJECT);
  const withoutCli = { ...tt02.env, PATH: newFolder("bin") };
  const advised = await importInto(folder, withoutCli, ["--stack", "tt02"]);
  expect(advised.complained.join()).toContain("there is no Pulumi CLI (`pulumi`) on PATH");
  expect(advised.complained.join()).toContain("or leave --stack out");
  await importAs(tt02, "--stack", "tt02");
  const needed = await importInto(folder, withoutCli, ["--stack", "tt02"]);
  expect(needed.complained.join()).not.toContain("leave --stack out");
});
