import { openWorld, type World } from "../support/altinn";
import type { Workspace } from "../support/engine";
import { publish, seed, seedLists, seedOwn, studioFolder, type Seeded } from "./import-fixtures";
import { imported, openProject, takesOver, told } from "./import-ground";

/*
 * All fixtures that the registry holds, as one organisation's in two environments: after import each planned create of a plain
 * preview is a take-over that writes nothing, and after `up` nothing changes any more.
 */

/** Digdir's number: the documents of the Studio repository are the test organisation's. */
const organisation = { number: "991825827", code: "ttd" };

/** So many files of each kind; fewer while something is tried. */
const MOST = Number(process.env["IMPORT_MOST"] ?? 1_000);

const worlds: World[] = [];
const workspaces: Workspace[] = [];
afterAll(async () => {
  for (const workspace of workspaces) workspace.remove();
  for (const world of worlds) await world.close();
});

async function openRegistered(name: string): Promise<World> {
  const world = await openWorld(undefined, { organisation });
  worlds.push(world);
  await world.context.broker.postServiceOwner(name);
  return world;
}

const notTakenLines = (notTaken: readonly string[]): string[] =>
  notTaken.map((line) => `  not taken by the registry or Broker: ${line}`);

test("two stacks are imported, and each is taken over without a write", async () => {
  const tt02 = await openRegistered("Testdepartementet");
  const production = await openRegistered("Testdepartementet, produksjon");
  const seeded: Seeded = seed([tt02, production], MOST);
  seedOwn([tt02, production]);
  await seedLists([tt02, production]);
  const stacks = { tt02, production };
  const workspace = await openProject(stacks);
  workspaces.push(workspace);
  const lines = [
    `put there: ${String(seeded.documents)} documents, ${String(seeded.policies)} policies, ${String(seeded.configurations)} configurations in Broker, and ten services and four access lists of our own`,
    ...notTakenLines(seeded.notTaken),
  ];
  const reports = {
    tt02: await imported(workspace, tt02, ["--stack", "tt02"]),
    production: await imported(workspace, production, ["--stack", "production"]),
  };
  for (const stack of ["tt02", "production"] as const) {
    const result = await takesOver(workspace, stack, stacks[stack]);
    lines.push(...told(stack, reports[stack], result));
  }
  console.info(lines.join("\n"));
});

test.each([
  ["rules", []],
  ["XML", ["--xml"]],
])(
  "import.json takes a stack over without an up, policies as %s, and nothing changes after it",
  async (_as, as) => {
    const tt02 = await openRegistered("Testdepartementet");
    const other = await openRegistered("Testdepartementet");
    seedOwn([tt02, other]);
    await seedLists([tt02]);
    const workspace = await openProject({ tt02 });
    workspaces.push(workspace);
    const report = await imported(workspace, tt02, ["--stack", "tt02", ...as]);
    const since = tt02.standin.requests.length;
    const args = ["import", "--file", "import.json", "--generate-code=false", "--protect=false"];
    const run = await workspace.run(
      [...args, "--yes", "--skip-preview", "--stack", "tt02"],
      tt02.env,
    );
    expect([run.status, run.status === 0 ? "" : run.output]).toEqual([0, ""]);
    const again = ["preview", "--expect-no-changes", "--stack", "tt02"];
    const preview = await workspace.run(again, tt02.env);
    expect([preview.status, preview.status === 0 ? "" : preview.output]).toEqual([0, ""]);
    const up = await workspace.run(["up", "--yes", "--skip-preview", "--stack", "tt02"], tt02.env);
    expect([up.status, up.status === 0 ? "" : up.output]).toEqual([0, ""]);
    const writes = tt02.standin.requests
      .slice(since)
      .filter(({ method, path }) => method !== "GET" && path !== "/token");
    expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    console.info(
      `import.json: ${String(report.importFile)} resources, 0 writes, unchanged after it`,
    );
  },
);

test("a Studio repository is imported, and what was published of it is taken over without a write", async () => {
  const tt02 = await openRegistered("Testdepartementet");
  const workspace = await openProject({ tt02 });
  workspaces.push(workspace);
  const folder = studioFolder(organisation, workspace.folder);
  if (folder === undefined) {
    console.info("The Studio repository is LEFT OUT: ALTINN_SHARED_DIR does not name it.");
    return;
  }
  const notTaken = publish(tt02, folder);
  const report = await imported(workspace, tt02, ["--stack", "tt02", "--from", folder]);
  expect(report.differences).toEqual([]);
  const result = await takesOver(workspace, "tt02", tt02);
  console.info([...told("studio-repo", report, result), ...notTakenLines(notTaken)].join("\n"));
});
