import { accessListLifecycle } from "../../provider/resources/access-list/lifecycle";
import type { Outputs, Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, OWNER_SCOPES, type World } from "../support/altinn";

/* What a preview looks for and says of a list, what counts as a change of it, and what is said when it leaves. */

const id = "partners";
const title = `AccessList ${id}`;
const [A, B] = ["974760673", "974761076"];

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => accessListLifecycle(of.context);
const program = (more: Values = {}): Values => ({
  identifier: id,
  name: "Partners",
  description: "",
  membership: "exact",
  onDelete: "keep",
  ...more,
});
const state = (more: Values = {}, server: Values = {}): Outputs => ({ ...program(more), server });
const AT_LEAST = { membership: "atLeast" };

const byHand = (members: readonly string[] = []) =>
  world.anew().context.accessLists.holding(id, async (list) => {
    await list.make({ name: "Partners", description: "" });
    await list.addMembers(members);
  });
const asked = (since: number): string[] =>
  calls(world.standin, since)
    .filter((call) => call.includes("access-lists"))
    .map((call) => call.replace(/ .*\//, " "));

describe("a preview", () => {
  const preview = async (news: Values, olds?: Values) => {
    const since = world.standin.requests.length;
    const checked = await lifecycle().check(olds, news);
    return { ...checked, asked: asked(since) };
  };

  test("fills in what is left out or null, and keeps adopt while the list is not in state", async () => {
    const given = { identifier: id, name: "Partners", description: null, members: null };
    const { inputs } = await preview({ ...given, adopt: true });
    expect(inputs).toStrictEqual(program({ adopt: true }));
    expect((await preview(given)).inputs).toStrictEqual(program());
    const known = await preview({ ...given, adopt: true }, program());
    expect(known.inputs).toStrictEqual(program());
  });

  test("of what is refused looks for nothing", async () => {
    const { failures, asked: looks } = await preview(program({ name: 7 }));
    expect([failures.length, looks]).toEqual([1, []]);
  });

  test("of a list that has no identifier yet looks for nothing", async () => {
    const { failures, asked: looks } = await preview(program({ identifier: UNKNOWN }));
    expect([failures, looks, world.context.listMembers.size]).toEqual([[], [], 0]);
  });

  test("looks for members only where the program has some", async () => {
    await byHand();
    expect((await preview(program())).asked).toEqual(["GET partners"]);
    expect((await preview(program({ members: [] }))).asked).toEqual([
      "GET partners",
      "GET members",
    ]);
  });

  test("of a list that exists says what differs, of its texts too", async () => {
    await byHand([A]);
    const { failures } = await preview(program({ name: "Friends" }));
    expect(failures).toEqual([
      expect.stringMatching(/differs from the program in name\..*\n {2}name: is "Partners"/s),
    ]);
  });

  test("of a list whose values are not known yet only says that it exists", async () => {
    await byHand([A]);
    const { failures } = await preview(program({ name: UNKNOWN }));
    expect(failures).toEqual([]);
    expect(world.warnings).toEqual([
      `taken over: ${title}: exists. Whether \`up\` changes it is not known before the values that it is given are.`,
    ]);
  });

  test("of another list in its place looks and says nothing before the engine asks anew", async () => {
    await byHand([A]);
    const olds = program({ identifier: "old", members: [A] });
    const { failures, asked: looks } = await preview(program({ members: [B] }), olds);
    expect([failures, looks, world.warnings]).toEqual([[], [], []]);
  });

  test("of a list that is gone says of its members that it is connected to nothing", async () => {
    await preview(program({ members: [B] }), program({ members: [A] }));
    expect(world.warnings).toEqual([
      `note: ${title}: members come: ${B}; members go: ${A}. This changes no access now: the list is connected to no service.`,
    ]);
  });

  test("and its run look once at the services of a list", async () => {
    await byHand([A]);
    const since = world.standin.requests.length;
    const process = lifecycle();
    const { inputs } = await process.check(undefined, program({ members: [B], adopt: true }));
    await process.create(inputs);
    const looks = ["GET partners", "GET members"];
    const services = "GET partners";
    expect(asked(since)).toEqual([
      ...looks,
      services,
      ...looks,
      "POST members",
      "DELETE members",
      ...looks,
    ]);
  });

  test("without a key refuses nothing", async () => {
    const of = world.anew({ ALTINN_WITHOUT_KEY: "true", MASKINPORTEN_JWK: "" });
    expect((await lifecycle(of).check(undefined, program())).failures).toEqual([]);
  });

  test("of members that come under the program's rule compares them and no texts", async () => {
    await byHand([A]);
    for (const olds of [
      program({ name: "Old" }),
      program({ name: "Old", ...AT_LEAST, members: [] }),
    ])
      expect((await preview(program({ name: "New", members: [B] }), olds)).failures).toEqual([
        expect.stringMatching(/differs from the program in members\./),
      ]);
  });

  test.each<[string, Values, Values]>([
    ["members of which fewer have to be", { members: [A] }, { members: [A], ...AT_LEAST }],
    ["at least the same", { members: [A], ...AT_LEAST }, { members: [A], ...AT_LEAST }],
    ["no members any more", { members: [A] }, {}],
    ["members that are not known yet", { members: [A] }, { members: [UNKNOWN] }],
  ])("of %s looks for nothing", async (_what, olds, news) => {
    await byHand([A, B]);
    const { failures, asked: looks } = await preview(program(news), program(olds));
    expect([failures, looks, world.warnings]).toEqual([[], [], []]);
  });

  test("keeps the members in mind for connections, as far as all are known", async () => {
    await preview(program({ members: [A, B] }));
    expect(world.context.listMembers.get(id)).toEqual([A, B]);
    await preview(program({ members: [A, UNKNOWN] }));
    expect(world.context.listMembers.get(id)).toEqual([]);
    await preview(program());
    expect(world.context.listMembers.get(id)).toEqual([]);
  });

  test("without the right to lists is refused where a list would be made, and looks for nothing", async () => {
    await world.close();
    world = await openWorld(OWNER_SCOPES.filter((scope) => !scope.includes("accesslist")));
    const { failures, asked: looks } = await preview(program());
    expect(failures).toEqual([expect.stringContaining("accesslist.write")]);
    expect(looks).toEqual([]);
    const atLeast = program({ members: [A], ...AT_LEAST });
    expect((await preview(program({ members: [A, B], ...AT_LEAST }), atLeast)).asked).toEqual([]);
  });
});

describe("a change", () => {
  test.each<[string, Outputs, Values, object]>([
    ["none", state(), {}, { changes: false }],
    ["adopt alone", state(), { adopt: true }, { changes: false }],
    ["the name", state(), { name: "Friends" }, {}],
    ["the description", state(), { description: "D" }, {}],
    ["onDelete", state(), { onDelete: "delete" }, {}],
    ["membership", state({ members: [] }), { members: [], ...AT_LEAST }, {}],
    ["the same members", state({ members: [A, B] }), { members: [B, A, B] }, { changes: false }],
    ["a member more", state({ members: [A] }), { members: [B, A] }, {}],
    ["a member less", state({ members: [A, B] }), { members: [A] }, {}],
    ["members that are not known", state({ members: [A] }), { members: UNKNOWN }, {}],
    ["the first members, none", state(), { members: [] }, {}],
    ["a mark", state({}, { unconfirmed: ["name"] }), {}, { changes: true }],
    ["another list", state(), { identifier: "friends" }, { replaces: ["identifier"] }],
  ])("%s", (_what, olds, more, difference) => {
    expect(lifecycle().diff(olds, program(more))).toEqual(difference);
  });

  /** In a process of its own, which says nothing twice. */
  const said = (olds: Outputs, news: Values, of = world.anew()): readonly string[] => {
    lifecycle(of).diff(olds, program(news));
    return of.warnings;
  };
  const BECOMES = `note: ${title}: its identifier becomes friends, which is another list: the connections of this one do not come along.`;
  const STAYS = expect.stringMatching(/^stays: AccessList partners: it stays at Altinn/) as unknown;
  const GOES = `access taken: ${title}: its members: every service that only this list lets them into. The list is deleted with its members and connections.`;

  test("to another list says what becomes of this one", () => {
    const [keep, gone] = [state(), state({ onDelete: "delete" })];
    expect(said(keep, { identifier: "friends" })).toEqual([BECOMES, STAYS]);
    expect(said(gone, { identifier: "friends" })).toEqual([BECOMES, GOES]);
    expect(said(gone, { identifier: UNKNOWN })).toEqual([]);
    const keeping = world.anew({ ALTINN_ON_DELETE: "keep" });
    expect(said(gone, { identifier: "friends" }, keeping)).toEqual([BECOMES, STAYS]);
    const retaining = world.anew();
    retaining.context.retained.add(title);
    expect(said(gone, { identifier: "friends" }, retaining)).toEqual([BECOMES, STAYS]);
  });

  test("by which members are managed no more says that they stay, and no other does", () => {
    expect(said(state({ members: [A, B] }), {})).toEqual([
      expect.stringMatching(/^stays: AccessList partners: its members, 2 of them/),
    ]);
    expect(said(state({ members: [] }), {})).toEqual([
      expect.stringMatching(/^stays: AccessList partners: its members, 0 of them/),
    ]);
    expect(said(state({ members: [A] }), { members: [] })).toEqual([]);
    expect(said(state(), {})).toEqual([]);
  });
});

test("a list that leaves stays unless its program says otherwise, and that is said", async () => {
  await byHand();
  const since = world.standin.requests.length;
  await lifecycle().delete(id, state());
  expect(world.warnings).toEqual([
    `stays: ${title}: it stays at Altinn with its members and connections, and so does their access. To delete it, run \`pulumi up\` with onDelete "delete" before it leaves the program.`,
  ]);
  expect(asked(since)).toEqual([]);
  const deleting = world.anew({ ALTINN_ON_DELETE: "delete" });
  await lifecycle(deleting).delete(id, state());
  expect(await world.context.accessLists.getList(id, "texts")).toBeUndefined();
});

test("its id is its identifier", () => {
  expect(lifecycle().idOf(program())).toBe(id);
});
