import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { say } from "../bootstrap/console.mjs";

/** What of the shared contract suite the repository keeps a copy of. */
export const CONTRACT_PARTS = ["FORMAT.md", "run.mjs", "cases", "policies"];

/**
 * Takes the contract suite from the folder that ALTINN_SHARED_DIR names, so that a clone can test itself.
 * @param {string} root
 * @returns {number} exit status
 */
export function updateContract(root) {
  const shared = process.env.ALTINN_SHARED_DIR;
  const source = shared && join(shared, "contract");
  if (!source || !existsSync(join(source, "run.mjs"))) {
    say("Set ALTINN_SHARED_DIR to the folder that holds contract/run.mjs and run this again.");
    return 1;
  }
  const target = join(root, "tests", "contract", "suite");
  for (const part of CONTRACT_PARTS) {
    rmSync(join(target, part), { recursive: true, force: true });
    cpSync(join(source, part), join(target, part), { recursive: true });
  }
  say("tests/contract/suite is the shared contract suite again.");
  return 0;
}
