import { said, type EngineRun } from "../support/engine";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { policyFor } from "../support/policies";
import { ownerText, serviceText } from "../support/programs";
import { resourceArgs } from "../support/resources";

/* A service that exists before the program does: what a preview says of it, and what `up` makes of it. */

const identifier = "ttd-licences";

let world: EngineWorld;
let organisation: string;
beforeAll(async () => {
  world = await openEngineWorld();
  organisation = world.organisation.number;
  const { registry, broker } = world.context;
  const authority = { organization: organisation, orgcode: world.organisation.code };
  const made = {
    ...resourceArgs(identifier),
    hasCompetentAuthority: authority,
    resourceType: "BrokerService",
    status: "Active",
  };
  await registry.postResource(made as never);
  await registry.putPolicy(identifier, policyFor(identifier, [organisation, "974761076"]));
  await broker.postServiceOwner("Etaten i gamle dager");
  await broker.putConfig(identifier, { fileTransferTimeToLive: "P90D" });
});
afterAll(() => world.close());

const program = (more: { adopt?: boolean; time?: string; status?: string } = {}): string => {
  const adopt = more.adopt === undefined ? {} : { adopt: more.adopt };
  const text = serviceText({
    identifier,
    organisation,
    resource: { ...adopt, ...(more.status ? { status: more.status } : {}) },
    config: { ...adopt, fileTransferTimeToLive: more.time ?? "P30D" },
  });
  return ownerText() + (more.adopt ? text.replace("xml:", "adopt: true, xml:") : text);
};

test("taking over, in preview: a resource that differs is refused, with the difference and the way out", async () => {
  world.workspace.program(program());
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /Resource ttd-licences exists already and differs from the program in status\. Taking it over would change it\. .*set adopt: true.*\n +status: is "Active", program "Completed"\n/,
  );
});

test("taking over, in preview: a policy that differs is refused with who would lose access", async () => {
  world.workspace.program(program({ status: "Active" }));
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /ResourcePolicy ttd-licences exists already and differs from the program in organization 974761076 \(for any party\)\. .*set adopt: true.*\n +organization 974761076 \(for any party\): is "publish, read, subscribe, write", program nothing\n/,
  );
});

test("with adopt the preview says what is there, and so does the log of up, which changes everything to the program", async () => {
  world.workspace.program(program({ adopt: true }));
  const owner = `ServiceOwner ${organisation}`;
  const differences = [
    `taken over: ${owner}: exists and is taken over as it is: nothing is written.`,
    `taken over: ${owner}: name: is "Etaten i gamle dager", program "Etaten".`,
    `warning [registered-name]: ${owner}: Broker has it as "Etaten i gamle dager", and cannot change that to "Etaten". Write name: "Etaten i gamle dager".`,
    "taken over: Resource ttd-licences: exists and is changed to what the program says (adopt).",
    'taken over: Resource ttd-licences: status: is "Active", program "Completed".',
    "taken over: ResourcePolicy ttd-licences: exists and is changed to what the program says (adopt).",
    'taken over: ResourcePolicy ttd-licences: organization 974761076 (for any party): is "publish, read, subscribe, write", program nothing.',
    "access taken: ResourcePolicy ttd-licences: organization 974761076 (for any party): read, subscribe, write",
    "taken over: BrokerResourceConfig ttd-licences: exists and is changed to what the program says (adopt).",
    'taken over: BrokerResourceConfig ttd-licences: fileTransferTimeToLive: is "P90D", program "P30D".',
    "taken over: BrokerResourceConfig ttd-licences: maxFileTransferSize: is nothing, program 1073741824.",
  ];
  // What has no order of its own may be said in any.
  const saidOf = (run: EngineRun): string[] =>
    said(run)
      .filter((line) => !/^warning \[(?:for-any-party|subscribe-by-number)\]/.test(line))
      .sort();
  const preview = await world.workspace.preview();
  expect([preview.status, saidOf(preview)]).toEqual([0, differences.sort()]);
  const up = await world.workspace.up();
  expect([up.status, up.output]).toEqual([0, expect.stringMatching(/5 created/)]);
  expect(saidOf(up)).toEqual(differences);
  expect(await world.context.registry.getResource(identifier)).toMatchObject({
    status: "Completed",
  });
  expect(await world.context.broker.getConfig(identifier)).toMatchObject({
    fileTransferTimeToLive: "P30D",
  });
});

