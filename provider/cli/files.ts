import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { messageOf } from "../errors";

/** A file that a command looks at. */
export interface FoundFile {
  /** How it is called in what is printed. */
  readonly name: string;
  readonly path: string;
}

/** How a command that looks at files ends: all accepted, one at least not, nothing to look at. */
export type FilesStatus = 0 | 1 | 2;

/** Nothing can be looked at. The message says what to name instead. */
export class NothingToLookAtError extends Error {}

/**
 * The files that `paths` name, ordered within each path: a file as it is, of a folder those with one of `endings`, in
 * any casing, in folders of it too. Folders that begin with a dot, `node_modules` and links to folders are left out. Of a
 * single folder the names begin below it, else with the path as it was given.
 * @throws NothingToLookAtError for a path that is not there or cannot be read, and when no path has such a file
 */
export function filesIn(paths: readonly string[], endings: readonly string[]): FoundFile[] {
  const found = paths.flatMap((path) => {
    try {
      if (!statSync(path).isDirectory())
        return [{ name: paths.length === 1 ? basename(path) : path, path }];
      return below(path, "", endings)
        .sort()
        .map((file) => ({
          name: paths.length === 1 ? file : `${path.replace(/\/+$/, "")}/${file}`,
          path: join(path, file),
        }));
    } catch (error) {
      throw new NothingToLookAtError(
        `${path} cannot be read (${messageOf(error)}). Name files, or folders of them.`,
      );
    }
  });
  if (found.length > 0) return found;
  throw new NothingToLookAtError(
    `There is no ${endings.join(" or ")} file in ${paths.join(", ")}, nor in its folders. Name the files, or a folder of them.`,
  );
}

/** Paths from `root`, with slashes. */
function below(root: string, folder: string, endings: readonly string[]): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return entry.name.startsWith(".") || entry.name === "node_modules"
        ? []
        : below(root, path, endings);
    }
    return endings.some((ending) => entry.name.toLowerCase().endsWith(ending)) ? [path] : [];
  });
}
