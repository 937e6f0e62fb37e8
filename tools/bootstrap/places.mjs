// Where things are kept. What a clone alone uses stays inside the clone; only what is the same for
// every clone (Node, the Pulumi CLI) may live in a shared cache.
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this checkout. */
export const repositoryRoot = resolve(fileURLToPath(new URL("../../", import.meta.url)));

/** @param {string} root @returns {string} the clone's own git-ignored tool folder */
export const toolsFolder = (root) => join(root, ".tools");

/**
 * Folder for downloaded and built tools: `ALTINN_TOOLS_CACHE` when set (several clones and processes
 * may use it at once), else the clone's own tool folder.
 * @param {string} root
 * @returns {string}
 */
export function cacheFolder(root) {
  const shared = process.env.ALTINN_TOOLS_CACHE;
  return shared ? resolve(shared) : toolsFolder(root);
}

/** @param {string} root @returns {string} the value of `PULUMI_HOME` for every run of this clone */
export const pulumiHome = (root) => join(toolsFolder(root), "pulumi-home");
