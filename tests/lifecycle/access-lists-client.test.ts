import { messageOf } from "../../provider/errors";
import { AccessListsClient } from "../../provider/clients/access-lists/client";
import { openWorld, type World } from "../support/altinn";

/* The client of access lists: what it asks, how often, and what stands at Altinn after it. */

const list = "partners";
const TEXTS = { name: "Partners", description: "" };

let world: World;
let lists: AccessListsClient;
/** Somebody else, such as Studio. */
let others: AccessListsClient;
beforeEach(async () => {
  world = await openWorld();
  lists = world.context.accessLists;
  others = world.anew().context.accessLists;
  await others.holding(list, (held) => held.make(TEXTS));
  world.standin.clearFaults();
});
afterEach(() => world.close());

const newNumbers = (count: number): string[] =>
  Array.from({ length: count }, () => world.standin.newOrganisation().number).sort();

/** Calls on the list since `work` began, each as its method and what follows the list. */
async function callsOf(work: () => Promise<unknown>): Promise<string[]> {
  const since = world.standin.requests.length;
  await work();
  return world.standin.requests
    .slice(since)
    .filter(({ path }) => path.includes("/access-lists/"))
    .map(({ method, path }) => `${method} ${path.split(list)[1]?.split("?")[0] ?? ""}`);
}

const counted = (calls: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    [...new Set(calls)].map((call) => [call, calls.filter((c) => c === call).length]),
  );

const added = (numbers: readonly string[], by = others) =>
  by.holding(list, async (held) => {
    await held.look("texts");
    return held.addMembers(numbers);
  });

const membersNow = async () => (await others.getList(list, "members"))?.members;

async function newResource(identifier: string): Promise<void> {
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({ identifier, hasCompetentAuthority: { organization, orgcode } });
}

const errorOf = (work: Promise<unknown>): Promise<string> => work.then(() => "no error", messageOf);

describe("reading", () => {
  test("pages through the members, a hundred a call", async () => {
    const numbers = newNumbers(250);
    await added(numbers);
    const calls = await callsOf(async () => {
      expect(await lists.getList(list, "members")).toEqual({ ...TEXTS, members: numbers });
    });
    expect(counted(calls)).toEqual({ "GET ": 1, "GET /members": 3 });
  });

  test("begins again when the list changes between two pages", async () => {
    const numbers = newNumbers(150);
    await added(numbers);
    const [late = ""] = newNumbers(1);
    world.standin.after({ method: "GET", path: /members/ }, async () => {
      await added([late]);
    });
    expect((await lists.getList(list, "members"))?.members).toEqual([...numbers, late].sort());
  });

  test("gives up a list that changes at every look, and says so", async () => {
    await added(newNumbers(101));
    let changes = 0;
    world.standin.after(
      { method: "GET", path: /members(?!\?)/ },
      async () => {
        changes += 1;
        await others.holding(list, async (held) => {
          await held.look("texts");
          await held.putTexts({ name: `Partners ${String(changes)}`, description: "" });
        });
      },
      { standing: true },
    );
    expect(await errorOf(lists.getList(list, "members"))).toMatch(
      /the list was changed by somebody each of the 5 times.*Wait until nobody writes/,
    );
    expect(changes).toBe(5);
  });

  test("a list that is not there is undefined; a gateway's 404 is an error", async () => {
    expect(await lists.getList("nobody", "members")).toBeUndefined();
    const page = { status: 404, headers: { "content-type": "text/html" }, body: "<html></html>" };
    world.standin.failNext({ path: /access-lists/ }, page);
    expect(await errorOf(lists.getList(list, "texts"))).toContain("nothing was taken as deleted");
  });

  test("the lists of a resource come from every page", async () => {
    await newResource("row-service");
    const names = Array.from({ length: 25 }, (_, at) => `list-${String(at).padStart(2, "0")}`);
    for (const name of names)
      await others.holding(name, async (held) => {
        await held.make(TEXTS);
        if (name !== "list-03") await held.putConnection({ resource: "row-service", actions: [] });
      });
    expect(await lists.listsOf("row-service")).toEqual(names.filter((name) => name !== "list-03"));
  });
});

describe("writing members", () => {
  test("goes in parts of a hundred, and only what changes is sent", async () => {
    const numbers = newNumbers(250);
    const adding = await callsOf(() => added(numbers, lists));
    expect(counted(adding)).toEqual({ "GET ": 1, "POST /members": 3 });
    const removing = await callsOf(() =>
      lists.holding(list, async (held) => {
        await held.look("texts");
        expect(await held.removeMembers(numbers.slice(0, 120))).toEqual([]);
      }),
    );
    expect(counted(removing)).toEqual({ "GET ": 1, "DELETE /members": 2 });
    expect(await membersNow()).toEqual(numbers.slice(120));
  });

  test("5,000 members: a look of 50 pages before and after, 50 parts, nothing else", async () => {
    const numbers = newNumbers(5000);
    const calls = await callsOf(() =>
      lists.holding(list, async (held) => {
        await held.look("members");
        await held.addMembers(numbers);
        expect((await held.look("members"))?.members).toEqual(numbers);
      }),
    );
    expect(counted(calls)).toEqual({ "GET ": 2, "GET /members": 51, "POST /members": 50 });
  });

  test("one that Register does not know is found by halving, the others are members", async () => {
    const numbers = newNumbers(99);
    const unknown = "310000004";
    const wanted = [...numbers.slice(0, 40), unknown, ...numbers.slice(40)];
    let found: readonly string[] = [];
    const calls = await callsOf(async () => {
      found = await added(wanted, lists);
    });
    expect(found).toEqual([unknown]);
    expect(await membersNow()).toEqual(numbers);
    expect(calls.filter((call) => call.startsWith("POST")).length).toBeLessThanOrEqual(15);
  });

  test("a 500 that had its effect is not sent again, one that had none is sent once more", async () => {
    const [a = "", b = ""] = newNumbers(2);
    for (const [number, afterEffect] of [
      [a, true],
      [b, false],
    ] as const) {
      world.standin.failNext({ method: "POST", path: /members/ }, { status: 500, afterEffect });
      const calls = await callsOf(() =>
        lists.holding(list, async (held) => {
          await held.look("members");
          await held.addMembers([number]);
        }),
      );
      expect(calls.filter((call) => call.startsWith("POST"))).toHaveLength(afterEffect ? 1 : 2);
    }
    expect(await membersNow()).toEqual([a, b].sort());
  });
});

