import { organization, renderPolicy } from "../../provider/policy";
import { acknowledgeableOf, RUN_WARNINGS } from "../../provider/lines";
import type { Kind, Values } from "../../provider/resources/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* Every line of whole runs, whatever it says, is of the vocabulary, and no line comes twice. */

const id = "ttd-licences";
const KINDS = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
  "AccessList",
  "AccessListConnection",
] as const;
type Program = Readonly<Record<Kind, Values>>;

const xmlFor = (number: string, onBehalfOf: "anyone" | "itself" = "itself") =>
  renderPolicy({
    resourceId: id,
    rules: [{ subjects: [organization(number, { onBehalfOf })], actions: ["read", "write"] }],
  });
const FIRST: Program = {
  ServiceOwner: { name: "Etaten" },
  Resource: resourceArgs(id),
  ResourcePolicy: { resourceId: id, xml: xmlFor("991825827") },
  BrokerResourceConfig: { resourceId: id, fileTransferTimeToLive: "P30D" },
  AccessList: { identifier: id, name: "Partners", members: ["991825827"] },
  AccessListConnection: { accessList: id, resourceId: id },
};
const SECOND: Program = {
  ServiceOwner: { name: "Annet", __adopt: true },
  Resource: resourceArgs(id, { accessListMode: "Enabled", status: "Ready", __adopt: true }),
  ResourcePolicy: { resourceId: id, xml: xmlFor("974761076", "anyone"), __adopt: true },
  BrokerResourceConfig: {
    resourceId: id,
    fileTransferTimeToLive: "PT1H",
    purgeFileTransferGracePeriod: "PT2H",
    __adopt: true,
  },
  AccessList: { identifier: id, name: "Friends", members: ["974760673"], __adopt: true },
  AccessListConnection: { accessList: id, resourceId: id, actions: ["read"], __adopt: true },
};
/** As the second one, with something else in each. */
const ADOPTING: Program = {
  ...SECOND,
  Resource: { ...SECOND.Resource, accessListMode: "Disabled" },
  ResourcePolicy: { ...FIRST.ResourcePolicy, __adopt: true },
  BrokerResourceConfig: { ...SECOND.BrokerResourceConfig, fileTransferTimeToLive: "P2D" },
  AccessList: { ...FIRST.AccessList, __adopt: true },
  AccessListConnection: { ...FIRST.AccessListConnection, __adopt: true },
};
const DENY: Program = {
  ...FIRST,
  ResourcePolicy: {
    resourceId: id,
    xml: xmlFor("991825827").replace('Effect="Permit"', 'Effect="Deny"'),
    acknowledge: ["unusual-policy"],
  },
};

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

type State = Readonly<Record<Kind, { inputs: Values; outs: Values }>>;
const idOf = (kind: Kind): string => {
  if (kind === "AccessListConnection") return `${id}/${id}`;
  return kind === "ServiceOwner" ? world.organisation.number : id;
};

/** A run with a refresh before it; without `state` all is new. What is refused is left out. */
async function up(of: World, program: Program, state?: State): Promise<State> {
  const process = processOf(of);
  const after: Partial<Record<Kind, State[Kind]>> = {};
  for (const kind of KINDS) {
    const found = state && (await process(kind).read(idOf(kind), state[kind].outs));
    const { inputs, failures } = await process(kind).check(found?.inputs ?? {}, program[kind]);
    if (failures.length > 0) continue;
    if (!found) {
      after[kind] = { inputs, outs: (await process(kind).create(inputs)).outs };
      continue;
    }
    const outs = found.props ?? {};
    const { changes } = await process(kind).diff(idOf(kind), outs, inputs);
    after[kind] = {
      inputs,
      outs: changes === false ? outs : (await process(kind).update(idOf(kind), outs, inputs)).outs,
    };
  }
  return after as State;
}

async function leave(of: World, state: State): Promise<void> {
  const process = processOf(of);
  for (const kind of KINDS.toReversed()) await process(kind).delete(idOf(kind), state[kind].outs);
}

/** The registry, Broker, or a setting is what a line about no one resource names. */
const TITLE =
  "(?:(?:ServiceOwner|Resource|ResourcePolicy|BrokerResourceConfig|AccessList|AccessListConnection) \\S+|ALTINN_[A-Z_]+|altinn:\\w+|Maskinporten|Altinn's organisation list)";
