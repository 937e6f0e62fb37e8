import {
  accessPackage,
  organization,
  renderPolicy,
  role,
  systemUser,
  type Subject,
} from "../../provider/policy";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* What is said of access that a change gives or takes: by a program, by a take-over, or behind its back. */

const id = "ttd-licences";
const itself = organization("991825827", { onBehalfOf: "itself" });
const anyParty = organization("991825827", { onBehalfOf: "anyone" });
const newcomer = organization("974761076", { onBehalfOf: "itself" });
const dagl = role("dagl");

const policy = (subjects: Subject[], actions = ["read", "write"], level?: number) =>
  renderPolicy({
    resourceId: id,
    rules: [{ subjects, actions }],
    minimumAuthenticationLevel: level,
  });
const ANYONE = policy([itself]).replace(
  /<xacml:AnyOf>(?:(?!<xacml:AnyOf>)[^])*access-subject[^]*?<\/xacml:AnyOf>/,
  "",
);
const deny = (xml: string) => xml.replace('Effect="Permit"', 'Effect="Deny"');
const oldExample = (xml: string) => xml.replace("3.0:rule-combining", "1.0:rule-combining");

let world: World;
beforeEach(async () => {
  world = await openWorld();
  const resource = resourceLifecycle(world.context);
  await resource.create((await resource.check(undefined, resourceArgs(id))).inputs);
  // A process that makes the resource knows that it has no policy.
  world = world.anew();
});
afterEach(() => world.close());

const lifecycle = () => resourcePolicyLifecycle(world.context);
const upload = (xml: string) => world.context.registry.putPolicy(id, xml);

const TITLE = "ResourcePolicy ttd-licences";
const DIFFERS = `${TITLE} exists already and differs from the program in `;
/** Whose texts give access to any party, and mean it. */
const ACKNOWLEDGE = ["unusual-policy", "for-any-party"];

const stateOf = (xml: string) => ({ resourceId: id, xml, access: {}, onDelete: "keep" });
/** The lines that are printed beside those of a take-over. */
const besides = (lines: readonly string[]) =>
  lines.filter((line) => !line.startsWith("taken over: "));

/** What a run says that finds another policy than it left, and what its program says of it then. */
async function drift(before: string, live: string) {
  await upload(live);
  const process = resourcePolicyLifecycle(world.context);
  const found = await process.read(id, { ...stateOf(before), server: {} });
  const read = world.warnings.splice(0);
  const args = { resourceId: id, xml: before, acknowledge: ACKNOWLEDGE };
  const { failures } = await process.check(found?.inputs, args);
  return { read, failures, check: world.warnings.splice(0) };
}

/** What a preview says of a program that takes over: its refusal, and what it prints when it may. */
async function takeOver(live: string, xml: string) {
  await upload(live);
  const args = { resourceId: id, xml, acknowledge: ACKNOWLEDGE };
  const { failures } = await lifecycle().check(undefined, args);
  expect(world.warnings.splice(0)).toEqual([]);
  await lifecycle().check(undefined, { ...args, adopt: true });
  return { refused: failures.join(), said: world.warnings.splice(0) };
}

/** What a preview says of a program that has changed. */
async function change(before: string, xml: string): Promise<string[]> {
  const { failures } = await lifecycle().check(stateOf(before), {
    resourceId: id,
    xml,
    acknowledge: ACKNOWLEDGE,
  });
  expect(failures).toEqual([]);
  return world.warnings.splice(0);
}

const givenLines = (lines: readonly string[]) =>
  lines.map((line) => `access given: ${TITLE}: ${line}`);
const takenLines = (lines: readonly string[]) =>
  lines.map((line) => `access taken: ${TITLE}: ${line}`);
const staysLine = (text: string) => `stays: ${TITLE}: ${text}`;
/** What `read` says of lines `who: actions`. */
const happened = (lines: readonly string[], verb: "got" | "lost") =>
  lines.map(
    (line) =>
      `note: ${TITLE}: at Altinn, not by the program, ${line.replace(/: (?=read|write|\d)/, ` ${verb} `)}`,
  );
const undone = (lines: readonly string[], how: "given" | "taken") =>
  lines.map((line) => `${line}; it was ${how} at Altinn`);
const STAY = "Rights that were delegated stay until they are revoked in Altinn";

interface Growth {
  readonly less: string;
  readonly more: string;
  readonly given: readonly string[];
  /** What is said the other way round, where it is not the same. */
  readonly taken?: readonly string[];
  /** Why a program is not let go back to it. */
  readonly refused?: readonly unknown[];
}