describe("somebody else's write between our look and ours", () => {
  test("of members ends it, told in words", async () => {
    const [ours = "", theirs = ""] = newNumbers(2);
    const writing = lists.holding(list, async (held) => {
      await held.look("members");
      await added([theirs]);
      await held.addMembers([ours]);
    });
    expect(await errorOf(writing)).toBe(
      "The access list partners was changed at Altinn while this run was writing to it, in members. Run `pulumi up --refresh`, which shows what it is now.",
    );
    expect(await membersNow()).toEqual([theirs]);
  });

  test("of a connection stops nothing", async () => {
    await newResource("row-service");
    const [ours = ""] = newNumbers(1);
    await lists.holding(list, async (held) => {
      await held.look("members");
      await others.holding(list, async (theirs) => {
        await theirs.look("connections");
        await theirs.putConnection({ resource: "row-service", actions: ["read"] });
      });
      await held.addMembers([ours]);
    });
    expect(await membersNow()).toEqual([ours]);
    expect((await others.getList(list, "connections"))?.connections).toEqual([
      { resource: "row-service", actions: ["read"] },
    ]);
  });

  test.each(["members", "texts"])("deletes the list: told, and no %s are written", async (what) => {
    const [ours = ""] = newNumbers(1);
    const writing = lists.holding(list, async (held) => {
      await held.look("members");
      await others.holding(list, async (theirs) => {
        await theirs.look("texts");
        await theirs.remove();
      });
      if (what === "members") await held.addMembers([ours]);
      else await held.putTexts({ name: "Ours", description: "" });
    });
    expect(await errorOf(writing)).toContain("was deleted at Altinn while this run was writing");
    expect(await lists.getList(list, "texts")).toBeUndefined();
  });

  test("makes the list first: ours is not made, and theirs stays as it is", async () => {
    const made = await lists.holding(list, (held) => held.make({ name: "Other", description: "" }));
    expect(made).toBeUndefined();
    expect(await lists.getList(list, "texts")).toEqual(TEXTS);
  });
});

test("a list whose making got no good answer is made once", async () => {
  world.standin.failNext({ method: "PUT" }, { status: 502, afterEffect: true });
  const texts = { name: "Newer", description: "D" };
  const made = await lists.holding("newer", (held) => held.make(texts));
  expect(made).toEqual({ ...texts, members: [] });
  expect(await others.getList("newer", "texts")).toEqual(texts);
});

test("what is removed twice was not there the second time, and a list can be made again", async () => {
  const remove = () =>
    lists.holding(list, async (held) => {
      await held.look("texts");
      await held.remove();
    });
  await remove();
  await remove();
  expect(await lists.getList(list, "texts")).toBeUndefined();
  expect(await lists.holding(list, (held) => held.make(TEXTS))).toMatchObject(TEXTS);
});

test("whoever writes to a list in this process waits for whoever holds it; other lists do not", async () => {
  const seen: string[] = [];
  const work = (name: string, on: string) =>
    lists.holding(on, async (held) => {
      seen.push(`${name} begins`);
      await held.look("texts");
      await held.putTexts({ name, description: "" });
      seen.push(`${name} ends`);
    });
  await others.holding("second", (held) => held.make(TEXTS));
  await Promise.all([work("a", list), work("b", list), work("c", "second")]);
  expect(seen.indexOf("a ends")).toBeLessThan(seen.indexOf("b begins"));
  expect(seen.indexOf("c begins")).toBeLessThan(seen.indexOf("a ends"));
  expect(await lists.getList(list, "texts")).toMatchObject({ name: "b" });
});

test("a 403 names the scope in the API's spelling, and the guide's", async () => {
  world.standin.failNext({ path: /access-lists/ }, { status: 403 });
  const error = await errorOf(lists.getList(list, "texts"));
  expect(error).toContain("altinn:resourceregistry/accesslist.write");
  expect(error).toContain("access-list.write, as Altinn's guide has it");
});

test("a resource that the registry does not have, and one of another owner, are told with the way out", async () => {
  const connect = (resource: string) =>
    lists.holding(list, async (held) => {
      await held.look("connections");
      await held.putConnection({ resource, actions: [] });
    });
  expect(await errorOf(connect("nobody-has-it"))).toMatch(/RR-00002.*Create it first/);
  const { number: organization, code: orgcode } = world.standin.newOrganisation();
  world.standin.storeResource({
    identifier: "theirs",
    hasCompetentAuthority: { organization, orgcode },
  });
  expect(await errorOf(connect("theirs"))).toMatch(/RR-00004.*belongs to another service owner/);
});
