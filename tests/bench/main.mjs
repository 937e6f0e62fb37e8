// `npm run bench` measures the whole list and writes docs/performance.md; `npm run bench -- NAME...` measures these figures
// and leaves the others as they are; `--times N` measures each so often instead of five times. Measured less often, or on a busy
// machine, it only says what it saw, unless `--write` is given.
// Exit status: 0 when all was measured, whether or not the goals are met; 1 when something could not be; 2 for wrong use.
import { parseArgs } from "node:util";
import { machine } from "./report/machine.mjs";
import { writePage } from "./report/page.mjs";
import { keep } from "./report/results.mjs";
import { rooms } from "./rooms.mjs";

const TIMES = 5;
/** More than this, before it begins, is other people's. */
const QUIET_LOAD = 2;

const { names, times, page, write, problem } = read();
const wanted = names.length === 0 ? rooms : rooms.filter(({ name }) => names.includes(name));
const unknown = names.filter((name) => rooms.every((room) => room.name !== name));

if (problem !== undefined || unknown.length > 0) {
  console.error(
    `${problem ?? `No figure is called ${unknown.join(", ")}.`} Write npm run bench -- [--times N] [--write] [NAME...], or --page to write the page anew; the names are ${rooms.map(({ name }) => name).join(", ")}.`,
  );
  process.exitCode = 2;
} else if (page) {
  await writePage(rooms);
  console.log("Written: docs/performance.md");
} else {
  process.exitCode = await measure();
}

/** @returns {Promise<number>} exit status */
async function measure() {
  const minutes = wanted.reduce((sum, room) => sum + room.minutes, 0);
  console.log(
    `${wanted.map(({ name }) => name).join(", ")}: about ${Math.max(1, Math.round((minutes * times) / TIMES))} minutes on two cores with nothing else to do.`,
  );
  const { load } = machine();
  const isKept = write || (times >= TIMES && load <= QUIET_LOAD);
  const results = [];
  const failed = [];
  for (const { name, measure: run } of wanted) {
    const say = (text) => console.log(`${clock()} ${name}: ${text}`);
    const where = machine();
    say(`begins, load ${where.load}`);
    try {
      const data = await run({ times, say });
      results.push({ name, data });
      if (!isKept) continue;
      await keep(name, { machine: where, data });
      await writePage(rooms);
    } catch (error) {
      failed.push(name);
      say(`could not be measured. ${error instanceof Error ? error.stack : error}`);
    }
  }
  report(results);
  console.log(
    isKept
      ? "Written: docs/performance.md"
      : `Nothing is written: ${times < TIMES ? `measured ${times} times instead of ${TIMES}` : `the load was ${load} before it began`}. --write writes it all the same.`,
  );
  if (failed.length === 0) return 0;
  console.error(
    `Not measured: ${failed.join(", ")}. What was known of them before stays on the page.`,
  );
  return 1;
}

function report(results) {
  for (const { name, data } of results)
    for (const { figure, goal, measured, met } of rooms
      .find((room) => room.name === name)
      .goals(data))
      console.log(`${met ? "met   " : "MISSED"} ${figure}: ${measured}, goal ${goal}`);
}

function clock() {
  return new Date().toISOString().slice(11, 19);
}

function read() {
  try {
    const { values, positionals: names } = parseArgs({
      allowPositionals: true,
      options: {
        times: { type: "string", default: String(TIMES) },
        page: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
      },
    });
    const times = Number(values.times);
    const isTimes = Number.isSafeInteger(times) && times >= 1;
    const problem = isTimes
      ? undefined
      : `--times takes a whole number from 1 upwards, got ${values.times}.`;
    return { names, times, page: values.page, write: values.write, problem };
  } catch (error) {
    return { names: [], times: 0, page: false, write: false, problem: error.message };
  }
}
