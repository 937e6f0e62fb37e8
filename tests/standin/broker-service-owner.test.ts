import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setStorageProvider } from "../../standin/broker/controls";
import {
  asOwner,
  claimsOf,
  owner,
  ownerScope,
  startBroker,
  type BrokerServer,
} from "./broker-support";

let server: BrokerServer;
beforeEach(async () => {
  server = await startBroker();
});
afterEach(() => server.close());

const register = (json: unknown = { name: "A" }) =>
  server.ask("POST", "/serviceowner", { ...asOwner, json });

const providers = async () =>
  (await server.ask("GET", "/serviceowner", asOwner)).json.storageProviders.map(
    ({ type, deploymentStatus }: Record<string, string>) => `${type} ${deploymentStatus}`,
  );

describe("storage providers", () => {
  it("do not appear by a moment alone: two more requests have to be answered", async () => {
    await register();
    server.advance(4_999);
    expect(await providers()).toEqual([]);
    expect(await providers()).toEqual([]);
    expect(await providers()).toEqual(["AltinnAzure Ready"]);
  });

  it("appear after five and six seconds, for a client that waited without asking", async () => {
    await register();
    server.advance(5_000);
    expect(await providers()).toEqual(["AltinnAzure Ready"]);
    server.advance(1_000);
    expect(await providers()).toEqual(["AltinnAzureWithoutVirusScan Ready", "AltinnAzure Ready"]);
  });

  it("do not appear by requests alone", async () => {
    await register();
    for (let request = 0; request < 5; request += 1) {
      expect(await providers()).toEqual([]);
    }
  });

  it("appear one after the other, a second apart", async () => {
    await register();
    await providers();
    await providers();
    server.advance(1_000);
    expect(await providers()).toEqual(["AltinnAzure Ready"]);
    server.advance(1_000);
    expect(await providers()).toEqual(["AltinnAzureWithoutVirusScan Ready", "AltinnAzure Ready"]);
  });

  it("can be missing for ever, or show as removed in Azure", async () => {
    setStorageProvider(server.altinn, owner, "AltinnAzure", "DeployingResources");
    setStorageProvider(server.altinn, owner, "AltinnAzureWithoutVirusScan", "Absent");
    await register();
    await providers();
    await providers();
    server.advance(3_600_000);
    expect(await providers()).toEqual(["AltinnAzure DeployingResources"]);
    setStorageProvider(server.altinn, owner, "AltinnAzure", "NotStarted");
    expect(await providers()).toEqual(["AltinnAzure NotStarted"]);
  });
});

it("provisioning goes on after a restart with the same data file", async () => {
  const folder = mkdtempSync(join(tmpdir(), "broker-"));
  const file = join(folder, "altinn.db");
  try {
    let run = await startBroker("staging", file);
    await run.ask("POST", "/serviceowner", { ...asOwner, json: { name: "A" } });
    await run.ask("GET", "/serviceowner", asOwner);
    await run.close();
    run = await startBroker("staging", file);
    run.advance(1_000);
    const first = await run.ask("GET", "/serviceowner", asOwner);
    const second = await run.ask("GET", "/serviceowner", asOwner);
    await run.close();
    expect(first.json.storageProviders).toEqual([]);
    expect(second.json.storageProviders).toHaveLength(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("POST serviceowner", () => {
  it.each([{ NAME: "A" }, { nAmE: "A", other: [1] }])("reads %j", async (json) => {
    expect((await register(json)).status).toBe(200);
    expect((await server.ask("GET", "/serviceowner", asOwner)).json.name).toBe("A");
  });

  it.each([
    ["", ""],
    ["null", ""],
    ["[]", "$"],
    ["{'name':'A'}", "$"],
    ['{"name":"A",}', "$"],
    ['{"name":"A"/* why */}', "$"],
    ['{"name":1}', "$.name"],
    ["{}", "$"],
  ])("refuses the body %j at %j and names its parameter", async (body, key) => {
    const answer = await server.ask("POST", "/serviceowner", {
      ...asOwner,
      body,
      headers: { "content-type": "application/json; charset=utf-8" },
    });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.json.errors)).toEqual([key, "serviceOwnerInitializeExt"]);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  });

  it("reads the body before it asks who is calling", async () => {
    const answer = await server.ask("POST", "/serviceowner", {
      claims: { scope: ownerScope },
      json: { name: null },
    });
    expect(Object.keys(answer.json.errors)).toEqual(["Name"]);
  });

  it("ends in 500 when the name does not fit its column, and stores nothing", async () => {
    expect((await register({ name: "å".repeat(501) })).status).toBe(500);
    expect((await server.ask("GET", "/serviceowner", asOwner)).json.code).toBe("BRO-07004");
    expect((await register({ name: "😀".repeat(500) })).status).toBe(200);
  });

  it.each(["12345678", "1234567890", "99182582x"])(
    "ends in 500 for the organisation %s, which is not nine digits",
    async (organisation) => {
      const claims = claimsOf(organisation, ownerScope);
      const answer = await server.ask("POST", "/serviceowner", { claims, json: { name: "A" } });
      expect(answer.status).toBe(500);
    },
  );

  it("is refused in routing for another Content-Type, before the token is looked at", async () => {
    const answer = await server.ask("POST", "/serviceowner", {
      body: "{}",
      headers: { "content-type": "text/json" },
    });
    expect([answer.status, answer.text]).toEqual([415, ""]);
  });
});

describe("the caller", () => {
  const systemUser = {
    type: "urn:altinn:systemuser",
    systemuser_id: ["7c2f2c6e-2a6b-4b52-93a1-0d5a7c2f9e11"],
    systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${owner}` },
    system_id: "310000002_system",
  };
  const other = { "urn:altinn:orgNumber": "310000002" };

  it.each([
    ["of a system user", { authorization_details: [systemUser], ...other }],
    ["of the first system user alone", { authorization_details: [systemUser, {}] }],
    ["of a system user given as text", { authorization_details: JSON.stringify(systemUser) }],
    ["of no system user at all", { authorization_details: [], "urn:altinn:orgNumber": owner }],
    [
      "of the number before the consumer",
      { ...claimsOf("310000002"), "urn:altinn:orgNumber": owner },
    ],
    ["of a consumer", { consumer: { authority: "x", ID: `0192:${owner}` } }],
    ["of a urn", { "urn:altinn:orgNumber": `urn:altinn:organization:identifier-no:${owner}` }],
  ])("is the organisation %s", async (_name, claims) => {
    await register();
    const answer = await server.ask("GET", "/serviceowner", {
      claims: { ...claims, scope: ownerScope },
    });
    expect(answer.json.name).toBe("A");
  });

  it.each([
    ["type", { ...systemUser, type: undefined }],
    ["systemuser_id", { ...systemUser, systemuser_id: undefined }],
    ["a list of ids", { ...systemUser, systemuser_id: "one" }],
    ["systemuser_org", { ...systemUser, systemuser_org: undefined }],
    ["the authority", { ...systemUser, systemuser_org: { ID: owner } }],
    ["system_id", { ...systemUser, system_id: undefined }],
  ])("is unknown when the system user lacks %s, whatever else is there", async (_name, details) => {
    const claims = { authorization_details: [details], ...other, scope: ownerScope };
    expect((await server.ask("GET", "/serviceowner", { claims })).json.code).toBe("BRO-07001");
  });

  it("is unknown when the number is empty, although there is a consumer", async () => {
    const claims = { ...claimsOf(owner, ownerScope), "urn:altinn:orgNumber": "" };
    expect((await server.ask("GET", "/serviceowner", { claims })).json.code).toBe("BRO-07001");
  });
});
