import type { Outputs, Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls } from "../support/altinn";
import {
  args,
  begin,
  call,
  close,
  id,
  inputs,
  lifecycle,
  open,
  owner,
  preview,
  state,
  stored,
  there,
  title,
  world,
} from "./resources-ground";

/* What a preview of a resource looks for, remembers and says, and what counts as a change of it. */

beforeAll(open);
beforeEach(begin);
afterAll(close);

describe("a preview", () => {
  test("fills in type, status and onDelete, and keeps adopt while the resource is not in state", async () => {
    expect((await preview(args())).made).toStrictEqual(inputs());
    expect((await preview(args({ adopt: true }))).made).toStrictEqual(inputs({ adopt: true }));
    const known = await preview(args({ adopt: true, acknowledge: [] }), inputs());
    expect(known.made).toStrictEqual(inputs());
  });

  test("looks once for what is new, and not for what is in state or refused", async () => {
    expect((await preview(args())).asked).toEqual(["GET"]);
    expect((await preview(args({ homepage: "x" }), inputs())).asked).toEqual([]);
    const wrongWay = await preview(args({ onDelete: "burn" }), undefined, world.anew().context);
    expect([wrongWay.failures.length, wrongWay.asked]).toEqual([1, []]);
    const unknown = await preview(args({ identifier: UNKNOWN }), undefined, world.anew().context);
    expect([unknown.failures, unknown.asked]).toEqual([[], []]);
  });

  test("does not look for what is known not to be there", async () => {
    world.context.known.saw(id, false);
    expect((await preview(args())).asked).toEqual([]);
  });

  test("of a new one warns of a name against the convention", async () => {
    await preview(args({ identifier: `x-${id}` }));
    expect(world.warnings).toEqual([
      expect.stringMatching(/^warning \[identifier-prefix\]: Resource x-/),
      expect.stringMatching(/^note: Resource x-.*fixed for ever/),
    ]);
  });

  test("of one that our own delete withdrew says what opening it gives", async () => {
    stored({ status: "Withdrawn", visible: false, delegable: false });
    expect((await preview(args())).failures).toEqual([]);
    expect(world.warnings.filter((line) => line.startsWith("access"))).toEqual([
      expect.stringMatching(`^access given: ${title}: delegable true: `),
    ]);
  });

  test("refuses a name that is spelt nearly like a member, unless it is acknowledged", async () => {
    const misspelt = { homepag: "x" };
    expect((await preview(args(misspelt))).failures).toEqual([
      expect.stringMatching(/^homepag is no member/),
    ]);
    for (const acknowledge of [["identifier-prefix"], "unknown-member"])
      expect((await preview(args({ ...misspelt, acknowledge }))).failures).toHaveLength(1);
    const acknowledge = ["unknown-member"];
    expect((await preview(args({ ...misspelt, acknowledge }))).failures).toEqual([]);
  });

  test("refuses to delete where the registry does not", async () => {
    const { settings } = world.context;
    const facts = { ...settings.facts, mayDelete: false };
    const context = { ...world.context, settings: { ...settings, facts } };
    expect((await preview(args({ onDelete: "delete" }), undefined, context)).failures).toEqual([
      expect.stringMatching(/^onDelete is "delete", which the Resource Registry refuses/),
    ]);
    expect((await preview(args({ onDelete: "delete" }))).failures).toEqual([]);
    stored();
    await expect(lifecycle(context).delete(id, state({ onDelete: "delete" }))).rejects.toThrow(
      `${title} stays: onDelete is "delete"`,
    );
    expect(there()).toMatchObject({ identifier: id });
  });

  test.each([
    [{}, true, undefined],
    [{ delegable: false }, false, undefined],
    [{ delegable: true, accessListMode: "enabled" }, true, "Enabled"],
    [{ delegable: UNKNOWN }, undefined, undefined],
  ])("remembers of %j for other kinds: delegable %s, mode %s", async (more, delegable, mode) => {
    await preview(args(more));
    expect(world.context.delegable.get(id)).toBe(delegable);
    expect(world.context.accessListModes.get(id)).toBe(mode);
    expect(world.context.accessListModes.has(id)).toBe(true);
  });

  test("says of a new one that its name is for ever, and not where it is refused", async () => {
    const FOR_EVER = `note: ${title}: its identifier is fixed for ever, and once deleted it can never be used again. Check it before \`up\`.`;
    await preview(args());
    expect(world.warnings).toEqual([FOR_EVER]);
    const refused = world.anew();
    await preview(args({ contactPoints: undefined }), undefined, refused.context);
    expect(refused.warnings).toEqual([]);
  });

  test("of what breaks a rule of today and is in force warns, unless it is changed", async () => {
    const old = { contactPoints: undefined };
    expect((await preview(args(old), inputs(old))).failures).toEqual([]);
    expect(world.warnings).toEqual([
      expect.stringMatching(
        `^warning \\[in-force\\]: ${title}: it stays as it is\\. contactPoints is missing`,
      ),
    ]);
    expect((await preview(args({ ...old, homepage: "x" }), inputs(old))).failures).toEqual([
      expect.stringMatching(/^contactPoints is missing/),
    ]);
  });

  test("that could not look says so behind each rule that is broken", async () => {
    world.standin.failNext(call("GET"), { status: 403 });
    expect((await preview(args({ contactPoints: undefined }))).failures).toEqual([
      expect.stringMatching(
        /^contactPoints is missing\..* And the Resource Registry could not be asked/,
      ),
    ]);
  });

  test("of another identifier says nothing of access, and judges it", async () => {
    const old = inputs({ identifier: "ttd-old", accessListMode: "Disabled" });
    const { failures } = await preview(args({ accessListMode: "Enabled" }), old);
    expect([failures, world.warnings]).toEqual([[], []]);
    expect((await preview(args({ identifier: "TTD" }), old)).failures).toEqual([
      expect.stringMatching(/^identifier is "TTD"/),
    ]);
    const known = inputs({ identifier: "TTD" });
    const changed = args({ identifier: "TTD", homepage: "x" });
    expect((await preview(changed, known)).failures).toEqual([]);
  });

  const SCOPE = [{ referenceType: "MaskinportenScope", reference: "other:scope" }];
  test.each<[string, Values, boolean]>([
    ["alone", {}, true],
    ["beside another mistake", { title: {} }, false],
    ["beside a wrong onDelete", { onDelete: "burn" }, false],
  ])("asks whose a scope is where it is %s", async (_what, more, asks) => {
    const since = world.standin.requests.length;
    const { failures } = await lifecycle().check(
      inputs(),
      args({ resourceReferences: SCOPE, ...more }),
    );
    expect(failures).toHaveLength(1);
    expect(calls(world.standin, since).some((call) => call.includes("token"))).toBe(asks);
  });

  test("says what a change of access does, and where it undoes somebody's", async () => {
    stored({ delegable: false });
    const process = lifecycle();
    await process.read(id, state({}, { versionId: 1 }));
    world.warnings.splice(0);
    await process.check(inputs({ delegable: false }), args());
    expect(world.warnings).toEqual([
      `access given: ${title}: delegable true: whoever gets the service delegated by a role or access package of the policy; it was taken at Altinn`,
    ]);
  });
});

