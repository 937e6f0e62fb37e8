import type { Values } from "../../provider/resources/lifecycle";
import { OWNER_SCOPES, openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* Lists and connections of one run at once, on a registry that does one write to a list at a time and refuses the others. */

const ANSWER_TIME_MS = 80;
const TEN = Array.from({ length: 10 }, (_, at) => `one-of-ten-${String(at)}`);

let world: World;
beforeEach(async () => {
  world = await openWorld(OWNER_SCOPES, { answerTimeMs: ANSWER_TIME_MS });
  const { number: organization, code: orgcode } = world.organisation;
  for (const id of TEN)
    world.standin.storeResource({
      ...resourceArgs(id, { accessListMode: "Enabled" }),
      hasCompetentAuthority: { organization, orgcode },
    });
});
afterEach(() => world.close());

async function made(kind: "AccessList" | "AccessListConnection", args: Values): Promise<void> {
  const methods = process(kind);
  const { inputs, failures } = await methods.check({}, args);
  expect(failures).toEqual([]);
  await methods.create(inputs);
}

let process: ReturnType<typeof processOf>;
beforeEach(() => {
  process = processOf(world);
});

/** How often the lists of this world were asked for, by method and status. */
const asked = (since = 0): Record<string, number> => {
  const lines = world.standin.requests
    .slice(since)
    .filter(({ path }) => path.includes("/access-lists/"))
    .map(({ method, status }) => `${method} ${String(status)}`)
    .sort();
  return Object.fromEntries(
    [...new Set(lines)].map((line) => [line, lines.filter((one) => one === line).length]),
  );
};

test("ten connections of one list, and ten lists: no error, no write lost, none sent twice", async () => {
  const member = world.organisation.number;
  await made("AccessList", { identifier: "partners", name: "Partners", members: [member] });
  const since = world.standin.requests.length;
  await Promise.all([
    ...TEN.map((resourceId) =>
      made("AccessListConnection", { accessList: "partners", resourceId, actions: ["read"] }),
    ),
    ...TEN.map((identifier) =>
      made("AccessList", { identifier, name: identifier, members: [member] }),
    ),
  ]);
  const { accessLists } = world.context;
  expect((await accessLists.getList("partners", "connections"))?.connections).toEqual(
    TEN.map((resource) => ({ resource, actions: ["read"] })),
  );
  for (const identifier of TEN)
    expect((await accessLists.getList(identifier, "members"))?.members).toEqual([member]);
  // Each looks in check, before its write and after it. A list is not there until then, and is read with its members after.
  expect(asked(since)).toEqual({
    // What connections read, what lists read, and what this test has read.
    "GET 200": 10 * 3 + 10 * 2 + (1 + 10 * 2),
    "GET 404": 10 * 2,
    "PUT 200": 10 + 10,
    "POST 200": 10,
  });
});

test("somebody else's write under way: ours is refused, looked at, and done", async () => {
  const [a = "", b = ""] = [0, 1].map(() => world.standin.newOrganisation().number);
  await made("AccessList", { identifier: "partners", name: "Partners", members: [] });
  const other = world.anew();
  const adding = (of: World, member: string) =>
    of.context.accessLists.holding("partners", async (list) => {
      await list.look("texts");
      await list.addMembers([member]);
    });
  let letGo = (): void => undefined;
  const together = new Promise<void>((resolve) => (letGo = resolve));
  let left = 2;
  world.standin.onRequest(({ method, path }) => {
    if (method !== "POST" || !path.endsWith("/members")) return undefined;
    if ((left -= 1) === 0) letGo();
    return together;
  });
  await Promise.all([adding(world, a), adding(other, b)]);
  const found = await world.context.accessLists.getList("partners", "members");
  expect(found?.members).toEqual([a, b].sort());
  expect(world.standin.requests.filter(({ status }) => status === 500)).toHaveLength(1);
});
