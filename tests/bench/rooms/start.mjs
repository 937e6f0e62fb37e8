// How long a provider process takes from its start to its first answer, which is the first of an unchanged `up` without a
// refresh: the service owner has not changed, and nobody is asked; beside it a dynamic provider that does nothing.
import { idleProviderText } from "../pulumi/idle-provider.mjs";
import { ProviderProcess } from "../pulumi/provider-process.mjs";
import { makeAll, openProvider, registrationsOf } from "../pulumi/provider-world.mjs";
import { spread } from "../report/statistics.mjs";

const ROUNDS_EACH = 2;

/** @param {{ times: number, say: (text: string) => void }} options */
export async function measure({ times, say }) {
  const registrations = await registrationsOf(1);
  const world = await openProvider();
  const made = await makeAll(world.provider, registrations);
  await world.provider.end();
  const idleText = await idleProviderText();
  const calls = made.map(({ kind, inputs }, at) => ({
    kind,
    inputs,
    news: registrations[at].inputs,
  }));
  const samples = { own: [], ownProcessor: [], idle: [], idleProcessor: [] };
  for (let round = 1; round <= times * ROUNDS_EACH; round += 1) {
    const own = await once(world.altinn.env, calls[0]);
    const idle = await once({}, idleOf(calls[0], idleText));
    samples.own.push(own.milliseconds);
    samples.ownProcessor.push(own.processor);
    samples.idle.push(idle.milliseconds);
    samples.idleProcessor.push(idle.processor);
    say(
      `round ${round}: ${own.milliseconds.toFixed(0)} ms (processor ${own.processor.toFixed(0)}), does nothing ${idle.milliseconds.toFixed(0)} (${idle.processor.toFixed(0)})`,
    );
  }
  await world.altinn.close();
  return {
    times: times * ROUNDS_EACH,
    ...Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, spread(each)])),
  };
}

async function once(env, { kind, inputs, news }) {
  const start = performance.now();
  const provider = await ProviderProcess.start(env);
  try {
    await provider.check(kind, news, inputs);
    return { milliseconds: performance.now() - start, processor: provider.processorMs() };
  } finally {
    await provider.end();
  }
}

const idleOf = ({ kind, inputs, news }, __provider) => ({
  kind,
  inputs: { ...inputs, __provider },
  news: { ...news, __provider },
});
