import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { environmentWithNode, lastLines, runChild } from "./child.mjs";
import { say, SetupError, showProgress } from "./console.mjs";
import { hashFiles, readMarker, writeWhole } from "./marker.mjs";

const MARKER = join("node_modules", ".installed-for");

/**
 * True when every package of the lockfile is in node_modules, in the lockfile's version. npm's own list of
 * what it has put there is written after the last package, so an install that was cut off has none.
 * @param {string} root
 */
export function packagesComplete(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.includes("node_modules/")) continue;
    // Packages for other platforms are left out on purpose.
    if (entry.optional && !present[path]) continue;
    if (present[path]?.version !== entry.version) return false;
    if (!existsSync(join(root, path, "package.json"))) return false;
  }
  return true;
}

/**
 * What node_modules must fit: the lockfile, what the package.json files ask for, the platform, Node's major
 * version. A changed script or description needs no new install.
 * @param {string} root
 * @param {string} nodeVersion
 */
export function packagesHash(root, nodeVersion) {
  const asked = ["package.json", ...workspacePackages(root)].map((file) => {
    /** @type {Record<string, unknown>} */
    const manifest = JSON.parse(readFileSync(join(root, file), "utf8"));
    const parts = ["name", "bin", "workspaces", "dependencies", "devDependencies"];
    return JSON.stringify([file, ...parts.map((part) => manifest[part])]);
  });
  const facts = [process.platform, process.arch, nodeVersion.split(".")[0] ?? "", ...asked];
  return hashFiles(["package-lock.json"], facts, root);
}

/** @param {string} root @param {string} nodeVersion */
export function packagesReady(root, nodeVersion) {
  if (!packagesComplete(root)) return false;
  const hash = packagesHash(root, nodeVersion);
  const marker = readMarker(join(root, MARKER));
  // Without our marker a complete folder is somebody's own `npm ci`, which is as good.
  if (marker === undefined) writeWhole(join(root, MARKER), hash);
  return marker === undefined || marker === hash;
}

/**
 * Runs `npm ci`.
 * @param {string} root
 * @param {string} node path of the Node to run it on
 * @param {string} nodeVersion
 */
export async function installPackages(root, node, nodeVersion) {
  const why = existsSync(join(root, "node_modules"))
    ? "node_modules is not complete or does not fit package-lock.json"
    : "node_modules is missing";
  say(`${why}: installing the npm packages with npm ci (half a minute).`);
  const stop = showProgress("installing the npm packages");
  // No install script is needed: the one of @pulumi/command would ask for a plugin that is set up later.
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  const result = await runChild("npm", args, {
    cwd: root,
    env: environmentWithNode(dirname(node)),
  });
  stop();
  if (result.status !== 0 || !packagesComplete(root)) {
    throw new SetupError(
      `npm ci failed:\n${lastLines(result.output)}\n` +
        `Check the connection to the npm registry and run the command again; it starts over.`,
    );
  }
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeWhole(join(root, MARKER), packagesHash(root, nodeVersion));
}

/**
 * The package.json files of the workspaces, named as in `"workspaces": ["standin", "examples/*"]`.
 * @param {string} root
 * @returns {string[]} paths from the root
 */
export function workspacePackages(root) {
  /** @type {{ workspaces?: string[] }} */
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return (manifest.workspaces ?? [])
    .flatMap((pattern) => {
      if (!pattern.endsWith("/*")) return [pattern];
      const folder = pattern.slice(0, -2);
      const inside = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
      return inside.map((name) => `${folder}/${name}`);
    })
    .map((folder) => `${folder}/package.json`)
    .filter((file) => existsSync(join(root, file)));
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
}
