import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { describeBroker } from "../../standin/broker/state";
import {
  asOwner,
  asParty,
  claimsOf,
  configure,
  initialize,
  owner,
  ownerScope,
  publish,
  resourceId,
  startBroker,
  type BrokerServer,
} from "./broker-support";

const other = "310000002";
const vendor = "310000003";

let server: BrokerServer;
beforeEach(async () => {
  server = await startBroker();
  await configure(server);
});
afterEach(() => server.close());

const monthly = (query: string, ask: object = asOwner) =>
  server.ask("GET", `/statistics/monthly?${query}`, ask);

const header =
  "year,month,resourceId,senderVendor,recipientVendor,sender,recipient,totalFileTransfers,uploadCount,totalTransferDownloadAttempts,transfersWithDownloadConfirmed\n";

describe("monthly statistics", () => {
  const thisMonth = () => {
    const now = new Date(server.altinn.clock.now());
    return { year: now.getUTCFullYear(), month: now.getUTCMonth() + 1 };
  };

  it("have a line for each pair of sender and recipient", async () => {
    const id = await publish(server);
    await initialize(server, { recipients: [`0192:${other}`] });
    const claims = {
      ...claimsOf(owner, "altinn:broker.read"),
      consumer: { authority: "x", ID: `0192:${vendor}` },
    };
    await server.ask("GET", `/filetransfer/${id}/download`, { claims });
    await server.ask("GET", `/filetransfer/${id}/download`, { claims });
    await server.ask("POST", `/filetransfer/${id}/confirmdownload`, { claims });
    const { year, month } = thisMonth();
    const answer = await monthly(`year=${year}&month=${month}`);
    const pair = (recipient: string) =>
      `${year},${month},${resourceId},,,0192:${owner},0192:${recipient}`;
    expect(answer.text).toBe(`${header}${pair(owner)},1,1,2,1\n${pair(other)},1,0,0,0\n`);
    const name = `monthly_statistics_all-resources_${year}-${String(month).padStart(2, "0")}.csv`;
    expect(answer.headers).toMatchObject({
      "content-type": "text/csv",
      "content-disposition": `attachment; filename=${name}; filename*=UTF-8''${name}`,
    });
    const vendors = await monthly(
      `YEAR=${year}&Month=${month}&includeEndUser=false&includeVendor=true&resourceId=${resourceId}`,
    );
    const start = `${year},${month},${resourceId}`;
    expect(vendors.text).toBe(
      `${header}${start},,,,,1,0,0,0\n${start},0192:${owner},0192:${vendor},,,1,1,2,1\n`,
    );
  });

  it("are empty for another month", async () => {
    await publish(server);
    expect((await monthly("year=2020&month=12")).text).toBe(header);
  });

  it.each([
    ["", "BRO-06003"],
    ["year=2026", "BRO-06003"],
    ["year=2026&month=0", "BRO-06003"],
    ["year=0&month=1", "BRO-06003"],
    ["year=10000&month=1", "BRO-06003"],
    ["year=9999&month=12", "BRO-06003"],
    ["year=2026&month=13&includeEndUser=false", "BRO-06003"],
    ["year=2026&month=1&includeEndUser=false", "BRO-06005"],
    ["year=2026&month=1&resourceId=unknown", "BRO-00025"],
  ])("of %j are %s", async (query, code) => {
    expect((await monthly(query)).json.code).toBe(code);
  });

  it("are the service owner's alone", async () => {
    const query = `year=2026&month=1&resourceId=${resourceId}`;
    const stranger = await monthly(query, { claims: claimsOf(other, ownerScope) });
    expect(stranger.json.code).toBe("BRO-00006");
    const nobody = await monthly("year=2026&month=1", { claims: { scope: ownerScope } });
    expect(nobody.json.code).toBe("BRO-00006");
    expect((await monthly(query, asParty)).status).toBe(403);
  });

  it("refuse what is no number, and an Accept without text/csv", async () => {
    expect((await monthly("year=x&month=1")).json.errors).toHaveProperty("Year");
    const answer = await monthly("", { headers: { accept: "application/json" } });
    expect(answer.text).toBe(
      "This endpoint does not support the requested Accept header. Supported Accept headers are: text/csv, */*.",
    );
  });
});

it.each([
  [{}, "API key required for statistics endpoints"],
  [{ "x-api-key": "" }, "API key cannot be empty"],
  [{ "x-api-key": "guess" }, "API key validation not configured"],
])("the operators' summaries with the headers %j are refused", async (headers, error) => {
  for (const name of ["generate-daily-summary", "generate-and-download-daily-summary"]) {
    const answer = await server.ask("POST", `/statistics/${name}`, {
      headers: headers as Record<string, string>,
    });
    expect([answer.status, answer.json]).toEqual([401, { error }]);
  }
});

it("what Broker holds can be listed", async () => {
  const id = await publish(server);
  server.advance(31 * 24 * 3_600_000);
  expect(describeBroker(server.broker)).toMatchObject({
    serviceOwners: [{ organisation: owner, name: "A", storageProviders: [{}, {}] }],
    resources: [{ id: resourceId, serviceOwner: owner, settings: { maxFileTransferSize: null } }],
    transfers: [{ fileTransferId: id, fileTransferStatus: "Purged" }],
  });
});
