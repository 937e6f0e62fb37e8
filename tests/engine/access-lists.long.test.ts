import type { Values } from "../../provider/resources/lifecycle";
import { said, settled, type EngineRun } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { ListsUnderTest } from "./lists-under-test";

/*
 * Access lists on the real engine, each test with an Altinn of its own: the mode of the service, take-over, members that
 * nobody knows, and a list of a thousand.
 */

const SERVICE = "ttd-licences";
const CONNECTION = `partners/${SERVICE}`;

let world: EngineWorld;
let lists: ListsUnderTest;
beforeEach(async () => {
  world = await openEngineWorld();
  lists = new ListsUnderTest(world);
});
afterEach(() => world.close());

/** The service with its list; `false` leaves one out. */
function write(part: {
  readonly resource?: Values;
  readonly list?: Values | false;
  readonly connection?: Values | false;
}): void {
  const { resource = {}, list = {}, connection = {} } = part;
  lists.write({
    services: { [SERVICE]: resource },
    lists: list === false ? {} : { partners: list },
    connections: connection === false ? {} : { [CONNECTION]: connection },
  });
}

/** What a run says, without what is said of every new identifier, sorted. */
const lines = (run: EngineRun): string[] =>
  said(run)
    .filter((line) => !line.endsWith("Check it before `up`."))
    .sort();

async function goodUp(args: readonly string[] = [], env = {}): Promise<EngineRun> {
  const run = await world.workspace.up(args, env);
  expect([run.status, run.output]).toEqual([0, expect.any(String)]);
  return run;
}

const modeAtAltinn = async () =>
  (await world.context.registry.getResource(SERVICE))?.accessListMode;

describe("the mode of a service", () => {
  const WITHOUT_LIST = expect.stringMatching(
    /^warning \[mode-without-list\]: Resource ttd-licences: .* Write an AccessListConnection, or acknowledge: \["mode-without-list"\]/,
  );
  const SHUT = `access taken: Resource ${SERVICE}: accessListMode Enabled: everybody who is on no connected access list.`;

  test.each<readonly [string, Parameters<typeof write>[0], unknown[]]>([
    ["Enabled without a list is warned about", { list: false, connection: false }, [WITHOUT_LIST]],
    ["Enabled without a connection is warned about", { connection: false }, [WITHOUT_LIST]],
    [
      "Enabled without a list, acknowledged, is not warned about",
      { list: false, connection: false, resource: { acknowledge: ["mode-without-list"] } },
      [],
    ],
    [
      "Enabled with a connection is not warned about",
      { list: {}, connection: {} },
      [
        `access given: AccessListConnection ${CONNECTION}: members of partners: ${SERVICE}, as far as the policy lets them in`,
      ],
    ],
    [
      "Disabled with a connection: the list has no effect",
      { resource: { accessListMode: "Disabled" } },
      [
        expect.stringMatching(
          /^warning \[list-without-mode\]: AccessListConnection partners\/ttd-licences: it has no effect:/,
        ),
      ],
    ],
  ])("%s", async (_what, program, expected) => {
    write(program);
    const preview = await world.workspace.preview();
    expect([preview.status, lines(preview)]).toEqual([0, expected]);
    expect(lines(await goodUp())).toEqual(expected);
  });

  test("switched to Enabled: the lists that let in are named, or that nobody gets in", async () => {
    write({ resource: { accessListMode: "Disabled" } });
    await goodUp();
    await lists.byHand("cities", { connect: { [SERVICE]: ["read"] } });
    write({});
    const named = `${SHUT} Connected at Altinn now: cities, partners, whose members keep their access.`;
    expect(lines(await world.workspace.preview())).toEqual([named]);
    expect(await modeAtAltinn()).toBe("Disabled");
    expect(lines(await goodUp())).toEqual([named]);
    expect(await modeAtAltinn()).toBe("Enabled");
  });

  test("switched to Enabled with no list: nobody gets in, and switched back whoever the policy lets in", async () => {
    const program = { list: false, connection: false } as const;
    const open = { accessListMode: "Disabled", acknowledge: ["mode-without-list"] };
    const shut = { ...open, accessListMode: "Enabled" };
    write({ ...program, resource: open });
    await goodUp();
    write({ ...program, resource: shut });
    const nobody = `${SHUT} No access list is connected at Altinn now: until one is, nobody is let in.`;
    expect(lines(await world.workspace.preview())).toEqual([nobody]);
    expect(lines(await goodUp())).toEqual([nobody]);
    write({ ...program, resource: open });
    expect(lines(await goodUp())).toEqual([
      `access given: Resource ${SERVICE}: accessListMode Disabled: whoever the policy lets in, on a connected access list or not`,
    ]);
    expect(await modeAtAltinn()).toBe("Disabled");
  });

  test("onDelete close names the lists that keep access, or says that nobody gets in", async () => {
    const open = { accessListMode: "Disabled", onDelete: "close" };
    lists.write({ services: { [SERVICE]: open, "ttd-permits": open } });
    await goodUp();
    await lists.byHand("partners", { connect: { [SERVICE]: [] } });
    lists.write({});
    const run = await goodUp();
    const closed = (id: string): string =>
      `access taken: Resource ${id}: accessListMode Enabled: everybody who is on no connected access list\\.`;
    expect(lines(run)).toEqual([
      expect.stringMatching(
        `${closed(SERVICE)} Connected at Altinn now: partners, whose members keep their access\\. .* The resource is withdrawn\\.$`,
      ),
      expect.stringMatching(
        `${closed("ttd-permits")} No access list is connected at Altinn now: until one is, nobody is let in\\. .* The resource is withdrawn\\.$`,
      ),
    ]);
    expect(await modeAtAltinn()).toBe("Enabled");
    expect((await lists.atAltinn("partners")).connections).toEqual([SERVICE]);
  });
});

