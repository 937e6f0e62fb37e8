import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Files } from "../program-writer/files";
import { hashOf } from "./memory";

/** What became of the files. Paths from the folder, sorted. */
export interface Written {
  readonly made: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** As they were written before, or edited since and with nothing new to say. */
  readonly unchanged: readonly string[];
  /** Edited by somebody, or not written by import at all, and left as they are although they would be others now. */
  readonly edited: readonly string[];
  /** What to remember of the files. */
  readonly hashes: Readonly<Record<string, string>>;
}

/** Writes the files that nobody edited since they were written, and takes away those that the program has no more. */
export function writeFiles(
  folder: string,
  files: Files,
  before: Readonly<Record<string, string>>,
  /** Whether a file that somebody edited is written anew. */
  force: (path: string) => boolean,
): Written {
  const found = { made: [], changed: [], removed: [], unchanged: [], edited: [] } as Record<
    "made" | "changed" | "removed" | "unchanged" | "edited",
    string[]
  >;
  const hashes: Record<string, string> = {};
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path);
    const wanted = hashOf(text);
    const there = existsSync(file) ? hashOf(readFileSync(file)) : undefined;
    const isNews = before[path] !== wanted;
    if (there === wanted || (there !== undefined && !isNews && !force(path))) {
      found.unchanged.push(path);
      hashes[path] = wanted;
    } else if (there === undefined || there === before[path] || force(path)) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
      (there === undefined ? found.made : found.changed).push(path);
      hashes[path] = wanted;
    } else {
      found.edited.push(path);
      const last = before[path];
      if (last !== undefined) hashes[path] = last;
    }
  }
  for (const [path, hash] of Object.entries(before)) {
    const file = join(folder, path);
    if (path in files || !existsSync(file)) continue;
    if (hashOf(readFileSync(file)) === hash || force(path)) {
      rmSync(file);
      found.removed.push(path);
    } else {
      found.edited.push(path);
      hashes[path] = hash;
    }
  }
  for (const paths of Object.values(found)) paths.sort();
  return { ...found, hashes };
}
