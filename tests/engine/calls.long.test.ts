import { openEngineWorld, tally, type EngineWorld } from "../support/engine-world";
import { ownerText, serviceText } from "../support/programs";

/* How often Altinn is called: fifty services on an empty Altinn, one provider process for each command. */

const SERVICES = 50;

let world: EngineWorld;
beforeAll(async () => {
  world = await openEngineWorld();
  const organisation = world.organisation.number;
  const services = Array.from({ length: SERVICES }, (_, index) =>
    serviceText({ identifier: `ttd-service-${String(index)}`, organisation }),
  );
  world.workspace.program(ownerText() + services.join(""));
});
afterAll(() => world.close());

async function counted(
  command: () => Promise<{ status: number; output: string }>,
): Promise<Record<string, number>> {
  const since = world.standin.requests.length;
  const { status, output } = await command();
  expect([status, status === 0 ? "" : output]).toEqual([0, ""]);
  return tally(world, since);
}

/** What is asked when something is new: whether `up` may write. */
const ASKED = {
  "GET organisation list": 1,
  "POST Maskinporten token": 2,
  "GET exchange": 2,
};

/** Two looks at single resources, and one list that says of all others that they are not there. */
const LOOKS = 3;

test("a preview makes four anonymous reads for all services, and asks for the owner and the two tokens of up", async () => {
  const since = world.standin.requests.length;
  expect(await counted(() => world.workspace.preview())).toEqual({
    ...ASKED,
    "GET registry resource": LOOKS,
    "GET service owner": 1,
  });
  const anonymous = world.standin.requests
    .slice(since)
    .filter(({ authorization, path }) => authorization === undefined && path !== "/token");
  expect(anonymous.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/\/resource\/orgs$/),
      expect.stringMatching(/\/resourcelist\?includeApps=false$/),
    ]),
  );
  expect(anonymous).toHaveLength(4);
});

test("a preview without a key asks for no token", async () => {
  const readOnly = { ALTINN_WITHOUT_KEY: "true" };
  expect(await counted(() => world.workspace.preview([], readOnly))).toEqual({
    "GET organisation list": 1,
    "GET registry resource": LOOKS,
  });
});

test("the first up adds the creates, and asks for nothing twice", async () => {
  const { "GET service owner": looks, ...rest } = await counted(() => world.workspace.up());
  expect(rest).toEqual({
    ...ASKED,
    "POST service owner": 1,
    // By create after the write.
    "GET registry resource": LOOKS + SERVICES,
    "POST registry resource": SERVICES,
    // By create before the upload and after it.
    "GET registry policy": 2 * SERVICES,
    "PUT registry policy": SERVICES,
    "GET Broker resource": 2 * SERVICES,
    "PUT Broker resource": SERVICES,
  });
  // How often depends on how long storage takes.
  expect(looks).toBeGreaterThanOrEqual(2);
});

test("an unchanged up reads everything once, with one token", async () => {
  expect(await counted(() => world.workspace.up(["--expect-no-changes"]))).toEqual({
    "POST Maskinporten token": 1,
    "GET exchange": 1,
    "GET service owner": 1,
    "GET registry resource": SERVICES,
    "GET registry policy": SERVICES,
    "GET Broker resource": SERVICES,
  });
});

test("an unchanged up without refresh calls nothing", async () => {
  expect(await counted(() => world.workspace.up(["--refresh=false"]))).toEqual({});
});
