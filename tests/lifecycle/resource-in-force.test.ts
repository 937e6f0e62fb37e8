import { ResourceRegistryClient } from "../../provider/clients/resource-registry";
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
  ["no English title", "ttd-old", { title: { nb: "a", nn: "a" } }, /^title has no text in en/],
  ["no contact points", "ttd-old", { contactPoints: undefined }, /^contactPoints is missing/],
  [
    "a reference without text",
    "ttd-old",
    { resourceReferences: [{ referenceType: "Uri" }] },
    /^resourceReferences\[0\]\.reference is missing, on which every search/,
  ],
  [
    "a keyword without word",
    "ttd-old",
    { keywords: [{ language: "nb" }] },
    /^keywords\[0\]\.word is missing, on which every search/,
  ],
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
    const [takenOver, ...told] = world.warnings;
    expect(takenOver).toBe(
      `taken over: Resource ${identifier}: exists and is equal to the program: nothing is written.`,
    );
    const inForce = `warning [in-force]: Resource ${identifier}: it stays as it is. `;
    expect(told.map((line) => line.replace(inForce, "")).join()).toMatch(warned);
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

test("a text that is null is not sent, and is no change", async () => {
  const texts = { nb: "a", nn: "b", en: "c" };
  const args = resourceArgs("ttd-texts", { description: { ...texts, se: null } });
  const { inputs, failures } = await lifecycle().check(undefined, args);
  expect(failures).toEqual([]);
  const outputs = await lifecycle().create(inputs);
  const live = await world.context.registry.getResource("ttd-texts");
  expect(live?.description).toEqual(texts);
  const found = await lifecycle().read("ttd-texts", outputs);
  expect(lifecycle().diff(found?.outputs ?? outputs, inputs)).toEqual({ changes: false });
});

test("consentMetadata without optional is no change", async () => {
  const args = resourceArgs("ttd-consent", { consentMetadata: { year: {} } });
  const { inputs } = await lifecycle().check(undefined, args);
  const outputs = await lifecycle().create(inputs);
  const found = await lifecycle().read("ttd-consent", outputs);
  expect(found?.inputs).toEqual(inputs);
  expect(lifecycle().diff(found?.outputs ?? outputs, inputs)).toEqual({ changes: false });
});

test("members that the registry has learned since are no drift, and a write carries them along", async () => {
  const learned = { riskClass: "low", tags: [{ name: "a" }] };
  const sent: unknown[] = [];
  const { http, platformUrl } = world.context.registry;
  class NewerRegistry extends ResourceRegistryClient {
    override async getResource(id: string) {
      const live = await super.getResource(id);
      return live && { ...live, ...learned };
    }
    override async putResource(...args: Parameters<ResourceRegistryClient["putResource"]>) {
      sent.push(args[0]);
      await super.putResource(...args);
    }
  }
  const later = resourceLifecycle({
    ...world.context,
    registry: new NewerRegistry(http, platformUrl),
  });
  stored("ttd-old", {});
  const args = resourceArgs("ttd-old", learned);
  const { inputs, failures } = await later.check(undefined, args);
  expect(failures).toEqual([]);
  expect(inputs).not.toHaveProperty("riskClass");
  const outputs = await later.create(inputs);
  const found = await later.read("ttd-old", outputs);
  expect(found?.inputs).toEqual(inputs);
  expect(sent).toEqual([]);

  await later.update("ttd-old", outputs, { ...inputs, homepage: "https://x.example" });
  expect(sent).toEqual([expect.objectContaining({ ...learned, homepage: "https://x.example" })]);
});

test("a take-over whose new document only the registry would refuse looks what is there", async () => {
  const resourceReferences = [{ referenceType: "MaskinportenScope", reference: "other:scope" }];
  const args = resourceArgs("ttd-old", { resourceReferences });
  const { inputs, failures } = await lifecycle().check(undefined, args);
  expect(failures).toEqual([
    expect.stringMatching(/^resourceReferences\[0\]\.reference is "other/),
  ]);
  await expect(lifecycle().create(inputs)).rejects.toThrow("answered 401");
  stored("ttd-old", { resourceReferences });
  const version = world.standin.altinn.registry.document("ttd-old");
  await lifecycle().create(inputs);
  expect(world.standin.altinn.registry.document("ttd-old")).toEqual(version);
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
