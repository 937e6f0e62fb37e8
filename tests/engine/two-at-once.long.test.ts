import { said, settled, Workspace } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { policyFor } from "../support/policies";
import { ownerText, serviceText } from "../support/programs";
import { atAltinn } from "./services-by-hand";

/*
 * Two stacks, each a project of its own, have one service. Both have looked at it, then both write: docs/two-at-once.md says what
 * happens. Overlapping writes are in tests/lifecycle/two-at-once.test.ts.
 */

const id = "ttd-licences";
const [ONE, TWO, OTHER] = ["991825827", "974761076", "889640782"] as const;

interface Values {
  readonly homepage?: string;
  readonly letsIn?: string;
  readonly fileTransferTimeToLive?: string;
}

let world: EngineWorld;
let first: Workspace;
let second: Workspace;
beforeAll(async () => {
  world = await openEngineWorld();
  const { ALTINN_ENVIRONMENT, ALTINN_ORG_NUMBER, ALTINN_ORG_CODE, ...inherited } = world.env;
  first = world.workspace;
  second = new Workspace(inherited);
  second.config({
    "altinn:environment": String(ALTINN_ENVIRONMENT),
    "altinn:orgNumber": String(ALTINN_ORG_NUMBER),
    "altinn:orgCode": String(ALTINN_ORG_CODE),
  });
  await second.init();
  for (const stack of [first, second]) {
    write(stack, {});
    expect(await stack.up()).toMatchObject({ status: 0 });
  }
});
afterAll(async () => {
  second.remove();
  await world.close();
});

function write(stack: Workspace, { homepage, letsIn = ONE, ...config }: Values): void {
  const service = serviceText({
    identifier: id,
    organisation: world.organisation.number,
    resource: homepage === undefined ? {} : { homepage },
    xml: policyFor(id, [letsIn]),
    config,
  });
  stack.program(ownerText() + service);
}

/** Each stack has looked before either of them writes. */
const up = (stack: Workspace) => stack.up(["--refresh=false", "--continue-on-error"]);

test("a Resource: the second `up` is refused and writes nothing", async () => {
  write(first, { homepage: "https://first.example" });
  write(second, { homepage: "https://second.example" });
  expect(await up(first)).toMatchObject({ status: 0 });
  const { status, output } = await up(second);
  expect(status).not.toBe(0);
  expect(settled(output)).toContain(
    `Resource ${id} was changed at Altinn since it was last read, in homepage. Nothing was written.`,
  );
  expect(await atAltinn(world, id)).toMatchObject({ homepage: "https://first.example" });
  expect(await second.up(["--refresh"])).toMatchObject({ status: 0 });
  expect(await atAltinn(world, id)).toMatchObject({ homepage: "https://second.example" });
});

test("a policy and Broker settings: the last `up` counts, and the other stack's next preview shows drift", async () => {
  const both = { homepage: "https://second.example" };
  write(first, { ...both, letsIn: TWO, fileTransferTimeToLive: "P2D" });
  expect(await first.up(["--refresh"])).toMatchObject({ status: 0 });
  write(second, { ...both, letsIn: OTHER, fileTransferTimeToLive: "P3D" });
  expect(await up(second)).toMatchObject({ status: 0 });
  const notes = said(await first.preview()).filter((line) => line.startsWith("note: "));
  expect(notes.join("\n")).toMatch(/note: ResourcePolicy ttd-licences: .*organization 889640782/);
  expect(notes.join("\n")).toMatch(
    /note: BrokerResourceConfig ttd-licences: .*fileTransferTimeToLive became "P3D"; it was "P2D"/,
  );
  expect(await atAltinn(world, id)).toMatchObject({
    listedFor: [OTHER],
    fileTransferTimeToLive: "P3D",
  });
});
