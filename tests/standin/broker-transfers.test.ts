import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { once } from "node:events";
import http from "node:http";
import { setImmediate } from "node:timers/promises";
import type { Environment } from "../../standin/altinn";
import { approveForDisabledVirusScan } from "../../standin/broker/controls";
import {
  asOwner,
  asParty,
  claimsOf,
  configure,
  document,
  initialize,
  minimal,
  overviewOf,
  owner,
  publish,
  resourceId,
  startBroker,
  tokenOf,
  upload,
  type BrokerServer,
} from "./broker-support";

const other = "310000002";
const hour = 3_600_000;
const day = 24 * hour;

let server: BrokerServer;
const open = async (environment?: Environment) => {
  server = await startBroker(environment);
  await configure(server);
};
const reopen = async (environment: Environment) => {
  await server.close();
  await open(environment);
};
beforeEach(() => open());
afterEach(() => server.close());

const as = (organisation: string) => ({
  claims: claimsOf(organisation, "altinn:broker.write", "altinn:broker.read"),
});
const settings = (json: object) =>
  server.ask("PUT", `/resource/${resourceId}`, { ...asOwner, json });
const send = (more: object) =>
  server.ask("POST", "/filetransfer", { ...asParty, json: { ...minimal, ...more } });
const status = async (id: string) => (await overviewOf(server, id)).fileTransferStatus;
const history = async (id: string) =>
  (await server.ask("GET", `/filetransfer/${id}/details`, asParty)).json;
const download = (id: string, headers: Record<string, string> = {}, who = owner) =>
  server.ask("GET", `/filetransfer/${id}/download`, { ...as(who), headers });
const confirm = (id: string, who = owner) =>
  server.ask("POST", `/filetransfer/${id}/confirmdownload`, as(who));

describe("initialize", () => {
  it.each([
    ["FileName", { fileName: "" }],
    ["FileName", { fileName: "x".repeat(256) }],
    ["FileName", { fileName: null }],
    ["ResourceId", { resourceId: "urn:altinn:resource:" }],
    ["ResourceId", { resourceId: "urn:altinn:resource:a:b" }],
    ["ResourceId", { resourceId: "x".repeat(256) }],
    ["SendersFileTransferReference", { sendersFileTransferReference: "" }],
    ["SendersFileTransferReference", { sendersFileTransferReference: "x".repeat(4097) }],
    ["Sender", { sender: `192:${owner}` }],
    ["Sender", { sender: `0192:${owner}0` }],
    ["Recipients", { recipients: null }],
    ["Recipients", { recipients: [`0192:${owner}`, null] }],
    ["Recipients", { recipients: [`urn:altinn:organization:identifier-no:1`] }],
    ["PropertyList", { propertyList: { ["k".repeat(51)]: "v" } }],
    ["PropertyList", { propertyList: { k: "v".repeat(3001) } }],
    ["Checksum", { checksum: "abc" }],
  ])("refuses %s in %j", async (field, more) => {
    const answer = await send(more);
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([400, [field]]);
  });

  it("names every field that is wrong", async () => {
    const answer = await server.ask("POST", "/filetransfer", { ...asParty, json: {} });
    expect(Object.keys(answer.json.errors)).toEqual([
      "FileName",
      "ResourceId",
      "SendersFileTransferReference",
      "Sender",
      "Recipients",
    ]);
  });

  it.each([
    { sender: `urn:altinn:organization:identifier-no:${owner}` },
    { sender: `9908:${owner}` },
    { fileName: "x".repeat(255), sendersFileTransferReference: "x".repeat(500) },
    { propertyList: { ["k".repeat(50)]: "v".repeat(3000) }, checksum: "" },
    { disableVirusScan: null },
  ])("takes %j", async (more) => {
    expect((await send(more)).status).toBe(200);
  });

  it("keeps nothing of a transfer that does not fit its columns", async () => {
    expect((await send({ sendersFileTransferReference: "x".repeat(501) })).status).toBe(500);
    const found = await server.ask("GET", `/filetransfer?resourceId=${resourceId}`, asParty);
    expect(found.json).toEqual([]);
  });

  it("without a JSON body is 415, after the token was looked at", async () => {
    const text = { body: "x", headers: { "content-type": "text/plain" } };
    expect((await server.ask("POST", "/filetransfer", text)).status).toBe(401);
    const answer = await server.ask("POST", "/filetransfer", { ...asParty, ...text });
    expect(answer.status).toBe(415);
    expect(answer.json.title).toBe("Unsupported Media Type");
  });

  it("asks the decision point for write, with the sender as party", async () => {
    server.permit = ({ actions, party, resourceId: id }) =>
      actions.join() === "write" && party === other && id === resourceId;
    expect((await send({ sender: `0192:${other}` })).status).toBe(200);
    expect((await send({})).json.code).toBe("BRO-00006");
  });

  it("asks the registry each time, after the storage provider was looked for", async () => {
    server.registry.clear();
    expect((await send({})).json.code).toBe("BRO-00005");
    server.registry.set(resourceId, document(resourceId, owner));
    expect((await send({})).status).toBe(200);
  });

  it("checks the recipients, not the sender, against the access list", async () => {
    server.listed = (party) => party === other;
    expect((await send({})).status).toBe(200);
    server.registry.set(resourceId, document(resourceId, owner, { accessListMode: "Enabled" }));
    expect((await send({})).json.code).toBe("BRO-00028");
    expect((await send({ recipients: [`0192:${other}`] })).status).toBe(200);
  });

  it.each([
    [
      `0192:${other}`,
      { recipients: [`urn:altinn:organization:identifier-no:${other}`] },
      undefined,
    ],
    [other, { recipients: [`0192:${owner}`] }, "BRO-00026"],
    [other, { recipients: [`0192:${other}`, `0192:${owner}`] }, "BRO-00027"],
    [owner, { recipients: [`0192:${other}`, `0192:${owner}`] }, undefined],
    ["  ", { recipients: [`0192:${other}`] }, undefined],
    ["not a party", {}, "BRO-00026"],
  ])("with the required party %j and %j", async (requiredParty, more, code) => {
    await settings({ requiredParty });
    const answer = await send(more);
    expect(answer.status === 200 ? undefined : answer.json.code).toBe(code);
  });

  it("without virus scan needs approval in Production, and then its own provider", async () => {
    await reopen("production");
    expect((await send({ disableVirusScan: true })).json.code).toBe("BRO-00020");
    approveForDisabledVirusScan(server.altinn, resourceId);
    expect((await send({ disableVirusScan: true })).status).toBe(200);
  });
});

