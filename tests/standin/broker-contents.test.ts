import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import http from "node:http";
import { setImmediate } from "node:timers/promises";
import { freeContents } from "../../standin/broker/contents";
import {
  asOwner,
  asParty,
  configure,
  initialize,
  overviewOf,
  publish,
  resourceId,
  startBroker,
  tokenOf,
  upload,
  type BrokerServer,
} from "./broker-support";

const root = "/filetransfer/upload/tus";
const day = 24 * 3_600_000;

let server: BrokerServer;
beforeEach(async () => {
  server = await startBroker();
  await configure(server);
});
afterEach(() => server.close());

const unscanned = (more: object = {}) => initialize(server, { disableVirusScan: true, ...more });
const status = async (id: string) => (await overviewOf(server, id)).fileTransferStatus;
const download = (id: string, headers: Record<string, string> = {}) =>
  server.ask("GET", `/filetransfer/${id}/download`, { ...asParty, headers });

/** An upload that stands still after its first bytes. */
async function begin(path: string, headers: Record<string, string>, method = "POST") {
  const url = new URL(`/broker/api/v1${path}`, await server.listen());
  const request = http.request(url, {
    method,
    headers: { authorization: tokenOf(asParty.claims), ...headers },
  });
  request.on("error", () => undefined);
  request.write("He");
  return request;
}

const holds = async (sizes: readonly number[]) => {
  while (JSON.stringify(server.held()) !== JSON.stringify(sizes)) {
    await setImmediate();
  }
};

