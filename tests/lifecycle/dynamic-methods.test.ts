import type { DynamicMethods } from "../../provider/dynamic-methods";
import type { Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { openWorld, type World } from "../support/altinn";
import { methodsOf, processOf, resourceMethods } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* What the provider process makes of a lifecycle: what it takes out of state, remembers, hands on and says. */

const id = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function made(more: Values = {}): Promise<{ inputs: Values; outs: Values }> {
  const methods = resourceMethods(world);
  const { inputs, failures } = await methods.check({}, resourceArgs(id, more));
  expect(failures).toEqual([]);
  return { inputs, outs: (await methods.create(inputs)).outs };
}
const live = () => world.standin.altinn.registry.document(id);
const without = (values: Values, ...keys: string[]): Values =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !keys.includes(key)));

describe("what a program only reads", () => {
  test("is read whole, stays so, and gives no inputs to compare", async () => {
    await made({ homepage: "https://x.example" });
    const methods = resourceMethods(world.anew());
    const first = await methods.read(id, {});
    expect(first).toEqual({
      id,
      props: expect.objectContaining({
        homepage: "https://x.example",
        recorded: { environment: "local", organization: world.organisation.number },
        __get: true,
      }),
    });
    const again = await methods.read(id, first.props ?? {});
    expect(again).toEqual(first);
    world.standin.storeResource({ ...live(), homepage: "https://y.example" });
    const { props, inputs } = await resourceMethods(world.anew()).read(id, first.props ?? {});
    expect([props?.homepage, inputs]).toEqual(["https://y.example", undefined]);
    expect(world.warnings.join()).not.toContain("https://y.example");
  });

  test("is refused when it is not there", async () => {
    await expect(resourceMethods(world).read("ttd-none", {})).rejects.toThrow(
      "Resource ttd-none is not there, so it cannot be read. Check the id and altinn:environment, or make it.",
    );
  });
});

test("what is in state is read back with its inputs, and with what is carried past the lifecycle", async () => {
  const { outs } = await made({ whenRemoved: "it goes" });
  const found = await resourceMethods(world.anew()).read(id, outs);
  expect(found.id).toBe(id);
  expect(found.inputs).toMatchObject({ identifier: id, whenRemoved: "it goes" });
  expect(found.inputs).not.toHaveProperty("server");
  expect(found.inputs).not.toHaveProperty("recorded");
  expect(found.props).toEqual(outs);
});

test("state of an older form, without `server` or with something else there, is read like any other", async () => {
  const { outs } = await made();
  for (const server of [undefined, null, "x", ["x"]]) {
    const found = await resourceMethods(world.anew()).read(id, { ...outs, server });
    expect(found.props?.server).toEqual(outs.server);
  }
});

describe("state that does not record where it was made", () => {
  test.each(["diff", "update", "delete"] as const)("%s does its work", async (act) => {
    const { inputs, outs } = await made();
    const old = without(outs, "recorded");
    const methods = resourceMethods(world.anew());
    if (act === "diff") expect(await methods.diff(id, old, inputs)).toEqual({ changes: false });
    if (act === "update") {
      const { outs: updated } = await methods.update(id, old, {
        ...inputs,
        homepage: "https://x.example",
      });
      expect(updated.recorded).toEqual(outs.recorded);
      expect(live()).toMatchObject({ homepage: "https://x.example" });
    }
    if (act === "delete") {
      await methods.delete(id, old);
      expect(live()).toMatchObject({ status: "Withdrawn" });
    }
  });
});

describe("gone", () => {
  test("is said of what was known to be there", async () => {
    const { outs } = await made();
    const other = world.anew();
    await resourceMethods(world).delete(id, { ...outs, onDelete: "delete" });
    expect(await resourceMethods(other).read(id, outs)).toEqual({});
    expect(other.warnings).toEqual([
      `note: Resource ${id}: it is in state and not at Altinn any more. What the program still has of it is made anew.`,
    ]);
  });

  test("is not said of what nobody knows to have been made", async () => {
    const { outs } = await made();
    const other = world.anew();
    await resourceMethods(world).delete(id, { ...outs, onDelete: "delete" });
    const unmade = { ...outs, server: { made: false, unconfirmed: [] } };
    expect(await resourceMethods(other).read(id, unmade)).toEqual({});
    expect(other.warnings).toEqual([]);
  });
});

