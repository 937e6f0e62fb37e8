// `npm run catalogue -- FILE...`: makes the data of provider/catalogue anew; read.mjs says from which files.
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { repositoryRoot as root } from "../bootstrap/places.mjs";
import { readCatalogue } from "./read.mjs";
import { dataFiles } from "./write.mjs";

const paths = process.argv.slice(2);
try {
  const inputs = paths.map((path) => ({
    file: basename(path),
    content: JSON.parse(readFileSync(path, "utf8")),
  }));
  const catalogue = readCatalogue(inputs);
  const files = dataFiles(catalogue, new Date().toISOString().slice(0, 10));
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(root, "provider", "catalogue", name), text);
  }
  const { roles, packages } = catalogue;
  console.log(`provider/catalogue: ${roles.length} roles, ${packages.length} access packages.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  console.error("Usage: npm run catalogue -- ROLES.json PACKAGES.json [ROLES.nn.json ...]");
  process.exitCode = 1;
}
