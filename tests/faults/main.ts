import { parseArgs } from "node:util";
import { runFaults } from "./harness";
import { tableOf, wrongLine } from "./report";
import { kinds } from "./situations";

/* `npm run faults [-- WORD...]`: rows whose title has all the words. Exit status 1 when one is wrong, 2 for wrong use. */

const PARALLEL = 16;
const STATUS = { fine: 0, wrong: 1, wrongUse: 2 };

async function main(): Promise<number> {
  const { values, positionals: words } = parseArgs({
    allowPositionals: true,
    options: { parallel: { type: "string", default: String(PARALLEL) } },
  });
  const parallel = Number(values.parallel);
  if (!Number.isInteger(parallel) || parallel < 1) {
    console.error(`--parallel takes a number from 1 upwards, got ${values.parallel}`);
    return STATUS.wrongUse;
  }
  const began = Date.now();
  const named = kinds.filter(({ kind }) => words.includes(kind)).map(({ kind }) => kind);
  const outcome = await runFaults({
    ofKind: (kind) => named.length === 0 || named.includes(kind),
    rows: (title) => words.every((word) => title.includes(word)),
    parallel,
    done(result, left) {
      if (result.is === "wrong") console.log(wrongLine(result));
      if (left % 100 === 0) console.log(`${String(left)} rows left`);
    },
  });
  const { results, largestMemory } = outcome;
  if (results.length === 0) {
    console.error(`No row has the words ${words.join(" ")}.`);
    return STATUS.wrongUse;
  }
  const wrong = results.filter(({ is }) => is === "wrong");
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(`\n${tableOf(outcome)}\n`);
  console.log(
    `${String(results.length)} rows in ${String(seconds)} s, ${String(parallel)} provider processes at once, the largest with ${String(Math.round(largestMemory / 1e6))} MB; wrong: ${String(wrong.length)}`,
  );
  for (const each of wrong) console.log(wrongLine(each));
  return wrong.length > 0 ? STATUS.wrong : STATUS.fine;
}

main().then(
  (status) => (process.exitCode = status),
  (error: unknown) => {
    console.error(error);
    process.exitCode = STATUS.wrong;
  },
);
