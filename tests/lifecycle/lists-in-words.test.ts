import type { Fault } from "../../standin/server/faults";
import { UNKNOWN } from "../../provider/values/unknown";
import type { Values } from "../../provider/resources/lifecycle";
import { calls, OWNER_SCOPES } from "../support/altinn";
import { methodsOf } from "../support/provider-process";
import {
  a,
  b,
  begin,
  byHand,
  c,
  filtered,
  LIST,
  list,
  listArgs,
  newNumbers,
  newService,
  open,
  world,
} from "./lists-ground";

/* What is said of access lists: who gains and loses by members who come and go, and by a list that is deleted. */

beforeEach(() => begin());
afterEach(() => world.close());

/** What `check` of a preview says of a list in state that gets other members. */
async function previewed(
  was: Values,
  program: Values,
  { env = {}, fault = undefined as Fault | undefined } = {},
): Promise<readonly string[]> {
  const { inputs } = await methodsOf(world.anew(), "AccessList").check({}, was);
  if (fault) world.standin.failNext({ method: "GET", path: /access-lists/ }, fault);
  const of = world.anew(env);
  const { failures } = await methodsOf(of, "AccessList").check(inputs, program);
  expect(failures).toEqual([]);
  return of.warnings;
}

describe("members who come and go", () => {
  test("gain and lose the services that let in members alone, with their actions", async () => {
    newService("ttd-forms", "Enabled");
    await byHand({
      add: [a, b],
      connect: { [filtered]: ["read"], [open]: [], "ttd-forms": [] },
    });
    expect(await previewed(listArgs([a, b]), listArgs([b, c]))).toEqual([
      `access given: ${LIST}: member ${c}: ttd-forms, ${filtered} (read), as far as the policy lets them in`,
      `access taken: ${LIST}: member ${a}: ttd-forms, ${filtered} (read), unless another connected list has them`,
    ]);
  });

  test.each([
    ["is connected to no service", {}, "the list is connected to no service"],
    ["decides nowhere", { [open]: ["read"] }, `accessListMode of ${open} (read) is not Enabled`],
  ])("change no access where the list %s", async (_where, connect, why) => {
    await byHand({ add: [a], connect });
    expect(await previewed(listArgs([a]), listArgs([b]))).toEqual([
      `note: ${LIST}: members come: ${b}; members go: ${a}. This changes no access now: ${why}.`,
    ]);
  });

  test("are told by number up to twenty, and counted above", async () => {
    const numbers = newNumbers(21);
    await byHand({ add: [a], connect: { [filtered]: [] } });
    const [twenty] = await previewed(listArgs([a]), listArgs([a, ...numbers.slice(1)]));
    expect(twenty).toContain(`${LIST}: members ${numbers.slice(1).join(", ")}: ${filtered},`);
    const [more] = await previewed(listArgs([a]), listArgs([a, ...numbers]));
    expect(more).toContain(
      `${LIST}: members ${numbers.slice(0, 20).join(", ")} and 1 more, 21 in all: ${filtered},`,
    );
  });

  test("nothing is asked and nothing said while they stay", async () => {
    await byHand({ add: [a, b], connect: { [filtered]: [] } });
    const since = world.standin.requests.length;
    const { inputs } = await methodsOf(world, "AccessList").check(
      listArgs([a, b]),
      listArgs([b, a], { name: "Friends" }),
    );
    expect(inputs.name).toBe("Friends");
    expect(calls(world.standin, since).filter((call) => call.includes("access-lists"))).toEqual([]);
    expect(world.warnings).toEqual([]);
  });

  const atLeast = { membership: "atLeast" };

  test("whom others have added already gains nothing", async () => {
    await byHand({ add: [a, b], connect: { [filtered]: [] } });
    expect(await previewed(listArgs([a], atLeast), listArgs([a, b, c], atLeast))).toEqual([
      `access given: ${LIST}: member ${c}: ${filtered}, as far as the policy lets them in`,
    ]);
  });

  test("nothing is asked of a list of at least some that names the same ones, or that has them", async () => {
    await byHand({ add: [a, b], connect: { [filtered]: [] } });
    const { inputs } = await methodsOf(world.anew(), "AccessList").check(
      {},
      listArgs([a], atLeast),
    );
    const asked = async (program: Values, env = {}): Promise<readonly string[]> => {
      const since = world.standin.requests.length;
      const of = world.anew(env);
      await methodsOf(of, "AccessList").check(inputs, program);
      expect(of.warnings).toEqual([]);
      return calls(world.standin, since).filter((call) => !/token|exchange|orgs/.test(call));
    };
    const changed = { name: "Friends", ...atLeast };
    expect(await asked(listArgs([a, a], changed))).toEqual([]);
    const path = `/resourceregistry/api/v1/access-lists/${world.organisation.code}/${list}`;
    expect(await asked(listArgs([a, b], atLeast))).toEqual([`GET ${path}`, `GET ${path}/members`]);
  });

  test("what a list of at least some cannot be seen to have is told as the program says it", async () => {
    await byHand({ add: [a, b], connect: { [filtered]: [] } });
    const fault = { status: 403 };
    const [line] = await previewed(listArgs([a], atLeast), listArgs([a, b], atLeast), { fault });
    expect(line).toContain(`access given: ${LIST}: member ${b}: ${filtered}`);
    const env = { ALTINN_WITHOUT_KEY: "true", MASKINPORTEN_JWK: "" };
    const since = world.standin.requests.length;
    await previewed(listArgs([a], atLeast), listArgs([a, b], atLeast), { env });
    // Those of the process that had a key.
    expect(calls(world.standin, since).filter((call) => call.endsWith("/orgs"))).toHaveLength(1);
  });

  test("a number that no organisation has gains nothing, and members that nobody knows are not told", async () => {
    await byHand({ add: [a], connect: { [filtered]: [] } });
    expect(await previewed(listArgs([a]), listArgs([a, "313370006"]))).toEqual([]);
    expect(await previewed(listArgs([a]), listArgs([UNKNOWN]))).toEqual([]);
  });

  test("what undoes somebody else's change says so", async () => {
    await byHand({ add: [a, b], connect: { [filtered]: [] } });
    const methods = methodsOf(world, "AccessList");
    const { inputs } = await methods.check({}, listArgs([a, b]));
    const { outs } = await methods.create(inputs);
    await byHand({ add: [c] });
    await world.anew().context.accessLists.holding(list, async (held) => {
      await held.look("members");
      await held.removeMembers([a]);
    });
    const of = world.anew();
    const process = methodsOf(of, "AccessList");
    const found = await process.read(list, outs);
    await process.check(found.inputs ?? {}, listArgs([a]));
    expect(of.warnings.slice(-2)).toEqual([
      `access given: ${LIST}: member ${a}: ${filtered}, as far as the policy lets them in; it was taken at Altinn`,
      `access taken: ${LIST}: members ${[b, c].sort().join(", ")}: ${filtered}, unless another connected list has them; ${c} was given at Altinn`,
    ]);
  });

  test("a service whose mode cannot be seen counts as one that lets in members alone", async () => {
    await byHand({ add: [a], connect: { [filtered]: [], [open]: [] } });
    world.standin.failNext(
      { method: "GET", path: new RegExp(`resource/${open}$`) },
      { status: 403 },
      { standing: true },
    );
    expect(await previewed(listArgs([a]), listArgs([]))).toEqual([
      `access taken: ${LIST}: member ${a}: ${filtered}, ${open}, unless another connected list has them`,
    ]);
  });

  test("whom a take-over shuts out is told also where check could not see it", async () => {
    await byHand({ add: [a], connect: { [filtered]: [] } });
    const { inputs } = await methodsOf(world.anew(), "AccessList").check(
      {},
      listArgs([b], { __adopt: true }),
    );
    await methodsOf(world, "AccessList").create(inputs);
    expect(world.warnings).toContain(
      `access taken: ${LIST}: member ${a}: ${filtered}, unless another connected list has them`,
    );
  });

  test("whom a take-over shuts out is told, where the program did not manage members as well", async () => {
    await byHand({ add: [a], connect: { [filtered]: [] } });
    const taken = `access taken: ${LIST}: member ${a}: ${filtered}, unless another connected list has them`;
    const of = world.anew();
    await methodsOf(of, "AccessList").check({}, listArgs([b], { __adopt: true }));
    expect(of.warnings).toContain(taken);
    const unmanaged = { identifier: list, name: "Partners" };
    expect(await previewed(unmanaged, listArgs([b], { __adopt: true }))).toContain(taken);
  });

  test("services that were not looked at are said to be so, and it stops nothing", async () => {
    await byHand({ add: [a], connect: { [filtered]: [] } });
    const env = { ALTINN_WITHOUT_KEY: "true", MASKINPORTEN_JWK: "" };
    expect(await previewed(listArgs([a]), listArgs([]), { env })).toEqual([
      `access taken: ${LIST}: member ${a}: the services that it is connected to (not looked at, since ALTINN_WITHOUT_KEY is set), unless another connected list has them`,
    ]);
    const fault = { status: 403 };
    const [line] = await previewed(listArgs([a]), listArgs([]), { fault });
    expect(line).toMatch(/\(not looked at: GET \S+ answered 403.*\), unless/);
  });

  test("without a token only the refusal says why", async () => {
    const { inputs } = await methodsOf(world, "AccessList").check({}, listArgs([a]));
    const gone = a;
    await world.close();
    await begin(OWNER_SCOPES.filter((scope) => !scope.includes("accesslist")));
    await methodsOf(world, "AccessList").check(inputs, listArgs([]));
    expect(world.warnings).toEqual([
      `access taken: ${LIST}: member ${gone}: the services that it is connected to (not looked at), unless another connected list has them`,
    ]);
  });
});

