import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { environmentWithNode, lastLines, runChild } from "./child.mjs";
import { say, SetupError, showProgress } from "./console.mjs";
import { acceptedVersion, acceptProgram } from "./marker.mjs";
import { cacheFolder } from "./places.mjs";
import { moveIntoPlace, temporaryFor } from "./temporary.mjs";
import { isSuitableNode } from "./versions.mjs";

const VERSION = "24.21.0";
const BINARY = join("node_modules", "node", "bin", "node");

/**
 * The Node to run everything on: the one that runs this when it is 22.13 or later, else the one in the
 * tool cache.
 * @param {string} root
 * @returns {string | undefined} path of the program
 */
export function findNode(root) {
  if (isSuitableNode(process.version)) return process.execPath;
  const cached = join(cacheFolder(root), `node-${VERSION}`, BINARY);
  return acceptedVersion(cached) === undefined ? undefined : cached;
}

/**
 * Fetches Node from the npm registry into the tool cache.
 * @param {string} root
 * @returns {Promise<string>} path of the program
 */
export async function installNode(root) {
  const target = join(cacheFolder(root), `node-${VERSION}`);
  const temporary = temporaryFor(target);
  say(
    `Node 22.13 or later is needed and this is ${process.version}: fetching Node ${VERSION} from the npm ` +
      `registry into ${target} (about 45 MB; half a minute).`,
  );
  const stop = showProgress("fetching Node");
  mkdirSync(temporary, { recursive: true });
  // The package's install script fetches the binary for this platform, so scripts must run here.
  const args = ["install", "--prefix", temporary, "--no-audit", "--no-fund"];
  const result = await runChild("npm", [...args, "--ignore-scripts=false", `node@${VERSION}`], {
    cwd: temporary,
    env: environmentWithNode(dirname(process.execPath)),
  });
  stop();
  const fresh = join(temporary, BINARY);
  const tried = existsSync(fresh)
    ? spawnSync(fresh, ["--version"], { encoding: "utf8" })
    : undefined;
  if (tried?.stdout?.trim() !== `v${VERSION}`) {
    rmSync(temporary, { recursive: true, force: true });
    throw new SetupError(
      `Node ${VERSION} could not be fetched. npm said:\n${lastLines(result.output)}\n` +
        `Check the connection to the npm registry and run the command again, or install Node 24 yourself.`,
    );
  }
  acceptProgram(fresh, VERSION);
  moveIntoPlace(temporary, target);
  return join(target, BINARY);
}
