import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openWorld, type World } from "../../support/altinn";
import { formatted } from "../../support/formatted";
import { policyFor } from "../../support/policies";
import { make, withoutKey } from "../list/ground";
import { fakePulumi, filesIn, newFolder, reported } from "./ground";

/* A second environment: what is equal is shared, what differs stands in files of the stack, what is in one alone is made there. */

const organisation = { number: "974761076", code: "skd" };
let test02: World;
let production: World;
let folder: string;
let path: string;

beforeEach(async () => {
  test02 = await openWorld(undefined, { organisation });
  production = await openWorld(undefined, { organisation });
  await test02.context.broker.postServiceOwner("Etaten");
  await production.context.broker.postServiceOwner("Etaten");
  folder = newFolder();
  path = `${fakePulumi({ tt02: {}, production: {} })}:/usr/bin:/bin`;
});
afterEach(async () => {
  await test02.close();
  await production.close();
});

const importStack = (world: World, stack: string, ...args: string[]) =>
  reported(folder, { ...world.env, PATH: path }, ["--stack", stack, ...args]);

const json = (file: string): unknown =>
  JSON.parse(readFileSync(join(folder, file), "utf8")) as unknown;

test("equal services are shared, and what differs goes into files of the stack", async () => {
  for (const world of [test02, production]) {
    make(world, "skd-same", { config: { fileTransferTimeToLive: "P30D" } });
    make(world, "skd-other", { config: { maxFileTransferSize: 5 } });
  }
  make(production, "skd-other", {
    document: { homepage: "https://prod.example", title: { nb: "P", nn: "P", en: "P" } },
    policy: policyFor("skd-other", ["889640782"]),
    config: { maxFileTransferSize: 77, fileTransferTimeToLive: "P1D" },
  });
  await importStack(test02, "tt02");
  const before = filesIn(folder);
  const { status, report } = await importStack(production, "production");
  expect(status).toBe(0);
  expect(report.files.made).toEqual(["resources/skd-other.production.json"]);
  // The policies differ in rules alone, so these stand in the program, each for its stack.
  expect(report.files.changed).toEqual(["resources/skd-other.ts"]);
  expect(json("resources/skd-other.production.json")).toEqual({
    resource: { title: { nb: "P", nn: "P", en: "P" }, homepage: "https://prod.example" },
    broker: { maxFileTransferSize: 77, fileTransferTimeToLive: "P1D" },
  });
  const { "resources/skd-other.ts": other, ...rest } = before;
  const now = filesIn(folder);
  expect(now["resources/skd-other.ts"]).toMatch(
    /\.\.\.\(inStack\("tt02"\)[^]*974761076[^]*\.\.\.\(inStack\("production"\)[^]*889640782/,
  );
  expect(now).toMatchObject(rest);
  expect(formatted(filesIn(folder))).toEqual(filesIn(folder));
  // Once it is the same, the files of the stack go.
  make(production, "skd-other", { config: null });
  production.standin.resetBrokerConfiguration("skd-other");
  production.standin.setBrokerConfiguration("skd-other", { maxFileTransferSize: 5 });
  const { report: equal } = await importStack(production, "production");
  expect(equal.files.removed).toEqual(report.files.made);
  expect(filesIn(folder)["resources/skd-other.ts"]).toBe(other);
});

test("a service, and a part of one, that is in one stack alone is made there alone", async () => {
  make(test02, "skd-here");
  make(production, "skd-there");
  make(test02, "skd-both");
  make(production, "skd-both", { config: null, policy: null });
  await importStack(test02, "tt02");
  await importStack(production, "production");
  const index = readFileSync(join(folder, "index.ts"), "utf8");
  expect(index).toContain('if (inStack("tt02")) {\n  skdHere(first);\n}');
  expect(index).toContain('if (inStack("production")) {\n  skdThere(first);\n}');
  expect(index).toContain("\nskdBoth(first);\n");
  const both = readFileSync(join(folder, "resources/skd-both.ts"), "utf8");
  expect(both).toContain(
    '  const before = [...first];\n  if (inStack("tt02")) {\n    const policy = new altinn.ResourcePolicy(',
  );
  expect(both).toContain("{ dependsOn: before },");
  expect(formatted(filesIn(folder))).toEqual(filesIn(folder));
});

test("an import without a stack becomes that of the first named one of the same place", async () => {
  make(test02, "skd-one");
  await reported(folder, test02.env);
  const before = filesIn(folder);
  await importStack(test02, "tt02");
  expect(filesIn(folder)).toEqual(before);
  make(production, "skd-two");
  await importStack(production, "production");
  expect(readFileSync(join(folder, "index.ts"), "utf8")).toContain('inStack("tt02")');
});

test("what the second stack has not been asked for is not made in it", async () => {
  make(test02, "skd-one");
  make(production, "skd-one");
  await importStack(test02, "tt02");
  const { report } = await reported(folder, { ...withoutKey(production.env), PATH: path }, [
    "--stack",
    "production",
  ]);
  expect(report.leftOut).toHaveLength(1);
  const one = readFileSync(join(folder, "resources/skd-one.ts"), "utf8");
  expect(one).toContain('if (inStack("tt02")) {\n    new altinn.BrokerResourceConfig(');
  expect(readFileSync(join(folder, "index.ts"), "utf8")).toContain(
    '(inStack("tt02") ? [serviceOwner()] : [])',
  );
});

test("a policy as XML differs by stack in a file that goes before it, with what is acknowledged of it", async () => {
  const denies = (text: string): string => text.replace('Effect="Permit"', 'Effect="Deny"');
  make(test02, "skd-odd", { policy: denies(policyFor("skd-odd", [organisation.number])) });
  make(production, "skd-odd", { policy: policyFor("skd-odd", ["889640782"]) });
  await importStack(test02, "tt02");
  const { report } = await importStack(production, "production");
  expect(report.files.made).toEqual([
    "policies/skd-odd.production.xml",
    "resources/skd-odd.production.json",
  ]);
  expect(json("resources/skd-odd.production.json")).toEqual({
    policy: { acknowledge: ["for-any-party"] },
  });
});
