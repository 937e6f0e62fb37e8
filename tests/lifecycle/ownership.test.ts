import type { Outputs } from "../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/*
 * The registry tests ownership against the body of a PUT only. A resource that another organisation owns by now is
 * therefore kept from us by the provider alone.
 */

const id = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = () => resourceLifecycle(world.context);
const live = () => world.standin.altinn.registry.document(id);

/** What state has of a resource that another organisation owns by now. */
async function lostToAnother(): Promise<{ outputs: Outputs; owner: string }> {
  const { inputs } = await lifecycle().check(undefined, resourceArgs(id));
  const outputs = await lifecycle().create(inputs);
  const { number, code } = world.standin.newOrganisation();
  const versionId = world.standin.storeResource({
    ...live(),
    hasCompetentAuthority: { organization: number, orgcode: code, name: { nb: "Annen" } },
  });
  return { outputs: { ...outputs, server: { versionId } }, owner: number };
}

const writes = (since: number): string[] =>
  calls(world.standin, since).filter((call) =>
    /^(?:POST|PUT|DELETE) \/resourceregistry/.test(call),
  );

test("update does not write to another organisation's resource", async () => {
  const { outputs, owner } = await lostToAnother();
  const { server: _server, ...olds } = outputs;
  const { inputs } = await lifecycle().check(
    olds,
    resourceArgs(id, { homepage: "https://x.example" }),
  );
  const [before, since] = [live(), world.standin.requests.length];
  await expect(lifecycle().update(id, outputs, inputs)).rejects.toThrow(
    `Resource ${id} belongs to organisation ${owner}`,
  );
  expect(writes(since)).toEqual([]);
  expect(live()).toEqual(before);
});

test.each(["withdraw", "close", "delete"])(
  "delete by %s leaves another organisation's resource as it is",
  async (onDelete) => {
    const { outputs, owner } = await lostToAnother();
    const [before, since] = [live(), world.standin.requests.length];
    await expect(lifecycle().delete(id, { ...outputs, onDelete })).rejects.toThrow(
      `Resource ${id} belongs to organisation ${owner}`,
    );
    expect(writes(since)).toEqual([]);
    expect(live()).toEqual(before);
  },
);
