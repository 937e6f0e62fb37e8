import { messageOf } from "../../provider/errors";
import { connectionWarnings } from "../../provider/resources/access-list-connection/rules";
import type { Kind, Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, type World } from "../support/altinn";
import { methodsOf, processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* AccessListConnection: what is refused, what counts as a change, what is said when one comes or goes. */

const list = "partners";
const service = "ttd-licences";
const id = `${list}/${service}`;
const title = `AccessListConnection ${id}`;
/** Of what is given and taken. */
const members = `members of ${list}`;
const within = ", as far as the policy lets them in";

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await newService({ accessListMode: "Enabled" });
  await newList(list);
});
afterEach(() => world.close());

async function newService(more: Values = {}): Promise<void> {
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...resourceArgs(service, more),
    hasCompetentAuthority: { organization, orgcode },
  });
}

const newList = (identifier: string) =>
  world.context.accessLists.holding(identifier, (held) =>
    held.make({ name: identifier, description: "" }),
  );

/** Somebody in Studio. */
const byHand = (actions: readonly string[] | undefined, of = list) =>
  world.anew().context.accessLists.holding(of, async (held) => {
    await held.look("connections");
    if (actions) await held.putConnection({ resource: service, actions });
    else await held.removeConnection(service);
  });

const args = (actions?: readonly string[], more: Values = {}): Values => ({
  accessList: list,
  resourceId: service,
  ...(actions === undefined ? {} : { actions }),
  ...more,
});

interface State {
  readonly inputs: Values;
  readonly outs: Values;
}

/** A run in a process of its own. */
async function run(program: Values, state?: State, { refresh = false, env = {} } = {}) {
  const of = world.anew(env);
  const methods = methodsOf(of, "AccessListConnection");
  let known = state;
  if (known && refresh) {
    const { inputs = {}, props = {} } = await methods.read(id, known.outs);
    known = { inputs, outs: props };
  }
  const { inputs, failures } = await methods.check(known?.inputs ?? {}, program);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  if (!known) return { of, state: { inputs, outs: (await methods.create(inputs)).outs } };
  const { changes, replaces } = await methods.diff(id, known.outs, inputs);
  if (changes === false) return { of, state: { inputs, outs: known.outs }, same: true };
  if (replaces) return { of, state: known, replaces };
  return { of, state: { inputs, outs: (await methods.update(id, known.outs, inputs)).outs } };
}

const errorOf = (work: Promise<unknown>): Promise<string> => work.then(() => "no error", messageOf);

const actionsNow = async (): Promise<readonly string[] | undefined> =>
  (await world.context.accessLists.getList(list, "connections"))?.connections?.find(
    ({ resource }) => resource === service,
  )?.actions;

const deleted = async (env: Record<string, string> = {}): Promise<readonly string[]> => {
  const of = world.anew(env);
  const { outs } = (await run(args())).state;
  await methodsOf(of, "AccessListConnection").delete(id, outs);
  return of.warnings;
};

test.each<readonly [string, Values, RegExp]>([
  ["no list", { accessList: "" }, /^accessList is "".*Write the identifier of an access list/],
  ["a slash in the list", { accessList: "a/b" }, /^accessList is "a\/b".*without slashes/],
  ["no resource", { resourceId: undefined }, /^resourceId is missing/],
  ["a slash in the resource", { resourceId: "a/b" }, /^resourceId is "a\/b"/],
  ["no action", { actions: [] }, /^actions is empty, which the registry takes for every action/],
  ["an action that is none", { actions: ["read", 7] }, /^actions\[1\] is 7/],
  ["actions that are no list", { actions: "read" }, /^actions is "read"/],
])("refused: %s", async (_what, more, failure) => {
  const checked = await methodsOf(world, "AccessListConnection").check({}, { ...args(), ...more });
  expect(checked.failures.map(({ reason }) => reason)).toEqual([expect.stringMatching(failure)]);
});

