import { organization, renderPolicy } from "../../provider/policy";
import type { Values } from "../../provider/resources/lifecycle";
import type { ServiceKind } from "../support/kinds";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* What a preview says of what is there already, or not, of all four kinds; and what `up` says and writes then. */

const id = "ttd-licences";
const xmlFor = (...numbers: string[]) =>
  renderPolicy({
    resourceId: id,
    rules: [
      {
        subjects: numbers.map((number) => organization(number, { onBehalfOf: "itself" })),
        actions: ["read"],
      },
    ],
  });
const own = (number: string) => `organization ${number} (on its own behalf)`;
const [FIRST, SECOND] = ["991825827", "974761076"];
const LONG = "x".repeat(300);

const KINDS = ["ServiceOwner", "Resource", "ResourcePolicy", "BrokerResourceConfig"] as const;
const CHANGEABLE = ["Resource", "ResourcePolicy", "BrokerResourceConfig"] as const;

const argsOf = (kind: ServiceKind, more: Values = {}): Values => ({
  ...{
    ServiceOwner: { name: "Etaten" },
    Resource: resourceArgs(id, { acknowledge: ["identifier-prefix"] }),
    ResourcePolicy: { resourceId: id, xml: xmlFor(FIRST) },
    BrokerResourceConfig: { resourceId: id, fileTransferTimeToLive: "P30D" },
  }[kind],
  ...more,
});
/** Another program, what differs in it, and what it gives and takes. */
const OTHER: Readonly<
  Record<
    (typeof CHANGEABLE)[number],
    { readonly args: Values; readonly differences: string[]; readonly access: string[] }
  >
> = {
  Resource: {
    args: { homepage: "https://x.example", delegable: false },
    differences: [
      "delegable: is true, program false",
      'homepage: is nothing, program "https://x.example"',
    ],
    access: [
      `access taken: Resource ${id}: delegable false: new delegations; what was delegated stays`,
    ],
  },
  ResourcePolicy: {
    args: { xml: xmlFor(SECOND) },
    differences: [
      `${own(FIRST)}: is "read", program nothing`,
      `${own(SECOND)}: is nothing, program "read"`,
    ],
    access: [
      `access given: ResourcePolicy ${id}: ${own(SECOND)}: read`,
      `access taken: ResourcePolicy ${id}: ${own(FIRST)}: read`,
    ],
  },
  BrokerResourceConfig: {
    args: { fileTransferTimeToLive: "P7D", purgeFileTransferGracePeriod: "PT1H" },
    differences: [
      'fileTransferTimeToLive: is "P30D", program "P7D"',
      'purgeFileTransferGracePeriod: is not set (Broker\'s default today: PT2H), program "PT1H"',
    ],
    access: [],
  },
};

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const idOf = (kind: ServiceKind): string =>
  kind === "ServiceOwner" ? world.organisation.number : id;
const titleOf = (kind: ServiceKind): string => `${kind} ${idOf(kind)}`;
const writes = (since: number): string[] =>
  calls(world.standin, since).filter((call) => !call.startsWith("GET") && !call.endsWith("/token"));

/** A preview, in a process of its own. */
async function preview(kind: ServiceKind, more: Values = {}, env: Record<string, string> = {}) {
  const { context, warnings } = world.anew(env);
  const { inputs, failures } = await processOf({ context })(kind).check({}, argsOf(kind, more));
  return { inputs, refused: failures.map(({ reason }) => reason), said: warnings };
}

/** The update of an `up`: check and create in one process. */
async function up(kind: ServiceKind, more: Values = {}) {
  const { context, warnings } = world.anew();
  const methods = processOf({ context })(kind);
  const { inputs, failures } = await methods.check({}, argsOf(kind, more));
  expect(failures).toEqual([]);
  const { outs } = await methods.create(inputs);
  return { outs, said: warnings };
}

const makeAll = async (): Promise<void> => {
  for (const kind of KINDS) await up(kind);
};

describe("absent", () => {
  const ABSENT: Readonly<Record<ServiceKind, () => string[]>> = {
    ServiceOwner: () => [
      `note: ${titleOf("ServiceOwner")}: Broker keeps the name "Etaten" for ever once it is registered: no API changes it or removes the registration. Check it before \`up\`.`,
    ],
    Resource: () => [
      `note: Resource ${id}: its identifier is fixed for ever, and once deleted it can never be used again. Check it before \`up\`.`,
    ],
    ResourcePolicy: () => [`access given: ResourcePolicy ${id}: ${own(FIRST)}: read`],
    BrokerResourceConfig: () => [
      `note: BrokerResourceConfig ${id}: the first configuration opens the service in Broker and fixes its owner, ${world.organisation.number}, for ever. Check the identifier and altinn:orgNumber before \`up\`.`,
    ],
  };

  test.each(KINDS)("a %s: what is fixed for ever is a note, once", async (kind) => {
    const { context, warnings } = world.anew();
    for (const _look of [1, 2]) {
      const { failures } = await processOf({ context })(kind).check({}, argsOf(kind));
      expect([failures, warnings]).toEqual([[], ABSENT[kind]()]);
    }
  });

  test.each(KINDS)("a %s: nothing of it once it is in state", async (kind) => {
    await makeAll();
    const { context, warnings } = world.anew();
    const methods = processOf({ context })(kind);
    const { inputs } = await methods.check(argsOf(kind), argsOf(kind));
    expect([inputs.onDelete === undefined, warnings]).toEqual([false, []]);
  });
});

