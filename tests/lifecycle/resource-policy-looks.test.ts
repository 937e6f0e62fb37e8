import { role, type Rule } from "../../provider/policy";
import type { Values } from "../../provider/resources/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import {
  anew,
  args,
  asked,
  begin,
  close,
  deny,
  dressed,
  GIVEN,
  id,
  inputs,
  itself,
  key,
  lifecycle,
  open,
  OURS,
  PATH,
  policy,
  state,
  stored,
  TAKEN,
  THEIRS,
  title,
  world,
} from "./policies-ground";

/* What a preview of a policy looks for and says, and what counts as a change of it. */

beforeAll(open);
beforeEach(begin);
afterAll(close);

async function preview(news: Values, olds?: Values) {
  const since = world.standin.requests.length;
  const { inputs: made, failures } = await lifecycle().check(olds, news);
  return { made, failures, asked: asked(since), said: world.warnings.splice(0) };
}
const ADOPTED = () =>
  `taken over: ${title}: exists and is changed to what the program says (adopt).`;

describe("a preview", () => {
  test("of a new policy looks once, and says whom it lets in", async () => {
    expect(await preview(args())).toStrictEqual({
      made: inputs(),
      failures: [],
      asked: ["GET"],
      said: [GIVEN(OURS)],
    });
  });

  test("of a resource that is known not to be there does not look", async () => {
    world.context.known.saw(id, false);
    expect(await preview(args())).toMatchObject({ asked: [], said: [GIVEN(OURS)] });
  });

  test("of what is in state does not look, and says what changes", async () => {
    expect(await preview(args(), inputs(THEIRS))).toEqual({
      made: inputs(),
      failures: [],
      asked: [],
      said: [GIVEN(OURS), TAKEN(THEIRS)],
    });
    expect((await preview(args({ xml: dressed(policy()) }), inputs())).said).toEqual([]);
  });

  test("of an unusual one in state says nothing while it means the same", async () => {
    const acknowledge = ["unusual-policy"];
    const known = inputs(OURS, { xml: deny(policy()) });
    const reworded = await preview(args({ xml: dressed(deny(policy())), acknowledge }), known);
    expect([reworded.failures, reworded.said]).toEqual([[], []]);
    const changed = await preview(args({ xml: deny(policy(THEIRS)), acknowledge }), known);
    expect([changed.failures, changed.said]).toEqual([
      [],
      [expect.stringMatching(/^warning \[access-untold\]: .* it changes/)],
    ]);
  });

  test.each<[string, Values, RegExp]>([
    ["no resource", { resourceId: "" }, /^resourceId is ""/],
    ["another onDelete", { onDelete: "withdraw" }, /^onDelete is "withdraw"\. Write "keep"\./],
    ["no text", { xml: "" }, /^xml is empty/],
  ])("of %s refuses and does not look", async (_what, more, failure) => {
    const { failures, asked: looks, said } = await preview(args(more));
    expect([failures[0], looks, said]).toEqual([expect.stringMatching(failure), [], []]);
  });

  test("tells all that is refused at once", async () => {
    const { failures } = await preview(args({ xml: deny(policy()), onDelete: "withdraw" }));
    expect(failures).toEqual([
      expect.stringMatching(/^onDelete is/),
      expect.stringMatching(/^xml: Rule .* makes the policy unusual/),
    ]);
  });

  test("of an unknown resource judges the text and does not look", async () => {
    const { failures, asked: looks, made, said } = await preview(args({ resourceId: UNKNOWN, adopt: true })); // prettier-ignore
    expect([failures, looks, said]).toEqual([[], [], []]);
    expect(made).toStrictEqual(inputs(OURS, { resourceId: UNKNOWN, adopt: true }));
    const unusual = await preview(args({ resourceId: UNKNOWN, xml: deny(policy()) }));
    expect(unusual.failures).toHaveLength(1);
  });

  test("of another resource's judges the text, and the engine asks anew", async () => {
    const olds = inputs(THEIRS, { resourceId: "other" });
    expect(await preview(args(), olds)).toMatchObject({ failures: [], asked: [], said: [] });
    const unusual = await preview(args({ xml: deny(policy()) }), olds);
    expect([unusual.failures.length, unusual.said]).toEqual([1, []]);
  });

  test("of one that is there and equal says so, and nothing of access", async () => {
    stored(dressed(policy()));
    expect(await preview(args())).toMatchObject({
      failures: [],
      said: [`taken over: ${title}: exists and is equal to the program: nothing is written.`],
    });
  });

  test("of one that is there and differs is refused, and says nothing of access", async () => {
    stored(policy(THEIRS));
    const { made, failures, said } = await preview(args());
    expect(failures).toEqual([expect.stringContaining(`${title} exists already and differs`)]);
    expect([said, made]).toEqual([[], inputs()]);
  });

  test("that adopts says what it changes and keeps adopt for the run", async () => {
    stored(policy(THEIRS));
    const { made, failures, said } = await preview(args({ adopt: true }));
    expect([failures, made]).toEqual([[], inputs(OURS, { adopt: true })]);
    expect(said[0]).toBe(ADOPTED());
    expect(said.slice(-2)).toEqual([GIVEN(OURS), TAKEN(THEIRS)]);
    const known = await preview(args({ adopt: true }), inputs());
    expect(known.made).toStrictEqual(inputs());
  });

  test("of a text that is not known yet only says that there is one", async () => {
    stored();
    const { failures, said } = await preview(args({ xml: UNKNOWN }));
    expect(failures).toEqual([]);
    expect(said).toEqual([expect.stringMatching(/^taken over: .* exists\. Whether `up` changes/)]);
    expect((await preview(args({ xml: UNKNOWN }), inputs())).said).toEqual([]);
  });

  test("that could not look says so, and nothing of access", async () => {
    world.standin.failNext({ method: "GET", path: PATH() }, { status: 403 });
    const { failures, said } = await preview(args());
    expect(failures).toEqual([]);
    expect(said).toEqual([expect.stringMatching(/^warning \[not-asked\]: /)]);
  });

  test("of a new one that is refused says nothing of access", async () => {
    const { failures, said } = await preview(args({ xml: deny(policy()) }));
    expect([failures.length, said]).toEqual([1, []]);
    stored(policy(THEIRS));
    const adopting = await preview(args({ xml: deny(policy()), adopt: true }));
    expect(adopting.failures).toHaveLength(1);
    expect(adopting.said.filter((line) => line.includes("access"))).toEqual([]);
    const changed = await preview(args({ xml: deny(policy()) }), inputs());
    expect([changed.failures.length, changed.said]).toEqual([1, []]);
  });

  test("of a service for members alone says that lists decide, where it gives access", async () => {
    const FILTERED = `note: ${title}: accessListMode of the service is Enabled: whoever the policy lets in is let in only as a member of a connected access list.`;
    world.context.accessListModes.set(id, "Enabled");
    expect((await preview(args())).said).toEqual([GIVEN(OURS), FILTERED]);
    anew();
    world.context.accessListModes.set(id, "Enabled");
    const more: Rule = { subjects: [itself(THEIRS)], actions: ["read"] };
    const { said } = await preview(args(), inputs(OURS, { xml: policy(OURS, [more]) }));
    expect(said).toEqual([`access taken: ${title}: ${key(THEIRS)}: read`]);
    anew();
    world.context.accessListModes.set(id, "Disabled");
    expect((await preview(args())).said).toEqual([GIVEN(OURS)]);
  });

  test("knows what the resource and the settings say beside it", async () => {
    const { number, code } = world.organisation;
    const xml = policy(OURS, [
      { subjects: [role("dagl")], actions: ["read"] },
      { subjects: [itself(number)], actions: ["subscribe"] },
    ]);
    world.context.delegable.set(id, false);
    const { said } = await preview(args({ xml }));
    expect(said.filter((line) => line.startsWith("warning"))).toEqual([
      expect.stringMatching(`^warning \\[not-delegable\\]: ${title}: `),
      expect.stringMatching(`\\[subscribe-by-number\\]: ${title}: .* to the code ${code}\\.`),
    ]);
  });
});

