// Does over and over what the provider process does of its own, one thing in one process: new code is the slower.
// Message in: { part, policies, url, requests }; message out: milliseconds of processor of the first time and of the second one.
import { createRequire } from "node:module";
import { each } from "./provider-world.mjs";

const require = createRequire(import.meta.url);
const PARTS = { write, read, send };

process.once("message", async ({ part, ...given }) => {
  const work = PARTS[part](given);
  const first = await processorMs(() => work(given.requests?.made));
  const second = await processorMs(() => work(given.requests?.unchanged));
  process.send([first, second], () => process.exit(0));
});

/** The XML of the policies, from their rules. */
function write({ policies }) {
  const { renderPolicy } = require("../../../dist/policy/index.js");
  return () => {
    for (const { resourceId, rules, minimumAuthenticationLevel } of policies)
      renderPolicy({ resourceId, rules, minimumAuthenticationLevel });
  };
}

function read({ policies }) {
  const { readPolicy } = require("../../../dist/policy/index.js");
  return () => {
    for (const { xml } of policies) readPolicy(xml);
  };
}

function send({ url }) {
  const { HttpClient } = require("../../../dist/http/client.js");
  const client = new HttpClient({ callTimeoutSeconds: 60, parallelCalls: 8, retry: { tries: 1 } });
  const call = { method: "GET", url, answers: [404] };
  return (requests) => each(Array.from({ length: requests }), () => client.send(call));
}

async function processorMs(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
