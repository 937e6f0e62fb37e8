import { calls, openWorld, type World } from "../support/altinn";
import { resourceMethods } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* The key is there in these tests, so that nothing but ALTINN_WITHOUT_KEY keeps a write back. */

const id = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

test.each(["create", "update", "delete"] as const)("%s refuses, without a call", async (act) => {
  const withKey = resourceMethods(world);
  const { inputs } = await withKey.check({}, resourceArgs(id));
  const outs = act === "create" ? {} : (await withKey.create(inputs)).outs;
  const before = world.standin.altinn.registry.document(id);
  const since = world.standin.requests.length;
  const withoutKey = resourceMethods(world.anew({ ALTINN_WITHOUT_KEY: "true" }));
  const acts = {
    create: () => withoutKey.create(inputs),
    update: () => withoutKey.update(id, outs, { ...inputs, homepage: "https://x.example" }),
    delete: () => withoutKey.delete(id, outs),
  };
  await expect(acts[act]()).rejects.toThrow(
    `Resource ${id} is not ${act}d: ALTINN_WITHOUT_KEY is set`,
  );
  expect(calls(world.standin, since)).toEqual([]);
  expect(world.standin.altinn.registry.document(id)).toEqual(before);
});
