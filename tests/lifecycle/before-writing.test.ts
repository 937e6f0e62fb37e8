import type { Kind, Values } from "../../provider/resources/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { policyFor } from "../support/policies";
import { methodsOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* What check and diff ask for a token, so that a preview tells what `up` would fail on; and that an unchanged run asks nothing. */

const id = "ttd-licences";
const KINDS: readonly Kind[] = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
  "AccessList",
  "AccessListConnection",
];
const BROKER = "altinn:serviceowner";
const LISTS = "altinn:resourceregistry/accesslist.write";
const REGISTRY = "altinn:resourceregistry/resource.write";
const LIST = "GET /resourceregistry/api/v1/resource/orgs";
const TOKEN = ["POST /token", "GET /authentication/api/v1/exchange/maskinporten"];
const READ_ONLY = "set ALTINN_WITHOUT_KEY=true";

const argsOf = (kind: Kind): Values =>
  ({
    ServiceOwner: { name: "Etaten" },
    Resource: resourceArgs(id),
    ResourcePolicy: { resourceId: id, xml: policyFor(id, ["991825827"]) },
    BrokerResourceConfig: { resourceId: id, fileTransferTimeToLive: "P30D" },
    AccessList: { identifier: id, name: "Partners", members: ["991825827"] },
    AccessListConnection: { accessList: id, resourceId: id },
  })[kind];

/** Something that is written, and something that is stored alone. */
const CHANGES: readonly (readonly [Kind, Values, Values])[] = [
  ["Resource", { homepage: "https://x.example" }, { onDelete: "keep" }],
  [
    "ResourcePolicy",
    { xml: policyFor(id, ["991825827", "974761076"]) },
    { acknowledge: ["for-any-party"] },
  ],
  ["BrokerResourceConfig", { fileTransferTimeToLive: "P14D" }, {}],
  ["AccessList", { members: ["974761076"] }, { onDelete: "delete" }],
  ["AccessListConnection", { actions: ["read"] }, { acknowledge: ["list-without-mode"] }],
];

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const reasons = async (of: World, kind: Kind, args = argsOf(kind)): Promise<string[]> =>
  (await methodsOf(of, kind).check({}, args)).failures.map(({ reason }) => reason);

/** The calls that are not the anonymous reads of what exists. */
const asked = (of: World, since = 0): string[] =>
  calls(of.standin, since).filter((call) => call === LIST || TOKEN.includes(call));

async function makeAll(): Promise<Readonly<Record<Kind, { inputs: Values; outs: Values }>>> {
  const made: Partial<Record<Kind, { inputs: Values; outs: Values }>> = {};
  for (const kind of KINDS) {
    const methods = methodsOf(world, kind);
    const { inputs } = await methods.check({}, argsOf(kind));
    made[kind] = { inputs, outs: (await methods.create(inputs)).outs };
  }
  return made as Readonly<Record<Kind, { inputs: Values; outs: Values }>>;
}

test("new: one list and one token for each scope set, however many resources; create asks for none", async () => {
  for (const kind of KINDS) expect(await reasons(world, kind)).toEqual([]);
  expect(asked(world)).toEqual([LIST, ...TOKEN, ...TOKEN, ...TOKEN]);
  await makeAll();
  expect(asked(world)).toEqual([LIST, ...TOKEN, ...TOKEN, ...TOKEN]);
  expect(world.warnings.join("\n")).not.toMatch(/organisation-list|maskinporten-unreachable/);
});

test.each(KINDS)("%s asks for the scope that its writes need", async (kind) => {
  const none = world.anew({ MASKINPORTEN_CLIENT_ID: clientWith([]) });
  const ofBroker = kind === "ServiceOwner" || kind === "BrokerResourceConfig";
  const scope = ofBroker ? BROKER : kind.startsWith("AccessList") ? LISTS : REGISTRY;
  expect((await reasons(none, kind)).join()).toContain(`refused a token for the scope ${scope}:`);
});

