// Processor time of the provider process for each resource, after its start, by the kernel's count: what an `up` from
// nothing asks of it (check, create), and an unchanged one (read, check, diff). The engine is not there: its calls are.
import { openAltinn } from "../altinn/world.mjs";
import { idleProviderText } from "../pulumi/idle-provider.mjs";
import { partOnce, policiesOf } from "../pulumi/part.mjs";
import { inTurn, each, makeAll, openProvider, registrationsOf } from "../pulumi/provider-world.mjs";
import { spread } from "../report/statistics.mjs";

const SERVICES = 50;
/** Requests for each resource. */
const REQUESTS = { made: 2.7, unchanged: 1 };

/** @param {{ times: number, say: (text: string) => void }} options */
export async function measure({ times, say }) {
  const registrations = await registrationsOf(SERVICES);
  const idle = await onIdleProvider(registrations);
  const samples = { make: [], unchanged: [], idleMake: [], idleUnchanged: [] };
  for (let round = 1; round <= times; round += 1) {
    const own = await once(registrations);
    const nothing = await once(idle);
    samples.make.push(own.make);
    samples.unchanged.push(own.unchanged);
    samples.idleMake.push(nothing.make);
    samples.idleUnchanged.push(nothing.unchanged);
    say(
      `round ${round} of ${times}: ${own.make.toFixed(2)} ms to make one (does nothing ${nothing.make.toFixed(2)}), ${own.unchanged.toFixed(2)} unchanged (${nothing.unchanged.toFixed(2)})`,
    );
  }
  const figures = Object.entries(samples).map(([name, each]) => [name, spread(each)]);
  const parts = await partsOf(registrations, { times, say });
  return { times, services: SERVICES, ...Object.fromEntries(figures), parts };
}

/** What single things that the package does take, each in a process of its own, for each of the resources. */
async function partsOf(registrations, { times, say }) {
  const altinn = await openAltinn(0);
  const resources = registrations.length;
  const given = {
    policies: policiesOf(registrations),
    url: `${altinn.standin.platformUrl}/resourceregistry/api/v1/resource/nobody`,
    requests: {
      made: Math.round(REQUESTS.made * resources),
      unchanged: Math.round(REQUESTS.unchanged * resources),
    },
  };
  const parts = {};
  try {
    for (const part of ["write", "read", "send"]) {
      const rounds = [];
      for (let round = 1; round <= times; round += 1) rounds.push(await partOnce(part, given));
      const spreadOf = (at) => spread(rounds.map((round) => round[at] / resources));
      parts[part] = { make: spreadOf(0), unchanged: spreadOf(1) };
      say(`${part}: ${parts[part].make.median} ms made, ${parts[part].unchanged.median} unchanged`);
    }
  } finally {
    await altinn.close();
  }
  return parts;
}

/** The same resources, less what only the provider of this package is told. */
async function onIdleProvider(registrations) {
  const __provider = await idleProviderText();
  return registrations.map(({ kind, inputs: { __rules, ...inputs } }) => ({
    kind,
    inputs: { ...inputs, __provider },
  }));
}

async function once(registrations) {
  const first = await openProvider();
  try {
    const perResource = perResourceOf(first.provider, registrations.length);
    // The start is a figure of its own.
    await first.provider.check(registrations[0].kind, registrations[0].inputs);
    let made = [];
    const make = await perResource(async () => {
      made = await makeAll(first.provider, registrations);
    });
    const inputs = (at) => registrations[at].inputs;
    const unchanged = await perResource(async () => {
      await each(made, ({ id, outs }) => first.provider.read(id, outs));
      await inTurn([...made.entries()], async ([at, { kind, id, outs, inputs: olds }]) => {
        await first.provider.check(kind, inputs(at), olds);
        await first.provider.diff(id, outs, olds);
      });
    });
    return { make, unchanged };
  } finally {
    await first.close();
  }
}

/** @returns {(work: () => Promise<void>) => Promise<number>} milliseconds of processor for each resource */
const perResourceOf = (provider, resources) => async (work) => {
  const before = provider.processorMs();
  await work();
  return (provider.processorMs() - before) / resources;
};
