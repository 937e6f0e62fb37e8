import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { jsonText } from "../program-writer/json-text";
import type { Files } from "../program-writer/files";
import { readProject } from "../stack/project";

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

/** What an empty folder lacks to be a Pulumi project, as the README has it; nothing in a project. What is there stays. */
export function projectFiles(folder: string): Files {
  if (readProject(folder).project !== undefined) return {};
  const name = nameOf(folder);
  const json = (value: unknown): string => `${jsonText(value)}\n`;
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

/** Letters, digits and hyphens of the folder's name: npm and Pulumi take these. */
const nameOf = (folder: string): string =>
  basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "broker-services";
