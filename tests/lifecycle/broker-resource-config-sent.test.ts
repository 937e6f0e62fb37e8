import { PartialCreateError } from "../../provider/errors";
import { brokerResourceConfigLifecycle } from "../../provider/resources/broker-resource-config/lifecycle";
import type { Outputs } from "../../provider/resources/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { configurable } from "../support/configurable";

/* What an update sends to Broker, whose PUT is a patch. */

const id = "ttd-licences";
const PUT = { method: "PUT", path: `/broker/api/v1/resource/${id}` } as const;
const args = { resourceId: id, maxFileTransferSize: 1_073_741_824, fileTransferTimeToLive: "P30D" };
const codes = { externalServiceCodeLegacy: "4752", externalServiceEditionCodeLegacy: 1 };

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await configurable(world, id);
});
afterEach(() => world.close());

const lifecycle = () => brokerResourceConfigLifecycle(world.context);
const live = () => world.context.broker.getConfig(id);

async function made(wanted: Record<string, unknown> = args): Promise<Outputs> {
  const { inputs, failures } = await lifecycle().check(undefined, wanted);
  expect(failures).toEqual([]);
  return lifecycle().create(inputs);
}

/** The bodies of the PUTs of `work`. */
async function sent(work: () => Promise<unknown>): Promise<unknown[]> {
  const since = world.standin.requests.length;
  await work();
  return world.standin.requests
    .slice(since)
    .filter(({ method }) => method === PUT.method)
    .map(({ body }) => JSON.parse(String(body)) as unknown);
}

test("what the program changes is written alone; what somebody else has changed meanwhile is told and stays", async () => {
  const before = await made();
  world.standin.setBrokerConfiguration(id, { maxFileTransferSize: 5 });
  const { inputs } = await lifecycle().check(before, { ...args, fileTransferTimeToLive: "P7D" });
  const error: unknown = await lifecycle()
    .update(id, before, inputs)
    .catch((thrown: unknown) => thrown);
  expect(String(error)).toContain(
    "Broker shows another value of maxFileTransferSize (is 5, program 1073741824)",
  );
  expect(error).toMatchObject({ outputs: { server: { unconfirmed: ["maxFileTransferSize"] } } });
  expect(await live()).toMatchObject({ maxFileTransferSize: 5, fileTransferTimeToLive: "P7D" });
});

test("an argument that Broker has lost and the program gives up is no write", async () => {
  const outputs = await made({ ...args, requiredParty: "991825827" });
  world.standin.setBrokerConfiguration(id, { requiredParty: null });
  const found = await lifecycle().read(id, outputs);
  const { inputs } = await lifecycle().check(found?.inputs, args);
  expect(await sent(() => lifecycle().update(id, found?.outputs ?? outputs, inputs))).toEqual([]);
});

test("an update that Broker refuses leaves state as it was", async () => {
  const before = await made();
  world.standin.failNext(PUT, { status: 403 });
  const { inputs } = await lifecycle().check(before, { ...args, fileTransferTimeToLive: "P7D" });
  const error: unknown = await lifecycle()
    .update(id, before, inputs)
    .catch((thrown: unknown) => thrown);
  expect(error).not.toBeInstanceOf(PartialCreateError);
  expect(String(error)).toMatch(/answered 403/);
});

test("both codes go with the shim that is turned on, though Broker has them; without it they do not", async () => {
  const off = { ...args, ...codes, useManifestFileShim: false };
  const before = await made(off);
  const on = { ...off, useManifestFileShim: true };
  const { inputs } = await lifecycle().check(before, on);
  let turned: Outputs = before;
  const turning = await sent(async () => {
    turned = await lifecycle().update(id, before, inputs);
  });
  expect(turning).toEqual([{ useManifestFileShim: true, ...codes }]);
  expect(await live()).toMatchObject({ useManifestFileShim: true, ...codes });
  const later = await lifecycle().check(turned, { ...on, fileTransferTimeToLive: "P7D" });
  expect(await sent(() => lifecycle().update(id, turned, later.inputs))).toEqual([
    { fileTransferTimeToLive: "P7D" },
  ]);
});