test("adopt leaves no trace: the next up changes nothing, with it and without it", async () => {
  expect((await world.workspace.up(["--expect-no-changes"])).status).toBe(0);
  expect(await world.workspace.exported()).not.toMatch(/"(?:__)?adopt": true/);
  world.workspace.program(program());
  expect((await world.workspace.up(["--expect-no-changes"])).status).toBe(0);
});

test("ALTINN_ADOPT: a Broker configuration that differs is refused before any write, and taken over with it", async () => {
  await world.workspace.destroy([], { ALTINN_ON_DELETE: "keep" });
  world.workspace.program(program({ time: "P7D" }));
  const { status, output } = await world.workspace.up();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /BrokerResourceConfig ttd-licences exists already.*\n +fileTransferTimeToLive: is "P30D", program "P7D"\n/,
  );
  expect(await world.context.broker.getConfig(identifier)).toMatchObject({
    fileTransferTimeToLive: "P30D",
  });
  const adopted = await world.workspace.up([], { ALTINN_ADOPT: "true" });
  expect(adopted.status).toBe(0);
  expect(await world.context.broker.getConfig(identifier)).toMatchObject({
    fileTransferTimeToLive: "P7D",
  });
});

test("what another organisation owns is never taken over", async () => {
  const other = world.standin.newOrganisation();
  const token = world.standin.token({
    organisation: other.number,
    scopes: ["altinn:resourceregistry/resource.write"],
  });
  const authority = { organization: other.number, orgcode: other.code };
  const answer = await fetch(`${world.standin.platformUrl}/resourceregistry/api/v1/resource`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({
      ...resourceArgs("ttd-foreign"),
      hasCompetentAuthority: authority,
      resourceType: "BrokerService",
    }),
  });
  expect(answer.status).toBe(201);
  world.workspace.program(
    program({ time: "P7D" }) +
      serviceText({ identifier: "ttd-foreign", organisation, resource: { adopt: true } }),
  );
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    new RegExp(`ttd-foreign belongs to organisation ${other.number}.*It is never taken over`),
  );
});

test("get: an existing service can be read without managing it", async () => {
  world.workspace.program(`
const licences = altinn.Resource.get("licences", "${identifier}");
const access = altinn.ResourcePolicy.get("licences", "${identifier}");
const config = altinn.BrokerResourceConfig.get("licences", "${identifier}");
const owner = altinn.ServiceOwner.get("owner", "${organisation}");
exports.status = licences.status;
exports.title = licences.title.apply((title) => title.nb);
exports.access = access.access;
exports.time = config.fileTransferTimeToLive;
exports.name = owner.name;
`);
  await world.workspace.destroy([], { ALTINN_ON_DELETE: "keep" });
  const since = world.standin.requests.length;
  const up = await world.workspace.up();
  expect([up.status, up.output]).toEqual([0, expect.any(String)]);
  expect(up.output).toMatch(/name\s*: "Etaten i gamle dager"/);
  expect(up.output).toMatch(/time\s*: "P7D"/);
  expect(up.output).toMatch(
    /organization \d{9} \(for any party\): "publish, read, subscribe, write"/,
  );
  expect(
    world.standin.requests
      .slice(since)
      .filter((request) => request.method !== "GET" && request.path !== "/token"),
  ).toEqual([]);
  const again = await world.workspace.up(["--expect-no-changes"]);
  expect([again.status, again.output]).toEqual([0, expect.any(String)]);
});

test("get: reading what is not there fails and says so", async () => {
  world.workspace.program(`exports.title = altinn.Resource.get("nothing", "ttd-nothing").title;`);
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(/Resource ttd-nothing is not there, so it cannot be read/);
});
