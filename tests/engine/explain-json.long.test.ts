import { join } from "node:path";
import { role } from "../../provider/policy";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import {
  explain,
  identifierOf,
  licences,
  NEWCOMER,
  pulumi,
  READERS,
  saidIn,
  stepsOf,
  storePolicy,
  USUAL,
  write,
} from "./explained-programs";

/*
 * What of a run reaches the JSON of the real CLI, as docs/explain.md lists it, and what `explain` makes of it, in the order of
 * these tests.
 */

let world: EngineWorld;
beforeAll(async () => {
  world = await openEngineWorld();
  write(world, licences());
  expect((await world.workspace.up()).status).toBe(0);
});
afterAll(() => world.close());

test("a change by the program and one at Altinn: the refresh step, the update and both lines", async () => {
  storePolicy(world, "licences", [READERS]);
  write(world, licences({ config: { fileTransferTimeToLive: "P7D" } }));
  const plan = join(world.workspace.folder, "plan.json");
  const run = await pulumi(world, ["preview", "--json", "--save-plan", plan]);
  expect(stepsOf(run)).toEqual([
    "refresh ServiceOwner",
    "refresh Resource",
    "refresh ResourcePolicy",
    "update ResourcePolicy",
    "refresh BrokerResourceConfig",
    "update BrokerResourceConfig",
  ]);
  expect(saidIn(run)).toEqual(["info#err: note:", "info#err: access given:"]);
  const { status, stdout } = await explain(
    world,
    ["--format", "markdown", "--lang", "nb"],
    run.stdout,
  );
  expect(status).toBe(0);
  expect(stdout).toContain("hvor lenge filer kan hentes: 30 dager blir 7 dager");
  expect(stdout).toContain("`up` gir det tilbake");

  // Its preview is one document, then come the events of the up itself.
  const up = await pulumi(world, ["up", "--yes", "--json"]);
  const done = await explain(world, ["--lang", "nb"], up.stdout);
  expect([done.status, done.stdout]).toEqual([
    0,
    expect.stringMatching(/^Dette gjorde `pulumi up` i stakken test/),
  ]);
  expect(done.stdout).toContain("30 dager blir 7 dager");
});

test("a warning of a class has its own severity, and a preview can print events, too", async () => {
  write(
    world,
    licences({
      rules: [...USUAL, { subjects: [role("a0212")], actions: ["read"] }],
      config: { fileTransferTimeToLive: "P7D" },
    }),
  );
  const run = await pulumi(world, ["preview", "--json"]);
  // The provider process prints one, the program the other: nothing orders them.
  expect(saidIn(run).sort()).toEqual([
    "info#err: access given:",
    "warning (URN): warning: warning [deprecated-role]:",
  ]);
  const streamed = await pulumi(world, ["preview", "--json"], {
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
  });
  expect(streamed.stdout).toContain('"resOutputsEvent"');
  const [asDocument, asEvents] = [
    await explain(world, [], run.stdout),
    await explain(world, [], streamed.stdout),
  ];
  expect(asEvents).toEqual(asDocument);
  expect(asDocument.stdout).toContain("\nWarnings:\n");
});

test("without a refresh it is told that nobody looked at Altinn", async () => {
  const run = await pulumi(world, ["preview", "--json", "--refresh=false"]);
  expect(stepsOf(run)).toEqual(["update ResourcePolicy"]);
  expect(run.stdout).toMatch(/"changeSummary": \{\s+"same": 4,\s+"update": 1\s+\}/);
  const { stdout } = await explain(world, ["--json"], run.stdout);
  expect(stdout).toContain('{"section":"unseen","items":[{"text":"what is at Altinn now: ');
});

test("without a key what is not compared is told, and names fall back to numbers", async () => {
  const withoutKey = { ALTINN_WITHOUT_KEY: "true" };
  write(
    world,
    licences({
      rules: [...USUAL, { subjects: [NEWCOMER], actions: ["write"] }],
      config: { fileTransferTimeToLive: "P7D" },
    }),
  );
  const run = await pulumi(world, ["preview", "--json"], withoutKey);
  expect(saidIn(run)).toEqual(["info#err: warning [not-compared]:", "info#err: access given:"]);
  const { status, stdout, stderr } = await explain(world, [], run.stdout, {
    ...withoutKey,
    ALTINN_PLATFORM_URL: "http://127.0.0.1:9",
  });
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("organisation 889640782 can send files");
  expect(stdout).toContain("\nWas not looked at:\n");
});

test("what is gone at Altinn is told, and made anew", async () => {
  await world.context.registry.deleteResource(identifierOf(world, "licences", {}));
  write(world, licences({ id: "licences-2" }));
  const run = await pulumi(world, ["preview", "--json"]);
  const { status, stdout } = await explain(world, ["--json"], run.stdout);
  expect([status, run.status]).toEqual([0, 0]);
  const { sections } = JSON.parse(stdout) as {
    sections: { section: string; items: { text: string }[] }[];
  };
  expect(sections.map(({ section }) => section)).toEqual([
    "gains",
    "drift",
    "made",
    "stays",
    "forever",
  ]);
});

test("an up by which all leaves the program is told once, though its log says part of it", async () => {
  expect((await world.workspace.up()).status).toBe(0);
  write(world, {});
  const run = await pulumi(world, ["up", "--yes", "--skip-preview", "--json"]);
  const { status, stdout } = await explain(world, [], run.stdout);
  expect(status).toBe(0);
  const [heading, ...lines] = stdout
    .trimEnd()
    .replaceAll(world.organisation.code, "ttd")
    .split("\n");
  expect(heading).toBe("What `pulumi up` did in the stack test (Altinn: local)");
  expect(lines.map((line) => line.slice(0, 50))).toEqual([
    "",
    "Stays at Altinn, though the program manages it no ",
    "  - ttd-licences-2: the service is withdrawn: it i",
    "  - ttd-licences-2: its access policy stays: those",
    "  - ttd-licences-2: its settings in Broker stay: t",
  ]);
});
