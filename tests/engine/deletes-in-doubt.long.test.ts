import { settled } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { resourceArgs } from "../support/resources";

/*
 * A Resource leaves the program and is withdrawn; the answer is lost, and so is every look after it. Put back in the program it is
 * open again after an `up` that compares nothing with Altinn. All kinds are in tests/lifecycle/deletes-in-doubt.test.ts.
 */

const id = "ttd-licences";
const PUT = { method: "PUT", path: `/resourceregistry/api/v1/resource/${id}` };
const GET = { method: "GET", path: PUT.path };
const WITH = `new altinn.Resource("licences", ${JSON.stringify(resourceArgs(id, { acknowledge: ["identifier-prefix"] }))});`;

let world: EngineWorld;
beforeAll(async () => {
  world = await openEngineWorld();
});
afterAll(() => world.close());

const status = async () => (await world.context.registry.getResource(id))?.status;

test("a delete in doubt does not pass for unchanged without a refresh", async () => {
  const { workspace, standin } = world;
  workspace.program(WITH);
  expect(await workspace.up()).toMatchObject({ status: 0 });

  workspace.program("");
  standin.failNext(PUT, { reset: "after" }, { standing: true });
  standin.after(PUT, () => standin.failNext(GET, { status: 403 }, { standing: true }));
  const out = await workspace.up();
  standin.clearFaults();
  expect(out.status).not.toBe(0);
  expect(settled(out.output)).toContain(
    "Whether the delete took effect is not known, and state still has the resource as it was.",
  );
  expect(await status()).toBe("Withdrawn");

  workspace.program(WITH);
  const back = await workspace.up(["--refresh=false"]);
  expect([back.status, settled(back.output)]).toEqual([0, expect.stringMatching(/1 updated/)]);
  expect(await status()).toBe("Completed");

  const since = standin.requests.length;
  const again = await workspace.up(["--refresh=false", "--expect-no-changes"]);
  expect([again.status, standin.requests.slice(since)]).toEqual([0, []]);
});
