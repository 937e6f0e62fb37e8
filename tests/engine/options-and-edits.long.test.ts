import { said } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { policyFor } from "../support/policies";
import { ownerText, serviceText, type ServiceText } from "../support/programs";
import { resourceArgs } from "../support/resources";

/* Pulumi's own resource options, and edits of the program that Altinn cannot follow. */

const identifier = "ttd-licences";

let world: EngineWorld;
let organisation: string;
beforeAll(async () => {
  world = await openEngineWorld();
  organisation = world.organisation.number;
  write({});
  const { status, output } = await world.workspace.up();
  expect([status, output]).toEqual([0, expect.any(String)]);
});
afterAll(() => world.close());

function write(service: Partial<ServiceText>, before = ""): void {
  world.workspace.program(
    before + ownerText() + serviceText({ identifier, organisation, ...service }),
  );
}
const up = (args: readonly string[] = []) => world.workspace.up(args);
const document = () => world.context.registry.getResource(identifier);
const unchanged = async (): Promise<void> => {
  const { status, output } = await up(["--expect-no-changes"]);
  expect([status, output]).toEqual([0, expect.any(String)]);
};

test("removal of what cannot be unset: an argument that Broker cannot unset is refused with the nearest value, and ignoreChanges leaves it alone", async () => {
  write({ config: { fileTransferTimeToLive: undefined } });
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /fileTransferTimeToLive was "P30D" and is left out now, but Broker cannot unset it\. Write "P30D", the default, or/,
  );
  write({
    config: { fileTransferTimeToLive: undefined },
    options: '{ ignoreChanges: ["fileTransferTimeToLive"] }',
  });
  await unchanged();
});

test("a member that leaves the registry document is gone from it", async () => {
  write({ resource: { homepage: "https://example.no" } });
  await up();
  expect(await document()).toMatchObject({ homepage: "https://example.no" });
  write({});
  await up();
  expect(await document()).not.toHaveProperty("homepage");
});

test("ignoreChanges on a member leaves what somebody wrote there", async () => {
  const { versionId: _versionId, ...live } = (await document()) ?? { identifier };
  await world.context.registry.putResource({ ...live, status: "Active" } as never, () => true);
  write({ options: '{ ignoreChanges: ["status"] }' });
  await up();
  expect(await document()).toMatchObject({ status: "Active" });
  write({});
  await up();
  expect(await document()).toMatchObject({ status: "Completed" });
});

test('ignoreChanges ["xml"] leaves the live policy, and its access is the one shown; "access" alone is refused', async () => {
  const other = policyFor(identifier, [organisation, "974761076"]);
  await world.context.registry.putPolicy(identifier, other);
  write({ options: '{ ignoreChanges: ["xml"] }' });
  await up();
  expect(await world.context.registry.getPolicy(identifier)).toBe(other);
  write({
    xml: policyFor(identifier, [organisation, "889640782"]),
    options: '{ ignoreChanges: ["access"] }',
  });
  const { status, output } = await world.workspace.preview();
  expect([status === 0, output]).toEqual([
    false,
    expect.stringMatching(/ignoreChanges names access.*write ignoreChanges: \["xml"\]/),
  ]);
});

test("protect repairs drift, and refuses what would replace", async () => {
  write({ options: "{ protect: true }" });
  await up();
  await world.context.broker.putConfig(identifier, { fileTransferTimeToLive: "P3D" });
  await up();
  expect(await world.context.broker.getConfig(identifier)).toMatchObject({
    fileTransferTimeToLive: "P30D",
  });
  write({ identifier: "ttd-renamed", name: identifier, options: "{ protect: true }" });
  const { status, output } = await world.workspace.preview();
  expect([status === 0, output]).toEqual([false, expect.stringMatching(/protect/)]);
});

test("aliases rename without a create or a delete", async () => {
  const before = await document();
  write({ name: "renamed", options: `{ aliases: [{ name: "${identifier}" }] }` });
  const { status, output } = await up();
  expect([status, output]).toEqual([0, expect.not.stringMatching(/created|deleted|left alone/)]);
  expect(await document()).toEqual(before);
  write({ options: '{ aliases: [{ name: "renamed" }] }' });
  await up();
  write({});
  await unchanged();
});

