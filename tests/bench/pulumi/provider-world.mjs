// Services as a provider process gets them from the engine, made, looked at and changed without one.
import { openAltinn } from "../altinn/world.mjs";
import { ProviderProcess } from "./provider-process.mjs";
import { registered } from "./registered.mjs";

export const KINDS = ["ServiceOwner", "Resource", "ResourcePolicy", "BrokerResourceConfig"];

/** Calls that the engine has under way at once; checks it makes one after the other. */
const AT_ONCE = 8;

/** @param {number} services @returns {Promise<{ kind: string, name: string, inputs: object }[]>} what the program registers, kind after kind */
export async function registrationsOf(services) {
  const { registrations } = await registered("own", services);
  return registrations.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/**
 * A provider process and an Altinn of its own.
 * @param {readonly string[]} [nodeArguments]
 */
export async function openProvider(nodeArguments) {
  const altinn = await openAltinn(0);
  const provider = await ProviderProcess.start(altinn.env, nodeArguments);
  return {
    altinn,
    provider,
    async close(byItself) {
      await provider.end(byItself);
      await altinn.close();
    },
  };
}

/**
 * Does `work` for each, one after the other for a check, else as many at once as the engine does.
 * @template A, B
 * @param {readonly A[]} items
 * @param {(item: A) => Promise<B>} work
 * @returns {Promise<B[]>}
 */
export async function each(items, work, atOnce = AT_ONCE) {
  const done = [];
  const left = [...items.entries()];
  const worker = async () => {
    for (let entry = left.shift(); entry !== undefined; entry = left.shift())
      done[entry[0]] = await work(entry[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return done;
}

export const inTurn = (items, work) => each(items, work, 1);

/** What `up` does with them: all checks, then the creates, a kind after the other. */
export async function makeAll(provider, registrations) {
  const checked = await inTurn(registrations, async ({ kind, inputs }) => ({
    kind,
    inputs: await provider.check(kind, inputs),
  }));
  const made = [];
  for (const kind of KINDS) {
    const ofKind = checked.filter((one) => one.kind === kind);
    made.push(
      ...(await each(ofKind, async ({ inputs }) => ({
        kind,
        inputs,
        ...(await provider.create(inputs)),
      }))),
    );
  }
  return made;
}
