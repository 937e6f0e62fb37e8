import { dynamicMethods } from "../../provider/dynamic-methods";
import { NoResponseError, PartialCreateError } from "../../provider/errors";
import type { Difference, Kind, Lifecycle, Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* What the provider process does for a lifecycle, whichever it is: here one that a test makes up. */

const id = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** A process whose only resource lives as `lifecycle` says; `asked` is what it was given. */
function processWith(lifecycle: Partial<Lifecycle>, kind: Kind = "Resource") {
  const { context, warnings } = world.anew();
  const whole: Lifecycle = {
    idOf: (inputs) => String(inputs.identifier),
    check: (_olds, news) => Promise.resolve({ inputs: news, failures: [] }),
    diff: () => ({ changes: false }),
    create: (inputs) => Promise.resolve({ ...inputs, server: {} }),
    get: () => Promise.resolve(undefined),
    read: () => Promise.resolve(undefined),
    update: (_id, _olds, news) => Promise.resolve({ ...news, server: {} }),
    delete: () => Promise.resolve(),
    ...lifecycle,
  };
  const seen = new Map<Kind, Map<string, unknown>>();
  const methods = dynamicMethods(kind, () => whole, {
    problems: () => [],
    context: () => context,
    seen: (of) => seen.get(of) ?? seen.set(of, new Map()).get(of) ?? new Map(),
  });
  return { methods, warnings };
}

const IN_PLACE = `note: Resource ${id}: this stack has it already. What the plan creates or replaces is changed in place, and nothing is deleted.`;

test("settings that are refused are the failures of every check, and nothing is asked", async () => {
  const methods = dynamicMethods(
    "Resource",
    () => {
      throw new Error("no lifecycle can be made");
    },
    {
      problems: () => ["altinn:orgCode is not set.", "altinn:orgNumber is not set."],
      context: () => {
        throw new Error("no context can be made");
      },
      seen: () => new Map(),
    },
  );
  const news = resourceArgs(id);
  expect(await methods.check({}, news)).toEqual({
    inputs: news,
    failures: [
      { property: "", reason: "altinn:orgCode is not set." },
      { property: "", reason: "altinn:orgNumber is not set." },
    ],
  });
});

test("one that failed to check may be deleted under the unknown identifier's own text", async () => {
  const deleted: string[] = [];
  const { methods } = processWith({ delete: async (of) => void deleted.push(of) });
  await methods.check({}, { identifier: UNKNOWN });
  await methods.delete(UNKNOWN, {});
  expect(deleted).toEqual([UNKNOWN]);
});

describe("diff", () => {
  test.each([
    [{ changes: false }, {}, { changes: false }],
    [{ changes: true }, {}, { changes: true }],
    [{}, {}, {}],
    [{ replaces: ["identifier"] }, {}, { replaces: ["identifier"] }],
    [{ changes: false }, { acknowledge: ["identifier-prefix"] }, { changes: true }],
    [{}, { acknowledge: ["identifier-prefix"] }, {}],
  ])("%j with %j is %j", async (difference, more, told) => {
    const { methods } = processWith({ diff: () => difference });
    expect(await methods.diff(id, { identifier: id }, { identifier: id, ...more })).toStrictEqual(
      told,
    );
  });

  test("gets what is stored without what is the process's own", async () => {
    let asked: unknown;
    const { methods } = processWith({
      diff: (...given) => {
        asked = given;
        return { changes: false };
      },
    });
    const { number: organization } = world.organisation;
    await methods.diff(
      id,
      {
        identifier: id,
        __provider: "p",
        __get: true,
        __urn: "u",
        whenRemoved: "w",
        acknowledge: [],
        recorded: { environment: "local", organization },
        server: { versionId: "1" },
      },
      { identifier: id, __provider: "p", __adopt: true, __twin: "t", whenRemoved: "w" },
    );
    expect(asked).toEqual([
      { identifier: id, server: { versionId: "1" } },
      { identifier: id, adopt: true },
    ]);
  });
});

test.each<[string, Difference, Difference, object]>([
  [
    "replaced there",
    { replaces: ["identifier"] },
    { changes: false },
    { replaces: ["identifier"] },
  ],
  ["replaced here", { changes: false }, { replaces: ["identifier"] }, { replaces: ["identifier"] }],
  ["changed there", { changes: true }, { changes: false }, { changes: true }],
  ["changed here", { changes: false }, {}, { changes: true }],
  ["changed nowhere", { changes: false }, { changes: false }, { changes: false }],
])(
  "after a delete in doubt, what Altinn has and what state has count both: %s",
  async (_what, live, inState, told) => {
    const lost = { neverSent: false, isWrite: true, wayOut: "" };
    const { methods } = processWith({
      delete: () =>
        Promise.reject(new NoResponseError("DELETE", new URL("http://altinn"), "lost", lost)),
      read: () =>
        Promise.resolve({ inputs: {}, outputs: { identifier: id, live: true, server: {} } }),
      diff: (olds) => (olds.live === true ? live : inState),
    });
    await expect(methods.delete(id, { identifier: id })).rejects.toThrow("got no answer: lost");
    expect(await methods.diff(id, { identifier: id }, { identifier: id })).toEqual(told);
  },
);

test("adopt of a new resource stays hidden in its inputs, and no update sees a change in it", async () => {
  const { methods } = processWith({ diff: () => ({}) });
  const token = (): number => calls(world.standin).filter((call) => call === "POST /token").length;
  await methods.diff(id, { identifier: id, server: {} }, { identifier: id, __adopt: true });
  expect(token()).toBe(0);
  await methods.diff(id, { identifier: id, server: {} }, { identifier: id, homepage: "x" });
  expect(token()).toBe(1);
});

describe("a create or update that did not end well", () => {
  const partial = new PartialCreateError(id, { identifier: id, server: { made: false } }, "why");
  const fails = () => Promise.reject(partial);

  test.each(["create", "update"] as const)("%s is told as the engine keeps it", async (act) => {
    const { methods } = processWith({ create: fails, update: fails });
    const inputs = { identifier: id, __provider: "p", whenRemoved: "w" };
    const work =
      act === "create" ? methods.create(inputs) : methods.update(id, { server: {} }, inputs);
    const error: unknown = await work.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "PARTIAL_CREATE",
      message: "why",
      id,
      reasons: ["why"],
      properties: {
        identifier: id,
        server: { made: false },
        recorded: { environment: "local", organization: world.organisation.number },
        whenRemoved: "w",
        __provider: "p",
      },
    });
  });

  test.each(["create", "update"] as const)("%s with any other error is that error", async (act) => {
    const other = new Error("no");
    const { methods } = processWith({
      create: () => Promise.reject(other),
      update: () => Promise.reject(other),
    });
    const work = act === "create" ? methods.create({}) : methods.update(id, { server: {} }, {});
    await expect(work).rejects.toBe(other);
  });
});

