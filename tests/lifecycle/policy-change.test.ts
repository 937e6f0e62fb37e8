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
  world.warnings.splice(0);
});
afterEach(() => world.close());

const lifecycle = () => resourcePolicyLifecycle(world.context);
const upload = (xml: string) => world.context.registry.putPolicy(id, xml);

/** What a run says that finds another policy than it left. */
async function drift(before: string, live: string): Promise<string[]> {
  await upload(live);
  await lifecycle().read(id, { resourceId: id, xml: before, access: {}, server: {} });
  return world.warnings;
}

/** What a preview says of a program that takes over, with and without being allowed to. */
async function takeOver(live: string, xml: string) {
  await upload(live);
  const acknowledge = ["unusual-policy", "for-any-party"];
  const args = { resourceId: id, xml, acknowledge };
  const { failures } = await lifecycle().check(undefined, args);
  await lifecycle().check(undefined, { ...args, adopt: true });
  return { refused: failures.join(), warned: world.warnings.join() };
}

/** What a preview says of a program that has changed. */
async function change(before: string, xml: string): Promise<string> {
  const old = { resourceId: id, xml: before, access: {}, onDelete: "keep" };
  const acknowledge = ["unusual-policy"];
  const { failures } = await lifecycle().check(old, { resourceId: id, xml, acknowledge });
  expect(failures).toEqual([]);
  return world.warnings.join("\n");
}

/** Policies that let in less and more; nobody whom the first lets in loses anything by the second. */
const GROWTH: readonly (readonly [what: string, less: string, more: string, given: string])[] = [
  [
    "any party instead of its own",
    policy([itself]),
    policy([anyParty]),
    "organization 991825827 (for any party): read, write",
  ],
  [
    "an action more",
    policy([anyParty], ["read"]),
    policy([anyParty]),
    "organization 991825827 (for any party): write",
  ],
  [
    "one more",
    policy([anyParty]),
    policy([anyParty, newcomer]),
    "organization 974761076 (on its own behalf): read, write",
  ],
  [
    "level 3 instead of 4",
    policy([dagl], ["read"], 4),
    policy([dagl], ["read"], 3),
    "delegated by role DAGL (Daglig leder): read",
  ],
];

describe("growth", () => {
  test.each(GROWTH)("%s, behind the program's back", async (_, less, more, given) => {
    expect(await drift(less, more)).toEqual([
      `ResourcePolicy ttd-licences gives more access than it did: ${given}. \`up\` takes it away. If somebody opened it on purpose, change the program first.`,
    ]);
  });

  test.each(GROWTH)("%s, by a take-over", async (_, less, more, given) => {
    const { refused, warned } = await takeOver(less, more);
    expect(refused).toContain(`${given} (would be given)`);
    expect(refused).not.toContain("(would be taken away)");
    expect(refused).not.toContain("organization 991825827 (on its own behalf)");
    expect(warned).toBe("");
  });

  test.each(GROWTH)("%s, by the program: nothing to warn of", async (_, less, more) => {
    expect(await change(less, more)).toBe("");
  });
});

test("anyone instead of one organisation is growth", async () => {
  expect(await drift(policy([itself]), ANYONE)).toEqual([
    expect.stringMatching(
      /gives more access than it did: anyone \(for party 991825827\): read, write\./,
    ),
  ]);
});

