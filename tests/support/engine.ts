import { execFile, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "..", "..");

/** What one run of the CLI printed, and its exit status. */
export interface EngineRun {
  readonly status: number;
  /** Both outputs, in the order in which they came. */
  readonly output: string;
}

export interface Engine {
  readonly pulumi: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where the engine is; set up before the tests run. A missing one fails the test that asks. */
export function engine(): Engine {
  const found = process.env.ALTINN_TEST_ENGINE;
  if (found === undefined) throw new Error("The Pulumi engine was not set up. Run `npm test`.");
  return JSON.parse(found) as Engine;
}

/** A Pulumi project with one stack in a folder of its own inside the checkout, so that it resolves our packages. */
export class Workspace {
  readonly folder: string;
  readonly stack = "test";
  readonly #running = new Set<ChildProcess>();

  constructor(readonly env: Readonly<Record<string, string>>) {
    const parent = join(root, ".local", "tests");
    mkdirSync(parent, { recursive: true });
    this.folder = mkdtempSync(join(parent, "w-"));
    mkdirSync(join(this.folder, "state"));
    const project = {
      name: "test",
      runtime: { name: "nodejs", options: { typescript: false } },
      options: { refresh: "always" },
    };
    writeFileSync(join(this.folder, "Pulumi.yaml"), JSON.stringify(project));
    writeFileSync(
      join(this.folder, "package.json"),
      JSON.stringify({ name: "test", main: "index.js" }),
    );
  }

  /** The program, as the body of a module in which `altinn` and `pulumi` are imported. */
  program(body: string): void {
    const imports =
      'const altinn = require("pulumi-altinn-broker");\nconst pulumi = require("@pulumi/pulumi");\n';
    writeFileSync(join(this.folder, "index.js"), imports + body);
  }

  config(values: Readonly<Record<string, string>>): void {
    writeFileSync(
      join(this.folder, `Pulumi.${this.stack}.yaml`),
      JSON.stringify({ config: values }),
    );
  }

  environment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
    return {
      ...engine().env,
      PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_RUN_PROGRAM: "true",
      ...this.env,
      ...more,
    };
  }

  async init(): Promise<void> {
    const { status, output } = await this.run(["stack", "init", this.stack]);
    if (status !== 0) throw new Error(output);
  }

  run(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<EngineRun> {
    const options = { cwd: this.folder, env: this.environment(more), maxBuffer: 256 * 1024 * 1024 };
    return new Promise((resolve) => {
      const child = execFile(engine().pulumi, [...args, "--non-interactive"], options, (error) => {
        this.#running.delete(child);
        resolve({ status: error ? Number(error.code ?? 1) : 0, output });
      });
      this.#running.add(child);
      let output = "";
      child.stdout?.on("data", (text: string) => (output += text));
      child.stderr?.on("data", (text: string) => (output += text));
    });
  }

  up(args: readonly string[] = [], more?: Readonly<Record<string, string>>): Promise<EngineRun> {
    return this.run(["up", "--yes", "--skip-preview", "--stack", this.stack, ...args], more);
  }

  preview(
    args: readonly string[] = [],
    more?: Readonly<Record<string, string>>,
  ): Promise<EngineRun> {
    return this.run(["preview", "--stack", this.stack, ...args], more);
  }

  destroy(
    args: readonly string[] = [],
    more?: Readonly<Record<string, string>>,
  ): Promise<EngineRun> {
    return this.run(["destroy", "--yes", "--skip-preview", "--stack", this.stack, ...args], more);
  }

  async exported(args: readonly string[] = []): Promise<string> {
    return (await this.run(["stack", "export", "--stack", this.stack, ...args])).output;
  }

  /** Removes the folder; what still runs in it, as after a test that took too long, is ended. */
  remove(): void {
    for (const child of this.#running) child.kill("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Without colours, times and counts of seconds, so that two runs can be compared. */
export const settled = (output: string): string =>
  output.replace(/\u001b\[[0-9;]*m/g, "").replace(/\d+(?:\.\d+)?m?s\b/g, "TIME");

const BEGINNING = /^(?:access (?:given|taken)|taken over|stays|note|warning \[[\w-]+\]): /;

/**
 * What the package says in a run, as the run sums it up at its end: whole lines, in their order, without the engine's own
 * `warning: `. While the run goes on the same lines are printed as they come.
 */
export const said = ({ output }: EngineRun): string[] => {
  const lines = settled(output).split("\n");
  return lines
    .slice(lines.indexOf("Diagnostics:"))
    .map((line) => line.trim().replace(/^warning: (?=warning )/, ""))
    .filter((line) => BEGINNING.test(line));
};
