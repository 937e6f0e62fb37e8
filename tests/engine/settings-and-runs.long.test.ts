import { generateKeyPairSync } from "node:crypto";
import { OWNER_SCOPES } from "../support/altinn";
import { openEngineWorld, type EngineWorld } from "../support/engine-world";
import { ownerText, serviceText } from "../support/programs";

/* Settings that change between runs, runs without a key, and two stacks beside each other. */

const identifier = "ttd-licences";

let world: EngineWorld;
let organisation: string;
beforeAll(async () => {
  world = await openEngineWorld();
  organisation = world.organisation.number;
  world.workspace.program(ownerText() + serviceText({ identifier, organisation }));
  expect((await world.workspace.up()).status).toBe(0);
});
afterAll(() => world.close());

/** Worlds that a test opens beside the first. */
const others: EngineWorld[] = [];
async function another(): Promise<EngineWorld> {
  const opened = await openEngineWorld();
  others.push(opened);
  return opened;
}
afterEach(() => Promise.all(others.splice(0).map((other) => other.close())));

/** What the run sums up at its end; while it goes on the same lines are printed as they come. */
const diagnostics = (output: string): string => output.slice(output.indexOf("\nDiagnostics:"));

const stackConfig = (more: Record<string, string> = {}): void => {
  world.workspace.config({
    "altinn:environment": "local",
    "altinn:orgNumber": organisation,
    "altinn:orgCode": world.organisation.code,
    ...more,
  });
};

test("a switched environment is refused, and nothing is read or written elsewhere", async () => {
  stackConfig({ "altinn:environment": "tt02" });
  const since = world.standin.requests.length;
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /was made in local for organisation \d{9}, but the settings now say tt02 and \d{9}.*use a new stack/,
  );
  expect(world.standin.requests.length).toBe(since);
  stackConfig();
});

test("a switched organisation is refused", async () => {
  const other = world.standin.newOrganisation();
  stackConfig({ "altinn:orgNumber": other.number, "altinn:orgCode": other.code });
  const { status, output } = await world.workspace.preview(["--refresh=false"]);
  expect(status).not.toBe(0);
  expect(output).toMatch(
    new RegExp(`for organisation ${organisation}.*${other.number}.*use a new stack`),
  );
  stackConfig();
});

test("missing settings are told all at once, with how to set them", async () => {
  world.workspace.config({});
  const { status, output } = await world.workspace.preview(["--refresh=false"]);
  expect(status).not.toBe(0);
  expect(output).toMatch(/altinn:environment is not set.*pulumi config set/s);
  expect(output).toMatch(/altinn:orgNumber is not set/);
  stackConfig();
});

test("ALTINN_WITHOUT_KEY: the registry is compared, Broker is shown from state, and every write is refused", async () => {
  const readOnly = { ALTINN_WITHOUT_KEY: "true", MASKINPORTEN_JWK: "", MASKINPORTEN_CLIENT_ID: "" };
  await world.context.broker.putConfig(identifier, { fileTransferTimeToLive: "P3D" });
  const since = world.standin.requests.length;
  const preview = await world.workspace.preview([], readOnly);
  expect([preview.status, preview.output]).toEqual([
    0,
    expect.stringMatching(/not compared with Altinn/),
  ]);
  expect(diagnostics(preview.output).match(/not compared with Altinn/g)).toHaveLength(1);
  expect(
    world.standin.requests
      .slice(since)
      .filter((request) => request.authorization ?? request.assertion),
  ).toEqual([]);
  world.workspace.program(
    ownerText() +
      serviceText({ identifier, organisation, resource: { homepage: "https://example.no" } }),
  );
  expect((await world.workspace.preview([], readOnly)).output).toMatch(/1 to update/);
  const up = await world.workspace.up([], readOnly);
  expect([up.status === 0, up.output]).toEqual([
    false,
    expect.stringMatching(/Resource ttd-licences is not updated: ALTINN_WITHOUT_KEY is set/),
  ]);
  expect(await world.context.registry.getResource(identifier)).not.toHaveProperty("homepage");
  world.workspace.program(ownerText() + serviceText({ identifier, organisation }));
  expect((await world.workspace.up()).status).toBe(0);
});

