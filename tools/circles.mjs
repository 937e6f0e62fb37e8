// Finds files that import each other in a circle, types included (a lint rule for it passes over types).
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

/**
 * @param {string} root
 * @param {readonly string[]} folders
 * @returns {string[]} each circle as the paths of its files with arrows between them
 */
export function circles(root, folders) {
  const files = folders.flatMap((folder) =>
    ts.sys.readDirectory(join(root, folder), [".ts"], ["**/dist", "**/node_modules"]),
  );
  const imports = new Map(files.map((file) => [file, importsOf(file)]));
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {Map<string, string>} */
  const found = new Map();
  /** @param {string} file @param {readonly string[]} path */
  const walk = (file, path) => {
    const at = path.indexOf(file);
    if (at >= 0) {
      const circle = path.slice(at);
      const names = [...circle, file].map((each) => relative(root, each));
      found.set([...circle].sort().join(), names.join(" -> "));
    }
    if (at >= 0 || done.has(file)) return;
    for (const next of imports.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return [...found.values()];
}

/** @param {string} file @returns {string[]} */
const importsOf = (file) =>
  ts
    .preProcessFile(readFileSync(file, "utf8"))
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => resolve(dirname(file), fileName))
    .map((path) => [`${path}.ts`, join(path, "index.ts")].find((each) => existsSync(each)) ?? path);

const root = process.argv[2];
if (root !== undefined) {
  const found = circles(resolve(root), process.argv.slice(3));
  for (const circle of found) console.log(circle);
  process.exitCode = found.length === 0 ? 0 : 1;
}
