// `pulumi up` broken off at random moments, then what docs/after-a-crash.md tells, then one more `up`. Prints a line for each run,
// and totals. Exit status: 0 when every run ended as it must, 1 otherwise, 2 for wrong use.
import { parseArgs } from "node:util";
import { crashes } from "./crashes.mjs";
import { KILLS, WAYS } from "./ways.mjs";

const USAGE = `npm run crashes -- [--runs 50] [--seed N] [--only RUN] [--services 20] [--keep] [--way ${Object.keys(WAYS).join("|")}]...`;

/** @param {string} text @returns {never} */
function wrongUse(text) {
  console.error(`${text}\n${USAGE}`);
  process.exit(2);
}

/** @param {"runs" | "seed" | "services" | "only"} name @param {string} text @param {number} least */
function whole(name, text, least = 1) {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= least) return number;
  return wrongUse(`--${name} takes a whole number from ${String(least)} upwards, got ${text}.`);
}

function options() {
  try {
    return parseArgs({
      options: {
        runs: { type: "string", default: "50" },
        seed: { type: "string" },
        only: { type: "string" },
        services: { type: "string", default: "20" },
        way: { type: "string", multiple: true, default: KILLS },
        keep: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return wrongUse(/** @type {Error} */ (error).message);
  }
}

const { runs, seed, only, services, way: ways, keep } = options();
if (only !== undefined && seed === undefined)
  wrongUse("--only makes one run again: give the --seed that it had.");
const unknown = ways.find((way) => !(way in WAYS));
if (unknown !== undefined) wrongUse(`There is no way ${unknown}.`);
const failed = await crashes({
  runs: whole("runs", runs),
  seed: whole("seed", seed ?? String(Date.now() % 1_000_000), 0),
  services: whole("services", services, 5),
  ways,
  ...(only === undefined ? {} : { only: whole("only", only) }),
  keep,
  tell: (line) => {
    console.log(line);
  },
});
process.exitCode = failed > 0 ? 1 : 0;