test("a first preview says what up would fail on: a missing key, once, with the read-only way", async () => {
  const fresh = await another();
  fresh.workspace.program(
    ownerText() + serviceText({ identifier, organisation: fresh.organisation.number }),
  );
  const keyless = { MASKINPORTEN_JWK: "", MASKINPORTEN_CLIENT_ID: "" };
  const { status, output } = await fresh.workspace.preview([], keyless);
  expect([status === 0, output]).toEqual([
    false,
    expect.stringMatching(/MASKINPORTEN_CLIENT_ID is not set.*set ALTINN_WITHOUT_KEY=true/),
  ]);
  expect(diagnostics(output).match(/MASKINPORTEN_CLIENT_ID is not set/g)).toHaveLength(1);
  const readOnly = { ...keyless, ALTINN_WITHOUT_KEY: "true" };
  expect((await fresh.workspace.preview([], readOnly)).status).toBe(0);
});

test("code and number of two organisations are refused at preview, and nothing is made", async () => {
  const fresh = await another();
  const other = world.standin.newOrganisation();
  const { number, code } = fresh.standin.newOrganisation(other);
  fresh.workspace.config({
    "altinn:environment": "local",
    "altinn:orgNumber": fresh.organisation.number,
    "altinn:orgCode": code,
  });
  fresh.workspace.program(
    ownerText() + serviceText({ identifier, organisation: fresh.organisation.number }),
  );
  const { status, output } = await fresh.workspace.up();
  expect(status).not.toBe(0);
  expect(diagnostics(output)).toMatch(
    new RegExp(
      `altinn:orgCode is "${code}" and altinn:orgNumber.*Write altinn:orgNumber "${number}"`,
    ),
  );
  const writes = fresh.standin.requests
    .filter(({ method, path }) => method !== "GET" && path !== "/token")
    .map(({ method, path }) => `${method} ${path}`);
  expect(writes).toEqual([]);
});

test("a key rotated in the stack's configuration: what sees that of the last up says so", async () => {
  const fresh = await another();
  const number = fresh.organisation.number;
  const newClient = (clientId?: string) =>
    fresh.standin.newClient({
      organisation: number,
      scopes: OWNER_SCOPES,
      keyPostedDaysAgo: 1,
      ...(clientId === undefined ? {} : { clientId }),
    });
  const inConfig = ({ clientId, jwk }: ReturnType<typeof newClient>): void => {
    fresh.workspace.config({
      "altinn:environment": "local",
      "altinn:orgNumber": number,
      "altinn:orgCode": fresh.organisation.code,
      "altinn:clientId": clientId,
      "altinn:jwk": JSON.stringify(jwk),
    });
  };
  const env = { MASKINPORTEN_JWK: "", MASKINPORTEN_CLIENT_ID: "" };
  const old = newClient();
  inConfig(old);
  fresh.workspace.program(ownerText());
  expect((await fresh.workspace.up([], env)).status).toBe(0);
  // The same client with another key.
  inConfig(newClient(old.clientId));
  const { status, output } = await fresh.workspace.up([], { ...env, PULUMI_RUN_PROGRAM: "" });
  expect(status).not.toBe(0);
  expect(diagnostics(output)).toMatch(
    /Maskinporten refused a token.*the stack configuration of the last `pulumi up`.*set PULUMI_RUN_PROGRAM=true/,
  );
  expect(diagnostics(output).match(/Maskinporten refused a token/g)).toHaveLength(1);
  expect((await fresh.workspace.up(["--expect-no-changes"], env)).status).toBe(0);
});