test("an action that nobody asks for is warned about, each once, with what may be meant", () => {
  const asked = "Broker and Altinn Events ask for read, write, subscribe alone, in lower case";
  expect(connectionWarnings({ actions: ["wirte", "access", "wirte", "Read", UNKNOWN] })).toEqual(
    ["wirte", "access", "Read"].map((action) => ({
      code: "action-not-asked",
      text: expect.stringContaining(`actions has "${action}", which lets nobody in: ${asked}`),
    })),
  );
  expect(connectionWarnings({ actions: ["wirte"] })[0]?.text).toMatch(/ Write write\.$/);
  expect(connectionWarnings({ actions: ["access"] })[0]?.text).toMatch(/ or acknowledge: /);
  const good = ["read", "write", "subscribe", "publish"];
  expect(connectionWarnings({ actions: good })).toEqual([]);
  expect(connectionWarnings({})).toEqual([]);
});

test("left out, every action; named, a set that is updated in place; left out again, every action", async () => {
  const all = await run(args());
  expect(await actionsNow()).toEqual([]);
  expect(all.of.warnings).toEqual([`access given: ${title}: ${members}: ${service}${within}`]);
  const some = await run(args(["write", "read"]), all.state);
  expect(some.of.warnings).toEqual([
    `access taken: ${title}: ${members}: every action but read, write at ${service}`,
  ]);
  expect(await actionsNow()).toEqual(["read", "write"]);
  expect(some.state.outs.actions).toEqual(["write", "read"]);
  const since = world.standin.requests.length;
  expect(await run(args(["read", "write", "read"]), some.state)).toMatchObject({ same: true });
  expect(calls(world.standin, since)).toEqual([]);
  expect(await run(args(["write", "read"]), some.state, { refresh: true })).toMatchObject({
    same: true,
  });
  const other = await run(args(["write", "publish"]), some.state);
  expect(other.of.warnings).toEqual([
    `access given: ${title}: ${members}: publish at ${service}${within}`,
    `access taken: ${title}: ${members}: read at ${service}`,
  ]);
  const again = await run(args(), other.state);
  expect(again.of.warnings).toEqual([
    `access given: ${title}: ${members}: every action but publish, write at ${service}${within}`,
  ]);
  expect(await actionsNow()).toEqual([]);
  expect(await run(args(), again.state, { refresh: true })).toMatchObject({ same: true });
});

test("another list or resource replaces, and what is lost is said", async () => {
  const { state } = await run(args());
  await newList("friends");
  const other = await run(args(undefined, { accessList: "friends" }), state);
  expect(other).toMatchObject({ replaces: ["accessList"] });
  expect(other.of.warnings).toEqual([
    `access taken: ${title}: members of ${list}: ${service}. Whoever is a member of another list that is connected to it keeps access.`,
  ]);
  const unknown = await run(args(undefined, { accessList: "friends" }), state);
  unknown.of.warnings.length = 0;
  const later = args(undefined, { accessList: UNKNOWN });
  await methodsOf(unknown.of, "AccessListConnection").diff(id, state.outs, later);
  expect(unknown.of.warnings).toEqual([]);
  // What is lost is not told once more by the deletion, only what comes of it.
  const of = world.anew();
  const methods = methodsOf(of, "AccessListConnection");
  await methods.diff(id, state.outs, args(undefined, { accessList: "friends" }));
  of.warnings.length = 0;
  await methods.delete(id, state.outs);
  expect(of.warnings).toEqual([
    `note: ${title}: it is removed. It was the last list: nobody gets in while accessListMode is Enabled.`,
  ]);
  await run(args());
  expect(await run(args(undefined, { resourceId: "ttd-other" }), state)).toMatchObject({
    replaces: ["resourceId"],
  });
});

