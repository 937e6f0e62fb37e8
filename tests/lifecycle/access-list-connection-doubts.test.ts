import { ApiError, PartialCreateError } from "../../provider/errors";
import { accessListConnectionLifecycle } from "../../provider/resources/access-list-connection/lifecycle";
import {
  connectionFailures,
  connectionWarnings,
} from "../../provider/resources/access-list-connection/rules";
import type { Outputs, Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* Connections whose write got no good answer, that are not there, or that are to stay. */

const list = "partners";
const service = "ttd-licences";
const id = `${list}/${service}`;
const PUT = { method: "PUT", path: /resource-connections/ } as const;

let world: World;
beforeEach(async () => {
  world = await openWorld();
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...resourceArgs(service, { accessListMode: "Enabled" }),
    hasCompetentAuthority: { organization, orgcode },
  });
  await world.context.accessLists.holding(list, (held) =>
    held.make({ name: list, description: "" }),
  );
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => accessListConnectionLifecycle(of.context);
const program = (more: Values = {}): Values => ({
  accessList: list,
  resourceId: service,
  onDelete: "delete",
  ...more,
});
const there = async () =>
  (await world.anew().context.accessLists.getList(list, "connections"))?.connections;
const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const writes = (since: number): string[] =>
  calls(world.standin, since).filter((call) => !call.startsWith("GET") && /connections/.test(call));

test("a write that is refused leaves nothing in state", async () => {
  world.standin.failNext(PUT, { status: 403 });
  expect(await errorOf(lifecycle().create(program()))).toBeInstanceOf(ApiError);
  expect(await there()).toEqual([]);
});

describe("a first write whose answer is lost", () => {
  const lost = async (): Promise<Outputs> => {
    world.standin.failNext(PUT, { status: 500 }, { standing: true });
    const error = await errorOf(lifecycle().create(program({ actions: ["read"] })));
    world.standin.clearFaults();
    expect(error).toBeInstanceOf(PartialCreateError);
    expect((error as PartialCreateError).resourceId).toBe(id);
    return (error as PartialCreateError).outputs as Outputs;
  };

  test("stands in state as of what nobody knows to be there", async () => {
    const outputs = await lost();
    expect(outputs).toEqual({
      ...program({ actions: ["read"] }),
      server: { made: false, unconfirmed: ["actions"] },
    });
    expect(lifecycle().diff(outputs, program({ actions: ["read"] }))).toEqual({ changes: true });
  });

  test("is made by the next run", async () => {
    const outputs = await lost();
    const after = await lifecycle().update(id, outputs, program({ actions: ["read"] }));
    expect(after).toEqual({ ...program({ actions: ["read"] }), server: {} });
    expect(await there()).toEqual([{ resource: service, actions: ["read"] }]);
  });

  test("does not overwrite what somebody else has made since", async () => {
    const outputs = await lost();
    await world.anew().context.accessLists.holding(list, async (held) => {
      await held.look("connections");
      await held.putConnection({ resource: service, actions: ["write"] });
    });
    const since = world.standin.requests.length;
    await expect(lifecycle().update(id, outputs, program({ actions: ["read"] }))).rejects.toThrow(
      /exists already and differs from the program in actions/,
    );
    expect(writes(since)).toEqual([]);
  });

  test("keeps its marks through a refresh, which says nothing of a change", async () => {
    const outputs = await lost();
    await lifecycle(world.anew()).create(program({ actions: ["write"] }));
    const later = world.anew();
    const found = await lifecycle(later).read(id, outputs);
    expect(found?.outputs).toMatchObject({
      actions: ["write"],
      server: { made: false, unconfirmed: ["actions"] },
    });
    expect(later.warnings).toEqual([]);
  });
});

test("a changed one whose answer is lost is in doubt as to its actions, and is there", async () => {
  const outputs = await lifecycle().create(program({ actions: ["read"] }));
  world.standin.failNext(PUT, { status: 500 }, { standing: true });
  const error = await errorOf(lifecycle().update(id, outputs, program({ actions: ["write"] })));
  expect((error as PartialCreateError).outputs).toEqual({
    ...program({ actions: ["write"] }),
    server: { unconfirmed: ["actions"] },
  });
});

test("one whose look after the write fails is in doubt", async () => {
  world.standin.onRequest(({ method, path }) => {
    if (method === "PUT" && PUT.path.test(path))
      world.standin.failNext({ method: "GET" }, { status: 403 }, { standing: true });
  });
  const error = await errorOf(lifecycle().create(program()));
  expect(error).toBeInstanceOf(PartialCreateError);
  expect((error as PartialCreateError).outputs.server).toEqual({ unconfirmed: ["actions"] });
});

test("what leaves is removed once, and nothing is said of what is not there", async () => {
  await lifecycle().create(program());
  const later = world.anew();
  await lifecycle(later).delete(id, { ...program(), server: {} });
  expect([await there(), later.warnings.length]).toEqual([[], 1]);
  const [again, since] = [world.anew(), world.standin.requests.length];
  await lifecycle(again).delete(id, { ...program(), server: {} });
  expect([writes(since), again.warnings]).toEqual([[], []]);
});

test("with ALTINN_ON_DELETE=keep it stays, and that is said", async () => {
  await lifecycle().create(program());
  const later = world.anew({ ALTINN_ON_DELETE: "keep" });
  const since = world.standin.requests.length;
  await lifecycle(later).delete(id, { ...program(), server: {} });
  expect(calls(world.standin, since)).toEqual([]);
  expect(later.warnings).toEqual([expect.stringMatching(/^stays: AccessListConnection /)]);
  expect(await there()).toHaveLength(1);
});

test("what a program only reads is what is there, and no list or no connection is nothing", async () => {
  expect(await lifecycle().get(id)).toBeUndefined();
  expect(await lifecycle().get(`others/${service}`)).toBeUndefined();
  await lifecycle().create(program({ actions: ["write", "read", "read"] }));
  expect(await lifecycle().get(id)).toEqual({
    ...program({ actions: ["read", "write"] }),
    server: {},
  });
});

test.each(["a/b/c", "/b", "a/", "a", ""])("%j is no id of one", async (of) => {
  await expect(lifecycle().get(of)).rejects.toThrow(/the id is no list and resource/);
});

test("a list's connection to another service is another one", async () => {
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...resourceArgs("ttd-other"),
    hasCompetentAuthority: { organization, orgcode },
  });
  await lifecycle().create(program({ resourceId: "ttd-other" }));
  expect(await lifecycle().get(id)).toBeUndefined();
});

