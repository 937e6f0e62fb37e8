// Runs as a process of its own, so that it can be ended when the network does not answer.
// Arguments: folder of the checkout, version, folder to install into.
import { createRequire } from "node:module";
import { join } from "node:path";

const [root = "", version = "", folder = ""] = process.argv.slice(2);
const require = createRequire(join(root, "package.json"));
const { PulumiCommand } = require("@pulumi/pulumi/automation");
const { SemVer } = require("semver");

try {
  await PulumiCommand.install({ version: new SemVer(version), root: folder });
} catch (error) {
  console.error(error instanceof Error ? error.message.split("\n")[0] : String(error));
  process.exitCode = 1;
}
