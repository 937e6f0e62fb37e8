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
  resourceId,
  startBroker,
  tokenOf,
  upload,
  type BrokerServer,
  type Json,
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
    ["Recipients", { recipients: [`urn:altinn:organization:identifier-no:1`] }],
    ["PropertyList", { propertyList: { ["k".repeat(51)]: "v" } }],
    ["PropertyList", { propertyList: { k: "v".repeat(3001) } }],
    ["Checksum", { checksum: "abc" }],
  ])("refuses %s in %j", async (field, more) => {
    const answer = await send(more);
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([400, [field]]);
  });

  it.each([
    ["fileName", '{"fileName":"\\ud83d"}'],
    ["recipients", '{"recipients":["\\ude00"]}'],
    ["propertyList", '{"propertyList":{"\\ud83d":"v"}}'],
  ])("refuses half a surrogate pair in %s", async (field, body) => {
    const answer = await server.ask("POST", "/filetransfer", {
      ...asParty,
      body,
      headers: { "content-type": "application/json" },
    });
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([
      400,
      [`$.${field}`, "initializeExt"],
    ]);
  });

  it("trips over a null among the recipients, as long as those before it are good", async () => {
    expect((await send({ recipients: [`0192:${owner}`, null] })).status).toBe(500);
    expect((await send({ recipients: ["nobody", null] })).status).toBe(400);
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
  it("does not end by a moment alone: the next request still sees it at work", async () => {
    const id = await initialize(server);
    await upload(server, id, "Hello");
    server.advance(4_999);
    expect(await status(id)).toBe("UploadProcessing");
    expect(await status(id)).toBe("Published");
  });

  it("ends after five seconds, for a client that waited without asking", async () => {
    const id = await initialize(server);
    await upload(server, id, "Hello");
    const uploaded = server.altinn.clock.now();
    server.advance(day);
    const { fileTransferStatus, published } = await overviewOf(server, id);
    expect(fileTransferStatus).toBe("Published");
    expect(Date.parse(published) - uploaded).toBe(5_000);
  });

  it("does not end by requests alone, and brings the checksum with it", async () => {
    const id = await initialize(server);
    await upload(server, id, "Hello");
    for (let request = 0; request < 4; request += 1) {
      expect(await overviewOf(server, id)).toMatchObject({
        fileTransferStatus: "UploadProcessing",
        published: null,
        checksum: "",
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
      (await history(id)).fileTransferStatusHistory.map((each: Json) => each.fileTransferStatus),
    ).toEqual(["Initialized", "UploadStarted", "UploadProcessing", "Published"]);
  });
});

describe("upload", () => {
  /** Leaves a transfer as a process does that is killed while it reads the body. */
  const beginUpload = (id: string) => {
    const { seq } = server.broker.transfers.get(id) ?? { seq: 0 };
    server.broker.transfers.addStatus(seq, "UploadStarted", server.altinn.clock.now());
    server.broker.background.expect(0);
  };

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
    beginUpload(id);
    server.advance(day - 1000);
    expect(await status(id)).toBe("UploadStarted");
    expect((await upload(server, id, "Hello")).status).toBe(200);
    const late = await initialize(server, { disableVirusScan: true });
    beginUpload(late);
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
