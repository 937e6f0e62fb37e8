import { execFileSync } from "node:child_process";

/**
 * Runs npm to its end, and gives what it printed. Its warnings go to the terminal.
 * @param {string} cwd
 * @param {string[]} args
 * @returns {string}
 */
export const npm = (cwd, args) =>
  execFileSync("npm", [...args, "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "inherit"],
  });
