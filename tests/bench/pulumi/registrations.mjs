// Runs the statements of a program without an engine, in a process of its own.
// Arguments: what ("own" or "idle"), how many services, for "idle" the file of its inputs.
// Message out: { milliseconds, processor, registrations, outputs }, the time from the first constructor until the last resource is
// registered. Pulumi's SDK keeps what it is set to, so a process does this once.
import { createRequire } from "node:module";
import { IDLE_CLASSES, idleStatements, statements } from "./programs.mjs";

const [what, services, file] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const pulumi = require("@pulumi/pulumi");

/** Text of the function that makes the resources, all that it needs being loaded. */
const source =
  what === "own"
    ? `const altinn = require("../../../dist/index.js"); return () => {${statements(Number(services))} return made; };`
    : `${IDLE_CLASSES} const [owner, ...rest] = require(${JSON.stringify(file)}); return () => {${idleStatements("new Idle")}};`;
const program = new Function("require", source)(require);

const registrations = [];
const mocks = {
  newResource: ({ type, name, inputs, id }) => {
    if (type.startsWith("pulumi-nodejs:dynamic/"))
      registrations.push({ kind: type.split(":").at(-1), name, inputs });
    return { id: id ?? name, state: inputs };
  },
  call: ({ inputs }) => inputs,
};
console.warn = () => undefined;
await pulumi.runtime.setMocks(mocks, "bench", "bench", false);
const before = process.cpuUsage();
const start = performance.now();
const resources = program();
await pulumi.runtime.disconnect();
const milliseconds = performance.now() - start;
const { user, system } = process.cpuUsage(before);
process.send(
  { milliseconds, processor: (user + system) / 1000, registrations, outputs: outputsOf(resources) },
  () => process.exit(0),
);

/** Names of the outputs of each kind, which plain dynamic resources have as well. */
function outputsOf(made = []) {
  const names = (resource) =>
    Object.keys(resource).filter(
      (key) => !["urn", "id"].includes(key) && pulumi.Output.isInstance(resource[key]),
    );
  return Object.fromEntries(made.map((resource) => [resource.constructor.name, names(resource)]));
}
