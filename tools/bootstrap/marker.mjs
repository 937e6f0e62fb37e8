// A marker says that a step was done completely, and for which inputs. It is written last, so a step
// that was cut off leaves none.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * One hash over the names and the contents of files; a file that is missing counts as such.
 * @param {readonly string[]} files paths from `root`, so that the hash is the same in every clone
 * @param {readonly string[]} facts further texts that the result depends on
 * @param {string} root
 * @returns {string} hexadecimal SHA-256
 */
export function hashFiles(files, facts, root) {
  const hash = createHash("sha256");
  for (const fact of facts) hash.update(`${fact}\0`);
  for (const file of [...files].sort()) {
    const path = join(root, file);
    const content = existsSync(path) ? readFileSync(path) : undefined;
    hash.update(`${file}\0${content ? String(content.length) : "missing"}\0`);
    if (content) hash.update(content);
  }
  return hash.digest("hex");
}

/** @param {string} file @returns {string | undefined} the marker's text */
export function readMarker(file) {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return undefined;
  }
}

/**
 * Writes a file so that a reader sees all of it or nothing.
 * @param {string} file
 * @param {string} text
 */
export function writeWhole(file, text) {
  const temporary = `${file}.${String(process.pid)}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/**
 * Remembers beside a program that it was tried and found good.
 * @param {string} file
 * @param {string} version
 */
export function acceptProgram(file, version) {
  writeWhole(`${file}.accepted.json`, JSON.stringify({ size: statSync(file).size, version }));
}

/**
 * The version of a program accepted before, or undefined when it is missing, was never accepted, or has
 * another size than then (cut short, overwritten).
 * @param {string} file
 * @returns {string | undefined}
 */
export function acceptedVersion(file) {
  try {
    const record = JSON.parse(readFileSync(`${file}.accepted.json`, "utf8"));
    return statSync(file).size === record.size ? record.version : undefined;
  } catch {
    return undefined;
  }
}
