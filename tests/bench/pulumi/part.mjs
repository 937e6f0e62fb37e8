import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("parts.mjs", import.meta.url));

/**
 * What one thing that the package does takes by itself, in a new process.
 * @param {"write" | "read" | "send"} part
 * @param {{ policies: ReturnType<typeof policiesOf>, url?: string, requests?: { made: number, unchanged: number } }} given
 * @returns {Promise<[number, number]>} milliseconds of processor, the first time and the second
 */
export function partOnce(part, given) {
  const child = fork(PROGRAM, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  child.send({ part, ...given });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => reject(new Error(`${part} ended with ${status}`)));
    child.on("message", resolve);
  });
}

/** The policies among what a program registers: their rules and what these come to. */
export const policiesOf = (registrations) =>
  registrations
    .filter(({ kind }) => kind === "ResourcePolicy")
    .map(({ inputs: { resourceId, xml, __rules, __minimumAuthenticationLevel } }) => ({
      resourceId,
      xml,
      rules: __rules,
      minimumAuthenticationLevel: __minimumAuthenticationLevel,
    }));