const BEGINNING = new RegExp(
  `^(?:access given|access taken|taken over|stays|note|warning \\[([a-z-]+)\\]): ${TITLE}: \\S`,
);
const CODES = new Set([...KINDS.flatMap(acknowledgeableOf), ...Object.keys(RUN_WARNINGS)]);

function expectVocabulary(lines: readonly string[]): void {
  for (const line of lines) {
    expect(line).toMatch(BEGINNING);
    const [, code] = BEGINNING.exec(line) ?? [];
    if (code !== undefined) expect([...CODES]).toContain(code);
    expect(line).not.toMatch(/undefined|\[object|NaN|: : |\.\.$|\n/);
  }
  expect(lines).toEqual([...new Set(lines)]);
}

/** How many lines begin so. */
const counted = (lines: readonly string[]) => {
  const beginnings = lines.map((line) => line.split(": ")[0] ?? "");
  return Object.fromEntries(
    [...new Set(beginnings)]
      .sort()
      .map((beginning) => [beginning, beginnings.filter((one) => one === beginning).length]),
  );
};

/** The first program has a connection to a service whose mode is not Enabled. */
const WITHOUT_MODE = { "warning [list-without-mode]": 1 };

test("made, unchanged, changed, taken over, and left", async () => {
  const runs: Record<string, World> = {};
  const run = (name: string, env = {}): World => (runs[name] = world.anew(env));
  const state = await up(run("new"), FIRST);
  const same = await up(run("unchanged"), FIRST, state);
  const changed = await up(run("changed"), { ...SECOND, ServiceOwner: FIRST.ServiceOwner }, same);
  await up(run("taken over"), FIRST);
  await up(run("adopted"), ADOPTING);
  await up(run("deny"), DENY, { ...changed, ...same });
  await leave(run("left"), state);
  await leave(run("closed", { ALTINN_ON_DELETE: "close" }), state);
  for (const { warnings } of Object.values(runs)) expectVocabulary(warnings);
  // What this run closes is not said to stay open.
  expect(runs.left?.warnings.join("\n")).toMatch(/The service stays open\./);
  expect(runs.closed?.warnings.join("\n")).not.toMatch(/stays? open|access .*stays/);
  expect(runs.closed?.warnings.join("\n")).toMatch(/ALTINN_ON_DELETE=close ends access/);
  const told = Object.fromEntries(
    Object.entries(runs).map(([name, { warnings }]) => [name, counted(warnings)]),
  );
  expect(told).toEqual({
    new: { "access given": 1, note: 3, "warning [identifier-prefix]": 1, ...WITHOUT_MODE },
    unchanged: WITHOUT_MODE,
    changed: { "access given": 2, "access taken": 4, note: 1 },
    // Of what differs only the refusal speaks.
    "taken over": { "taken over": 1, ...WITHOUT_MODE },
    adopted: {
      "access given": 2,
      "access taken": 1,
      note: 1,
      "taken over": 14,
      ...WITHOUT_MODE,
      "warning [registered-name]": 1,
    },
    // What the adopting run has changed is drift to this stack.
    deny: { note: 2, "warning [access-untold]": 1, ...WITHOUT_MODE },
    // The connection decides nothing while the mode is not Enabled.
    left: { stays: 5 },
    closed: { "access taken": 1, stays: 4 },
  });
});

test("while much goes wrong", async () => {
  const withoutKey = world.anew({ ALTINN_WITHOUT_KEY: "true" });
  const state = await up(world.anew(), FIRST);
  await up(withoutKey, FIRST, state);
  const process = processOf(withoutKey);
  for (const kind of KINDS) await process(kind).check({}, SECOND[kind]);
  expectVocabulary(withoutKey.warnings);
  expect(withoutKey.warnings.join("\n")).toContain("warning [not-compared]: ALTINN_WITHOUT_KEY: ");

  const cutOff = world.anew();
  world.standin.failNext({ path: /./ }, { status: 503 }, { standing: true });
  world.standin.failNext({ server: "maskinporten" }, { status: 503 }, { standing: true });
  for (const kind of KINDS) await processOf(cutOff)(kind).check({}, SECOND[kind]);
  world.standin.clearFaults();
  expectVocabulary(cutOff.warnings);
  expect(counted(cutOff.warnings)).toEqual({
    "warning [maskinporten-unreachable]": 1,
    "warning [not-asked]": 2,
    "warning [organisation-list]": 1,
  });
});
