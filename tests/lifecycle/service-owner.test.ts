import { PartialCreateError } from "../../provider/errors";
import type { Outputs } from "../../provider/resources/lifecycle";
import { serviceOwnerLifecycle } from "../../provider/resources/service-owner/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";

const SERVICE_OWNER = "/broker/api/v1/serviceowner";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => serviceOwnerLifecycle(of.context);
const registered = () => world.context.broker.getServiceOwner();

async function made(
  args: Record<string, unknown> = { name: "Etaten" },
  of: World = world,
): Promise<Outputs> {
  const { inputs, failures } = await lifecycle(of).check(undefined, args);
  expect(failures).toEqual([]);
  return lifecycle(of).create(inputs);
}

test("create registers, waits for storage, and a second process takes over what is there", async () => {
  const outputs = await made();
  expect(outputs).toMatchObject({
    name: "Etaten",
    onDelete: "forget",
    server: { registeredName: "Etaten", ready: true },
  });
  expect(outputs.server.storageProviders).toContainEqual({
    type: "AltinnAzure",
    deploymentStatus: "Ready",
  });
  const since = world.standin.requests.length;
  await made({ name: "Etaten" }, world.anew());
  expect(calls(world.standin, since).filter((call) => call === `POST ${SERVICE_OWNER}`)).toEqual(
    [],
  );
});

test("another registered name is a warning, not drift; a third name is refused at preview", async () => {
  await made({ name: "Registrert" });
  const other = world.anew();
  const outputs = await made({ name: "Programmet" }, other);
  const title = `ServiceOwner ${world.organisation.number}`;
  expect(other.warnings).toEqual([
    `taken over: ${title}: exists and is taken over as it is: nothing is written.`,
    `taken over: ${title}: name: is "Registrert", program "Programmet".`,
    `warning [registered-name]: ${title}: Broker has it as "Registrert", and cannot change that to "Programmet". Write name: "Registrert".`,
  ]);
  const found = await lifecycle(other).read(world.organisation.number, outputs);
  const news = { name: "Programmet", onDelete: "forget" };
  expect(found?.inputs).toEqual(news);
  expect(lifecycle(other).diff(found?.outputs ?? outputs, news)).toEqual({ changes: false });
  expect(lifecycle(other).diff(outputs, { ...news, name: "Registrert" })).toEqual({});
  expect(() => lifecycle(other).diff(outputs, { ...news, name: "Noe annet" })).toThrow(
    /is registered as "Registrert", and Broker cannot change that name/,
  );
});

test("storage that is not ready in time is a partial creation, and the next update goes on waiting", async () => {
  const { inputs } = await lifecycle().check(undefined, { name: "Etaten", readyTimeoutSeconds: 1 });
  world.standin.failNext({ method: "GET", path: SERVICE_OWNER }, { status: 500 }, { times: 1 });
  const slow = world.anew();
  // No look is cut off, however busy the machine is: the second is over by the pauses alone.
  const still = {
    ...slow.context,
    pause: async () => undefined,
    deadline: () => new AbortController().signal,
  };
  const error: unknown = await serviceOwnerLifecycle(still)
    .create(inputs)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  const partial = error as PartialCreateError;
  expect(partial.message).toMatch(
    /is registered, but after 1 seconds its storage is not ready.*Run `pulumi up` again/,
  );
  const outputs = partial.outputs as Outputs;
  expect(outputs).toMatchObject({
    readyTimeoutSeconds: 1,
    server: { registeredName: "Etaten", ready: false },
  });
  expect(lifecycle().diff(outputs, inputs)).toEqual({ changes: true });
  world.standin.advance(5_000);
  const finished = await lifecycle().update(world.organisation.number, outputs, inputs);
  expect(finished.server.ready).toBe(true);
  expect(calls(world.standin).filter((call) => call === `POST ${SERVICE_OWNER}`)).toHaveLength(1);
});

test.each([
  { reset: "after" as const },
  { reset: "before" as const },
  { status: 500, afterEffect: true },
])("a POST that ends in %j registers once", async (fault) => {
  world.standin.failNext({ method: "POST", path: SERVICE_OWNER }, fault);
  await made();
  expect(await registered()).toMatchObject({ name: "Etaten" });
});

test("a server that fails while storage is awaited is waited out", async () => {
  await made();
  const { inputs } = await lifecycle().check(undefined, { name: "Etaten" });
  const outputs: Outputs = {
    ...inputs,
    server: { registeredName: "Etaten", ready: false, storageProviders: [] },
  };
  let looks = 0;
  const context = {
    ...world.context,
    broker: Object.assign(Object.create(world.context.broker) as typeof world.context.broker, {
      getServiceOwner: async () => {
        looks += 1;
        return world.context.broker.getServiceOwner();
      },
    }),
  };
  world.standin.failNext({ method: "GET", path: SERVICE_OWNER }, { status: 500 }, { times: 6 });
  // The first look of an update must succeed; the waiting ones may fail.
  await expect(
    serviceOwnerLifecycle(context).update(world.organisation.number, outputs, inputs),
  ).rejects.toThrow("answered 500");
  const finished = await serviceOwnerLifecycle(context).update(
    world.organisation.number,
    outputs,
    inputs,
  );
  expect(finished.server.ready).toBe(true);
  expect(looks).toBeGreaterThan(1);
});