describe("a list that is deleted", () => {
  test("one that is gone already is not deleted once more, and of two the second is the last", async () => {
    await byHand({ connect: { [filtered]: [] } });
    await byHand({ of: "friends", connect: { [filtered]: [] } });
    const methods = methodsOf(world, "AccessList");
    for (const identifier of [list, "friends"])
      await methods.delete(identifier, { ...listArgs([]), identifier, onDelete: "delete" });
    expect(world.warnings.map((line) => line.split(`${filtered}. `)[1])).toEqual([
      "Members of friends keep their access.",
      "It was the last list: nobody gets in while accessListMode is Enabled.",
    ]);
    const since = world.standin.requests.length;
    await methods.delete(list, listArgs([], { onDelete: "delete" }));
    expect(calls(world.standin, since)).toEqual([expect.stringMatching(/^GET /)]);
  });

  test("its members lose each service, and who keeps it is said", async () => {
    newService("ttd-forms", "Enabled");
    await byHand({ connect: { [filtered]: [], "ttd-forms": ["read"] } });
    await byHand({ of: "friends", connect: { [filtered]: [] } });
    await methodsOf(world, "AccessList").delete(list, listArgs([], { onDelete: "delete" }));
    expect(world.warnings).toEqual([
      `access taken: ${LIST}: its members: ttd-forms (read). It was the last list: nobody gets in while accessListMode is Enabled.`,
      `access taken: ${LIST}: its members: ${filtered}. Members of friends keep their access.`,
    ]);
    expect(await world.context.accessLists.getList(list, "texts")).toBeUndefined();
  });
});
