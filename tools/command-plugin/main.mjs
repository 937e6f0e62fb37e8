// A plugin for `command:local:Command` of @pulumi/command, for machines that cannot download the real one.
// State has the real plugin's shape (the inputs, stdout, stderr), so either can go on from the other's.
// Not offered: interpreter, assetPaths, archivePaths, and the package's other types.
import { createRequire } from "node:module";
import { randomBytes } from "node:crypto";
import { openEngineLog } from "./engine-log.mjs";
import { runCommand } from "./run-command.mjs";
import { anySecret, asSecret, withoutMarks } from "./secrets.mjs";

const require = createRequire(import.meta.url);
const { main } = require("@pulumi/pulumi/provider");

const TYPE = "command:local:Command";
const NOT_OFFERED = ["interpreter", "assetPaths", "archivePaths"];

/** @typedef {Record<string, any>} Properties */

const showLine = openEngineLog(process.argv.at(-1) ?? "");

class CommandPlugin {
  version = require("@pulumi/command/package.json").pulumi.version;

  /** @param {string} urn @param {Properties} _olds @param {Properties} news */
  async check(urn, _olds, news) {
    const failures = NOT_OFFERED.filter((name) => name in news).map((name) => ({
      property: "",
      reason: `${name} is not offered by the plugin that stands in for the real one; leave it out`,
    }));
    if (typeOf(urn) !== TYPE) {
      failures.push({
        property: "",
        reason: `only ${TYPE} is offered by the plugin that stands in`,
      });
    }
    return { inputs: news, failures };
  }

  /** @param {string} _id @param {string} _urn @param {Properties} olds @param {Properties} news */
  async diff(_id, _urn, olds, news) {
    const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
    names.delete("stdout");
    names.delete("stderr");
    const changed = [...names].filter((name) => !equal(olds[name], news[name]));
    return {
      changes: changed.length > 0,
      replaces: changed.filter((name) => name === "triggers"),
    };
  }

  /** @param {string} urn @param {Properties} inputs */
  async create(urn, inputs) {
    const name = urn.split("::").at(-1) ?? "command";
    return {
      id: name + randomBytes(4).toString("hex"),
      outs: await run("create", urn, inputs, { stdout: "", stderr: "" }),
    };
  }

  /** @param {string} _id @param {string} urn @param {Properties} olds @param {Properties} news */
  async update(_id, urn, olds, news) {
    const which = news.update === undefined ? "create" : "update";
    return { outs: await run(which, urn, news, olds) };
  }

  /** @param {string} _id @param {string} urn @param {Properties} olds */
  async delete(_id, urn, olds) {
    const { stdout: _stdout, stderr: _stderr, ...inputs } = olds;
    await run("delete", urn, inputs, olds);
  }
}

/**
 * Runs one of a resource's commands, if it has it.
 * @param {"create" | "update" | "delete"} which
 * @param {string} urn
 * @param {Properties} inputs
 * @param {Properties} before outputs of the run before
 * @returns {Promise<Properties>} the new outputs
 */
async function run(which, urn, inputs, before) {
  const plain = withoutMarks(inputs);
  const previous = withoutMarks({ stdout: before.stdout ?? "", stderr: before.stderr ?? "" });
  const show = (/** @type {string} */ line) => showLine(urn, line);
  const outputs =
    plain[which] === undefined ? previous : await runCommand(plain[which], plain, previous, show);
  // What a command prints may hold any of its inputs.
  const mark = anySecret(inputs) ? asSecret : (/** @type {string} */ text) => text;
  return { ...inputs, stdout: mark(outputs.stdout), stderr: mark(outputs.stderr) };
}

/** @param {string} urn */
const typeOf = (urn) => urn.split("::")[2]?.split("$").at(-1);

/** @param {unknown} a @param {unknown} b */
const equal = (a, b) => sorted(withoutMarks(a)) === sorted(withoutMarks(b));

/** JSON with sorted keys. @param {unknown} value */
function sorted(value) {
  return JSON.stringify(value, (_key, part) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

// An engine that was killed tells nobody; then this process is handed to another parent, and its output has no reader.
process.stdout.on("error", () => process.exit(1));
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit(1);
}, 500).unref();

await main(new CommandPlugin(), process.argv.slice(2));