describe("a list and a connection that were made by hand", () => {
  let a: string;
  let b: string;
  let c: string;
  const resource = { acknowledge: ["mode-without-list"] };
  beforeEach(async () => {
    [a = "", b = "", c = ""] = lists.newNumbers(3);
    write({ resource, list: false, connection: false });
    await goodUp();
    await lists.byHand("partners", {
      name: "Partners",
      add: [a, b],
      connect: { [SERVICE]: ["read"] },
    });
  });

  test("equal: taken over and said, nothing written; left with keep they stay", async () => {
    write({
      resource,
      list: { name: "Partners", members: [b, a] },
      connection: { actions: ["read"] },
    });
    const equal = [
      "taken over: AccessList partners: exists and is equal to the program: nothing is written.",
      `taken over: AccessListConnection ${CONNECTION}: exists and is equal to the program: nothing is written.`,
    ];
    const since = world.standin.requests.length;
    expect(lines(await world.workspace.preview())).toEqual(equal);
    expect(lines(await goodUp())).toEqual(equal);
    await goodUp(["--expect-no-changes"]);
    write({ resource, list: false, connection: false });
    expect(lines(await goodUp([], { ALTINN_ON_DELETE: "keep" }))).toEqual([
      `stays: AccessListConnection ${CONNECTION}: it stays at Altinn, and members of partners keep their access to ${SERVICE}.`,
    ]);
    expect(lists.writes(since)).toEqual([]);
    expect(await lists.atAltinn("partners")).toEqual({
      members: [a, b],
      connections: [`${SERVICE} (read)`],
    });
  });

  test("different: refused with each old value, and with adopt changed, said and written", async () => {
    const list = { name: "Friends", members: [b, c] };
    const connection = { actions: ["write"] };
    write({ resource, list, connection: false });
    const refused = await world.workspace.preview();
    expect([refused.status === 0, settled(refused.output)]).toEqual([
      false,
      expect.stringMatching(
        new RegExp(
          `AccessList partners exists already and differs from the program in name, members\\. .*set adopt: true.*\n +name: is "Partners", program "Friends"\n +members: on the list and not in the program: ${a}; in the program and not on the list: ${c}\n`,
        ),
      ),
    ]);
    write({ resource, list: false, connection });
    const other = await world.workspace.up();
    expect([other.status === 0, settled(other.output)]).toEqual([
      false,
      expect.stringMatching(
        /AccessListConnection partners\/ttd-licences exists already and differs from the program in actions\. .*\n +actions: is read, program write\n/,
      ),
    ]);
    expect(await lists.atAltinn("partners")).toMatchObject({ members: [a, b] });

    const adopt = true;
    write({ resource, list: { ...list, adopt }, connection: { ...connection, adopt } });
    const adopted = [
      expect.stringMatching(`^access given: AccessList partners: member ${c}: ${SERVICE}`),
      `access given: AccessListConnection ${CONNECTION}: members of partners (${b}, ${c}): write at ${SERVICE}, as far as the policy lets them in`,
      expect.stringMatching(`^access taken: AccessList partners: member ${a}: ${SERVICE}`),
      `access taken: AccessListConnection ${CONNECTION}: members of partners (${b}, ${c}): read at ${SERVICE}`,
      "taken over: AccessList partners: exists and is changed to what the program says (adopt).",
      `taken over: AccessList partners: members: on the list and not in the program: ${a}; in the program and not on the list: ${c}.`,
      'taken over: AccessList partners: name: is "Partners", program "Friends".',
      `taken over: AccessListConnection ${CONNECTION}: actions: is read, program write.`,
      `taken over: AccessListConnection ${CONNECTION}: exists and is changed to what the program says (adopt).`,
    ];
    expect(lines(await world.workspace.preview())).toEqual(adopted);
    expect(lines(await goodUp())).toEqual(adopted);
    expect(await lists.atAltinn("partners")).toEqual({
      members: [b, c],
      connections: [`${SERVICE} (write)`],
    });
    await goodUp(["--expect-no-changes"]);
  });
});

