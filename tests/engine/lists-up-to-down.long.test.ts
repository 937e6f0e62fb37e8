import type { Values } from "../../provider/resources/lifecycle";
import { said, settled, type EngineRun } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { ListsUnderTest } from "./lists-under-test";

/*
 * Two lists, the services that they are connected to, and who gains and loses what: on the real engine, from the first `up`
 * to `down` and back, in the order of these tests. What takes longer is in access-lists.long.test.ts.
 */

let world: EngineWorld;
let lists: ListsUnderTest;
let a: string;
let b: string;
let c: string;
let d: string;
beforeAll(async () => {
  world = await openEngineWorld();
  lists = new ListsUnderTest(world);
  [a = "", b = "", c = "", d = ""] = lists.newNumbers(4);
});
afterAll(() => world.close());

/** The connections of the first program; at ttd-permits members of partners may read alone. */
const ALL: Readonly<Record<string, Values>> = {
  "partners/ttd-licences": {},
  "partners/ttd-permits": { actions: ["read"] },
  "cities/ttd-licences": {},
};

const write = (members: readonly string[], connections = ALL): void =>
  lists.write({
    services: { "ttd-licences": {}, "ttd-permits": {} },
    lists: { partners: { members }, cities: { members: [d] } },
    connections,
  });

/** The lines of a run whose title is a list or a connection, sorted. */
const ofLists = (run: EngineRun): string[] =>
  said(run)
    .filter((line) => /^[^:]+: AccessList/.test(line))
    .sort();

const connected = (list: string, who: readonly string[], service: string): string =>
  `access given: AccessListConnection ${list}/${service.replace(/ .*/, "")}: members of ${list} (${who.join(", ")}): ${service}, as far as the policy lets them in`;

test("the first up makes all and says whom each connection lets in; the second changes and says nothing", async () => {
  write([a, b]);
  const first = await world.workspace.up();
  expect([first.status, settled(first.output)]).toEqual([0, expect.stringMatching(/8 created/)]);
  expect(ofLists(first)).toEqual([
    connected("cities", [d], "ttd-licences"),
    connected("partners", [a, b], "ttd-licences"),
    connected("partners", [a, b], "ttd-permits (read)"),
  ]);
  expect(first.output).not.toMatch(/warning/);
  expect(await lists.atAltinn("partners")).toEqual({
    members: [a, b],
    connections: ["ttd-licences", "ttd-permits (read)"],
  });
  const since = world.standin.requests.length;
  const second = await world.workspace.up(["--expect-no-changes"]);
  expect([second.status, second.output]).toEqual([0, expect.stringMatching(/8 unchanged/)]);
  expect([said(second), lists.writes(since)]).toEqual([[], []]);
  expect(second.output).not.toMatch(/warning|\[diff/);
});

test("a member comes and one goes: preview and up say who gains and who loses, and at which services", async () => {
  write([c, b]);
  const lines = [
    `access given: AccessList partners: member ${c}: ttd-licences, ttd-permits (read), as far as the policy lets them in`,
    `access taken: AccessList partners: member ${a}: ttd-licences, ttd-permits (read), unless another connected list has them`,
  ];
  const preview = await world.workspace.preview();
  expect(settled(preview.output)).toMatch(/~ 1 to update\s+7 unchanged/);
  expect(said(preview)).toEqual(lines);
  const since = world.standin.requests.length;
  const up = await world.workspace.up();
  expect([up.status, said(up)]).toEqual([0, lines]);
  expect(lists.writes(since)).toEqual(["POST /partners/members", "DELETE /partners/members"]);
  expect((await lists.atAltinn("partners")).members).toEqual([b, c]);
});

test("who was added and who was taken out by hand is told, and put back", async () => {
  await lists.byHand("partners", { add: [a], remove: [c] });
  const drift = `note: AccessList partners: at Altinn, not by the program, members came: ${a}; members went: ${c}`;
  const repair = [
    expect.stringMatching(
      `^access given: AccessList partners: member ${c}: ttd-licences, ttd-permits .*; it was taken at Altinn$`,
    ),
    expect.stringMatching(
      `^access taken: AccessList partners: member ${a}: ttd-licences, ttd-permits .*; it was given at Altinn$`,
    ),
  ];
  expect(said(await world.workspace.preview())).toEqual([drift, ...repair]);
  const up = await world.workspace.up();
  expect([up.status, said(up)]).toEqual([0, [drift, ...repair]]);
  expect((await lists.atAltinn("partners")).members).toEqual([b, c]);
});

test("a connection that leaves the program names the lists that still let in; another one is widened in place", async () => {
  write([b, c], { "partners/ttd-permits": {}, "cities/ttd-licences": {} });
  const widened = `access given: AccessListConnection partners/ttd-permits: members of partners (${b}, ${c}): every action but read at ttd-permits, as far as the policy lets them in`;
  const preview = await world.workspace.preview(["--diff"]);
  expect(preview.output).toContain(widened);
  expect(preview.output).toContain('whenRemoved: "Members of partners lose ttd-licences');
  const up = await world.workspace.up();
  expect([up.status, said(up).sort()]).toEqual([
    0,
    [
      widened,
      `access taken: AccessListConnection partners/ttd-licences: members of partners (${b}, ${c}): ttd-licences. Members of cities keep their access.`,
    ],
  ]);
  expect(await lists.atAltinn("partners")).toEqual({
    members: [b, c],
    connections: ["ttd-permits"],
  });
  expect((await lists.atAltinn("cities")).connections).toEqual(["ttd-licences"]);
});

test("the last connection of a service leaves while its mode is Enabled: nobody gets in", async () => {
  write([b, c], { "partners/ttd-permits": {} });
  const run = await world.workspace.up();
  expect([run.status, said(run).sort()]).toEqual([
    0,
    [
      `access taken: AccessListConnection cities/ttd-licences: members of cities (${d}): ttd-licences. It was the last list: nobody gets in while accessListMode is Enabled.`,
      expect.stringMatching(
        /^warning \[mode-without-list\]: Resource ttd-licences: accessListMode is Enabled, and this program connects no access list/,
      ),
    ],
  ]);
  expect(await lists.atAltinn("cities")).toEqual({ members: [d], connections: [] });
});

test("down disconnects and leaves the lists with their members", async () => {
  const down = await world.workspace.destroy();
  expect([down.status, down.output]).toEqual([0, expect.stringMatching(/6 deleted/)]);
  expect(ofLists(down)).toEqual([
    "access taken: AccessListConnection partners/ttd-permits: members of partners: ttd-permits. It was the last list: nobody gets in while accessListMode is Enabled.",
  ]);
  expect(await lists.atAltinn("partners")).toEqual({ members: [b, c], connections: [] });
  expect(await lists.atAltinn("cities")).toEqual({ members: [d], connections: [] });
});

test("up again takes the lists over and connects them", async () => {
  write([b, c]);
  const run = await world.workspace.up();
  expect([run.status, ofLists(run)]).toEqual([
    0,
    [
      connected("cities", [d], "ttd-licences"),
      connected("partners", [b, c], "ttd-licences"),
      connected("partners", [b, c], "ttd-permits (read)"),
      "taken over: AccessList cities: exists and is equal to the program: nothing is written.",
      "taken over: AccessList partners: exists and is equal to the program: nothing is written.",
    ],
  ]);
  expect((await lists.atAltinn("partners")).connections).toEqual([
    "ttd-licences",
    "ttd-permits (read)",
  ]);
});
