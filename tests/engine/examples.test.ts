import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startStandin, type Standin } from "../../standin/start";
import { blocksOf } from "../docs/markdown";
import { mustRun, runProgram } from "../packed/run-program";
import { engine, root, type EngineRun } from "../support/engine";

/* The examples do what their pages say, on the real engine. They run in copies, so that the checkout stays as it is. */

const ministry = "991825827";

function copyOf(example: string): string {
  mkdirSync(join(root, ".local", "tests"), { recursive: true });
  const folder = mkdtempSync(join(root, ".local", "tests", `${example}-`));
  cpSync(join(root, "examples", example), folder, { recursive: true });
  return folder;
}

describe("examples/two-services", () => {
  const services = ["ttd-licences", "ttd-reports"];
  const sender = { local: "314244370", production: "974761076" };
  let standin: Standin;
  let folder: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    standin = await startStandin();
    standin.newOrganisation({ number: sender.local });
    folder = copyOf("two-services");
    mkdirSync(join(folder, "state"));
    const scopes = ["altinn:serviceowner", "altinn:resourceregistry/resource.write"];
    const client = standin.newClient({ organisation: ministry, scopes });
    env = {
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "local",
      PULUMI_RUN_PROGRAM: "true",
      ALTINN_PLATFORM_URL: standin.platformUrl,
      ALTINN_MASKINPORTEN_URL: standin.maskinportenUrl,
      MASKINPORTEN_CLIENT_ID: client.clientId,
      MASKINPORTEN_JWK: JSON.stringify(client.jwk),
    };
    await mustRun(engine().pulumi, ["stack", "init", "local"], folder, env);
  });
  afterAll(async () => {
    await standin.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pulumi = (command: string, ...args: readonly string[]): Promise<EngineRun> =>
    runProgram(
      engine().pulumi,
      [command, "--stack", "local", "--non-interactive", ...args],
      folder,
      env,
    );
  const up = (...args: readonly string[]) => pulumi("up", "--yes", "--skip-preview", ...args);

  /** Broker's answer to the beginning of a transfer of licences to the ministry. */
  async function send(organisation: string): Promise<number> {
    const token = standin.token({ organisation, scopes: ["altinn:broker.write"] });
    const answer = await fetch(`${standin.platformUrl}/broker/api/v1/filetransfer`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({
        resourceId: "ttd-licences",
        fileName: "licence.txt",
        sendersFileTransferReference: "1",
        sender: `0192:${organisation}`,
        recipients: [`0192:${ministry}`],
        propertyList: {},
      }),
    });
    return answer.status;
  }

  /** What the registry and Broker say of both services. */
  async function atAltinn(): Promise<Record<string, unknown>[]> {
    const token = standin.token({ organisation: ministry, scopes: ["altinn:serviceowner"] });
    const get = async (path: string): Promise<Record<string, unknown>> => {
      const headers = { authorization: `Bearer ${token}` };
      const answer = await fetch(`${standin.platformUrl}${path}`, { headers });
      return (await answer.json()) as Record<string, unknown>;
    };
    return Promise.all(
      services.map(async (service) => ({
        status: (await get(`/resourceregistry/api/v1/resource/${service}`)).status,
        timeToLive: (await get(`/broker/api/v1/resource/${service}`)).fileTransferTimeToLive,
      })),
    );
  }

  test("up opens both services as the stack says, without a warning", async () => {
    const { status, output } = await up();
    expect([status, output]).toEqual([0, expect.stringMatching(/8 created/)]);
    expect(output).not.toMatch(/warning/);
    const service = { status: "Completed", timeToLive: "1.00:00:00" };
    expect(await atAltinn()).toEqual([service, service]);
    expect([await send(sender.local), await send(sender.production)]).toEqual([200, 401]);
  });

  test("the second up has nothing to do", async () => {
    const { status, output } = await up("--expect-no-changes");
    expect([status, output]).toEqual([0, expect.stringMatching(/8 unchanged/)]);
  });

  test("the values of production take their place, and the preview says who comes and goes", async () => {
    const local = readFileSync(join(folder, "Pulumi.local.yaml"), "utf8");
    const salt = /^encryptionsalt: .*$/m.exec(local)?.[0] ?? "";
    const production = readFileSync(join(folder, "Pulumi.production.yaml"), "utf8");
    const values = production.replace("environment: production", "environment: local");
    expect(values).not.toBe(production);
    writeFileSync(join(folder, "Pulumi.local.yaml"), `${values}${salt}\n`);

    const { output } = await pulumi("preview");
    const sample = blocksOf("examples/two-services/README.md").find(
      ({ title }) => title === "pulumi preview",
    );
    expect(sample).toBeDefined();
    expect(output).toContain(sample?.text);

    expect(await up()).toMatchObject({ status: 0 });
    const service = { status: "Completed", timeToLive: "30.00:00:00" };
    expect(await atAltinn()).toEqual([service, service]);
    expect([await send(sender.local), await send(sender.production)]).toEqual([401, 200]);
  });

  test("what production protects is not taken down", async () => {
    const before = await atAltinn();
    const { status, output } = await pulumi("destroy", "--yes", "--skip-preview");
    expect(status).not.toBe(0);
    expect(output).toMatch(/cannot be deleted\s+because it is protected/);
    expect(await atAltinn()).toEqual(before);
  });
});

test("examples/test-your-program passes its own tests", async () => {
  const folder = copyOf("test-your-program");
  const jest = join(root, "node_modules", "jest", "bin", "jest.js");
  const { status, output } = await runProgram(process.execPath, [jest, "--ci"], folder);
  rmSync(folder, { recursive: true, force: true });
  expect([status, output]).toEqual([0, expect.stringMatching(/Tests: +3 passed, 3 total/)]);
});
