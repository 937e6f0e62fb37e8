import type { HeldList } from "../../provider/clients/access-lists/held-list";
import { ApiError, messageOf, PartialCreateError } from "../../provider/errors";
import { accessListLifecycle } from "../../provider/resources/access-list/lifecycle";
import type { Outputs, Values } from "../../provider/resources/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";

/* Lists whose writes got no good answer, or that somebody else wrote: what is in state then, and what the next run does. */

const id = "partners";
const title = `AccessList ${id}`;
const PUT = { method: "PUT", path: /access-lists/ } as const;
const POST = { method: "POST", path: /members$/ } as const;
const DELETE = { method: "DELETE", path: /members$/ } as const;
const ALWAYS = { standing: true } as const;

let world: World;
let a: string;
let b: string;
let c: string;
beforeEach(async () => {
  world = await openWorld();
  [a = "", b = "", c = ""] = [0, 1, 2].map(() => world.standin.newOrganisation().number).sort();
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => accessListLifecycle(of.context);
const program = (members?: readonly string[], more: Values = {}): Values => ({
  identifier: id,
  name: "Partners",
  description: "",
  ...(members === undefined ? {} : { members }),
  membership: "exact",
  onDelete: "keep",
  ...more,
});
const state = (inputs: Values, server: Values = {}): Outputs => ({ ...inputs, server });
const AT_LEAST = { membership: "atLeast" };

const live = () => world.anew().context.accessLists.getList(id, "members");
const holding = (work: (list: HeldList) => Promise<unknown>): Promise<void> =>
  world.anew().context.accessLists.holding(id, async (list) => {
    await list.look("members");
    await work(list);
  });
/** Somebody in Studio makes it. */
const byHand = (members: readonly string[], texts: Values = {}) =>
  holding(async (list) => {
    await list.make({ name: "Partners", description: "", ...texts });
    await list.addMembers(members);
  });
const writes = (since: number): string[] =>
  calls(world.standin, since)
    .filter((call) => !call.startsWith("GET") && call.includes("access-lists"))
    .map((call) => call.replace(/ .*\//, " "));

/** What a run that did not end well keeps in state, and why. */
async function kept(work: Promise<unknown>): Promise<{ outputs: Outputs; why: string }> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  const { resourceId, outputs } = error as PartialCreateError;
  expect(resourceId).toBe(id);
  world.standin.clearFaults();
  return { outputs: outputs as Outputs, why: messageOf(error) };
}

describe("a list that is made", () => {
  test("and refused leaves nothing in state", async () => {
    world.standin.failNext(PUT, { status: 403 });
    await expect(lifecycle().create(program([a]))).rejects.toBeInstanceOf(ApiError);
    expect(await live()).toBeUndefined();
  });

  const lost = (members?: readonly string[]) => {
    world.standin.failNext(PUT, { status: 500 }, ALWAYS);
    return kept(lifecycle().create(program(members, { adopt: true })));
  };

  test.each([
    [undefined, ["name", "description"]],
    [[], ["name", "description", "members"]],
  ])("without an answer, members %j, is in doubt as to %j", async (members, unconfirmed) => {
    const { outputs } = await lost(members);
    expect(outputs).toEqual(state(program(members), { made: false, unconfirmed }));
    expect(lifecycle().diff(outputs, program(members))).toEqual({ changes: true });
    expect(await lifecycle().update(id, outputs, program(members))).toEqual(
      state(program(members)),
    );
    expect((await live())?.members).toEqual([]);
  });

  test("without an answer, and then by somebody else, is not written over", async () => {
    const { outputs } = await lost([a]);
    await byHand([b]);
    const since = world.standin.requests.length;
    await expect(lifecycle().update(id, outputs, program([a]))).rejects.toThrow(
      `${title} exists already and differs from the program in members (on the list and not in the program: ${b}; in the program and not on the list: ${a})`,
    );
    expect(writes(since)).toEqual([]);
  });

  // Of at least some, a list with these members and the texts of the program could be what the first run has made.
  test.each<[string, (there: string) => Promise<void>]>([
    ["another name", () => byHand([], { name: "Friends" })],
    ["another description", () => byHand([], { description: "D" })],
    ["members that the program does not name", (there) => byHand([there])],
  ])("without an answer, and then with %s, is somebody else's", async (_what, make) => {
    const { outputs } = await lost([a]);
    await make(b);
    await expect(lifecycle().update(id, outputs, program([a], AT_LEAST))).rejects.toThrow(
      "exists already and differs from the program in",
    );
  });

  test("and whose members got no answer is finished by the next run", async () => {
    world.standin.failNext(POST, { status: 500 }, ALWAYS);
    const { outputs } = await kept(lifecycle().create(program([a, b])));
    // Its texts were answered well, and nobody has looked at them.
    expect(outputs).toEqual(
      state(program([a, b]), { unconfirmed: ["name", "description", "members"] }),
    );
    expect((await live())?.members).toEqual([]);
    expect(await lifecycle().update(id, outputs, program([a, b]))).toEqual(state(program([a, b])));
    expect((await live())?.members).toEqual([a, b]);
  });

  test("with one member that nobody knows says that there is nothing else to be written", async () => {
    const { why, outputs } = await kept(lifecycle().create(program(["310000004"])));
    expect(why).toBe(
      `${title}: Altinn's Register does not know the organisation: 310000004. Correct the numbers in members, or take them out, and run \`pulumi up\` again. All else was written.`,
    );
    expect(outputs).toEqual(state(program([])));
  });

  test("where there is one already asks for no other", async () => {
    await byHand([a]);
    const since = world.standin.requests.length;
    expect(await lifecycle().create(program([a]))).toEqual(state(program([a])));
    expect(writes(since)).toEqual([]);
  });

  test("and whose members are refused is in state, since it was made", async () => {
    world.standin.failNext(POST, { status: 403 });
    const { why } = await kept(lifecycle().create(program([a])));
    expect(why).toContain("answered 403");
  });

  test("while somebody deletes it is not made, and says so", async () => {
    world.standin.failNext(PUT, { status: 412 });
    await expect(lifecycle().create(program([a]))).rejects.toThrow(
      `${title} was made and deleted by somebody else while this run was about to make it. Nothing was written.`,
    );
    expect(await live()).toBeUndefined();
  });

  test("while somebody else makes one that is equal is theirs, taken over", async () => {
    world.standin.onRequest(({ method }) => (method === "PUT" ? first() : undefined));
    let left = 1;
    const first = async (): Promise<void> => {
      if ((left -= 1) === 0) await byHand([a]);
    };
    expect(await lifecycle().create(program([a]))).toEqual(state(program([a])));
    expect(world.warnings).toEqual([
      `taken over: ${title}: exists and is equal to the program: nothing is written.`,
    ]);
  });
});

describe("a list that is changed", () => {
  beforeEach(() => byHand([a, b]));
  const olds = (more: Values = {}) => state(program([a, b], more));
  const update = (news: Values, before = olds()) => lifecycle().update(id, before, news);

  test("and refused at its first write keeps its state", async () => {
    world.standin.failNext(PUT, { status: 403 });
    await expect(update(program([a, b], { name: "Friends" }))).rejects.toBeInstanceOf(ApiError);
    world.standin.failNext(POST, { status: 403 });
    await expect(update(program([a, b, c]))).rejects.toBeInstanceOf(ApiError);
  });

  test("and refused at its second one is in doubt as to both", async () => {
    world.standin.failNext(POST, { status: 403 });
    const news = program([a, b, c], { name: "Friends" });
    const { outputs } = await kept(update(news));
    expect(outputs).toEqual(state(news, { unconfirmed: ["name", "description", "members"] }));
    expect(await live()).toMatchObject({ name: "Friends", members: [a, b] });
  });

  test.each<[string, typeof PUT | typeof POST | typeof DELETE, () => Values, string[]]>([
    ["texts", PUT, () => program([a, b], { name: "Friends" }), ["name", "description"]],
    ["new members", POST, () => program([a, b, c]), ["members"]],
    ["members who go", DELETE, () => program([a]), ["members"]],
  ])(
    "whose %s got no answer is in doubt as to them alone",
    async (_what, of, news, unconfirmed) => {
      world.standin.failNext(of, { status: 500 }, ALWAYS);
      const { outputs } = await kept(update(news()));
      expect(outputs).toEqual(state(news(), { unconfirmed }));
    },
  );

  test("and names no members has none in state after its texts got no answer", async () => {
    world.standin.failNext(PUT, { status: 500 }, ALWAYS);
    const news = program(undefined, { name: "Friends", ...AT_LEAST });
    const { outputs } = await kept(update(news, state(program(undefined, AT_LEAST))));
    expect(outputs).toEqual(state(news, { unconfirmed: ["name", "description"] }));
    const since = world.standin.requests.length;
    await update(news, outputs);
    expect(calls(world.standin, since).filter((call) => call.endsWith("/members"))).toEqual([]);
  });

  test("to rule over members that it did not takes none of them away unasked", async () => {
    const since = world.standin.requests.length;
    for (const before of [state(program()), state(program([a], AT_LEAST))])
      await expect(update(program([a]), before)).rejects.toThrow(
        `${title} exists already and differs from the program in members (on the list and not in the program: ${b})`,
      );
    expect(writes(since)).toEqual([]);
  });

  test("who is to go and is perhaps not gone stays ours beside members of others", async () => {
    world.standin.failNext(DELETE, { status: 500 }, ALWAYS);
    const { outputs } = await kept(update(program([a], AT_LEAST), olds(AT_LEAST)));
    expect(outputs).toEqual(state(program([a, b], AT_LEAST), { unconfirmed: ["members"] }));
    await lifecycle().update(id, outputs, program([a], AT_LEAST));
    expect((await live())?.members).toEqual([a]);
  });

  test("and cannot be looked at after it is in doubt", async () => {
    world.standin.after(POST, () =>
      world.standin.failNext({ method: "GET", path: /access-lists/ }, { status: 403 }, ALWAYS),
    );
    const { outputs, why } = await kept(update(program([a, b, c])));
    expect(why).toMatch(/^GET \S+ answered 403/);
    expect(outputs.server).toEqual({ unconfirmed: ["members"] });
  });

  test("and is gone after it is made anew by the next run", async () => {
    world.standin.after(POST, () => {
      world.standin.failNext({ method: "GET", path: /partners$/ }, { status: 404 }, ALWAYS);
    });
    const { outputs, why } = await kept(update(program([a, b, c])));
    expect(why).toBe(`${title} was written, but Altinn does not show it. Run \`pulumi up\` again.`);
    expect(outputs.server).toEqual({ made: false, unconfirmed: ["members"] });
  });

  test("and shows another name after it is in doubt as to what differs", async () => {
    world.standin.after(POST, () =>
      holding((list) => list.putTexts({ name: "Theirs", description: "" })),
    );
    const { outputs, why } = await kept(update(program([a, b, c])));
    expect(why).toMatch(
      /^AccessList partners was written, but Altinn shows another value of name \(is "Theirs", program "Partners"\): somebody else wrote it/,
    );
    expect(outputs).toEqual(
      state(program([a, b, c], { name: "Theirs" }), { unconfirmed: ["name"] }),
    );
  });

  test("of which only state differs calls nothing", async () => {
    const since = world.standin.requests.length;
    const more = { onDelete: "delete" };
    expect(await update(program([b, a], more))).toEqual(state(program([b, a], more)));
    expect(await update(program(undefined, more))).toEqual(state(program(undefined, more)));
    expect(await update(program([a, b], { ...AT_LEAST, adopt: true }))).toEqual(
      state(program([a, b], AT_LEAST)),
    );
    expect(calls(world.standin, since)).toEqual([]);
  });

  test("writes what differs and nothing else", async () => {
    const wrote = async (news: Values, before?: Outputs): Promise<string[]> => {
      const since = world.standin.requests.length;
      await update(news, before);
      return writes(since);
    };
    expect(await wrote(program([a, b, c]))).toEqual(["POST members"]);
    expect(await wrote(program([a, b]), state(program([a, b, c])))).toEqual(["DELETE members"]);
    expect(await wrote(program([a, b], { description: "D" }))).toEqual(["PUT partners"]);
    expect(await wrote(program([a, b], { name: "N" }), olds({ description: "D" }))).toEqual([
      "PUT partners",
    ]);
    expect(await live()).toEqual({ name: "N", description: "", members: [a, b] });
  });

  test("to what somebody has made of it already needs no write, and says nothing", async () => {
    await holding((list) => list.addMembers([c]));
    const since = world.standin.requests.length;
    expect(await update(program([c, a, b]))).toEqual(state(program([c, a, b])));
    expect([writes(since), world.warnings]).toEqual([[], []]);
  });

  test("and is gone is made anew", async () => {
    await holding((list) => list.remove());
    expect(await update(program([a, c]))).toEqual(state(program([a, c])));
    expect((await live())?.members).toEqual([a, c].sort());
  });

  test("by somebody since, in its name, is not written over", async () => {
    await holding((list) => list.putTexts({ name: "Theirs", description: "T" }));
    const since = world.standin.requests.length;
    await expect(update(program([a, b], { description: "D" }))).rejects.toThrow(
      `${title} was changed at Altinn since it was last read: name became "Theirs"; it was "Partners"; description became "T"; it was "". Nothing was written.`,
    );
    expect(writes(since)).toEqual([]);
  });

  test("that is in doubt is written over without a question", async () => {
    await holding((list) => list.putTexts({ name: "Theirs", description: "" }));
    const doubtful = state(program([a, b]), { unconfirmed: ["name"] });
    expect(await update(program([a, b]), doubtful)).toEqual(state(program([a, b])));
    expect((await live())?.name).toBe("Partners");
  });
});

describe("what a refresh finds", () => {
  test("is nothing where the list is gone", async () => {
    expect(await lifecycle().read(id, state(program([a])))).toBeUndefined();
    expect(await lifecycle().get(id)).toBeUndefined();
  });

  test("keeps the marks of a list in doubt, and is not told as somebody's doing", async () => {
    await byHand([b]);
    const marks = { unconfirmed: ["members"] };
    expect(await lifecycle().read(id, state(program([a]), marks))).toEqual({
      inputs: program([b]),
      outputs: state(program([b]), marks),
    });
    expect(world.warnings).toEqual([]);
  });

  test("leaves out members that the program does not manage, and does not ask for them", async () => {
    await byHand([a]);
    const since = world.standin.requests.length;
    expect((await lifecycle().read(id, state(program())))?.inputs).toStrictEqual(program());
    expect(calls(world.standin, since).filter((call) => call.endsWith("/members"))).toEqual([]);
  });

  test("of what a program only reads is all that is there", async () => {
    await byHand([b, a]);
    expect(await lifecycle().get(id)).toEqual(state(program([a, b])));
  });
});
