// Prints as JSON what the built stand-in says to the vector files named: node print-verdicts.mjs FILE...
import { readFileSync } from "node:fs";
import { delegableVerdicts, standInVerdicts } from "./stand-in.mjs";

const files = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
process.stdout.write(
  JSON.stringify({
    answers: files.flatMap(standInVerdicts),
    delegable: files.flatMap(delegableVerdicts),
  }),
);
