import { run } from "../../../provider/cli/program";
import { policyFor } from "../../support/policies";
import { calls, openWorld, type World } from "../../support/altinn";
import { list, listing, make, openOwner, withoutKey } from "./ground";

/* `altinn-broker list` on an organisation of 300 services with one or two of each oddity. */

const SERVICES = 300;
/** What is no oddity: so many requests a service and environment, and so many besides. */
const WITH_KEY = { each: 2, besides: 40 };
const WITHOUT_KEY = { each: 1, besides: 10 };

let world: World;
/** The second environment, in which most is the same. */
let other: World;
let elsewhere: Record<string, Record<string, string>>;

const id = (name: string): string => `${world.organisation.code}-${name}`;

/** Odd by itself, with the code of what is odd; the gravest first. */
const ODD = [
  ["disputed", "broker-disagrees"],
  ["closed-down", "withdrawn-but-open"],
  ["former", "withdrawn-but-open"],
  ["bare", "settings-without-policy"],
  ["shut", "lets-nobody-in"],
  ["listless", "enabled-without-list"],
  ["denying", "unusual-policy"],
  ["shimmed", "shim-on"],
] as const;

beforeAll(async () => {
  world = await openOwner();
  other = await openWorld();
  const { number, code } = world.organisation;
  other.standin.newOrganisation({ number, code });
  elsewhere = {
    tt02: {
      ALTINN_PLATFORM_URL: other.standin.platformUrl,
      ALTINN_MASKINPORTEN_URL: other.standin.maskinportenUrl,
    },
  };
  const usual = Array.from({ length: SERVICES - ODD.length - 1 }, (_, at) =>
    id(`usual-${String(at)}`),
  );
  for (const identifier of usual) {
    make(world, identifier);
    make({ standin: other.standin, organisation: world.organisation }, identifier, {
      config: null,
    });
  }
  seedOdd();
  for (const [name] of ODD) {
    const identifier = id(name);
    make({ standin: other.standin, organisation: world.organisation }, identifier, {
      config: null,
    });
  }
  make(world, id("only-here"));
  // Somebody else's, of which nothing may be shown.
  make({ standin: world.standin, organisation: world.standin.newOrganisation() }, "xyz-theirs", {
    config: null,
  });
});
afterAll(async () => {
  await world.close();
  await other.close();
});

function seedOdd(): void {
  const deny = policyFor(id("denying"), [world.organisation.number]);
  make(world, id("denying"), { policy: deny.replace('Effect="Permit"', 'Effect="Deny"') });
  make(world, id("closed-down"), { document: { status: "Withdrawn", visible: false } });
  make(world, id("former"), { document: { status: "Withdrawn" } });
  make(world, id("bare"), { policy: null });
  make(world, id("shut"), { policy: policyFor(id("shut"), ["no-number"]) });
  make(world, id("listless"), { document: { accessListMode: "Enabled" } });
  make(world, id("shimmed"), {
    config: {
      useManifestFileShim: true,
      externalServiceCodeLegacy: "4752",
      externalServiceEditionCodeLegacy: 1,
    },
  });
  // Broker keeps the owner of the first settings, whatever the registry says later.
  const before = { standin: world.standin, organisation: world.standin.newOrganisation() };
  make(before, id("disputed"));
  make(world, id("disputed"), { config: null });
}

test("with a key each oddity is named, first of all, with at most 2 requests a service and 40 besides", async () => {
  const since = world.standin.requests.length;
  const { status, listing: found } = await listing(world.env);
  const asked = calls(world.standin, since);
  expect(status).toBe(1);
  expect(found.services).toHaveLength(SERVICES);
  expect(
    found.services
      .slice(0, ODD.length)
      .map(({ identifier, odd }) => [identifier, odd.map(({ code }) => code)]),
  ).toEqual(ODD.map(([name, code]) => [id(name), [code]]));
  expect(found.services.slice(ODD.length).filter(({ odd }) => odd.length > 0)).toEqual([]);
  expect(found.counts).toEqual({ services: SERVICES, odd: ODD.length, unread: 0 });
  console.info(
    `list with a key: ${String(asked.length)} requests for ${String(SERVICES)} services`,
  );
  expect(asked.length).toBeLessThanOrEqual(WITH_KEY.each * SERVICES + WITH_KEY.besides);
});

test("without a key at most 1 request a service and 10 besides, and what needs a key is not looked at", async () => {
  const since = world.standin.requests.length;
  const { status, listing: found } = await listing(withoutKey(world.env));
  const asked = calls(world.standin, since);
  expect(status).toBe(1);
  expect(asked.filter((call) => !call.startsWith("GET /resourceregistry/"))).toEqual([]);
  console.info(
    `list without a key: ${String(asked.length)} requests for ${String(SERVICES)} services`,
  );
  expect(asked.length).toBeLessThanOrEqual(WITHOUT_KEY.each * SERVICES + WITHOUT_KEY.besides);
  expect(
    found.services.filter(
      ({ broker, lists }) => broker !== "not looked at" || lists !== "not looked at",
    ),
  ).toEqual([]);
  expect(found.environments[0]?.notLookedAt).toEqual({
    broker: "no key is set",
    lists: "no key is set",
  });
  expect([...new Set(found.services.flatMap(({ odd }) => odd.map(({ code }) => code)))]).toEqual([
    "withdrawn-but-open",
    "lets-nobody-in",
    "unusual-policy",
  ]);
});

