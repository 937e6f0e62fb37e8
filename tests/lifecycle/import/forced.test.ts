import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { organization, renderPolicy, role, type Rule } from "../../../provider/policy";
import { openWorld, type World } from "../../support/altinn";
import { make } from "../list/ground";
import { fakePulumi, importInto, newFolder, reported } from "./ground";

/* `--force` throws away what somebody wrote, for every stack: whose program may have lost something is told. */

const organisation = { number: "974761076", code: "skd" };
const ONE = "resources/skd-one.ts";
const READS: Rule = {
  subjects: [organization("974761076", { onBehalfOf: "itself" })],
  actions: ["read", "subscribe"],
};
const TT02_ALONE: Rule = { subjects: [role("dagl")], actions: ["read", "subscribe"] };
const ALONE =
  '...(inStack("tt02") ? [{ subjects: [altinn.role("dagl")], actions: ["read", "subscribe"] }] : []),';
let tt02: World;
let production: World;
let folder: string;

const policy = (...rules: readonly Rule[]): string =>
  renderPolicy({ resourceId: "skd-one", rules });
const importStack = (world: World, stack: string, ...args: string[]) =>
  reported(folder, envOf(world), ["--stack", stack, ...args]);
const envOf = (world: World, managed = {}) => ({
  ...world.env,
  PATH: `${fakePulumi({ tt02: {}, production: {} }, managed)}:/usr/bin:/bin`,
});
const textOf = (file: string): string => readFileSync(join(folder, file), "utf8");

beforeEach(async () => {
  tt02 = await openWorld(undefined, { organisation });
  production = await openWorld(undefined, { organisation });
  folder = newFolder();
  for (const [world, stack] of [
    [tt02, "tt02"],
    [production, "production"],
  ] as const) {
    await world.context.broker.postServiceOwner("Etaten");
    make(world, "skd-one", { policy: policy(READS) });
    await importStack(world, stack);
  }
  // As somebody wrote it by hand, and as `up` has uploaded it in tt02.
  writeFileSync(join(folder, ONE), textOf(ONE).replace("rules: [", `rules: [${ALONE}`));
  make(tt02, "skd-one", { policy: policy(READS, TT02_ALONE) });
});
afterEach(async () => {
  await tt02.close();
  await production.close();
});

const FORCED = ["--only", "skd-one", "--force"];
const NOTE = `What somebody wrote in ${ONE} is thrown away for tt02 as well: there the program says now what was imported last, which may lack what tt02 has by hand. Run \`import --stack tt02\` and then \`pulumi preview --stack tt02\` before anything is applied.`;
const PREVIEWS =
  "`pulumi preview --stack production`, and once tt02 is imported again, `pulumi preview --stack tt02`";

test("the other stack is named, with its import and its preview, and its import brings the rule back", async () => {
  const { report } = await importStack(production, "production", ...FORCED);
  expect(textOf(ONE)).not.toContain("dagl");
  expect(report.notes).toEqual([NOTE]);
  expect(report.next.join("\n")).toContain(PREVIEWS);
  await importStack(tt02, "tt02");
  expect(textOf(ONE)).toMatch(/\.\.\.\(inStack\("tt02"\)[^]*altinn\.role\("dagl"\)/);
});

test("the previews are named as well where the stack manages all of it", async () => {
  const managed = {
    production: {
      ServiceOwner: [organisation.number],
      Resource: ["skd-one"],
      ResourcePolicy: ["skd-one"],
      BrokerResourceConfig: ["skd-one"],
    },
  };
  const args = ["--stack", "production", ...FORCED];
  const { printed } = await importInto(folder, envOf(production, managed), args);
  expect(printed.join("\n")).toContain(`Next: ${PREVIEWS}, which says what the program changes.`);
});

test("an edited index.ts is an edit for every stack, and a file of the stack that was asked about is its own", async () => {
  await importStack(production, "production", ...FORCED);
  writeFileSync(join(folder, "resources/skd-one.production.json"), '{ "resource": {} }');
  const { report: own } = await importStack(production, "production", "--force");
  expect([own.files.removed, own.notes]).toEqual([["resources/skd-one.production.json"], []]);
  writeFileSync(join(folder, "resources/skd-one.production.json"), '{ "resource": {} }');
  writeFileSync(join(folder, "index.ts"), `${textOf("index.ts")}// mine\n`);
  const { report } = await importStack(production, "production", "--force");
  expect(report.notes).toEqual([NOTE.replace(ONE, "index.ts")]);
});

test("what proposes --force says that it throws the edits away for every stack", async () => {
  make(production, "skd-one", { policy: policy(READS, { ...READS, actions: ["write"] }) });
  const { printed } = await importInto(folder, envOf(production), ["--stack", "production"]);
  expect(printed.join("\n")).toContain("  Or throw the edits away, for every stack: `");
  expect(printed.join("\n")).toContain("also what somebody wrote for another stack.");
});

test("nothing is said of other stacks where nothing was thrown away", async () => {
  await importStack(production, "production", ...FORCED);
  const { report } = await importStack(production, "production", ...FORCED);
  expect([report.files.changed, report.notes]).toEqual([[], []]);
});
