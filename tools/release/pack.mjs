import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifestOf, PUBLISHED } from "./production-lock.mjs";
import { npm } from "./npm.mjs";
import { sbomOf } from "./sbom.mjs";

/** The file of sums, as `sha256sum --check` reads it. */
export const SUMS = "SHA256SUMS";

/**
 * Writes what a release consists of: of each published package its tarball and what is installed with it
 * (`NAME-VERSION.cdx.json`), and the sums of these files.
 * @param {string} root folder of a checkout that has been built
 * @param {string} target folder; made when it is not there
 * @returns {string[]} names of the files
 */
export function packRelease(root, target) {
  mkdirSync(target, { recursive: true });
  const files = PUBLISHED.flatMap((folder) => {
    const { name, version } = manifestOf(root, folder);
    const sbom = `${name}-${version}.cdx.json`;
    writeFileSync(join(target, sbom), sbomOf(root, folder));
    const args = ["pack", "--ignore-scripts", "--json", "--pack-destination", target];
    const [packed] = JSON.parse(npm(join(root, folder), args));
    return [packed.filename, sbom];
  });
  const sums = files.map((file) => `${sha256(join(target, file))}  ${file}\n`);
  writeFileSync(join(target, SUMS), sums.join(""));
  return [...files, SUMS];
}

/**
 * What is not as the last commit has it: a release comes from a commit.
 * @param {string} root
 * @returns {string[]} lines of `git status --short`; none where there is no git
 */
export const uncommitted = (root) =>
  (spawnSync("git", ["status", "--short"], { cwd: root, encoding: "utf8" }).stdout ?? "")
    .split("\n")
    .filter(Boolean);

/** @param {string} file */
const sha256 = (file) => createHash("sha256").update(readFileSync(file)).digest("hex");