test("of two environments what is in one alone is odd, and each is asked within its limit", async () => {
  const since = [world, other].map(({ standin }) => standin.requests.length);
  const args = ["--environment", "local", "--environment", "tt02"];
  const { status, listing: found } = await listing(world.env, args, { elsewhere });
  expect(status).toBe(1);
  const [here = [], there = []] = [world, other].map(({ standin }, at) =>
    calls(standin, since[at]),
  );
  expect(here.length).toBeLessThanOrEqual(WITH_KEY.each * SERVICES + WITH_KEY.besides);
  expect(there.length).toBeLessThanOrEqual(WITHOUT_KEY.each * SERVICES + WITHOUT_KEY.besides);
  const alone = found.services.filter(({ odd }) =>
    odd.some(({ code }) => code === "one-environment"),
  );
  expect(
    alone.map(({ identifier, environment, odd }) => [identifier, environment, odd[0]?.text]),
  ).toEqual([[id("only-here"), "local", "In local alone, not in tt02."]]);
  const place = found.services.findIndex(({ identifier }) => identifier === id("only-here"));
  expect(place).toBe(2 * ODD.length);
  expect(
    found.environments.map(({ environment, notLookedAt }) => [environment, notLookedAt.broker]),
  ).toEqual([
    ["local", null],
    ["tt02", "the key of the settings is for another environment"],
  ]);
});

test("with nothing set but an environment and its address, --org lists an organisation", async () => {
  const { ALTINN_PLATFORM_URL = "", ALTINN_MASKINPORTEN_URL = "" } = world.env;
  const env = { ALTINN_PLATFORM_URL, ALTINN_MASKINPORTEN_URL };
  const asked = ["--environment", "local", "--org", world.organisation.code];
  const { listing: found } = await listing(env, asked);
  expect(found.organisation).toEqual(world.organisation);
  expect(found.services).toHaveLength(SERVICES);
  const unknown = await list(env, ["--environment", "local", "--org", "nobody"]);
  expect(unknown.status).toBe(3);
  expect(unknown.complained.join()).toContain('under the code "nobody"');
  const nothing = await list({}, []);
  expect(nothing.status).toBe(3);
  expect(nothing.complained.join("\n")).toMatch(/Write --environment tt02, or set/);
  expect(nothing.complained.join("\n")).toMatch(/such as --org ttd, or set/);
});

test("the code alone is enough: the number is looked up, and the key is used", async () => {
  const { ALTINN_ORG_NUMBER: _number, ...env } = world.env;
  const { listing: found } = await listing(env);
  expect(found.organisation).toEqual(world.organisation);
  expect(found.environments[0]?.notLookedAt).toEqual({ broker: null, lists: null });
  const theirs = world.standin.newOrganisation();
  const { listing: other } = await listing(world.env, ["--org", theirs.code]);
  expect(other.environments[0]?.notLookedAt.broker).toBe(
    `the key of the settings is not ${theirs.code}'s`,
  );
});

test("on a terminal it says what it does, and clears that", async () => {
  const words: string[] = [];
  const status = await run({
    args: ["list"],
    env: withoutKey(world.env),
    print: () => undefined,
    complain: () => undefined,
    progress: (word) => void words.push(word),
  });
  expect([status, words.at(-1)]).toEqual([1, ""]);
  expect(words).toContain(`local: service ${String(SERVICES)} of ${String(SERVICES)}`);
});

test("a wrong environment is wrong use, and a registry that does not answer is said to be so", async () => {
  expect((await list(world.env, ["--environment", "prod"])).status).toBe(2);
  const url = { ...world.env, ALTINN_PLATFORM_URL: "http://127.0.0.1:9" };
  const { status, complained, printed } = await list(withoutKey(url));
  expect([status, printed]).toEqual([3, []]);
  expect(complained.join()).toMatch(/127\.0\.0\.1:9/);
});

test("a policy that cannot be read is said to be unread, and nothing odd with something unread is status 3", async () => {
  const small = await openOwner();
  make(small, `${small.organisation.code}-one`);
  small.standin.failNext({ path: /\/policy$/ }, { status: 503 }, { times: 10 });
  const { status, listing: found } = await listing(withoutKey(small.env));
  expect([status, found.counts.unread, found.services[0]?.policy]).toEqual([3, 1, "unread"]);
  small.standin.clearFaults();
  expect((await listing(small.env)).status).toBe(0);
  await small.close();
});
