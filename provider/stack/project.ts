import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";
import { messageOf } from "../errors";
import { isObject, jsonIn, type JsonObject } from "../values/json";

/** A Pulumi project: its `Pulumi.yaml`, and where its program is. */
export interface Project {
  /** Path of `Pulumi.yaml`. */
  readonly file: string;
  /** `name`; empty for none. */
  readonly name: string;
  /** Where the program is, and where Node looks for its packages. */
  readonly folder: string;
  /** `nodejs`, or what else stands there; empty for none. */
  readonly runtime: string;
  /** `options.refresh`, as it stands. */
  readonly refresh: unknown;
  /** The program's `package.json`; empty for none. */
  readonly manifest: JsonObject;
  /** Path of the entry file; undefined when there is none. */
  readonly entry: string | undefined;
}

export type ReadProject =
  | { readonly project: Project; readonly problem?: undefined }
  /** A sentence or two. */
  | { readonly problem: string; readonly project?: undefined };

const NAMES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The project of a folder, looked for upwards, as the CLI does. */
export function readProject(cwd: string): ReadProject {
  const file = found(resolve(cwd));
  if (file === undefined)
    return { problem: `There is no Pulumi.yaml in ${cwd}, nor in a folder above it.` };
  let document: unknown;
  try {
    document = parse(readFileSync(file, "utf8"));
  } catch (error) {
    return { problem: `${file} cannot be read: ${messageOf(error).split("\n")[0] ?? ""}` };
  }
  if (!isObject(document)) return { problem: `${file} is empty.` };
  const { name, runtime, main, options } = document;
  const named = typeof main === "string" ? resolve(dirname(file), main) : dirname(file);
  const folder = isFolder(named) ? named : dirname(named);
  const manifest = manifestOf(folder);
  return {
    project: {
      file,
      name: typeof name === "string" ? name : "",
      folder,
      runtime: String((isObject(runtime) ? runtime.name : runtime) ?? ""),
      refresh: isObject(options) ? options.refresh : undefined,
      manifest,
      entry: isFolder(named) ? entryOf(named, manifest.main) : named,
    },
  };
}

const found = (folder: string): string | undefined => {
  const here = NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  const above = dirname(folder);
  return here ?? (above === folder ? undefined : found(above));
};

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** As Pulumi finds it: what `main` of package.json names, else `index`. */
function entryOf(folder: string, main: unknown): string | undefined {
  const named = typeof main === "string" ? join(folder, main) : folder;
  const bases = [named, join(named, "index")];
  return bases
    .flatMap((base) => [
      base,
      `${base}.ts`,
      `${base}.mts`,
      `${base}.js`,
      `${base}.mjs`,
      `${base}.cjs`,
    ])
    .find((path) => existsSync(path) && !isFolder(path));
}

function manifestOf(folder: string): JsonObject {
  const path = join(folder, "package.json");
  const manifest = existsSync(path) ? jsonIn(readFileSync(path, "utf8")) : undefined;
  return isObject(manifest) ? manifest : {};
}
