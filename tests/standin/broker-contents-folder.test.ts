import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { freeUnusedContents } from "../../standin/broker/contents";
import { startStandin } from "../../standin/index";
import {
  asParty,
  configure,
  initialize,
  overviewOf,
  publish,
  startBroker,
  upload,
  type BrokerServer,
} from "./broker-support";
import { dataFile } from "./core-support";

let data: ReturnType<typeof dataFile>;
let server: BrokerServer;
beforeEach(() => {
  data = dataFile();
});
afterEach(async () => {
  await server.close();
  data.remove();
});

const folder = () => `${data.file}.contents`;
const download = (id: string) => server.ask("GET", `/filetransfer/${id}/download`, asParty);
const stray = "3f1b6c0e-8f0a-4c53-9d3b-5a2f6c7d8e90";

it("with a data file the contents are beside it, and outlive the process", async () => {
  server = await startBroker("staging", data.file);
  await configure(server);
  expect(existsSync(folder())).toBe(false);
  const id = await publish(server);
  expect(readdirSync(folder())).toHaveLength(1);
  await server.close();
  server = await startBroker("staging", data.file);
  expect((await download(id)).text).toBe("Hello");
});

it("what a crash left without a row goes when the server listens again, and nobody else's file", async () => {
  server = await startBroker("staging", data.file);
  await configure(server);
  const id = await publish(server);
  await server.close();
  writeFileSync(join(folder(), stray), "half a file");
  writeFileSync(join(folder(), "notes.txt"), "mine");
  server = await startBroker("staging", data.file);
  await server.listen();
  expect(server.held()).toEqual([4, 5]);
  expect(readdirSync(folder())).toContain("notes.txt");
  expect((await download(id)).text).toBe("Hello");
});

it("rows that are put back to an earlier state decide which files stay", async () => {
  server = await startBroker("staging", data.file);
  await configure(server);
  const kept = await publish(server);
  const gone = await publish(server, "Hello again");
  const { seq } = server.broker.transfers.get(gone) ?? { seq: 0 };
  server.database.prepare("DELETE FROM broker_content_file WHERE transfer = ?").run(seq);
  freeUnusedContents(server.altinn);
  expect(server.held()).toEqual([5]);
  expect((await download(kept)).text).toBe("Hello");
});

it("without a data file the folder is a temporary one, which goes with the server", async () => {
  const ended = spawnSync(process.execPath, ["--version"]).pid;
  const leftover = join(tmpdir(), `altinn-standin-${hostname()}-${ended}-x1y2z3`);
  mkdirSync(leftover);
  server = await startBroker();
  await configure(server);
  expect(server.altinn.contents.path).toBeUndefined();
  await publish(server);
  const path = server.altinn.contents.path ?? "";
  expect(path.startsWith(tmpdir())).toBe(true);
  expect(server.held()).toEqual([5]);
  expect(existsSync(leftover)).toBe(false);
  await server.close();
  expect(existsSync(path)).toBe(false);
});

it("the whole stand-in leaves no folder either", async () => {
  server = await startBroker();
  const standin = await startStandin();
  const { contents } = standin.altinn;
  contents.put(Buffer.from("Hello"));
  expect(readdirSync(contents.path ?? "")).toHaveLength(1);
  await standin.close();
  expect(existsSync(contents.path ?? "")).toBe(false);
  expect(() => contents.put(Buffer.from("Hello"))).toThrow("closed");
});

it("contents that an earlier version kept inside the data file are moved to the folder", async () => {
  server = await startBroker("staging", data.file);
  await configure(server);
  const published = await publish(server);
  const scanned = await initialize(server);
  await upload(server, scanned, "Later");
  const begun = await initialize(server, { disableVirusScan: true });
  const place = `/filetransfer/upload/tus/${begun}`;
  const tus = { "tus-resumable": "1.0.0" };
  await server.ask("POST", place, { ...asParty, headers: { ...tus, "upload-length": "5" } });
  const chunk = (offset: string, body: string) =>
    server.ask("PATCH", place, {
      ...asParty,
      body,
      headers: {
        ...tus,
        "upload-offset": offset,
        "content-type": "application/offset+octet-stream",
      },
    });
  await chunk("0", "Be");
  const seqOf = (id: string) => server.broker.transfers.get(id)?.seq ?? 0;
  const rows = [
    [seqOf(published), "Hello"],
    [seqOf(scanned), "Later"],
  ] as const;
  await server.close();
  asEarlierVersion(rows, [begun, "Be"]);

  server = await startBroker("staging", data.file);
  expect(server.held()).toEqual([2, 5, 5]);
  expect((await download(published)).text).toBe("Hello");
  server.advance(5_000);
  expect(await overviewOf(server, scanned)).toMatchObject({
    fileTransferStatus: "Published",
    checksum: "61057a0c84605444201929bdd72014f0",
  });
  await chunk("2", "gun");
  server.advance(5_000);
  expect((await overviewOf(server, begun)).fileTransferStatus).toBe("Published");
  expect((await download(begun)).text).toBe("Begun");
});

/** The contents as blobs in the tables that they were in once. */
function asEarlierVersion(
  contents: readonly (readonly [transfer: number, text: string])[],
  chunk: readonly [upload: string, text: string],
): void {
  const database = new DatabaseSync(data.file);
  database.exec(`
    DROP TABLE broker_content_file; DROP TABLE broker_content_md5; DROP TABLE broker_tus_file;
    CREATE TABLE broker_content (transfer INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE broker_tus_chunk (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, upload TEXT NOT NULL, bytes BLOB NOT NULL);
    CREATE INDEX broker_tus_chunk_upload ON broker_tus_chunk (upload);`);
  const content = database.prepare("INSERT INTO broker_content (transfer, bytes) VALUES (?, ?)");
  for (const [transfer, text] of contents) {
    content.run(transfer, Buffer.from(text));
  }
  const [upload, text] = chunk;
  database
    .prepare("INSERT INTO broker_tus_chunk (upload, bytes) VALUES (?, ?)")
    .run(upload, Buffer.from(text));
  database.close();
  for (const name of readdirSync(folder())) {
    rmSync(join(folder(), name));
  }
}