test("a look that hangs ends with the time that is left, and the registration is kept", async () => {
  const { inputs } = await lifecycle().check(undefined, { name: "Etaten", readyTimeoutSeconds: 2 });
  const ends: AbortController[] = [];
  const asked: number[] = [];
  // The clock of this test: a look that nobody answers is at its end when it has arrived.
  const deadline = (ms: number): AbortSignal => {
    asked.push(ms);
    const end = new AbortController();
    ends.push(end);
    return end.signal;
  };
  let looks = 0;
  world.standin.onRequest(({ method, path }) => {
    const isWaitedFor = method === "GET" && path === SERVICE_OWNER && ends.length > 0;
    if (!isWaitedFor || ++looks <= 2) return undefined;
    ends.at(-1)?.abort();
    return new Promise(() => undefined);
  });
  const still = { ...world.context, deadline, pause: async () => undefined };
  const error: unknown = await serviceOwnerLifecycle(still)
    .create(inputs)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  expect((error as PartialCreateError).message).toMatch(
    /is registered, but after 2 seconds its storage is not ready/,
  );
  expect((error as PartialCreateError).outputs).toMatchObject({
    server: { registeredName: "Etaten", ready: false },
  });
  // Two looks were answered; none was tried again, and none may take longer than the time that is left.
  expect(looks).toBe(ends.length);
  expect(looks).toBeGreaterThan(2);
  expect(Math.max(...asked)).toBeLessThanOrEqual(2_000);
});

test("a first look that hangs ends with that time as well, and nothing is written", async () => {
  const { inputs } = await lifecycle().check(undefined, { name: "Etaten", readyTimeoutSeconds: 2 });
  const end = new AbortController();
  const asked: number[] = [];
  const deadline = (ms: number): AbortSignal => {
    asked.push(ms);
    world.standin.onRequest(() => {
      end.abort();
      return new Promise(() => undefined);
    });
    return end.signal;
  };
  await expect(
    serviceOwnerLifecycle({ ...world.context, deadline }).create(inputs),
  ).rejects.toThrow("it did not answer in the time that was left");
  expect(asked).toEqual([2_000]);
  expect(calls(world.standin).filter((call) => call === `POST ${SERVICE_OWNER}`)).toEqual([]);
});

test("not registered is gone; a refusal is an error", async () => {
  const outputs = { name: "Etaten", server: {} };
  expect(await lifecycle().read(world.organisation.number, outputs)).toBeUndefined();
  world.standin.failNext({ path: SERVICE_OWNER }, { status: 403 });
  await expect(lifecycle().read(world.organisation.number, outputs)).rejects.toThrow(
    "answered 403",
  );
});

test("storage providers are shown in one order, whatever order Broker shows them in", async () => {
  const outputs = await made();
  const live = await registered();
  const provider = (type: string, deploymentStatus: string) => ({ type, deploymentStatus });
  const providers = [
    provider("Altinn3Azure", "Ready"),
    provider("AltinnAzure", "NotStarted"),
    provider("AltinnAzure", "Ready"),
    provider("AltinnAzureUnscanned", "Ready"),
  ];
  // Four in each of their 24 orders.
  const orders = providers.reduce<(typeof providers)[]>(
    (sofar, each) =>
      sofar.flatMap((order) => [...order, each].map((_, place) => order.toSpliced(place, 0, each))),
    [[]],
  );
  expect(orders).toHaveLength(24);
  for (const storageProviders of orders) {
    const broker = Object.assign(
      Object.create(world.context.broker) as typeof world.context.broker,
      { getServiceOwner: () => Promise.resolve(live && { ...live, storageProviders }) },
    );
    const found = await serviceOwnerLifecycle({ ...world.context, broker }).read(
      world.organisation.number,
      outputs,
    );
    expect(found?.outputs.server.storageProviders).toEqual(providers);
  }
});

test("a changed timeout alone is stored without a call", async () => {
  const outputs = await made();
  const { inputs } = await lifecycle().check(outputs, { name: "Etaten", readyTimeoutSeconds: 60 });
  expect(lifecycle().diff(outputs, inputs)).toEqual({});
  const since = world.standin.requests.length;
  expect(await lifecycle().update(world.organisation.number, outputs, inputs)).toMatchObject({
    readyTimeoutSeconds: 60,
  });
  expect(calls(world.standin, since)).toEqual([]);
});

test("deleting says that the registration stays", async () => {
  await lifecycle().delete(world.organisation.number, await made());
  expect(world.warnings.join("\n")).toMatch(/stays registered in Broker/);
  expect(await registered()).toBeDefined();
});

test.each([
  [{ name: "" }, /^name is ""/],
  [{}, /^name is missing/],
  [{ name: "x".repeat(501) }, /^name has 501 characters/],
  [{ name: "Etaten", readyTimeoutSeconds: 0 }, /^readyTimeoutSeconds is 0/],
])("%j is refused before any call", async (args, reason) => {
  const { failures } = await lifecycle().check(undefined, args);
  expect(failures).toEqual([expect.stringMatching(reason)]);
  expect(calls(world.standin)).toEqual([]);
});
