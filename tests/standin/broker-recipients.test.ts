import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { DecisionRequest } from "../../standin/altinn";
import { ObligationError } from "../../standin/decisions/obligations";
import {
  asOwner,
  asParty,
  claimsOf,
  configure,
  initialize,
  overviewOf,
  owner,
  publish,
  resourceId,
  startBroker,
  upload,
  type BrokerServer,
  type Json,
} from "./broker-support";

const other = "310000002";
const hour = 3_600_000;
const day = 24 * hour;

let server: BrokerServer;
beforeEach(async () => {
  server = await startBroker();
  await configure(server);
});
afterEach(() => server.close());

const as = (organisation: string) => ({
  claims: claimsOf(organisation, "altinn:broker.write", "altinn:broker.read"),
});
const settings = (json: object) =>
  server.ask("PUT", `/resource/${resourceId}`, { ...asOwner, json });
const status = async (id: string) => (await overviewOf(server, id)).fileTransferStatus;
const history = async (id: string) =>
  (await server.ask("GET", `/filetransfer/${id}/details`, asParty)).json;
const download = (id: string, headers: Record<string, string> = {}, who = owner) =>
  server.ask("GET", `/filetransfer/${id}/download`, { ...as(who), headers });
const confirm = (id: string, who = owner) =>
  server.ask("POST", `/filetransfer/${id}/confirmdownload`, as(who));

describe("download", () => {
  it("asks the decision point about this one transfer", async () => {
    const id = await publish(server);
    const asked: DecisionRequest[] = [];
    server.permit = (request) => asked.push(request) > 0;
    expect((await download(id)).status).toBe(200);
    const { resourceId: asResource, actions, party, instance } = asked.at(-1) ?? {};
    expect({ asResource, actions, party, instance }).toEqual({
      asResource: resourceId,
      actions: ["read"],
      party: owner,
      instance: id,
    });
  });

  it("ends in 500 where Broker cannot read what the policy wants", async () => {
    const id = await publish(server);
    server.permit = () => {
      throw new ObligationError("the level 'high' is no integer");
    };
    expect((await download(id)).status).toBe(500);
  });

  it.each([
    ["bytes=0-0", 206, "H"],
    ["BYTES=1-2", 206, "el"],
    ["bytes=3-99", 206, "lo"],
    ["bytes=-2", 206, "lo"],
    ["bytes=-99", 206, "Hello"],
    ["bytes=-0", 416, undefined],
    ["bytes=5-", 416, undefined],
    ["bytes=4-2", 200, "Hello"],
    ["bytes=", 200, "Hello"],
    ["bytes=-", 200, "Hello"],
    ["bytes=a-b", 200, "Hello"],
    ["items=0-1", 200, "Hello"],
  ])("of the range %j", async (range, expected, text) => {
    const answer = await download(await publish(server), { range });
    expect(answer.status).toBe(expected);
    expect(expected === 416 ? answer.json.code : answer.text).toBe(text ?? "BRO-00029");
  });

  it("names the file in ASCII and as it is", async () => {
    const answer = await download(await publish(server, "Hello", { fileName: 'blå "bær".txt' }));
    expect(answer.headers["content-disposition"]).toBe(
      `attachment; filename="bl_ \\"b_r\\".txt"; filename*=UTF-8''bl%C3%A5%20%22b%C3%A6r%22.txt`,
    );
  });

  it("has no Accept rule and answers problems as application/problem+json", async () => {
    const answer = await download(await initialize(server), { accept: "text/html" });
    expect(answer.json.code).toBe("BRO-00007");
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  });

  it("is recorded each time, ranged ones once in five minutes", async () => {
    const id = await publish(server);
    const started = async () =>
      (await history(id)).recipientFileTransferStatusHistory.filter(
        (each: Json) => each.recipientFileTransferStatusCode === "DownloadStarted",
      ).length;
    await download(id);
    await download(id);
    expect(await started()).toBe(2);
    await download(id, { range: "bytes=0-1" });
    await download(id, { range: "bytes=2-3" });
    expect(await started()).toBe(3);
    server.advance(5 * 60_000);
    await download(id, { range: "bytes=4-" });
    expect(await started()).toBe(4);
  });

  it("asks the decision point for read, for each recipient until one will do", async () => {
    const id = await publish(server, "Hello", { recipients: [`0192:${other}`, `0192:${owner}`] });
    const asked: string[] = [];
    server.permit = ({ actions, party }) => {
      asked.push(`${actions.join()} ${party}`);
      return party === owner;
    };
    expect((await download(id)).status).toBe(200);
    expect(asked).toEqual([`read ${other}`, `read ${owner}`]);
  });
});

describe("confirm", () => {
  it("comes in the server's order", async () => {
    const id = await initialize(server);
    server.permit = () => false;
    expect((await confirm(id)).json.code).toBe("BRO-00006");
    server.permit = () => true;
    expect((await confirm(id)).json.code).toBe("BRO-00003");
    await upload(server, id, "Hello");
    expect((await confirm(id)).json.code).toBe("BRO-00010");
  });

  it("by somebody who is no recipient is 500, and counts after a download", async () => {
    const id = await publish(server);
    expect((await confirm(id, other)).status).toBe(500);
    await download(id, {}, other);
    expect((await overviewOf(server, id)).recipients).toHaveLength(2);
    expect((await confirm(id, other)).status).toBe(204);
    expect(await status(id)).toBe("Published");
    await download(id);
    expect((await confirm(id)).status).toBe(204);
    expect(await status(id)).toBe("AllConfirmedDownloaded");
  });
});

