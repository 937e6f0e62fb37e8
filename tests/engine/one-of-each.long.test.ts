import { said, type EngineRun } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { ownerText, serviceText } from "../support/programs";
import { resourceArgs } from "../support/resources";

/*
 * Altinn has one of each identifier: two resources of a program cannot have the same, what Pulumi calls a replacement of one by
 * itself changes nothing, and options that assume otherwise are refused.
 */

const identifier = "ttd-licences";

let world: EngineWorld;
let organisation: string;
beforeAll(async () => {
  world = await openEngineWorld();
  organisation = world.organisation.number;
  write();
  const { status, output } = await world.workspace.up();
  expect([status, output]).toEqual([0, expect.any(String)]);
});
afterAll(() => world.close());

const write = (options = "{}", more = ""): void => {
  world.workspace.program(ownerText() + serviceText({ identifier, organisation, options }) + more);
};

const writesSince = (since: number): string[] =>
  world.standin.requests
    .slice(since)
    .filter(({ method, path }) => method !== "GET" && path !== "/token")
    .map(({ method, path }) => `${method} ${path}`);

describe("two resources of one kind and identifier are refused, by both logical names", () => {
  const again: readonly (readonly [kind: string, statement: string])[] = [
    ["Resource", `new altinn.Resource("again", ${JSON.stringify(resourceArgs(identifier))});`],
    [
      "ResourcePolicy",
      `new altinn.ResourcePolicy("again", { resourceId: "${identifier}", rules: [{ subjects: [altinn.role("dagl")], actions: ["read"] }] });`,
    ],
    [
      "BrokerResourceConfig",
      `new altinn.BrokerResourceConfig("again", { resourceId: pulumi.output("${identifier}"), fileTransferTimeToLive: "P1D" });`,
    ],
  ];
  test.each(again)("%s", async (kind, statement) => {
    write("{}", statement);
    const { status, output } = await world.workspace.preview();
    expect(status).not.toBe(0);
    expect(output).toContain(
      `${kind} ${identifier} stands twice in the program: here and as "${identifier}". Each would undo the other's changes. Take one of them out.`,
    );
    expect(output).not.toMatch(/adopt|taken over|exists already/);
  });

  test("ServiceOwner, of which a stack has one", async () => {
    write("{}", 'new altinn.ServiceOwner("again", { name: "Etaten" });');
    const { status, output } = await world.workspace.preview();
    expect(status).not.toBe(0);
    expect(output).toContain(
      `ServiceOwner ${organisation} stands twice in the program: here and as "owner".`,
    );
  });
});

const KINDS = ["Resource", "ResourcePolicy", "BrokerResourceConfig"];
const urnOf = (kind: string): string =>
  `urn:pulumi:test::test::pulumi-nodejs:dynamic/altinn:${kind}::${identifier}`;

/** Beside the warnings of the policy. */
const saidOf = (run: EngineRun): string[] =>
  said(run).filter((line) => !/^warning \[(?:for-any-party|subscribe-by-number)\]/.test(line));

const inPlace = (kind: string): string =>
  `note: ${kind} ${identifier}: this stack has it already. What the plan creates or replaces is changed in place, and nothing is deleted.`;

test("--replace changes nothing at Altinn, and speaks of no other name", async () => {
  write();
  const since = world.standin.requests.length;
  const options = KINDS.flatMap((kind) => ["--replace", urnOf(kind)]);
  for (const run of [await world.workspace.preview(options), await world.workspace.up(options)]) {
    expect([run.status, run.output]).toEqual([
      0,
      expect.stringMatching(/\+-3 (?:to replace|replaced)/),
    ]);
    expect(saidOf(run)).toEqual(KINDS.map(inPlace));
  }
  expect(writesSince(since)).toEqual([]);
});

