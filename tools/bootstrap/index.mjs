import { spawnSync } from "node:child_process";
import { build, staleTargets } from "./build.mjs";
import { commandPluginReady, installCommandPlugin } from "./command-plugin.mjs";
import { findEngine, installEngine } from "./engine.mjs";
import { findNode, installNode } from "./node.mjs";
import { installPackages, packagesReady } from "./packages.mjs";
import { withSetupLock } from "./setup-lock.mjs";

/**
 * Brings Node and the npm packages, as far as they are missing.
 * @param {{ root: string }} options
 * @returns {Promise<string>} path of the Node to run on
 */
export async function prepareNode({ root }) {
  const node = await ensure(
    root,
    () => findNode(root),
    () => installNode(root),
  );
  const nodeVersion =
    node === process.execPath
      ? process.versions.node
      : spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim().slice(1);
  await ensure(
    root,
    () => packagesReady(root, nodeVersion) || undefined,
    () => installPackages(root, node, nodeVersion),
  );
  return node;
}

/**
 * Installs what is missing for a command; quick and quiet when nothing is.
 * @param {{ root: string, engine?: boolean, commandPlugin?: boolean }} needs besides Node, the npm
 *   packages and the compiled sources
 * @returns {Promise<string>} path of the Node to run the command on
 */
export async function prepare({ root, engine = false, commandPlugin = false }) {
  const node = await prepareNode({ root });
  await ensure(
    root,
    () => (staleTargets(root).length === 0 ? true : undefined),
    () => build(root, node),
  );
  if (engine) {
    await ensure(
      root,
      () => findEngine(root),
      () => installEngine(root, node),
    );
  }
  if (commandPlugin) {
    await ensure(
      root,
      () => commandPluginReady(root) || undefined,
      () => installCommandPlugin(root),
    );
  }
  return node;
}

/**
 * @template T
 * @param {string} root
 * @param {() => T | undefined} find
 * @param {() => Promise<T | void>} install
 * @returns {Promise<T>}
 */
async function ensure(root, find, install) {
  const there = find();
  if (there !== undefined) return there;
  return withSetupLock(root, async () => {
    const meanwhile = find();
    if (meanwhile !== undefined) return meanwhile;
    const installed = await install();
    return installed === undefined ? /** @type {T} */ (find()) : installed;
  });
}
