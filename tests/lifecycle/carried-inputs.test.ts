import { organization, renderPolicy, type Rule } from "../../provider/policy";
import type { Kind, Values } from "../../provider/resources/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* What the classes send beside the arguments: hidden keys, a twin's name, what is acknowledged, and what leaving means. */

const id = "ttd-licences";
const LEAVING = "the resource is withdrawn";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const rules: Rule[] = [
  { subjects: [organization("991825827", { onBehalfOf: "itself" })], actions: ["read"] },
];
const xml = renderPolicy({ resourceId: id, rules });
const argsOf = (kind: Kind): Values =>
  ({
    ServiceOwner: { name: "Etaten", whenRemoved: LEAVING },
    Resource: { ...resourceArgs(id), whenRemoved: LEAVING },
    ResourcePolicy: { resourceId: id, xml, __rules: rules, whenRemoved: LEAVING },
    BrokerResourceConfig: {
      resourceId: id,
      fileTransferTimeToLive: "P30D",
      whenRemoved: LEAVING,
    },
    AccessList: { identifier: id, name: "Partners", whenRemoved: LEAVING },
    AccessListConnection: { accessList: id, resourceId: id, whenRemoved: LEAVING },
  })[kind];
const KINDS: readonly Kind[] = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
  "AccessList",
  "AccessListConnection",
];
/** A code of each kind. */
const CODES: Readonly<Record<Kind, string>> = {
  ServiceOwner: "registered-name",
  Resource: "identifier-prefix",
  ResourcePolicy: "for-any-party",
  BrokerResourceConfig: "approval-needed",
  AccessList: "check-digit",
  AccessListConnection: "list-without-mode",
};

const idOf = (kind: Kind): string => {
  if (kind === "AccessListConnection") return `${id}/${id}`;
  return kind === "ServiceOwner" ? world.organisation.number : id;
};
const failuresOf = async (kind: Kind, more: Values): Promise<string[]> =>
  (await processOf(world)(kind).check({}, { ...argsOf(kind), ...more })).failures.map(
    ({ reason }) => reason,
  );

/** All of them, made in one run. */
async function made(more: Values = {}) {
  const process = processOf(world);
  const states = new Map<Kind, { inputs: Values; outs: Values }>();
  for (const kind of KINDS) {
    const { inputs, failures } = await process(kind).check({}, { ...argsOf(kind), ...more });
    expect(failures).toEqual([]);
    states.set(kind, { inputs, outs: (await process(kind).create(inputs)).outs });
  }
  return states;
}

test("adopt travels hidden until the object is in state, and is no output", async () => {
  for (const [kind, { inputs, outs }] of await made({ __adopt: true })) {
    // A registration cannot be changed, so there is nothing to adopt.
    const adopts = kind === "ServiceOwner" ? undefined : true;
    expect([kind, inputs.__adopt, "adopt" in inputs]).toEqual([kind, adopts, false]);
    expect(Object.keys(outs).filter((key) => key.includes("adopt"))).toEqual([]);
    const later = await processOf(world.anew())(kind).check(inputs, {
      ...argsOf(kind),
      __adopt: true,
    });
    expect(Object.keys(later.inputs).filter((key) => key.includes("adopt"))).toEqual([]);
    const { changes } = await processOf(world.anew())(kind).diff(idOf(kind), outs, later.inputs);
    expect([kind, changes]).toEqual([kind, false]);
  }
});

test("rules travel hidden, so that a refusal names the subject, and are stripped", async () => {
  const process = processOf(world)("ResourcePolicy");
  const { inputs, failures } = await process.check({}, argsOf("ResourcePolicy"));
  expect(failures).toEqual([]);
  expect(Object.keys(inputs).sort()).toEqual([
    "access",
    "onDelete",
    "resourceId",
    "whenRemoved",
    "xml",
  ]);
  const wrong = [
    { subjects: [...(rules[0]?.subjects ?? []), { type: "role" }], actions: ["read"] },
  ];
  expect(await failuresOf("ResourcePolicy", { __rules: wrong, xml: undefined })).toEqual([
    expect.stringMatching(/^rules: .*rules\[0\]\.subjects\[1\]/),
  ]);
});

test.each(KINDS)(
  "a twin of a %s is refused with the other's name, not with adopt",
  async (kind) => {
    const failures = await failuresOf(kind, { __twin: "second" });
    expect(failures).toEqual([
      `${kind} ${idOf(kind)} stands twice in the program: here and as "second". Each would undo the other's changes. Take one of them out.`,
    ]);
  },
);