test("what is tainted is changed in place too, also when it is to be deleted before", async () => {
  write("{ deleteBeforeReplace: true }");
  const since = world.standin.requests.length;
  const taint = ["state", "taint", urnOf("Resource"), "--yes", "--stack", "test"];
  expect((await world.workspace.run(taint)).output).toMatch(/tainted/);
  const run = await world.workspace.up(["--refresh=false"]);
  expect(run.output).toMatch(/\+-3 replaced/);
  // Without a refresh nothing tells that the tainted one is in the stack already; those that depend on it are asked about.
  expect([run.status, saidOf(run)]).toEqual([
    0,
    [
      `taken over: Resource ${identifier}: exists and is equal to the program: nothing is written.`,
      inPlace("ResourcePolicy"),
      inPlace("BrokerResourceConfig"),
    ],
  ]);
  expect(writesSince(since)).toEqual([]);
});

test("replaceOnChanges changes in place, and speaks of no other name", async () => {
  const resource = { homepage: "https://example.no" };
  const options = '{ replaceOnChanges: ["homepage"] }';
  world.workspace.program(
    ownerText() + serviceText({ identifier, organisation, resource, options }),
  );
  const since = world.standin.requests.length;
  const run = await world.workspace.up();
  expect([run.status, saidOf(run)]).toEqual([0, [inPlace("Resource")]]);
  expect(run.output).not.toMatch(/alias|adopt|left-alone|taken over/);
  expect(writesSince(since).filter((write) => !write.startsWith("POST"))).toEqual([
    `PUT /resourceregistry/api/v1/resource/${identifier}`,
  ]);
});

test("a new identifier of something that is there and differs is no replacement in place: it needs adopt", async () => {
  world.standin.storeResource({
    ...resourceArgs("ttd-there", { homepage: "https://other.example.no" }),
    resourceType: "BrokerService",
    hasCompetentAuthority: { organization: organisation, orgcode: world.organisation.code },
  });
  world.workspace.program(
    ownerText() + serviceText({ identifier: "ttd-there", name: identifier, organisation }),
  );
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /Resource ttd-there exists already and differs from the program in .*homepage/,
  );
});

test("the option import is refused, with the way out", async () => {
  write(`{ import: "${identifier}" }`);
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toContain(
    `Resource "${identifier}": the option import does nothing for it. Leave it out: what exists and equals the program is taken over by itself, and the preview says what differs.`,
  );
});

/** A policy given by rules, with the options of its resource. */
const ruled = (rules: string, options: string): string =>
  `${ownerText()}
const resource = new altinn.Resource("${identifier}", ${JSON.stringify(resourceArgs(identifier))});
const access = new altinn.ResourcePolicy("${identifier}", { resourceId: resource.identifier, rules: [${rules}], acknowledge: ["missing-action"] }, ${options});
exports.access = access.access;
`;
const READERS = '{ subjects: [altinn.role("dagl")], actions: ["read"] }';
const SENDERS =
  '{ subjects: [altinn.organization("974761076", { onBehalfOf: "itself" })], actions: ["write"] }';

test.each(["rules", "access", "minimumAuthenticationLevel"])(
  "ignoreChanges of %s is refused, naming xml",
  async (option) => {
    world.workspace.program(ruled(READERS, `{ ignoreChanges: ["${option}"] }`));
    const { status, output } = await world.workspace.preview();
    expect(status).not.toBe(0);
    expect(output).toContain(
      `ResourcePolicy "${identifier}": ignoreChanges names ${option}, which would hide changes of access and not stop them. To leave the policy at Altinn as it is, write ignoreChanges: ["xml"].`,
    );
  },
);

test('ignoreChanges ["xml"] with rules keeps the old policy, and its lines of access', async () => {
  world.workspace.program(ruled(READERS, "{}"));
  await world.workspace.up();
  const before = await world.context.registry.getPolicy(identifier);
  world.workspace.program(ruled(`${READERS}, ${SENDERS}`, '{ ignoreChanges: ["xml"] }'));
  const since = world.standin.requests.length;
  const up = await world.workspace.up();
  expect([up.status, up.output]).toEqual([0, expect.not.stringMatching(/974761076/)]);
  expect(writesSince(since)).toEqual([]);
  expect(await world.context.registry.getPolicy(identifier)).toBe(before);
});
