import { messageOf } from "../../provider/errors";
import type { Values } from "../../provider/resources/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { methodsOf } from "../support/provider-process";

/* AccessList: what is refused, what counts as a change, who is added and who is taken away, and what is said of it. */

const id = "partners";
const title = `AccessList ${id}`;

let world: World;
let a: string;
let b: string;
let c: string;
beforeEach(async () => {
  world = await openWorld();
  [a = "", b = "", c = ""] = newNumbers(3);
});
afterEach(() => world.close());

const newNumbers = (count: number): string[] =>
  Array.from({ length: count }, () => world.standin.newOrganisation().number).sort();

const args = (members?: readonly string[], more: Values = {}): Values => ({
  identifier: id,
  name: "Partners",
  ...(members === undefined ? {} : { members }),
  ...more,
});

interface State {
  readonly inputs: Values;
  readonly outs: Values;
}

/** A run in a process of its own: what it printed, and what is in state after it. */
async function run(program: Values, state?: State, { refresh = false, env = {} } = {}) {
  const of = world.anew(env);
  const methods = methodsOf(of, "AccessList");
  let known = state;
  if (known && refresh) {
    const { inputs = {}, props = {} } = await methods.read(id, known.outs);
    known = { inputs, outs: props };
  }
  const { inputs, failures } = await methods.check(known?.inputs ?? {}, program);
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
  if (!known) return { of, state: { inputs, outs: (await methods.create(inputs)).outs } };
  const { changes } = await methods.diff(id, known.outs, inputs);
  if (changes === false) return { of, state: { inputs, outs: known.outs }, same: true };
  return { of, state: { inputs, outs: (await methods.update(id, known.outs, inputs)).outs } };
}

const errorOf = (work: Promise<unknown>): Promise<string> => work.then(() => "no error", messageOf);

/** What the thrown error keeps in state. */
const keptBy = async (work: Promise<unknown>): Promise<Values> =>
  work.then(
    () => ({}),
    (error: unknown) => (error as { readonly properties?: Values }).properties ?? {},
  );

const live = () => world.context.accessLists.getList(id, "members");

/** Somebody in Studio. */
const byHand = (change: { add?: readonly string[]; remove?: readonly string[]; name?: string }) =>
  world.anew().context.accessLists.holding(id, async (list) => {
    const found = await list.look("members");
    if (!found) await list.make({ name: change.name ?? "Partners", description: "" });
    else if (change.name) await list.putTexts({ name: change.name, description: "" });
    await list.addMembers(change.add ?? []);
    await list.removeMembers(change.remove ?? []);
  });

const failures = async (more: Values): Promise<string[]> =>
  (await methodsOf(world, "AccessList").check({}, { ...args(), ...more })).failures.map(
    ({ reason }) => reason,
  );

test.each<readonly [string, Values, RegExp]>([
  ["no identifier", { identifier: "" }, /^identifier is "".*Write the identifier/],
  ["a slash in it", { identifier: "a/b" }, /^identifier is "a\/b".*without slashes/],
  ["no name", { name: undefined }, /^name is missing/],
  ["a NUL", { description: "a\0b" }, /^description holds the character NUL/],
  ["a number that is none", { members: ["12"] }, /^members\[0\] is "12".*nine digits/],
  ["a number that is no text", { members: [974761076] }, /^members\[0\] is 974761076/],
  ["members that are no list", { members: "974761076" }, /^members is "974761076"/],
  ["another membership", { membership: "some" }, /^membership is "some".*"exact" or "atLeast"/],
  ["another way to leave", { onDelete: "withdraw" }, /^onDelete is "withdraw".*"keep" or "delete"/],
])("refused: %s", async (_what, more, failure) => {
  const found = await failures(more);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(failure);
});

test("made with its members; the same members in another order are no change", async () => {
  const { state } = await run(args([b, a], { description: "D" }));
  expect(await live()).toEqual({ name: "Partners", description: "D", members: [a, b] });
  expect(state.outs).toMatchObject({ members: [b, a], membership: "exact", onDelete: "keep" });
  const since = world.standin.requests.length;
  expect(await run(args([a, b, a], { description: "D" }), state)).toMatchObject({ same: true });
  expect(calls(world.standin, since)).toEqual([]);
  expect(await run(args([b, a], { description: "D" }), state, { refresh: true })).toMatchObject({
    same: true,
  });
});

