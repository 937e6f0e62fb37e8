import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { organization, renderPolicy } from "../../../provider/policy";
import { accessListLifecycle } from "../../../provider/resources/access-list/lifecycle";
import { openWorld, type World } from "../../support/altinn";
import { make } from "../list/ground";
import { fakePulumi, filesIn, importInto, newFolder, reported } from "./ground";

/* What somebody edited is theirs, whole: no file of any stack is written, changed or removed that would go before it. */

const organisation = { number: "974761076", code: "skd" };
const ONE = "resources/skd-one.ts";
let tt02: World;
let production: World;
let folder: string;
let path: string;

beforeEach(async () => {
  tt02 = await openWorld(undefined, { organisation });
  production = await openWorld(undefined, { organisation });
  for (const world of [tt02, production]) await world.context.broker.postServiceOwner("Etaten");
  folder = newFolder();
  path = `${fakePulumi({ tt02: {}, production: {} })}:/usr/bin:/bin`;
});
afterEach(async () => {
  await tt02.close();
  await production.close();
});

const importStack = (world: World, stack: string, ...args: string[]) =>
  reported(folder, { ...world.env, PATH: path }, ["--stack", stack, ...args]);

function edit(file: string, from: string | RegExp = /$/, to = "// mine\n"): string {
  const text = readFileSync(join(folder, file), "utf8").replace(from, to);
  writeFileSync(join(folder, file), text);
  return text;
}

/** A policy by which each of the organisations reads. */
const policy = (...numbers: string[]): string =>
  renderPolicy({
    resourceId: "skd-one",
    rules: numbers.map((number) => ({
      subjects: [organization(number, { onBehalfOf: "itself" })],
      actions: ["read", "subscribe"],
    })),
  });

test("a rule that somebody wrote into the shared file reaches both stacks: no file of a stack goes before it", async () => {
  for (const world of [tt02, production]) make(world, "skd-one", { policy: policy("974761076") });
  await importStack(tt02, "tt02");
  await importStack(production, "production");
  edit(ONE, "rules: [", "rules: [...mine, ");
  // As `up` has uploaded it.
  make(tt02, "skd-one", { policy: policy("974761076", "889640782") });
  const before = filesIn(folder);
  for (const [world, stack] of [
    [tt02, "tt02"],
    [production, "production"],
    [tt02, "tt02"],
  ] as const) {
    const { status, report } = await importStack(world, stack);
    expect([report.files.made, report.files.changed, report.files.removed]).toEqual([[], [], []]);
    expect(filesIn(folder)).toEqual(before);
    expect(report.leftAlone).toEqual([
      {
        what: "skd-one",
        files: [ONE],
        differences:
          stack === "production"
            ? []
            : [
                "policy: at Altinn, organization 889640782 (on its own behalf) may read and subscribe; in what was imported last it may do nothing",
              ],
        isManaged: false,
      },
    ]);
    expect(status).toBe(stack === "production" ? 0 : 1);
  }
});

test("a second stack shares the edited file as it is, and what it has otherwise is told", async () => {
  make(tt02, "skd-one");
  make(production, "skd-one", {
    document: { homepage: "https://prod.example" },
    config: { maxFileTransferSize: 77 },
  });
  await importStack(tt02, "tt02");
  edit(ONE);
  const before = filesIn(folder);
  const { status, report } = await importStack(production, "production");
  expect([status, report.files.edited]).toEqual([1, [ONE]]);
  expect(filesIn(folder)).toEqual(before);
  expect(report.leftAlone[0]?.differences).toEqual([
    'homepage is "https://prod.example" at Altinn; in what was imported last it is nothing',
    "Broker's maxFileTransferSize is 77 at Altinn; in what was imported last it is nothing",
  ]);
  const env = { ...production.env, PATH: path };
  const { printed } = await importInto(folder, env, ["--stack", "production"]);
  expect(printed.join("\n")).toContain(
    [
      "Edited by somebody, so left alone whole, for every stack:",
      `  skd-one (${ONE}): Altinn has it otherwise than it was imported last.`,
      '    homepage is "https://prod.example" at Altinn; in what was imported last it is nothing',
    ].join("\n"),
  );
  expect(printed.join("\n")).toContain(
    "but for what was edited (skd-one): of that the preview says what changes",
  );
  const { report: forced } = await importStack(production, "production", "--force");
  expect([forced.files.made, forced.files.changed, forced.leftAlone]).toEqual([
    ["resources/skd-one.production.json"],
    [ONE],
    [],
  ]);
});

test("a stack's file that somebody removed, changed or wrote is an edit of the service", async () => {
  const file = "resources/skd-one.production.json";
  make(tt02, "skd-one");
  make(production, "skd-one", { document: { homepage: "https://prod.example" } });
  await importStack(tt02, "tt02");
  writeFileSync(join(folder, file), '{ "resource": { "keywords": [] } }');
  const { report: own } = await importStack(production, "production");
  expect([own.files.changed, own.leftAlone[0]?.files]).toEqual([[], [file]]);
  await importStack(production, "production", "--force");
  expect(readFileSync(join(folder, file), "utf8")).toContain("https://prod.example");
  rmSync(join(folder, file));
  make(production, "skd-one", { document: { homepage: "https://new.example" } });
  const { status, report } = await importStack(production, "production");
  expect([status, report.files.made, report.leftAlone[0]?.files]).toEqual([1, [], [file]]);
  expect(Object.keys(filesIn(folder))).not.toContain(file);
});

