import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { resourceArgs } from "../support/resources";

/* What the registry answers of resources that were made by hand, given to the class as it is. */

let world: EngineWorld;
beforeAll(async () => {
  world = await openEngineWorld();
});
afterAll(() => world.close());

const documents = (): Record<string, unknown>[] => {
  const { number: organization, code: orgcode } = world.organisation;
  const owner = { organization, orgcode, name: { nb: "Etaten" } };
  const made = (identifier: string, more: Record<string, unknown> = {}) =>
    resourceArgs(identifier, {
      resourceType: "BrokerService",
      hasCompetentAuthority: owner,
      ...more,
    });
  return [
    made("ttd-plain", { status: "Active" }),
    made("ttd-no-status"),
    made("ttd-empty", { status: "", homepage: "", spatial: [], keywords: [{ word: "w" }] }),
    made("ttd-nulls", {
      title: { nb: "a", nn: "a", en: "a", se: null },
      spatial: [null],
      consentMetadata: { year: null, amount: {} },
    }),
    made("ttd-withdrawn", { status: "Withdrawn", visible: false, delegable: false }),
    made("TTD.Older", { resourceType: 3, contactPoints: undefined }),
  ];
};

test("it is taken over, nothing is written, and no later run finds a difference", async () => {
  const path = (identifier: unknown) =>
    `${world.standin.platformUrl}/resourceregistry/api/v1/resource/${String(identifier)}`;
  const answers = async (): Promise<string[]> =>
    Promise.all(documents().map(async ({ identifier }) => (await fetch(path(identifier))).text()));
  for (const document of documents()) world.standin.storeResource(document);
  const before = await answers();
  world.workspace.program(
    before
      .map(
        (text, index) =>
          `new altinn.Resource("r${String(index)}", JSON.parse(${JSON.stringify(text)}));\n`,
      )
      .join(""),
  );
  const up = await world.workspace.up();
  expect([up.status, up.output]).toEqual([0, expect.stringContaining("7 created")]);
  // Every write makes a new version.
  expect(await answers()).toEqual(before);

  const nothing = ["--expect-no-changes"];
  for (const again of [nothing, [...nothing, "--refresh"]]) {
    const { status, output } = await world.workspace.up(again);
    expect([status, output]).toEqual([0, expect.stringContaining("7 unchanged")]);
  }
  expect(await answers()).toEqual(before);
});
