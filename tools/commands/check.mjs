import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { say } from "../bootstrap/console.mjs";
import { environmentWithNode, runChild } from "../bootstrap/child.mjs";

/** @typedef {{ name: string, args: string[] }} Step `args`: for Node */

/**
 * Format, lint, types, pages that are made from code, and what is published. All of them run, also when one fails.
 * @param {string} root folder of a checkout that has been set up and built
 * @param {string} node
 * @returns {Promise<number>} 0 when all is well
 */
export async function check(root, node) {
  const env = environmentWithNode(dirname(node));
  const failed = [];
  for (const { name, args } of steps(root)) {
    const { status, output } = await runChild(node, args, { cwd: root, env });
    if (status !== 0) {
      console.log(output.trim());
      failed.push(name);
    }
    say(`${status === 0 ? "ok    " : "FAILED"}  ${name}`);
  }
  say(failed.length === 0 ? "All checks passed." : `Failed: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

/** @param {string} root @returns {Step[]} */
function steps(root) {
  const tool = (/** @type {string[]} */ ...path) => join(root, "node_modules", ...path);
  const prettier = tool("prettier", "bin", "prettier.cjs");
  return [
    { name: "format", args: [prettier, "--check", "--log-level", "warn", "."] },
    { name: "lint", args: [tool("eslint", "bin", "eslint.js"), "."] },
    {
      name: "no circles of imports",
      args: [join(root, "tools", "circles.mjs"), root, "provider", "standin"],
    },
    ...projects(root).map((project) => ({
      name: `types of ${project}`,
      args: [tool("typescript", "bin", "tsc"), "-p", join(root, project), "--noEmit"],
    })),
    { name: "docs", args: [join(root, "tools", "docs", "main.mjs"), "--check"] },
    ...[".", "standin"].flatMap((folder) => [
      {
        name: `publint of ${folder}`,
        args: [tool("publint", "src", "cli.js"), "--strict", folder],
      },
      {
        name: `types of the package ${folder}`,
        args: [
          tool("@arethetypeswrong", "cli", "dist", "index.js"),
          "--pack",
          folder,
          // Node's own resolution; that of before exports maps is not served.
          "--profile",
          "node16",
        ],
      },
    ]),
  ];
}

/** @param {string} root @returns {string[]} tsconfig files by path from the root */
function projects(root) {
  const examples = readdirSync(join(root, "examples")).sort();
  return [".", "standin", "tests", "tools", ...examples.map((name) => `examples/${name}`)]
    .map((folder) => join(folder, "tsconfig.json"))
    .filter((file) => existsSync(join(root, file)));
}
