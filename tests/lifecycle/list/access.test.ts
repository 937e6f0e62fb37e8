import { accessPackage, organization, renderPolicy, type Rule } from "../../../provider/policy";
import type { ListedService } from "../../../provider/inventory/listing";
import { calls, type World } from "../../support/altinn";
import { policyFor } from "../../support/policies";
import { list, listing, make, openOwner, withoutKey } from "./ground";

/* `altinn-broker list --access`: who may send through services that exist, and fetch from them. */

const SKD = "974761076";
let world: World;
const id = (name: string): string => `${world.organisation.code}-${name}`;
beforeEach(async () => {
  world = await openOwner();
});
afterEach(() => world.close());

const policyOf = (name: string, rules: Rule[]): string =>
  renderPolicy({ resourceId: id(name), rules });
const sender = (): Rule => ({
  subjects: [organization(SKD, { onBehalfOf: "itself" })],
  actions: ["write"],
});

async function accessOf(name: string, env = world.env): Promise<ListedService["access"]> {
  const { listing: found } = await listing(env, ["--access"]);
  return found.services.find(({ identifier }) => identifier === id(name))?.access ?? null;
}

test("in words, with the names of organisations and packages, keyless and without a request more", async () => {
  make(world, id("a"), {
    policy: policyOf("a", [
      sender(),
      { subjects: [accessPackage("regnskapsforer-lonn")], actions: ["read", "subscribe"] },
    ]),
  });
  const env = withoutKey(world.env);
  const before = world.standin.requests.length;
  await list(env);
  const without = calls(world.standin, before);
  const since = world.standin.requests.length;
  const { printed } = await list(env, ["--access"]);
  expect(calls(world.standin, since)).toEqual(without);
  const at = printed.findIndex((line) => line.startsWith(id("a")));
  expect(printed.slice(at + 1, at + 3)).toEqual([
    "    May send:  organization 974761076 (Norwegian Tax Administration) (on its own behalf)",
    expect.stringMatching(
      /^ {4}May fetch: holders of, and delegated by, access package regnskapsforer-lonn \(.+\)$/,
    ),
  ]);
});

test("without --access nothing is said of it", async () => {
  make(world, id("a"));
  const { listing: found } = await listing(world.env);
  expect(found.services[0]?.access).toBeNull();
  expect((await list(world.env)).printed.join("\n")).not.toContain("May send");
});

test("where it cannot be told that is said, and where there is no policy it is nobody", async () => {
  const own = policyFor(id("unusual"), [world.organisation.number]);
  make(world, id("unusual"), { policy: own.replace('Effect="Permit"', 'Effect="Deny"') });
  make(world, id("bare"), { policy: null });
  make(world, id("app"), { document: { resourceType: "GenericAccessResource" }, config: null });
  expect(await accessOf("unusual")).toEqual({
    send: null,
    fetch: null,
    remarks: ["Its policy is an unusual one. Look at its lines with `altinn-broker policies`."],
  });
  expect(await accessOf("bare")).toEqual({
    send: [],
    fetch: [],
    remarks: ["It has no policy."],
  });
  expect((await accessOf("app"))?.remarks).toEqual(["It is no service on Broker."]);
  const { printed } = await list(world.env, ["--access"]);
  const at = printed.findIndex((line) => line.startsWith(id("unusual")));
  expect(printed[at + 1]).toBe("    May send:  not told");
});

test("connected lists that filter are named, with what they are for", async () => {
  const document = { accessListMode: "Enabled" };
  make(world, id("listed"), { document, policy: policyOf("listed", [sender()]) });
  make(world, id("listless"), { document });
  await world.context.accessLists.holding("partners", async (held) => {
    await held.make({ name: "Partners", description: "" });
    await held.putConnection({ resource: id("listed"), actions: ["write"] });
  });
  expect((await accessOf("listed"))?.remarks).toEqual([
    "Of these only members of its connected access lists get in: partners (for write).",
  ]);
  expect((await accessOf("listless"))?.remarks).toEqual([
    "None of these gets in: only members of connected access lists do, and none is connected.",
  ]);
  expect((await accessOf("listed", withoutKey(world.env)))?.remarks).toEqual([
    "Of these only members of its connected access lists get in; which are connected was not looked at.",
  ]);
});

test("without settings in Broker nobody sends yet", async () => {
  make(world, id("a"), { config: null });
  expect((await accessOf("a"))?.remarks).toEqual([
    "Nobody sends or fetches yet: Broker has no settings for it.",
  ]);
});
