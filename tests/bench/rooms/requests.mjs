// How many requests each kind and operation sends, and how many tokens a process fetches: counted on the embedded Altinn,
// with the provider process alone.
import { tally } from "../altinn/world.mjs";
import { inTurn, KINDS, openProvider, registrationsOf } from "../pulumi/provider-world.mjs";

/** From the third new service on one list answers for all. */
const SERVICES = 5;

/** What a process asks once, however many resources there are. */
const ONCE = new Set([
  "GET organisation list",
  "GET list of resources",
  "POST Maskinporten token",
  "GET token exchange",
]);

/** A field of each kind to change; a service owner has none. */
const CHANGED = {
  Resource: (inputs) => ({ ...inputs, homepage: "https://example.no" }),
  ResourcePolicy: (inputs) => ({
    ...inputs,
    xml: inputs.xml.replaceAll("991825827", "889640782"),
  }),
  BrokerResourceConfig: (inputs) => ({ ...inputs, fileTransferTimeToLive: "P7D" }),
};

/** @param {{ say: (text: string) => void }} options */
export async function measure({ say }) {
  const registrations = await registrationsOf(SERVICES);
  const { altinn, provider, close } = await openProvider();
  const operations = {};
  const seen = altinn.standin.requests;
  /** Does `work` with each of a kind, and notes what the last of them sent: the first may fetch what is fetched once. */
  const noted = async (operation, kind, items, work) => {
    const done = await inTurn(items, async (item) => {
      const since = seen.length;
      const result = await work(item);
      (operations[operation] ??= {})[kind] = withoutWhatIsOnce(tally(seen.slice(since)));
      return result;
    });
    say(`${operation} of ${kind}: ${inWords(operations[operation][kind])}`);
    return done;
  };
  try {
    const checked = new Map();
    for (const kind of KINDS) {
      const ofKind = registrations.filter((each) => each.kind === kind);
      checked.set(
        kind,
        await noted("check, new", kind, ofKind, ({ inputs }) => provider.check(kind, inputs)),
      );
    }
    for (const kind of KINDS) {
      const inputs = checked.get(kind);
      const made = await noted("create", kind, inputs, (each) => provider.create(each));
      const both = made.map((each, at) => ({ ...each, inputs: inputs[at] }));
      await noted("read", kind, both, ({ id, outs }) => provider.read(id, outs));
      await noted("check and diff, unchanged", kind, both, async ({ id, outs, inputs: olds }) => {
        const news = registrations.find(
          (each) => each.kind === kind && idOf(each.inputs) === idOf(olds),
        ).inputs;
        await provider.check(kind, news, olds);
        await provider.diff(id, outs, olds);
      });
      if (CHANGED[kind])
        await noted("update", kind, both, ({ id, outs, inputs: olds }) =>
          provider.update(id, outs, CHANGED[kind](olds)),
        );
    }
    const all = tally(seen);
    const once = Object.fromEntries([...ONCE].map((purpose) => [purpose, all[purpose] ?? 0]));
    return { services: SERVICES, operations, once };
  } finally {
    await close();
  }
}

const idOf = ({ identifier, resourceId, name }) => identifier ?? resourceId ?? name;

const withoutWhatIsOnce = (counts) =>
  Object.fromEntries(Object.entries(counts).filter(([purpose]) => !ONCE.has(purpose)));

const inWords = (counts) =>
  Object.entries(counts)
    .map(([purpose, count]) => `${count} ${purpose}`)
    .join(", ") || "nothing";