const IN_PLACE = `note: Resource ${id}: this stack has it already. What the plan creates or replaces is changed in place, and nothing is deleted.`;

describe("what is checked as new although it is in state is changed in place", () => {
  const acts: readonly (readonly [
    string,
    (methods: DynamicMethods, of: { inputs: Values; outs: Values }) => Promise<unknown>,
    string[],
  ])[] = [
    ["a check of it", (methods, { inputs }) => methods.check(inputs, resourceArgs(id)), [IN_PLACE]],
    ["a diff of it", (methods, { inputs, outs }) => methods.diff(id, outs, inputs), [IN_PLACE]],
    ["a read of it", (methods, { outs }) => methods.read(id, outs), [IN_PLACE]],
    [
      "a check of another one",
      (methods) => methods.check(resourceArgs("ttd-other"), resourceArgs("ttd-other")),
      [`taken over: Resource ${id}: exists and is equal to the program: nothing is written.`],
    ],
  ];
  test.each(acts)("known by %s", async (_what, act, said) => {
    const of = await made({ acknowledge: ["identifier-prefix"] });
    const other = world.anew();
    const methods = processOf(other)("Resource");
    await act(methods, of);
    other.warnings.splice(0);
    await methods.check({}, resourceArgs(id, { acknowledge: ["identifier-prefix"] }));
    expect(other.warnings).toEqual(said);
  });
});

test.each([
  [true, "stays as it is"],
  [false, "withdrawn"],
])("what leaves the program, retained by the engine %s, is said to be %s", async (retained, is) => {
  const { inputs, outs } = await made();
  const later = world.anew();
  const methods = processOf(later)("Resource");
  const olds = retained ? { ...inputs, __retained: true } : inputs;
  const { inputs: news } = await methods.check(olds, resourceArgs("ttd-other"));
  later.warnings.splice(0);
  await methods.diff(id, outs, news);
  expect(later.warnings).toEqual([
    expect.stringContaining("its identifier becomes ttd-other"),
    expect.stringContaining(is),
  ]);
});

describe("a resource that this run has checked is not deleted", () => {
  const checked = async (news: Values) => {
    const { outs } = await made({ __urn: "urn:old" });
    const later = world.anew();
    const methods = processOf(later)("Resource");
    const { failures } = await methods.check({}, news);
    later.warnings.splice(0);
    await methods.delete(id, outs);
    return { failures: failures.length, warnings: later.warnings, status: live()?.status };
  };

  test("under the same name nothing is said", async () => {
    const { warnings, status } = await checked(resourceArgs(id, { __urn: "urn:old" }));
    expect([warnings, status]).toEqual([[], "Completed"]);
  });

  test("under another name it is said", async () => {
    const { warnings, status } = await checked(resourceArgs(id, { __urn: "urn:new" }));
    expect([warnings, status]).toEqual([
      [expect.stringMatching(/^warning \[left-alone\]: Resource ttd-licences: nothing is deleted/)],
      "Completed",
    ]);
  });

  test("but one whose check failed is", async () => {
    const { failures, status } = await checked(resourceArgs(id, { title: { nb: "x" } }));
    expect([failures > 0, status]).toEqual([true, "Withdrawn"]);
  });

  test("and so is one beside another whose identifier is not known yet", async () => {
    const { status } = await checked(resourceArgs(UNKNOWN));
    expect(status).toBe("Withdrawn");
  });
});

test("each kind's writes need its own scope, whose refusal a changed one meets in diff", async () => {
  const none = world.standin.newClient({ organisation: world.organisation.number, scopes: [] });
  const later = world.anew({
    MASKINPORTEN_CLIENT_ID: none.clientId,
    MASKINPORTEN_JWK: JSON.stringify(none.jwk),
  });
  const olds = { resourceId: id, onDelete: "forget", fileTransferTimeToLive: "P30D", server: {} };
  const methods = methodsOf(later, "BrokerResourceConfig");
  const diff = (news: Values) => methods.diff(id, olds, { ...without(olds, "server"), ...news });
  expect(await diff({})).toEqual({ changes: false });
  await expect(diff({ fileTransferTimeToLive: "P7D" })).rejects.toThrow(
    /refused a token for the scope altinn:serviceowner/,
  );
});
