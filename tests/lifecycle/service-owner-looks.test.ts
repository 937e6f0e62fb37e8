import type { RegisteredServiceOwner } from "../../provider/clients/broker";
import { ApiError, NoResponseError, PartialCreateError, TokenError } from "../../provider/errors";
import type { Outputs, Values } from "../../provider/resources/lifecycle";
import { serviceOwnerLifecycle } from "../../provider/resources/service-owner/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, type World } from "../support/altinn";

/* How a registration is compared, how long its storage is waited for, and what a preview says of it. */

let world: World;
let title: string;
beforeEach(async () => {
  world = await openWorld();
  title = `ServiceOwner ${world.organisation.number}`;
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => serviceOwnerLifecycle(of.context);
const stored = (server: Values = {}, more: Values = {}): Outputs => ({
  name: "A",
  onDelete: "forget",
  ...more,
  server: { registeredName: "A", ready: true, ...server },
});

test.each<[string, Outputs, Values, object]>([
  ["the same", stored(), {}, { changes: false }],
  ["another wait", stored(), { readyTimeoutSeconds: 7 }, {}],
  ["no wait any more", stored({}, { readyTimeoutSeconds: 7 }), {}, {}],
  ["another onDelete", stored({}, { onDelete: "x" }), {}, {}],
  ["a name that is not known yet", stored(), { name: UNKNOWN }, {}],
  ["storage that is not ready", stored({ ready: false }), {}, { changes: true }],
  ["storage of which nothing is known", stored({ ready: undefined }), {}, { changes: true }],
  ["a mark", stored({ made: false }), {}, { changes: true }],
  ["the name that Broker has", stored({ registeredName: "B" }), { name: "B" }, {}],
  ["a name while nobody knows Broker's", stored({ registeredName: undefined }), { name: "B" }, {}],
])("%s, compared with what is stored", (_what, olds, more, difference) => {
  const news = { name: "A", onDelete: "forget", ...more };
  expect(lifecycle().diff(olds, news)).toEqual(difference);
});

test("a name that is neither the stored nor Broker's is refused", () => {
  const news = { name: "C", onDelete: "forget" };
  expect(() => lifecycle().diff(stored({ registeredName: "B" }), news)).toThrow(
    `${title} is registered as "B", and Broker cannot change that name. Write name: "B".`,
  );
});

describe("what a program only reads", () => {
  test("is what Broker has, and nothing when it has nothing", async () => {
    expect(await lifecycle().get(world.organisation.number)).toBeUndefined();
    await world.context.broker.postServiceOwner("Etaten");
    expect(await lifecycle().get(world.organisation.number)).toMatchObject({
      name: "Etaten",
      onDelete: "forget",
      server: { registeredName: "Etaten" },
    });
  });

  test("is no other organisation's", async () => {
    await expect(lifecycle().get("974761076")).rejects.toThrow(
      `ServiceOwner 974761076 cannot be read: Broker shows an organisation its own registration only, and this stack acts for ${world.organisation.number}.`,
    );
  });
});

describe("without a key", () => {
  const withoutKey = () => world.anew({ ALTINN_WITHOUT_KEY: "true" });

  test("a new one is not looked for, and that is said", async () => {
    const other = withoutKey();
    const { failures } = await lifecycle(other).check(undefined, { name: "Etaten" });
    expect([failures, calls(world.standin)]).toEqual([[], []]);
    expect(other.warnings).toEqual([
      expect.stringMatching(new RegExp(`^note: ${title}: it was not looked for`)),
    ]);
  });

  test("one in state is shown as it stands there", async () => {
    const other = withoutKey();
    const found = await lifecycle(other).read(world.organisation.number, stored());
    expect(found).toEqual({ inputs: { name: "A", onDelete: "forget" }, outputs: stored() });
    expect(calls(world.standin)).toEqual([]);
    expect(other.warnings.join()).toMatch(/not-compared/);
  });
});

describe("a preview of a new one", () => {
  const said = async (name: string): Promise<string[]> => {
    const other = world.anew();
    const { failures } = await lifecycle(other).check(undefined, { name });
    expect(failures).toEqual([]);
    return other.warnings;
  };

  test("that is not registered says that its name is for ever", async () => {
    expect(await said("Etaten")).toEqual([
      expect.stringMatching(/Broker keeps the name "Etaten" for ever once it is registered/),
    ]);
    expect(await said(UNKNOWN)).toEqual([
      expect.stringMatching(/Broker keeps the name for ever once it is registered/),
    ]);
  });

  test("that is registered says whether the name is another one", async () => {
    await world.context.broker.postServiceOwner("Etaten");
    expect(await said("Etaten")).toEqual([
      `taken over: ${title}: exists and is equal to the program: nothing is written.`,
    ]);
    expect(await said(UNKNOWN)).toHaveLength(1);
    expect(await said("Andre")).toEqual([
      `taken over: ${title}: exists and is taken over as it is: nothing is written.`,
      `taken over: ${title}: name: is "Etaten", program "Andre".`,
      expect.stringMatching(/^warning \[registered-name\]/),
    ]);
  });
});

describe("storage", () => {
  const provider = (type: string, deploymentStatus: string) => ({ type, deploymentStatus });
  const READY = provider("AltinnAzure", "Ready");

  /** A run to which Broker shows one of `looks` after the other, the last one for ever. */
  function run(looks: readonly (readonly ReturnType<typeof provider>[] | Error | undefined)[]) {
    const pauses: number[] = [];
    const deadlines: number[] = [];
    let at = 0;
    const broker = Object.assign(Object.create(world.context.broker) as object, {
      getServiceOwner: () => {
        const look = looks[Math.min(at++, looks.length - 1)];
        if (look instanceof Error) return Promise.reject(look);
        return Promise.resolve(look && { name: "Etaten", storageProviders: look });
      },
      postServiceOwner: () => Promise.resolve(),
    });
    const context = {
      ...world.context,
      broker,
      pause: async (ms: number) => void pauses.push(ms),
      deadline: (ms: number) => (
        deadlines.push(Math.round(ms / 1000)),
        new AbortController().signal
      ),
    } as unknown as typeof world.context;
    const create = (more: Values = {}) =>
      serviceOwnerLifecycle(context).create({ name: "Etaten", onDelete: "forget", ...more });
    return { create, pauses, deadlines, looks: () => at };
  }

  test.each<[string, readonly ReturnType<typeof provider>[]]>([
    ["of another type", [provider("Altinn3Azure", "Ready")]],
    ["of another status", [provider("AltinnAzure", "NotStarted")]],
    ["of both, apart", [provider("AltinnAzure", "X"), provider("Y", "Ready")]],
    ["none", []],
  ])("%s is not ready", async (_what, providers) => {
    const { create } = run([providers]);
    const seen =
      providers.map(({ type, deploymentStatus }) => `${type} ${deploymentStatus}`).join(", ") ||
      "none yet";
    await expect(create({ readyTimeoutSeconds: 1 })).rejects.toThrow(
      `after 1 seconds its storage is not ready (storage providers: ${seen})`,
    );
  });

  test("that is ready is not waited for", async () => {
    const { create, pauses, looks } = run([[provider("X", "Ready"), READY]]);
    expect((await create()).server.ready).toBe(true);
    expect([pauses, looks()]).toEqual([[], 1]);
  });

  test("is looked at every second at first, then every five, for five minutes", async () => {
    const { create, pauses } = run([[]]);
    await expect(create()).rejects.toThrow("after 300 seconds");
    expect(pauses).toEqual([...Array<number>(15).fill(1_000), ...Array<number>(57).fill(5_000)]);
  });

  test("is waited for as long as the program says", async () => {
    const { create, pauses, deadlines } = run([[]]);
    await expect(create({ readyTimeoutSeconds: 3 })).rejects.toThrow("after 3 seconds");
    expect(pauses).toEqual([1_000, 1_000, 1_000]);
    // Each look has what is left, and the last one a second.
    expect(deadlines).toEqual([3, 3, 2, 1, 1]);
  });

  const lost = new NoResponseError("GET", new URL("http://x"), "no", {
    neverSent: false,
    isWrite: false,
    wayOut: "",
  });
  const answered = (status: number) =>
    new ApiError({ method: "GET", path: "/", status, text: "", emptyBody: true }, "");

  test.each<[string, Error]>([
    ["no answer", lost],
    ["500", answered(500)],
    ["503", answered(503)],
    ["no token for now", new TokenError("no", { passing: true })],
  ])("a look that ends in %s is waited out", async (_what, error) => {
    const { create, pauses } = run([[], error, error, [READY]]);
    expect((await create()).server.ready).toBe(true);
    expect(pauses).toHaveLength(2);
  });

  test.each<[string, Error]>([
    ["403", answered(403)],
    ["499", answered(499)],
    ["no token at all", new TokenError("no")],
    ["a fault of the program", new Error("no")],
  ])("a look that ends in %s is the end, and the registration is kept", async (_what, error) => {
    const { create } = run([[], error]);
    const thrown: unknown = await create().catch((one: unknown) => one);
    expect(thrown).toBeInstanceOf(PartialCreateError);
    expect((thrown as Error).message).toBe(error.message);
    expect((thrown as PartialCreateError).outputs).toMatchObject({
      name: "Etaten",
      server: { registeredName: "Etaten", ready: false },
    });
  });

  test("a registration that is gone while it is waited for is an error at once", async () => {
    const { create, pauses } = run([[], undefined]);
    await expect(create()).rejects.toThrow("was registered, but Broker does not show it");
    expect(pauses).toEqual([]);
  });

  test("what is ready in state, and not in doubt, is not looked at again", async () => {
    const { looks } = run([[READY]]);
    const news = { name: "A", onDelete: "forget", readyTimeoutSeconds: 7 };
    expect(await lifecycle().update("x", stored(), news)).toEqual({
      ...news,
      server: stored().server,
    });
    expect([looks(), calls(world.standin)]).toEqual([0, []]);
  });
});

test("one in state is not looked for in a check, and its inputs are those of the program", async () => {
  const { inputs, failures } = await lifecycle().check(stored(), { name: "A" });
  expect(inputs).toStrictEqual({ name: "A", onDelete: "forget" });
  expect([failures, calls(world.standin), lifecycle().idOf({})]).toEqual([
    [],
    [],
    world.organisation.number,
  ]);
});

test("without a token for it nothing is looked for, and why is the failure", async () => {
  const none = world.standin.newClient({ organisation: world.organisation.number, scopes: [] });
  const other = world.anew({
    MASKINPORTEN_CLIENT_ID: none.clientId,
    MASKINPORTEN_JWK: JSON.stringify(none.jwk),
  });
  const { failures } = await lifecycle(other).check(undefined, { name: "Etaten" });
  expect(failures).toEqual([expect.stringMatching(/refused a token for the scope/)]);
  expect([
    other.warnings,
    calls(world.standin).filter((call) => call.includes("/broker/")),
  ]).toEqual([[], []]);
});

test("a registration that Broker refuses leaves nothing in state", async () => {
  const path = "/broker/api/v1/serviceowner";
  world.standin.failNext({ method: "POST", path }, { status: 403 }, { standing: true });
  const thrown: unknown = await lifecycle()
    .create({ name: "Etaten", onDelete: "forget" })
    .catch((one: unknown) => one);
  expect(thrown).toBeInstanceOf(ApiError);
});

test("a run that creates without having looked tells another name, too", async () => {
  await world.context.broker.postServiceOwner("Etaten");
  world.standin.advance(60_000);
  await lifecycle().create({ name: "Andre", onDelete: "forget" });
  expect(world.warnings).toEqual([expect.stringMatching(/^warning \[registered-name\]/)]);
});

test.each<[object, number]>([
  [{ name: "x".repeat(500) }, 0],
  [{ name: "x".repeat(501) }, 1],
  [{ name: UNKNOWN }, 0],
  [{ name: "A", readyTimeoutSeconds: "7" }, 1],
  [{ name: "A", readyTimeoutSeconds: UNKNOWN }, 0],
])("%j has %d failures", async (args, count) => {
  const { failures } = await lifecycle().check(stored(), { ...args });
  expect(failures.filter((text) => !text.includes("change together"))).toHaveLength(count);
});

test("another name is told when it is first seen, and not again", async () => {
  await world.context.broker.postServiceOwner("Etaten");
  world.standin.advance(60_000);
  const told = async (server: Values): Promise<number> => {
    const other = world.anew();
    await lifecycle(other).update(world.organisation.number, stored(server), {
      name: "A",
      onDelete: "forget",
    });
    return other.warnings.filter((text) => text.includes("[registered-name]")).length;
  };
  expect(await told({ ready: false, registeredName: undefined })).toBe(1);
  expect(await told({ ready: true, made: false })).toBe(1);
  expect(await told({ ready: false, registeredName: "Etaten" })).toBe(0);
  const seen: RegisteredServiceOwner | undefined = await world.context.broker.getServiceOwner();
  expect(seen?.name).toBe("Etaten");
});
