// Where the time of an `up` from nothing goes: processor time of each process of the run, what the CLI does with its own, and
// what the provider process does with its.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openAltinn } from "../altinn/world.mjs";
import { watch } from "../pulumi/processor-time.mjs";
import { ownProgram } from "../pulumi/programs.mjs";
import { ENDS_AT_MESSAGE } from "../pulumi/provider-process.mjs";
import { makeAll, openProvider, registrationsOf } from "../pulumi/provider-world.mjs";
import { Workspace } from "../pulumi/workspace.mjs";
import { samplesOf } from "../report/pprof.mjs";
import { rounded } from "../report/statistics.mjs";

const SIZES = [50, 200];
const ANSWER_TIME_MS = 80;

/** What the CLI does, by the outermost function whose name tells. */
const OF_CLI = [
  [
    "writes state: the whole of it as JSON",
    /SnapshotManager|[sS]aveCheckpoint|snapshot\.|stack\.Serialize/,
  ],
  [
    "talks with program and provider (gRPC)",
    /google\.golang\.org\/(?:grpc|protobuf)|plugin\.(?:Marshal|Unmarshal)/,
  ],
  ["frees memory", /runtime\.(?:gcBgMarkWorker|bgsweep|bgscavenge|gcStart|gcAssist)/],
  ["decides, and shows what goes on", /^/],
];

/** What the provider process does, by the file of the innermost function. */
const OF_PROVIDER = [
  ["loads modules", /^node:internal\/(?:modules|bootstrap|fs)|^node:fs$/],
  ["frees memory", /^\(garbage collector\)$/],
  [
    "SDK, gRPC and protobuf",
    /node_modules\/(?:@pulumi|@grpc|google-protobuf)|^node:(?:internal\/)?http2|^exports\.handler/,
  ],
  ["reads and writes XML", /node_modules\/(?:saxes|xmlchars|xmlbuilder2|@oozcitak)|dist\/policy/],
  [
    "sends requests: axios and Node's http",
    /node_modules\/(?:axios|follow-redirects|form-data|cockatiel)|^node:_http|^node:net|^node:internal\/(?:streams|stream_base|webstreams|deps\/undici)/,
  ],
  ["the rest of this package", /\/dist\//],
  ["Node itself", /^/],
];

/** @param {{ say: (text: string) => void }} options */
export async function measure({ say, sizes = SIZES }) {
  const folder = mkdtempSync(join(tmpdir(), "bench-profile-"));
  try {
    const runs = [];
    for (const services of sizes) {
      runs.push(await profiledRun(services, join(folder, `cli-${services}`)));
      say(
        `${services} services: ${runs.at(-1).seconds} s, processor ${JSON.stringify(runs.at(-1).processor)}`,
      );
    }
    const provider = await profiledProvider(sizes[0], folder);
    say(`provider process: ${JSON.stringify(provider)}`);
    return { answerTimeMs: ANSWER_TIME_MS, runs, provider };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} prefix of the files that the CLI writes */
async function profiledRun(services, prefix) {
  const altinn = await openAltinn(ANSWER_TIME_MS);
  const workspace = new Workspace(ownProgram(services), altinn.env);
  let ended = () => ({});
  try {
    await workspace.init();
    const seconds = await workspace.run(
      "up",
      ["--profiling", prefix],
      (pid) => (ended = watch(pid)),
    );
    const processor = ended();
    const file = readdirSync(join(prefix, "..")).find(
      (name) => join(prefix, "..", name).startsWith(`${prefix}.`) && name.endsWith(".cpu"),
    );
    if (file === undefined) throw new Error("the CLI wrote no profile");
    const cli = ofCli(samplesOf(readFileSync(join(prefix, "..", file))));
    return {
      services,
      seconds: rounded(seconds),
      stateBytes: workspace.stateBytes(),
      processor: roundedAll(processor),
      cli,
    };
  } finally {
    ended();
    workspace.remove();
    await altinn.close();
  }
}

const ofCli = (samples) =>
  shares(
    samples.map(({ stack, seconds }) => [
      OF_CLI.find(([, pattern]) => stack.some((name) => pattern.test(name)))[0],
      seconds,
    ]),
    OF_CLI,
  );

async function profiledProvider(services, folder) {
  const registrations = await registrationsOf(services);
  const { provider, close } = await openProvider([
    ...ENDS_AT_MESSAGE,
    "--cpu-prof",
    `--cpu-prof-dir=${folder}`,
  ]);
  await makeAll(provider, registrations);
  await close(true);
  const file = readdirSync(folder).find((name) => name.endsWith(".cpuprofile"));
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const fileOf = new Map(
    nodes.map(({ id, callFrame: { url, functionName } }) => [
      id,
      url.replace(/^file:\/\//, "") || functionName,
    ]),
  );
  const times = samples.map((id, at) => [fileOf.get(id), timeDeltas[at] / 1e6]);
  return shares(
    times
      .filter(([of]) => !["(idle)", "(program)", "(root)"].includes(of))
      .map(([of, seconds]) => [OF_PROVIDER.find(([, pattern]) => pattern.test(of))[0], seconds]),
    OF_PROVIDER,
  );
}

/** Hundredths of the whole, by what it was spent on. */
function shares(times, kinds) {
  const whole = times.reduce((sum, [, seconds]) => sum + seconds, 0);
  const share = (kind) =>
    times.filter(([of]) => of === kind).reduce((sum, [, seconds]) => sum + seconds, 0) / whole;
  return Object.fromEntries(kinds.map(([kind]) => [kind, Math.round(100 * share(kind))]));
}

const roundedAll = (values) =>
  Object.fromEntries(
    Object.entries(values)
      .filter(([, seconds]) => seconds > 0.05)
      .map(([name, seconds]) => [name, rounded(seconds)]),
  );
