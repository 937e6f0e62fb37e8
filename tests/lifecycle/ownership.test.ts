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

describe("a wrong or missing code beside our number is a mistake that can be mended", () => {
  const codes = [["skd"], [""], [undefined]] as const;
  const ours = () => ({
    organization: world.organisation.number,
    orgcode: world.organisation.code,
  });

  /** What somebody stored by hand. */
  function stored(orgcode: string | undefined): void {
    world.standin.storeResource({
      ...resourceArgs(id),
      resourceType: "BrokerService",
      status: "Completed",
      hasCompetentAuthority: { ...ours(), orgcode, name: { nb: "Etaten" } },
    });
  }

  test.each(codes)("code %j: shown before a take-over, and written with adopt", async (orgcode) => {
    stored(orgcode);
    const { failures } = await lifecycle().check(undefined, resourceArgs(id));
    const is = JSON.stringify({ organization: ours().organization, orgcode });
    const wanted = JSON.stringify(ours());
    expect(failures).toEqual([
      expect.stringContaining(`differs from the program in hasCompetentAuthority. Taking`),
    ]);
    const [, told = "", program] =
      /\n {2}hasCompetentAuthority: is (.*), program (.*)$/.exec(failures.join()) ?? [];
    expect(JSON.parse(told)).toEqual(JSON.parse(is));
    expect(program).toBe(wanted);

    const adopting = await lifecycle().check(undefined, resourceArgs(id, { adopt: true }));
    expect(adopting.failures).toEqual([]);
    await lifecycle().create(adopting.inputs);
    expect(live()).toMatchObject({ hasCompetentAuthority: { ...ours(), name: { nb: "Etaten" } } });
  });

  test.each(codes)("code %j: drift that the next run writes back", async (orgcode) => {
    const { inputs } = await lifecycle().check(undefined, resourceArgs(id));
    const outputs = await lifecycle().create(inputs);
    stored(orgcode);
    const found = await lifecycle().read(id, outputs);
    // The program does not give it, so it is no input; state has it, and diff says what becomes of it.
    expect(found?.inputs).not.toHaveProperty("hasCompetentAuthority");
    const is = JSON.parse(JSON.stringify({ ...ours(), orgcode })) as Record<string, unknown>;
    expect(found?.outputs.server.hasCompetentAuthority).toEqual({ ...is, name: { nb: "Etaten" } });
    const drifted = found?.outputs ?? outputs;
    world.warnings.splice(0);
    expect(lifecycle().diff(drifted, inputs)).toEqual({ changes: true });
    expect(world.warnings).toEqual([
      expect.stringMatching(
        /^note: Resource ttd-licences: its owner, hasCompetentAuthority, is \{.*\} at Altinn, and becomes \{.*\}\. Check altinn:orgCode if that is not meant\.$/,
      ),
    ]);
    expect(world.warnings.join()).toContain(`becomes ${JSON.stringify(ours())}. Check`);
    await lifecycle().update(id, drifted, inputs);
    expect(live()).toMatchObject({ hasCompetentAuthority: ours() });
  });

  test.each(codes)("code %j: our own delete withdraws it", async (orgcode) => {
    const { inputs } = await lifecycle().check(undefined, resourceArgs(id));
    const outputs = await lifecycle().create(inputs);
    stored(orgcode);
    await lifecycle().delete(id, outputs);
    expect(live()).toMatchObject({ status: "Withdrawn" });
  });

  test.each([["skd"], [""]])(
    "code %j in the program: taken over as it is with a warning, refused where it would be written",
    async (orgcode) => {
      const args = (more = {}) =>
        resourceArgs(id, { hasCompetentAuthority: { ...ours(), orgcode }, ...more });
      const refused = [
        expect.stringMatching(
          `^hasCompetentAuthority\\.orgcode is "${orgcode}", but the code of organisation ${ours().organization} is ${ours().orgcode} `,
        ),
      ];
      expect((await lifecycle().check(undefined, args())).failures).toEqual(refused);

      stored(orgcode);
      // A process that has looked once does not look again.
      world = world.anew();
      const [before, since] = [live(), world.standin.requests.length];
      const { inputs, failures } = await lifecycle().check(undefined, args());
      expect(failures).toEqual([]);
      expect(world.warnings).toEqual([
        "taken over: Resource ttd-licences: exists and is equal to the program: nothing is written.",
        expect.stringMatching(
          /^warning \[in-force\]: Resource ttd-licences: it stays as it is\. hasCompetentAuthority\.orgcode/,
        ),
      ]);
      const outputs = await lifecycle().create(inputs);
      expect(live()).toEqual(before);
      expect(writes(since)).not.toContain(`PUT /resourceregistry/api/v1/resource/${id}`);
      expect((await lifecycle().check(inputs, args())).failures).toEqual([]);
      expect(lifecycle().diff(outputs, inputs)).toEqual({ changes: false });
      expect((await lifecycle().check(inputs, args({ homepage: "x" }))).failures).toEqual(refused);
    },
  );
});
