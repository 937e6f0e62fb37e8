import { organization, renderPolicy } from "../../provider/policy";
import type { Kind, Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { OWNER_SCOPES } from "../support/altinn";
import { methodsOf, processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";
import {
  a,
  b,
  begin,
  byHand,
  checked,
  filtered,
  list,
  listArgs,
  open,
  world,
} from "./lists-ground";

/* What is said of a service's lists: by a connection, a mode that is switched on, a service that leaves, and a policy. */

beforeEach(() => begin());
afterEach(() => world.close());

test("a connection names the members that the program gives its list", async () => {
  await byHand({});
  const connection = { accessList: list, resourceId: filtered, actions: ["read"] };
  const said = await checked(
    ["AccessList", listArgs([a, b], { __adopt: true })],
    ["AccessListConnection", connection],
  );
  expect(said.at(-1)).toBe(
    `access given: AccessListConnection ${list}/${filtered}: members of ${list} (${a}, ${b}): ${filtered} (read), as far as the policy lets them in`,
  );
  const unknown = await checked(
    ["AccessList", listArgs([a, UNKNOWN], { __adopt: true })],
    ["AccessListConnection", connection],
  );
  expect(unknown.at(-1)).toContain(`: members of ${list}: ${filtered} (read)`);
  // A list decides nothing where everybody is let in whom the policy lets in.
  const without = await checked(["AccessListConnection", { ...connection, resourceId: open }]);
  expect(without).toEqual([expect.stringMatching(/^warning \[list-without-mode\]/)]);
});

describe("a mode that is switched on", () => {
  const [enabled, disabled] = ["Enabled", "Disabled"].map((accessListMode) =>
    resourceArgs(open, { accessListMode, acknowledge: ["identifier-prefix"] }),
  ) as [Values, Values];
  const switched = (env = {}) => {
    const of = world.anew(env);
    return methodsOf(of, "Resource")
      .check(disabled, enabled)
      .then(({ failures }) => {
        expect(failures).toEqual([]);
        return of.warnings;
      });
  };
  const SHUT = `access taken: Resource ${open}: accessListMode Enabled: everybody who is on no connected access list.`;

  test("names the lists whose members keep access", async () => {
    expect(await switched()).toEqual([
      `${SHUT} No access list is connected at Altinn now: until one is, nobody is let in.`,
    ]);
    await byHand({ connect: { [open]: [] } });
    await byHand({ of: "friends", connect: { [open]: ["read"] } });
    expect(await switched()).toEqual([
      `${SHUT} Connected at Altinn now: friends, ${list}, whose members keep their access.`,
    ]);
  });

  test("without the right to look it says so, and stops nothing", async () => {
    expect(await switched({ ALTINN_WITHOUT_KEY: "true", MASKINPORTEN_JWK: "" })).toEqual([
      `${SHUT} Access lists were not looked at, since ALTINN_WITHOUT_KEY is set.`,
    ]);
    await world.close();
    await begin(OWNER_SCOPES.filter((scope) => !scope.includes("accesslist")));
    const [line] = await switched();
    expect(line).toMatch(/ Access lists were not looked at\. .*accesslist\.write/);
  });
});

describe("a service that leaves the program", () => {
  async function inState(identifier: string, accessListMode: string): Promise<Values> {
    const methods = methodsOf(world.anew(), "Resource");
    const { inputs } = await methods.check({}, resourceArgs(identifier, { accessListMode }));
    return (await methods.create(inputs)).outs;
  }

  test("closed: the lists whose members keep access are named", async () => {
    await byHand({ connect: { [open]: [] } });
    const outs = await inState(open, "Disabled");
    const closing = world.anew({ ALTINN_ON_DELETE: "close" });
    await methodsOf(closing, "Resource").delete(open, outs);
    expect(closing.warnings).toEqual([
      `access taken: Resource ${open}: accessListMode Enabled: everybody who is on no connected access list. Connected at Altinn now: ${list}, whose members keep their access. For whoever is not let in, new transfers are refused at once and everything else within 10 minutes, files that are not fetched yet included. The resource is withdrawn.`,
    ]);
  });

  test("withdrawn while its mode is Enabled: lists go on to decide", async () => {
    const outs = await inState(filtered, "Enabled");
    const withdrawing = world.anew();
    await methodsOf(withdrawing, "Resource").delete(filtered, outs);
    expect(withdrawing.warnings).toEqual([
      expect.stringMatching(
        /^stays: \S+ \S+: accessListMode stays Enabled, so whoever is let in as a member .*\. The resource is withdrawn: /,
      ),
    ]);
  });
});

test("after its last connection has left, a service that is withdrawn is said to let nobody in", async () => {
  await byHand({ connect: { [filtered]: [] } });
  await byHand({ of: "friends", connect: { [filtered]: [] } });
  const of = world.anew();
  const process = processOf(of) as (kind: Kind) => ReturnType<ReturnType<typeof processOf>>;
  const document = resourceArgs(filtered, { accessListMode: "Enabled" });
  const { inputs } = await methodsOf(world.anew(), "Resource").check({}, document);
  const { outs } = await methodsOf(world.anew(), "Resource").create(inputs);
  const leave = async (accessList: string): Promise<string | undefined> => {
    const connection = { accessList, resourceId: filtered };
    await process("AccessListConnection").delete(`${accessList}/${filtered}`, connection);
    await process("Resource").delete(filtered, outs);
    return of.warnings.at(-1)?.split(". ")[0];
  };
  const WITHDRAWN = `stays: Resource ${filtered}: accessListMode stays Enabled`;
  expect(await leave(list)).toBe(`${WITHDRAWN}, so members of friends are let in as before`);
  expect(await leave("friends")).toBe(
    `${WITHDRAWN} and no access list is connected, so nobody is let in`,
  );
});

test("a connection to a list that nobody has is told as that, and gives nothing", async () => {
  const connection = { accessList: "partnrs", resourceId: filtered };
  expect(await checked(["AccessListConnection", connection])).toEqual([
    `note: AccessListConnection partnrs/${filtered}: there is no access list partnrs at Altinn, and \`up\` fails unless this program makes it first.`,
  ]);
  const made = await checked(
    ["AccessList", { ...listArgs([a]), identifier: "partnrs" }],
    ["AccessListConnection", connection],
  );
  expect(made.at(-1)).toMatch(/^access given: .* members of partnrs \(\d{9}\): /);
});

test("a policy that opens says that lists filter, where they do", async () => {
  const rules = [
    { subjects: [organization(a, { onBehalfOf: "itself" })], actions: ["read", "write"] },
  ];
  const policy = (resourceId: string): Values => ({
    resourceId,
    xml: renderPolicy({ resourceId, rules }),
    acknowledge: ["missing-action"],
  });
  const said = async (resourceId: string, accessListMode: string) =>
    (
      await checked(
        [
          "Resource",
          resourceArgs(resourceId, { accessListMode, acknowledge: ["identifier-prefix"] }),
        ],
        ["ResourcePolicy", policy(resourceId)],
      )
    ).filter((line) => line.includes("ResourcePolicy"));
  const given = `access given: ResourcePolicy ${filtered}: organization ${a} (on its own behalf): read, write`;
  expect(await said(filtered, "Enabled")).toEqual([
    given,
    `note: ResourcePolicy ${filtered}: accessListMode of the service is Enabled: whoever the policy lets in is let in only as a member of a connected access list.`,
  ]);
  expect(await said(open, "Disabled")).toEqual([given.replaceAll(filtered, open)]);
  const enabled = resourceArgs(filtered, {
    accessListMode: "Enabled",
    acknowledge: ["identifier-prefix"],
  });
  const wider = [...rules, { ...rules[0], actions: ["subscribe"] }] as typeof rules;
  const olds = { ...policy(filtered), xml: renderPolicy({ resourceId: filtered, rules: wider }) };
  const narrowed = await checked(["Resource", enabled], ["ResourcePolicy", policy(filtered), olds]);
  expect(narrowed.filter((line) => line.includes("ResourcePolicy"))).toEqual([
    expect.stringMatching(/^access taken: .*: subscribe$/),
  ]);
});