test("a member that Register does not know: it is named, the others are written, and the next up goes on", async () => {
  const [a = "", b = "", c = ""] = lists.newNumbers(3);
  // A check digit that fits, and no organisation.
  const nobody = "988888885";
  write({ list: { members: [a] } });
  await goodUp();
  write({ list: { members: [b, nobody, c] } });
  const refused = await world.workspace.up();
  expect([refused.status === 0, settled(refused.output)]).toEqual([
    false,
    expect.stringContaining(
      `AccessList partners: Altinn's Register does not know the organisation: ${nobody}. Correct the numbers in members, or take them out, and run \`pulumi up\` again. All else was written: members came: ${b}, ${c}; members went: ${a}.`,
    ),
  ]);
  expect((await lists.atAltinn("partners")).members).toEqual([b, c]);
  const again = await world.workspace.up();
  expect([again.status === 0, settled(again.output)]).toEqual([
    false,
    expect.stringMatching(
      new RegExp(`does not know the organisation: ${nobody}\\. .* Nothing was written\\.`),
    ),
  ]);
  write({ list: { members: [b, c, a] } });
  expect(lines(await goodUp())).toEqual([
    `access given: AccessList partners: member ${a}: ${SERVICE}, as far as the policy lets them in`,
  ]);
  expect((await lists.atAltinn("partners")).members).toEqual([a, b, c].sort());
  await goodUp(["--expect-no-changes"]);
});

describe("a thousand members", () => {
  /** How often each request about lists was made from `since` on. */
  function counted(since: number): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const request of lists.requests(since)) counts[request] = (counts[request] ?? 0) + 1;
    return counts;
  }

  test("are written a hundred at a time; one in and one out are two writes between looks", async () => {
    const numbers = lists.newNumbers(1001);
    const [first = "", last = ""] = [numbers[0], numbers.at(-1)];
    let since = world.standin.requests.length;
    write({ list: { members: numbers.slice(0, -1) } });
    const made = await goodUp();
    expect(lines(made)).toEqual([
      `access given: AccessListConnection ${CONNECTION}: members of partners (${numbers.slice(0, 20).join(", ")} and 980 more, 1000 in all): ${SERVICE}, as far as the policy lets them in`,
    ]);
    expect(counted(since)).toMatchObject({
      "PUT /partners": 1,
      "POST /partners/members": 10,
      "GET /partners/members": 10,
      [`PUT /partners/resource-connections/${SERVICE}`]: 1,
    });

    since = world.standin.requests.length;
    await goodUp(["--expect-no-changes"]);
    // One look, of the refresh, and the connection's.
    expect(counted(since)).toEqual({ "GET /partners": 2, "GET /partners/members": 10 });

    write({ list: { members: numbers.slice(1) } });
    since = world.standin.requests.length;
    expect(lines(await goodUp())).toEqual([
      `access given: AccessList partners: member ${last}: ${SERVICE}, as far as the policy lets them in`,
      `access taken: AccessList partners: member ${first}: ${SERVICE}, unless another connected list has them`,
    ]);
    // The refresh looks, and the write looks before and after it.
    expect(counted(since)).toEqual({
      "GET /partners": 5,
      "GET /partners/members": 30,
      "POST /partners/members": 1,
      "DELETE /partners/members": 1,
    });
    expect((await lists.atAltinn("partners")).members).toEqual(numbers.slice(1));

    write({ list: { members: numbers.slice(1).reverse() } });
    since = world.standin.requests.length;
    await goodUp(["--expect-no-changes"]);
    expect(lists.writes(since)).toEqual([]);
  });
});
