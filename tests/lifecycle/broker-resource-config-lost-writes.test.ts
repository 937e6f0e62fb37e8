import { PartialCreateError } from "../../provider/errors";
import { brokerResourceConfigLifecycle } from "../../provider/resources/broker-resource-config/lifecycle";
import type { Outputs } from "../../provider/resources/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { configurable } from "../support/configurable";

/* Writes whose answer was lost, first PUTs that lose a race, and what stands in state until the next run has made sure. */

const id = "ttd-licences";
const CONFIG = `/broker/api/v1/resource/${id}`;
const PUT = { method: "PUT", path: CONFIG } as const;
const size = { maxFileTransferSize: 1_073_741_824 };
const args = { resourceId: id, ...size, fileTransferTimeToLive: "P30D" };
const NAMES = ["maxFileTransferSize", "fileTransferTimeToLive"];

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await configurable(world, id);
});
afterEach(() => world.close());

const lifecycle = () => brokerResourceConfigLifecycle(world.context);
const live = () => world.context.broker.getConfig(id);
const puts = (): number => calls(world.standin).filter((call) => call === `PUT ${CONFIG}`).length;

async function made(wanted: Record<string, unknown> = args): Promise<Outputs> {
  const { inputs, failures } = await lifecycle().check(undefined, wanted);
  expect(failures).toEqual([]);
  return lifecycle().create(inputs);
}

/** The outputs of the partial creation that `work` must end in. */
async function partial(work: Promise<unknown>): Promise<Outputs> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  world.standin.clearFaults();
  return (error as PartialCreateError).outputs as Outputs;
}

/** A create that failed, and of which nothing arrived. */
async function madeInVain(): Promise<Outputs> {
  world.standin.failNext(PUT, { status: 500 }, { standing: true });
  return partial(made());
}

async function updated(outputs: Outputs, wanted: Record<string, unknown> = args) {
  const next = lifecycle();
  const { inputs, failures } = await next.check(outputs, wanted);
  expect(failures).toEqual([]);
  expect(inputs).not.toHaveProperty("adopt");
  expect(next.diff(outputs, inputs)).toEqual({ changes: true });
  const after = await next.update(id, outputs, inputs);
  expect(next.diff(after, inputs)).toEqual({ changes: false });
  return after;
}

const refuseLooks = (): void =>
  world.standin.failNext({ method: "GET", path: CONFIG }, { status: 403 }, { standing: true });

/** `requiredParty` was added, written, and its answer and every look after it lost. */
async function partyInDoubt(reset: "before" | "after"): Promise<Outputs> {
  const before = await made();
  world.standin.failNext(PUT, { reset }, { standing: true });
  const { inputs } = await lifecycle().check(before, { ...args, requiredParty: "991825827" });
  return partial(lifecycle().update(id, before, inputs));
}

test("an added field whose answer was lost counts as given while Broker shows it", async () => {
  const outputs = await partyInDoubt("after");
  expect(outputs.server).toMatchObject({ unconfirmed: ["requiredParty"] });
  const found = await lifecycle().read(id, outputs);
  expect(found?.outputs.server).toMatchObject({ unconfirmed: ["requiredParty"] });
  const { failures } = await lifecycle().check(found?.inputs, args);
  expect(failures).toEqual([
    expect.stringMatching(
      /^requiredParty was "991825827" and is left out now.*Write "", which means nobody/,
    ),
  ]);
});

test("it does so without a refresh too, when check knows the inputs of the run before alone", async () => {
  const outputs = await partyInDoubt("after");
  const { inputs, failures } = await lifecycle().check(args, args);
  expect(failures).toEqual([]);
  const since = puts();
  await expect(lifecycle().update(id, outputs, inputs)).rejects.toThrow(
    /requiredParty was "991825827" and is left out now.*Write "", which means nobody.*Nothing was written/,
  );
  expect(puts()).toBe(since);
});

test("an added field that never arrived may be taken back after a refresh", async () => {
  const found = await lifecycle().read(id, await partyInDoubt("before"));
  const since = puts();
  const after = await updated(found?.outputs ?? { server: {} }, args);
  expect(after.server).not.toHaveProperty("unconfirmed");
  expect(puts()).toBe(since);
});

