import { organization, renderPolicy, type Rule } from "../../provider/policy";
import type { Kind, Values } from "../../provider/resources/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* That a run says whom it lets in and shuts out, by whatever way, and once; policy-change.test.ts has the words of policies. */

const id = "ttd-licences";
const POLICY = `ResourcePolicy ${id}`;
const RESOURCE = `Resource ${id}`;
const ownLine = (number: string) => `organization ${number} (on its own behalf)`;
const [FIRST, SECOND] = ["991825827", "974761076"];

const rule = (numbers: readonly string[], actions: string[]): Rule => ({
  subjects: numbers.map((number) => organization(number, { onBehalfOf: "itself" })),
  actions,
});
/** As the class sends it. */
const policy = (rules: Rule[], minimumAuthenticationLevel?: number): Values => ({
  resourceId: id,
  __rules: rules,
  xml: renderPolicy({ resourceId: id, rules, minimumAuthenticationLevel }),
  ...(minimumAuthenticationLevel === undefined
    ? {}
    : { __minimumAuthenticationLevel: minimumAuthenticationLevel }),
});
const resource = (more: Values = {}): Values =>
  resourceArgs(id, { acknowledge: ["identifier-prefix", "mode-without-list"], ...more });

const OPENED = `access given: ${RESOURCE}: accessListMode Disabled: whoever the policy lets in, on a connected access list or not`;
const CLOSED = `access taken: ${RESOURCE}: accessListMode Enabled: everybody who is on no connected access list`;
const NOBODY = "No access list is connected at Altinn now: until one is, nobody is let in.";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

interface State {
  readonly inputs: Values;
  readonly outs: Values;
}

/** The update of an `up`, in a process of its own: what it says, and what state has then. */
async function up(kind: Kind, args: Values, state?: State, { refresh = false } = {}) {
  const { context, warnings } = world.anew();
  const methods = processOf({ context })(kind);
  let { inputs: olds, outs } = state ?? { inputs: {}, outs: {} };
  if (refresh) {
    const found = await methods.read(id, outs);
    [olds, outs] = [found.inputs ?? {}, found.props ?? {}];
  }
  const read = warnings.splice(0);
  const { inputs, failures } = await methods.check(olds, args);
  expect(failures).toEqual([]);
  if (!state) {
    const made = await methods.create(inputs);
    return { read, said: warnings, state: { inputs, outs: made.outs } };
  }
  const { changes } = await methods.diff(id, outs, inputs);
  if (changes !== false) ({ outs } = await methods.update(id, outs, inputs));
  return { read, said: warnings, state: { inputs, outs } };
}

describe("rules", () => {
  let state: State;
  beforeEach(async () => {
    await up("Resource", resource());
    ({ state } = await up("ResourcePolicy", policy([rule([FIRST], ["read"])], 3)));
  });

  test.each<readonly [string, Values, string[]]>([
    [
      "an action more",
      policy([rule([FIRST], ["read", "write"])], 3),
      [`access given: ${POLICY}: ${ownLine(FIRST)}: write`],
    ],
    [
      "one more, and one less",
      policy([rule([SECOND], ["read"])], 3),
      [
        `access given: ${POLICY}: ${ownLine(SECOND)}: read`,
        `access taken: ${POLICY}: ${ownLine(FIRST)}: read`,
      ],
    ],
    [
      "no level any more",
      policy([rule([FIRST], ["read"])]),
      [`access given: ${POLICY}: minimum authentication level: none any more (was 3)`],
    ],
    [
      "another wording",
      {
        resourceId: id,
        xml: String(policy([rule([FIRST], ["read"])], 3).xml)
          .replace(/<(\/?)xacml:/g, "<$1x:")
          .replace("xmlns:xacml", "xmlns:x"),
      },
      [],
    ],
  ])("%s: check and update say it once", async (_what, args, lines) => {
    const changed = await up("ResourcePolicy", args, state);
    expect(changed.said).toEqual(lines);
    expect((await up("ResourcePolicy", args, changed.state)).said).toEqual([]);
  });

  test("drift: read says what happened, and the run that undoes it says so", async () => {
    const { xml } = policy([rule([FIRST, SECOND], ["read"])], 3);
    world.standin.storePolicy(id, String(xml));
    const mended = await up("ResourcePolicy", policy([rule([FIRST], ["read"])], 3), state, {
      refresh: true,
    });
    expect(mended.read).toEqual([
      `note: ${POLICY}: at Altinn, not by the program, ${ownLine(SECOND)} got read`,
    ]);
    expect(mended.said).toEqual([
      `access taken: ${POLICY}: ${ownLine(SECOND)}: read; it was given at Altinn`,
    ]);
    expect((await world.context.registry.getPolicy(id)) === xml).toBe(false);
  });

  test("an action that the program itself gives or takes does not count as undone", async () => {
    const { xml } = policy([rule([FIRST], ["read", "write"])], 3);
    world.standin.storePolicy(id, String(xml));
    const all = await up("ResourcePolicy", policy([rule([SECOND], ["read"])], 3), state, {
      refresh: true,
    });
    expect(all.said).toEqual([
      `access given: ${POLICY}: ${ownLine(SECOND)}: read`,
      `access taken: ${POLICY}: ${ownLine(FIRST)}: read, write; write was given at Altinn`,
    ]);
  });

  test("what changes at Altinn and something else of the same line in the program", async () => {
    const { xml } = policy([rule([FIRST], ["read", "write"])], 3);
    world.standin.storePolicy(id, String(xml));
    const other = await up("ResourcePolicy", policy([rule([FIRST], ["write"])], 3), state, {
      refresh: true,
    });
    expect(other.said).toEqual([`access taken: ${POLICY}: ${ownLine(FIRST)}: read`]);
  });

  test("a level that somebody changed is written again", async () => {
    const { xml } = policy([rule([FIRST], ["read"])], 4);
    world.standin.storePolicy(id, String(xml));
    const mended = await up("ResourcePolicy", policy([rule([FIRST], ["read"])]), state, {
      refresh: true,
    });
    expect(mended.said).toEqual([
      `access given: ${POLICY}: ${ownLine(FIRST)}: read; it was taken at Altinn`,
      `access given: ${POLICY}: minimum authentication level: none any more (was 4); it was taken at Altinn`,
    ]);
  });

  test("drift that the program follows is neither given nor taken", async () => {
    const args = policy([rule([FIRST, SECOND], ["read"])], 3);
    world.standin.storePolicy(id, String(args.xml));
    const followed = await up("ResourcePolicy", args, state, { refresh: true });
    expect([followed.read.length, followed.said]).toEqual([1, []]);
  });
});

