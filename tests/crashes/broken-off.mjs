// `up` of a project, broken off at a moment.
import { isAlive, recordOf, signal } from "../../tools/processes.mjs";
import { commandLine, WAYS } from "./ways.mjs";

/**
 * @typedef {object} Moment
 * @property {number} requests so many have arrived at the stand-in, or the process to be hit is there for 0
 * @property {number} ms so many milliseconds later
 * @property {number} part of the state's size that the disk has room for, from 0 to 1
 */

/** Between two interrupts: a person presses Ctrl-C again. */
const SECOND_INTERRUPT_MS = 300;

/**
 * @param {import("./project.mjs").Project} project
 * @param {string} way
 * @param {Moment} moment
 * @param {number} stateSize bytes of the state when nothing goes wrong
 * @returns {Promise<import("./project.mjs").Ran & { hit: boolean, requests: number, waited: number }>} `waited`: milliseconds
 *   until all processes of the run were gone
 */
export async function brokenOff(project, way, moment, stateSize) {
  const before = project.standin.requests.length;
  const arrived = () => project.standin.requests.length - before;
  const { victim, signals = [], at, fullDisk } = WAYS[way] ?? {};
  const kilobytes = Math.max(2, Math.floor((moment.part * stateSize) / 1024));
  const running = fullDisk ? project.upWithin(kilobytes) : project.up();
  const stop = victim ? hitLater(victim) : undefined;
  const ran = await running.ended;
  const hit = stop?.() ?? ran.status !== 0;
  const since = Date.now();
  await untilGone(project.processesOf(running.mark));
  return { ...ran, hit, requests: arrived(), waited: Date.now() - since };

  /** @param {RegExp} of @returns {() => boolean} ends the waiting, and tells whether the process was hit */
  function hitLater(of) {
    const found = () =>
      project.processesOf(running.mark).filter((pid) => of.test(commandLine(pid)));
    let count = 0;
    /** @type {Set<NodeJS.Timeout>} */
    const timers = new Set();
    const hitNow = () => {
      const pids = found();
      count += pids.length;
      signals.forEach((name, at) => {
        const send = () => {
          for (const pid of pids) signal(pid, name);
        };
        if (at === 0) send();
        else timers.add(setTimeout(send, at * SECOND_INTERRUPT_MS));
      });
    };
    if (at)
      project.standin.onRequest((/** @type {{ method: string, path: string }} */ request) => {
        if (count === 0 && at.test(`${request.method} ${request.path}`)) hitNow();
      });
    const looking = setInterval(() => {
      if (at) return;
      if (moment.requests === 0 ? found().length === 0 : arrived() < moment.requests) return;
      clearInterval(looking);
      timers.add(setTimeout(hitNow, moment.ms));
    }, 5);
    return () => {
      clearInterval(looking);
      for (const timer of timers) clearTimeout(timer);
      return count > 0;
    };
  }
}

/** So long the page tells a user to wait, for what a killed process has left behind. */
const WAIT_MS = 30_000;

/** @param {readonly number[]} pids */
async function untilGone(pids) {
  const records = pids.map(recordOf);
  const deadline = Date.now() + WAIT_MS;
  while (records.some(isAlive) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