describe("the end of a transfer", () => {
  const fetched = async () => {
    const id = await publish(server);
    await download(id);
    await confirm(id);
    return id;
  };

  it("is two hours after everybody has confirmed, when nothing is configured", async () => {
    const id = await fetched();
    expect(server.held()).toEqual([5]);
    server.advance(2 * hour - 1000);
    expect(await status(id)).toBe("AllConfirmedDownloaded");
    server.advance(1000);
    expect(await overviewOf(server, id)).toMatchObject({
      fileTransferStatus: "Purged",
      fileTransferStatusText: "FileTransfer has been purged",
      fileTransferSize: 5,
    });
    expect(server.held()).toEqual([]);
  });

  it("is at its expiration time when the purge flag is off, and the time is the old one", async () => {
    await settings({
      purgeFileTransferAfterAllRecipientsConfirmed: false,
      fileTransferTimeToLive: "P2D",
    });
    const id = await fetched();
    await settings({ fileTransferTimeToLive: "P1D" });
    server.advance(2 * day - 1000);
    expect(await status(id)).toBe("AllConfirmedDownloaded");
    server.advance(1000);
    expect(await status(id)).toBe("Purged");
  });

  it("replaces the expiration by the grace period, later or earlier", async () => {
    await settings({ purgeFileTransferGracePeriod: "PT24H", fileTransferTimeToLive: "PT1H" });
    const id = await fetched();
    server.advance(2 * hour);
    expect(await status(id)).toBe("AllConfirmedDownloaded");
    server.advance(day);
    expect(await status(id)).toBe("Purged");
  });

  it("is at once for a time to live of zero", async () => {
    await settings({ fileTransferTimeToLive: "P0D" });
    const id = await initialize(server);
    expect((await upload(server, id, "Hello")).json.code).toBe("BRO-00004");
    expect(await status(id)).toBe("Purged");
    expect((await download(id)).json.code).toBe("BRO-00007");
  });

  it("comes in the order of its times, however late somebody looks", async () => {
    const id = await initialize(server);
    await upload(server, id, "Hello");
    await status(id);
    server.advance(40 * day);
    const { fileTransferStatusHistory, expirationTime } = await history(id);
    expect(fileTransferStatusHistory.map((each: Json) => each.fileTransferStatus)).toEqual([
      "Initialized",
      "UploadStarted",
      "UploadProcessing",
      "Published",
      "Purged",
    ]);
    expect(fileTransferStatusHistory.at(-1).fileTransferStatusChanged).toBe(expirationTime);
  });
});

describe("search", () => {
  const found = async (query: string, who = owner) =>
    (await server.ask("GET", `/filetransfer?resourceId=${resourceId}${query}`, as(who))).json;

  it("asks the decision point for both actions at once, with the caller as party", async () => {
    await initialize(server);
    let asked: unknown;
    server.permit = (request) => {
      asked = [request.actions, request.party];
      return true;
    };
    await found("", other);
    expect(asked).toEqual([["write", "read"], other]);
  });

  it("filters on the time of the status when a status is given", async () => {
    const id = await initialize(server, { disableVirusScan: true });
    const { created } = await overviewOf(server, id);
    server.advance(hour);
    await upload(server, id, "Hello");
    const { published } = await overviewOf(server, id);
    const at = (time: string) => encodeURIComponent(time);
    expect(await found(`&from=${at(published)}`)).toEqual([]);
    expect(await found(`&status=Published&from=${at(created)}`)).toEqual([id]);
    expect(await found(`&status=published&from=${at(published)}`)).toEqual([]);
    expect(await found(`&status=3&from=${at(published)}&to=${at(published)}`)).toEqual([id]);
  });

  it("gives a hundred at most", async () => {
    for (let each = 0; each < 101; each += 1) {
      await initialize(server);
    }
    expect(await found("")).toHaveLength(100);
  });

  it("finds for a recipient what it has downloaded, whatever the role", async () => {
    const id = await publish(server, "Hello", { recipients: [`0192:${other}`] });
    expect(await found("&recipientStatus=Initialized&role=Sender", other)).toEqual([id]);
    await download(id, {}, other);
    expect(await found("&recipientStatus=Initialized", other)).toEqual([]);
    expect(await found("&RecipientStatus=DownloadStarted", other)).toEqual([id]);
  });

  it.each([
    ["status", "Gone"],
    ["status", "8"],
    ["recipientStatus", "Published"],
    ["role", "Owner"],
    ["from", "yesterday"],
    ["to", "2026-02-30"],
    ["orderAscending", "yes"],
  ])("refuses %s %j", async (name, value) => {
    expect(Object.keys((await found(`&${name}=${value}`)).errors)).toEqual([name]);
  });
});
