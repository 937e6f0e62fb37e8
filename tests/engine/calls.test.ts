import { openEngineWorld, tally, type EngineWorld } from "../support/engine-world";
import { ownerText, serviceText } from "../support/programs";

/* How often Altinn is called: forty services on an empty Altinn, one provider process for each command. */

const SERVICES = 40;

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

test("a preview reads each resource and each policy once, anonymously, and asks for no token", async () => {
  const since = world.standin.requests.length;
  expect(await counted(() => world.workspace.preview())).toEqual({
    "GET registry resource": SERVICES,
    "GET registry policy": SERVICES,
  });
  expect(world.standin.requests.slice(since).filter((request) => request.authorization)).toEqual(
    [],
  );
});

test("the first up adds the creates, one organisation list, two tokens and two exchanges", async () => {
  const { "GET service owner": looks, ...rest } = await counted(() => world.workspace.up());
  expect(rest).toEqual({
    "POST Maskinporten token": 2,
    "GET exchange": 2,
    "GET organisation list": 1,
    "POST service owner": 1,
    // One before, by check, and one after the write, by create.
    "GET registry resource": 2 * SERVICES,
    "POST registry resource": SERVICES,
    // And by create once more before the upload.
    "GET registry policy": 3 * SERVICES,
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
