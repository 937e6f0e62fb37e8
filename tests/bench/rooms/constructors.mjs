// How long the program's constructors take for 200 services, until the last resource is registered, without an engine;
// beside it plain dynamic resources with the inputs that ours have once they are checked.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { partOnce, policiesOf } from "../pulumi/part.mjs";
import { KINDS } from "../pulumi/provider-world.mjs";
import { registered } from "../pulumi/registered.mjs";
import { Workspace } from "../pulumi/workspace.mjs";
import { spread } from "../report/statistics.mjs";

const SERVICES = 200;
const NOT_INPUTS = ["__provider", "__rules", "__minimumAuthenticationLevel", "__twin"];

/** @param {{ times: number, say: (text: string) => void }} options */
export async function measure({ times, say }) {
  const { folder } = new Workspace("");
  const file = join(folder, "inputs.json");
  const first = await registered("own", SERVICES);
  writeFileSync(file, JSON.stringify(plainResources(first)));
  const given = { policies: policiesOf(first.registrations) };
  const samples = { own: [], ownProcessor: [], plain: [], plainProcessor: [], write: [], read: [] };
  try {
    for (let round = 1; round <= times; round += 1) {
      const own = await registered("own", SERVICES);
      const plain = await registered("idle", SERVICES, file);
      if (own.registrations.length !== plain.registrations.length)
        throw new Error(
          `${own.registrations.length} resources of ours, ${plain.registrations.length} plain ones`,
        );
      samples.own.push(own.milliseconds);
      samples.ownProcessor.push(own.processor);
      samples.plain.push(plain.milliseconds);
      samples.plainProcessor.push(plain.processor);
      samples.write.push((await partOnce("write", given))[0]);
      samples.read.push((await partOnce("read", given))[0]);
      say(
        `round ${round} of ${times}: ${own.milliseconds.toFixed(0)} ms (processor ${own.processor.toFixed(0)}), plain ${plain.milliseconds.toFixed(0)} (${plain.processor.toFixed(0)})`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    times,
    services: SERVICES,
    ...Object.fromEntries(Object.entries(samples).map(([name, each]) => [name, spread(each)])),
  };
}

/**
 * The same resources in the program's order, with the same properties: inputs as ready values, and the outputs without one
 * that only a seed makes. What only the provider is told is left out.
 */
export function plainResources({ registrations, outputs }) {
  const sorted = registrations.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  const [owner, ...rest] = sorted.map(({ kind, name, inputs }) => {
    const seeds = outputs[kind].map((output) => [output, null]);
    const given = Object.entries(inputs).filter(([key]) => !NOT_INPUTS.includes(key));
    return { kind, name, inputs: Object.fromEntries([...seeds, ...given]) };
  });
  const services = rest.length / 3;
  const ofService = (_, at) => [0, 1, 2].map((kind) => rest[kind * services + at]);
  return [owner, ...Array.from({ length: services }, ofService).flat()];
}
