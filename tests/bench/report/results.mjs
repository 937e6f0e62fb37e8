// What was measured last of each figure: a file each, so that one measured anew replaces itself alone.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot as root } from "../../../tools/bootstrap/places.mjs";
import { formatted } from "./formatted.mjs";

const folder = join(root, "tests", "bench", "results");
const fileOf = (name) => join(folder, `${name}.json`);

/** @param {string} name of the figure @param {{ machine: object, data: object }} result */
export async function keep(name, result) {
  mkdirSync(folder, { recursive: true });
  const file = fileOf(name);
  writeFileSync(file, await formatted(file, JSON.stringify(result)));
}

/** @returns {{ machine: ReturnType<typeof import("./machine.mjs").machine>, data: any } | undefined} */
export const kept = (name) =>
  existsSync(fileOf(name)) ? JSON.parse(readFileSync(fileOf(name), "utf8")) : undefined;