test("--force with --only writes the files of these services anew, and no others", async () => {
  for (const name of ["skd-one", "skd-two"]) make(tt02, name);
  await importStack(tt02, "tt02");
  edit(ONE);
  const two = edit("resources/skd-two.ts");
  const index = edit("index.ts");
  await importStack(tt02, "tt02", "--only", "skd-one", "--force");
  const files = filesIn(folder);
  expect(files[ONE]).not.toContain("// mine");
  expect([files["resources/skd-two.ts"], files["index.ts"]]).toEqual([two, index]);
});

test("when the shared value becomes another one, the file that is written for the other stack is told", async () => {
  for (const world of [tt02, production]) make(world, "skd-one");
  await importStack(tt02, "tt02");
  await importStack(production, "production");
  make(tt02, "skd-one", { document: { homepage: "https://test.example" } });
  const { report } = await importStack(tt02, "tt02");
  expect(report.files.made).toEqual(["resources/skd-one.production.json"]);
  expect(report.notes).toEqual([
    "What the program shares has become what tt02 has. production has something else, as it was imported last: that stands in resources/skd-one.production.json, and goes before the program in production. Run the import with --stack production too, so that it is what production has now.",
  ]);
});

test("an edited access list is left alone as well", async () => {
  for (const [world, name] of [
    [tt02, "Partnere"],
    [production, "Andre"],
  ] as const)
    await accessListLifecycle(world.context).create({
      identifier: "partners",
      name,
      description: "",
      members: ["889640782"],
      membership: "exact",
    });
  await importStack(tt02, "tt02");
  edit("access-lists/partners.ts");
  const { report } = await importStack(production, "production");
  expect(report.files.made).toEqual([]);
  expect(report.leftAlone).toEqual([
    {
      what: "access list partners",
      files: ["access-lists/partners.ts"],
      differences: ['name is "Andre" at Altinn; in what was imported last it is "Partnere"'],
      isManaged: false,
    },
  ]);
});

test("a file of one's own in the place of a service stays, and the program does not call it", async () => {
  make(tt02, "skd-one");
  make(tt02, "skd-two");
  const { report: first } = await importStack(tt02, "tt02", "--only", "skd-two");
  expect(first.leftAlone).toEqual([]);
  writeFileSync(join(folder, ONE), "export const mine = 1;\n");
  const { status, report } = await importStack(tt02, "tt02");
  expect([status, report.leftAlone[0]?.what]).toEqual([1, "skd-one"]);
  const files = filesIn(folder);
  expect(files[ONE]).toBe("export const mine = 1;\n");
  expect(files["index.ts"]).not.toContain("skd-one");
});

test("an edited service that is gone at Altinn stays in the program, and that it is gone is told", async () => {
  make(tt02, "skd-one", { config: null });
  make(tt02, "skd-two");
  await importStack(tt02, "tt02");
  edit(ONE);
  const before = filesIn(folder);
  const token = tt02.standin.token({
    organisation: organisation.number,
    scopes: ["altinn:resourceregistry/resource.write"],
  });
  await fetch(`${tt02.standin.platformUrl}/resourceregistry/api/v1/resource/skd-one`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  });
  const { status, report } = await importStack(tt02, "tt02");
  expect([status, filesIn(folder)]).toEqual([1, before]);
  expect(report.leftAlone[0]?.differences).toEqual([
    "it is not at Altinn any more, or is left out",
  ]);
});

test("an edit that was applied is no finding: the stack manages the service, so its preview tells", async () => {
  make(tt02, "skd-one", { policy: policy("974761076") });
  await importStack(tt02, "tt02");
  edit(ONE, "rules: [", "rules: [...mine, ");
  make(tt02, "skd-one", { policy: policy("974761076", "889640782") });
  const state = { Resource: ["skd-one"], ResourcePolicy: ["skd-one"] };
  const run = (kinds: Readonly<Record<string, readonly string[]>>) => {
    const bin = fakePulumi({ tt02: {} }, { tt02: kinds });
    const env = { ...tt02.env, PATH: `${bin}:/usr/bin:/bin` };
    return importInto(folder, env, ["--stack", "tt02"]);
  };
  const part = await run(state);
  expect(part.status).toBe(1);
  const { status, printed } = await run({ ...state, BrokerResourceConfig: ["skd-one"] });
  expect(status).toBe(0);
  expect(printed.join("\n")).toContain(
    [
      "    policy: at Altinn, organization 889640782 (on its own behalf) may read and subscribe; in what was imported last it may do nothing",
      "    The stack tt02 manages it: `pulumi preview --stack tt02` tells whether the program says it.",
    ].join("\n"),
  );
  expect(printed.join("\n")).not.toContain("bring it in by hand");
});
