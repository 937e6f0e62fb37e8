import type { Kind, Values } from "../../provider/resources/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* That a refresh says what somebody did at Altinn, values included; access-lines.test.ts has what they did to access. */

const id = "ttd-licences";
const RESOURCE = `note: Resource ${id}: at Altinn, not by the program,`;
const CONFIG = `note: BrokerResourceConfig ${id}: at Altinn, not by the program,`;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const config: Values = { resourceId: id, maxFileTransferSize: 5000, fileTransferTimeToLive: "P7D" };

async function made(kind: Kind, args: Values): Promise<Values> {
  const methods = processOf(world)(kind);
  const { inputs, failures } = await methods.check({}, args);
  expect(failures).toEqual([]);
  return (await methods.create(inputs)).outs;
}

/** What a refresh says. */
async function refreshed(kind: Kind, outs: Values): Promise<string[]> {
  const { context, warnings } = world.anew();
  await processOf({ context })(kind).read(id, outs);
  return warnings;
}

async function storedByHand(more: Values): Promise<void> {
  const { versionId: _versionId, ...document } =
    (await world.context.registry.getResource(id)) ?? {};
  world.standin.storeResource({ ...document, ...more });
}

test("of a registry resource: each member that changed, with both values", async () => {
  const outs = await made("Resource", resourceArgs(id, { homepage: "https://a.example" }));
  expect(await refreshed("Resource", outs)).toEqual([]);
  const title = { nb: "Lisenser", nn: "Lisensar", en: "Permits" };
  await storedByHand({ homepage: "https://b.example", title, isPartOf: "Norge" });
  const said = await refreshed("Resource", outs);
  expect(said).toHaveLength(3);
  expect(said).toContain(
    `${RESOURCE} homepage became "https://b.example"; it was "https://a.example"`,
  );
  expect(said).toContain(`${RESOURCE} isPartOf became "Norge"; it was nothing`);
  expect(said.join("\n")).toMatch(/title became \{"nb":"Lisenser".*"Permits"\}; it was \{"nb":/);
});

test("of what Broker has: what the program manages, and no field beside it", async () => {
  await made("ServiceOwner", { name: "Etaten" });
  await made("Resource", resourceArgs(id));
  const outs = await made("BrokerResourceConfig", config);
  expect(await refreshed("BrokerResourceConfig", outs)).toEqual([]);
  await world.context.broker.putConfig(id, {
    maxFileTransferSize: 6000,
    fileTransferTimeToLive: "P7D",
    purgeFileTransferGracePeriod: "PT1H",
  });
  expect(await refreshed("BrokerResourceConfig", outs)).toEqual([
    `${CONFIG} maxFileTransferSize became 6000; it was 5000`,
  ]);
});

test("a value that means the same is no drift", async () => {
  await made("ServiceOwner", { name: "Etaten" });
  await made("Resource", resourceArgs(id, { accessListMode: "Disabled", visible: true }));
  const outs = await made("BrokerResourceConfig", { ...config, requiredParty: "991825827" });
  await world.context.broker.putConfig(id, { requiredParty: "0192:991825827" });
  expect(await refreshed("BrokerResourceConfig", outs)).toEqual([]);
});

test("what is gone is said to be made anew, and what a run never made is not said to be gone", async () => {
  const outs = await made("Resource", resourceArgs(id));
  await world.context.registry.deleteResource(id);
  expect(await refreshed("Resource", outs)).toEqual([
    `note: Resource ${id}: it is in state and not at Altinn any more. What the program still has of it is made anew.`,
  ]);
  const unmade = { ...outs, server: { made: false } };
  expect(await refreshed("Resource", unmade)).toEqual([]);
});

test("a write of our own in doubt is not called somebody else's", async () => {
  await made("ServiceOwner", { name: "Etaten" });
  await made("Resource", resourceArgs(id));
  const outs = await made("BrokerResourceConfig", config);
  const inDoubt = {
    ...outs,
    maxFileTransferSize: 7000,
    server: { ...(outs.server as Values), unconfirmed: ["maxFileTransferSize"] },
  };
  expect(await refreshed("BrokerResourceConfig", inDoubt)).toEqual([]);
});
