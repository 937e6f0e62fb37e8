// Makes the pages of docs/ that come from code, and the JSON schema of the stand-in's world. With `--check` nothing is written:
// it says which of them are not what the code says now, and fails when there are any.
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";
import { errorsPage } from "./errors-page.mjs";
import { resourcePages } from "./resource-pages.mjs";
import { settingsPage } from "./settings-page.mjs";
import { thirdPartyPage } from "../release/third-party.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const docs = join(root, "docs");

/** Folders of docs/ in which every page is made; the pages by hand are elsewhere. */
const MADE = ["reference", "resources"];

/** @returns {Promise<Record<string, string>>} pages by path from docs/ */
async function pages() {
  const made = {
    ...reference(),
    ...resourcePages(root),
    "settings.md": settingsPage(root),
    "errors.md": errorsPage(root),
    [relative(docs, join(root, "standin", "world.schema.json"))]: worldSchema(),
    "third-party.md": thirdPartyPage(root, "."),
    [relative(docs, join(root, "standin", "THIRD-PARTY.md"))]: thirdPartyPage(root, "standin"),
  };
  /** @type {Record<string, string>} */
  const formatted = {};
  for (const [path, text] of Object.entries(made)) {
    const filepath = join(docs, path);
    const options = await prettier.resolveConfig(filepath);
    formatted[path] = await prettier.format(text, { ...options, filepath });
  }
  return formatted;
}

/** JSON schema of the stand-in's world, from its compiled checks. @returns {string} */
function worldSchema() {
  const require = createRequire(join(root, "package.json"));
  return JSON.stringify(require("./standin/dist/world/json-schema.js").worldJsonSchema());
}

/** typedoc's pages, made in a folder of their own. @returns {Record<string, string>} */
function reference() {
  const folder = mkdtempSync(join(tmpdir(), "altinn-broker-docs-"));
  try {
    const typedoc = join(root, "node_modules", "typedoc", "bin", "typedoc");
    const args = [typedoc, "--options", join(root, "typedoc.json"), "--out", folder];
    const result = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    if (result.status !== 0) throw new Error(`typedoc failed:\n${result.stdout}${result.stderr}`);
    return Object.fromEntries(
      filesIn(folder).map((path) => [
        `reference/${path}`,
        withLiveLinks(readFileSync(join(folder, path), "utf8")),
      ]),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * typedoc numbers a name that a class and a function share (`ServiceOwner`, `serviceOwner`) otherwise than GitHub does: the
 * first heading of a name has no number.
 * @param {string} page
 */
function withLiveLinks(page) {
  const headings = [...page.matchAll(/^#+ (\w+)/gm)].map(([, name = ""]) => name.toLowerCase());
  return page.replace(/\]\(#(\w+)-(\d+)\)/g, (link, name, number) =>
    headings.filter((heading) => heading === name).length > Number(number) ? link : `](#${name})`,
  );
}

/** @param {string} folder @returns {string[]} paths from the folder */
const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
        .sort()
    : [];

/** Pages in folders of made pages that nothing makes any more. @param {Record<string, string>} made */
const leftOver = (made) =>
  MADE.flatMap((folder) => filesIn(join(docs, folder)).map((path) => `${folder}/${path}`)).filter(
    (path) => !(path in made) && !path.startsWith("resources/parts/"),
  );

const made = await pages();
if (process.argv.includes("--check")) {
  const stale = Object.entries(made)
    .filter(([path, text]) => {
      const file = join(docs, path);
      return !existsSync(file) || readFileSync(file, "utf8") !== text;
    })
    .map(([path]) => path);
  for (const path of stale)
    console.error(`${relative(root, join(docs, path))} is not what the code says.`);
  for (const path of leftOver(made)) console.error(`docs/${path} is made from nothing any more.`);
  if (stale.length + leftOver(made).length > 0) {
    console.error("Run `npm run docs` and commit what it changes.");
    process.exitCode = 1;
  }
} else {
  for (const path of leftOver(made)) rmSync(join(docs, path));
  for (const [path, text] of Object.entries(made)) {
    mkdirSync(dirname(join(docs, path)), { recursive: true });
    writeFileSync(join(docs, path), text);
  }
  console.log(`${String(Object.keys(made).length)} pages are made in docs/.`);
}
