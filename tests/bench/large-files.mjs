// How much memory the stand-in needs for large files: an upload, an upload by TUS in parts that are put together, and a
// download of each. Wanted: below 300 MB resident at any time, and the disk free again afterwards.
// Prints figures; run it on the built package: `npm run build`, then `node tests/bench/large-files.mjs [gigabytes]`, 5 by
// default; for a while the disk holds twice as much. The stand-in is a child process; this process makes and checks the bytes.
// Linux only, for the peak of a process's memory that the kernel keeps.
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";

const LIMIT_MB = 300;
const PARTS = 4;
const RESOURCE = "bench-licences";
const ORGANISATION = { number: "974761076", code: "skd" };
const BROKER = "/broker/api/v1";

const text = { nb: "Lisenser", nn: "Lisensar", en: "Licences" };
const document = {
  identifier: RESOURCE,
  title: text,
  description: text,
  rightDescription: text,
  resourceType: "BrokerService",
  hasCompetentAuthority: { organization: ORGANISATION.number, orgcode: ORGANISATION.code },
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
};

/** The child: serves, and answers each message by moving its clock. @param {string} dataFile */
async function serve(dataFile) {
  const require = createRequire(import.meta.url);
  const { startStandin } = require("../../standin/dist/index.js");
  const standin = await startStandin({ dataFile });
  const scopes = [
    "altinn:serviceowner",
    "altinn:resourceregistry/resource.write",
    "altinn:broker.write",
    "altinn:broker.read",
  ];
  // The transfers are to live longer than the token would, by the stand-in's clock.
  const token = standin.token({ organisation: ORGANISATION.code, scopes, claims: { exp: 4e9 } });
  standin.storeResource(document);
  const policy = readFileSync(
    new URL("../contract/suite/policies/broker.xml", import.meta.url),
    "utf8",
  );
  standin.storePolicy(
    RESOURCE,
    policy.replaceAll("${resource}", RESOURCE).replaceAll("${org}", ORGANISATION.number),
  );
  process.on("message", ({ advance }) => {
    standin.advance(advance);
    process.send({});
  });
  process.send({ url: standin.platformUrl, token });
}

/** @param {number} gigabytes of each file */
async function main(gigabytes) {
  const size = Math.ceil((gigabytes * 1e9) / BLOCK.length / PARTS) * PARTS * BLOCK.length;
  const folder = mkdtempSync(join(tmpdir(), "bench-large-files-"));
  const contents = join(folder, "data.db.contents");
  const child = spawn(
    process.execPath,
    [fileURLToPath(import.meta.url), "serve", join(folder, "data.db")],
    { stdio: ["ignore", "inherit", "inherit", "ipc"] },
  );
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
    const measured = (name, work) => measure(child.pid, contents, name, work);
    await broker("POST", "/serviceowner", { json: { name: "Bench" } });
    await advance(6_000);
    await broker("PUT", `/resource/${RESOURCE}`, { json: {} });

    console.log(`Node ${process.versions.node}, files of ${size} bytes\n`);
    console.log("what                             seconds   peak MB   on disk MB");
    const failed = [];
    const want = (holds, what) => holds || failed.push(what);

    const plain = await initialize(broker);
    const wanted = createHash("md5");
    const peaks = [
      await measured("upload", () => upload(broker, plain, size, wanted)),
      await measured("download", async () => {
        const sent = wanted.digest("hex");
        want((await download(broker, plain)) === sent, "the upload came back as other bytes");
        want((await overview(broker, plain)).checksum === sent, "its checksum is another one");
      }),
    ];
    const { checksum } = await overview(broker, plain);
    const tus = await initialize(broker);
    let parts;
    peaks.push(
      await measured(`TUS, ${PARTS} parts at once`, async () => {
        parts = await Promise.all(
          Array.from({ length: PARTS }, (_, at) => uploadPart(broker, tus, size / PARTS, at)),
        );
      }),
      await measured("TUS, parts put together", async () => {
        await broker("POST", `${TUS}/${tus}`, {
          headers: { ...RESUMABLE, "upload-concat": `final;${parts.join(" ")}` },
        });
        await advance(5_000);
      }),
      await measured("TUS, download", async () => {
        want((await download(broker, tus)) === checksum, "TUS came back as other bytes");
        want((await overview(broker, tus)).checksum === checksum, "its checksum is another one");
      }),
      await measured("both expire", async () => {
        await advance(31 * 24 * 3_600_000);
        for (const id of [plain, tus]) {
          const { fileTransferStatus: status } = await overview(broker, id);
          want(status === "Purged", `a transfer is ${status}`);
        }
      }),
    );
    want(held(contents) === 0, "the disk is not free again");
    want(Math.max(...peaks) < LIMIT_MB, `memory reached ${Math.max(...peaks)} MB`);
    console.log(
      `\nwanted: below ${LIMIT_MB} MB, disk free at the end: ${failed.join("; ") || "met"}`,
    );
    process.exitCode = failed.length === 0 ? 0 : 1;
  } finally {
    if (child.exitCode === null) {
      child.kill();
      await once(child, "exit");
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a step and prints a line about it. @returns {Promise<number>} the child's peak in MB */
async function measure(pid, contents, name, work) {
  // The kernel's peak starts anew.
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1000;
  const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
  const columns = [seconds.toFixed(1), (peak / 1000).toFixed(0), (held(contents) / 1e6).toFixed(0)];
  console.log(
    name.padEnd(30) + columns.map((text, at) => text.padStart([10, 10, 13][at])).join(""),
  );
  return peak / 1000;
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

if (process.argv[2] === "serve") await serve(process.argv[3]);
else await main(Number(process.argv[2] ?? 5));
