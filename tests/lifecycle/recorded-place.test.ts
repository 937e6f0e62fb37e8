import { messageOf } from "../../provider/errors";
import type { Values } from "../../provider/resources/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceMethods } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* A stack whose settings name another place by now must not touch, nor take as gone, what it made elsewhere. */

const id = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

async function made(): Promise<Values> {
  const methods = resourceMethods(world);
  const { inputs } = await methods.check({}, resourceArgs(id));
  return (await methods.create(inputs)).outs;
}

const changed = async (): Promise<Values> =>
  (await resourceMethods(world).check({}, resourceArgs(id, { homepage: "https://x.example" })))
    .inputs;

test("create, read and update record environment and organisation", async () => {
  const outs = await made();
  const recorded = { environment: "local", organization: world.organisation.number };
  expect(outs.recorded).toEqual(recorded);
  const methods = resourceMethods(world);
  expect((await methods.read(id, outs)).props?.recorded).toEqual(recorded);
  const { homepage: _homepage, ...inputs } = await changed();
  const updated = await methods.update(id, outs, { ...inputs, homepage: "https://y.example" });
  expect(updated.outs.recorded).toEqual(recorded);
});

describe.each([
  ["environment", { ALTINN_ENVIRONMENT: "tt02" }, "now say tt02 and"],
  [
    "organisation",
    { ALTINN_ORG_NUMBER: "974761076", ALTINN_ORG_CODE: "brg" },
    "now say local and 974761076",
  ],
])("with another %s in the settings", (_what, env: Record<string, string>, now) => {
  test.each(["diff", "read", "update", "delete"] as const)(
    "%s refuses, without a call",
    async (act) => {
      const outs = await made();
      const inputs = await changed();
      const before = world.standin.altinn.registry.document(id);
      const since = world.standin.requests.length;
      const elsewhere = resourceMethods(world.anew(env));
      const acts = {
        diff: () => elsewhere.diff(id, outs, inputs),
        read: () => elsewhere.read(id, outs),
        update: () => elsewhere.update(id, outs, inputs),
        delete: () => elsewhere.delete(id, outs),
      };
      const error: unknown = await acts[act]().catch((thrown: unknown) => thrown);
      expect(messageOf(error)).toContain(
        `Resource ${id} was made in local for organisation ${world.organisation.number}`,
      );
      expect(messageOf(error)).toContain(now);
      expect(calls(world.standin, since)).toEqual([]);
      expect(world.standin.altinn.registry.document(id)).toEqual(before);
    },
  );
});