describe("loss", () => {
  test.each(GROWTH)(
    "other way round: %s, behind the program's back",
    async (_, less, more, lost) => {
      expect(await drift(more, less)).toEqual([
        `ResourcePolicy ttd-licences gives less access than it did: ${lost}. \`up\` gives it back. If somebody closed it on purpose, change the program first.`,
      ]);
    },
  );

  test("by a take-over", async () => {
    const { refused } = await takeOver(policy([itself, dagl]), policy([itself, newcomer]));
    expect(refused).toMatch(
      /^ResourcePolicy ttd-licences exists already and differs from the program in delegated by role DAGL \(Daglig leder\): read, write \(would be taken away\); organization 974761076 \(on its own behalf\): read, write \(would be given\)\. .*adopt: true/,
    );
  });

  test.each([
    ["a role", dagl, "delegated by role DAGL (Daglig leder)", ""],
    [
      "an access package",
      accessPackage("lonn"),
      "holders of, and delegated by, access package lonn (Lønn)",
      " System users that hold the access package are out within 10 minutes, without a revocation.",
    ],
  ])("of %s says that what was delegated stays", async (_, subject, key, held) => {
    const said = `ResourcePolicy ttd-licences: these lines lose access: ${key}: read, write. Rights already delegated to system users and organisations stay until they are revoked in Altinn.${held}`;
    expect(await change(policy([itself, subject]), policy([itself]))).toBe(said);
    world.warnings.splice(0);
    const { warned } = await takeOver(policy([itself, subject]), policy([itself]));
    expect(warned).toBe(said);
  });

  test("of an action that could be delegated says so too", async () => {
    expect(await change(policy([dagl]), policy([dagl], ["read"]))).toMatch(
      /these lines lose access: delegated by role DAGL \(Daglig leder\): write\. .*stay until/,
    );
  });

  test("of an organisation or a system user leaves nothing behind", async () => {
    const user = systemUser("6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01");
    expect(await change(policy([itself, newcomer, user]), policy([itself]))).toBe("");
  });
});

describe("other changes", () => {
  test("access both given and taken behind the program's back", async () => {
    expect(await drift(policy([itself]), policy([newcomer]))).toEqual([
      expect.stringMatching(/gives more access than it did: organization 974761076/),
      expect.stringMatching(/gives less access than it did: organization 991825827/),
    ]);
  });

  test("a lower level, by which nobody gains or loses", async () => {
    const [three, two] = [policy([itself], ["read"], 3), policy([itself], ["read"], 2)];
    expect(await drift(three, two)).toEqual([]);
    const { refused } = await takeOver(three, two);
    expect(refused).toContain(
      "differs from the program in minimum authentication level: 3 (would be 2).",
    );
  });

  test("one line less, whose access another line gives", async () => {
    const { refused } = await takeOver(policy([itself, anyParty]), policy([anyParty]));
    expect(refused).toContain(
      "differs from the program in how it is written; nobody gains or loses access by it.",
    );
  });
});

describe("where one side is unusual", () => {
  test.each([
    ["before", deny(policy([itself])), policy([itself])],
    ["after", policy([itself]), deny(policy([itself]))],
    ["both", deny(policy([itself])), deny(policy([newcomer]))],
  ])("%s, nobody can tell whether access grew", async (_, before, after) => {
    expect(await drift(before, after)).toEqual([
      "ResourcePolicy ttd-licences was changed at Altinn, and whether access grew cannot be told. `up` puts it back. If it was changed on purpose, change the program first.",
    ]);
    world.warnings.splice(0);
    expect(await change(before, after)).toBe(
      "ResourcePolicy ttd-licences changes, and whether access grows cannot be told.",
    );
    world.warnings.splice(0);
    const { refused } = await takeOver(before, after);
    expect(refused).toContain("who gets in (whether access grows cannot be told); ");
    expect(refused).toContain("unusual policy: rule 1 (Deny), ");
  });

  test("a take-over by a plain policy says who gets in then", async () => {
    const { refused } = await takeOver(deny(policy([itself])), policy([itself]));
    expect(refused).toContain(
      "organization 991825827 (on its own behalf): nothing (would be read, write)",
    );
  });

  test("the step from the old example's algorithm to the right one is told with its lines", async () => {
    const xml = policy([itself, dagl, systemUser("6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01")]);
    const said = await change(oldExample(xml), xml);
    expect(said).toBe(
      "ResourcePolicy ttd-licences changes, and on Altinn's newest code nobody gets in by the policy as it was, with the combining algorithm of an old example; with the right one these do: delegated by role DAGL (Daglig leder): read, write; organization 991825827 (on its own behalf): read, write; system user 6fe6f3c2-9a0b-4d41-8e33-0c7b3b1d5a01 (for any party): read, write.",
    );
  });
});
