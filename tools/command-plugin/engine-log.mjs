import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { credentials } = require("@grpc/grpc-js");
const { LogRequest, LogSeverity } = require("@pulumi/pulumi/proto/engine_pb");
const { EngineClient } = require("@pulumi/pulumi/proto/engine_grpc_pb");

/**
 * Opens the engine's log. What a plugin writes to its own output is hidden by the engine.
 * @param {string} address `host:port`, as the engine passes it to a plugin
 * @returns {(urn: string, line: string) => Promise<void>} shows a line under a resource
 */
export function openEngineLog(address) {
  const client = new EngineClient(address, credentials.createInsecure());
  // One stream: the engine shows its lines together and in order.
  const stream = 1;
  let before = Promise.resolve();
  const show = (/** @type {string} */ urn, /** @type {string} */ line) =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      const request = new LogRequest();
      request.setSeverity(LogSeverity.INFO);
      request.setMessage(`${line}\n`);
      request.setUrn(urn);
      request.setStreamid(stream);
      // A line that cannot be shown is no reason to fail: it is in the outputs as well.
      client.log(request, () => resolve());
    });
  return (urn, line) => (before = before.then(() => show(urn, line)));
}
