// A Pulumi project of a user with one stack in a folder of its own, and a stand-in beside it with its data in that folder.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { randomUUID } from "node:crypto";
import { engineEnvironment } from "../../tools/bootstrap/engine.mjs";
import { endProcesses, processesWith, recordOf } from "../../tools/processes.mjs";
import { startLocalAltinn } from "../../tools/local-stack/standin.mjs";

export const root = join(fileURLToPath(new URL(".", import.meta.url)), "..", "..");

/** Environment variable that holds a run's mark: every process that a command starts inherits it. */
const MARK = "CRASH_RUN";

export const STACK = "crash";

/**
 * @typedef {{ status: number | null, output: string, signal: NodeJS.Signals | null }} Ran
 * @typedef {{ child: import("node:child_process").ChildProcess, mark: string, ended: Promise<Ran> }} Running
 */

export class Project {
  /** @param {string} folder @param {any} standin @param {Record<string, string>} variables */
  constructor(folder, standin, variables) {
    this.folder = folder;
    this.standin = standin;
    const engine = engineEnvironment({ root });
    this.env = {
      ...engine.env,
      ...variables,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "crash",
      PULUMI_RUN_PROGRAM: "true",
      PULUMI_SKIP_CONFIRMATIONS: "true",
    };
    this.marks = /** @type {string[]} */ ([]);
  }

  /**
   * @param {string} [like] folder of a project to begin as; from nothing when left out
   */
  static async open(like) {
    const parent = join(root, ".local", "tests");
    mkdirSync(parent, { recursive: true });
    const folder = mkdtempSync(join(parent, "crash-"));
    if (like !== undefined) cpSync(like, folder, { recursive: true });
    const { standin, variables } = await startLocalAltinn({ root, folder });
    const project = new Project(folder, standin, variables);
    if (like !== undefined) return project;
    project.write("Pulumi.yaml", {
      name: "crash",
      runtime: { name: "nodejs", options: { typescript: false } },
      options: { refresh: "always" },
    });
    project.write("package.json", { name: "crash", main: "index.js" });
    project.write(`Pulumi.${STACK}.yaml`, {
      config: {
        "altinn:environment": "local",
        "altinn:orgNumber": "991825827",
        "altinn:orgCode": "ttd",
      },
    });
    const { status, output } = await project.shell(`pulumi stack init ${STACK}`);
    if (status !== 0) throw new Error(output);
    return project;
  }

  /** @param {string} name @param {object} content */
  write(name, content) {
    writeFileSync(join(this.folder, name), JSON.stringify(content));
  }

  /** @param {string} text */
  program(text) {
    writeFileSync(join(this.folder, "index.js"), text);
  }

  /** @param {string} file @param {readonly string[]} args @returns {Running} */
  start(file, args) {
    const mark = randomUUID();
    this.marks.push(mark);
    const child = spawn(file, args, {
      cwd: this.folder,
      env: { ...this.env, PULUMI_STACK: STACK, [MARK]: mark },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text) => (output += text));
    /** @type {Promise<Ran>} */
    const ended = new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("exit", (status, signal) => {
        // Orphans of a killed CLI hold its output open; what it said itself can be read by now.
        if (this.processesOf(mark).length > 0)
          setImmediate(() => {
            child.stdout?.destroy();
            child.stderr?.destroy();
          });
        child.on("close", () => {
          resolve({ status, signal, output });
        });
      });
    });
    return { child, mark, ended };
  }

  /** A line as a user types it. @param {string} line */
  shell(line) {
    return this.start("/bin/sh", ["-c", line]).ended;
  }

  /** @param {readonly string[]} args */
  up(...args) {
    return this.start("pulumi", ["up", "--yes", "--skip-preview", ...args]);
  }

  /** As `up`, while no file may grow beyond so many kilobytes, as on a full disk. @param {number} kilobytes */
  upWithin(kilobytes) {
    const limit = `ulimit -f ${String(kilobytes)} && exec pulumi up --yes --skip-preview --parallel 1`;
    // The unit is a kilobyte in bash, half of one in other shells. One step at a time: for each that fails the engine tries again
    // for half a minute.
    return this.start("/bin/bash", ["-c", limit]);
  }

  /** @param {string} mark of a run @returns {number[]} pids */
  processesOf(mark) {
    return processesWith(`${MARK}=${mark}`);
  }

  get stateFile() {
    return join(this.folder, ".pulumi", "stacks", "crash", `${STACK}.json`);
  }

  /** @returns {{ urns: string[], pending: string[] }} */
  state() {
    const { checkpoint } = JSON.parse(readFileSync(this.stateFile, "utf8"));
    const { resources = [], pending_operations: pending = [] } = checkpoint.latest ?? {};
    return {
      urns: resources.map((/** @type {{ urn: string }} */ { urn }) => urn).sort(),
      pending: pending.map(
        (/** @type {any} */ { type, resource }) =>
          `${type} ${resource.urn.split("::").slice(2).join(" ")}`,
      ),
    };
  }

  /** Ends what still runs, and removes the folder unless it is to be looked at. @param {{ keep?: boolean }} [options] */
  async close({ keep = false } = {}) {
    const left = this.marks.flatMap((mark) => this.processesOf(mark));
    await endProcesses(left.map(recordOf), 2000);
    await this.standin.close();
    if (!keep) rmSync(this.folder, { recursive: true, force: true });
  }
}
