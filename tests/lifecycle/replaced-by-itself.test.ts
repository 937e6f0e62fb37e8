import { organization, renderPolicy } from "../../provider/policy";
import type { Values } from "../../provider/resources/lifecycle";
import type { ServiceKind } from "../support/kinds";
import { calls, openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/*
 * What the engine replaces although no identifier changed, as by --replace: it checks with the old inputs and then anew
 * with none, creates, and deletes. Altinn has one of each identifier, so it is changed in place.
 */

const id = "ttd-licences";
const KINDS = ["ServiceOwner", "Resource", "ResourcePolicy", "BrokerResourceConfig"] as const;
const xmlFor = (number: string) =>
  renderPolicy({
    resourceId: id,
    rules: [
      { subjects: [organization(number, { onBehalfOf: "itself" })], actions: ["read", "write"] },
    ],
  });

const argsOf = (kind: ServiceKind): Values =>
  ({
    ServiceOwner: { name: "Etaten" },
    Resource: resourceArgs(id, { onDelete: "close", acknowledge: ["identifier-prefix"] }),
    ResourcePolicy: { resourceId: id, xml: xmlFor("991825827") },
    BrokerResourceConfig: { resourceId: id, fileTransferTimeToLive: "P30D" },
  })[kind];
const CHANGES: readonly (readonly [ServiceKind, Values, readonly string[]])[] = [
  ["ServiceOwner", { readyTimeoutSeconds: 100 }, []],
  ["Resource", { homepage: "https://x.example" }, []],
  [
    "ResourcePolicy",
    { xml: xmlFor("974761076") },
    [
      `access given: ResourcePolicy ${id}: organization 974761076 (on its own behalf): read, write`,
      `access taken: ResourcePolicy ${id}: organization 991825827 (on its own behalf): read, write`,
    ],
  ],
  ["BrokerResourceConfig", { fileTransferTimeToLive: "P7D" }, []],
];

let world: World;
const states = new Map<ServiceKind, { inputs: Values; outs: Values }>();
beforeEach(async () => {
  world = await openWorld();
  const process = processOf(world);
  for (const kind of KINDS) {
    const { inputs } = await process(kind).check({}, argsOf(kind));
    states.set(kind, { inputs, outs: (await process(kind).create(inputs)).outs });
  }
});
afterEach(() => world.close());

const idOf = (kind: ServiceKind): string =>
  kind === "ServiceOwner" ? world.organisation.number : id;
const inPlace = (kind: ServiceKind): string =>
  `note: ${kind} ${idOf(kind)}: this stack has it already. What the plan creates or replaces is changed in place, and nothing is deleted.`;

async function replaced(kind: ServiceKind, more: Values = {}) {
  const { context, warnings } = world.anew();
  const methods = processOf({ context })(kind);
  const { inputs: olds, outs } = states.get(kind) ?? { inputs: {}, outs: {} };
  const args = { ...argsOf(kind), ...more };
  const first = await methods.check(olds, args);
  await methods.diff(idOf(kind), outs, first.inputs);
  const { inputs, failures } = await methods.check({}, args);
  expect(failures).toEqual([]);
  const previewed = [...warnings];
  const since = world.standin.requests.length;
  const made = await methods.create(inputs);
  const written = calls(world.standin, since).filter((call) => call.startsWith("PUT"));
  const before = world.standin.altinn.registry.document(id);
  await methods.delete(idOf(kind), outs);
  expect(world.standin.altinn.registry.document(id)).toEqual(before);
  return { previewed, printed: warnings, written, inputs, outs: made.outs };
}

test.each(KINDS)(
  "a %s: nothing is written or deleted, and no word of adopt or aliases",
  async (kind) => {
    const { previewed, printed, written, inputs, outs } = await replaced(kind);
    expect(previewed).toEqual([inPlace(kind)]);
    expect(printed).toEqual(previewed);
    expect(written).toEqual([]);
    expect(inputs).toEqual(states.get(kind)?.inputs);
    expect(outs).toEqual(states.get(kind)?.outs);
  },
);

test.each(CHANGES)(
  "a changed %s: written without adopt, and access is told",
  async (kind, more, access) => {
    const { previewed, printed, written } = await replaced(kind, more);
    expect([...previewed].sort()).toEqual([...access, inPlace(kind)].sort());
    expect(printed).toEqual(previewed);
    expect(printed.join("\n")).not.toMatch(/adopt|aliases/);
    expect(written).toHaveLength(kind === "ServiceOwner" ? 0 : 1);
  },
);

/** What a preview says when `kind` gets other arguments, of which the identifier is one. */
async function renamed(kind: ServiceKind, args: Values): Promise<string[]> {
  const { context, warnings } = world.anew();
  const methods = processOf({ context })(kind);
  const { inputs: olds, outs } = states.get(kind) ?? { inputs: {}, outs: {} };
  const first = await methods.check(olds, args);
  expect(await methods.diff(idOf(kind), outs, first.inputs)).toMatchObject({
    replaces: [kind === "Resource" ? "identifier" : "resourceId"],
  });
  await methods.check({}, args);
  return warnings;
}

test("another identifier under which an equal policy is: nobody is let in anew", async () => {
  const other = "ttd-other";
  const xml = xmlFor("991825827").replaceAll(id, other);
  world.standin.storeResource({ identifier: other });
  world.standin.storePolicy(other, xml);
  const said = await renamed("ResourcePolicy", { resourceId: other, xml });
  expect(said).toEqual([
    expect.stringMatching(/^stays: ResourcePolicy ttd-licences: it stays uploaded/),
    `taken over: ResourcePolicy ${other}: exists and is equal to the program: nothing is written.`,
  ]);
});

test("another identifier is said to be another service", async () => {
  const said = await renamed("Resource", { ...argsOf("Resource"), identifier: "ttd-other" });
  expect(said[0]).toBe(
    `note: Resource ${id}: its identifier becomes ttd-other, which is another service: rights that were delegated and connected access lists do not come along, and senders and recipients must use the new one.`,
  );
});

test("another identifier is no replacement by itself: what is there under it is not overwritten", async () => {
  const other = "ttd-other";
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...resourceArgs(other, { homepage: "https://theirs.example" }),
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: { organization, orgcode },
  });
  const { context } = world.anew();
  const methods = processOf({ context })("Resource");
  const args = { ...argsOf("Resource"), identifier: other };
  const { inputs: olds, outs } = states.get("Resource") ?? { inputs: {}, outs: {} };
  const first = await methods.check(olds, args);
  expect(await methods.diff(id, outs, first.inputs)).toEqual({ replaces: ["identifier"] });
  expect((await methods.check({}, args)).failures).toEqual([
    {
      property: "",
      reason: expect.stringMatching(
        /^Resource ttd-other exists already and differs .* adopt: true/,
      ),
    },
  ]);
});

test("one that is renamed without an alias is not deleted, and told of aliases", async () => {
  const { context, warnings } = world.anew();
  const methods = processOf({ context })("Resource");
  const { inputs } = await methods.check({}, { ...argsOf("Resource"), __urn: "urn:new" });
  await methods.create(inputs);
  const before = world.standin.altinn.registry.document(id);
  await methods.delete(id, { ...states.get("Resource")?.outs, __urn: "urn:old" });
  expect(world.standin.altinn.registry.document(id)).toEqual(before);
  expect(warnings).toEqual([
    `taken over: Resource ${id}: exists and is equal to the program: nothing is written.`,
    expect.stringMatching(
      /^warning \[left-alone\]: Resource ttd-licences: nothing is deleted, .* aliases /,
    ),
  ]);
});
