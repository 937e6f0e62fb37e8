// Bytes of state for each service, beside a dynamic provider with the same checked inputs that returns them as outputs.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openAltinn } from "../altinn/world.mjs";
import { checkedInputs } from "../pulumi/checked-inputs.mjs";
import { idleProgram, ownProgram } from "../pulumi/programs.mjs";
import { Workspace } from "../pulumi/workspace.mjs";

/** Two sizes: what the second has more is of the services alone. */
const SIZES = [2, 12];

/** @param {{ say: (text: string) => void }} options */
export async function measure({ say }) {
  const [ownFew, ownMany] = [await ownBytes(SIZES[0]), await ownBytes(SIZES[1])];
  say(`${ownMany.total} bytes with ${SIZES[1]} services`);
  const [plainFew, plainMany] = [await plainBytes(SIZES[0]), await plainBytes(SIZES[1])];
  say(`${plainMany.total} bytes on a provider that does nothing`);
  const each = (few, many) => Math.round((many - few) / (SIZES[1] - SIZES[0]));
  const kinds = Object.keys(ownMany.kinds).map((kind) => [
    kind,
    { own: ownMany.kinds[kind], plain: plainMany.kinds[kind] },
  ]);
  return {
    own: each(ownFew.total, ownMany.total),
    plain: each(plainFew.total, plainMany.total),
    kinds: Object.fromEntries(kinds),
    provider: { own: ownMany.provider, plain: plainMany.provider },
  };
}

async function ownBytes(services) {
  const altinn = await openAltinn(0);
  try {
    return await bytes(new Workspace(ownProgram(services), altinn.env));
  } finally {
    await altinn.close();
  }
}

async function plainBytes(services) {
  const { folder } = new Workspace("");
  const file = join(folder, "inputs.json");
  writeFileSync(file, JSON.stringify(await checkedInputs(services)));
  try {
    return await bytes(new Workspace(idleProgram(file)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bytes(workspace) {
  try {
    await workspace.init();
    await workspace.run("up");
    const resources = workspace.resources();
    const kinds = {};
    // The last one of each kind; all are alike.
    for (const resource of resources) kinds[resource.type.split(":").at(-1)] = sizeOf(resource);
    return {
      total: workspace.stateBytes(),
      kinds,
      provider: resources[0].inputs.__provider.length,
    };
  } finally {
    workspace.remove();
  }
}

const sizeOf = (resource) => Buffer.byteLength(JSON.stringify(resource));