describe("the malware scan", () => {
  it("does not end by time alone: the next request still sees it at work", async () => {
    const id = await initialize(server);
    await upload(server, id, "Hello");
    server.advance(day);
    expect(await status(id)).toBe("UploadProcessing");
    expect(await status(id)).toBe("Published");
  });

  it("does not end by requests alone, and brings the checksum with it", async () => {
    const id = await initialize(server);
    await upload(server, id, "Hello");
    for (let request = 0; request < 4; request += 1) {
      expect(await overviewOf(server, id)).toMatchObject({
        fileTransferStatus: "UploadProcessing",
        published: null,
        checksum: null,
      });
    }
    server.advance(500);
    expect(await overviewOf(server, id)).toMatchObject({
      fileTransferStatus: "Published",
      checksum: createHash("md5").update("Hello").digest("hex"),
    });
  });

  it("is over before the answer in Development", async () => {
    await reopen("development");
    const id = await initialize(server);
    await upload(server, id, "Hello");
    expect(
      (await history(id)).fileTransferStatusHistory.map((each: any) => each.fileTransferStatus),
    ).toEqual(["Initialized", "UploadStarted", "UploadProcessing", "Published"]);
  });
});

describe("upload", () => {
  it("keeps the bytes as they came", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_each, index) => index));
    const id = await initialize(server, { disableVirusScan: true });
    await server.ask("POST", `/filetransfer/${id}/upload`, {
      ...asParty,
      body: bytes,
      headers: { "content-type": "application/octet-stream" },
    });
    expect((await download(id)).bytes.equals(bytes)).toBe(true);
  });

  it("takes a GUID in other forms", async () => {
    const id = await initialize(server, { disableVirusScan: true });
    const answer = await upload(server, `%7B${id.toUpperCase()}%7D`, "Hello");
    expect(answer.json).toEqual({ fileTransferId: id });
  });

  it("checks the status before the provider and the size", async () => {
    await settings({ maxFileTransferSize: 4 });
    const id = await initialize(server, { disableVirusScan: true });
    expect((await upload(server, id, "Hello")).json.code).toBe("BRO-00016");
    expect((await upload(server, id, "Hell")).status).toBe(200);
    expect((await upload(server, id, "Hello")).json.code).toBe("BRO-00004");
  });

  it("can be tried again while it is only started, for 24 hours", async () => {
    const id = await initialize(server, { disableVirusScan: true });
    const { seq } = server.broker.transfers.get(id)!;
    server.broker.transfers.addStatus(seq, "UploadStarted", server.altinn.clock.now());
    server.broker.background.expect(0);
    server.advance(day - 1000);
    expect(await status(id)).toBe("UploadStarted");
    expect((await upload(server, id, "Hello")).status).toBe(200);
    const late = await initialize(server, { disableVirusScan: true });
    const lateSeq = server.broker.transfers.get(late)!.seq;
    server.broker.transfers.addStatus(lateSeq, "UploadStarted", server.altinn.clock.now());
    server.broker.background.expect(0);
    server.advance(day);
    expect(await overviewOf(server, late)).toMatchObject({
      fileTransferStatus: "Failed",
      fileTransferStatusText: "Upload failed",
    });
    expect((await upload(server, late, "Hello")).json.code).toBe("BRO-00004");
  });
});

