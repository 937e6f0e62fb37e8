import { PartialCreateError } from "../../provider/errors";
import { accessListConnectionLifecycle } from "../../provider/resources/access-list-connection/lifecycle";
import type { Outputs, Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* Connections that were written and are not there, that went or changed by hand, and what a process knows of its own writes. */

const list = "partners";
const service = "ttd-licences";
const id = `${list}/${service}`;
const FRIENDS = `friends/${service}`;
const title = `AccessListConnection ${id}`;
const PUT = { method: "PUT", path: /resource-connections/ } as const;
/** Altinn takes the write, and it is nowhere afterwards. */
const LOST = { status: 200, body: "{}" } as const;

let world: World;
beforeEach(async () => {
  world = await openWorld();
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...resourceArgs(service, { accessListMode: "Enabled" }),
    hasCompetentAuthority: { organization, orgcode },
  });
  await newList(list);
});
afterEach(() => world.close());

const newList = (identifier: string) =>
  world
    .anew()
    .context.accessLists.holding(identifier, (held) =>
      held.make({ name: identifier, description: "" }),
    );

/** Somebody in Studio; without actions the connection is removed. */
const byHand = (actions: readonly string[] | undefined, of = list) =>
  world.anew().context.accessLists.holding(of, async (held) => {
    await held.look("connections");
    if (actions) await held.putConnection({ resource: service, actions });
    else await held.removeConnection(service);
  });

const lifecycle = (of: World = world) => accessListConnectionLifecycle(of.context);
const program = (more: Values = {}): Values => ({
  accessList: list,
  resourceId: service,
  onDelete: "delete",
  ...more,
});
const READ = program({ actions: ["read"] });
const stored = (inputs: Values, marks: Values = {}): Outputs => ({ ...inputs, server: marks });

async function failureOf(work: Promise<unknown>): Promise<PartialCreateError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PartialCreateError);
  return error as PartialCreateError;
}

describe("Altinn takes the write, and shows no connection", () => {
  test("the run says so, and what somebody makes until the next one is not overwritten", async () => {
    world.standin.failNext(PUT, LOST);
    const { message, outputs } = await failureOf(lifecycle().create(READ));
    expect(message).toMatch(/^AccessListConnection .* was written, but Altinn shows it not at all/);
    expect(outputs).toEqual(stored(READ, { made: false, unconfirmed: ["actions"] }));
    await byHand(["write"]);
    await expect(lifecycle(world.anew()).update(id, outputs as Outputs, READ)).rejects.toThrow(
      /exists already and differs from the program in actions/,
    );
  });

  test("its list does not count among those that let somebody in", async () => {
    await newList("friends");
    await byHand([], "friends");
    await byHand([]);
    const of = world.anew();
    await lifecycle(of).delete(id, stored(program()));
    world.standin.failNext(PUT, LOST);
    await failureOf(lifecycle(of).create(READ));
    await lifecycle(of).delete(FRIENDS, stored(program({ accessList: "friends" })));
    expect(of.warnings.at(-1)).toContain("It was the last list");
  });
});

test("Altinn takes another write, and shows what was there: the run says so, and state has what is there", async () => {
  const outputs = await lifecycle().create(READ);
  world.standin.failNext(PUT, LOST);
  const news = program({ actions: ["write"] });
  const failed = await failureOf(lifecycle(world.anew()).update(id, outputs, news));
  expect(failed.message).toMatch(/ was written, but Altinn shows it for read: /);
  expect(failed.outputs).toEqual(stored(READ, { unconfirmed: ["actions"] }));
});

test("a list that this process connects counts among those that let somebody in", async () => {
  await newList("friends");
  await byHand([], "friends");
  await byHand([]);
  const of = world.anew();
  await lifecycle(of).delete(id, stored(program()));
  await lifecycle(of).create(READ);
  await lifecycle(of).delete(FRIENDS, stored(program({ accessList: "friends" })));
  expect(of.warnings.at(-1)).toContain(`Members of ${list} keep their access.`);
});

test("gone by hand, and the answer to the write is lost: nobody knows whether it was made", async () => {
  const outputs = await lifecycle().create(READ);
  await byHand(undefined);
  world.standin.failNext(PUT, { status: 500 }, { standing: true });
  const news = program({ actions: ["write"] });
  const failed = await failureOf(lifecycle(world.anew()).update(id, outputs, news));
  expect(failed.outputs).toEqual(stored(news, { made: false, unconfirmed: ["actions"] }));
});

test("every action by hand where the program names one: the argument is gone, and no list of none", async () => {
  await byHand([]);
  expect(await lifecycle().read(id, stored(READ))).toStrictEqual({
    inputs: program(),
    outputs: stored(program({ actions: null })),
  });
});

test("what the program leaves out is not in state either", async () => {
  expect(await lifecycle().create(program())).toStrictEqual(stored(program()));
});

test("what Altinn does not keep is changed without a call", async () => {
  await byHand(["read"]);
  const since = world.standin.requests.length;
  const news = { ...READ, onDelete: "keep" };
  expect(await lifecycle().update(id, stored(READ), news)).toStrictEqual(stored(news));
  expect(calls(world.standin, since)).toEqual([]);
});

test("replaced by another list at a service that nobody knows yet: nothing is said", () => {
  const news = program({ accessList: "others", resourceId: UNKNOWN });
  expect(lifecycle().diff(stored(program()), news)).toEqual({
    replaces: ["accessList", "resourceId"],
  });
  expect(world.warnings).toEqual([]);
});

test.each([
  [["read"], ["read", "write"], `access given: ${title}: members of ${list}: write at ${service}`],
  [["read", "write"], ["read"], `access taken: ${title}: members of ${list}: write at ${service}`],
])("from %j to %j one thing is said", async (was, is, line) => {
  await byHand(was);
  const of = world.anew();
  const olds = program({ actions: was });
  const news = program({ actions: is });
  await lifecycle(of).check(stored(olds), news);
  lifecycle(of).diff(stored(olds), news);
  expect(of.warnings).toEqual([expect.stringContaining(line)]);
});

test("without a key a new one is refused by the key alone, and not looked for", async () => {
  const of = world.anew({ MASKINPORTEN_JWK: "" });
  const since = world.standin.requests.length;
  const { failures } = await lifecycle(of).check(undefined, program());
  expect(failures.map((failure) => /MASKINPORTEN_JWK/.test(String(failure)))).toEqual([true]);
  const again = await lifecycle(of).check(undefined, program());
  expect(again.failures).toEqual([
    expect.stringMatching(/^There is no token for the scope .*, for the reason given above/),
  ]);
  expect(of.warnings).toEqual([]);
  expect(calls(world.standin, since).filter((call) => /access-lists/.test(call))).toEqual([]);
});