describe("the failures of a check", () => {
  test("a new resource that fails asks for no token; one that does not, does", async () => {
    const token = (): boolean => calls(world.standin).includes("POST /token");
    const failing = processWith({
      check: (_olds, inputs) => Promise.resolve({ inputs, failures: ["it is wrong"] }),
    });
    const { failures } = await failing.methods.check({}, { identifier: id });
    expect([failures, token()]).toEqual([[{ property: "", reason: "it is wrong" }], false]);
    const known = processWith({});
    await known.methods.check({ identifier: id }, { identifier: id });
    expect(token()).toBe(false);
    await processWith({}).methods.check({}, { identifier: id });
    expect(token()).toBe(true);
  });

  test("a wrong code and the lifecycle's own stand together", async () => {
    const { methods } = processWith({
      check: (_olds, inputs) => Promise.resolve({ inputs, failures: ["it is wrong"] }),
    });
    const { failures } = await methods.check({}, { identifier: id, acknowledge: "x" });
    expect(failures.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^acknowledge is no list/),
      "it is wrong",
    ]);
  });

  test("a lifecycle is told what is in state, and of nothing when nothing is", async () => {
    const olds: unknown[] = [];
    const { methods } = processWith({
      check: (before, inputs) => {
        olds.push(before);
        return Promise.resolve({ inputs, failures: [] });
      },
    });
    await methods.check({ __provider: "p", __urn: "u" }, { identifier: id });
    await methods.check({ identifier: id, __provider: "p" }, { identifier: id });
    expect(olds).toEqual([undefined, { identifier: id }]);
  });

  test("inputs go back clean of what the engine's transport cannot carry", async () => {
    const { methods } = processWith({
      check: (_olds, inputs) =>
        Promise.resolve({ inputs: { ...inputs, gone: undefined, adopt: true }, failures: [] }),
    });
    const { inputs } = await methods.check({}, { identifier: id, __provider: "p" });
    expect(Object.keys(inputs).sort()).toEqual(["__adopt", "identifier"]);
  });
});

test("access and xml that come from rules are not judged a second time as texts", async () => {
  const text = "[object Object]";
  const refusals = async (news: Values) => {
    const { methods, warnings } = processWith({});
    const { failures } = await methods.check({}, { identifier: id, ...news });
    expect(warnings).toEqual([]);
    return failures.length;
  };
  expect(await refusals({ access: { x: text }, xml: text })).toBe(1);
  expect(await refusals({ access: { x: text } })).toBe(0);
  expect(await refusals({ access: { x: text }, xml: text, __rules: [] })).toBe(0);
});

test("what this package reads by a lifecycle that has it is no longer checked as new", async () => {
  const { methods, warnings } = processWith({
    read: (_id, olds) => Promise.resolve({ inputs: { identifier: id }, outputs: olds }),
  });
  const recorded = { environment: "local", organization: world.organisation.number };
  await methods.read(id, { identifier: id, recorded, server: {} });
  await methods.check({}, { identifier: id });
  expect(warnings).toEqual([IN_PLACE]);
  const unread = processWith({});
  await unread.methods.read(id, { identifier: id, recorded, server: { made: false } });
  await unread.methods.check({}, { identifier: id });
  expect(unread.warnings).toEqual([]);
});
