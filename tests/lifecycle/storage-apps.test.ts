import { brokerResourceConfigLifecycle } from "../../provider/resources/broker-resource-config/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* Apps that the registry shows because Altinn Storage has them, while it has stored no such resource. */

let world: World;
let id: string;
beforeEach(async () => {
  world = await openWorld();
  id = `app_${world.organisation.code}_skjema`;
});
afterEach(() => world.close());

const reference = (): Record<string, unknown> => ({
  referenceSource: "Altinn3",
  referenceType: "ApplicationId",
  reference: `${world.organisation.code}/skjema`,
});
const args = (): Record<string, unknown> =>
  resourceArgs(id, { resourceType: "AltinnApp", resourceReferences: [reference()] });

/** As the registry makes one up: what the app says of itself, and no version of its own. */
function inStorageAlone(versionId: object): void {
  const { number: organization, code: orgcode } = world.organisation;
  const app = {
    identifier: id,
    title: { nb: "Skjema" },
    resourceReferences: [reference()],
    hasCompetentAuthority: { name: { nb: "Etaten" }, organization, orgcode },
    delegable: true,
    visible: true,
    resourceType: "AltinnApp",
    accessListMode: "Disabled",
    ...versionId,
  };
  world.standin.failNext(
    { method: "GET", path: new RegExp(`^/resourceregistry/.*/${id}$`) },
    {
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(app),
    },
    { standing: true },
  );
}

describe.each([[{}], [{ versionId: 0 }]])("with %j", (versionId) => {
  test("one is made, and not taken over", async () => {
    inStorageAlone(versionId);
    const { inputs, failures } = await resourceLifecycle(world.context).check(undefined, args());
    expect(failures).toEqual([]);
    expect(world.warnings).toEqual([
      expect.stringMatching(/^note: Resource app_\w+: its identifier is fixed for ever/),
    ]);
    world.standin.onRequest(({ method }) => {
      if (method === "POST") world.standin.clearFaults();
    });
    const { server } = await resourceLifecycle(world.context).create(inputs);
    expect(server.versionId).toBe(1);
  });

  test("one is nothing to read", async () => {
    inStorageAlone(versionId);
    expect(await resourceLifecycle(world.context).get(id)).toBeUndefined();
  });

  test("one has no configuration in Broker", async () => {
    inStorageAlone(versionId);
    const { failures } = await brokerResourceConfigLifecycle(world.context).check(undefined, {
      resourceId: id,
      fileTransferTimeToLive: "P30D",
    });
    expect(failures).toEqual([]);
    expect(world.warnings).toEqual([
      expect.stringMatching(/^note: BrokerResourceConfig app_\w+: the first configuration/),
    ]);
  });
});

test("an app that the registry has stored is taken over as any other", async () => {
  const { inputs } = await resourceLifecycle(world.context).check(undefined, args());
  await resourceLifecycle(world.context).create(inputs);
  world = world.anew();
  expect((await resourceLifecycle(world.context).check(undefined, args())).failures).toEqual([]);
  expect(world.warnings).toEqual([
    `taken over: Resource ${id}: exists and is equal to the program: nothing is written.`,
  ]);
});