test("what equals the program is taken over, said; other actions need adopt", async () => {
  await byHand(["read"]);
  const equal = await run(args(["read"]));
  expect(new Set(equal.of.warnings)).toEqual(
    new Set([`taken over: ${title}: exists and is equal to the program: nothing is written.`]),
  );
  expect(await errorOf(run(args()))).toMatch(
    /differs from the program in actions.*adopt: true.*actions: is read, program every action/s,
  );
  const previewed = world.anew();
  await methodsOf(previewed, "AccessListConnection").check({}, args(undefined, { __adopt: true }));
  const adopted = await run(args(undefined, { __adopt: true }));
  expect(previewed.warnings).toEqual(adopted.of.warnings);
  expect(adopted.of.warnings.at(-1)).toBe(
    `access given: ${title}: ${members}: every action but read at ${service}${within}`,
  );
  expect(await actionsNow()).toEqual([]);
  // Where check could not see it the write says so.
  await byHand(["read"]);
  const unseen = world.anew();
  const { inputs } = await methodsOf(world.anew(), "AccessListConnection").check(
    {},
    args(undefined, { __adopt: true }),
  );
  await methodsOf(unseen, "AccessListConnection").create(inputs);
  expect(unseen.warnings.at(-1)).toMatch(/^access given: /);
});

test("drift is told in words and repaired, both ways", async () => {
  const { state } = await run(args(["read"]));
  await byHand([]);
  const wider = await run(args(["read"]), state, { refresh: true });
  expect(wider.of.warnings).toEqual([
    `note: ${title}: at Altinn, not by the program, actions became every action; it was read`,
    `access taken: ${title}: ${members}: every action but read at ${service}; it was given at Altinn`,
  ]);
  expect(await actionsNow()).toEqual(["read"]);
  const all = await run(args(), wider.state);
  await byHand(["write"]);
  const narrower = await run(args(), all.state, { refresh: true });
  expect(narrower.of.warnings).toEqual([
    `note: ${title}: at Altinn, not by the program, actions became write; it was every action`,
    `access given: ${title}: ${members}: every action but write at ${service}${within}; it was taken at Altinn`,
  ]);
  expect(await actionsNow()).toEqual([]);
});

test("what Altinn allows without a filter is no difference once the program leaves it out, too", async () => {
  const { state } = await run(args(["read"]));
  await byHand([]);
  expect(await run(args(), state, { refresh: true })).toMatchObject({ same: true });
});

test("what somebody did since the state was read is not undone unseen", async () => {
  const { state } = await run(args(["read"]));
  await byHand(["write"]);
  expect(await errorOf(run(args(["read", "publish"]), state))).toMatch(
    /was changed at Altinn since it was last read: actions became write; it was read\. Nothing was written/,
  );
  expect(await actionsNow()).toEqual(["write"]);
});

test("gone when the connection, or its list, is gone; without the list it cannot be made", async () => {
  const { state } = await run(args());
  const methods = methodsOf(world, "AccessListConnection");
  await byHand(undefined);
  expect(await methods.read(id, state.outs)).toEqual({});
  await world.context.accessLists.holding(list, async (held) => {
    await held.look("texts");
    await held.remove();
  });
  expect(await methods.read(id, state.outs)).toEqual({});
  expect(await errorOf(run(args()))).toMatch(/there is no access list partners.*dependsOn/);
  await methods.delete(id, state.outs);
});

test("deleting says who keeps access, and when it was the last list", async () => {
  await newList("friends");
  await byHand([], "friends");
  expect(await deleted()).toEqual([
    `access taken: ${title}: members of ${list}: ${service}. Members of friends keep their access.`,
  ]);
  expect(await actionsNow()).toBeUndefined();
  await byHand(undefined, "friends");
  expect(await deleted({ ALTINN_ON_DELETE: "close" })).toEqual([
    `access taken: ${title}: members of ${list}: ${service}. It was the last list: nobody gets in while accessListMode is Enabled.`,
  ]);
  expect(await deleted({ ALTINN_ON_DELETE: "keep" })).toEqual([
    `stays: ${title}: it stays at Altinn, and members of ${list} keep their access to ${service}.`,
  ]);
  expect(await actionsNow()).toEqual([]);
});

