import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { jsonText } from "../program-writer/json-text";
import type { Files } from "../program-writer/files";
import { readProject } from "../stack/project";
import { isObject, jsonIn, type JsonObject } from "../values/json";

const TSCONFIG = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    moduleResolution: "nodenext",
    types: ["node"],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  },
  files: ["index.ts"],
};

const IGNORED = ["node_modules/", ".pulumi/", "altinn.env", "altinn.txt", "import.json"];

/** What a program needs, by the name and as npm is told. TypeScript 7 is not one that Pulumi takes. */
const PACKAGES: readonly (readonly [name: string, asked: string])[] = [
  ["pulumi-altinn-broker", "pulumi-altinn-broker"],
  ["@pulumi/pulumi", "@pulumi/pulumi"],
  ["typescript", "typescript@6"],
  ["@types/node", "@types/node"],
];

/** What a folder lacks to be a Pulumi project, as the README has it; nothing in a project. What is there stays. */
export function projectFiles(folder: string): Files {
  if (readProject(folder).project !== undefined) return {};
  const name = nameOf(folder);
  const files: Files = {
    "Pulumi.yaml": `name: ${name}\nruntime: nodejs\noptions:\n  refresh: always\n`,
    "package.json": json({ name, private: true, main: "index.ts" }),
    "tsconfig.json": json(TSCONFIG),
    ".gitignore": `${IGNORED.join("\n")}\n`,
  };
  return Object.fromEntries(
    Object.entries(files).filter(([path]) => !existsSync(join(folder, path))),
  );
}

/** The package.json that npm made in a folder that is no Pulumi project yet, with `main`; undefined where nothing is to be added. */
export function completedManifest(folder: string): string | undefined {
  const manifest = manifestIn(folder);
  if (manifest === undefined || readProject(folder).project !== undefined) return undefined;
  return "main" in manifest ? undefined : npmsJson({ ...manifest, main: "index.ts" });
}

/** What is still to be done with npm before the program runs, commands. */
export function npmCommands(folder: string): string[] {
  const project = readProject(folder).project;
  const home = project?.folder ?? folder;
  const manifest = manifestIn(home) ?? {};
  const declared = ["dependencies", "devDependencies", "peerDependencies"].flatMap((member) =>
    isObject(manifest[member]) ? Object.keys(manifest[member]) : [],
  );
  const lacking = PACKAGES.filter(([name]) => !declared.includes(name) && !isFound(home, name)).map(
    ([, asked]) => asked,
  );
  // npm writes index.js there, whether or not there is one.
  const isOtherMain = project !== undefined && project.entry === undefined;
  return [
    ...(isOtherMain ? ["npm pkg set main=index.ts"] : []),
    ...(lacking.length === 0 ? [] : [`npm install ${lacking.join(" ")}`]),
  ];
}

function isFound(folder: string, name: string): boolean {
  const paths = createRequire(join(folder, "index.js")).resolve.paths(name) ?? [];
  return paths.some((path) => existsSync(join(path, name, "package.json")));
}

function manifestIn(folder: string): JsonObject | undefined {
  const path = join(folder, "package.json");
  const manifest = existsSync(path) ? jsonIn(readFileSync(path, "utf8")) : undefined;
  return isObject(manifest) ? manifest : undefined;
}

const json = (value: unknown): string => `${jsonText(value)}\n`;

const npmsJson = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** Letters, digits and hyphens of the folder's name: npm and Pulumi take these. */
const nameOf = (folder: string): string =>
  basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "broker-services";
