import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { say } from "../bootstrap/console.mjs";

/** What of the shared contract suite the repository keeps a copy of. */
export const CONTRACT_PARTS = ["FORMAT.md", "run.mjs", "cases", "policies"];

/** The shared decision vectors, of which the repository keeps copies. */
export const VECTOR_FILES = ["decisions.json", "decisions-more.json"];

/**
 * Takes the contract suite and the decision vectors from the folder that ALTINN_SHARED_DIR names, so that a clone can test
 * itself.
 * @param {string} root
 * @returns {number} exit status
 */
export function updateContract(root) {
  const shared = process.env.ALTINN_SHARED_DIR;
  const needed = ["contract/run.mjs", ...VECTOR_FILES.map((file) => `decisions/${file}`)];
  const missing = needed.filter((file) => !shared || !existsSync(join(shared, file)));
  if (!shared || missing.length > 0) {
    say(
      `Set ALTINN_SHARED_DIR to the folder that holds ${needed.join(", ")} and run this again.` +
        (shared ? ` ${shared} has no ${missing.join(", ")}.` : ""),
    );
    return 1;
  }
  take(join(shared, "contract"), join(root, "tests", "contract", "suite"), CONTRACT_PARTS);
  take(join(shared, "decisions"), join(root, "tests", "decisions", "vectors"), VECTOR_FILES);
  say("tests/contract/suite and tests/decisions/vectors are the shared ones again.");
  return 0;
}

/**
 * Replaces files and folders by those of the same names.
 * @param {string} source
 * @param {string} target
 * @param {readonly string[]} parts
 */
function take(source, target, parts) {
  for (const part of parts) {
    rmSync(join(target, part), { recursive: true, force: true });
    cpSync(join(source, part), join(target, part), { recursive: true });
  }
}