test("unchanged: check and diff call nothing", async () => {
  const made = await makeAll();
  const later = world.anew();
  const since = world.standin.requests.length;
  for (const kind of KINDS) {
    const methods = methodsOf(later, kind);
    const { inputs, failures } = await methods.check(made[kind].inputs, argsOf(kind));
    const { changes } = await methods.diff(id, made[kind].outs, inputs);
    expect([kind, failures, changes]).toEqual([kind, [], false]);
  }
  expect(calls(world.standin, since)).toEqual([]);
});

test.each(CHANGES)(
  "a changed %s asks in diff; what is stored alone does not",
  async (kind, written, stored) => {
    const { inputs: olds, outs } = (await makeAll())[kind];
    const diffOf = async (more: Values): Promise<string[]> => {
      const since = world.standin.requests.length;
      const methods = methodsOf(world.anew(), kind);
      const { inputs } = await methods.check(olds, { ...argsOf(kind), ...more });
      await methods.diff(id, outs, inputs);
      return calls(world.standin, since);
    };
    expect(await diffOf(stored)).toEqual([]);
    // Which services a list's members gain or lose is looked at, too.
    const services = kind === "AccessList" ? (await diffOf(written)).slice(3) : [];
    expect(await diffOf(written)).toEqual([LIST, ...TOKEN, ...services]);
    expect(services.every((call) => call.startsWith("GET "))).toBe(true);
  },
);

test("a replacement asks in diff", async () => {
  const { inputs: olds, outs } = (await makeAll()).BrokerResourceConfig;
  const methods = methodsOf(world.anew(), "BrokerResourceConfig");
  const since = world.standin.requests.length;
  const { inputs } = await methods.check(olds, {
    ...argsOf("BrokerResourceConfig"),
    resourceId: "ttd-other",
  });
  await methods.diff(id, outs, inputs);
  expect(calls(world.standin, since)).toEqual([LIST, ...TOKEN]);
});

test("what check refuses by itself asks nothing", async () => {
  expect(
    await reasons(world, "BrokerResourceConfig", {
      resourceId: id,
      fileTransferTimeToLive: "30 days",
    }),
  ).not.toEqual([]);
  expect(asked(world)).toEqual([]);
});

test("ALTINN_WITHOUT_KEY: no token is asked for", async () => {
  const readOnly = world.anew({ ALTINN_WITHOUT_KEY: "true", MASKINPORTEN_JWK: "" });
  for (const kind of KINDS) expect(await reasons(readOnly, kind)).toEqual([]);
  expect(asked(world)).toEqual([LIST]);
});

const clientWith = (
  scopes: readonly string[],
  organisation = world.organisation.number,
): string => {
  const jwk = JSON.parse(world.env.MASKINPORTEN_JWK ?? "") as { n: string; e: string; kid: string };
  const { clientId } = world.standin.newClient({
    organisation,
    scopes: [...scopes],
    keyPostedDaysAgo: 1,
    kid: jwk.kid,
    publicJwk: { kty: "RSA", n: jwk.n, e: jwk.e },
  });
  return clientId;
};

