import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "../docs/markdown";
import { root } from "./engine";

/** Holds the block of a page with this title against what was printed. With UPDATE_GOLDEN=true it is written there. */
export function shows(page: string, title: string, printed: string): void {
  const block = blocksOf(page).find((one) => one.title === title);
  if (block === undefined) throw new Error(`${page} has no block ${title}`);
  const text = `${printed}\n`;
  if (process.env.UPDATE_GOLDEN !== "true") {
    expect(text).toBe(block.text);
    return;
  }
  const lines = readFileSync(join(root, page), "utf8").split("\n");
  const old = block.text === "" ? [] : block.text.replace(/\n$/, "").split("\n");
  lines.splice(block.line, old.length, ...text.trimEnd().split("\n"));
  writeFileSync(join(root, page), lines.join("\n"));
}
