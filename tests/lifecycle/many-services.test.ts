import { organization, renderPolicy } from "../../provider/policy";
import type { Values } from "../../provider/resources/lifecycle";
import type { ServiceKind } from "../support/kinds";
import { openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* What the check of many services asks, each a resource, its policy and its configuration. */

const COUNT = 50;
/** two single reads, the list of resources, the list of organisations. */
const MOST_ANONYMOUS = 4;
const KINDS = ["Resource", "ResourcePolicy", "BrokerResourceConfig"] as const;

const ids = Array.from({ length: COUNT }, (_, index) => `ttd-service-${String(index)}`);
const argsOf = (kind: ServiceKind, id: string): Values =>
  ({
    ServiceOwner: {},
    Resource: resourceArgs(id, { acknowledge: ["identifier-prefix"] }),
    ResourcePolicy: {
      resourceId: id,
      xml: renderPolicy({
        resourceId: id,
        rules: [
          {
            subjects: [organization("991825827", { onBehalfOf: "itself" })],
            actions: ["read", "write"],
          },
        ],
      }),
    },
    BrokerResourceConfig: { resourceId: id, fileTransferTimeToLive: "P30D" },
  })[kind];

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** Reads since `since` that carry no token; the organisation list and tokens included where they have none. */
const reads = (since: number) => {
  const seen = world.standin.requests.slice(since);
  return {
    anonymous: seen
      .filter(({ method, authorization }) => method === "GET" && authorization === undefined)
      .map(({ path }) => path),
    broker: seen.filter(({ path }) => path.startsWith("/broker/")).length,
  };
};

async function checkAll(
  order: readonly (readonly [ServiceKind, string])[],
  of = world,
): Promise<void> {
  const process = processOf(of);
  for (const [kind, id] of order)
    expect((await process(kind).check({}, argsOf(kind, id))).failures).toEqual([]);
}

const serviceByService = ids.flatMap((id) => KINDS.map((kind) => [kind, id] as const));
const kindByKind = KINDS.flatMap((kind) => ids.map((id) => [kind, id] as const));

test.each([
  ["service by service", serviceByService, 0],
  ["kind by kind", kindByKind, 0],
  // Of the first two nothing is known yet.
  ["configurations first", kindByKind.toReversed(), 2],
])("50 new services, %s: at most 4 anonymous reads", async (_what, order, ofBroker) => {
  await checkAll(order);
  const { anonymous, broker } = reads(0);
  expect(anonymous.length).toBeLessThanOrEqual(MOST_ANONYMOUS);
  expect(anonymous.filter((path) => path.includes("/resourcelist?includeApps=false"))).toHaveLength(
    1,
  );
  expect(broker).toBe(ofBroker);
  // Three lines of each: what is fixed of the resource and of the configuration, and who is let in.
  expect(world.warnings).toHaveLength(3 * COUNT);
  expect(new Set(world.warnings).size).toBe(3 * COUNT);
});

test("services that are there are read one by one, and each is told", async () => {
  const [a = "", b = "", c = "", d = ""] = ids;
  const maker = processOf(world.anew());
  for (const id of [a, d])
    for (const kind of ["Resource", "ResourcePolicy"] as const) {
      const { inputs } = await maker(kind).check({}, argsOf(kind, id));
      await maker(kind).create(inputs);
    }
  const since = world.standin.requests.length;
  const later = world.anew();
  await checkAll(
    [a, b, c, d].flatMap((id) =>
      (["Resource", "ResourcePolicy"] as const).map((kind) => [kind, id] as const),
    ),
    later,
  );
  expect(later.warnings.filter((line) => line.startsWith("taken over: "))).toEqual(
    [a, d].flatMap((id) =>
      ["Resource", "ResourcePolicy"].map(
        (kind) =>
          `taken over: ${kind} ${id}: exists and is equal to the program: nothing is written.`,
      ),
    ),
  );
  const REGISTRY = "/resourceregistry/api/v1/resource";
  expect(reads(since).anonymous.filter((path) => path.startsWith(`${REGISTRY}/ttd`))).toEqual([
    `${REGISTRY}/${a}`,
    `${REGISTRY}/${a}/policy`,
    `${REGISTRY}/${b}`,
    `${REGISTRY}/${d}`,
    `${REGISTRY}/${d}/policy`,
  ]);
});
