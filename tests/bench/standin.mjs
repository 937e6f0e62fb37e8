// How many registry reads and writes the stand-in answers a second on one core, with its store in memory, beside a bare
// fastify route that answers the same bytes. Wanted of the bare route: a third for reads, a tenth for writes.
// Prints figures; run it on the built package: `npm run build`, then `node tests/bench/standin.mjs [seconds a round]`.
// The servers are child processes on a core of their own where `taskset` is there; this process makes the load.
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";

const ROUNDS = 5;
const CONNECTIONS = 16;
const PATH = "/resourceregistry/api/v1/resource";
const IDENTIFIER = "bench-licences";
const hasTaskset = spawnSync("taskset", ["-c", "0", "true"]).status === 0;
const WANTED = { read: 1 / 3, write: 1 / 10 };
const ORGANISATION = { number: "974761076", code: "skd" };

const text = { nb: "Lisenser", nn: "Lisensar", en: "Licences" };
const document = JSON.stringify({
  identifier: IDENTIFIER,
  title: text,
  description: text,
  rightDescription: text,
  resourceType: "BrokerService",
  status: "Completed",
  hasCompetentAuthority: { organization: ORGANISATION.number, orgcode: ORGANISATION.code },
  contactPoints: [{ category: "Support", email: "broker@example.no" }],
  delegable: true,
  visible: true,
});

/** The child: serves, and answers each message with the processor time used so far, in microseconds. @param {string} what */
async function serve(what) {
  const require = createRequire(import.meta.url);
  const used = () => {
    const { user, system } = process.cpuUsage();
    process.send({ cpu: user + system });
  };
  if (what === "standin") {
    const { startStandin } = require("../../standin/dist/index.js");
    const standin = await startStandin();
    const scopes = ["altinn:resourceregistry/resource.write"];
    const token = standin.token({ organisation: ORGANISATION.number, scopes });
    process.on("message", used);
    process.send({ url: standin.platformUrl, token });
  } else {
    const app = require("fastify")();
    process.once("message", async ({ read, write }) => {
      const answer =
        ({ status, headers, body }) =>
        (_request, reply) => {
          reply.code(status).headers(headers).send(body);
        };
      app.get(`${PATH}/:id`, answer(read));
      app.put(`${PATH}/:id`, answer(write));
      await app.listen({ host: "127.0.0.1", port: 0 });
      process.on("message", used);
      process.send({ url: `http://127.0.0.1:${app.server.address().port}` });
    });
  }
}

/** @param {number} seconds of each round */
async function main(seconds) {
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
  const servers = { "stand-in": [standin, url], "bare fastify": [bare, bareUrl] };
  const pinned = hasTaskset ? "servers on a core of their own" : "servers not pinned: no taskset";
  console.log(
    `Node ${process.versions.node}, ${cpus()[0].model}, ${CONNECTIONS} connections, ${pinned}`,
  );
  for (const kind of /** @type {const} */ (["read", "write"])) {
    const figures = { "stand-in": [], "bare fastify": [] };
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, [child, address]] of Object.entries(servers)) {
        const result = await load(child, address, requests[kind], seconds);
        // The first round warms up.
        if (round > 0) figures[name].push(result);
      }
    }
    tell(kind, figures);
  }
  standin.kill();
  bare.kill();
}

/** @param {"read" | "write"} kind @param {Record<string, { perSecond: number, cpu: number }[]>} figures */
function tell(kind, figures) {
  const medians = Object.entries(figures).map(([name, rounds]) => ({
    name,
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    cpu: median(rounds.map(({ cpu }) => cpu)),
  }));
  for (const { name, perSecond, cpu } of medians) {
    console.log(
      `${kind.padEnd(6)} ${name.padEnd(13)} ${perSecond.toFixed(0).padStart(7)} a second   ` +
        `${cpu.toFixed(1).padStart(7)} us of processor each`,
    );
  }
  const [own, bare] = medians;
  const byTime = own.perSecond / bare.perSecond;
  const byProcessor = bare.cpu / own.cpu;
  const wanted = WANTED[kind];
  console.log(
    `${kind.padEnd(6)} ratio ${byTime.toFixed(2)} by the clock, ${byProcessor.toFixed(2)} by processor time; ` +
      `wanted ${wanted.toFixed(2)}: ${Math.min(byTime, byProcessor) >= wanted ? "met" : "missed"}`,
  );
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
  const program = [process.execPath, fileURLToPath(import.meta.url), "serve", what];
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

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

if (process.argv[2] === "serve") await serve(process.argv[3]);
else await main(Number(process.argv[2] ?? 2));
