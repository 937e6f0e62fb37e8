// How many registry reads and writes the stand-in answers a second on one core, with its store in memory, beside a bare
// fastify route that answers the same bytes. The servers are child processes on a core of their own where `taskset` is
// there; this process makes the load.
import { spawn, spawnSync } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { document, IDENTIFIER, PATH } from "../altinn/measured-document.mjs";
import { spread } from "../report/statistics.mjs";

const SERVER = fileURLToPath(new URL("../altinn/measured-server.mjs", import.meta.url));
const SECONDS = 2;
const CONNECTIONS = 16;
const hasTaskset = spawnSync("taskset", ["-c", "0", "true"]).status === 0;
/** @param {{ times: number, say: (text: string) => void }} options */
export async function measure({ times, say }) {
  const standin = start("standin");
  const { url, token } = await told(standin);
  const authorization = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const made = await fetch(url + PATH, { method: "POST", headers: authorization, body: document });
  if (made.status !== 201) throw new Error(`${made.status} ${await made.text()}`);
  const read = await answerOf(`${url}${PATH}/${IDENTIFIER}`, {});
  const put = { method: "PUT", headers: authorization, body: document };
  const write = await answerOf(`${url}${PATH}/${IDENTIFIER}`, put);
  const bare = start("bare");
  bare.send({ read, write });
  const bareUrl = (await told(bare)).url;

  const requests = {
    read: `GET ${PATH}/${IDENTIFIER} HTTP/1.1\r\nhost: bench\r\n\r\n`,
    write:
      `PUT ${PATH}/${IDENTIFIER} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer ${token}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(document)}\r\n\r\n${document}`,
  };
  const servers = { standin: [standin, url], bare: [bare, bareUrl] };
  const figures = {};
  try {
    for (const kind of /** @type {const} */ (["read", "write"])) {
      const samples = { standin: [], bare: [] };
      for (let round = 0; round <= times; round += 1) {
        for (const [name, [child, address]] of Object.entries(servers)) {
          const result = await load(child, address, requests[kind], SECONDS);
          // The first round warms up.
          if (round > 0) samples[name].push(result);
        }
      }
      figures[kind] = figuresOf(samples);
      say(
        `${kind}: ${figures[kind].standin.perSecond.median} a second, bare ${figures[kind].bare.perSecond.median}`,
      );
    }
  } finally {
    standin.kill();
    bare.kill();
  }
  return { times, connections: CONNECTIONS, pinned: hasTaskset, figures };
}

/** @param {Record<string, { perSecond: number, cpu: number }[]>} samples */
function figuresOf(samples) {
  const figures = Object.entries(samples).map(([name, rounds]) => [
    name,
    {
      perSecond: spread(rounds.map(({ perSecond }) => perSecond)),
      /** Microseconds of processor for each request. */
      processor: spread(rounds.map(({ cpu }) => cpu)),
    },
  ]);
  return Object.fromEntries(figures);
}

/** Keeps every connection busy with one request after the other. */
async function load(child, url, request, seconds) {
  const { port } = new URL(url);
  const bytes = Buffer.from(request);
  const before = await cpuOf(child);
  const start = process.hrtime.bigint();
  const end = start + BigInt(Math.round(seconds * 1e9));
  const counts = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => connection(Number(port), bytes, end)),
  );
  const elapsed = Number(process.hrtime.bigint() - start) / 1e9;
  const count = counts.reduce((sum, one) => sum + one, 0);
  return { perSecond: count / elapsed, cpu: ((await cpuOf(child)) - before) / count };
}

/** @returns {Promise<number>} answered requests */
function connection(port, bytes, end) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: "127.0.0.1", port, noDelay: true });
    let count = 0;
    let buffered = Buffer.alloc(0);
    socket.on("error", reject);
    socket.on("connect", () => socket.write(bytes));
    socket.on("data", (chunk) => {
      buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
      const length = answerLength(buffered);
      if (length === undefined || buffered.length < length) return;
      buffered = buffered.subarray(length);
      count += 1;
      if (process.hrtime.bigint() < end) socket.write(bytes);
      else {
        socket.destroy();
        resolve(count);
      }
    });
  });
}

/** Length of the answer at the start of `buffer`, undefined while its head is not whole. Anything but a success ends the run. */
function answerLength(buffer) {
  const head = buffer.indexOf("\r\n\r\n");
  if (head < 0) return undefined;
  const lines = buffer.latin1Slice(0, head);
  if (!/^HTTP\/1\.1 2/.test(lines)) throw new Error(buffer.toString());
  const length = /\r\ncontent-length: (\d+)/i.exec(lines);
  return head + 4 + Number(length?.[1] ?? 0);
}

/** Status, headers and body that the stand-in gives, for the bare route to repeat. */
async function answerOf(url, init) {
  const answer = await fetch(url, init);
  const body = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${body}`);
  const own = ["connection", "content-length", "date", "keep-alive", "transfer-encoding"];
  const headers = [...answer.headers].filter(([name]) => !own.includes(name));
  return { status: answer.status, headers: Object.fromEntries(headers), body };
}

/** @param {"standin" | "bare"} what */
function start(what) {
  const program = [process.execPath, SERVER, what];
  const [command, ...args] = hasTaskset ? ["taskset", "-c", "0", ...program] : program;
  return spawn(command, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
}

/** The child's next message. */
function told(child) {
  return new Promise((resolve, reject) => {
    const ended = (status) => reject(new Error(`The server ended with status ${status}.`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}

async function cpuOf(child) {
  const answer = told(child);
  child.send({});
  return (await answer).cpu;
}