it("an upload that its sender breaks off leaves the transfer started, ready to be tried again", async () => {
  const id = await initialize(server, { disableVirusScan: true });
  const url = new URL(`/broker/api/v1/filetransfer/${id}/upload`, await server.listen());
  const request = http.request(url, {
    method: "POST",
    headers: {
      authorization: tokenOf(asParty.claims),
      "content-type": "application/octet-stream",
      "content-length": "5",
    },
  });
  request.on("error", () => undefined);
  request.write("He");
  while ((await status(id)) !== "UploadStarted") {
    await setImmediate();
  }
  const closed = new Promise((resolve) => request.on("close", resolve));
  request.destroy();
  await closed;
  expect((await upload(server, id, "Hello")).status).toBe(200);
  expect((await download(id)).text).toBe("Hello");
});

it("an upload in chunks announces no length, so the size limit does not hold it", async () => {
  await settings({ maxFileTransferSize: 4 });
  const id = await initialize(server, { disableVirusScan: true });
  const url = new URL(`/broker/api/v1/filetransfer/${id}/upload`, await server.listen());
  const request = http.request(url, {
    method: "POST",
    headers: {
      authorization: tokenOf(asParty.claims),
      "content-type": "application/octet-stream",
      "transfer-encoding": "chunked",
    },
  });
  request.end("Hello");
  const [answer] = (await once(request, "response")) as [http.IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(200);
  expect(await overviewOf(server, id)).toMatchObject({ fileTransferSize: 5 });
});

describe("the form", () => {
  const form = async (fields: Record<string, string>, file: string | undefined) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      data.append(name, value);
    }
    if (file !== undefined) {
      data.append("FileTransfer", new File([file], "form.txt"));
    }
    const request = new Request("http://localhost", { method: "POST", body: data });
    return server.ask("POST", "/filetransfer/upload", {
      ...asParty,
      body: Buffer.from(await request.arrayBuffer()),
      headers: { "content-type": request.headers.get("content-type") ?? "" },
    });
  };
  const fields = {
    "Metadata.FileName": "form.txt",
    "Metadata.ResourceId": resourceId,
    "Metadata.SendersFileTransferReference": "form",
    "Metadata.Sender": `0192:${owner}`,
  };

  it("binds names in any case, indexed recipients and both spellings of properties", async () => {
    const answer = await form(
      {
        ...fields,
        "metadata.recipients[0]": `0192:${owner}`,
        "metadata.RECIPIENTS[1]": `0192:${other}`,
        "Metadata.PropertyList.Key": "one",
        "Metadata.PropertyList[Other.Key]": "two",
        "Metadata.DisableVirusScan": "True",
      },
      "Hello",
    );
    expect(await overviewOf(server, answer.json.fileTransferId)).toMatchObject({
      fileTransferStatus: "Published",
      fileTransferSize: 5,
      propertyList: { Key: "one", "Other.Key": "two" },
      recipients: [{ recipient: `0192:${owner}` }, { recipient: `0192:${other}` }],
    });
  });

  it.each([
    [{ ...fields, "Metadata.Recipients": `0192:${owner}` }, undefined, ["FileTransfer"]],
    [{}, "Hello", ["Metadata"]],
    [fields, "Hello", ["Metadata.Recipients"]],
    [
      { ...fields, "Metadata.Recipients": "x", "Metadata.FileName": "" },
      "Hello",
      ["Metadata.FileName", "Metadata.Recipients"],
    ],
    [
      { ...fields, "Metadata.Recipients": `0192:${owner}`, "Metadata.DisableVirusScan": "1" },
      "Hello",
      ["Metadata.DisableVirusScan"],
    ],
  ])("%j with the file %j is refused", async (sent, file, keys) => {
    const answer = await form(sent as Record<string, string>, file);
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([400, keys]);
  });

  it("leaves an initialized transfer behind when the upload fails", async () => {
    await settings({ maxFileTransferSize: 4 });
    const answer = await form({ ...fields, "Metadata.Recipients": `0192:${owner}` }, "Hello");
    expect(answer.json.code).toBe("BRO-00016");
    const found = await server.ask("GET", `/filetransfer?resourceId=${resourceId}`, asParty);
    expect(await status(found.json[0])).toBe("Initialized");
  });
});

describe("download", () => {
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
        (each: any) => each.recipientFileTransferStatusCode === "DownloadStarted",
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
    server.advance(2 * hour - 1000);
    expect(await status(id)).toBe("AllConfirmedDownloaded");
    server.advance(1000);
    expect(await overviewOf(server, id)).toMatchObject({
      fileTransferStatus: "Purged",
      fileTransferStatusText: "FileTransfer has been purged",
      fileTransferSize: 5,
    });
    const bytes = server.database.prepare("SELECT count(*) AS n FROM broker_content").get();
    expect(bytes).toEqual({ n: 0 });
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
    expect(fileTransferStatusHistory.map((each: any) => each.fileTransferStatus)).toEqual([
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
