import { brokerResourceConfigLifecycle } from "../../provider/resources/broker-resource-config/lifecycle";
import type { Outputs } from "../../provider/resources/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { configurable } from "../support/configurable";

/* What Broker shows as null, and values that are one to it. */

const id = "ttd-licences";
const args = {
  resourceId: id,
  maxFileTransferSize: 1_073_741_824,
  fileTransferTimeToLive: "P30D",
  requiredParty: "991825827",
};

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await configurable(world, id);
});
afterEach(() => world.close());

const lifecycle = () => brokerResourceConfigLifecycle(world.context);
const live = () => world.context.broker.getConfig(id);

async function made(wanted: Record<string, unknown>): Promise<Outputs> {
  const { inputs, failures } = await lifecycle().check(undefined, wanted);
  expect(failures).toEqual([]);
  return lifecycle().create(inputs);
}

async function refreshed(outputs: Outputs) {
  const found = await lifecycle().read(id, outputs);
  if (!found) throw new Error("gone");
  return found;
}

test("a reset configuration is drift in every managed field, and the next update writes them all", async () => {
  const outputs = await made(args);
  world.standin.resetBrokerConfiguration(id);
  const found = await refreshed(outputs);
  expect(found.inputs).toEqual({ resourceId: id, onDelete: "forget" });
  expect(found.outputs).toMatchObject({
    maxFileTransferSize: null,
    fileTransferTimeToLive: null,
    requiredParty: null,
  });
  const { inputs, failures } = await lifecycle().check(found.inputs, args);
  expect(failures).toEqual([]);
  expect(lifecycle().diff(found.outputs, inputs)).toEqual({});
  const repaired = await lifecycle().update(id, found.outputs, inputs);
  const { resourceId: _id, ...fields } = args;
  expect(await live()).toMatchObject(fields);
  const again = await refreshed(repaired);
  expect(again).toEqual({ inputs, outputs: repaired });
  expect(lifecycle().diff(again.outputs, inputs)).toEqual({ changes: false });
});

test("a field that Broker has lost may leave the program, and a second refresh finds nothing new", async () => {
  const outputs = await made(args);
  world.standin.setBrokerConfiguration(id, { requiredParty: null });
  const found = await refreshed(outputs);
  const { requiredParty: _party, ...rest } = args;
  const { inputs, failures } = await lifecycle().check(found.inputs, rest);
  expect(failures).toEqual([]);
  expect(await refreshed(found.outputs)).toEqual(found);
  const after = await lifecycle().update(id, found.outputs, inputs);
  expect(after.server).toMatchObject({ requiredParty: null });
  expect(lifecycle().diff(after, inputs)).toEqual({ changes: false });
  expect(await refreshed(after)).toEqual({ inputs, outputs: after });
});

test("nobody, written where somebody else had required a party, is a change", async () => {
  const { requiredParty: _party, ...rest } = args;
  await made(args);
  const outputs = await made(rest);
  expect(outputs.server).toMatchObject({ requiredParty: "991825827" });
  const { inputs } = await lifecycle().check(outputs, { ...rest, requiredParty: "" });
  expect(lifecycle().diff(outputs, inputs)).toEqual({});
  await lifecycle().update(id, outputs, inputs);
  expect(await live()).toMatchObject({ requiredParty: "" });
});

test("a write that was answered well and kept from Broker is an error that names the field", async () => {
  world.standin.failNext({ method: "PUT", path: /\/broker\// }, { status: 204 });
  await expect(made({ resourceId: id })).rejects.toThrow(
    "was written, but Broker does not show it",
  );
  const outputs = await made(args);
  world.standin.failNext({ method: "PUT", path: /\/broker\// }, { status: 204 });
  const { inputs } = await lifecycle().check(outputs, { ...args, requiredParty: "" });
  const error: unknown = await lifecycle()
    .update(id, outputs, inputs)
    .catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(
    /shows another value of requiredParty \(is "991825827", program ""\)/,
  );
  expect(error).toMatchObject({
    outputs: { ...args, requiredParty: "991825827", server: { unconfirmed: ["requiredParty"] } },
  });
});

test('"" and null are one for requiredParty and externalServiceCodeLegacy', async () => {
  const nobody = { ...args, requiredParty: "", externalServiceCodeLegacy: "" };
  const outputs = await made(nobody);
  world.standin.setBrokerConfiguration(id, {
    requiredParty: null,
    externalServiceCodeLegacy: null,
  });
  const found = await refreshed(outputs);
  expect(found.outputs).toEqual(outputs);
  const { requiredParty: _party, externalServiceCodeLegacy: _code, ...rest } = nobody;
  expect((await lifecycle().check(found.inputs, rest)).failures).toEqual([]);
});

test("a lifetime that is not set differs, and Broker's default is told", async () => {
  world.standin.setBrokerConfiguration(id, {});
  const lifetimes = { fileTransferTimeToLive: "P30D", purgeFileTransferGracePeriod: "PT2H" };
  await expect(made({ resourceId: id, ...lifetimes })).rejects.toThrow(
    `fileTransferTimeToLive (is not set (Broker's default today: P30D), program "P30D"); purgeFileTransferGracePeriod (is not set (Broker's default today: PT2H), program "PT2H")`,
  );
});
