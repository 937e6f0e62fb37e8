import {
  connectedInWords,
  filtersAsKnown,
  filtersByLists,
  othersOf,
} from "../../provider/resources/access-list-mode";
import type { Context } from "../../provider/resources/lifecycle";
import {
  lineOfLeaving,
  takeOutOfUse,
  wayRefused,
  type WayToDelete,
} from "../../provider/resources/resource/deletion";
import type { Settings } from "../../provider/settings";
import { UNKNOWN } from "../../provider/values/unknown";

/* What is said of a service that leaves the program or is for members alone. */

const settings = (mayDelete: boolean, withoutKey = false) =>
  ({ environment: "tt02", withoutKey, facts: { mayDelete } }) as Settings;

test.each<[unknown, boolean, boolean]>([
  ["delete", false, true],
  ["delete", true, false],
  ["withdraw", false, false],
  [UNKNOWN, false, false],
])("%j where deleting is allowed %s: refused %s", (way, mayDelete, refused) => {
  const why = wayRefused(way, settings(mayDelete));
  if (refused)
    expect(why).toMatch(/^onDelete is "delete", which the Resource Registry refuses in tt02/);
  else expect(why).toBeUndefined();
});

const ofWay = (way: WayToDelete, lists?: string): string =>
  lineOfLeaving("Resource x", way, lists).text;

test("each way is said as what it does", () => {
  expect(ofWay("keep")).toMatch(/^stays: Resource x: it stays as it is at Altinn/);
  expect(ofWay("withdraw")).toMatch(
    /^stays: Resource x: transfers and access go on as before\. The resource is withdrawn/,
  );
  expect(ofWay("withdraw", "Lists decide.")).toMatch(
    /^stays: Resource x: Lists decide\. The resource is withdrawn/,
  );
  expect(ofWay("close")).toMatch(
    /^access taken: Resource x: accessListMode Enabled: everybody who is on no connected access list\. Which lists are connected is looked at then\. For whoever/,
  );
  expect(ofWay("close", "None is.")).toMatch(/list\. None is\. For whoever/);
  expect(ofWay("delete")).toMatch(/^access taken: Resource x: everybody: the resource is deleted/);
});

const fails = () => Promise.reject(new Error("no answer"));

/** A run in which Altinn has this much of a service x. */
function run(
  {
    lists = [],
    known = lists,
    live,
  }: {
    lists?: string[] | "fails";
    known?: readonly string[] | "fails" | undefined;
    live?: object | "fails" | undefined;
  },
  of = settings(true),
) {
  const said: string[] = [];
  const written: unknown[] = [];
  const context = {
    settings: of,
    accessListModes: new Map<string, unknown>(),
    connectedLists: {
      to: () => (lists === "fails" ? fails() : Promise.resolve(lists)),
      known: () => Promise.resolve(known),
    },
    registry: {
      getResource: () => (live === "fails" ? fails() : Promise.resolve(live)),
      deleteResource: (id: string) => void written.push(`delete ${id}`),
      putResource: (document: unknown) => void written.push(document),
    },
    say: ({ text }: { text: string }) => void said.push(text),
  };
  return { context: context as unknown as Context, modes: context.accessListModes, said, written };
}

describe("whether lists decide", () => {
  test.each<[unknown, boolean | undefined]>([
    ["Enabled", true],
    ["Disabled", false],
    [undefined, false],
    [UNKNOWN, undefined],
  ])("by the program's %j: %s", async (mode, decides) => {
    const { context, modes } = run({ live: { accessListMode: "Enabled" } });
    modes.set("x", mode);
    expect(filtersAsKnown(context, "x")).toBe(decides);
    expect(await filtersByLists(context, "x")).toBe(decides);
  });

  test.each<[object | "fails" | undefined, boolean | undefined]>([
    [{ accessListMode: "Enabled" }, true],
    [{}, false],
    [undefined, undefined],
    ["fails", undefined],
  ])("by what is at Altinn, %j: %s", async (live, decides) => {
    const { context } = run({ live });
    expect(filtersAsKnown(context, "x")).toBeUndefined();
    expect(await filtersByLists(context, "x")).toBe(decides);
    expect(filtersAsKnown(context, "x")).toBe(decides);
  });
});

test.each<[string[] | "fails", string, string]>([
  [
    [],
    "No access list is connected at Altinn now: until one is, nobody is let in.",
    "It was the last list: nobody gets in while accessListMode is Enabled.",
  ],
  [
    ["a", "b"],
    "Connected at Altinn now: a, b, whose members keep their access.",
    "Members of a, b keep their access.",
  ],
  [
    "fails",
    "Access lists were not looked at. no answer",
    "Whether another list is connected could not be seen: no answer",
  ],
])("the lists %j in words", async (lists, connected, others) => {
  const { context } = run({ lists });
  expect(await connectedInWords(context, "x")).toBe(connected);
  expect(await othersOf(context.connectedLists, "x")).toBe(others);
});

test("without a key nobody looks at lists", async () => {
  const { context } = run({ lists: ["a"] }, settings(true, true));
  expect(await connectedInWords(context, "x")).toBe(
    "Access lists were not looked at, since ALTINN_WITHOUT_KEY is set.",
  );
});

describe("what leaves", () => {
  const live = { identifier: "x", versionId: 7, status: "Completed", visible: true } as never;
  const withdrawn = { ...(live as object), status: "Withdrawn", delegable: false, visible: false };

  test("is withdrawn by one write, without its version", async () => {
    const { context, said, written } = run({});
    await takeOutOfUse(context, "Resource x", live, "withdraw");
    expect(written).toEqual([
      { identifier: "x", status: "Withdrawn", delegable: false, visible: false },
    ]);
    expect(said).toEqual([ofWay("withdraw")]);
  });

  test("is not written when it is withdrawn already", async () => {
    const { context, said, written } = run({});
    await takeOutOfUse(context, "Resource x", withdrawn as never, "withdraw");
    expect([written, said]).toEqual([[], [ofWay("withdraw")]]);
  });

  test("is closed by its list mode as well, and the lists are named", async () => {
    const { context, said, written } = run({ lists: ["a"] });
    await takeOutOfUse(context, "Resource x", withdrawn as never, "close");
    expect(written).toEqual([expect.objectContaining({ accessListMode: "Enabled" })]);
    expect(said[0]).toContain("Connected at Altinn now: a, whose members keep their access.");
  });

  test("is deleted where that is allowed, and stays where it is not", async () => {
    const { context, said, written } = run({});
    await takeOutOfUse(context, "Resource x", live, "delete");
    expect([written, said]).toEqual([["delete x"], [ofWay("delete")]]);
    const production = run({}, settings(false));
    await expect(takeOutOfUse(production.context, "Resource x", live, "delete")).rejects.toThrow(
      /^Resource x stays: onDelete is "delete", which the Resource Registry refuses/,
    );
    expect([production.written, production.said]).toEqual([[], []]);
  });

  test.each<[readonly string[] | undefined, RegExp]>([
    [undefined, /whoever is let in as a member of a connected access list is let in as before/],
    [[], /no access list is connected, so nobody is let in/],
    [["a", "b"], /so members of a, b are let in as before/],
  ])("for members alone, with the lists %j known, is said to be so", async (known, words) => {
    const { context, said } = run({ known: known as string[] });
    if (known === undefined)
      Object.assign(context.connectedLists, { known: async () => undefined });
    const enabled = { ...(withdrawn as object), accessListMode: "Enabled" } as never;
    await takeOutOfUse(context, "Resource x", enabled, "withdraw");
    expect(said).toEqual([expect.stringMatching(words)]);
  });
});
