const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { startStandin } = require("altinn-standin");

const ministry = "991825827";
let altinn, state, stack;

beforeAll(async () => {
  altinn = await startStandin({ worldFile: join(__dirname, "world.json") });
  state = mkdtempSync(join(tmpdir(), "pulumi-state-"));
  const [client] = altinn.readyClients();
  const envVars = {
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    ALTINN_PLATFORM_URL: altinn.platformUrl,
    ALTINN_MASKINPORTEN_URL: altinn.maskinportenUrl,
    MASKINPORTEN_CLIENT_ID: client.clientId,
    MASKINPORTEN_JWK: JSON.stringify(client.jwk),
  };
  const program = { stackName: "test", workDir: __dirname };
  stack = await LocalWorkspace.createStack(program, { envVars });
  await stack.up();
}, 120_000);

afterAll(async () => {
  await altinn?.close();
  rmSync(state, { recursive: true, force: true });
});

/** Status of Broker's answer when `number` begins a transfer to the ministry. */
async function send(number) {
  const token = altinn.token({ organisation: number, scopes: ["altinn:broker.write"] });
  const answer = await fetch(`${altinn.platformUrl}/broker/api/v1/filetransfer`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({
      resourceId: "ttd-licences",
      fileName: "licence.txt",
      sendersFileTransferReference: "1",
      sender: `0192:${number}`,
      recipients: [`0192:${ministry}`],
      propertyList: {},
    }),
  });
  return answer.status;
}

test("the sender gets in, and nobody else", async () => {
  const stranger = altinn.newOrganisation();
  expect(await send("974761076")).toBe(200);
  expect(await send(stranger.number)).toBe(401); // so Broker answers who has no access
});

test("a second up has nothing to do", async () => {
  const { summary } = await stack.up({ expectNoChanges: true });
  expect(summary.resourceChanges).toEqual({ same: 5 });
}, 60_000);

test("a refresh survives an Altinn that is down for a moment", async () => {
  const path = "/resourceregistry/api/v1/resource/ttd-licences/policy";
  altinn.failNext({ method: "GET", path }, { status: 503, headers: { "retry-after": "0" } });
  await stack.refresh({ expectNoChanges: true });
  expect(altinn.requests.filter(({ status }) => status === 503)).toHaveLength(1);
}, 60_000);
