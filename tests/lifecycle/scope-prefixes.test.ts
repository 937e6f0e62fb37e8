import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* Whose the Maskinporten scopes of a resource are, by the token of the write to come. */

const id = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = () => resourceLifecycle(world.context);
const prefixes = (...scopePrefixes: string[]): void =>
  world.standin.changeClient(world.env.MASKINPORTEN_CLIENT_ID ?? "", { scopePrefixes });
const referring = (...scopes: string[]): Record<string, unknown> =>
  resourceArgs(id, {
    resourceReferences: scopes.map((reference) => ({
      referenceType: "MaskinportenScope",
      reference,
    })),
  });
const failuresOf = async (...scopes: string[]): Promise<readonly string[]> =>
  (await lifecycle().check(undefined, referring(...scopes))).failures;
const tokens = (): number => calls(world.standin).filter((call) => call === "POST /token").length;

test("a scope of another organisation fails the preview, with the prefixes that the token has", async () => {
  prefixes("etaten", "direktoratet");
  expect(await failuresOf("etaten:les", "skd:les", "direktoratet:a", "Etaten:les")).toEqual([
    'resourceReferences[1].reference is "skd:les", but the prefixes in the token (consumer_prefix) are etaten, direktoratet, and the Resource Registry refuses scopes of others (status 401). Write a scope that begins with "etaten:" or "direktoratet:", or take the reference out.',
    expect.stringMatching(/^resourceReferences\[3\]\.reference is "Etaten:les"/),
  ]);
  expect(calls(world.standin).filter((call) => /^(?:POST|PUT) .*resource$/.test(call))).toEqual([]);
});

test.each([[["etaten"]], [["etaten", "direktoratet"]]])(
  "a scope of %j is taken, by preview and registry",
  async (own) => {
    prefixes(...own);
    const { inputs, failures } = await lifecycle().check(undefined, referring("etaten:les"));
    expect(failures).toEqual([]);
    await lifecycle().create(inputs);
    expect(await world.context.registry.getResource(id)).toMatchObject({
      resourceReferences: [{ reference: "etaten:les" }],
    });
  },
);

test("the identifier need not be known", async () => {
  prefixes("etaten");
  const check = async (scope: string) =>
    (await lifecycle().check(undefined, { ...referring(scope), identifier: UNKNOWN })).failures;
  expect(await check("etaten:les")).toEqual([]);
  expect(await check("skd:les")).toEqual([
    expect.stringMatching(/^resourceReferences\[0\]\.reference is "skd:les"/),
  ]);
});

test("a token without a prefix is told as that", async () => {
  expect(await failuresOf("etaten:les")).toEqual([
    'resourceReferences[0].reference is "etaten:les", but the prefixes in the token (consumer_prefix) are none, and the Resource Registry refuses scopes of others (status 401). Take the reference out, or have Digdir register a prefix for the organisation in Maskinporten.',
  ]);
});

test("what is there and stays is not judged, a change of it is", async () => {
  prefixes("etaten");
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...referring("skd:les"),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode },
  });
  const { inputs, failures } = await lifecycle().check(undefined, referring("skd:les"));
  expect(failures).toEqual([]);
  const outputs = await lifecycle().create(inputs);
  expect((await lifecycle().check(outputs, referring("skd:les"))).failures).toEqual([]);
  expect(tokens()).toBe(0);
  const changed = { ...referring("skd:les"), homepage: "https://x.example" };
  expect((await lifecycle().check(outputs, changed)).failures).toEqual([
    expect.stringMatching(/^resourceReferences\[0\]\.reference is "skd:les"/),
  ]);
  expect((await lifecycle().check(undefined, { ...changed, adopt: true })).failures).toEqual([
    expect.stringMatching(/^resourceReferences\[0\]\.reference is "skd:les"/),
  ]);
});

test("nothing is asked for a resource without scopes, or without a key", async () => {
  const other = { referenceType: "Uri", reference: "https://x.example" };
  const args = resourceArgs(id, { resourceReferences: [other] });
  expect((await lifecycle().check(undefined, args)).failures).toEqual([]);
  world = world.anew({ ALTINN_WITHOUT_KEY: "true" });
  expect(await failuresOf("skd:les")).toEqual([]);
  expect(tokens()).toBe(0);
});

test("a refused token is told in place of it, once and in full", async () => {
  world.standin.changeClient(world.env.MASKINPORTEN_CLIENT_ID ?? "", { scopes: [] });
  expect(await failuresOf("skd:les")).toEqual([
    expect.stringMatching(/^Maskinporten refused a token for the scope altinn:resourceregistry/),
  ]);
});
