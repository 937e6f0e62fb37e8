import { said } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { ownerText, serviceText } from "../support/programs";

/* Resources that leave the program, in every way that there is. */

let world: EngineWorld;
let organisation: string;
beforeAll(async () => {
  world = await openEngineWorld();
  organisation = world.organisation.number;
});
afterAll(() => world.close());

const service = (
  identifier: string,
  onDelete?: string,
  more: Record<string, unknown> = {},
): string =>
  serviceText({
    identifier,
    organisation,
    resource: { ...(onDelete ? { onDelete } : {}), ...more },
  });
const live = (identifier: string) => world.context.registry.getResource(identifier);

test("onDelete in all forms: withdraw, close, delete and keep do what they say, and say what they do not", async () => {
  const all = [
    service("ttd-withdrawn"),
    service("ttd-closed", "close"),
    service("ttd-deleted", "delete"),
    service("ttd-kept", "keep"),
  ];
  world.workspace.program(ownerText() + all.join(""));
  expect((await world.workspace.up()).status).toBe(0);
  world.workspace.program(ownerText());
  const up = await world.workspace.up();
  expect(up.status).toBe(0);
  // What is kept leaves without a word: the engine does not ask the provider.
  expect(said(up).sort()).toEqual([
    expect.stringMatching(
      /^access taken: Resource ttd-closed: accessListMode Enabled: .* No access list is connected at Altinn now: until one is, nobody is let in\. .*within 10 minutes.*$/,
    ),
    "access taken: Resource ttd-deleted: everybody: the resource is deleted, and its identifier can never be used again. New transfers are refused at once.",
    "stays: Resource ttd-withdrawn: transfers and access go on as before. The resource is withdrawn: not visible, and nobody can delegate it any more, which closes nothing.",
  ]);
  expect(await live("ttd-withdrawn")).toMatchObject({
    status: "Withdrawn",
    visible: false,
    delegable: false,
    accessListMode: "Disabled",
  });
  expect(await live("ttd-closed")).toMatchObject({
    status: "Withdrawn",
    accessListMode: "Enabled",
  });
  expect(await live("ttd-deleted")).toBeUndefined();
  expect(await live("ttd-kept")).toMatchObject({ status: "Completed", visible: true });
});

test("made again: withdrawn opens by itself, closed needs adopt, a burnt identifier is refused", async () => {
  world.workspace.program(ownerText() + service("ttd-withdrawn"));
  expect(said(await world.workspace.up())).toContain(
    "taken over: Resource ttd-withdrawn: was withdrawn when it left a program, and is made visible and delegable again.",
  );
  world.workspace.program(ownerText() + service("ttd-withdrawn") + service("ttd-closed", "close"));
  const closed = await world.workspace.preview();
  expect([closed.status === 0, closed.output]).toEqual([
    false,
    expect.stringMatching(/ttd-closed exists already and differs.*accessListMode/),
  ]);
  world.workspace.program(
    ownerText() + service("ttd-withdrawn") + service("ttd-closed", "close", { adopt: true }),
  );
  expect((await world.workspace.up()).status).toBe(0);
  expect(await live("ttd-closed")).toMatchObject({
    status: "Completed",
    accessListMode: "Disabled",
    visible: true,
  });
  world.workspace.program(ownerText() + service("ttd-withdrawn") + service("ttd-deleted"));
  const burnt = await world.workspace.up();
  expect([burnt.status === 0, burnt.output]).toEqual([
    false,
    expect.stringMatching(/ttd-deleted was deleted earlier.*Choose another identifier/),
  ]);
});

test("onDelete in production: delete is refused at preview, without a call", async () => {
  const production = await openEngineWorld();
  try {
    production.workspace.config({
      "altinn:environment": "production",
      "altinn:orgNumber": organisation,
      "altinn:orgCode": "ttx",
    });
    Object.assign(production.workspace, { env: {} });
    production.workspace.program(
      `new altinn.Resource("r", ${JSON.stringify({ identifier: "ttd-x", contactPoints: [], onDelete: "delete" })});`,
    );
    const { status, output } = await production.workspace.preview();
    expect(status).not.toBe(0);
    expect(output).toMatch(
      /onDelete is "delete", which the Resource Registry refuses in production/,
    );
    expect(production.standin.requests).toEqual([]);
  } finally {
    await production.close();
  }
});

test("ALTINN_ON_DELETE overrides the program when everything is destroyed", async () => {
  world.workspace.program(ownerText() + service("ttd-a") + service("ttd-b", "delete"));
  expect((await world.workspace.up()).status).toBe(0);
  const before = [await live("ttd-a"), await live("ttd-b")];
  expect((await world.workspace.destroy([], { ALTINN_ON_DELETE: "keep" })).status).toBe(0);
  expect([await live("ttd-a"), await live("ttd-b")]).toEqual(before);
});

test("a changed onDelete counts from the first up with it", async () => {
  world.workspace.program(ownerText() + service("ttd-a") + service("ttd-b", "delete"));
  await world.workspace.up();
  world.workspace.program(ownerText() + service("ttd-a", "close") + service("ttd-b", "keep"));
  const changed = await world.workspace.up();
  expect([changed.status, changed.output]).toEqual([0, expect.stringMatching(/2 updated/)]);
  await world.workspace.destroy();
  expect(await live("ttd-a")).toMatchObject({ accessListMode: "Enabled" });
  expect(await live("ttd-b")).toMatchObject({ status: "Completed" });
});

test("retainOnDelete leaves everything, without a word or a call", async () => {
  const retained = serviceText({
    identifier: "ttd-retained",
    organisation,
    options: "{ retainOnDelete: true }",
  });
  world.workspace.program(ownerText() + retained);
  await world.workspace.up();
  world.workspace.program(ownerText());
  const { status, output } = await world.workspace.up();
  expect([status, output]).toEqual([0, expect.not.stringMatching(/withdrawn/)]);
  expect(await live("ttd-retained")).toMatchObject({ status: "Completed" });
});
