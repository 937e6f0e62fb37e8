import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "./child.mjs";
import { say } from "./console.mjs";
import { engineEnvironment } from "./engine.mjs";
import { pulumiHome } from "./places.mjs";
import { moveIntoPlace, temporaryFor } from "./temporary.mjs";

const LIMIT_SECONDS = 20;

/** @param {string} root @returns {boolean} true when a plugin for `@pulumi/command` is in place */
export function commandPluginReady(root) {
  const folder = pluginFolder(root);
  // The engine puts this file beside a plugin whose installation was cut off.
  return existsSync(join(folder, "pulumi-resource-command")) && !existsSync(`${folder}.partial`);
}

/**
 * Installs the plugin of `@pulumi/command`, or, where that cannot be downloaded, ours.
 * @param {string} root
 */
export async function installCommandPlugin(root) {
  const version = pluginVersion(root);
  say(
    `The plugin of @pulumi/command is missing: downloading ${version} (at most ${LIMIT_SECONDS} s).`,
  );
  const { env, pulumi } = engineEnvironment({ root });
  mkdirSync(pulumiHome(root), { recursive: true });
  const args = ["plugin", "install", "resource", "command", version, "--non-interactive"];
  await runChild(pulumi, args, { cwd: root, env, timeoutSeconds: LIMIT_SECONDS });
  if (commandPluginReady(root)) return;
  const folder = pluginFolder(root);
  const temporary = temporaryFor(folder);
  mkdirSync(temporary, { recursive: true });
  const script = join(temporary, "pulumi-resource-command");
  writeFileSync(
    script,
    '#!/bin/sh\nexec node "$(dirname "$0")/../../../../tools/command-plugin/main.mjs" "$@"\n',
  );
  chmodSync(script, 0o755);
  moveIntoPlace(temporary, folder);
  say(
    "  It cannot be downloaded here: this project's own plugin for local.Command runs instead, which is all that is needed.",
  );
}

/** @param {string} root */
const pluginFolder = (root) =>
  join(pulumiHome(root), "plugins", `resource-command-v${pluginVersion(root)}`);

/** @param {string} root @returns {string} the version that the npm package names */
function pluginVersion(root) {
  const file = join(root, "node_modules", "@pulumi", "command", "package.json");
  return JSON.parse(readFileSync(file, "utf8")).pulumi.version;
}
