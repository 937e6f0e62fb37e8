// What docs/after-a-crash.md tells a user to do: its sections whose heading is a message of Pulumi, each with its commands. They
// are read from the page, so that what is tried is what the page says.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Instruction
 * @property {string} message the heading
 * @property {RegExp} pattern the message with any numbers in it
 * @property {readonly string[]} blocks of commands, in their order
 */

/** @param {string} root @returns {Instruction[]} */
export function instructions(root) {
  const page = readFileSync(join(root, "docs", "after-a-crash.md"), "utf8");
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const message = /^`(.+)`$/m.exec(section.split("\n")[0] ?? "")?.[1];
      const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text = ""]) => text);
      if (message === undefined || blocks.length === 0) return [];
      return [{ message, pattern: patternOf(message), blocks }];
    });
}

/** @param {string} message */
const patternOf = (message) =>
  new RegExp(message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\d+/g, "\\d+"));
