import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { KnownResources } from "../../provider/clients/known-resources";
import { ResourceRegistryClient } from "../../provider/clients/resource-registry";
import { HttpClient } from "../../provider/http/client";
import type { Fault } from "../../standin/server/faults";
import { openWorld, type World } from "../support/altinn";

const REGISTRY = "/resourceregistry/api/v1/resource";
const LIST = `${REGISTRY}/resourcelist`;
const TEXT = { nb: "Lisenser", nn: "Lisensar", en: "Licences" };

let world: World;
let known: KnownResources;
beforeEach(async () => {
  world = await openWorld();
  known = world.context.known;
});
afterEach(() => world.close());

/** A resource that somebody else has in the registry. */
const stored = (identifier: string, more: Record<string, unknown> = {}) =>
  world.standin.storeResource({
    identifier,
    title: TEXT,
    resourceType: "BrokerService",
    hasCompetentAuthority: { organization: "974761076", orgcode: "skd" },
    ...more,
  });

const requests = () => world.standin.requests.map(({ method, path }) => `${method} ${path}`);
const ids = (count: number) =>
  Array.from({ length: count }, (_, index) => `ttd-service-${String(index)}`);
/** Looks one after the other, as the engine calls `check`. */
const look = async (identifiers: readonly string[], at = known): Promise<boolean[]> => {
  const answers: boolean[] = [];
  for (const identifier of identifiers) answers.push(await at.mayExist(identifier));
  return answers;
};
/** From here on the list answers. */
const afterTwoLooks = () => look(["ttd-first", "ttd-second"]);
const ONE_LIST = [`GET ${LIST}?includeApps=false`];

test("the first two resources are left to single reads, however often they are looked at", async () => {
  expect(await look(["ttd-a", "ttd-b", "ttd-a", "ttd-b", "ttd-a"])).toEqual(Array(5).fill(true));
  expect(requests()).toEqual([]);
});

test("50 resources cost one list, asked for without a token at the third", async () => {
  stored("ttd-service-7");
  const answers = await look(ids(50));
  expect(ids(50).filter((_, index) => answers[index])).toEqual([
    "ttd-service-0",
    "ttd-service-1",
    "ttd-service-7",
  ]);
  expect(requests()).toEqual(ONE_LIST);
  expect(world.standin.requests[0]?.authorization).toBeUndefined();
});

test("once the list is there it answers for the first two as well", async () => {
  stored("ttd-service-0");
  await look(ids(3));
  expect(await look(ids(2))).toEqual([true, false]);
  expect(requests()).toEqual(ONE_LIST);
});

test("looks that are under way at once share the list", async () => {
  stored("ttd-service-7");
  const answers = await Promise.all(ids(50).map((identifier) => known.mayExist(identifier)));
  expect(answers.filter(Boolean)).toHaveLength(3);
  expect(requests()).toEqual(ONE_LIST);
});

test("what a read or a write has shown goes before the list, and is no look", async () => {
  known.saw("ttd-absent", false);
  known.saw("ttd-present", true);
  expect(await look(["ttd-absent", "ttd-present", "ttd-a", "ttd-b"])).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(requests()).toEqual([]);
  expect(await look(["ttd-made"])).toEqual([false]);
  known.saw("ttd-made", true);
  expect(await look(["ttd-made", "ttd-present"])).toEqual([true, true]);
  expect(requests()).toEqual(ONE_LIST);
});

test("a latest version is enough, a deleted resource is absent", async () => {
  stored("ttd-changed", { status: "Active" });
  stored("ttd-changed", { status: "Withdrawn" });
  const { organisation, standin } = world;
  const token = standin.token({
    organisation: organisation.number,
    scopes: ["altinn:serviceowner", "altinn:resourceregistry/resource.write"],
  });
  stored("ttd-deleted", { hasCompetentAuthority: { organization: organisation.number } });
  const deleted = await fetch(`${standin.platformUrl}${REGISTRY}/ttd-deleted`, {
    method: "DELETE",
    headers: { authorization: `Bearer ${token}` },
  });
  expect(deleted.status).toBe(204);
  await afterTwoLooks();
  expect(await look(["ttd-changed", "ttd-deleted"])).toEqual([true, false]);
});

