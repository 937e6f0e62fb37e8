import { OWNER_SCOPES, openWorld, type World } from "../support/altinn";
import { OpsProject, type ModuleType, type Stack } from "./ops-project";
import { packBoth, type Installer, type Tarballs } from "./packages";

const MODULES: readonly ModuleType[] = ["commonjs", "module"];

/**
 * The packed provider in a team's own project: installed into an empty folder outside the checkout, as a CommonJS and as an ES
 * module program in TypeScript.
 */
export function testInstalled(installer: Installer): void {
  let tarballs: Tarballs;
  let project: OpsProject;
  let world: World;
  beforeAll(async () => {
    world = await openWorld(OWNER_SCOPES);
    tarballs = await packBoth();
    project = new OpsProject(tarballs);
    await project.install(installer);
  });
  afterAll(async () => {
    await world.close();
    project.remove();
    tarballs.remove();
  });

  // A CommonJS program is judged by each run of it; of an ES module Node strips the types unseen.
  test("an ES module compiles against the declarations of the package", async () => {
    project.becomes("module");
    expect(await project.compile()).toEqual({ status: 0, output: "" });
  });

  describe.each(MODULES)('a program of "type": "%s"', (type) => {
    const identifier = `ttd-${installer}-${type}`;
    let stack: Stack;
    beforeAll(async () => {
      project.becomes(type);
      stack = await project.stack(identifier, world.env);
    });

    const atAltinn = async () => ({
      document: await world.context.registry.getResource(identifier),
      policy: await world.context.registry.getPolicy(identifier),
      config: await world.context.broker.getConfig(identifier),
    });

    test("up opens the service", async () => {
      const { status, output } = await stack("up", "--yes", "--skip-preview");
      expect([status, output]).toEqual([0, expect.stringMatching(/5 created/)]);
      expect(await atAltinn()).toMatchObject({
        document: { identifier, status: "Completed", visible: true },
        policy: expect.stringContaining(world.organisation.number),
        config: { fileTransferTimeToLive: "P30D" },
      });
      expect(await world.context.broker.getServiceOwner()).toMatchObject({ name: "Etaten" });
    });

    test("the second up, a preview and a refresh find nothing to do", async () => {
      const before = await atAltinn();
      const up = await stack("up", "--yes", "--skip-preview", "--expect-no-changes");
      expect([up.status, up.output]).toEqual([0, expect.stringMatching(/5 unchanged/)]);
      const preview = await stack("preview", "--expect-no-changes");
      expect([preview.status, preview.output]).toEqual([0, expect.stringMatching(/5 unchanged/)]);
      const refresh = await stack("refresh", "--yes", "--skip-preview", "--expect-no-changes");
      expect([refresh.status, refresh.output]).toEqual([0, expect.stringMatching(/5 unchanged/)]);
      expect(await atAltinn()).toEqual(before);
    });

    test("down withdraws the resource and says what stays", async () => {
      const { status, output } = await stack("destroy", "--yes", "--skip-preview");
      expect([status, output]).toEqual([0, expect.stringMatching(/5 deleted/)]);
      expect(output).toMatch(/BrokerResourceConfig licences deleted .*\[retain\]/);
      expect(output).toContain(`stays: Resource ${identifier}: transfers and access go on`);
      const { document, policy, config } = await atAltinn();
      expect(document).toMatchObject({ status: "Withdrawn", visible: false, delegable: false });
      expect(policy).toContain(world.organisation.number);
      expect(config).toMatchObject({ fileTransferTimeToLive: "P30D" });
    });
  });
}
