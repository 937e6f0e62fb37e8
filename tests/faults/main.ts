import { parseArgs } from "node:util";
import { runFaults } from "./harness";
import { tableOf, wrongLine } from "./report";
import { kinds } from "./situations";

/*
 * `npm run faults [-- WORD...]`: rows whose title has all the words, in any case; `--list` prints the titles. Exit status 1 when one
 * is wrong, 2 for wrong use.
 */

const USAGE = "npm run faults -- [--list] [--parallel 16] [WORD...]";

const PARALLEL = 16;
const STATUS = { fine: 0, wrong: 1, wrongUse: 2 };

async function main(): Promise<number> {
  const given = options();
  if (typeof given === "string") return wrongUse(given);
  const { values, positionals } = given;
  const words = positionals.map((word) => word.toLowerCase());
  const parallel = Number(values.parallel);
  if (!Number.isInteger(parallel) || parallel < 1)
    return wrongUse(`--parallel takes a number from 1 upwards, got ${values.parallel}.`);
  const began = Date.now();
  const named = kinds.map(({ kind }) => kind).filter((kind) => words.includes(kind.toLowerCase()));
  const outcome = await runFaults({
    ofKind: (kind) => named.length === 0 || named.includes(kind),
    rows(title) {
      const isWanted = words.every((word) => title.toLowerCase().includes(word));
      if (isWanted && values.list) console.log(title);
      return isWanted && !values.list;
    },
    parallel,
    done(result, left) {
      if (result.is === "wrong") console.log(wrongLine(result));
      if (left % 100 === 0) console.log(`${String(left)} rows left`);
    },
  });
  const { results, largestMemory } = outcome;
  if (values.list) return STATUS.fine;
  if (results.length === 0)
    return wrongUse(`No row has the words ${positionals.join(" ")}; --list prints the titles.`);
  const wrong = results.filter(({ is }) => is === "wrong");
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`\n${tableOf(outcome)}\n`);
  console.log(
    `${String(results.length)} rows in ${String(seconds)} s, ${String(parallel)} provider processes at once, the largest with ${String(Math.round(largestMemory / 1e6))} MB; wrong: ${String(wrong.length)}`,
  );
  for (const each of wrong) console.log(wrongLine(each));
  return wrong.length > 0 ? STATUS.wrong : STATUS.fine;
}

function wrongUse(problem: string): number {
  console.error(`${problem}\n${USAGE}`);
  return STATUS.wrongUse;
}

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        list: { type: "boolean", default: false },
        parallel: { type: "string", default: String(PARALLEL) },
      },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

main().then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error);
    process.exitCode = STATUS.wrong;
  },
);
