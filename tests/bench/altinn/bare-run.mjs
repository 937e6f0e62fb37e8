// Runs the bare client in a process of its own.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("bare-client.mjs", import.meta.url));

/**
 * @param {{ run: "up" | "read", env: Record<string, string>, services: string, parallel: number }} wanted
 *   `services`: path of the file that says what is made; `parallel`: how many services, or reads, at once
 * @returns {Promise<number>} seconds
 */
export function runBareClient(wanted) {
  const child = fork(PROGRAM, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => reject(new Error(`the bare client ended with ${status}`)));
    child.on("message", ({ seconds, failed }) => {
      if (failed === undefined) resolve(seconds);
      else reject(new Error(`the bare client failed: ${failed}`));
    });
    child.send(wanted);
  });
}
