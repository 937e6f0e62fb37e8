import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { make, openOwner } from "../list/ground";
import type { World } from "../../support/altinn";
import { fakePulumi, filesIn, importInto, newFolder } from "./ground";

/* The last line says what is to be done now, and what a folder still lacks. */

let world: World;
let folder: string;
const id = (name: string): string => `${world.organisation.code}-${name}`;
const INSTALL = "npm install pulumi-altinn-broker @pulumi/pulumi typescript@6 @types/node";

beforeEach(async () => {
  world = await openOwner();
  folder = newFolder();
  make(world, id("one"));
});
afterEach(() => world.close());

async function nextOf(path: string, ...args: string[]): Promise<string> {
  const { printed } = await importInto(folder, { ...world.env, PATH: path }, args);
  return printed.find((line) => /^(?:Next: |The stack )/.test(line)) ?? "";
}
const manifest = (): unknown => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const put = (file: string, value: unknown): void => {
  writeFileSync(join(folder, file), typeof value === "string" ? value : JSON.stringify(value));
};

test("an empty folder: packages and stack are named, the stack as a condition where nobody can tell", async () => {
  const none = fakePulumi({});
  expect(await nextOf(none, "--stack", "tt02")).toContain(
    `Next: \`${INSTALL}\`, \`pulumi stack init tt02\`, then \`pulumi preview --stack tt02\`.`,
  );
  folder = newFolder();
  expect(await nextOf(newFolder("bin"), "--stack", "tt02")).toContain(
    "`pulumi stack init tt02` where there is no such stack yet, then",
  );
  folder = newFolder();
  expect(await nextOf(none)).toContain("`pulumi stack init local`, then `pulumi preview`.");
});

test("the package.json that npm made gets what it lacks, and what is there stays", async () => {
  const made = { dependencies: { "pulumi-altinn-broker": "^0.1.0" } };
  put("package.json", made);
  const lacking = "npm install @pulumi/pulumi typescript@6 @types/node";
  expect(await nextOf(fakePulumi({ tt02: {} }), "--stack", "tt02")).toContain(
    `Next: \`${lacking}\`, then \`pulumi preview --stack tt02\`.`,
  );
  expect(manifest()).toEqual({ ...made, main: "index.ts" });
  expect(Object.keys(filesIn(folder))).toEqual(
    expect.arrayContaining(["Pulumi.yaml", "tsconfig.json", "index.ts"]),
  );
});

test("a main that npm wrote stays, and the command that puts it right is named", async () => {
  const made = { name: "x", main: "index.js", devDependencies: { typescript: "^6" } };
  put("package.json", made);
  expect(await nextOf(fakePulumi({ tt02: {} }), "--stack", "tt02")).toContain(
    "Next: `npm pkg set main=index.ts`, `npm install pulumi-altinn-broker @pulumi/pulumi @types/node`, then",
  );
  expect(manifest()).toEqual(made);
});

test("a project's own package.json stays as it is", async () => {
  put("Pulumi.yaml", "name: mine\nruntime: nodejs\n");
  put("package.json", { name: "mine" });
  await nextOf(fakePulumi({ tt02: {} }), "--stack", "tt02");
  expect(manifest()).toEqual({ name: "mine" });
});

test("without --stack the one stack that there is is named, and of several that one is to be named", async () => {
  expect(await nextOf(fakePulumi({ tt02: {} }))).toContain("`pulumi preview --stack tt02`");
  expect(await nextOf(fakePulumi({ tt02: {}, production: {} }))).toContain(
    "`pulumi preview --stack NAME`",
  );
});

test("an edited index.ts is told the lines that it lacks", async () => {
  const path = fakePulumi({ tt02: {} });
  await nextOf(path, "--stack", "tt02");
  const edited = `${readFileSync(join(folder, "index.ts"), "utf8")}// mine\n`;
  put("index.ts", edited);
  make(world, id("two"));
  const { status, printed } = await importInto(folder, { ...world.env, PATH: path }, [
    "--stack",
    "tt02",
  ]);
  const name = `${world.organisation.code}Two`;
  expect(printed.join("\n")).toContain(
    `index.ts was edited, so it stays as it is. Written anew it would have these lines, which it has not: \`import { ${name} } from "./resources/${id("two")}";\`, \`${name}(first);\`.`,
  );
  expect(printed.join("\n")).toContain("but for what was edited (index.ts)");
  expect([status, readFileSync(join(folder, "index.ts"), "utf8")]).toEqual([1, edited]);
});

test("where the stack manages all of it there is nothing to take over", async () => {
  const managed = {
    ServiceOwner: [world.organisation.number],
    Resource: [id("one")],
    ResourcePolicy: [id("one")],
    BrokerResourceConfig: [id("one")],
  };
  const path = fakePulumi({ tt02: {} }, { tt02: managed });
  expect(await nextOf(path, "--stack", "tt02")).toBe(
    "The stack tt02 manages all that was read already, so there is nothing to take over. Next: `pulumi preview --stack tt02`, which says what the program changes.",
  );
  expect(await nextOf(path, "--stack", "tt02")).toBe(
    "The stack tt02 manages all that was read already, so there is nothing to take over. Nothing is to be done.",
  );
  make(world, id("two"));
  expect(await nextOf(path, "--stack", "tt02")).toContain(
    "of each resource that the stack does not",
  );
});

test("that something is left out is said in the last line as well", async () => {
  const only = `${id("one")},${id("nowhere-at-all")}`;
  expect(await nextOf(fakePulumi({ tt02: {} }), "--stack", "tt02", "--only", only)).toMatch(
    /What is left out is not in the program\.$/,
  );
});