describe("equal", () => {
  beforeEach(makeAll);

  test.each(KINDS)("a %s: said in preview and in up, and nothing is written", async (kind) => {
    const line = `taken over: ${titleOf(kind)}: exists and is equal to the program: nothing is written.`;
    const since = world.standin.requests.length;
    expect(await preview(kind)).toMatchObject({ refused: [], said: [line] });
    expect((await up(kind)).said).toEqual([line]);
    // A POST is how the registry says that an identifier is taken; it makes no version.
    expect(writes(since).filter((call) => !/POST .*\/resource$/.test(call))).toEqual([]);
    const version = world.standin.altinn.registry.document(id) as { versionId?: unknown };
    expect(version.versionId).toBe(1);
  });
});

describe("different", () => {
  beforeEach(makeAll);

  test.each(CHANGEABLE)("a %s without adopt: refused with each difference", async (kind) => {
    const { args, differences } = OTHER[kind];
    const since = world.standin.requests.length;
    const { refused, said } = await preview(kind, args);
    const names = differences.map((line) => line.replace(/: is .*$/, "")).sort();
    const [sentence = "", ...lines] = (refused[0] ?? "").split("\n  ");
    expect([refused.length, said, lines.sort()]).toEqual([1, [], [...differences].sort()]);
    const [, told = ""] =
      /exists already and differs from the program in (.*)\. Taking it over/.exec(sentence) ?? [];
    expect(told.split(", ").sort()).toEqual(names);
    expect(sentence).toContain("set adopt: true on this resource");
    expect(writes(since)).toEqual([]);
  });

  test.each(CHANGEABLE)("a %s with adopt: old values in preview and in up", async (kind) => {
    const { args, differences, access } = OTHER[kind];
    const lines = [
      `taken over: ${titleOf(kind)}: exists and is changed to what the program says (adopt).`,
      ...differences.map((line) => `taken over: ${titleOf(kind)}: ${line}.`),
      ...access,
    ].sort();
    const shown = await preview(kind, { ...args, __adopt: true });
    expect([shown.refused, [...shown.said].sort()]).toEqual([[], lines]);
    const done = await up(kind, { ...args, __adopt: true });
    expect([...done.said].sort()).toEqual(lines);
    const stack = await preview(kind, {}, { ALTINN_ADOPT: "true" });
    expect(stack.said[0]).toBe(lines.find((line) => line.endsWith("(adopt).")));
  });

  test("a long text is shown where it differs", async () => {
    const title = { nb: `${LONG}a${LONG}`, nn: "n", en: "e" };
    await up("Resource", { title, __adopt: true });
    const { said } = await preview("Resource", {
      title: { ...title, nb: `${LONG}b${LONG}` },
      __adopt: true,
    });
    const [, is = "", program = ""] =
      /: title: is (\.\.\.x+a.*\.\.\.), program (\.\.\.x+b.*\.\.\.)\.$/.exec(said[1] ?? "") ?? [];
    expect([is.length, program.length]).toEqual([206, 206]);
  });

  test("a registration under another name is taken over as it is", async () => {
    const title = titleOf("ServiceOwner");
    const lines = [
      `taken over: ${title}: exists and is taken over as it is: nothing is written.`,
      `taken over: ${title}: name: is "Etaten", program "Annet".`,
      `warning [registered-name]: ${title}: Broker has it as "Etaten", and cannot change that to "Annet". Write name: "Etaten".`,
    ];
    expect(await preview("ServiceOwner", { name: "Annet" })).toMatchObject({
      refused: [],
      said: lines,
    });
    expect((await up("ServiceOwner", { name: "Annet" })).said).toEqual(lines);
  });
});

describe("what is not known", () => {
  beforeEach(makeAll);

  test.each<readonly [ServiceKind, Values]>([
    ["Resource", { homepage: UNKNOWN }],
    ["ResourcePolicy", { xml: UNKNOWN }],
    ["BrokerResourceConfig", { requiredParty: UNKNOWN }],
  ])("of a %s: it is not said to be equal", async (kind, args) => {
    expect(await preview(kind, args)).toMatchObject({
      refused: [],
      said: [
        `taken over: ${titleOf(kind)}: exists. Whether \`up\` changes it is not known before the values that it is given are.`,
      ],
    });
  });

  test("of a registration: what is there is taken over whatever its name", async () => {
    expect(await preview("ServiceOwner", { name: UNKNOWN })).toMatchObject({
      refused: [],
      said: [
        `taken over: ${titleOf("ServiceOwner")}: exists and is equal to the program: nothing is written.`,
      ],
    });
  });
});

describe("ALTINN_WITHOUT_KEY", () => {
  const env = { ALTINN_WITHOUT_KEY: "true" };
  beforeEach(makeAll);

  test.each(["ServiceOwner", "BrokerResourceConfig"] as const)(
    "a %s: it says that it did not look",
    async (kind) => {
      const since = world.standin.requests.length;
      const { refused, said } = await preview(kind, {}, env);
      expect([refused, said]).toEqual([
        [],
        [
          `note: ${titleOf(kind)}: it was not looked for, since ALTINN_WITHOUT_KEY is set: whether it exists, and what \`up\` would change then, is not known. Run a preview with a key to see it.`,
        ],
      ]);
      expect(calls(world.standin, since).filter((call) => call.includes("/broker/"))).toEqual([]);
    },
  );

  test.each(["Resource", "ResourcePolicy"] as const)(
    "a %s is looked at all the same",
    async (kind) => {
      const { said } = await preview(kind, {}, env);
      expect(said).toEqual([
        `taken over: ${titleOf(kind)}: exists and is equal to the program: nothing is written.`,
      ]);
    },
  );
});
