import { organization, renderPolicy, serviceOwner, type Subject } from "../../provider/policy";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import { openWorld, type World } from "../support/altinn";

/* Who the service owner is, the settings say; so it is `check` that looks whether Altinn Events knows it. */

const resourceId = "ttd-licences";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

/** What previews with rules and with XML warn of, of subscribers beside the rule for sending and fetching. */
async function warned(subscribers: Subject[], acknowledge: string[] = []): Promise<string[][]> {
  const own = organization(world.organisation.number, { onBehalfOf: "itself" });
  const rules = [
    { subjects: [own], actions: ["read", "write"] },
    { subjects: subscribers, actions: ["subscribe"] },
  ];
  const told: string[][] = [];
  for (const policy of [{ rules }, { xml: renderPolicy({ resourceId, rules }) }]) {
    const { context, warnings } = world.anew();
    const args = { resourceId, ...policy, acknowledge };
    const lifecycle = resourcePolicyLifecycle(context);
    expect((await lifecycle.check(undefined, args)).failures).toEqual([]);
    told.push(warnings.filter((line) => !line.startsWith("access given: ")));
  }
  return told;
}

test("subscribe by the owner's number alone is warned about, with rules and with XML", async () => {
  const { number, code } = world.organisation;
  const warning = expect.stringMatching(
    `^warning \\[subscribe-by-number\\]: ResourcePolicy ${resourceId}: (?:rules\\[1\\]|Rule "urn\\S+:2") gives the service owner ${number} subscribe, and no rule gives it to the code ${code}\\.`,
  );
  expect(await warned([organization(number, { onBehalfOf: "itself" })])).toEqual([
    [warning],
    [warning],
  ]);
});

test("not when the code has it too, nor when it is acknowledged, nor of others", async () => {
  const { number, code } = world.organisation;
  const own = organization(number, { onBehalfOf: "itself" });
  const NONE = [[], []];
  expect(await warned([own, serviceOwner(code)])).toEqual(NONE);
  expect(await warned([own], ["subscribe-by-number"])).toEqual(NONE);
  expect(await warned([organization("974761076", { onBehalfOf: "itself" })])).toEqual(NONE);
});
