import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* Resources that were stored before today's rules of the registry, and are taken over as they are. */

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = () => resourceLifecycle(world.context);

const old: readonly (readonly [string, string, Record<string, unknown>, RegExp])[] = [
  ["capitals", "TTD-Licences", {}, /^$/],
  ["a dot", "ttd.licences", {}, /^$/],
  ["over 80 characters", `ttd-${"x".repeat(80)}`, {}, /^$/],
  ["no English title", "ttd-old", { title: { nb: "a", nn: "a" } }, /title has no text in en/],
  ["no contact points", "ttd-old", { contactPoints: undefined }, /contactPoints is missing/],
];

/** As the program says it, with the owner that the program leaves to the settings. */
function stored(identifier: string, more: Record<string, unknown>, owner = {}): void {
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...resourceArgs(identifier, more),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode, ...owner },
  });
}

describe.each(old)("with %s", (_title, identifier, more, warned) => {
  test("it is taken over as it is, with a warning of what is refused of new ones", async () => {
    stored(identifier, more);
    const args = resourceArgs(identifier, more);
    const { inputs, failures } = await lifecycle().check(undefined, args);
    expect(failures).toEqual([]);
    const told = world.warnings.filter((text) => text.includes("is in force as it is"));
    expect(told.join().replace(/^.*in force as it is: /, "")).toMatch(warned);
    const outputs = await lifecycle().create(inputs);
    const writes = calls(world.standin).filter((call) => /^(?:PUT|DELETE)/.test(call));
    expect(writes).toEqual([]);
    expect(lifecycle().diff(outputs, inputs)).toEqual({ changes: false });
  });

  test("it is refused when nothing is there", async () => {
    const { failures } = await lifecycle().check(undefined, resourceArgs(identifier, more));
    expect(failures).toHaveLength(1);
  });
});

test("a rule that a change would break is refused beside the take-over", async () => {
  stored("ttd-old", { contactPoints: undefined });
  const args = resourceArgs("ttd-old", { contactPoints: undefined, adopt: true, homepage: "x" });
  const { failures } = await lifecycle().check(undefined, args);
  expect(failures).toEqual([expect.stringMatching(/^contactPoints is missing/)]);
});

test.each(["991825827", undefined])(
  "an owner without a code is judged by its number, here %s, and no text says undefined",
  async (organization) => {
    stored("ttd-old", {}, { organization, orgcode: undefined });
    const { failures } = await lifecycle().check(undefined, resourceArgs("ttd-old"));
    expect(failures).toEqual([expect.stringMatching(/^Resource ttd-old belongs to/)]);
    expect(failures.join()).not.toMatch(/undefined|null/);
  },
);
