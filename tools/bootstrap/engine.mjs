// Finds the Pulumi CLI ("the engine"), or brings it to a machine without it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { say, SetupError } from "./console.mjs";
import { buildEngine, BUILT_VERSION, HOST_FOLDER_VARIABLE } from "./engine-build.mjs";
import { installOfficialEngine } from "./engine-download.mjs";
import { acceptedVersion } from "./marker.mjs";
import { findNode } from "./node.mjs";
import { cacheFolder, pulumiHome, toolsFolder } from "./places.mjs";
import { isSuitableEngine } from "./versions.mjs";

/**
 * @typedef {object} Engine
 * @property {string} pulumi path of the CLI
 * @property {boolean} complete it has its own language host for Node; one that was built from Go modules
 *   has not, and uses the one in `tools/engine/bin`
 */

/**
 * The engine on PATH, else the one in the tool cache.
 * @param {string} root
 * @returns {Engine | undefined}
 */
export function findEngine(root) {
  const onPath = engineOnPath();
  if (onPath) return { pulumi: onPath, complete: true };
  const official = officialPath(root);
  if (acceptedVersion(official) !== undefined) return { pulumi: official, complete: true };
  const built = builtPath(root);
  if (acceptedVersion(built) !== undefined) return { pulumi: built, complete: false };
  return undefined;
}

/**
 * Downloads the engine with Pulumi's own installer, else builds it.
 * @param {string} root
 * @param {string} node
 * @returns {Promise<Engine>}
 */
export async function installEngine(root, node) {
  const official = officialPath(root);
  const built = builtPath(root);
  if (existsSync(built)) say(`${built} is not the file that was built: making it anew.`);
  mkdirSync(cacheFolder(root), { recursive: true });
  if (await installOfficialEngine(root, node, sdkVersion(root), dirname(dirname(official)))) {
    return { pulumi: official, complete: true };
  }
  await buildEngine(root, built);
  return { pulumi: built, complete: false };
}

/**
 * The environment of this process without the user's own Pulumi, Altinn and Maskinporten settings, with the Node to run on first
 * on PATH.
 * @param {{ root: string }} options `root`: folder of a checkout that has been set up
 * @returns {NodeJS.ProcessEnv}
 */
export function ownEnvironment({ root }) {
  const node = findNode(root);
  if (!node)
    throw new SetupError("Node 22.13 or later is missing: run `npm test` or `npm run up`.");
  /** @type {NodeJS.ProcessEnv} */
  const env = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(ALTINN|MASKINPORTEN|PULUMI)_/.test(name)) env[name] = value;
  }
  // Calls between the engine, its plugins and the embedded Altinn never go through a proxy.
  for (const name of ["NO_PROXY", "no_proxy"]) {
    env[name] = [env[name], "127.0.0.1", "localhost"].filter(Boolean).join(",");
  }
  return {
    ...env,
    PATH: [dirname(node), process.env.PATH ?? ""].join(":"),
    // A run starts half a dozen Node processes that load the same packages.
    NODE_COMPILE_CACHE: join(toolsFolder(root), "compile-cache"),
  };
}

/**
 * Environment in which `pulumi` finds its language host, Node and plugins, and in which nothing of the
 * user's own Pulumi, Altinn or Maskinporten settings is left. The caller adds where state is kept and
 * what the program needs.
 * @param {{ root: string }} options `root`: folder of a checkout that has been set up
 * @returns {{ env: NodeJS.ProcessEnv, pulumi: string }} `pulumi`: path of the CLI
 */
export function engineEnvironment({ root }) {
  const engine = findEngine(root);
  if (!engine)
    throw new SetupError("The Pulumi engine is missing: run `npm test` or `npm run up`.");
  const env = ownEnvironment({ root });
  return {
    pulumi: engine.pulumi,
    env: {
      ...env,
      PATH: [dirname(engine.pulumi), env.PATH ?? ""].join(":"),
      ...(engine.complete ? {} : { [HOST_FOLDER_VARIABLE]: join(root, "tools", "engine", "bin") }),
      PULUMI_HOME: pulumiHome(root),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  };
}

/** @param {string} root */
const builtPath = (root) => join(cacheFolder(root), `pulumi-built-${BUILT_VERSION}`, "pulumi");

/** @param {string} root */
const officialPath = (root) =>
  join(cacheFolder(root), `pulumi-${sdkVersion(root)}`, "bin", "pulumi");

/** The CLI and the SDK for Node are released together, under one version. @param {string} root */
function sdkVersion(root) {
  const file = join(root, "node_modules", "@pulumi", "pulumi", "package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}

/** @returns {string | undefined} */
function engineOnPath() {
  for (const folder of (process.env.PATH ?? "").split(":")) {
    const program = join(folder, "pulumi");
    // One with a record beside it is out of a tool cache: it is found there, with all that belongs to it.
    if (folder === "" || !existsSync(program) || existsSync(`${program}.accepted.json`)) continue;
    if (!existsSync(join(dirname(realpathSync(program)), "pulumi-language-nodejs"))) continue;
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const version = spawnSync(program, ["version"], { encoding: "utf8", env, timeout: 10_000 });
    if (isSuitableEngine(version.stdout ?? "")) return program;
  }
  return undefined;
}