test("a description that is left out is empty", async () => {
  const { state } = await run(args([], { description: "D" }));
  await run(args([]), state);
  expect((await live())?.description).toBe("");
});

test("exact: the program's members are all; empty empties the list", async () => {
  const { state } = await run(args([a, b]));
  const changed = await run(args([b, c]), state);
  expect((await live())?.members).toEqual([b, c]);
  await run(args([]), changed.state);
  expect((await live())?.members).toEqual([]);
});

test("atLeast: who was added by others stays, who left the program goes", async () => {
  const { state } = await run(args([a, b], { membership: "atLeast" }));
  await byHand({ add: [c] });
  const read = await run(args([a, b], { membership: "atLeast" }), state, { refresh: true });
  expect(read).toMatchObject({ same: true });
  expect(read.of.warnings).toEqual([]);
  await run(args([b], { membership: "atLeast" }), read.state);
  expect((await live())?.members).toEqual([b, c].sort());
});

test("members that leave the program stay on the list, said; those of Studio are no drift", async () => {
  const { state } = await run(args([a, b]));
  const left = await run(args(), state);
  expect(left.of.warnings).toEqual([
    `stays: ${title}: its members, 2 of them in the program until now, stay on the list and keep their access. The program manages them no more; to empty the list, write members: [].`,
  ]);
  expect((await live())?.members).toEqual([a, b]);
  await byHand({ add: [c] });
  const since = world.standin.requests.length;
  const again = await run(args(), left.state, { refresh: true });
  expect(again).toMatchObject({ same: true });
  expect(calls(world.standin, since).filter((call) => call.includes("members"))).toEqual([]);
  expect(again.of.warnings).toEqual([]);
});

test("members that were not managed are not taken away unasked", async () => {
  const { state } = await run(args());
  await byHand({ add: [a, b] });
  const refusal = await errorOf(run(args([b, c]), state));
  expect(refusal).toContain(`on the list and not in the program: ${a}`);
  expect(refusal).toContain(`in the program and not on the list: ${c}`);
  expect(refusal).toContain("adopt: true");
  expect((await live())?.members).toEqual([a, b]);
  expect(await errorOf(run(args([b, c]), state, { env: { ALTINN_ADOPT: "true" } }))).toBe(
    "no error",
  );
  expect((await live())?.members).toEqual([b, c]);
});

test("from atLeast to exact: others' members are not taken away unasked", async () => {
  const { state } = await run(args([a], { membership: "atLeast" }));
  await byHand({ add: [b] });
  expect(await errorOf(run(args([a]), state))).toContain(
    `on the list and not in the program: ${b}`,
  );
  const adopting = await run(args([a], { __adopt: true }), state);
  expect((await live())?.members).toEqual([a]);
  expect(Object.keys(adopting.state.outs)).not.toContain("adopt");
});

test("what equals the program is taken over, said; what differs needs adopt, old values said", async () => {
  await byHand({ add: [a, b] });
  const equal = await run(args([b, a]));
  expect(new Set(equal.of.warnings)).toEqual(
    new Set([`taken over: ${title}: exists and is equal to the program: nothing is written.`]),
  );
  const refusal = await errorOf(run(args([b], { name: "Friends" })));
  expect(refusal).toContain('name: is "Partners", program "Friends"');
  expect(refusal).toContain(`members: on the list and not in the program: ${a}`);
  const adopted = await run(args([b], { name: "Friends", __adopt: true }));
  expect(adopted.of.warnings).toContain(
    `taken over: ${title}: members: on the list and not in the program: ${a}.`,
  );
  expect(await live()).toEqual({ name: "Friends", description: "", members: [b] });
});

test("drift is told in words and repaired", async () => {
  const { state } = await run(args([a, b]));
  await byHand({ add: [c], remove: [a], name: "Others" });
  const { of } = await run(args([a, b]), state, { refresh: true });
  expect(of.warnings).toEqual([
    `note: ${title}: at Altinn, not by the program, name became "Others"; it was "Partners"`,
    `note: ${title}: at Altinn, not by the program, members came: ${c}; members went: ${a}`,
    `note: ${title}: members come: ${a}; members go: ${c}. This changes no access now: the list is connected to no service.`,
  ]);
  expect(await live()).toEqual({ name: "Partners", description: "", members: [a, b] });
});