test("without a key nothing is looked for, and what is in state is shown as it stands there", async () => {
  const later = world.anew({ ALTINN_WITHOUT_KEY: "true" });
  const anonymous = `GET /resourceregistry/api/v1/resource/${service}`;
  const since = world.standin.requests.length;
  const { inputs, failures } = await lifecycle(later).check(undefined, program());
  expect([inputs, failures]).toStrictEqual([program(), []]);
  const stored = { ...program({ actions: ["read"] }), server: {} };
  expect(await lifecycle(later).read(id, stored)).toEqual({
    inputs: program({ actions: ["read"] }),
    outputs: stored,
  });
  expect(calls(world.standin, since).filter((call) => call !== anonymous)).toEqual([]);
  expect(later.warnings.map((text) => /not looked for|not-compared/.test(text))).toEqual([
    true,
    true,
  ]);
});

test("what the program may change is changed by an update that turns out to be a take-over", async () => {
  await lifecycle(world.anew()).create(program({ actions: ["write"] }));
  const unmade = { ...program({ actions: ["read"] }), server: { made: false } };
  const later = world.anew();
  const adopting = await lifecycle(later).check(
    unmade,
    program({ actions: ["read"], adopt: true }),
  );
  expect(adopting.inputs).toStrictEqual(program({ actions: ["read"] }));
  await lifecycle(later).update(id, unmade, adopting.inputs);
  expect(await there()).toEqual([{ resource: service, actions: ["read"] }]);
});

test.each([
  [{ accessList: "a", resourceId: "b" }, "a/b"],
  [{ accessList: UNKNOWN, resourceId: "b" }, UNKNOWN],
  [{ accessList: "a", resourceId: UNKNOWN }, UNKNOWN],
])("the id of %j is %s", (inputs, of) => {
  expect(lifecycle().idOf(inputs)).toBe(of);
});

const differs = (olds: Values, news: Values) =>
  lifecycle().diff({ ...program(olds), server: {} }, program(news));

test.each<[Values, Values, object]>([
  [{}, {}, { changes: false }],
  [{ actions: ["read", "write"] }, { actions: ["write", "read", "read"] }, { changes: false }],
  [{ actions: ["read"] }, {}, {}],
  [{ actions: null }, {}, { changes: false }],
  [{ actions: ["read"] }, { actions: [UNKNOWN] }, {}],
  [{ actions: [UNKNOWN] }, { actions: [UNKNOWN] }, {}],
  [{}, { accessList: "others" }, { replaces: ["accessList"] }],
  [{}, { accessList: "others", resourceId: "ttd-x" }, { replaces: ["accessList", "resourceId"] }],
])("%j becomes %j: %j", (olds, news, difference) => {
  expect(differs(olds, news)).toEqual(difference);
});

test("a replacement says what the members lose, unless nobody knows by what it is replaced", () => {
  differs({}, { resourceId: UNKNOWN });
  expect(world.warnings).toEqual([]);
  differs({}, { resourceId: "ttd-x" });
  expect(world.warnings).toEqual([expect.stringMatching(/^access taken: AccessListConnection /)]);
});

test.each<[unknown, string[]]>([
  [undefined, []],
  [UNKNOWN, []],
  [["read", UNKNOWN], []],
  ["read", ['actions is "read". Write a list of actions, such as ["read"].']],
  [[], [expect.stringMatching(/^actions is empty/) as unknown as string]],
  [["read", " write"], ['actions[1] is " write". Write the name of an action, such as "read".']],
  [[undefined], ['actions[0] is missing. Write the name of an action, such as "read".']],
  [
    ["", 7],
    [
      expect.stringMatching(/^actions\[0\] is ""/),
      expect.stringMatching(/^actions\[1\] is 7/),
    ] as unknown as string[],
  ],
  [["a\0"], [expect.stringMatching(/^actions\[0\]/) as unknown as string]],
  [["\0a"], [expect.stringMatching(/^actions\[0\]/) as unknown as string]],
  [["\ud800"], [expect.stringMatching(/^actions\[0\]/) as unknown as string]],
])("of the actions %j is refused: %j", (actions, failures) => {
  expect(connectionFailures({ accessList: list, resourceId: service, actions })).toEqual(failures);
});

test.each<[unknown, RegExp[]]>([
  [undefined, []],
  ["reed", []],
  [["read", "write", UNKNOWN, 7], []],
  [["Read"], [/^actions has "Read", which lets nobody in: .* Write read\.$/]],
  [["reed", "reed"], [/Write read\.$/]],
  [["x-ray-vision"], [/Take it out, or acknowledge: \["action-not-asked"\] when another/]],
])("of the actions %j is warned: %j", (actions, texts) => {
  expect(connectionWarnings({ actions }).map(({ text }) => text)).toEqual(
    texts.map((text) => expect.stringMatching(text) as unknown),
  );
});
