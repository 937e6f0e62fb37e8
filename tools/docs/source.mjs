// Reads TypeScript sources for the pages that are made from them.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

/** @typedef {{ path: string, file: ts.SourceFile }} Source `path`: from the root, with slashes */

/**
 * @param {string} root
 * @param {string} path from the root
 * @returns {Source}
 */
export function readSource(root, path) {
  const text = readFileSync(join(root, path), "utf8");
  return { path, file: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) };
}

/**
 * All TypeScript files of a folder, by path.
 * @param {string} root
 * @param {string} folder from the root
 * @returns {Source[]}
 */
export function readSources(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort()
    .map((path) => readSource(root, path));
}

/**
 * Calls `visit` for every node, parents first; false keeps it out of a node's children.
 * @param {ts.Node} node
 * @param {(node: ts.Node) => boolean | void} visit
 */
export function walk(node, visit) {
  if (visit(node) === false) return;
  node.forEachChild((child) => walk(child, visit));
}

/**
 * A docstring's text and tags, each as one paragraph a line break apart.
 * @param {ts.Node} node
 * @returns {{ text: string, tags: Record<string, string> }}
 */
export function docOf(node) {
  const doc = ts
    .getJSDocCommentsAndTags(node)
    .filter((part) => ts.isJSDoc(part))
    .at(-1);
  if (doc === undefined) return { text: "", tags: {} };
  /** @type {Record<string, string>} */
  const tags = {};
  for (const tag of doc.tags ?? []) {
    // TypeScript takes `@default "x"` apart; the source has it whole.
    const source = tag.getText().replace(/\n\s*\* ?/g, "\n");
    tags[tag.tagName.text] = source.replace(/^@\w+/, "").trim();
  }
  return { text: plain(ts.getTextOfJSDocComment(doc.comment) ?? ""), tags };
}

/** Links as code. @param {string} text */
const plain = (text) => text.replace(/\{@link (\w+)\}/g, "`$1`").trim();

/** A docstring's text on one line. @param {string} text */
export const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/**
 * A type as a reader of the docs needs it: without `Input` and `Output`, on one line.
 * @param {ts.TypeNode | undefined} node
 * @returns {string}
 */
export function typeText(node) {
  if (node === undefined) return "";
  let text = oneLine(node.getText());
  for (;;) {
    const start = text.search(/pulumi\.(?:Input|Output)</);
    if (start < 0) break;
    const open = text.indexOf("<", start);
    const close = closing(text, open);
    const inner = text.slice(open + 1, close).trim();
    const many = /^(?:[^{}]*) \| /.test(inner) && text[close + 1] === "[";
    text = `${text.slice(0, start)}${many ? `(${inner.replace(/^\| /, "")})` : inner}${text.slice(close + 1)}`;
  }
  return text
    .replace(/^\| /, "")
    .replace(/\breadonly /g, "")
    .replace(/,? ?\}/g, " }");
}

/** @param {string} text @param {number} open where a `<` stands */
function closing(text, open) {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === "<") depth++;
    if (text[at] === ">" && text[at - 1] !== "=" && --depth === 0) return at;
  }
  return text.length;
}

/**
 * A markdown table; prettier puts its columns under each other.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows]
    .map((row) => `| ${row.map((cell) => oneLine(cell).replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");

/** @param {string} text */
export const code = (text) => (text === "" ? "" : `\`${text}\``);
