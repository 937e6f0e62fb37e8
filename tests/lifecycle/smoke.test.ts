import { smoke } from "../../provider/cli/smoke";
import { openWorld, type World } from "../support/altinn";
import { policyFor } from "../support/policies";
import { resourceArgs } from "../support/resources";

const resourceId = "ttd-licences";
const BYTES = 100;

let world: World;
let printed: string[];
beforeEach(async () => {
  printed = [];
  world = await openWorld();
  const { standin, organisation, context } = world;
  standin.storeResource({
    ...resourceArgs(resourceId),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization: organisation.number, orgcode: organisation.code },
  });
  standin.storePolicy(resourceId, policyFor(resourceId, [organisation.number]));
  await context.broker.postServiceOwner("Etaten");
  standin.setBrokerConfiguration(resourceId, {});
});
afterEach(() => world.close());

const check = () =>
  smoke({
    resourceId,
    bytes: BYTES,
    withoutVirusScan: false,
    env: world.env,
    print: (line) => printed.push(line),
    pause: async (ms) => {
      world.standin.advance(ms);
    },
  });

test("ends with the line `verified: ` when the same bytes came back", async () => {
  await check();
  expect(printed.at(-1)).toMatch(/^verified: 100 bytes /);
});

test("other bytes of the same length are not taken for the file", async () => {
  const body = "x".repeat(BYTES);
  world.standin.failNext({ method: "GET", path: /\/download$/ }, { status: 200, body });
  await expect(check()).rejects.toThrow(
    "The fetched file differs from the sent one (100 bytes came, 100 were sent)",
  );
  expect(printed.at(-1)).toMatch(/^published: /);
});
