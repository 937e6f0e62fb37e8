import { statSync } from "node:fs";
import { atAltinn, differences, versionsOf } from "./at-altinn.mjs";
import { brokenOff } from "./broken-off.mjs";
import { changed, twenty } from "./programs.mjs";
import { Project } from "./project.mjs";
import { randomFrom } from "./random.mjs";
import { recover } from "./recover.mjs";
import { WAYS } from "./ways.mjs";

/**
 * What an `up` leaves that nothing broke off, and what it takes.
 * @typedef {{ world: unknown, urns: string[], requests: number, ms: number, stateSize: number }} Clean
 */

/** So often another moment is taken when the run had ended before it. */
const TRIES = 5;

/**
 * @param {object} options
 * @param {number} options.runs
 * @param {number} options.seed
 * @param {number} options.services
 * @param {readonly string[]} options.ways each in its turn
 * @param {number} [options.only] the number of the one run that is made, with the moment that it has among all
 * @param {boolean} [options.keep] whether the folder of a run that failed is kept
 * @param {(line: string) => void} options.tell
 * @returns {Promise<number>} how many failed
 */
export async function crashes({ runs, seed, services, ways, only, keep = false, tell }) {
  const programs = { making: twenty(services), changing: changed(services) };
  const base = await Project.open();
  const hits = new Map();
  const met = new Map();
  let made = 0;
  let failed = 0;
  try {
    const clean = {
      making: await cleanRun(base, programs.making),
      changing: await cleanChange(base, programs.changing),
    };
    for (const [name, { requests, ms, urns }] of Object.entries(clean))
      tell(
        `${name} ${String(services)} services, not broken off: ${String(urns.length)} in state, ${String(requests)} requests, ${seconds(ms)}`,
      );
    for (let run = only ?? 1; run <= (only ?? runs); run += 1) {
      const start = Date.now();
      const way = ways[(run - 1) % ways.length] ?? "";
      const what = Math.floor((run - 1) / ways.length) % 2 === 0 ? "making" : "changing";
      const result = await oneRun({
        way,
        wanted: clean[what],
        // A run's moment depends on no run before it, so that it can be made again alone.
        random: randomFrom(seed * 10_007 + run),
        keep,
        program: programs[what],
        ...(what === "changing" ? { like: base.folder } : {}),
      });
      made += 1;
      if (result.hit) count(hits, way);
      for (const message of result.followed) count(met, message);
      if (result.problems.length > 0) failed += 1;
      tell(
        `run ${String(run)}: ${what}, ${lineOf(way, result, clean[what])}; ${seconds(Date.now() - start)}`,
      );
      for (const problem of result.problems) tell(`    ${problem}`);
      if (result.folder !== undefined) tell(`    kept: ${result.folder}`);
    }
  } finally {
    await base.close();
  }
  tell(
    `seed ${String(seed)}: ${String(made)} runs, ${String(made - failed)} well, ${String(failed)} failed; broken off: ${inWords(hits)}; sections followed: ${inWords(met)}`,
  );
  return failed;
}

/** @param {Map<string, number>} counts @param {string} name */
const count = (counts, name) => void counts.set(name, (counts.get(name) ?? 0) + 1);

/** @param {Map<string, number>} counts */
const inWords = (counts) =>
  [...counts].map(([name, times]) => `${name} ${String(times)}`).join(", ") || "none";

const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(0)} s`;

/** @typedef {Awaited<ReturnType<typeof oneRun>>} Result */

/** @param {string} way @param {Result} result @param {Clean} clean */
function lineOf(way, { moment, requests, hit, waited, followed, versions, problems }, clean) {
  const when =
    way === "full-disk"
      ? `room for ${(moment.part * 100).toFixed(0)} % of the state`
      : WAYS[way]?.at
        ? String(WAYS[way].at)
        : `${String(moment.ms)} ms after request ${String(moment.requests)}`;
  return [
    `${way} ${hit ? "at" : "too late for"} ${when} (${String(requests)} of ${String(clean.requests)} arrived)`,
    `its processes gone after ${seconds(waited)}`,
    followed.length > 0 ? `followed: ${followed.join("; ")}` : "nothing to follow",
    `${String(versions)} versions`,
    problems.length === 0 ? "well" : "FAILED",
  ].join("; ");
}

/** @param {Project} project @param {string} program @returns {Promise<Clean>} */
async function cleanRun(project, program) {
  project.program(program);
  const before = project.standin.requests.length;
  const start = Date.now();
  const { status, output } = await project.up().ended;
  if (status !== 0) throw new Error(`An \`up\` that nothing broke off failed:\n${output}`);
  return {
    world: atAltinn(project.standin),
    urns: project.state().urns,
    requests: project.standin.requests.length - before,
    ms: Date.now() - start,
    stateSize: statSync(project.stateFile).size,
  };
}

/** On a copy, so that `base` stays as it is before the change. @param {Project} base @param {string} program */
async function cleanChange(base, program) {
  const project = await Project.open(base.folder);
  try {
    return await cleanRun(project, program);
  } finally {
    await project.close();
  }
}

/**
 * @param {{ way: string, wanted: Clean, random: () => number, keep: boolean, program: string, like?: string }} options
 */
async function oneRun({ way, wanted, random, keep, program, like }) {
  for (let attempt = 1; ; attempt += 1) {
    const moment = {
      requests: Math.floor(random() * wanted.requests),
      ms: Math.floor(random() * 2 * (wanted.ms / wanted.requests)),
      part: 0.2 + 0.6 * random(),
    };
    const project = await Project.open(like);
    let problems = /** @type {string[]} */ ([]);
    try {
      project.program(program);
      const { hit, requests, waited, output } = await brokenOff(
        project,
        way,
        moment,
        wanted.stateSize,
      );
      if (!hit && attempt < TRIES) continue;
      const recovered = await recover(project);
      problems = recovered.problems.length > 0 ? recovered.problems : await judged(project, wanted);
      if (problems.length > 0)
        problems.push(`the run that was broken off said: ${output.slice(-1500)}`);
      return {
        moment,
        requests,
        hit,
        waited,
        followed: recovered.followed,
        versions: versionsOf(project.standin),
        problems,
        folder: keep && problems.length > 0 ? project.folder : undefined,
      };
    } finally {
      await project.close({ keep: keep && problems.length > 0 });
    }
  }
}

/**
 * What is not as an `up` leaves it that nothing broke off, and what one more `up` does, which must be nothing.
 * @param {Project} project
 * @param {Clean} wanted
 * @returns {Promise<string[]>}
 */
async function judged(project, wanted) {
  const problems = [];
  const world = () => differences(atAltinn(project.standin), wanted.world);
  problems.push(...world().map((one) => `at Altinn, ${one}`));
  const { urns, pending } = project.state();
  problems.push(...differences(urns, wanted.urns, "in state").slice(0, 3));
  if (pending.length > 0) problems.push(`pending in state: ${pending.join(", ")}`);
  const before = project.standin.requests.length;
  const again = await project.up("--expect-no-changes").ended;
  if (again.status !== 0) problems.push(`one more up: ${again.output.slice(-1500)}`);
  const writes = project.standin.requests
    .slice(before)
    .filter((/** @type {any} */ { method, server }) => server === "platform" && method !== "GET")
    .map((/** @type {any} */ { method, path }) => `${method} ${path}`);
  if (writes.length > 0) problems.push(`one more up wrote: ${writes.join(", ")}`);
  problems.push(...world().map((one) => `after one more up, ${one}`));
  return problems;
}
