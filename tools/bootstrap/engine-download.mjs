import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentWithNode, lastLines, runChild } from "./child.mjs";
import { say } from "./console.mjs";
import { acceptProgram } from "./marker.mjs";
import { moveIntoPlace, temporaryFor } from "./temporary.mjs";
import { rmSync } from "node:fs";

const LIMIT_SECONDS = 30;

/**
 * Runs Pulumi's own installer (get.pulumi.com) into a folder.
 * @param {string} root
 * @param {string} node
 * @param {string} version such as `3.270.0`
 * @param {string} target folder that gets `bin/pulumi`
 * @returns {Promise<boolean>} false when it could not be had within half a minute
 */
export async function installOfficialEngine(root, node, version, target) {
  say(
    `The Pulumi CLI is missing: downloading ${version} with its official installer (at most ${LIMIT_SECONDS} s).`,
  );
  const temporary = temporaryFor(target);
  const script = fileURLToPath(new URL("./official-installer.mjs", import.meta.url));
  const result = await runChild(node, [script, root, version, temporary], {
    cwd: root,
    env: environmentWithNode(dirname(node)),
    timeoutSeconds: LIMIT_SECONDS,
  });
  const program = join(temporary, "bin", "pulumi");
  if (result.status !== 0 || !existsSync(join(dirname(program), "pulumi-language-nodejs"))) {
    rmSync(temporary, { recursive: true, force: true });
    const why = result.timedOut ? "it took too long" : lastLines(result.output, 1);
    say(`  It cannot be downloaded here: ${why}.`);
    return false;
  }
  acceptProgram(program, version);
  moveIntoPlace(temporary, target);
  return true;
}
