// How long `up` from nothing, an unchanged `up` and a `preview` with refresh take, beside the same on dynamic providers that
// do nothing (the engine's own time) and the same requests by a bare client.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runBareClient } from "../altinn/bare-run.mjs";
import { openAltinn, tally } from "../altinn/world.mjs";
import { checkedInputs, servicesOf } from "../pulumi/checked-inputs.mjs";
import { idleProgram, ownProgram } from "../pulumi/programs.mjs";
import { RUNS, Workspace } from "../pulumi/workspace.mjs";
import { spread } from "../report/statistics.mjs";

const ANSWER_TIMES = [0, 80];
const NAMES = Object.keys(RUNS);
/** The provider's calls at once, and the engine's operations at once on two cores. */
const PARALLEL = 8;

/**
 * @param {number} services
 * @returns {import("../rooms.mjs").Room["measure"]}
 */
export const measureOf =
  (services) =>
  async ({ times, say }) => {
    const files = await prepare(services);
    const samples = new Map(ANSWER_TIMES.map((answerTimeMs) => [answerTimeMs, {}]));
    try {
      for (let round = 1; round <= times; round += 1)
        for (const { answerTimeMs, told } of await roundOf(services, files)) {
          const known = samples.get(answerTimeMs);
          for (const [name, seconds] of Object.entries(told)) (known[name] ??= []).push(seconds);
          say(`round ${round} of ${times}, ${answerTimeMs} ms: ${inSeconds(told)}`);
        }
    } finally {
      files.remove();
    }
    const rows = [...samples].map(([answerTimeMs, of]) => ({ answerTimeMs, ...rowOf(of) }));
    return { times, services, rows };
  };

const inSeconds = (told) =>
  Object.entries(told)
    .map(([name, seconds]) => `${name} ${seconds.toFixed(2)}`)
    .join(", ");

/**
 * One after the other, so that a slower minute of the machine meets all of them. Providers that do nothing wait for no answer, so
 * one run of theirs stands beside each answer time.
 */
async function roundOf(services, files) {
  const idle = named("idle", await idleRuns(files.inputs));
  const told = [];
  for (const answerTimeMs of ANSWER_TIMES) {
    const own = await ownRuns(services, answerTimeMs);
    const bare = await bareRuns(answerTimeMs, files.services);
    for (const name of NAMES) assertSame(name, own.requests[name], bare.requests[name]);
    const runs = { ...named("own", own.seconds), ...idle, ...named("bare", bare.seconds) };
    told.push({ answerTimeMs, told: runs });
  }
  return told;
}

const named = (what, seconds) =>
  Object.fromEntries(Object.entries(seconds).map(([name, each]) => [`${what} ${name}`, each]));

async function ownRuns(services, answerTimeMs) {
  const altinn = await openAltinn(answerTimeMs);
  const workspace = new Workspace(ownProgram(services), altinn.env);
  try {
    await workspace.init();
    return await counted(altinn.standin, (name) => workspace.run(name));
  } finally {
    workspace.remove();
    await altinn.close();
  }
}

async function idleRuns(inputs) {
  const workspace = new Workspace(idleProgram(inputs));
  try {
    await workspace.init();
    const seconds = {};
    for (const name of NAMES) seconds[name] = await workspace.run(name);
    return seconds;
  } finally {
    workspace.remove();
  }
}

async function bareRuns(answerTimeMs, services) {
  const altinn = await openAltinn(answerTimeMs);
  try {
    return await counted(altinn.standin, (name) =>
      runBareClient({
        run: name === "up" ? "up" : "read",
        env: altinn.env,
        services,
        parallel: PARALLEL,
      }),
    );
  } finally {
    await altinn.close();
  }
}

/** Does the three runs, and says how long each took and what was asked. */
async function counted(standin, run) {
  const seconds = {};
  const requests = {};
  for (const name of NAMES) {
    const since = standin.requests.length;
    seconds[name] = await run(name);
    requests[name] = tally(standin.requests.slice(since));
  }
  return { seconds, requests };
}

function assertSame(name, own, bare) {
  const [a, b] = [JSON.stringify(own), JSON.stringify(bare)];
  if (a !== b) throw new Error(`${name}: the provider sent ${a}, and the bare client ${b}`);
}

/** What the idle program and the bare client are given. */
async function prepare(services) {
  const found = await checkedInputs(services);
  const folder = new Workspace("").folder;
  const files = { inputs: join(folder, "inputs.json"), services: join(folder, "services.json") };
  writeFileSync(files.inputs, JSON.stringify(found));
  writeFileSync(files.services, JSON.stringify(servicesOf(found)));
  return { ...files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function rowOf(samples) {
  return Object.fromEntries(
    NAMES.map((name) => {
      const [own, idle, bare] = ["own", "idle", "bare"].map((what) => samples[`${what} ${name}`]);
      const share = own.map((seconds, round) => seconds - idle[round]);
      const spreads = { own: spread(own), idle: spread(idle), bare: spread(bare) };
      return [name, { ...spreads, share: spread(share) }];
    }),
  );
}
