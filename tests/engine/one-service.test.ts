import { said, settled } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { policyFor } from "../support/policies";
import { ownerText, serviceText } from "../support/programs";

/* One service on the real engine, from the first `up` to `down` and back, in the order of these tests. */

const identifier = "ttd-licences";

let world: EngineWorld;
let organisation: string;
beforeAll(async () => {
  world = await openEngineWorld();
  organisation = world.organisation.number;
  world.workspace.program(ownerText() + serviceText({ identifier, organisation }));
});
afterAll(() => world.close());

const since = (): number => world.standin.requests.length;
/** The diff lines of a preview: those that begin with a sign, without dress. */
const changes = (output: string): string[] =>
  settled(output)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^[-+~]/.test(line));

/** Writes that took effect; a POST of a name that is taken is answered 409 and changes nothing. */
const writes = (from: number): string[] =>
  world.standin.requests
    .slice(from)
    .filter(
      ({ method, status, server }) => server === "platform" && method !== "GET" && status < 400,
    )
    .map(({ method, path }) => `${method} ${path}`);

async function documentOf(id = identifier): Promise<Record<string, unknown>> {
  const { versionId: _versionId, ...document } =
    (await world.context.registry.getResource(id)) ?? {};
  return document;
}

test("the first up makes all four, and the configured service is there", async () => {
  const { status, output } = await world.workspace.up();
  expect(output).toMatch(/5 created/);
  expect(status).toBe(0);
  expect(await documentOf()).toMatchObject({ identifier, status: "Completed" });
  expect(await registryPolicy()).toBe(policyFor(identifier, [organisation]));
  expect(await brokerConfig()).toMatchObject({
    fileTransferTimeToLive: "P30D",
    maxFileTransferSize: 1_073_741_824,
  });
});

const registryPolicy = () => world.context.registry.getPolicy(identifier);
const brokerConfig = () => world.context.broker.getConfig(identifier);

test("the second up changes nothing", async () => {
  const from = since();
  const { status, output } = await world.workspace.up(["--expect-no-changes"]);
  expect([status, output]).toEqual([0, expect.stringMatching(/5 unchanged/)]);
  expect(writes(from)).toEqual([]);
});

test("a changed title is shown exactly by a plain preview, and up puts it back", async () => {
  const document = await documentOf();
  const title = { ...(document.title as object), nb: "Noe annet" };
  await world.context.registry.putResource({ ...document, title } as never, () => true);
  const { output } = await world.workspace.preview(["--diff"]);
  expect(changes(output)).toContain('~ nb: "Noe annet" => "Lisenser"');
  expect(changes(output).filter((line) => / => /.test(line))).toEqual([
    expect.stringMatching(/^~ versionId +: \d+ => \d+$/),
    '~ nb: "Lisenser" => "Noe annet"',
    '~ nb: "Noe annet" => "Lisenser"',
  ]);
  await world.workspace.up();
  expect(await documentOf()).toMatchObject({ title: { nb: "Lisenser" } });
});

test("a changed policy is shown exactly, and up puts it back", async () => {
  const stranger = "974761076";
  await world.context.registry.putPolicy(
    identifier,
    policyFor(identifier, [organisation, stranger]),
  );
  const { output } = await world.workspace.preview(["--diff"]);
  const lines = changes(output).filter((line) => line.includes(stranger));
  // In words and in the XML: what the refresh found, and what the update takes away again.
  expect(lines.map((line) => line[0])).toEqual(["+", "+", "-", "-"]);
  expect(output).toMatch(/~ 1 to update/);
  await world.workspace.up();
  expect(await registryPolicy()).toBe(policyFor(identifier, [organisation]));
});

test("a changed time to live is shown exactly, and up puts it back", async () => {
  await world.context.broker.putConfig(identifier, { fileTransferTimeToLive: "P14D" });
  const { output } = await world.workspace.preview(["--diff"]);
  expect(changes(output).filter((line) => / => /.test(line))).toEqual([
    '~ fileTransferTimeToLive: "P30D" => "P14D"',
    '~ fileTransferTimeToLive: "P14D" => "P30D"',
  ]);
  await world.workspace.up();
  expect(await brokerConfig()).toMatchObject({ fileTransferTimeToLive: "P30D" });
  const { status } = await world.workspace.preview(["--expect-no-changes"]);
  expect(status).toBe(0);
});

test("a renamed logical name harms nothing, and the warning names aliases", async () => {
  const before = await documentOf();
  world.workspace.program(ownerText() + serviceText({ identifier, organisation, name: "renamed" }));
  const from = since();
  const up = await world.workspace.up();
  expect(up.status).toBe(0);
  expect(said(up)).toEqual(
    expect.arrayContaining([
      "taken over: Resource ttd-licences: exists and is equal to the program: nothing is written.",
      "warning [left-alone]: Resource ttd-licences: nothing is deleted, since the program still has it, under another name or parent. Use the resource option aliases when you rename or move a resource, so that it keeps its history.",
    ]),
  );
  expect(writes(from)).toEqual([]);
  expect(await documentOf()).toEqual(before);
});

test("a move into a component harms nothing", async () => {
  const before = await documentOf();
  const component =
    'const parent = new pulumi.ComponentResource("test:index:Service", "service");\n';
  world.workspace.program(
    ownerText() +
      component +
      serviceText({ identifier, organisation, name: "renamed", options: "{ parent }" }),
  );
  const from = since();
  const { status, output } = await world.workspace.up();
  expect([status, output]).toEqual([0, expect.stringMatching(/4 created/)]);
  expect(writes(from)).toEqual([]);
  expect(await documentOf()).toEqual(before);
});

test("nothing pretended: down withdraws and says what stays; up takes everything back without adopt", async () => {
  const down = await world.workspace.destroy();
  expect(down.status).toBe(0);
  expect(said(down).filter((line) => !line.startsWith("warning ["))).toEqual([
    "stays: Resource ttd-licences: transfers and access go on as before. The resource is withdrawn: not visible, and nobody can delegate it any more, which closes nothing.",
  ]);
  expect(
    down.output.match(/altinn:(?:ServiceOwner|\w+Policy|\w+Config) .* deleted .*\[retain\]/g),
  ).toHaveLength(3);
  expect(await documentOf()).toMatchObject({
    status: "Withdrawn",
    visible: false,
    delegable: false,
  });
  const up = await world.workspace.up();
  expect([up.status, said(up)]).toEqual([
    0,
    expect.arrayContaining([
      "taken over: Resource ttd-licences: was withdrawn when it left a program, and is made visible and delegable again.",
    ]),
  ]);
  expect(await documentOf()).toMatchObject({ status: "Completed", visible: true, delegable: true });
});
