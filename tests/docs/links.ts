import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

/** A link of a page, as it stands: an address, a path, `#anchor`, or a path with one. */
export interface Link {
  /** Path of the page from the folder that is looked at. */
  readonly page: string;
  readonly target: string;
}

/** The links of these pages, inline ones and definitions; what stands in fenced blocks is left out. */
export const linksOf = (folder: string, pages: readonly string[]): Link[] =>
  pages.flatMap((page) =>
    [...proseOf(folder, page).matchAll(/\]\(<?([^)>\s]+)|^ {0,3}\[[^\]]+\]: *<?([^>\s]+)/gm)].map(
      ([, inline, defined]) => ({ page, target: inline ?? defined ?? "" }),
    ),
  );

/** Path of the file or folder that a link leads to, from the folder that is looked at; undefined for an address. */
export function fileOf({ page, target }: Link): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined;
  const [path = ""] = target.split("#");
  return path === "" ? page : normalize(join(dirname(page), path)).replace(/\/$/, "");
}

/** Whether a relative link leads out of the folder, to no file in it, or to no heading of that file. */
export function isDead(folder: string, link: Link): boolean {
  const file = fileOf(link);
  if (file === undefined) return false;
  if (file.startsWith("..") || !existsSync(join(folder, file))) return true;
  const [, anchor] = link.target.split("#");
  return anchor !== undefined && !(file.endsWith(".md") && anchorsOf(folder, file).has(anchor));
}

const proseOf = (folder: string, page: string): string =>
  readFileSync(join(folder, page), "utf8").replace(/^ *```[\s\S]*?^ *```/gm, "");

/** The fragment by which GitHub links to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

function anchorsOf(folder: string, page: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, heading = ""] of proseOf(folder, page).matchAll(/^#{1,6} (.*)$/gm)) {
    const anchor = anchorOf(heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
    const count = seen.get(anchor) ?? 0;
    seen.set(anchor, count + 1);
    anchors.add(count === 0 ? anchor : `${anchor}-${String(count)}`);
  }
  return anchors;
}