/** Policies that let in less and more; nobody whom the first lets in loses anything by the second. */
const GROWTH: readonly (readonly [what: string, growth: Growth])[] = [
  [
    "any party instead of its own",
    {
      less: policy([itself]),
      more: policy([anyParty]),
      given: ["organization 991825827 (for any party): read, write"],
      taken: [
        "organization 991825827 (for any party): read, write; still: organization 991825827 (on its own behalf): read, write",
      ],
    },
  ],
  [
    "an action more",
    {
      less: policy([anyParty], ["read"]),
      more: policy([anyParty]),
      given: ["organization 991825827 (for any party): write"],
    },
  ],
  [
    "one more",
    {
      less: policy([anyParty]),
      more: policy([anyParty, newcomer]),
      given: ["organization 974761076 (on its own behalf): read, write"],
    },
  ],
  [
    "level 3 instead of 4",
    {
      less: policy([dagl], ["read"], 4),
      more: policy([dagl], ["read"], 3),
      given: [
        "delegated by role DAGL (Daglig leder): read",
        "minimum authentication level: 3 (was 4)",
      ],
      taken: [
        "delegated by role DAGL (Daglig leder): read",
        "minimum authentication level: 4 (was 3)",
      ],
      refused: [expect.stringMatching(/^xml: The policy demands the authentication level 4\./)],
    },
  ],
  [
    "level 2 instead of 3, which every token reaches",
    {
      less: policy([dagl], ["read"], 3),
      more: policy([dagl], ["read"], 2),
      given: ["minimum authentication level: 2 (was 3)"],
      taken: ["minimum authentication level: 3 (was 2)"],
    },
  ],
];

describe("growth", () => {
  test.each(GROWTH)(
    "%s, behind the program's back, is told by read, and undone by the run",
    async (_, { less, more, given, taken = given, refused = [] }) => {
      const { read, failures, check } = await drift(less, more);
      expect(read).toEqual(happened(given, "got"));
      expect(failures).toEqual(refused);
      if (refused.length > 0) return;
      expect(check).toEqual(takenLines(undone(taken, "given")));
    },
  );

  test.each(GROWTH)("%s, by a take-over", async (_, { less, more, given }) => {
    const { refused, said } = await takeOver(less, more);
    expect(refused.startsWith(DIFFERS)).toBe(true);
    expect(said[0]).toBe(
      `taken over: ${TITLE}: exists and is changed to what the program says (adopt).`,
    );
    // What the refusal tells, the log of a run that may tells too.
    const differences = said.slice(1, -given.length);
    expect(differences.length).toBeGreaterThan(0);
    expect(differences.map((line) => line.replace(/^taken over: [^:]*: (.*)\.$/, "$1"))).toEqual(
      refused.split("\n  ").slice(1),
    );
    expect(besides(said)).toEqual(givenLines(given));
  });

  test.each(GROWTH)("%s, by the program", async (_, { less, more, given }) => {
    expect(await change(less, more)).toEqual(givenLines(given));
  });
});

test("anyone instead of one organisation is growth", async () => {
  const { read, check } = await drift(policy([itself]), ANYONE);
  const anyone = "anyone (for party 991825827): read, write";
  const still = `${anyone}; still: organization 991825827 (on its own behalf): read, write`;
  expect(read).toEqual(happened([anyone], "got"));
  expect(check).toEqual(takenLines(undone([still], "given")));
});

test("a policy where there was none gives all its lines", async () => {
  const { failures } = await lifecycle().check(undefined, {
    resourceId: id,
    xml: policy([itself]),
  });
  expect(failures).toEqual([]);
  expect(world.warnings).toEqual(
    givenLines(["organization 991825827 (on its own behalf): read, write"]),
  );
});