describe("a change", () => {
  test.each<[string, Values, Values, object]>([
    ["none", {}, {}, { changes: false }],
    ["onDelete", {}, { onDelete: UNKNOWN }, {}],
    ["a mark", { unconfirmed: ["xml"] }, {}, { changes: true }],
    ["a create in doubt", { made: false }, {}, { changes: true }],
    ["another resource", {}, { resourceId: "other" }, { replaces: ["resourceId"] }],
    ["a text that is not known", {}, { xml: UNKNOWN }, {}],
  ])("%s", (_what, server, more, difference) => {
    expect(lifecycle().diff(state(OURS, server), inputs(OURS, more))).toEqual(difference);
  });

  test("is what changes the meaning of the text", () => {
    expect(lifecycle().diff(state(), inputs(OURS, { xml: dressed(policy()) }))).toEqual({
      changes: false,
    });
    expect(lifecycle().diff(state(), inputs(THEIRS))).toEqual({});
  });

  test("to another resource says that the policy stays, where it is known to be another", () => {
    lifecycle().diff(state(), inputs(OURS, { resourceId: UNKNOWN }));
    expect(world.warnings).toEqual([]);
    lifecycle().diff(state(), inputs(OURS, { resourceId: "other" }));
    expect(world.warnings).toEqual([expect.stringMatching(`^stays: ${title}: it stays uploaded`)]);
  });
});

test("its id is that of the resource", () => {
  expect(lifecycle().idOf(inputs())).toBe(id);
});