describe("a change", () => {
  const difference = (olds: Outputs, news: Values) => lifecycle().diff(olds, news);

  test.each<[string, Values, Values, object]>([
    ["none", {}, {}, { changes: false }],
    ["adopt alone", {}, { adopt: true }, { changes: false }],
    ["what the registry fills in", {}, { delegable: true }, { changes: false }],
    ["another casing of what it reads in any", { accessListMode: "Enabled" }, { accessListMode: "enabled" }, { changes: false }], // prettier-ignore
    ["a member", {}, { homepage: "x" }, {}],
    ["onDelete", {}, { onDelete: "keep" }, {}],
    ["onDelete that is not known", { onDelete: "keep" }, { onDelete: UNKNOWN }, {}],
  ])("%s", (_what, olds, news, expected) => {
    expect(difference(state(olds), inputs(news))).toEqual(expected);
  });

  test("is there while a mark is", () => {
    expect(difference(state({}, { made: false }), inputs())).toEqual({ changes: true });
  });

  test("of the owner is one that the settings say, as far as state knows one", () => {
    const brg = { ...owner(), orgcode: "brg" };
    expect(difference(state({}, { hasCompetentAuthority: owner() }), inputs())).toEqual({
      changes: false,
    });
    expect(difference(state(), inputs())).toEqual({ changes: false });
    const unknown = inputs({ hasCompetentAuthority: UNKNOWN });
    expect(difference(state({ hasCompetentAuthority: owner() }), unknown)).toEqual({});
    expect(world.warnings).toEqual([]);
    expect(difference(state({}, { hasCompetentAuthority: brg }), inputs())).toEqual({
      changes: true,
    });
    expect(world.warnings).toEqual([
      `note: ${title}: its owner, hasCompetentAuthority, is ${JSON.stringify(brg)} at Altinn, and becomes ${JSON.stringify(owner())}. Check altinn:orgCode if that is not meant.`,
    ]);
  });

  test("to another identifier says what does not come along, and what becomes of the old one", () => {
    const said = (olds: Values, identifier: string, of = world.anew()): readonly string[] => {
      expect(lifecycle(of.context).diff(state(olds), inputs({ identifier }))).toEqual({
        replaces: ["identifier"],
      });
      return of.warnings;
    };
    const BECOMES = expect.stringMatching(
      `^note: ${title}: its identifier becomes ttd-other, which is another service`,
    ) as unknown;
    const STAYS = expect.stringMatching(`^stays: ${title}: it stays as it is`) as unknown;
    const WITHDRAWN = expect.stringMatching(`^stays: ${title}: transfers and access go on`) as unknown; // prettier-ignore
    expect(said({}, "ttd-other")).toEqual([BECOMES, WITHDRAWN]);
    expect(said({ onDelete: "keep" }, "ttd-other")).toEqual([BECOMES, STAYS]);
    expect(said({}, UNKNOWN)).toEqual([WITHDRAWN]);
    const retaining = world.anew();
    retaining.context.retained.add(title);
    expect(said({}, "ttd-other", retaining)).toEqual([BECOMES, STAYS]);
    const keeping = world.anew({ ALTINN_ON_DELETE: "keep" });
    expect(said({}, "ttd-other", keeping)).toEqual([BECOMES, STAYS]);
  });
});

test("its id is its identifier", () => {
  expect(lifecycle().idOf(inputs())).toBe(id);
});
