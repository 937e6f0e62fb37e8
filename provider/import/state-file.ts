import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { messageOf } from "../errors";
import type { Place } from "../inventory/places";
import type { Progress } from "../inventory/services";
import type { AllStacks, StackValues } from "../program-writer/values";
import type { PulumiCli } from "../stack/pulumi-cli";
import { readProject } from "../stack/project";
import { importFile } from "./import-file";

/** For `pulumi import --file`. */
export const STATE_FILE = "import.json";
/** Older ones take no inputs and outputs from a file. */
const OLDEST_CLI = [3, 254] as const;

/** Whose state the file holds. */
export interface StateOf {
  readonly folder: string;
  /** Short name; empty without one. */
  readonly stack: string;
  readonly place: Place;
  /** What was read of it. */
  readonly values: StackValues;
  readonly stacks: AllStacks;
  readonly cli: PulumiCli;
  readonly progress: Progress;
  readonly pause: ((ms: number) => number) | undefined;
}

/** Writes what takes a stack over without an `up`, where its CLI takes that. */
export async function writeStateFile(
  of: StateOf,
): Promise<{ readonly resources?: number; readonly problem?: string }> {
  const { folder, stack, stacks, place, values, cli, progress, pause } = of;
  const { project } = readProject(folder);
  if (stack === "" || project === undefined) return {};
  const version = await cli.run(["version"]);
  const [, major, minor] = /v?(\d+)\.(\d+)\./.exec(version?.stdout ?? "") ?? [];
  if (!(Number(major) === OLDEST_CLI[0] && Number(minor) >= OLDEST_CLI[1])) return {};
  progress(`${STATE_FILE}, for \`pulumi import\``);
  try {
    const to = { project: project.name, stack, stacks };
    const file = await importFile(values, place.settings, to, pause);
    writeFileSync(join(folder, STATE_FILE), `${JSON.stringify(file, undefined, 2)}\n`);
    return { resources: file.resources.length };
  } catch (error) {
    return { problem: `It was not written. ${messageOf(error)}` };
  }
}
