import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { say } from "../bootstrap/console.mjs";
import { environmentWithNode } from "../bootstrap/child.mjs";
import { runInForeground } from "./foreground.mjs";

/**
 * Format, lint and types. All of them run, also when one fails.
 * @param {string} root
 * @param {string} node
 * @returns {Promise<number>} 0 when all is well
 */
export async function check(root, node) {
  const tool = (/** @type {string[]} */ ...path) => join(root, "node_modules", ...path);
  const compiler = tool("typescript", "bin", "tsc");
  const examples = existsSync(join(root, "examples"))
    ? readdirSync(join(root, "examples")).sort()
    : [];
  const projects = [
    "tsconfig.json",
    "standin/tsconfig.json",
    "tests/tsconfig.json",
    "tools/tsconfig.json",
  ].concat(examples.map((name) => `examples/${name}/tsconfig.json`));
  /** @type {[string, string[]][]} */
  const steps = [
    ["format", [tool("prettier", "bin", "prettier.cjs"), "--check", "--log-level", "warn", "."]],
  ];
  if (["js", "mjs", "cjs"].some((end) => existsSync(join(root, `eslint.config.${end}`)))) {
    steps.push(["lint", [tool("eslint", "bin", "eslint.js"), "."]]);
  }
  for (const project of projects) {
    if (!existsSync(join(root, project))) continue;
    steps.push([`types of ${project}`, [compiler, "-p", join(root, project), "--noEmit"]]);
  }
  const failed = [];
  for (const [name, args] of steps) {
    const env = environmentWithNode(dirname(node));
    const status = await runInForeground(node, args, { cwd: root, env });
    if (status >= 128) return status;
    say(`${status === 0 ? "ok    " : "FAILED"}  ${name}`);
    if (status !== 0) failed.push(name);
  }
  say(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}
