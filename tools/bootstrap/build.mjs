import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { lastLines, runChild } from "./child.mjs";
import { say, SetupError } from "./console.mjs";
import { hashFiles, readMarker, writeWhole } from "./marker.mjs";
import { toolsFolder } from "./places.mjs";
import { moveIntoPlace } from "./temporary.mjs";

const MARKER = ".built-from";

/**
 * @typedef {{ name: string, project: string, sources: string, output: string, settings: string[] }} Target
 * @type {readonly Target[]}
 */
const TARGETS = [
  {
    name: "stand-in",
    project: "standin/tsconfig.json",
    sources: "standin",
    output: "standin/dist",
    settings: ["tsconfig.base.json", "standin/tsconfig.json", "standin/package.json"],
  },
  {
    name: "provider",
    project: "tsconfig.json",
    sources: "provider",
    output: "dist",
    settings: ["tsconfig.base.json", "tsconfig.json", "package.json"],
  },
];

/**
 * The targets whose compiled output is missing or older than their sources.
 * @param {string} root
 */
export function staleTargets(root) {
  return TARGETS.filter(
    (target) => readMarker(join(root, target.output, MARKER)) !== sourcesHash(root, target),
  );
}

/**
 * Compiles the stand-in and the provider, as far as needed. The new output takes the old one's place only
 * when all of it is there.
 * @param {string} root
 * @param {string} node
 */
export async function build(root, node) {
  const targets = staleTargets(root);
  say(`Compiling ${targets.map(({ name }) => name).join(" and ")} (some seconds).`);
  const folder = join(toolsFolder(root), "build");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const failures = await Promise.all(
    targets.map(async (target) => {
      const hash = sourcesHash(root, target);
      const temporary = join(folder, target.name);
      const args = [compiler, "-p", join(root, target.project), "--outDir", temporary];
      const result = await runChild(node, args, { cwd: root });
      if (result.status !== 0) return lastLines(result.output, 40);
      writeWhole(join(temporary, MARKER), hash);
      moveIntoPlace(temporary, join(root, target.output));
      return undefined;
    }),
  );
  rmSync(folder, { recursive: true, force: true });
  const told = failures.filter((text) => text !== undefined);
  if (told.length > 0) {
    throw new SetupError(`${told.join("\n")}\nThe sources do not compile: see above.`);
  }
}

/** @param {string} root @param {Target} target */
function sourcesHash(root, target) {
  return hashFiles([...target.settings, ...typeScriptFiles(root, target.sources)], [], root);
}

/**
 * @param {string} root
 * @param {string} folder path from the root
 * @returns {string[]}
 */
function typeScriptFiles(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return entry.name === "dist" || entry.name === "node_modules"
        ? []
        : typeScriptFiles(root, path);
    }
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}