test("of a twin that differs from what is there nothing else is said", async () => {
  await made();
  const later = world.anew();
  const changed = { ...argsOf("Resource"), homepage: "https://x.example", __twin: "second" };
  const { failures } = await processOf(later)("Resource").check({}, changed);
  expect(failures).toEqual([
    { property: "", reason: expect.stringMatching(/^Resource ttd-licences stands twice/) },
  ]);
  expect(later.warnings).toEqual([]);
});

describe("acknowledge", () => {
  test.each<readonly [Kind, unknown, string]>([
    [
      "ServiceOwner",
      ["long-names"],
      'acknowledge[0] is "long-names", which is no code of a ServiceOwner. Write "long-name".',
    ],
    [
      "Resource",
      ["mode-without-list", "identifer-prefix"],
      'acknowledge[1] is "identifer-prefix", which is no code of a Resource. Write "identifier-prefix".',
    ],
    [
      "ResourcePolicy",
      ["for-any-partys"],
      'acknowledge[0] is "for-any-partys", which is no code of a ResourcePolicy. Write "for-any-party".',
    ],
    // A code of another kind, one of a run, and one of a refusal.
    [
      "BrokerResourceConfig",
      ["for-any-party"],
      'acknowledge[0] is "for-any-party", which is no code of a BrokerResourceConfig. Write one of approval-needed, grace-longer-than-lifetime, grace-without-purge, shim-without-effect, mistaken-text.',
    ],
    [
      "ServiceOwner",
      ["maskinporten-unreachable"],
      'acknowledge[0] is "maskinporten-unreachable", which is no code of a ServiceOwner. Write one of long-name, registered-name, mistaken-text.',
    ],
    [
      "BrokerResourceConfig",
      [7],
      "acknowledge[0] is 7, which is no code of a BrokerResourceConfig. Write one of approval-needed, grace-longer-than-lifetime, grace-without-purge, shim-without-effect, mistaken-text.",
    ],
    [
      "Resource",
      "identifier-prefix",
      'acknowledge is no list. Write a list of codes, such as ["identifier-prefix"].',
    ],
  ])("of a %s: %j is refused, with the nearest code", async (kind, acknowledge, failure) => {
    expect(await failuresOf(kind, { acknowledge })).toEqual([failure]);
  });

  test("a warning that is acknowledged is not printed, each other one once", async () => {
    const process = processOf(world)("Resource");
    const warned = () => world.warnings.filter((line) => line.startsWith("warning [identifier-"));
    await process.check({}, { ...argsOf("Resource"), acknowledge: ["identifier-prefix"] });
    expect(warned()).toEqual([]);
    await process.check({}, { ...argsOf("Resource"), acknowledge: ["unusual-status"] });
    await process.check({}, argsOf("Resource"));
    expect(warned()).toHaveLength(1);
  });

  test.each(KINDS)("of a %s, changed alone, is an update without a call", async (kind) => {
    const { inputs, outs } = (await made()).get(kind) ?? { inputs: {}, outs: {} };
    const since = world.standin.requests.length;
    const process = processOf(world.anew())(kind);
    const acknowledge = [CODES[kind]];
    const checked = await process.check(inputs, { ...argsOf(kind), acknowledge });
    expect(checked.inputs.acknowledge).toEqual(acknowledge);
    expect(await process.diff(idOf(kind), outs, checked.inputs)).toEqual({ changes: true });
    expect(calls(world.standin, since)).toEqual([]);
    const updated = await process.update(idOf(kind), outs, checked.inputs);
    expect(writes(since)).toEqual([]);
    expect(updated.outs.acknowledge).toEqual(acknowledge);
    expect(await process.diff(idOf(kind), updated.outs, checked.inputs)).toEqual({
      changes: false,
    });
    const found = await process.read(idOf(kind), updated.outs);
    expect([found.inputs?.acknowledge, found.props?.acknowledge]).toEqual([
      acknowledge,
      acknowledge,
    ]);
  });
});

const writes = (since: number): string[] =>
  calls(world.standin, since).filter((call) => !call.startsWith("GET"));

test.each(KINDS)("another wording of whenRemoved of a %s is no change", async (kind) => {
  const { inputs, outs } = (await made()).get(kind) ?? { inputs: {}, outs: {} };
  expect([inputs.whenRemoved, outs.whenRemoved]).toEqual([LEAVING, LEAVING]);
  const process = processOf(world.anew())(kind);
  for (const whenRemoved of ["it goes", undefined]) {
    const checked = await process.check(inputs, { ...argsOf(kind), whenRemoved });
    expect(checked.inputs.whenRemoved).toBe(whenRemoved);
    expect(await process.diff(idOf(kind), outs, checked.inputs)).toEqual({ changes: false });
  }
});
