import { organization, renderPolicy, role, type Rule } from "../../provider/policy";
import { said, settled, type EngineRun } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { resourceArgs } from "../support/resources";

/* What is not printed: nothing in an unchanged run, and no XML where lines of access say the same. */

let world: EngineWorld;
let identifier: string;
beforeAll(async () => {
  world = await openEngineWorld();
  identifier = `${world.organisation.code}-licences`;
});
afterAll(() => world.close());

const READERS: Rule = { subjects: [role("dagl")], actions: ["read"] };
const SENDERS: Rule = {
  subjects: [organization("974761076", { onBehalfOf: "anyone" })],
  actions: ["write"],
};

/** `policy` is JavaScript of the arguments that say who gets in. */
function write(policy: string): void {
  world.workspace.program(`
const owner = new altinn.ServiceOwner("owner", { name: "Etaten", readyTimeoutSeconds: 60 });
const resource = new altinn.Resource("licences", { ...${JSON.stringify(resourceArgs(identifier))}, accessListMode: "Enabled", acknowledge: ["mode-without-list"], adopt: true });
const access = new altinn.ResourcePolicy("licences", { resourceId: resource.identifier, ${policy}, acknowledge: ["missing-action", "for-any-party"], adopt: true });
new altinn.BrokerResourceConfig("licences", { resourceId: resource.identifier, purgeFileTransferAfterAllRecipientsConfirmed: false, purgeFileTransferGracePeriod: "PT2H", acknowledge: ["grace-without-purge"], adopt: true }, { dependsOn: [owner, access] });
`);
}

const rules = (...given: readonly Rule[]): string => `rules: ${JSON.stringify(given)}`;
const xml = (...given: readonly Rule[]): string =>
  `xml: ${JSON.stringify(renderPolicy({ resourceId: identifier, rules: [...given] }))}`;

const isQuiet = (run: EngineRun): void => {
  expect([run.status, run.output]).toEqual([0, expect.not.stringMatching(/\[diff|warning/)]);
  expect(said(run)).toEqual([]);
};

/** The lines of a run with --diff that begin with a sign, without dress. */
const signed = ({ output }: EngineRun): string[] =>
  settled(output)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /^[-+~]/.test(line));

/** All that the engine prints with --diff of a policy whose XML is hidden, changed or not. */
const NOTHING = [
  "~ pulumi-nodejs:dynamic/altinn:ResourcePolicy: (refresh)",
  "--outputs:--",
  "~ xml (hidden)",
];

async function isQuietWithDiff(): Promise<void> {
  const run = await world.workspace.preview(["--diff", "--expect-no-changes"]);
  isQuiet(run);
  expect(signed(run)).toEqual(NOTHING);
}

test("an unchanged run prints no difference and no warning, whatever the program says of warnings and adopt", async () => {
  write(`${rules(READERS, SENDERS)}, minimumAuthenticationLevel: 3`);
  const first = await world.workspace.up();
  expect([first.status, first.output]).toEqual([0, expect.not.stringMatching(/warning/)]);
  // Broker goes on making storage after the first of it is ready.
  world.standin.advance(60_000);
  await world.workspace.up();
  isQuiet(await world.workspace.preview(["--expect-no-changes"]));
  isQuiet(await world.workspace.up(["--expect-no-changes"]));
  await isQuietWithDiff();
});

test("the same policy in other dress is no difference", async () => {
  const live = (await world.context.registry.getPolicy(identifier)) ?? "";
  world.standin.storePolicy(identifier, live.replaceAll(/\n\s*/g, "\n"));
  isQuiet(await world.workspace.preview());
  await isQuietWithDiff();
});

test("with rules a preview shows the lines of access, and no XML", async () => {
  write(`${rules(READERS)}, minimumAuthenticationLevel: 3`);
  const { status, output } = await world.workspace.preview(["--diff"]);
  expect(status).toBe(0);
  expect(settled(output)).toMatch(/- organization 974761076 \(for any party\): "write"/);
  expect(output).not.toMatch(/xacml|AttributeValue/);
});

test("rules in place of equal XML, and XML in place of equal rules, are no change", async () => {
  write(xml(READERS, SENDERS));
  expect((await world.workspace.up()).status).toBe(0);
  write(rules(READERS, SENDERS));
  isQuiet(await world.workspace.up(["--expect-no-changes"]));
  write(xml(READERS, SENDERS));
  isQuiet(await world.workspace.up(["--expect-no-changes"]));
});

test("with xml the XML shows beside the lines of access", async () => {
  write(xml(READERS));
  const { status, output } = await world.workspace.preview(["--diff"]);
  expect(status).toBe(0);
  expect(settled(output)).toMatch(/- organization 974761076 \(for any party\): "write"/);
  expect(settled(output)).toMatch(/-\s+<xacml:AttributeValue .*>974761076</);
});
