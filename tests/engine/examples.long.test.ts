import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../docs/markdown";
import { runProgram } from "../packed/run-program";
import { root } from "../support/engine";
import { copyOf, MINISTRY, openExample, type ExampleUnderTest } from "./example-under-test";

/* The examples do what their pages say, on the real engine. They run in copies, so that the checkout stays as it is. */

describe("examples/two-services", () => {
  const services = ["ttd-licences", "ttd-reports"];
  const sender = { local: "314244370", production: "974761076" };
  let example: ExampleUnderTest;
  beforeAll(async () => {
    const scopes = ["altinn:serviceowner", "altinn:resourceregistry/resource.write"];
    example = await openExample("two-services", scopes);
    example.standin.newOrganisation({ number: sender.local });
  });
  afterAll(() => example.close());

  /** Status of Broker's answer to the beginning of a transfer of licences to the ministry. */
  async function send(organisation: string): Promise<number> {
    const transfer = { resourceId: "ttd-licences", sender: organisation, recipient: MINISTRY };
    const [status] = await example.send(transfer);
    return status;
  }

  /** What the registry and Broker say of both services. */
  async function atAltinn(): Promise<Record<string, unknown>[]> {
    const { standin } = example;
    const token = standin.token({ organisation: MINISTRY, scopes: ["altinn:serviceowner"] });
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
    const { status, output } = await example.up();
    expect([status, output]).toEqual([0, expect.stringMatching(/8 created/)]);
    expect(output).not.toMatch(/warning/);
    const service = { status: "Completed", timeToLive: "1.00:00:00" };
    expect(await atAltinn()).toEqual([service, service]);
    expect([await send(sender.local), await send(sender.production)]).toEqual([200, 401]);
  });

  test("the second up has nothing to do", async () => {
    const { status, output } = await example.up("--expect-no-changes");
    expect([status, output]).toEqual([0, expect.stringMatching(/8 unchanged/)]);
  });

  test("the values of production take their place, and the preview says who comes and goes", async () => {
    const local = readFileSync(join(example.folder, "Pulumi.local.yaml"), "utf8");
    const salt = /^encryptionsalt: .*$/m.exec(local)?.[0] ?? "";
    const production = readFileSync(join(example.folder, "Pulumi.production.yaml"), "utf8");
    const values = production.replace("environment: production", "environment: local");
    expect(values).not.toBe(production);
    writeFileSync(join(example.folder, "Pulumi.local.yaml"), `${values}${salt}\n`);

    const { output } = await example.pulumi("preview");
    const sample = blocksOf("examples/two-services/README.md").find(
      ({ title }) => title === "pulumi preview",
    );
    expect(sample).toBeDefined();
    expect(output).toContain(sample?.text);

    expect(await example.up()).toMatchObject({ status: 0 });
    const service = { status: "Completed", timeToLive: "30.00:00:00" };
    expect(await atAltinn()).toEqual([service, service]);
    expect([await send(sender.local), await send(sender.production)]).toEqual([401, 200]);
  });

  test("what production protects is not taken down", async () => {
    const before = await atAltinn();
    const { status, output } = await example.pulumi("destroy", "--yes", "--skip-preview");
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
