import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ConfigError, messageOf } from "../errors";
import { placesOf, type Place, type Wanted } from "../inventory/places";
import type { Progress } from "../inventory/services";
import { programFiles } from "../program-writer/program";
import type { OrganisationNames } from "../program-writer/rules-code";
import type { AllStacks } from "../program-writer/values";
import { readProject } from "../stack/project";
import { isObject, jsonIn } from "../values/json";
import { pulumiCli } from "../stack/pulumi-cli";
import { readFolder } from "./folder";
import { importFile } from "./import-file";
import { leave } from "./left-out";
import { readLive, type ReadStack } from "./live";
import { memoryText, MEMORY_FILE, otherPlace, readMemory, withStack, type Memory } from "./memory";
import { projectFiles } from "./project-files";
import { writeFiles, type Written } from "./write";

/** What to bring into which program. */
export interface ImportOptions extends Omit<Wanted, "environments" | "cwd"> {
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
  /** Files that somebody edited are written anew as well. */
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
  /** The file that brings all together, from the folder. */
  readonly entry: string;
  readonly read: ReadStack;
  readonly written: Written;
  /** How many resources `import.json` has; undefined when it was not written. */
  readonly stateFile: number | undefined;
}

/** Reads what is there and writes it as a program. Nothing is written at Altinn. */
export async function importProgram(options: ImportOptions): Promise<Imported> {
  const { cwd, environment, only, from, into, force = false, progress } = options;
  const folder = resolve(cwd, into ?? ".");
  const memory = readMemory(folder);
  const [place] = await placesOf({
    ...options,
    cwd: existsSync(folder) ? folder : cwd,
    environments: environment === undefined ? undefined : [environment],
  });
  if (place === undefined) throw new ConfigError("No environment was named.");
  const { settings } = place;
  const source = from === undefined ? undefined : readFolder(resolve(cwd, from), settings.orgCode);
  const read = await readLive({
    place,
    only,
    entries: source?.entries,
    asText: options.xml ?? false,
    progress,
    pause: options.pauseBetweenTries,
  });
  const stack = options.stack?.split("/").pop() ?? "";
  const { values, unread } = read;
  const other = otherPlace(memory, stack, values);
  if (other !== undefined && !force) throw new ConfigError(other);
  const asked = only ?? (source === undefined ? undefined : [...source.entries.keys()]);
  const next = withStack(memory, stack, { values, only: asked, unread });
  const organisations = namesIn(next.stacks, place, memory.organisations);
  const entry = entryIn(folder, memory);
  progress("writing");
  const files = programFiles({
    stacks: next.stacks,
    organisations,
    isModule: isModule(folder),
    entry,
  });
  const project = projectFiles(folder);
  const written = writeFiles(folder, { ...project, ...files }, memory.files, force);
  const remembered = Object.entries(written.hashes).filter(([path]) => !(path in project));
  const text = memoryText({
    ...next,
    organisations,
    files: Object.fromEntries(remembered.sort(([a], [b]) => (a < b ? -1 : 1))),
  });
  writeFiles(folder, { [MEMORY_FILE]: text }, {}, true);
  const state = await stateFile(options, { folder, stack, place, read });
  return {
    place,
    stack,
    folder,
    entry,
    read: {
      ...read,
      leftOut: [
        ...read.leftOut,
        ...(source?.leftOut ?? []),
        ...(state.problem === undefined ? [] : [leave(STATE_FILE, state.problem)]),
      ],
    },
    written,
    stateFile: state.resources,
  };
}

/** For `pulumi import --file`. */
export const STATE_FILE = "import.json";
/** Older ones take no inputs and outputs from a file. */
const OLDEST_CLI = [3, 254] as const;

/** Writes what takes a stack over without an `up`, where its CLI takes that. */
async function stateFile(
  { env, progress, pauseBetweenTries }: ImportOptions,
  of: { folder: string; stack: string; place: Place; read: ReadStack },
): Promise<{ readonly resources?: number; readonly problem?: string }> {
  const { folder, stack, place, read } = of;
  const { project } = readProject(folder);
  if (stack === "" || project === undefined) return {};
  const version = await pulumiCli(folder, env).run(["version"]);
  const [, major, minor] = /v?(\d+)\.(\d+)\./.exec(version?.stdout ?? "") ?? [];
  if (!(Number(major) === OLDEST_CLI[0] && Number(minor) >= OLDEST_CLI[1])) return {};
  progress(`${STATE_FILE}, for \`pulumi import\``);
  try {
    const to = { project: project.name, stack };
    const file = await importFile(read.values, place.settings, to, pauseBetweenTries);
    const text = `${JSON.stringify(file, undefined, 2)}\n`;
    writeFiles(folder, { [STATE_FILE]: text }, {}, true);
    return { resources: file.resources.length };
  } catch (error) {
    return { problem: `It was not written. ${messageOf(error)}` };
  }
}

/** `index.ts`, unless somebody has one of their own. */
function entryIn(folder: string, { files }: Memory): string {
  const own = join(folder, "index.ts");
  if (files["imported.ts"] !== undefined) return "imported.ts";
  if (files["index.ts"] !== undefined || !existsSync(own)) return "index.ts";
  return readFileSync(own, "utf8").trim() === "" ? "index.ts" : "imported.ts";
}

function isModule(folder: string): boolean {
  const own = join(folder, "package.json");
  const manifest = existsSync(own)
    ? jsonIn(readFileSync(own, "utf8"))
    : readProject(folder).project?.manifest;
  return isObject(manifest) && manifest.type === "module";
}

/** The names of the organisations that rules name, by the organisation list. */
function namesIn(
  stacks: AllStacks,
  { organisations }: Place,
  before: OrganisationNames,
): OrganisationNames {
  const listed = Object.values(organisations ?? {}).flatMap(({ orgnr, name }) => {
    const called = name?.nb ?? name?.en;
    return orgnr && called ? [[orgnr, called] as const] : [];
  });
  const known = new Map([...Object.entries(before), ...listed]);
  const numbers = Object.values(stacks)
    .flatMap(({ services }) => Object.values(services))
    .flatMap(({ policy }) => (policy && "rules" in policy ? policy.rules : []))
    .flatMap(({ subjects }) => subjects)
    .flatMap((subject) => (subject.type === "organization" ? [subject.number] : []));
  return Object.fromEntries(
    [...new Set(numbers)].sort().flatMap((number) => {
      const name = known.get(number);
      return name === undefined ? [] : [[number, name]];
    }),
  );
}
