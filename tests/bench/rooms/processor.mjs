// Processor time of the provider process for each resource, after its start, by the kernel's count: what an `up` from
// nothing asks of it (check, create), and an unchanged one (read, check, diff). The engine is not there: its calls are.
import { inTurn, each, makeAll, openProvider, registrationsOf } from "../pulumi/provider-world.mjs";
import { spread } from "../report/statistics.mjs";

const SERVICES = 50;

/** @param {{ times: number, say: (text: string) => void }} options */
export async function measure({ times, say }) {
  const registrations = await registrationsOf(SERVICES);
  const samples = { make: [], unchanged: [] };
  for (let round = 1; round <= times; round += 1) {
    const { make, unchanged } = await once(registrations);
    samples.make.push(make);
    samples.unchanged.push(unchanged);
    say(
      `round ${round} of ${times}: ${make.toFixed(2)} ms to make one, ${unchanged.toFixed(2)} unchanged`,
    );
  }
  return {
    times,
    services: SERVICES,
    make: spread(samples.make),
    unchanged: spread(samples.unchanged),
  };
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