test("a rotated key in the environment goes on; the old one is refused with what to do", async () => {
  const jwk = JSON.parse(world.env.MASKINPORTEN_JWK ?? "") as { kid: string };
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const unknown = { ...privateKey.export({ format: "jwk" }), kid: `${jwk.kid}-new` };
  const since = world.standin.requests.length;
  const refused = await world.workspace.preview([], { MASKINPORTEN_JWK: JSON.stringify(unknown) });
  expect(refused.status).not.toBe(0);
  expect(refused.output).toMatch(
    /Maskinporten refused a token for the scope altinn:serviceowner.*key id .*-new \(from MASKINPORTEN_JWK\).*takes up to two minutes/,
  );
  const grants = world.standin.requests.slice(since).filter(({ path }) => path === "/token");
  expect(grants).toHaveLength(1);
  expect(refused.output).not.toMatch(/--refresh=false/);
  const told = diagnostics(refused.output)
    .split("\n")
    .filter((line) => line.includes("It was asked with client"));
  const ofTheStep = told.filter((line) => line.includes("Preview failed: "));
  // The engine at times prints what the step says once more, as the error of the refresh.
  const ofTheRefresh = ofTheStep.map((line) => line.replace("Preview failed: ", ""));
  expect(ofTheStep).toHaveLength(1);
  expect([[], ofTheRefresh]).toContainEqual(told.filter((line) => !ofTheStep.includes(line)));
  const client = world.standin.newClient({
    organisation,
    scopes: ["altinn:serviceowner", "altinn:resourceregistry/resource.write"],
    keyPostedDaysAgo: 1,
  });
  const rotated = {
    MASKINPORTEN_CLIENT_ID: client.clientId,
    MASKINPORTEN_JWK: JSON.stringify(client.jwk),
  };
  expect((await world.workspace.up(["--expect-no-changes"], rotated)).status).toBe(0);
});

test("one failing read fails the preview and leaves the state; --refresh=false still shows a plan", async () => {
  const before = await world.workspace.exported();
  world.standin.failNext({ path: /broker/ }, { status: 403 }, { standing: true });
  const { status, output } = await world.workspace.preview();
  expect(status).not.toBe(0);
  expect(output).toMatch(
    /answered 403 with an empty body.*lacks the scope altinn:serviceowner.*--refresh=false/,
  );
  expect(output).not.toMatch(/\bat [\w.<>]+ \(|node_modules/);
  expect((await world.workspace.preview(["--refresh=false"])).status).toBe(0);
  world.standin.clearFaults();
  expect(resourcesOf(await world.workspace.exported())).toEqual(resourcesOf(before));
});

const resourcesOf = (exported: string): unknown =>
  (JSON.parse(exported) as { deployment: { resources: unknown } }).deployment.resources;

test("a provider that is never Ready fails the run, holds back what depends on it, and is waited for again", async () => {
  const fresh = await another();
  const owner = ownerText().replace('name: "Etaten"', 'name: "Etaten", readyTimeoutSeconds: 5');
  fresh.workspace.program(
    owner + serviceText({ identifier, organisation: fresh.organisation.number }),
  );
  const never = JSON.stringify({ name: "Etaten", storageProviders: [] });
  const json = { "content-type": "application/json" };
  // check and create look before the registration.
  fresh.standin.failNext(
    { method: "GET", path: /serviceowner$/ },
    { status: 404, headers: json, body: '{"status":404,"code":"BRO-07004"}' },
    { times: 2 },
  );
  fresh.standin.failNext(
    { method: "GET", path: /serviceowner$/ },
    { status: 200, headers: json, body: never },
    { standing: true },
  );
  const first = await fresh.workspace.up();
  expect(first.status).not.toBe(0);
  expect(first.output).toMatch(
    /is registered, but after 5 seconds its storage is not ready \(storage providers: none yet\)\. Run `pulumi up` again/,
  );
  const opened = (): boolean =>
    fresh.standin.requests.some(
      ({ method, path }) => method === "PUT" && path.includes("/broker/"),
    );
  expect(opened()).toBe(false);
  const again = await fresh.workspace.up();
  expect([again.status === 0, again.output]).toEqual([
    false,
    expect.stringMatching(/its storage is not ready/),
  ]);
  expect(opened()).toBe(false);
  fresh.standin.clearFaults();
  fresh.standin.advance(5_000);
  const last = await fresh.workspace.up();
  expect([last.status, last.output]).toEqual([0, expect.not.stringMatching(/error/)]);
  expect((await fresh.workspace.up(["--expect-no-changes"])).status).toBe(0);
});

test("two stacks side by side do not touch each other", async () => {
  const second = await another();
  second.workspace.program(
    ownerText() +
      serviceText({ identifier: "ttd-other", organisation: second.organisation.number }),
  );
  const since = world.standin.requests.length;
  expect((await second.workspace.up()).status).toBe(0);
  expect((await second.workspace.destroy()).status).toBe(0);
  expect(world.standin.requests.length).toBe(since);
  expect((await world.workspace.up(["--expect-no-changes"])).status).toBe(0);
});
