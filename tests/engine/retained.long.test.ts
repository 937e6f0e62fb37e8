import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { settled, type EngineRun } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { ownerText, serviceText } from "../support/programs";

/* What stays at Altinn when it leaves the program: the engine shows it as retained, and `whenRemoved` says what that means. */

const identifier = "ttd-licences";

let world: EngineWorld;
let organisation: string;
beforeAll(async () => {
  world = await openEngineWorld();
  organisation = world.organisation.number;
});
afterAll(() => world.close());

const write = (options: string, onDelete = "keep", named = identifier): void => {
  const resource = { onDelete };
  const service = { identifier: named, name: identifier, organisation, resource, options };
  world.workspace.program(ownerText(options) + serviceText(service));
};

/** How the plan names the step of each resource, by kind. */
const steps = ({ output }: EngineRun): Record<string, string> =>
  Object.fromEntries(
    [...settled(output).matchAll(/altinn:(\w+) \S+ (delete(?:\[retain\])?) *$/gm)].map(
      ([, kind = "", step = ""]) => [kind, step],
    ),
  );

async function previewOfNothing(args: readonly string[] = []): Promise<EngineRun> {
  world.workspace.program("");
  const run = await world.workspace.preview(args);
  expect([run.status, run.output]).toEqual([0, expect.any(String)]);
  return run;
}

const up = async (): Promise<void> => {
  const run = await world.workspace.up();
  expect([run.status, run.output]).toEqual([0, expect.any(String)]);
};

test("what cannot be removed is retained, and so is a resource that is kept", async () => {
  write("{}");
  await up();
  // Broker goes on making storage after the first of it is ready.
  world.standin.advance(60_000);
  await up();
  expect(steps(await previewOfNothing())).toEqual({
    ServiceOwner: "delete[retain]",
    Resource: "delete[retain]",
    ResourcePolicy: "delete[retain]",
    BrokerResourceConfig: "delete[retain]",
  });
});

test("--diff of a removal says what stays", async () => {
  const { output } = await previewOfNothing(["--diff"]);
  const sentences = [...settled(output).matchAll(/whenRemoved\s*: "(.*)"$/gm)].map(([, it]) => it);
  expect(sentences.sort()).toEqual([
    "The organisation stays registered in Broker, with its storage: Broker has no way to remove a service owner.",
    "The policy stays at Altinn, and so does its access unless the registry resource is closed: the registry has no way to remove a policy.",
    "The resource stays as it is, and so does access.",
    "These settings stay in Broker, which has no way to remove a configuration: the service stays open unless its registry resource is closed.",
  ]);
});

test("another wording of whenRemoved alone is no change", async () => {
  write("{}");
  const file = join(world.workspace.folder, "exported.json");
  const exported = await world.workspace.exported();
  const other = exported.replaceAll(/("whenRemoved": ")[^"]*/g, "$1Another wording.");
  expect(other.match(/Another wording/g)).toHaveLength(8);
  writeFileSync(file, other);
  const { workspace } = world;
  await workspace.run(["stack", "import", "--file", file, "--stack", workspace.stack]);
  expect(await workspace.exported()).toContain("Another wording.");
  const { status, output } = await workspace.preview(["--expect-no-changes"]);
  expect([status, output]).toEqual([0, expect.stringMatching(/5 unchanged/)]);
});

test("the program's own retainOnDelete wins", async () => {
  write("{ retainOnDelete: false }");
  await up();
  expect(steps(await previewOfNothing())).toEqual({
    ServiceOwner: "delete",
    Resource: "delete",
    ResourcePolicy: "delete",
    BrokerResourceConfig: "delete",
  });
  write("{ retainOnDelete: true }", "withdraw");
  await up();
  expect(steps(await previewOfNothing())).toMatchObject({ Resource: "delete[retain]" });
  write("{ retainOnDelete: true }", "withdraw", "ttd-others");
  const { output } = await world.workspace.preview();
  expect(output).toContain(`stays: Resource ${identifier}: it stays as it is at Altinn`);
  expect(output).not.toContain("is withdrawn");
});

test("a resource that is withdrawn is deleted, and the rest is retained", async () => {
  write("{}", "withdraw");
  await up();
  expect(steps(await previewOfNothing())).toMatchObject({
    Resource: "delete",
    ResourcePolicy: "delete[retain]",
  });
});
