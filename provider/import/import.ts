import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError } from "../errors";
import { placesOf, type Place, type Wanted } from "../inventory/places";
import type { Progress } from "../inventory/services";
import { pulumiCli } from "../stack/pulumi-cli";
import { readFolder } from "./folder";
import { refuseBrokenKey } from "./key";
import type { LeftAlone } from "./left-alone";
import { leave } from "./left-out";
import { readLive, type ReadStack } from "./live";
import { readMemory } from "./memory";
import { notesOnLost, notesOnOthers, stacksThatLost, type Lost } from "./other-stacks";
import { configForImport } from "./stack-config";
import {
  isSamePlace,
  namedStacks,
  refuseOtherPlace,
  refuseUnnamed,
  stackPlaceOf,
} from "./stack-place";
import { STATE_FILE, writeStateFile } from "./state-file";
import { surroundingsOf, type Surroundings } from "./surroundings";
import { writeProgram, type WrittenProgram } from "./write-program";

/** What to bring into which program. */
export interface ImportOptions extends Omit<Wanted, "environments" | "cwd" | "config"> {
  readonly cwd: string;
  readonly environment?: string | undefined;
  /** Identifiers of the services; all when left out. */
  readonly only?: readonly string[] | undefined;
  /** A checkout of Altinn Studio's `<org>-resources`. */
  readonly from?: string | undefined;
  /** Folder of the program; `cwd` when left out. */
  readonly into?: string | undefined;
  /** Every policy as a text. */
  readonly xml?: boolean | undefined;
  /** Files that somebody edited are written anew as well; with `only` those of these services. */
  readonly force?: boolean | undefined;
  readonly progress: Progress;
}

/** What was read, and what became of it. */
export interface Imported {
  readonly place: Place;
  /** Short name of the stack; empty without one. */
  readonly stack: string;
  /** Of the program, absolute. */
  readonly folder: string;
  readonly read: ReadStack;
  /** Undefined when nothing was found: then nothing is written. */
  readonly program?: Omit<WrittenProgram, "stacks" | "leftAlone">;
  readonly leftAlone: readonly LeftAlone[];
  /** Other stacks whose program may have lost what somebody had written into it. */
  readonly lost: readonly Lost[];
  /** How many resources `import.json` has; undefined when it was not written. */
  readonly stateFile: number | undefined;
  /** What came of it for other stacks, and what may be a mistake, sentences. */
  readonly notes: readonly string[];
  readonly surroundings?: Surroundings;
}

/** Reads what is there and writes it as a program. Nothing is written at Altinn. */
export async function importProgram(options: ImportOptions): Promise<Imported> {
  const { cwd, env, environment, only, from, into, force = false, progress } = options;
  const folder = resolve(cwd, into ?? ".");
  const home = existsSync(folder) ? folder : cwd;
  const memory = readMemory(folder);
  const stack = options.stack?.split("/").pop() ?? "";
  refuseUnnamed(memory.stacks, stack);
  const isNeeded = namedStacks(memory.stacks).length > 0;
  const [place] = await placesOf({
    ...options,
    cwd: home,
    environments: environment === undefined ? undefined : [environment],
    ...(options.stack === undefined
      ? {}
      : { config: await configForImport({ env, folder: home, stack: options.stack, isNeeded }) }),
  });
  if (place === undefined) throw new ConfigError("No environment was named.");
  const now = stackPlaceOf(place.settings);
  refuseOtherPlace(memory.stacks, stack, { now, isPart: only !== undefined });
  const pause = options.pauseBetweenTries;
  await refuseBrokenKey(place, pause);
  const source =
    from === undefined ? undefined : readFolder(resolve(cwd, from), place.settings.orgCode);
  const live = await readLive({
    place,
    only,
    entries: source?.entries,
    asText: options.xml ?? false,
    progress,
    pause,
  });
  const read = { ...live, leftOut: [...live.leftOut, ...(source?.leftOut ?? [])] };
  const nothing = { stateFile: undefined, leftAlone: [], lost: [], notes: [] };
  const imported = { place, stack, folder, read, ...nothing };
  if (isNothing(read, only)) return imported;
  progress("writing");
  const asked = only ?? (source === undefined ? undefined : [...source.entries.keys()]);
  const { stacks, leftAlone, ...program } = writeProgram({ ...imported, memory, asked, force });
  const cli = pulumiCli(folder, env);
  const { values } = read;
  const state = await writeStateFile({ ...imported, values, stacks, cli, progress, pause });
  const isNamedNow =
    stack !== "" && memory.stacks[stack] === undefined && isSamePlace(memory.stacks[""], now);
  const surroundings = await surroundingsOf(folder, stack, { values, cli });
  const lost = stacksThatLost(stacks, stack, program.thrownAway);
  return {
    ...imported,
    read: {
      ...read,
      leftOut: [
        ...read.leftOut,
        ...(state.problem === undefined ? [] : [leave(STATE_FILE, state.problem)]),
      ],
    },
    program,
    leftAlone: leftAlone.map(({ part, ...told }) => ({
      ...told,
      isManaged: surroundings.manages(part),
    })),
    lost,
    stateFile: state.resources,
    notes: [
      ...(isNamedNow
        ? [
            `What was imported without --stack is the stack ${stack}'s from now on: environment, address and organisation are the same.`,
          ]
        : []),
      ...notesOnLost(lost),
      ...notesOnOthers(stacks, stack, program.written),
      ...(program.lackingLines.length === 0
        ? []
        : [
            `${program.entry} was edited, so it stays as it is. Written anew it would have these lines, which it has not: ${program.lackingLines.map((line) => `\`${line}\``).join(", ")}.`,
          ]),
    ],
    surroundings,
  };
}

/** Whether nothing was found of what was asked for. */
const isNothing = (
  { values: { services, lists = {}, owner } }: ReadStack,
  only: readonly string[] | undefined,
): boolean =>
  Object.keys(services).length === 0 &&
  (only !== undefined || (Object.keys(lists).length === 0 && !owner));
