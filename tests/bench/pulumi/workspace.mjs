// A Pulumi project with one stack in a folder of its own inside the checkout, so that it resolves our package.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { engineEnvironment } from "../../../tools/bootstrap/engine.mjs";
import { repositoryRoot as root } from "../../../tools/bootstrap/places.mjs";

const STACK = "bench";

/** What the CLI is run with, for the three runs that are measured. */
export const RUNS = {
  up: ["up", "--yes", "--skip-preview"],
  unchanged: ["up", "--yes", "--skip-preview", "--expect-no-changes"],
  preview: ["preview", "--refresh", "--expect-no-changes"],
};

export class Workspace {
  #engine = engineEnvironment({ root });

  /** @param {string} program body of index.js @param {Record<string, string>} env what the providers are set to */
  constructor(program, env = {}) {
    const parent = join(root, ".local", "bench");
    mkdirSync(parent, { recursive: true });
    this.folder = mkdtempSync(join(parent, "w-"));
    mkdirSync(join(this.folder, "state"));
    // The settings of a team's own repository, as the README has them.
    const runtime = { name: "nodejs", options: { typescript: false } };
    this.write("Pulumi.yaml", { name: "bench", runtime, options: { refresh: "always" } });
    this.write("package.json", { name: "bench", main: "index.js" });
    writeFileSync(join(this.folder, "index.js"), program);
    this.env = {
      ...this.#engine.env,
      // A user's own shell has none.
      NODE_COMPILE_CACHE: undefined,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_RUN_PROGRAM: "true",
      ...env,
    };
  }

  write(name, value) {
    writeFileSync(join(this.folder, name), JSON.stringify(value));
  }

  async init() {
    await this.pulumi(["stack", "init", STACK]);
  }

  /**
   * @param {keyof typeof RUNS} run
   * @param {readonly string[]} more further arguments of the CLI
   * @param {(pid: number) => void} [started] is told the CLI's process
   * @returns {Promise<number>} seconds from the start of the CLI to its end
   */
  async run(run, more = [], started = undefined) {
    return this.pulumi([...RUNS[run], "--stack", STACK, ...more], started);
  }

  /** @returns {Promise<number>} seconds */
  async pulumi(args, started) {
    const start = performance.now();
    const child = spawn(this.#engine.pulumi, [...args, "--non-interactive"], {
      cwd: this.folder,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    started?.(child.pid);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (piece) => (output += piece));
    const status = await new Promise((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    });
    const seconds = (performance.now() - start) / 1000;
    if (status !== 0)
      throw new Error(`pulumi ${args[0]} ended with ${status}:\n${output.slice(-4000)}`);
    return seconds;
  }

  #stateFile() {
    return join(this.folder, "state", ".pulumi", "stacks", "bench", `${STACK}.json`);
  }

  stateBytes() {
    return statSync(this.#stateFile()).size;
  }

  /** The resources of our classes in state, or of the idle ones. */
  resources() {
    const { checkpoint } = JSON.parse(readFileSync(this.#stateFile(), "utf8"));
    return checkpoint.latest.resources.filter(({ type }) =>
      type.startsWith("pulumi-nodejs:dynamic/"),
    );
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
