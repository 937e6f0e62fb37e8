import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../docs/markdown";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { explain, licences, pulumi, runIn, saidIn, stepsOf, write } from "./explained-programs";

/* The command `explain` behind the real CLI, in the order of these tests. */

let world: EngineWorld;
beforeAll(async () => {
  world = await openEngineWorld();
});
afterAll(() => world.close());

test("the events of an up that makes everything", async () => {
  write(world, licences());
  const run = await pulumi(world, ["up", "--yes", "--skip-preview", "--json"]);
  expect(run.status).toBe(0);
  const events = run.stdout.trim().split("\n");
  expect(events.every((line) => line.startsWith("{"))).toBe(true);
  const { status, stdout } = await explain(world, [], run.stdout);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^What `pulumi up` did in the stack test \(Altinn: local\)\n/);
  expect(stdout).toContain("\nGained access:\n");
  expect(stdout).toContain("\nNew:\n");
  expect(stdout).toContain(
    "Norwegian Tax Administration (974761076) can send files on its own behalf",
  );
});

test("the example of --help, and the recipe for a pull request", async () => {
  const help = await explain(world, ["--help"]);
  const [, example] = /Example:\n {2}(.*)\n/.exec(help.stdout) ?? [];
  expect(example).toContain("--stack tt02");
  const run = await runIn(world, "sh", ["-c", example?.replace("tt02", "test") ?? ""]);
  expect(run).toEqual({
    status: 0,
    stdout: "Ingenting endres i stakken `test` (Altinn: `local`).\n",
    stderr: "",
  });

  const recipe = blocksOf("docs/explain.md").find(({ title }) => title === "ci/explain.sh");
  const script = recipe?.text
    .replace("\nnpm ci\n", "\n")
    .replace("in tt02 production;", "in test;");
  const ci = await runIn(world, "sh", ["-c", script ?? ""]);
  expect([ci.status, ci.stderr]).toEqual([0, ""]);
  expect(readFileSync(join(world.workspace.folder, "comment.md"), "utf8")).toMatch(
    /^### Ingenting endres i stakken `test` \(Altinn: `local`\)\.\n\n\*\*Ble ikke undersøkt\*\*\n\n- Kjøringen hadde ikke nøkkel/,
  );
});

test("nothing changes: a refresh step for each object, no line, and one sentence", async () => {
  const run = await pulumi(world, ["preview", "--json"]);
  expect(stepsOf(run)).toEqual([
    "refresh ServiceOwner",
    "refresh Resource",
    "refresh ResourcePolicy",
    "refresh BrokerResourceConfig",
  ]);
  expect(saidIn(run)).toEqual([]);
  const own = await explain(world, ["--stack", world.workspace.stack]);
  expect(own).toEqual({
    status: 0,
    stdout: "Nothing changes in the stack test (Altinn: local).\n",
    stderr: "",
  });
});

test("a preview that fails is told with its errors, and status 1", async () => {
  write(world, licences({ level: 4 }));
  const { status, stdout } = await explain(world, ["--stack", world.workspace.stack]);
  expect(status).toBe(1);
  expect(stdout).toMatch(
    /^The preview of the stack test .* failed\. Nothing is changed at Altinn\.\n\nWhy it failed:\n/,
  );

  world.workspace.program("throw new Error('`no` <b>');");
  const crashed = await explain(world, ["--stack", world.workspace.stack, "--format", "html"]);
  expect([crashed.status, crashed.stdout]).toEqual([1, expect.stringContaining("&lt;b&gt;")]);

  const unknown = await explain(world, ["--stack", "nowhere"]);
  expect(unknown.status).toBe(3);
  expect(unknown.stderr).toBe(
    `error: The project has no stack nowhere; it has ${world.workspace.stack}. Name one of these with --stack, or make it with \`pulumi stack init nowhere\` and set its settings.\n`,
  );
});