describe("delegable", () => {
  const GIVEN = `access given: ${RESOURCE}: delegable true: whoever gets the service delegated by a role or access package of the policy`;
  const TAKEN = `access taken: ${RESOURCE}: delegable false: new delegations; what was delegated stays`;

  test("by the program", async () => {
    const first = await up("Resource", resource());
    const shut = await up("Resource", resource({ delegable: false }), first.state);
    expect(shut.said).toEqual([TAKEN]);
    const open = await up("Resource", resource({ delegable: true }), shut.state);
    expect(open.said).toEqual([GIVEN]);
    // What is left out is what the registry fills in.
    expect((await up("Resource", resource(), open.state)).said).toEqual([]);
  });

  test("at Altinn", async () => {
    const { state } = await up("Resource", resource());
    const { versionId: _versionId, ...document } =
      (await world.context.registry.getResource(id)) ?? {};
    world.standin.storeResource({ ...document, delegable: false });
    const mended = await up("Resource", resource(), state, { refresh: true });
    expect(mended.read).toEqual([
      `note: ${RESOURCE}: at Altinn, not by the program, delegable became false: nobody can delegate the service any more`,
    ]);
    expect(mended.said).toEqual([`${GIVEN}; it was taken at Altinn`]);
  });
});

describe("accessListMode", () => {
  test("opened and closed by the program", async () => {
    const first = await up("Resource", resource({ accessListMode: "Enabled" }));
    expect(first.said).toEqual([expect.stringMatching(/^note: .* fixed for ever/)]);
    const opened = await up("Resource", resource(), first.state);
    expect(opened.said).toEqual([OPENED]);
    const closed = await up("Resource", resource({ accessListMode: "Enabled" }), opened.state);
    expect(closed.said).toEqual([`${CLOSED}. ${NOBODY}`]);
    const again = await up("Resource", resource({ accessListMode: "Enabled" }), closed.state);
    expect(again.said).toEqual([]);
  });

  test.each(["Enabled", "Disabled"])("a take-over of one that is %s", async (accessListMode) => {
    await up("Resource", resource({ accessListMode }));
    const other = accessListMode === "Enabled" ? "Disabled" : "Enabled";
    const args = resource({ accessListMode: other, __adopt: true });
    const previewed = world.anew();
    await processOf(previewed)("Resource").check({}, args);
    const { said } = await up("Resource", args);
    expect(said).toEqual(previewed.warnings);
    expect(said).toEqual([
      `taken over: ${RESOURCE}: exists and is changed to what the program says (adopt).`,
      `taken over: ${RESOURCE}: accessListMode: is "${accessListMode}", program "${other}".`,
      other === "Disabled" ? OPENED : `${CLOSED}. ${NOBODY}`,
    ]);
  });

  test.each([
    [
      "Disabled",
      "Enabled",
      "became Enabled: only members of connected access lists are let in",
      `${OPENED}; it was taken at Altinn`,
    ],
    [
      "Enabled",
      "Disabled",
      "became Disabled: whoever the policy lets in is let in",
      `${CLOSED}; it was given at Altinn. ${NOBODY}`,
    ],
  ])("drift from %s to %s", async (accessListMode, live, happened, undone) => {
    const { state } = await up("Resource", resource({ accessListMode }));
    const { versionId: _versionId, ...document } =
      (await world.context.registry.getResource(id)) ?? {};
    world.standin.storeResource({ ...document, accessListMode: live });
    const mended = await up("Resource", resource({ accessListMode }), state, { refresh: true });
    expect(mended.read).toEqual([
      `note: ${RESOURCE}: at Altinn, not by the program, accessListMode ${happened}`,
    ]);
    expect(mended.said).toEqual([undone]);
  });
});
