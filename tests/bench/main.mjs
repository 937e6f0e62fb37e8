// `npm run bench` measures the whole list and writes docs/performance.md; `npm run bench -- NAME...` measures these figures
// and leaves the others as they are; `--times N` measures each so often instead of five times.
// Exit status: 0 when all was measured, whether or not the goals are met; 1 when something could not be; 2 for wrong use.
import { machine } from "./report/machine.mjs";
import { writePage } from "./report/page.mjs";
import { keep, kept } from "./report/results.mjs";
import { rooms } from "./rooms.mjs";

const TIMES = 5;

const { names, times } = read(process.argv.slice(2));
const wanted = names.length === 0 ? rooms : rooms.filter(({ name }) => names.includes(name));
const unknown = names.filter((name) => rooms.every((room) => room.name !== name));

if (unknown.length > 0 || !(times >= 1)) {
  console.error(
    `${unknown.length > 0 ? `No figure is called ${unknown.join(", ")}. ` : ""}Write npm run bench -- [--times N] [NAME...], with N from 1; the names are ${rooms.map(({ name }) => name).join(", ")}.`,
  );
  process.exitCode = 2;
} else if (names.length === 0 && process.argv.includes("--page")) {
  await writePage(rooms);
} else {
  process.exitCode = await measure();
}

/** @returns {Promise<number>} exit status */
async function measure() {
  const minutes = wanted.reduce((sum, room) => sum + room.minutes, 0);
  console.log(
    `${wanted.map(({ name }) => name).join(", ")}: about ${Math.max(1, Math.round((minutes * times) / TIMES))} minutes on two cores with nothing else to do.`,
  );
  const failed = [];
  for (const { name, measure: run } of wanted) {
    const say = (text) => console.log(`${clock()} ${name}: ${text}`);
    const where = machine();
    say(`begins, load ${where.load}`);
    try {
      await keep(name, { machine: where, data: await run({ times, say }) });
      await writePage(rooms);
    } catch (error) {
      failed.push(name);
      say(`could not be measured. ${error instanceof Error ? error.stack : error}`);
    }
  }
  report();
  if (failed.length === 0) return 0;
  console.error(
    `Not measured: ${failed.join(", ")}. What was known of them before stays on the page.`,
  );
  return 1;
}

function report() {
  const results = wanted.map((room) => ({ room, result: kept(room.name) }));
  for (const { room, result } of results.filter((each) => each.result !== undefined))
    for (const { figure, goal, measured, met } of room.goals(result.data))
      console.log(`${met ? "met   " : "MISSED"} ${figure}: ${measured}, goal ${goal}`);
  console.log("Written: docs/performance.md");
}

function clock() {
  return new Date().toISOString().slice(11, 19);
}

function read(args) {
  const at = args.indexOf("--times");
  const others = at < 0 ? args : args.toSpliced(at, 2);
  return {
    names: others.filter((name) => name !== "--page" && name !== "--"),
    times: at < 0 ? TIMES : Number(args[at + 1]),
  };
}