test("deleteBeforeReplace: a new identifier makes the new service first and withdraws the old one after; the option the other way round", async () => {
  const first = world.standin.requests.length;
  write({ identifier: "ttd-second", name: identifier });
  const run = await up();
  expect([run.status, said(run)]).toEqual([
    0,
    expect.arrayContaining([
      "stays: Resource ttd-licences: transfers and access go on as before. The resource is withdrawn: not visible, and nobody can delegate it any more, which closes nothing.",
    ]),
  ]);
  const order = (since: number): string[] =>
    world.standin.requests
      .slice(since)
      .filter(
        ({ method, path }) =>
          /^(?:POST|PUT)$/.test(method) &&
          /v1\/resource(?:\/[\w-]+)?$/.test(path) &&
          path.startsWith("/resourceregistry"),
      )
      .map(({ method }) => method);
  expect(order(first)).toEqual(["POST", "PUT"]);
  const second = world.standin.requests.length;
  write({ name: identifier, options: "{ deleteBeforeReplace: true }" });
  const back = await up();
  expect([back.status, said(back)]).toEqual([
    0,
    expect.arrayContaining([
      "taken over: Resource ttd-licences: was withdrawn when it left a program, and is made visible and delegable again.",
    ]),
  ]);
  // The second one is withdrawn, and the first, which check has seen, is opened again.
  expect(order(second)).toEqual(["PUT", "PUT"]);
  await unchanged();
});

test("--target touches the target alone", async () => {
  write({
    resource: { homepage: "https://example.no" },
    config: { fileTransferTimeToLive: "P20D" },
  });
  const urn = `urn:pulumi:test::test::pulumi-nodejs:dynamic/altinn:Resource::${identifier}`;
  expect((await up(["--target", urn])).status).toBe(0);
  expect(await document()).toMatchObject({ homepage: "https://example.no" });
  expect(await world.context.broker.getConfig(identifier)).toMatchObject({
    fileTransferTimeToLive: "P30D",
  });
  expect((await up()).status).toBe(0);
  expect(await world.context.broker.getConfig(identifier)).toMatchObject({
    fileTransferTimeToLive: "P20D",
  });
  write({});
  await up();
});

test("a moved versionId: a registry document that moved since it was read is not overwritten unseen", async () => {
  const { versionId: _versionId, ...live } = (await document()) ?? { identifier };
  await world.context.registry.putResource(
    { ...live, homepage: "https://somebody.example" } as never,
    () => true,
  );
  write({ resource: { keywords: [{ word: "lisens", language: "nb" }] } });
  const stale = await up(["--refresh=false"]);
  expect(stale.status).not.toBe(0);
  expect(stale.output).toMatch(
    /Resource ttd-licences was changed at Altinn since it was last read, in homepage\. Nothing was written.*pulumi up --refresh/,
  );
  expect(await document()).toMatchObject({ homepage: "https://somebody.example" });
  expect((await up()).status).toBe(0);
  expect(await document()).not.toHaveProperty("homepage");
});

test("names that differ: another name of the service owner is refused at preview", async () => {
  write({});
  world.workspace.program(
    ownerText().replace("Etaten", "Direktoratet") + serviceText({ identifier, organisation }),
  );
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /is registered as "Etaten", and Broker cannot change that name\. Write name: "Etaten"/,
  );
});

test("less access found than known: access that somebody closed is announced before up gives it back", async () => {
  const { versionId: _versionId, ...live } = (await document()) ?? { identifier };
  await world.context.registry.putResource(
    { ...live, accessListMode: "Enabled" } as never,
    () => true,
  );
  write({});
  const lines = [
    "note: Resource ttd-licences: at Altinn, not by the program, accessListMode became Enabled: only members of connected access lists are let in",
    "access given: Resource ttd-licences: accessListMode Disabled: whoever the policy lets in, on a connected access list or not; it was taken at Altinn",
  ];
  expect(said(await world.workspace.preview())).toEqual(expect.arrayContaining(lines));
  expect(said(await up())).toEqual(expect.arrayContaining(lines));
  expect(await document()).toMatchObject({ accessListMode: "Disabled" });
});

test("what is gone behind the program's back is shown as a create", async () => {
  const token = world.standin.token({
    organisation,
    scopes: ["altinn:resourceregistry/resource.write"],
  });
  const gone = "ttd-gone";
  const third = `new altinn.Resource("gone", ${JSON.stringify(resourceArgs(gone))});`;
  world.workspace.program(ownerText() + serviceText({ identifier, organisation }) + third);
  await up();
  await fetch(`${world.standin.platformUrl}/resourceregistry/api/v1/resource/${gone}`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  });
  const { output } = await world.workspace.preview();
  expect(output).toMatch(/\+ 1 to create/);
});