test("the next run looks at what is not confirmed: equal is done", async () => {
  const outputs = await partyInDoubt("after");
  const since = puts();
  const after = await updated(outputs, { ...args, requiredParty: "991825827" });
  expect(after).toMatchObject({ requiredParty: "991825827" });
  expect(puts()).toBe(since);
});

test("a change that was not confirmed and is taken back is written back", async () => {
  const before = await made();
  world.standin.failNext(PUT, { status: 502, afterEffect: true }, { standing: true });
  const { inputs } = await lifecycle().check(before, { ...args, fileTransferTimeToLive: "P7D" });
  const outputs = await partial(lifecycle().update(id, before, inputs));
  expect(await live()).toMatchObject({ fileTransferTimeToLive: "P7D" });
  await updated(outputs);
  expect(await live()).toMatchObject({ fileTransferTimeToLive: "P30D" });
});

test("a first PUT that finds the row taken is done when the winner wrote the same", async () => {
  world.standin.loseFirstBrokerPut(id, { ...size, fileTransferTimeToLive: "P30D" });
  const outputs = await made();
  expect(outputs).toMatchObject(args);
  expect(puts()).toBe(1);
});

test.each([{}, size])("a first PUT that finds %j there is done once more", async (fields) => {
  world.standin.loseFirstBrokerPut(id, fields);
  await made();
  expect(await live()).toMatchObject({ ...size, fileTransferTimeToLive: "P30D" });
  expect(puts()).toBe(2);
});

test("a first PUT that finds another value there changes it with adopt", async () => {
  world.standin.loseFirstBrokerPut(id, { fileTransferTimeToLive: "P7D" });
  await made({ ...args, adopt: true });
  expect(await live()).toMatchObject({ ...size, fileTransferTimeToLive: "P30D" });
});

test("a first PUT that finds another value there is refused as a take-over", async () => {
  world.standin.loseFirstBrokerPut(id, { fileTransferTimeToLive: "P7D" });
  await expect(made()).rejects.toThrow(
    /exists already and differs from the program in .*fileTransferTimeToLive \(is "P7D", program "P30D"\).*PUT failed: .* answered 500/,
  );
  expect(await live()).toMatchObject({ maxFileTransferSize: null, fileTransferTimeToLive: "P7D" });
});

test("two creates at once, of which one loses, both end well", async () => {
  world.standin.loseFirstBrokerPut(id);
  const both = await Promise.all([made(), made()]);
  expect(both[0]).toEqual(both[1]);
  expect(await live()).toMatchObject({ ...size, fileTransferTimeToLive: "P30D" });
});

test("what came to nothing is marked, and made by the next run", async () => {
  const outputs = await madeInVain();
  expect(outputs.server).toEqual({ made: false, unconfirmed: NAMES });
  expect(await live()).toBeUndefined();
  await updated(outputs);
  expect(await live()).toMatchObject(size);
});

test("what came to nothing is looked for before each further PUT of it, and its own answer is told", async () => {
  world.standin.failNext(PUT, { status: 500 }, { standing: true });
  const since = world.standin.requests.length;
  await expect(made()).rejects.toThrow(/^PUT .* answered 500/);
  const asked = calls(world.standin, since).filter((call) => call.endsWith(CONFIG));
  expect(asked.join()).toContain(`PUT ${CONFIG},GET ${CONFIG},PUT ${CONFIG}`);
  expect(asked.join()).not.toContain(`PUT ${CONFIG},PUT ${CONFIG}`);
  expect(asked.at(-1)).toBe(`GET ${CONFIG}`);
});

test("the next run of what came to nothing does not overwrite what somebody else configures just before it", async () => {
  const outputs = await madeInVain();
  world.standin.loseFirstBrokerPut(id, { fileTransferTimeToLive: "P7D" });
  await expect(updated(outputs)).rejects.toThrow(/exists already and differs from the program/);
  expect(await live()).toMatchObject({ maxFileTransferSize: null, fileTransferTimeToLive: "P7D" });
});

test("a first PUT whose answer is lost at the last try is looked at, and done", async () => {
  for (const reset of ["before", "before", "before", "after"] as const)
    world.standin.failNext(PUT, { reset });
  expect(await made()).toMatchObject(args);
});

