import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The packages of this repository that are published, by folder from the root. */
export const PUBLISHED = [".", "standin"];

/**
 * @typedef {object} LockEntry a package as package-lock.json has it
 * @property {string} version
 * @property {string} [license] SPDX expression
 * @property {boolean} [link]
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {{ name: string, version: string, licence: string }} Dependency
 * @typedef {Record<string, any> & { name: string, version: string }} Manifest
 */

/** @param {string} file @returns {any} */
const jsonOf = (file) => JSON.parse(readFileSync(file, "utf8"));

/** @param {string} root @param {string} folder @returns {Manifest} */
export const manifestOf = (root, folder) => jsonOf(join(root, folder, "package.json"));

/**
 * Manifest and lock file of a published package as if it stood alone and were for its users: no workspaces, nothing that only
 * developers need, and no peers. With a peer in it npm 11.19 takes for the peer's alone what both need (`--omit=peer` would leave
 * out `debug`, which axios needs too).
 * @param {string} root
 * @param {string} folder
 * @returns {{ manifest: Manifest, lock: { packages: Record<string, LockEntry> } }}
 */
export function productionLock(root, folder) {
  const { name, version, license, dependencies, ...more } = manifestOf(root, folder);
  const manifest = { name, version, license, dependencies, description: more.description };
  const lock = jsonOf(join(root, "package-lock.json"));
  const packages = Object.entries(/** @type {Record<string, LockEntry>} */ (lock.packages)).filter(
    ([path, entry]) => path.startsWith("node_modules/") && !entry.link,
  );
  const own = Object.keys(lock.packages).find((path) => path.startsWith(`${folder}/node_modules/`));
  if (own !== undefined) {
    throw new Error(`${own} of package-lock.json stands apart from the others: not foreseen here.`);
  }
  return {
    manifest,
    lock: {
      ...lock,
      name,
      version,
      packages: { "": manifest, ...Object.fromEntries(packages) },
    },
  };
}

/**
 * What is installed with a published package, in the versions of the lock file, by name.
 * @param {string} root
 * @param {string} folder
 * @returns {Dependency[]}
 */
export function productionDependencies(root, folder) {
  const { packages } = productionLock(root, folder).lock;
  /** @type {Map<string, Dependency>} */
  const found = new Map();
  const waiting = [""];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const { dependencies = {}, optionalDependencies = {} } = entryOf(packages, path);
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const at = placeOf(packages, path, name);
      if (found.has(at)) continue;
      const { version, license = "none" } = entryOf(packages, at);
      found.set(at, { name, version, licence: license });
      waiting.push(at);
    }
  }
  const keyOf = (/** @type {Dependency} */ { name, version }) => `${name}@${version}`;
  const once = new Map([...found.values()].map((one) => [keyOf(one), one]));
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** @param {Record<string, LockEntry>} packages @param {string} path @returns {LockEntry} */
function entryOf(packages, path) {
  const entry = packages[path];
  if (entry === undefined) throw new Error(`package-lock.json has no ${path}.`);
  return entry;
}

/**
 * Where a package finds another one, as Node looks: beside its own packages, then in each folder above.
 * @param {Record<string, LockEntry>} packages
 * @param {string} from
 * @param {string} name
 */
function placeOf(packages, from, name) {
  const above = from.split("/node_modules/");
  for (let length = above.length; length >= 0; length -= 1) {
    const folder = above.slice(0, length).join("/node_modules/");
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (packages[path]) return path;
  }
  throw new Error(`package-lock.json has no ${name} for ${from}.`);
}
