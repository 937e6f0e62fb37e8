import { PartialCreateError } from "../../provider/errors";
import type { Outputs } from "../../provider/resources/lifecycle";
import { serviceOwnerLifecycle } from "../../provider/resources/service-owner/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";

/* Registrations that Broker has not shown: what stands in state, and what the next run does. */

const POST = { method: "POST", path: "/broker/api/v1/serviceowner" } as const;
const GET = { ...POST, method: "GET" } as const;
const UNSEEN = { storageProviders: [], ready: false, made: false, unconfirmed: ["name"] };

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = () => serviceOwnerLifecycle(world.context);
const news = { name: "Etaten", onDelete: "forget" };
const update = (olds: Outputs) => lifecycle().update(world.organisation.number, olds, news);

/** The outputs of a create that ends partial. */
async function partial(reason: RegExp): Promise<Outputs> {
  const error: unknown = await lifecycle()
    .create(news)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  expect(String(error)).toMatch(reason);
  world.standin.clearFaults();
  return (error as PartialCreateError).outputs as Outputs;
}

/** Registered under `name` by somebody, while our own POST gets no answer and no look after it. */
async function inDoubt(name: string): Promise<Outputs> {
  world.standin.failNext(POST, { reset: "before" });
  world.standin.onRequest(({ method, path }) => {
    if (method === "POST" && path === POST.path)
      world.standin.failNext(GET, { status: 403 }, { standing: true });
  });
  const outputs = await partial(/got no answer/);
  await world.anew().context.broker.postServiceOwner(name);
  world.standin.clearFaults();
  return outputs;
}

test("a registration answered well and kept from Broker is an error at once, and made by the next run", async () => {
  world.standin.failNext(POST, { status: 200 });
  const outputs = await partial(/was registered, but Broker does not show it.*Run `pulumi up`/);
  expect(outputs).toEqual({ ...news, server: UNSEEN });
  const looks = calls(world.standin).filter((call) => call === `GET ${GET.path}`);
  expect(looks).toHaveLength(2);
  expect(lifecycle().diff(outputs, news)).toEqual({ changes: true });
  const after = await update(outputs);
  expect(after.server).toMatchObject({ registeredName: "Etaten", ready: true });
  expect(lifecycle().diff(after, news)).toEqual({ changes: false });
});

test.each(["Etaten", "Registrert"])(
  "a registration in doubt stays marked through a refresh, and the next run tells the name %s",
  async (name) => {
    const outputs = await inDoubt(name);
    expect(outputs.server).toEqual(UNSEEN);
    await serviceOwnerLifecycle(world.anew().context).create({ ...news, name });
    const found = await lifecycle().read(world.organisation.number, outputs);
    expect(found?.outputs.server).toMatchObject({
      registeredName: name,
      ready: true,
      made: false,
      unconfirmed: ["name"],
    });
    expect(lifecycle().diff(found?.outputs ?? outputs, news)).toEqual({ changes: true });
    const after = await update(found?.outputs ?? outputs);
    expect(lifecycle().diff(after, news)).toEqual({ changes: false });
    expect(world.warnings.filter((text) => text.includes("[registered-name]"))).toHaveLength(
      name === "Etaten" ? 0 : 1,
    );
  },
);