test("a first PUT whose answer and every look after it are lost is not known to be there", async () => {
  world.standin.failNext(PUT, { reset: "after" }, { standing: true });
  world.standin.after(PUT, refuseLooks);
  const work = made();
  await expect(work).rejects.toThrow(/got no answer.*What is there now could not be read: GET/);
  const outputs = await partial(work);
  expect(outputs.server).toEqual({ made: false, unconfirmed: NAMES });
  const since = puts();
  await updated(outputs);
  expect(puts()).toBe(since);
});

test("a row that another first PUT left half done, and that could not be finished, is not known to be ours", async () => {
  world.standin.loseFirstBrokerPut(id, {});
  world.standin.after(PUT, () => world.standin.failNext(PUT, { status: 500 }, { standing: true }));
  const outputs = await partial(made());
  expect(outputs.server).toEqual({ made: false, unconfirmed: NAMES });
  world.standin.setBrokerConfiguration(id, { fileTransferTimeToLive: "P7D" });
  await expect(updated(outputs)).rejects.toThrow(/exists already and differs from the program/);
});

test("a half-done row stays unknown as ours while no write of it is confirmed; what is ours stays ours", async () => {
  const outputs = await madeInVain();
  world.standin.setBrokerConfiguration(id, size);
  world.standin.failNext(PUT, { status: 500 }, { standing: true });
  const { inputs } = await lifecycle().check(outputs, args);
  const again = await partial(lifecycle().update(id, outputs, inputs));
  expect(again.server).toMatchObject({ made: false, unconfirmed: ["fileTransferTimeToLive"] });
  await updated(again);
  world.standin.failNext(PUT, { status: 500 }, { standing: true });
  const ours = { ...inputs, server: { unconfirmed: ["fileTransferTimeToLive"] } };
  const other = { ...args, fileTransferTimeToLive: "P7D" };
  const changed = await partial(lifecycle().update(id, ours, other));
  expect(changed.server).not.toHaveProperty("made");
});

test.each<[string, Record<string, unknown>, object]>([
  ["with fields", args, { unconfirmed: NAMES }],
  ["without fields", { resourceId: id }, { made: false }],
])(
  "%s, what was answered well and cannot be read is marked, and looked at by the next run",
  async (_what, wanted, marks) => {
    world.standin.after(PUT, refuseLooks);
    const outputs = await partial(made(wanted));
    expect(outputs.server).toEqual(marks);
    const since = puts();
    const after = await updated(outputs, wanted);
    expect(after.server).not.toHaveProperty("made");
    expect(puts()).toBe(since);
  },
);

test("what was answered well and is not there is marked as not made", async () => {
  world.standin.failNext(PUT, { status: 204 });
  const outputs = await partial(made());
  expect(outputs.server).toEqual({ made: false, unconfirmed: NAMES });
});

test("what somebody configured meanwhile is not overwritten without adopt, refresh or not", async () => {
  const outputs = await madeInVain();
  world.standin.setBrokerConfiguration(id, { fileTransferTimeToLive: "P7D" });
  const found = await lifecycle().read(id, outputs);
  expect(found?.outputs.server).toMatchObject({ made: false, unconfirmed: NAMES });
  const since = puts();
  for (const olds of [outputs, found?.outputs ?? outputs])
    await expect(updated(olds)).rejects.toThrow(
      /exists already and differs from the program in .*fileTransferTimeToLive \(is "P7D"/,
    );
  expect(puts()).toBe(since);
  await updated(outputs, { ...args, adopt: true });
  expect(await live()).toMatchObject({ ...size, fileTransferTimeToLive: "P30D" });
});

test("adopt is not kept once the configuration is in state", async () => {
  const outputs = await lifecycle().read(id, await made());
  const { inputs } = await lifecycle().check(outputs?.inputs, { ...args, adopt: true });
  expect(inputs).not.toHaveProperty("adopt");
});

test("a value that somebody writes between PUT and GET is an error that names it; the next run writes", async () => {
  world.standin.after(PUT, () =>
    world.standin.setBrokerConfiguration(id, { fileTransferTimeToLive: "P7D" }),
  );
  const outputs = await partial(made());
  expect(outputs).toMatchObject({
    fileTransferTimeToLive: "P7D",
    server: { unconfirmed: ["fileTransferTimeToLive"] },
  });
  expect(outputs.server).not.toHaveProperty("made");
  await updated(outputs);
  expect(await live()).toMatchObject({ fileTransferTimeToLive: "P30D" });
});
