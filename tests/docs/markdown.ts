import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "../support/engine";

/** A fenced block: ```` ```language title=name ````. */
export interface Block {
  /** Path of the page from the checkout. */
  readonly page: string;
  /** Line of the fence, from 1. */
  readonly line: number;
  /** Text of the last heading before it. */
  readonly heading: string;
  readonly language: string;
  /** A file's name, or what a block without a file is about. */
  readonly title: string | undefined;
  readonly text: string;
}

/** README and every page of docs/, by path from the checkout. The parts that pages are made of are no pages. */
export const pages: readonly string[] = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes("/parts/"))
    .sort(),
];

const pageText = (page: string): string => readFileSync(join(root, page), "utf8");

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  let heading = "";
  let open: Omit<Block, "text"> | undefined;
  let lines: string[] = [];
  pageText(page)
    .split("\n")
    .forEach((line, index) => {
      // After the language may stand a title, or a word by which a test finds the block.
      const fence = /^ *```(\w*)(?: title=(?:"([^"]*)"|(\S+))| [\w-]+)?\s*$/.exec(line);
      if (open) {
        if (fence?.[1] === "") {
          blocks.push({ ...open, text: `${lines.join("\n")}\n` });
          open = undefined;
        } else lines.push(line);
      } else if (fence) {
        const [, language = "", quoted, bare] = fence;
        open = { page, line: index + 1, heading, language, title: quoted ?? bare };
        lines = [];
      } else if (/^#{1,6} /.test(line)) heading = line.replace(/^#+ /, "");
    });
  if (open) throw new Error(`${page}: the block of line ${String(open.line)} has no end.`);
  return blocks;
}