const answerOf = (request: http.ClientRequest) =>
  new Promise<number | undefined>((resolve) => {
    request.on("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
  });

const bytes = { "content-type": "application/octet-stream", "content-length": "5" };

const tus = (method: string, path: string, headers: Record<string, string>, body = "") =>
  server.ask(method, path.replace("/broker/api/v1", ""), {
    ...asParty,
    headers: { "tus-resumable": "1.0.0", ...headers },
    ...(body === "" ? {} : { body }),
  });
const chunkType = "application/offset+octet-stream";
const patch = (path: string, offset: number, body: string, more: Record<string, string> = {}) =>
  tus("PATCH", path, { "upload-offset": `${offset}`, "content-type": chunkType, ...more }, body);
const part = async (id: string, content: string) => {
  const made = await tus("POST", `${root}/${id}`, {
    "upload-length": String(content.length),
    "upload-concat": "partial",
  });
  const location = String(made.headers["location"]);
  await patch(location, 0, content);
  return location;
};

describe("an upload", () => {
  it("is on the disk while it is under way", async () => {
    const id = await unscanned();
    const request = await begin(`/filetransfer/${id}/upload`, bytes);
    await holds([2]);
    const answered = answerOf(request);
    request.end("llo");
    expect(await answered).toBe(200);
    expect(server.held()).toEqual([5]);
    expect((await download(id)).text).toBe("Hello");
  });

  it("that its sender breaks off leaves nothing on the disk", async () => {
    const id = await unscanned();
    const request = await begin(`/filetransfer/${id}/upload`, bytes);
    await holds([2]);
    request.destroy();
    await holds([]);
    expect(await status(id)).toBe("UploadStarted");
  });

  it("that comes second for one transfer leaves nothing of its own", async () => {
    const id = await unscanned();
    const slow = await begin(`/filetransfer/${id}/upload`, bytes);
    await holds([2]);
    await upload(server, id, "First");
    const answered = answerOf(slow);
    slow.end("llo");
    expect(await answered).toBe(200);
    expect(server.held()).toEqual([5]);
    expect((await download(id)).text).toBe("First");
  });

  it("with another checksum than announced is freed", async () => {
    const id = await unscanned({ checksum: "0".repeat(32) });
    expect((await upload(server, id, "Hello")).json.code).toBe("BRO-00009");
    expect(server.held()).toEqual([]);
  });

  it("of no bytes needs no file", async () => {
    const id = await publish(server, "");
    expect(server.held()).toEqual([]);
    const file = await download(id);
    expect([file.status, file.text]).toEqual([200, ""]);
  });

  it("under way when the server closes is cut, and goes with the folder", async () => {
    const id = await unscanned();
    const request = await begin(`/filetransfer/${id}/upload`, bytes);
    await holds([2]);
    const cut = new Promise((resolve) => request.on("close", resolve));
    await server.close();
    await cut;
    expect(server.held()).toEqual([]);
  });
});

describe("an upload by TUS", () => {
  it("is put together from its chunks and parts without another copy", async () => {
    const id = await unscanned();
    const last = await part(id, "world");
    const first = await part(id, "Hello, ");
    expect(server.held()).toEqual([5, 7]);
    const final = { "upload-concat": `final;${first} ${last}` };
    expect((await tus("POST", `${root}/${id}`, final)).status).toBe(201);
    expect(server.held()).toEqual([5, 7]);
    server.advance(5_000);
    expect(await overviewOf(server, id)).toMatchObject({
      fileTransferStatus: "Published",
      fileTransferSize: 12,
      checksum: "bc6e6f16b8a077ef5fbc8d59d0b931b9",
    });
    expect((await download(id)).text).toBe("Hello, world");
    for (const [range, text] of [
      ["bytes=0-1", "He"],
      ["bytes=5-8", ", wo"],
      ["bytes=7-", "world"],
      ["bytes=-6", " world"],
    ] as const) {
      const answer = await download(id, { range });
      expect([answer.headers["content-length"], answer.text]).toEqual([`${text.length}`, text]);
    }
    server.advance(40 * day);
    expect(await status(id)).toBe("Purged");
    expect(server.held()).toEqual([]);
  });

  it("keeps of a chunk what came before the sender hung up", async () => {
    const id = await unscanned();
    await tus("POST", `${root}/${id}`, { "upload-length": "5" });
    const headers = { "tus-resumable": "1.0.0", "content-type": chunkType, "upload-offset": "0" };
    const request = await begin(`${root}/${id}`, { ...headers, "content-length": "5" }, "PATCH");
    await holds([2]);
    request.destroy();
    const offset = async () => (await tus("HEAD", `${root}/${id}`, {})).headers["upload-offset"];
    while ((await offset()) !== "2") {
      await setImmediate();
    }
    await patch(`${root}/${id}`, 2, "llo");
    server.advance(5_000);
    expect(await overviewOf(server, id)).toMatchObject({
      fileTransferStatus: "Published",
      checksum: "8b1a9953c4611296a827abf8c47804d7",
    });
  });

  it("has the right checksum when another process took its first chunk", async () => {
    const id = await unscanned();
    await tus("POST", `${root}/${id}`, { "upload-length": "5" });
    const { files } = await server.altinn.contents.write(chunks("He"));
    server.broker.uploads.append(id, files, server.altinn.clock.now());
    await patch(`${root}/${id}`, 2, "llo");
    server.advance(5_000);
    expect((await overviewOf(server, id)).checksum).toBe("8b1a9953c4611296a827abf8c47804d7");
  });

  it.each([
    ["a wrong checksum", "llo", { "upload-checksum": "md5 AAAA" }, 460],
    ["more bytes than announced", "llo!", {}, 400],
  ])("frees a chunk that is refused for %s", async (_name, body, headers, expected) => {
    const id = await unscanned();
    await tus("POST", `${root}/${id}`, { "upload-length": "5" });
    await patch(`${root}/${id}`, 0, "He");
    const answer = await patch(`${root}/${id}`, 2, body, headers as Record<string, string>);
    expect([answer.status, server.held()]).toEqual([expected, [2]]);
    expect((await patch(`${root}/${id}`, 2, "llo")).status).toBe(204);
  });

  it("frees its chunks when it is given up or begun again", async () => {
    const id = await unscanned();
    await tus("POST", `${root}/${id}`, { "upload-length": "5" });
    await patch(`${root}/${id}`, 0, "He");
    await tus("POST", `${root}/${id}`, { "upload-length": "5" });
    expect(server.held()).toEqual([]);
    await patch(`${root}/${id}`, 0, "Hel");
    await tus("DELETE", `${root}/${id}`, {});
    expect(server.held()).toEqual([]);
  });

  it("takes no chunk of an upload that was given up meanwhile", async () => {
    const id = await unscanned();
    await tus("POST", `${root}/${id}`, { "upload-length": "5" });
    const headers = { "tus-resumable": "1.0.0", "content-type": chunkType, "upload-offset": "0" };
    const request = await begin(`${root}/${id}`, { ...headers, "content-length": "5" }, "PATCH");
    await holds([2]);
    await tus("DELETE", `${root}/${id}`, {});
    const answered = answerOf(request);
    request.end("llo");
    expect(await answered).toBe(404);
    expect(server.held()).toEqual([]);
  });

  it("frees its chunks 24 hours after the last one", async () => {
    const id = await unscanned();
    await part(id, "He");
    server.advance(day - 1);
    await part(id, "llo");
    expect(server.held()).toEqual([2, 3]);
    server.advance(1);
    await status(id);
    expect(server.held()).toEqual([3]);
  });

  it("that was never completed goes with its transfer", async () => {
    const settings = { fileTransferTimeToLive: "PT1H" };
    await server.ask("PUT", `/resource/${resourceId}`, { ...asOwner, json: settings });
    const id = await unscanned();
    await part(id, "He");
    server.advance(3_600_000);
    expect([await status(id), server.held()]).toEqual(["Purged", []]);
  });

  it("is freed when it fails for its checksum", async () => {
    const id = await unscanned({ checksum: "0".repeat(32) });
    await tus("POST", `${root}/${id}`, { "upload-length": "5" });
    await patch(`${root}/${id}`, 0, "Hello");
    server.advance(5_000);
    expect(await status(id)).toBe("Failed");
    expect(server.held()).toEqual([]);
  });
});

async function* chunks(...texts: string[]) {
  for (const text of texts) {
    yield Buffer.from(text);
  }
}

describe("a fault on a download", () => {
  const fetchFile = async (id: string) => {
    const url = new URL(`/broker/api/v1/filetransfer/${id}/download`, await server.listen());
    return fetch(url, { headers: { authorization: tokenOf(asParty.claims) } });
  };
  const large = "x".repeat(1_000_000);

  it("cuts it in its middle", async () => {
    const id = await publish(server, large);
    server.faults.add({ path: /download/ }, { truncate: true }, { times: 1 });
    const answer = await fetchFile(id);
    expect([answer.status, answer.headers.get("content-length")]).toEqual([200, "1000000"]);
    let came = 0;
    await expect(
      (async () => {
        for await (const piece of answer.body ?? []) {
          came += (piece as Uint8Array).length;
        }
      })(),
    ).rejects.toThrow();
    expect(came).toBe(500_000);
  });

  it("delays it, beside the answer time, and it comes whole", async () => {
    await server.close();
    server = await startBroker("staging", undefined, 2);
    await configure(server);
    const id = await publish(server, large);
    server.faults.add({ path: /download/ }, { delayMs: 2 }, { times: 1 });
    const answer = await fetchFile(id);
    expect([answer.status, await answer.text()]).toEqual([200, large]);
  });

  it("resets the connection, and has recorded the download", async () => {
    const id = await publish(server, large);
    server.faults.add({ path: /download/ }, { reset: "after" }, { times: 1 });
    await expect(fetchFile(id)).rejects.toThrow();
    const { recipients } = await overviewOf(server, id);
    expect(recipients[0].currentRecipientFileTransferStatusCode).toBe("DownloadStarted");
  });

  it.each([
    [{ status: 503, body: "busy", afterEffect: true }, 503, "busy"],
    [{ notJson: true }, 200, expect.stringContaining("no JSON")],
  ] as const)("answers %j in its place", async (fault, expected, text) => {
    const id = await publish(server, large);
    server.faults.add({ path: /download/ }, fault, { times: 1 });
    const answer = await fetchFile(id);
    expect([answer.status, await answer.text()]).toEqual([expected, text]);
  });
});

it("all contents are freed at once, with their rows", async () => {
  const id = await publish(server);
  await part(await unscanned(), "He");
  expect(server.held()).toEqual([2, 5]);
  freeContents(server.altinn);
  expect(server.held()).toEqual([]);
  expect((await download(id)).json.code).toBe("BRO-00003");
});

describe("while nobody asks", () => {
  beforeEach(async () => {
    await server.close();
    jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask", "Date"] });
    server = await startBroker();
    await configure(server);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it("a timer publishes and frees what is due by the stand-in's clock", async () => {
    const id = await initialize(server);
    await upload(server, id, "Hello");
    const stored = () => server.broker.transfers.get(id)?.status;
    server.advance(4_999);
    jest.advanceTimersByTime(1_000);
    expect(stored()).toBe("UploadProcessing");
    server.advance(1);
    jest.advanceTimersByTime(1_000);
    expect(stored()).toBe("Published");
    expect(server.held()).toEqual([5]);
    server.advance(30 * day);
    jest.advanceTimersByTime(1_000);
    expect([stored(), server.held()]).toEqual(["Purged", []]);
  });

  it("the timer ends with the server", async () => {
    expect(jest.getTimerCount()).toBe(1);
    await server.close();
    expect(jest.getTimerCount()).toBe(0);
  });
});
