import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  asParty,
  claimsOf,
  configure,
  initialize,
  overviewOf,
  owner,
  startBroker,
  type Ask,
  type BrokerServer,
} from "./broker-support";

const root = "/filetransfer/upload/tus";
const other = "310000002";

let server: BrokerServer;
let id: string;
beforeEach(async () => {
  server = await startBroker();
  await configure(server);
  id = await initialize(server, { disableVirusScan: true });
});
afterEach(() => server.close());

const tus = (method: string, path: string, headers: Record<string, string> = {}, ask: Ask = {}) =>
  server.ask(method, path.replace("/broker/api/v1", ""), {
    ...asParty,
    ...ask,
    headers: { "tus-resumable": "1.0.0", ...headers },
  });
const create = (headers: Record<string, string> = { "upload-length": "5" }, transfer = id) =>
  tus("POST", `${root}/${transfer}`, headers);
const patch = (path: string, offset: number, body: string, ask: Ask = {}) =>
  tus(
    "PATCH",
    path,
    { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" },
    { ...ask, body },
  );
const place = () => `${root}/${id}`;
const status = async () => (await overviewOf(server, id)).fileTransferStatus;
/** Lets the background step that follows an upload come due. */
const background = async () => {
  await status();
  server.advance(1_000);
};

describe("a TUS upload", () => {
  it("goes on where it was left, and publishes in the background", async () => {
    const made = await create({ "upload-length": "5", "upload-metadata": "name YQ==" });
    expect(made.headers).toMatchObject({
      location: `/broker/api/v1${place()}`,
      "tus-resumable": "1.0.0",
      "upload-expires": expect.stringMatching(/ GMT$/),
    });
    expect(await status()).toBe("UploadStarted");
    await patch(place(), 0, "He");
    const info = await tus("HEAD", place());
    expect(info.headers).toMatchObject({
      "upload-offset": "2",
      "upload-length": "5",
      "upload-metadata": "name YQ==",
      "cache-control": "no-store",
    });
    const last = await patch(place(), 2, "llo");
    expect([last.status, last.headers["upload-offset"]]).toEqual([204, "5"]);
    expect(await status()).toBe("UploadStarted");
    await background();
    expect(await overviewOf(server, id)).toMatchObject({
      fileTransferStatus: "Published",
      fileTransferSize: 5,
      checksum: "8b1a9953c4611296a827abf8c47804d7",
    });
    expect((await tus("HEAD", place())).status).toBe(404);
  });

  it("of a scanned transfer is processed first", async () => {
    id = await initialize(server);
    await create();
    await patch(place(), 0, "Hello");
    expect(await status()).toBe("UploadProcessing");
    await background();
    expect(await status()).toBe("Published");
  });

  it("fails in the background when the checksum is another one", async () => {
    id = await initialize(server, { checksum: "0".repeat(32), disableVirusScan: true });
    await create();
    expect((await patch(place(), 0, "Hello")).status).toBe(204);
    await background();
    expect(await overviewOf(server, id)).toMatchObject({
      fileTransferStatus: "Failed",
      fileTransferStatusText: "Checksum mismatch",
    });
  });

  it("may carry its first bytes with the creation", async () => {
    const made = await tus(
      "POST",
      place(),
      { "upload-length": "5", "content-type": "application/offset+octet-stream" },
      { body: "Hel" },
    );
    expect([made.status, made.headers["upload-offset"]]).toEqual([201, "3"]);
    expect((await patch(place(), 3, "lo")).status).toBe(204);
  });

  it("of no bytes is complete when it is made", async () => {
    await create({ "upload-length": "0" });
    await background();
    expect(await status()).toBe("Published");
  });

  it("tells a client that asks again that all is there", async () => {
    await create();
    await patch(place(), 0, "Hello");
    const again = await patch(place(), 5, "");
    expect([again.status, again.headers["upload-offset"]]).toEqual([204, "5"]);
  });

  it("can be given up and begun again", async () => {
    await create();
    await patch(place(), 0, "He");
    expect((await tus("DELETE", place())).status).toBe(204);
    expect((await tus("HEAD", place())).status).toBe(404);
    expect((await create()).status).toBe(201);
    expect((await tus("HEAD", place())).headers["upload-offset"]).toBe("0");
  });

  it("is gone 24 hours after its last chunk", async () => {
    await create();
    server.advance(20 * 3_600_000);
    await patch(place(), 0, "He");
    expect((await tus("HEAD", place())).headers["upload-offset"]).toBe("2");
    const expires = server.database.prepare("SELECT expires FROM broker_tus_upload").get();
    expect(Number(expires?.["expires"]) - server.altinn.clock.now()).toBeGreaterThan(
      23.9 * 3_600_000,
    );
    server.advance(24 * 3_600_000);
    expect((await patch(place(), 2, "llo")).status).not.toBe(204);
  });
});

describe("TUS refuses in plain text", () => {
  it.each([
    ["a length to come", { "upload-defer-length": "1" }, 400],
    ["no length", {}, 400],
    ["a length below zero", { "upload-length": "-1" }, 400],
    ["an unknown kind of part", { "upload-concat": "whole", "upload-length": "5" }, 400],
    ["a final file without parts", { "upload-concat": "final;" }, 400],
    ["another version", { "tus-resumable": "0.2.2", "upload-length": "5" }, 412],
    ["above the scan's limit", { "upload-length": "50000000001" }, 400],
  ])("%s", async (_name, headers, expected) => {
    id = await initialize(server);
    const answer = await tus("POST", place(), headers as Record<string, string>);
    expect(answer.status).toBe(expected);
    expect(answer.headers["content-type"]).toMatch(/^text\/plain/);
    expect(await status()).toBe("Initialized");
  });

  it.each([
    ["an offset that is not the file's", { "upload-offset": "1" }, 409],
    ["no offset", {}, 400],
    ["another content type", { "upload-offset": "0", "content-type": "text/plain" }, 415],
    ["a wrong checksum", { "upload-offset": "0", "upload-checksum": "md5 AAAA" }, 460],
    ["an unknown checksum", { "upload-offset": "0", "upload-checksum": "crc AAAA" }, 400],
  ])("%s", async (_name, headers, expected) => {
    await create();
    const type = { "content-type": "application/offset+octet-stream" };
    const answer = await tus("PATCH", place(), { ...type, ...(headers as object) }, { body: "He" });
    expect(answer.status).toBe(expected);
    expect((await tus("HEAD", place())).headers["upload-offset"]).toBe("0");
  });

  it("more bytes than were announced", async () => {
    await create();
    expect((await patch(place(), 0, "Hello!")).status).toBe(400);
  });

  it("what Broker refuses, with its own sentences", async () => {
    const unknown = await create(undefined, "3f1b6c0e-8f0a-4c53-9d3b-5a2f6c7d8e90");
    expect([unknown.status, unknown.text]).toEqual([
      404,
      "The requested file transfer was not found",
    ]);
    server.permit = () => false;
    expect((await create()).status).toBe(401);
  });

  it("a transfer that has its file", async () => {
    await create();
    await patch(place(), 0, "Hello");
    await background();
    expect((await create()).status).toBe(409);
  });

  it("and does not know a request without its header, or with another method", async () => {
    const bare = await server.ask("POST", place(), {
      ...asParty,
      headers: { "upload-length": "5" },
    });
    expect([bare.status, bare.text]).toEqual([404, ""]);
    expect((await tus("GET", place())).status).toBe(404);
    expect((await tus("POST", root, { "upload-length": "5" })).text).toBe(
      "Missing file transfer id",
    );
  });
});

it("TUS OPTIONS tells what is there, to who has a token", async () => {
  const answer = await server.ask("OPTIONS", place(), asParty);
  expect(answer.status).toBe(204);
  expect(answer.headers).toMatchObject({
    "tus-version": "1.0.0",
    "tus-extension": expect.stringContaining("concatenation"),
  });
  expect((await server.ask("OPTIONS", place())).status).toBe(401);
});

describe("an upload in parts", () => {
  const part = async (content: string) => {
    const made = await create({
      "upload-length": String(content.length),
      "upload-concat": "partial",
    });
    const location = String(made.headers["location"]);
    await patch(location, 0, content);
    return location;
  };

  it("is put together in the order of the final request", async () => {
    const parts = [await part("lo"), await part("Hel")];
    expect(parts[0]).toMatch(new RegExp(`^/broker/api/v1${place()}/partial/[0-9a-f]{32}$`));
    expect(await status()).toBe("Initialized");
    expect((await tus("HEAD", String(parts[0]))).headers).toMatchObject({
      "upload-concat": "partial",
      "upload-offset": "2",
    });
    const concat = `final;${parts[1]} ${parts[0]}`;
    const made = await create({ "upload-concat": concat });
    expect([made.status, made.headers["location"]]).toEqual([201, `/broker/api/v1${place()}`]);
    expect((await tus("HEAD", place())).headers).toMatchObject({
      "upload-concat": concat,
      "upload-length": "5",
    });
    await background();
    const file = await server.ask("GET", `/filetransfer/${id}/download`, asParty);
    expect(file.text).toBe("Hello");
  });

  it("waits for parts that are not complete, and takes none of another transfer", async () => {
    const made = await create({ "upload-length": "5", "upload-concat": "partial" });
    const unfinished = await create({ "upload-concat": `final;${made.headers["location"]}` });
    expect([unfinished.status, unfinished.text]).toEqual([
      400,
      expect.stringContaining("not finished"),
    ]);
    const mine = await part("Hello");
    id = await initialize(server, { disableVirusScan: true });
    expect((await create({ "upload-concat": `final;${mine}` })).status).toBe(400);
  });
});

describe("a method that is overridden", () => {
  const as = (method: string, headers: Record<string, string>, body?: string) =>
    tus("POST", place(), { "x-http-method-override": method, ...headers }, body ? { body } : {});

  it("counts before the method of HTTP, in any case", async () => {
    await create();
    const chunk = { "content-type": "application/offset+octet-stream" };
    expect((await as("PATCH", { ...chunk, "upload-offset": "0" }, "Hel")).status).toBe(204);
    expect((await as("HEAD", {})).headers).toMatchObject({ "upload-offset": "3" });
    expect((await as("patch", { ...chunk, "upload-offset": "3" }, "lo")).status).toBe(204);
    expect((await as("OPTIONS", {})).headers).toMatchObject({ "tus-version": "1.0.0" });
    expect((await as("DELETE", {})).status).toBe(204);
    expect((await as("COPY", {})).status).toBe(404);
  });
});

describe("an expired token", () => {
  const late = { expired: true };

  it("goes on with an active upload: PATCH, HEAD and DELETE, nothing else", async () => {
    await create();
    expect((await patch(place(), 0, "He", late)).status).toBe(204);
    expect((await tus("HEAD", place(), {}, late)).status).toBe(200);
    expect((await tus("POST", place(), { "upload-length": "5" }, late)).status).toBe(401);
    expect((await server.ask("GET", `/filetransfer/${id}`, { ...asParty, ...late })).status).toBe(
      401,
    );
    expect((await tus("DELETE", place(), {}, late)).status).toBe(204);
    expect((await tus("DELETE", place(), {}, late)).status).not.toBe(204);
  });

  it("does nothing before there is an upload, or for somebody else's", async () => {
    expect((await patch(place(), 0, "He", late)).status).toBe(401);
    await create();
    const stranger = { claims: claimsOf(other, "altinn:broker.write"), ...late };
    expect((await patch(place(), 0, "He", stranger)).status).toBe(401);
  });

  it("does nothing once the upload is complete", async () => {
    await create();
    await patch(place(), 0, "Hello");
    await background();
    await status();
    expect((await tus("HEAD", place(), {}, late)).status).toBe(401);
  });

  it("of another client of the sender goes on as well", async () => {
    await create();
    const claims = { ...claimsOf(owner, "altinn:broker.write"), client_id: "another" };
    expect((await patch(place(), 0, "He", { claims, ...late })).status).toBe(204);
  });
});
