import { PartialCreateError } from "../../provider/errors";
import { brokerResourceConfigLifecycle } from "../../provider/resources/broker-resource-config/lifecycle";
import type { Outputs } from "../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

const id = "ttd-licences";
const CONFIG = `/broker/api/v1/resource/${id}`;
const args = { resourceId: id, maxFileTransferSize: 1_073_741_824, fileTransferTimeToLive: "P30D" };

let world: World;
beforeEach(async () => {
  world = await openWorld();
  const resource = resourceLifecycle(world.context);
  await resource.create((await resource.check(undefined, resourceArgs(id))).inputs);
  await world.context.broker.postServiceOwner("Etaten");
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => brokerResourceConfigLifecycle(of.context);
const live = () => world.context.broker.getConfig(id);

async function made(wanted: Record<string, unknown> = args, of: World = world): Promise<Outputs> {
  const { inputs, failures } = await lifecycle(of).check(undefined, wanted);
  expect(failures).toEqual([]);
  return lifecycle(of).create(inputs);
}
const puts = (since = 0): string[] =>
  calls(world.standin, since).filter((call) => call === `PUT ${CONFIG}`);

test("create sends the given fields and keeps what Broker answers under server", async () => {
  const outputs = await made();
  expect(await live()).toMatchObject({
    maxFileTransferSize: 1_073_741_824,
    fileTransferTimeToLive: "P30D",
  });
  const {
    maxFileTransferSize: _size,
    fileTransferTimeToLive: _time,
    ...unmanaged
  } = (await live()) ?? {};
  expect(outputs).toEqual({ ...args, onDelete: "forget", server: unmanaged });
});

test("a configuration without fields opens the service", async () => {
  await made({ resourceId: id });
  expect(await live()).toMatchObject({
    maxFileTransferSize: null,
    purgeFileTransferAfterAllRecipientsConfirmed: true,
  });
});

test.each(["P30D", "PT720H", "P29DT24H"])(
  "%s stays as it is written, whatever Broker shows",
  async (spelling) => {
    const { inputs } = await lifecycle().check(undefined, {
      ...args,
      fileTransferTimeToLive: spelling,
    });
    const outputs = await lifecycle().create(inputs);
    const found = await lifecycle().read(id, outputs);
    expect(found?.inputs).toEqual(inputs);
    expect(lifecycle().diff(found?.outputs ?? outputs, inputs)).toEqual({ changes: false });
    expect(lifecycle().diff(outputs, { ...inputs, fileTransferTimeToLive: "P30D" })).toEqual({
      changes: false,
    });
  },
);

test("drift is shown for managed fields only, as a duration that can be written", async () => {
  const outputs = await made();
  await world.context.broker.putConfig(id, {
    fileTransferTimeToLive: "P14D",
    requiredParty: "991825827",
  });
  const found = await lifecycle().read(id, outputs);
  expect(found?.inputs).toEqual({ ...args, onDelete: "forget", fileTransferTimeToLive: "P14D" });
  expect(found?.outputs.server).toMatchObject({ requiredParty: "991825827" });
  const { inputs } = await lifecycle().check({ ...found?.inputs }, args);
  expect(lifecycle().diff(found?.outputs ?? outputs, inputs)).toEqual({});
  const since = world.standin.requests.length;
  await lifecycle().update(id, found?.outputs ?? outputs, inputs);
  expect(await live()).toMatchObject({
    fileTransferTimeToLive: "P30D",
    requiredParty: "991825827",
  });
  const put = world.standin.requests.slice(since).find((request) => request.method === "PUT");
  expect(JSON.parse(String(put?.body))).toEqual({ fileTransferTimeToLive: "P30D" });
});

test("what equals the program is taken over without a write; what differs is refused before any write", async () => {
  await made();
  const since = world.standin.requests.length;
  await made(args, world.anew());
  expect(puts(since)).toEqual([]);
  const wanted = { ...args, fileTransferTimeToLive: "P7D" };
  const refused = await lifecycle(world.anew()).check(undefined, wanted);
  expect(refused.failures).toEqual([
    expect.stringMatching(
      /exists already and differs from the program in fileTransferTimeToLive\. .*\n {2}fileTransferTimeToLive: is "P30D", program "P7D"$/,
    ),
  ]);
  await expect(lifecycle(world.anew()).create(refused.inputs)).rejects.toThrow(
    /exists already and differs from the program in fileTransferTimeToLive \(is "P30D", program "P7D"\).*Nothing was written/,
  );
  expect(puts(since)).toEqual([]);
  expect(await made({ ...wanted, adopt: true }, world.anew())).not.toHaveProperty("adopt");
  expect(await live()).toMatchObject({ fileTransferTimeToLive: "P7D" });
});

test("a configuration of another organisation is an error, never gone", async () => {
  const outputs = await made();
  const organisation = world.standin.newOrganisation();
  const client = world.standin.newClient({
    organisation: organisation.number,
    scopes: ["altinn:serviceowner"],
  });
  const stranger = world.anew({
    ALTINN_ORG_NUMBER: organisation.number,
    ALTINN_ORG_CODE: organisation.code,
    MASKINPORTEN_CLIENT_ID: client.clientId,
    MASKINPORTEN_JWK: JSON.stringify(client.jwk),
  });
  await expect(lifecycle(stranger).read(id, outputs)).rejects.toThrow(
    /BRO-00006.*belongs to another organisation/s,
  );
});

test("a first PUT that goes on failing is marked as not made; the next update sends every field", async () => {
  const { inputs } = await lifecycle().check(undefined, args);
  world.standin.failNext({ method: "PUT", path: CONFIG }, { status: 502 }, { standing: true });
  const error: unknown = await lifecycle()
    .create(inputs)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  world.standin.clearFaults();
  const outputs = (error as PartialCreateError).outputs as Outputs;
  const unconfirmed = ["maxFileTransferSize", "fileTransferTimeToLive"];
  expect(outputs).toEqual({ ...args, onDelete: "forget", server: { made: false, unconfirmed } });
  expect(lifecycle().diff(outputs, inputs)).toEqual({ changes: true });
  const after = await lifecycle().update(id, outputs, inputs);
  expect(lifecycle().diff(after, inputs)).toEqual({ changes: false });
  expect(await live()).toMatchObject({
    maxFileTransferSize: 1_073_741_824,
    fileTransferTimeToLive: "P30D",
  });
});

test("a refused PUT leaves nothing in state", async () => {
  const { inputs } = await lifecycle().check(undefined, { resourceId: "ttd-unknown" });
  const error: unknown = await lifecycle()
    .create(inputs)
    .catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(PartialCreateError);
  expect(String(error)).toMatch(/403: BRO-00005.*Create the registry resource first/);
});

test("an argument that Broker cannot unset is refused with the nearest value", async () => {
  const outputs = await made();
  const { server: _server, ...olds } = outputs;
  const { failures } = await lifecycle().check(olds, {
    resourceId: id,
    maxFileTransferSize: 1_073_741_824,
  });
  expect(failures).toEqual([
    expect.stringMatching(
      /^fileTransferTimeToLive was "P30D" and is left out now.*Write "P30D".*ignoreChanges: \["fileTransferTimeToLive"\]/,
    ),
  ]);
  expect((await lifecycle().check(olds, { resourceId: "ttd-other" })).failures).toEqual([]);
});

test("deleting says that the service stays open", async () => {
  await lifecycle().delete(id, await made());
  expect(world.warnings.join("\n")).toMatch(/The service stays open\./);
  expect(await live()).toBeDefined();
});

test.each([
  [{ maxFileTransferSize: 0 }, /^maxFileTransferSize is 0/],
  [{ maxFileTransferSize: 1_677_721_600_001 }, /^maxFileTransferSize is 1677721600001/],
  [{ fileTransferTimeToLive: "30D" }, /^fileTransferTimeToLive is "30D".*no ISO 8601 duration/],
  [{ fileTransferTimeToLive: "PT0S" }, /would expire at once/],
  [{ fileTransferTimeToLive: "-P1D" }, /It is negative/],
  [{ fileTransferTimeToLive: "P366D" }, /at most 365 days/],
  [{ purgeFileTransferGracePeriod: "PT25H" }, /at most 24 hours/],
  [
    { useManifestFileShim: true, externalServiceCodeLegacy: "4434" },
    /^useManifestFileShim is true.*Write both/,
  ],
  [{ externalServiceCodeLegacy: "12345678" }, /at most 7 characters/],
  [{ requiredParty: "everybody" }, /^requiredParty is "everybody".*no organisation/],
])("%j is refused before any call", async (change, reason) => {
  const since = world.standin.requests.length;
  const { failures } = await lifecycle().check(undefined, { ...args, ...change });
  expect(failures).toEqual([expect.stringMatching(reason)]);
  expect(calls(world.standin, since)).toEqual([]);
});
