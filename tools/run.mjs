// What the scripts of package.json call. It runs on Node 20 with nothing installed.
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { environmentWithNode } from "./bootstrap/child.mjs";
import { say, SetupError } from "./bootstrap/console.mjs";
import { prepare, prepareNode } from "./bootstrap/index.mjs";
import { repositoryRoot as root } from "./bootstrap/places.mjs";
import { makeCatalogue } from "./commands/catalogue.mjs";
import { check } from "./commands/check.mjs";
import { checkRelease } from "./commands/check-release.mjs";
import { updateContract } from "./commands/contract-update.mjs";
import { runInForeground } from "./commands/foreground.mjs";
import { test } from "./commands/test.mjs";
import { packRelease, uncommitted } from "./release/pack.mjs";

const [command = "", ...args] = process.argv.slice(2);

/** @returns {Promise<number>} exit status */
async function main() {
  switch (command) {
    case "up":
    case "preview":
    case "refresh":
    case "down": {
      const node = await prepare({ root, engine: true, commandPlugin: true });
      return inForeground(node, [
        join(root, "tools", "commands", "stack.mjs"),
        root,
        pulumiProject(),
        command,
        ...args,
      ]);
    }
    case "standin": {
      const node = await prepare({ root });
      const preload = pathToFileURL(join(root, "tools", "commands", "end-with-parent.mjs")).href;
      const program = join(root, "standin", "dist", "main.js");
      return inForeground(node, ["--import", preload, program, ...args]);
    }
    case "build":
      await prepare({ root });
      return 0;
    case "test":
    case "test:long":
    case "test:properties": {
      // What else a test needs is brought when it is about to run: tests/support/jest-projects.cjs.
      const node = await prepareNode({ root });
      return test(root, node, command, args);
    }
    case "test:mutants": {
      // Its rooms stand with the tests, which not every copy of the tools has beside it.
      const { mutants } = await import("./commands/mutants.mjs");
      return mutants(root, await prepareNode({ root }), args);
    }
    case "documents":
    case "policies": {
      const node = await prepare({ root });
      const ours = [join(root, "provider", "cli", "bin.js"), command, ...args];
      const cwd = process.env.INIT_CWD ?? ".";
      return runInForeground(node, ours, { cwd, env: environmentWithNode(dirname(node)) });
    }
    case "decisions": {
      const node = await prepare({ root });
      const files = args.map((file) => resolve(process.env.INIT_CWD ?? ".", file));
      return inForeground(node, [join(root, "tests", "decisions", "main.mjs"), ...files]);
    }
    case "faults": {
      const node = await prepare({ root });
      const sources = join(root, "tests", "support", "typescript-sources.cjs");
      const program = join(root, "tests", "faults", "main.ts");
      return inForeground(node, ["--require", sources, program, ...args]);
    }
    case "crashes": {
      const node = await prepare({ root, engine: true });
      return inForeground(node, [join(root, "tests", "crashes", "main.mjs"), ...args]);
    }
    case "bench": {
      const node = await prepare({ root, engine: true });
      return inForeground(node, [join(root, "tests", "bench", "main.mjs"), ...args]);
    }
    case "catalogue":
      return makeCatalogue(
        root,
        args.map((file) => resolve(process.env.INIT_CWD ?? ".", file)),
      );
    case "contract:update":
      return updateContract(root);
    case "docs": {
      const node = await prepare({ root });
      return inForeground(node, [join(root, "tools", "docs", "main.mjs")]);
    }
    case "check":
      return check(root, await prepare({ root }));
    case "check:release":
      return checkRelease(root, args[0]);
    case "pack:release": {
      const [folder = "release", ...more] = args;
      if (folder.startsWith("-") || more.length > 0) {
        say("Write npm run pack:release [-- FOLDER]: one folder, and no options.");
        return 2;
      }
      await prepare({ root });
      const target = resolve(process.env.INIT_CWD ?? ".", folder);
      for (const line of uncommitted(root)) say(`Not committed, and packed as it is: ${line}`);
      for (const file of packRelease(root, target)) console.log(join(target, file));
      return 0;
    }
    default:
      say(
        `${command === "" ? "" : `There is no command ${command}. `}Commands: up, preview, refresh, down, standin, test, test:long, test:mutants, test:properties, check, check:release, pack:release, docs, documents, policies, catalogue, contract:update, decisions, bench, crashes, faults, build.`,
      );
      return 2;
  }
}

/** npm runs a script in the folder of its package.json: an example's own scripts act on that example. */
const pulumiProject = () => (existsSync("Pulumi.yaml") ? process.cwd() : root);

/** @param {string} node @param {string[]} nodeArguments */
const inForeground = (node, nodeArguments) =>
  runInForeground(node, nodeArguments, { cwd: root, env: environmentWithNode(dirname(node)) });

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof SetupError ? error.message : String(error));
  process.exitCode = 1;
}
