// How much memory the stand-in needs for large files: an upload, an upload by TUS in parts that are put together, and a
// download of each. For a while the disk holds twice as much as a file. The stand-in is a child process; this process makes
// and checks the bytes.
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { ORGANISATION, RESOURCE } from "../altinn/large-files-owner.mjs";
import { rounded } from "../report/statistics.mjs";

const SERVER = fileURLToPath(new URL("../altinn/large-files-server.mjs", import.meta.url));
const GIGABYTES = 5;

const PARTS = 4;
const BROKER = "/broker/api/v1";

/** @param {{ say: (text: string) => void }} options */
export async function measure({ say, gigabytes = GIGABYTES }) {
  const size = Math.ceil((gigabytes * 1e9) / BLOCK.length / PARTS) * PARTS * BLOCK.length;
  const folder = mkdtempSync(join(tmpdir(), "bench-large-files-"));
  const contents = join(folder, "data.db.contents");
  const child = spawn(process.execPath, [SERVER, join(folder, "data.db")], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  try {
    const ended = once(child, "exit").then(([status]) => {
      throw new Error(`The server ended with status ${status}.`);
    });
    const [{ url, token }] = await Promise.race([once(child, "message"), ended]);
    ended.catch(() => undefined);
    const broker = client(url + BROKER, { authorization: `Bearer ${token}` });
    const advance = async (ms) => {
      child.send({ advance: ms });
      await once(child, "message");
    };
    const steps = [];
    const measured = async (name, work) => {
      steps.push(await step(child.pid, contents, name, work));
      say(`${name}: ${steps.at(-1).seconds} s, ${steps.at(-1).peakMB} MB`);
    };
    await broker("POST", "/serviceowner", { json: { name: "Bench" } });
    await advance(6_000);
    await broker("PUT", `/resource/${RESOURCE}`, { json: {} });

    const failed = [];
    const want = (holds, what) => holds || failed.push(what);

    const plain = await initialize(broker);
    const wanted = createHash("md5");
    await measured("upload", () => upload(broker, plain, size, wanted));
    await measured("download", async () => {
      const sent = wanted.digest("hex");
      want((await download(broker, plain)) === sent, "the upload came back as other bytes");
      want((await overview(broker, plain)).checksum === sent, "its checksum is another one");
    });
    const { checksum } = await overview(broker, plain);
    const tus = await initialize(broker);
    let parts;
    await measured(`TUS, ${PARTS} parts at once`, async () => {
      parts = await Promise.all(
        Array.from({ length: PARTS }, (_, at) => uploadPart(broker, tus, size / PARTS, at)),
      );
    });
    await measured("TUS, parts put together", async () => {
      await broker("POST", `${TUS}/${tus}`, {
        headers: { ...RESUMABLE, "upload-concat": `final;${parts.join(" ")}` },
      });
      await advance(5_000);
    });
    await measured("TUS, download", async () => {
      want((await download(broker, tus)) === checksum, "TUS came back as other bytes");
      want((await overview(broker, tus)).checksum === checksum, "its checksum is another one");
    });
    await measured("both expire", async () => {
      await advance(31 * 24 * 3_600_000);
      for (const id of [plain, tus]) {
        const { fileTransferStatus: status } = await overview(broker, id);
        want(status === "Purged", `a transfer is ${status}`);
      }
    });
    want(held(contents) === 0, "the disk is not free again");
    return { bytes: size, steps, failed };
  } finally {
    if (child.exitCode === null) {
      child.kill();
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a step. Linux only, for the peak of a process's memory that the kernel keeps. */
async function step(pid, contents, name, work) {
  // The kernel's peak starts anew.
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  const start = performance.now();
  await work();
  const seconds = rounded((performance.now() - start) / 1000);
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
  return {
    name,
    seconds,
    peakMB: Math.round(peak / 1000),
    heldMB: Math.round(held(contents) / 1e6),
  };
}

/** Bytes in the folder of contents. */
const held = (folder) =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

const BLOCK = randomBytes(1 << 20);
const TUS = "/filetransfer/upload/tus";
const RESUMABLE = { "tus-resumable": "1.0.0" };
const CHUNK_BLOCKS = 256;

/** Bytes that are told by their place: a block whose first bytes are its number. */
function* blocks(from, to, hash) {
  for (let at = from; at < to; at += 1) {
    const block = Buffer.from(BLOCK);
    block.writeDoubleBE(at);
    hash?.update(block);
    yield block;
  }
}

async function initialize(broker) {
  const json = {
    fileName: "large.bin",
    resourceId: RESOURCE,
    sendersFileTransferReference: "bench",
    sender: `0192:${ORGANISATION.number}`,
    recipients: [`0192:${ORGANISATION.number}`],
    disableVirusScan: true,
  };
  return JSON.parse(await broker("POST", "/filetransfer", { json })).fileTransferId;
}

const overview = async (broker, id) => JSON.parse(await broker("GET", `/filetransfer/${id}`));

const upload = (broker, id, size, hash) =>
  broker("POST", `/filetransfer/${id}/upload`, {
    headers: { "content-type": "application/octet-stream", "content-length": size },
    body: blocks(0, size / BLOCK.length, hash),
  });

/** @returns {Promise<string>} the part's address */
async function uploadPart(broker, id, size, number) {
  const count = size / BLOCK.length;
  let address = "";
  await broker("POST", `${TUS}/${id}`, {
    headers: { ...RESUMABLE, "upload-concat": "partial", "upload-length": size },
    answered: ({ headers }) => (address = headers.location),
  });
  for (let at = 0; at < count; at += CHUNK_BLOCKS) {
    const to = Math.min(at + CHUNK_BLOCKS, count);
    await broker("PATCH", address.slice(BROKER.length), {
      headers: {
        ...RESUMABLE,
        "content-type": "application/offset+octet-stream",
        "upload-offset": at * BLOCK.length,
        "content-length": (to - at) * BLOCK.length,
      },
      body: blocks(number * count + at, number * count + to),
    });
  }
  return address;
}

/** @returns {Promise<string>} MD5 of what came, in hex */
async function download(broker, id) {
  const hash = createHash("md5");
  await broker("GET", `/filetransfer/${id}/download`, { each: (bytes) => hash.update(bytes) });
  return hash.digest("hex");
}

/** Sends requests one way; gives the answer's text, unless `each` takes its pieces. Anything but a success ends the run. */
function client(base, common) {
  return async (method, path, { headers, json, body, each, answered } = {}) => {
    const sent = request(base + path, {
      method,
      headers: { ...common, ...(json && { "content-type": "application/json" }), ...headers },
    });
    const response = once(sent, "response");
    await Promise.all([
      response,
      pipeline(json ? [JSON.stringify(json)] : Readable.from(body ?? []), sent),
    ]);
    const [answer] = await response;
    answered?.(answer);
    const pieces = [];
    for await (const piece of answer) {
      if (each && answer.statusCode === 200) each(piece);
      else pieces.push(piece);
    }
    const text = Buffer.concat(pieces).toString();
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path}: ${answer.statusCode} ${text}`);
    return text;
  };
}