test("what somebody did since the state was read is not undone unseen", async () => {
  const { state } = await run(args([a]));
  await byHand({ add: [c] });
  expect(await errorOf(run(args([a, b]), state))).toBe(
    `${title} was changed at Altinn since it was last read: members came: ${c}. Nothing was written. Run \`pulumi up --refresh\`, which compares it with the program anew.`,
  );
  expect((await live())?.members).toEqual([a, c].sort());
  await run(args([a, b]), state, { refresh: true });
  expect((await live())?.members).toEqual([a, b]);
});

test("members that Register does not know are named; the others are written, and the next run goes on", async () => {
  const unknown = ["310000004", "310000012"];
  const work = run(args([a, unknown[0] ?? "", b, unknown[1] ?? ""]));
  expect(await errorOf(work)).toBe(
    `${title}: Altinn's Register does not know these organisations: ${unknown.join(", ")}. Correct the numbers in members, or take them out, and run \`pulumi up\` again. All else was written: members came: ${a}, ${b}.`,
  );
  const outs = await keptBy(work);
  expect(outs).toMatchObject({ members: [a, b], server: {} });
  expect((await live())?.members).toEqual([a, b]);
  const state = { inputs: args([a, b, ...unknown]), outs };
  const again = errorOf(run(args([a, b, c, ...unknown]), state));
  expect(await again).toContain(unknown.join(", "));
  expect((await live())?.members).toEqual([a, b, c]);
  expect(
    await errorOf(run(args([a, b, ...unknown]), { ...state, outs }, { refresh: true })),
  ).toMatch(/All else was written: members went: \d{9}\.$/);
  const nothing = errorOf(run(args([a, b, ...unknown]), state));
  expect(await nothing).toContain("Nothing was written.");
});

test("a change of onDelete alone calls nothing, and deleting follows it", async () => {
  const { state } = await run(args([a]));
  const methods = methodsOf(world, "AccessList");
  await methods.delete(id, state.outs);
  expect(await live()).toBeDefined();
  const since = world.standin.requests.length;
  const { state: later } = await run(args([a], { onDelete: "delete" }), state);
  expect(calls(world.standin, since)).toEqual([]);
  await methodsOf(world.anew({ ALTINN_ON_DELETE: "keep" }), "AccessList").delete(id, later.outs);
  expect(await live()).toBeDefined();
  const deleting = world.anew({ ALTINN_ON_DELETE: "close" });
  await methodsOf(deleting, "AccessList").delete(id, later.outs);
  expect(await live()).toBeUndefined();
  expect(deleting.warnings).toEqual([
    `note: ${title}: it is deleted with its members. It was connected to no service.`,
  ]);
  await methods.delete(id, later.outs);
  await run(args([b]));
  expect((await live())?.members).toEqual([b]);
});

test("without a key the state answers, said, and nothing is asked", async () => {
  const { state } = await run(args([a]));
  const since = world.standin.requests.length;
  const withoutKey = world.anew({ ALTINN_WITHOUT_KEY: "true", MASKINPORTEN_JWK: "" });
  const { props } = await methodsOf(withoutKey, "AccessList").read(id, state.outs);
  expect(props).toMatchObject({ members: [a] });
  expect(withoutKey.warnings).toEqual([expect.stringMatching(/^warning \[not-compared\]: /)]);
  await methodsOf(withoutKey, "AccessList").check({}, args([a]));
  expect(withoutKey.warnings.at(-1)).toMatch(/^note: AccessList partners: it was not looked for/);
  expect(calls(world.standin, since).filter((call) => call.includes("access-lists"))).toEqual([]);
});

test("1,000 members: a part for each hundred that changes, one look before and one after, and one at its services", async () => {
  const numbers = newNumbers(1000);
  const { state } = await run(args(numbers));
  const since = world.standin.requests.length;
  await run(args([...numbers.slice(0, -1), a]), state);
  const asked = calls(world.standin, since).filter((call) => call.includes("access-lists"));
  const counted = (method: string, end: RegExp) =>
    asked.filter((call) => call.startsWith(method) && end.test(call)).length;
  expect([counted("GET", /partners$/), counted("GET", /members$/)]).toEqual([3, 20]);
  expect([counted("POST", /members$/), counted("DELETE", /members$/), asked.length]).toEqual([
    1, 1, 25,
  ]);
});