test.each<readonly [string, () => Readonly<Record<string, string>>, RegExp, readonly string[]]>([
  ["no client", () => ({ MASKINPORTEN_CLIENT_ID: "" }), /MASKINPORTEN_CLIENT_ID is not set/, []],
  ["no key", () => ({ MASKINPORTEN_JWK: "" }), /No private key is set/, []],
  ["a broken key", () => ({ MASKINPORTEN_JWK: "{" }), /MASKINPORTEN_JWK begins like JSON/, []],
  [
    "a missing scope",
    () => ({ MASKINPORTEN_CLIENT_ID: clientWith([BROKER]) }),
    /refused a token for the scope altinn:resourceregistry\/resource\.write: invalid_scope \(MP-200\)/,
    ["POST /token"],
  ],
  [
    "an unknown client",
    () => ({ MASKINPORTEN_CLIENT_ID: "5f7a4c3e-1111-4222-8333-444455556666" }),
    /refused a token for the scope .*MASKINPORTEN_CLIENT_ID/,
    ["POST /token"],
  ],
  [
    "another organisation's client",
    () => ({
      MASKINPORTEN_CLIENT_ID: clientWith([REGISTRY], world.standin.newOrganisation().number),
    }),
    /The Maskinporten client acts for organisation \d{9}/,
    TOKEN,
  ],
])(
  "%s: refused in check and diff, in full once, naming the read-only way",
  async (_what, env, reason, requests) => {
    const { inputs, outs } = (await makeAll()).Resource;
    const other = world.anew(env());
    const since = world.standin.requests.length;
    const [first = "", ...more] = await reasons(other, "Resource", resourceArgs("ttd-first"));
    expect(first).toMatch(reason);
    expect([first.split(READ_ONLY).length - 1, more]).toEqual([1, []]);
    const [second = ""] = await reasons(other, "Resource", resourceArgs("ttd-second"));
    expect(second).toMatch(/^There is no token for the scope .*, for the reason given above \(/);
    expect(second).not.toContain(READ_ONLY);
    const changed = { ...inputs, homepage: "https://x.example" };
    await expect(methodsOf(other, "Resource").diff(id, outs, changed)).rejects.toThrow(
      /for the reason given above/,
    );
    const anew = methodsOf(world.anew(other.env), "Resource");
    await expect(anew.diff(id, outs, changed)).rejects.toThrow(reason);
    expect(asked(world, since)).toEqual([LIST, ...requests, LIST, ...requests]);
  },
);

test("no key, and what Broker has would be looked at: it is not, and the reason is told in full once", async () => {
  await makeAll();
  const other = world.anew({ MASKINPORTEN_JWK: "" });
  const since = world.standin.requests.length;
  const [first = "", ...more] = await reasons(other, "ServiceOwner");
  expect(first).toMatch(/^No private key is set/);
  expect([first.split(READ_ONLY).length - 1, more]).toEqual([1, []]);
  expect(await reasons(other, "BrokerResourceConfig")).toEqual([
    expect.stringMatching(/^There is no token for the scope .*, for the reason given above \(/),
  ]);
  expect(other.warnings).toEqual([]);
  expect(calls(world.standin, since)).toEqual([LIST]);
});

test("a fault of the key or its client is told once for all scopes", async () => {
  const other = world.anew({ MASKINPORTEN_JWK: "" });
  expect((await reasons(other, "ServiceOwner")).join()).toMatch(/No private key is set/);
  expect((await reasons(other, "Resource")).join()).toMatch(/^There is no token for the scope/);
});

test.each([
  ["Maskinporten answers 503", { server: "maskinporten" as const }, { status: 503 }],
  ["the exchange answers 500", { path: /exchange/ }, { status: 500 }],
  ["Maskinporten is cut off", { server: "maskinporten" as const }, { reset: "before" as const }],
])(
  "%s: one warning, nothing refused, and no further try beforehand",
  async (_what, matcher, fault) => {
    world.standin.failNext(matcher, fault, { standing: true });
    expect(await reasons(world, "ServiceOwner")).toEqual([]);
    const since = world.standin.requests.length;
    for (const kind of KINDS) expect(await reasons(world, kind)).toEqual([]);
    expect(asked(world, since)).toEqual([]);
    const said = world.warnings.filter((text) => text.includes("maskinporten-unreachable"));
    expect(said).toEqual([
      expect.stringMatching(
        /^warning \[maskinporten-unreachable\]: Maskinporten: .* (?:answered 50[03]|got no answer)/,
      ),
    ]);
    world.standin.clearFaults();
    await makeAll();
  },
);