test("what the list leaves out, or may write otherwise, is left to a single read", async () => {
  stored("app_skd_a1-1:2", { resourceType: "MigratedApp" });
  stored("Old_Capitals");
  await afterTwoLooks();
  const doubtful = ["app_skd_a1-1:2", "app_skd_from-storage", "App_skd_other"];
  expect(await look(doubtful)).toEqual([true, true, true]);
  // An app is never looked for in the list, so it is no reason to ask for it.
  expect(requests()).toEqual([]);
  expect(await look(["old_capitals", "Old_Capitals", "OLD_CAPITALS", "old-capitals"])).toEqual([
    true,
    true,
    true,
    false,
  ]);
  expect(requests()).toEqual(ONE_LIST);
});

describe("a list that says nothing leaves all to single reads, asked for once", () => {
  const json = { "content-type": "application/json; charset=utf-8" };
  const entry = { identifier: "ttd-x" };
  const faults: readonly (readonly [string, Fault])[] = [
    ["fails", { status: 500 }],
    ["is refused", { status: 403 }],
    ["is not for now", { status: 503, headers: { "retry-after": "30" } }],
    ["is not there", { status: 404, headers: json, body: "[]" }],
    ["has no body", { status: 204 }],
    ["redirects", { status: 302, headers: { location: "/signin" } }],
    ["is reset", { reset: "after" }],
    ["is cut", { truncate: true }],
    ["is cut by whoever sends its length anew", { status: 200, headers: json, body: '[{"identif' }],
    ["is HTML", { notJson: true }],
    ["is empty", { status: 200, headers: json, body: "" }],
    ["is null", { status: 200, headers: json, body: "null" }],
    ["is an object", { status: 200, headers: json, body: '{"data":[]}' }],
    ["names nothing", { status: 200, headers: json, body: '["ttd-x"]' }],
    [
      "has an entry with identifier null",
      { status: 200, headers: json, body: JSON.stringify([entry, { identifier: null }]) },
    ],
    [
      "has an entry without identifier",
      { status: 200, headers: json, body: JSON.stringify([entry, {}]) },
    ],
  ];

  test.each(faults)("%s", async (_what, fault) => {
    world.standin.failNext({ path: LIST }, fault);
    await afterTwoLooks();
    expect(await look(ids(5))).toEqual(Array(5).fill(true));
    expect(await Promise.all(ids(9).map((id) => known.mayExist(id)))).toEqual(Array(9).fill(true));
    expect(requests()).toEqual(ONE_LIST);
    expect(world.warnings).toEqual([]);
  });

  test("is not reachable", async () => {
    const away = new ResourceRegistryClient(
      new HttpClient({ callTimeoutSeconds: 30, parallelCalls: 1, retry: { tries: 1 } }),
      "http://127.0.0.1:1",
    );
    const unreached = new KnownResources(away);
    expect(await look(ids(4), unreached)).toEqual(Array(4).fill(true));
  });
});

describe("a list of more than 50,000,000 bytes is not read", () => {
  const empty = (bytes: number) => `[${" ".repeat(bytes - 2)}]`;

  test("the bound itself is read, one byte more leaves all to single reads", async () => {
    const headers = { "content-type": "application/json" };
    world.standin.failNext({ path: LIST }, { status: 200, headers, body: empty(50_000_000) });
    expect((await look(ids(3)))[2]).toBe(false);
    const next = world.anew().context.known;
    world.standin.failNext({ path: LIST }, { status: 200, headers, body: empty(50_000_001) });
    expect(await look(ids(5), next)).toEqual(Array(5).fill(true));
    expect(requests()).toEqual([...ONE_LIST, ...ONE_LIST]);
  });

  test("compressed to a few kilobytes, too", async () => {
    const packed = gzipSync(empty(50_000_001));
    const server = createServer((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
      response.end(packed);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const registry = new ResourceRegistryClient(
        world.context.registry.http,
        `http://127.0.0.1:${String(port)}`,
      );
      const bombed = new KnownResources(registry);
      expect(await look(ids(4), bombed)).toEqual(Array(4).fill(true));
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

test("a registry document that looks otherwise than today's is listed all the same", async () => {
  world.standin.storeResource({ identifier: "ttd-bare" });
  await afterTwoLooks();
  expect(await look(["ttd-bare", "ttd-none"])).toEqual([true, false]);
});