describe("loss", () => {
  test.each(GROWTH)(
    "other way round: %s, behind the program's back, and given back by the run",
    async (_, { less, more, given, taken = given }) => {
      const { read, check } = await drift(more, less);
      expect(read).toEqual(happened(taken, "lost"));
      expect(check).toEqual(givenLines(undone(given, "taken")));
    },
  );

  test("by a take-over", async () => {
    const { refused, said } = await takeOver(policy([itself, dagl]), policy([itself, newcomer]));
    const [role, organisation] = [
      "delegated by role DAGL (Daglig leder)",
      "organization 974761076 (on its own behalf)",
    ];
    expect(refused).toBe(
      `${DIFFERS}${role}, ${organisation}. Taking it over would change it. Write the program as it is there, or set adopt: true on this resource (or altinn:adopt for the stack) to change it to what the program says.\n  ${role}: is "read, write", program nothing\n  ${organisation}: is nothing, program "read, write"`,
    );
    expect(besides(said)).toEqual([
      ...givenLines([`${organisation}: read, write`]),
      ...takenLines([`${role}: read, write`]),
      staysLine(`${STAY}: ${role}: read, write.`),
    ]);
  });

  const LONN = "access package lonn (Lønn): read, write";
  test.each([
    [
      "a role",
      dagl,
      ["delegated by role DAGL (Daglig leder): read, write"],
      [`${STAY}: delegated by role DAGL (Daglig leder): read, write.`],
    ],
    [
      "an access package",
      accessPackage("lonn"),
      [`holders of, and delegated by, ${LONN}`],
      [
        `${STAY}: delegated by ${LONN}.`,
        `System users that hold the access package are out within 10 minutes, without a revocation: holders of ${LONN}.`,
      ],
    ],
  ])("of %s says that what was delegated stays", async (_, subject, lost, rights) => {
    const said = [...takenLines(lost), ...rights.map(staysLine)];
    expect(await change(policy([itself, subject]), policy([itself]))).toEqual(said);
    const there = await takeOver(policy([itself, subject]), policy([itself]));
    expect(besides(there.said)).toEqual([]);
  });

  test("of an action that could be delegated says so too", async () => {
    expect(await change(policy([dagl]), policy([dagl], ["read"]))).toEqual([
      ...takenLines(["delegated by role DAGL (Daglig leder): write"]),
      staysLine(`${STAY}: delegated by role DAGL (Daglig leder): write.`),
    ]);
  });

  test("of an organisation or a system user leaves nothing behind", async () => {
    const number = "6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01";
    expect(await change(policy([itself, newcomer, systemUser(number)]), policy([itself]))).toEqual(
      takenLines([
        "organization 974761076 (on its own behalf): read, write",
        `system user ${number} (for any party): read, write`,
      ]),
    );
  });
});

describe("other changes", () => {
  test("access both given and taken behind the program's back", async () => {
    const { read, check } = await drift(policy([itself]), policy([newcomer]));
    const own = "organization 991825827 (on its own behalf): read, write";
    const other = "organization 974761076 (on its own behalf): read, write";
    expect(read).toEqual([...happened([other], "got"), ...happened([own], "lost")]);
    expect(check).toEqual([
      ...givenLines(undone([own], "taken")),
      ...takenLines(undone([other], "given")),
    ]);
  });

  test("one line less, whose access another line gives", async () => {
    const { refused, said } = await takeOver(policy([itself, anyParty]), policy([anyParty]));
    expect(refused).toContain(
      'organization 991825827 (on its own behalf): is "read, write", program nothing',
    );
    expect(besides(said)).toEqual([]);
  });

  test("one that is written otherwise says nothing of access", async () => {
    const xml = policy([itself]);
    expect(
      await change(xml, xml.replace(/<(\/?)xacml:/g, "<$1x:").replace("xmlns:xacml", "xmlns:x")),
    ).toEqual([]);
  });
});

describe("where one side is unusual", () => {
  const untold = (why: string) =>
    `warning [access-untold]: ${TITLE}: it changes, and ${why}. Compare both policies by eye.`;

  test.each([
    ["before", deny(policy([itself])), policy([itself])],
    ["after", policy([itself]), deny(policy([itself]))],
    ["both", deny(policy([itself])), deny(policy([newcomer]))],
  ])("%s, nobody can tell whether access grew", async (_, before, after) => {
    const { read, check } = await drift(before, after);
    expect(read).toEqual([
      `note: ${TITLE}: at Altinn, not by the program, the policy was changed, and whether access grows cannot be told`,
    ]);
    expect(check).toEqual([untold("whether access grows cannot be told")]);
    world = world.anew();
    expect(await change(before, after)).toEqual([untold("whether access grows cannot be told")]);
    const { refused } = await takeOver(before, after);
    expect(refused).toContain("unusual policy: rule 1 (Deny), ");
  });

  test("a take-over by a plain policy says who gets in then", async () => {
    const { refused } = await takeOver(deny(policy([itself])), policy([itself]));
    expect(refused).toContain(
      '\n  organization 991825827 (on its own behalf): is nothing, program "read, write"',
    );
  });

  test("the step from the old example's algorithm to the right one is told with its lines", async () => {
    const xml = policy([itself, dagl, systemUser("6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01")]);
    expect(await change(oldExample(xml), xml)).toEqual([
      untold(
        "on Altinn's newest code nobody gets in by the policy as it was, with the combining algorithm of an old example; with the right one these do: delegated by role DAGL (Daglig leder): read, write; organization 991825827 (on its own behalf): read, write; system user 6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01 (for any party): read, write",
      ),
      staysLine(`${STAY}.`),
    ]);
  });
});
