import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { say } from "../bootstrap/console.mjs";
import { engineEnvironment } from "../bootstrap/engine.mjs";
import { runEngine } from "./engine-process.mjs";
import { repair } from "./repair.mjs";
import { endRun, leaveFolder, MARK, noteEnding, takeFolder } from "./run-record.mjs";
import { startLocalAltinn } from "./standin.mjs";
import { hasStack } from "./state-files.mjs";

/** The stack's name; `Pulumi.local.yaml` holds its configuration. */
export const STACK = "local";

// It protects nothing: the state holds no secret but what the stand-in of this machine knows.
const PASSPHRASE = "local";

/**
 * @typedef {object} LocalStack
 * @property {any} standin the embedded Altinn, as `startStandin` of `altinn-standin` returns it
 * @property {string} folder where state and data are kept
 * @property {NodeJS.ProcessEnv} env environment of the CLI
 * @property {() => boolean} exists whether the stack has been made
 * @property {() => Promise<void>} create makes the stack when it is missing
 * @property {(command: "up" | "preview" | "refresh" | "destroy", args?: readonly string[]) =>
 *   Promise<import("./engine-process.mjs").EngineResult>} run runs a command on the stack
 * @property {(args: readonly string[]) => Promise<import("./engine-process.mjs").EngineResult>} pulumi
 *   runs the CLI with any arguments, without printing
 * @property {() => Promise<Record<string, unknown>>} outputs the stack's outputs, secrets in clear
 * @property {() => void} noteEnding tells a run that starts meanwhile to wait, as this one ends
 * @property {() => Promise<void>} close ends all that the run has started
 */

/**
 * Starts the embedded Altinn in this process and opens the stack `local` on it: a real engine, with its
 * state and the stand-in's data kept in `folder`. Nothing of the user's own Pulumi login, Altinn key or
 * cloud is read. Rejected when another living process has the folder open; what a killed one left behind
 * is put right first.
 * @param {object} options
 * @param {string} options.root folder of a checkout that has been set up
 * @param {string} [options.project] folder with Pulumi.yaml; `root` when left out
 * @param {string} [options.folder] `.local` in `project` when left out
 * @param {(request: any) => void} [options.onRequest] called for each request to the stand-in
 * @param {Record<string, string>} [options.environment] further variables for the program and the provider
 * @param {boolean} [options.quiet] true: nothing is printed, results carry the output
 * @returns {Promise<LocalStack>}
 */
export async function openLocalStack({
  root,
  project = root,
  folder = join(project, ".local"),
  onRequest,
  environment = {},
  quiet = false,
}) {
  const place = resolve(folder);
  const state = join(place, "state");
  mkdirSync(state, { recursive: true });
  const tell = quiet ? () => {} : say;
  const { mark, before } = await takeFolder(place, tell);
  /** @type {any} */
  let standin;
  const close = async () => {
    await endRun(mark, 3000);
    await standin?.close();
    leaveFolder(place, mark);
  };
  try {
    if (before) {
      const ended = await endRun(before.mark, 5000);
      if (ended.length > 0)
        tell(`Ended what an earlier run left running (pid ${ended.join(", ")}).`);
    }
    const altinn = await startLocalAltinn({
      root,
      folder: place,
      ...(onRequest ? { onRequest } : {}),
    });
    standin = altinn.standin;
    const engine = engineEnvironment({ root });
    const env = {
      ...engine.env,
      ...chosen(),
      ...altinn.variables,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
      // The stack's configuration of now, not that of the last up, is what refresh and destroy use.
      PULUMI_RUN_PROGRAM: "true",
      ...environment,
      [MARK]: mark,
    };
    const name = projectName(project);
    const pulumi = (/** @type {readonly string[]} */ args, silent = true) =>
      runEngine(engine.pulumi, [...args, "--non-interactive"], {
        cwd: project,
        env,
        quiet: silent,
      });
    const onStack = (
      /** @type {string} */ command,
      /** @type {readonly string[]} */ args,
      silent = quiet,
    ) =>
      pulumi(
        [command, "--stack", STACK, ...(command === "preview" ? [] : ["--yes"]), ...args],
        silent,
      );
    await repair({ state, project: name, stack: STACK, tell, onStack });
    const exists = () => hasStack(state, name, STACK);
    const create = async () => {
      if (exists()) return;
      const result = await pulumi(["stack", "init", STACK]);
      if (result.status !== 0) throw new Error(`The stack could not be made:\n${result.output}`);
    };
    return {
      standin,
      folder: place,
      env,
      exists,
      create,
      pulumi,
      run: (command, args = []) => onStack(command, args),
      outputs: async () => {
        const result = await pulumi([
          "stack",
          "output",
          "--json",
          "--show-secrets",
          "--stack",
          STACK,
        ]);
        if (result.status !== 0)
          throw new Error(`The outputs could not be read:\n${result.output}`);
        return JSON.parse(result.output);
      },
      noteEnding: () => noteEnding(place, mark),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How a run behaves may be chosen in the shell; whom it acts for, and where, may not. */
function chosen() {
  const names = ["ALTINN_ON_DELETE", "ALTINN_ADOPT", "ALTINN_WITHOUT_KEY", "ALTINN_DEBUG"];
  return Object.fromEntries(
    names
      .filter((name) => process.env[name] !== undefined)
      .map((name) => [name, process.env[name]]),
  );
}

/** @param {string} folder */
function projectName(folder) {
  const file = join(folder, "Pulumi.yaml");
  const name = /^name:\s*["']?([\w.-]+)/m.exec(readFileSync(file, "utf8"))?.[1];
  if (!name) throw new Error(`${file} names no project.`);
  return name;
}

/**
 * Forgets a local stack: its state and the stand-in's data.
 * @param {string} folder
 */
export function removeLocalStack(folder) {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
}
