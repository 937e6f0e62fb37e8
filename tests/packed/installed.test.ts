import { OWNER_SCOPES, openWorld, type World } from "../support/altinn";
import { OpsProject, type ModuleType, type Stack } from "./ops-project";
import { packBoth, type Installer, type Tarballs } from "./packages";

/*
 * The packed provider in a team's own project: installed by npm and by pnpm into an empty folder outside the checkout, as a
 * CommonJS and as an ES module program in TypeScript.
 */

const INSTALLERS: readonly Installer[] = ["npm", "pnpm"];
const MODULES: readonly ModuleType[] = ["commonjs", "module"];

let tarballs: Tarballs;
const projects = new Map<Installer, OpsProject>();
let world: World;
beforeAll(async () => {
  [tarballs, world] = await Promise.all([packBoth(), openWorld(OWNER_SCOPES)]);
  for (const installer of INSTALLERS) projects.set(installer, new OpsProject(tarballs));
  await Promise.all([...projects].map(([installer, project]) => project.install(installer)));
});
afterAll(async () => {
  for (const project of projects.values()) project.remove();
  tarballs.remove();
  await world.close();
});

for (const installer of INSTALLERS) {
  for (const type of MODULES) {
    describe(`installed by ${installer}, "type": "${type}"`, () => {
      const identifier = `ttd-${installer}-${type}`;
      let project: OpsProject;
      let stack: Stack;
      beforeAll(async () => {
        project = projects.get(installer) as OpsProject;
        project.becomes(type);
        const { ALTINN_ENVIRONMENT, ALTINN_ORG_NUMBER, ALTINN_ORG_CODE, ...env } = world.env;
        const config = {
          "altinn:environment": ALTINN_ENVIRONMENT ?? "",
          "altinn:orgNumber": ALTINN_ORG_NUMBER ?? "",
          "altinn:orgCode": ALTINN_ORG_CODE ?? "",
          "ops:identifier": identifier,
        };
        stack = await project.stack(config, env);
      });

      const atAltinn = async () => ({
        document: await world.context.registry.getResource(identifier),
        policy: await world.context.registry.getPolicy(identifier),
        config: await world.context.broker.getConfig(identifier),
      });

      test("the program compiles against the declarations of the package", async () => {
        expect(await project.compile()).toEqual({ status: 0, output: "" });
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
        expect([preview.status, preview.output]).toEqual([
          0,
          expect.stringMatching(/5 unchanged/),
        ]);
        const refresh = await stack("refresh", "--yes", "--skip-preview", "--expect-no-changes");
        expect([refresh.status, refresh.output]).toEqual([
          0,
          expect.stringMatching(/5 unchanged/),
        ]);
        expect(await atAltinn()).toEqual(before);
      });

      test("down withdraws the resource and says what stays", async () => {
        const { status, output } = await stack("destroy", "--yes", "--skip-preview");
        expect([status, output]).toEqual([0, expect.stringMatching(/5 deleted/)]);
        expect(output).toContain(`BrokerResourceConfig ${identifier} stays`);
        const { document, policy, config } = await atAltinn();
        expect(document).toMatchObject({ status: "Withdrawn", visible: false, delegable: false });
        expect(policy).toContain(world.organisation.number);
        expect(config).toMatchObject({ fileTransferTimeToLive: "P30D" });
      });
    });
  }
}
