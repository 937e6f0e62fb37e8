import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { say } from "../bootstrap/console.mjs";
import { readCatalogue } from "../catalogue/read.mjs";
import { dataFiles } from "../catalogue/write.mjs";

/**
 * Makes the data of provider/catalogue anew. It needs no compiled provider, so data that does not compile is mended by it.
 * @param {string} root
 * @param {readonly string[]} paths files that tools/catalogue/read.mjs knows
 * @returns {number} exit status
 */
export function makeCatalogue(root, paths) {
  try {
    const inputs = paths.map((path) => ({ file: basename(path), content: parsed(path) }));
    const catalogue = readCatalogue(inputs);
    const files = dataFiles(catalogue, new Date().toISOString().slice(0, 10));
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(root, "provider", "catalogue", name), text);
    }
    const { roles, packages } = catalogue;
    say(`provider/catalogue: ${roles.length} roles, ${packages.length} access packages.`);
    return 0;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say("Usage: npm run catalogue -- ROLES.json PACKAGES.json [ROLES.nn.json ...]");
    return 1;
  }
}

/** @param {string} path @returns {unknown} */
function parsed(path) {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is not JSON: ${String(error)}`, { cause: error });
  }
}