test("lists that leave one service together: the organisation's lists are read once, and the last one says so", async () => {
  const names = ["friends", list, "suppliers"];
  for (const name of names.filter((one) => one !== list)) await newList(name);
  for (const name of names) await byHand([], name);
  const of = world.anew();
  const methods = methodsOf(of, "AccessListConnection");
  const since = world.standin.requests.length;
  for (const accessList of names)
    await methods.delete(`${accessList}/${service}`, { accessList, resourceId: service });
  expect(of.warnings.map((line) => line.split(`${service}. `)[1])).toEqual([
    "Members of partners, suppliers keep their access.",
    "Members of suppliers keep their access.",
    "It was the last list: nobody gets in while accessListMode is Enabled.",
  ]);
  const looks = calls(world.standin, since).filter((call) =>
    call.endsWith(`access-lists/${world.organisation.code}`),
  );
  expect(looks).toHaveLength(1);
});

test("an id that is no list and resource is refused, with how it is written", async () => {
  const read = methodsOf(world, "AccessListConnection").read("partners", {});
  expect(await errorOf(read)).toContain("Write it as {accessList}/{resourceId}");
});

describe("a service whose accessListMode is not Enabled", () => {
  test("nobody loses anything when the connection leaves, or is replaced", async () => {
    const { state } = await run(args());
    await newService();
    const of = world.anew();
    const methods = methodsOf(of, "AccessListConnection");
    await methods.delete(id, state.outs);
    expect(await actionsNow()).toBeUndefined();
    expect(of.warnings).toEqual([]);
    of.context.accessListModes.set(service, "Disabled");
    await methods.diff(id, state.outs, args(undefined, { accessList: "friends" }));
    expect(of.warnings).toEqual([]);
  });

  test("while nobody knows its mode, or which actions are to come, the connection counts, or is not told", async () => {
    const { state } = await run(args(["read"]));
    const of = world.anew();
    const methods = methodsOf(of, "AccessListConnection");
    of.context.accessListModes.set(service, UNKNOWN);
    await methods.check(state.inputs, args());
    expect(of.warnings).toEqual([expect.stringMatching(/^access given: /)]);
    of.warnings.length = 0;
    await methods.check(state.inputs, args([UNKNOWN]));
    expect(of.warnings).toEqual([]);
    // Another pair is another connection, of which the engine asks anew.
    await methods.check(state.inputs, args(["write"], { accessList: "friends" }));
    expect(of.warnings).toEqual([]);
  });

  test("whether it is cannot be seen: the connection counts, and nothing fails", async () => {
    world.standin.failNext(
      { method: "GET", path: new RegExp(`resource/${service}$`) },
      { status: 403 },
      { standing: true },
    );
    const of = world.anew();
    const { failures } = await methodsOf(of, "AccessListConnection").check({}, args());
    expect([failures, of.warnings]).toEqual([[], [expect.stringMatching(/^access given: /)]]);
  });

  const warned = (of: World) => of.warnings.filter((line) => line.includes("[list-without-mode]"));

  test("is warned about while the connection is new, by what Altinn has", async () => {
    await newService();
    const { of, state } = await run(args());
    expect(warned(of)).toHaveLength(1);
    const since = world.standin.requests.length;
    expect(warned((await run(args(), state)).of)).toEqual([]);
    expect(calls(world.standin, since)).toEqual([]);
    const meant = await run(args(undefined, { acknowledge: ["list-without-mode"] }));
    expect(warned(meant.of)).toEqual([]);
  });

  test("is warned about by what the program says of it, without a call", async () => {
    const { state } = await run(args());
    const check = async (accessListMode: string): Promise<World> => {
      const of = world.anew();
      const process: (kind: Kind) => ReturnType<ReturnType<typeof processOf>> = processOf(of);
      const resource = { ...resourceArgs(service), accessListMode };
      await process("Resource").check(resource, resource);
      await process("AccessListConnection").check(state.inputs, args());
      return of;
    };
    expect(warned(await check("Disabled"))).toHaveLength(1);
    expect(warned(await check("Enabled"))).toEqual([]);
    expect(warned(await check("enabled"))).toEqual([]);
  });
});
