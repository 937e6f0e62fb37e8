import { ApiError, PartialCreateError } from "../../provider/errors";
import type { Lifecycle, Outputs, Values } from "../../provider/resources/lifecycle";
import {
  args,
  asked,
  begin,
  close,
  dressed,
  GIVEN,
  id,
  inputs,
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
  there,
  title,
  world,
} from "./policies-ground";

/* Which calls a run makes of a policy, what is in state then, and what a refresh finds. */

beforeAll(open);
beforeEach(begin);
afterAll(close);

/** A step, the calls that it makes, and what it says. */
async function step<T>(work: (of: Lifecycle) => Promise<T>) {
  const since = world.standin.requests.length;
  const came = await work(lifecycle());
  return { came, asked: asked(since), said: world.warnings.splice(0) };
}
async function kept(work: Promise<unknown>): Promise<PartialCreateError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  world.standin.clearFaults();
  expect(error).toBeInstanceOf(PartialCreateError);
  expect((error as PartialCreateError).resourceId).toBe(id);
  return error as PartialCreateError;
}

describe("the calls of a create", () => {
  const create = (news: Values) => step((of) => of.create(news));

  test("where there is none: one upload between two looks", async () => {
    const { came, asked: made, said } = await create(inputs());
    expect([came, made, said]).toEqual([state(), ["GET", "PUT", "GET"], []]);
    expect(await there()).toBe(policy());
  });

  test("where there is an equal one: a look alone, and adopt is not kept", async () => {
    stored(dressed(policy()));
    const { came, asked: made } = await create(inputs(OURS, { adopt: true }));
    expect([came, made]).toEqual([state(), ["GET"]]);
    expect(await there()).toBe(dressed(policy()));
  });

  test("where there is another one: nothing without adopt, and with it what it changes is said", async () => {
    stored(policy(THEIRS));
    await expect(lifecycle().create(inputs())).rejects.toThrow("exists already and differs");
    expect(await there()).toBe(policy(THEIRS));
    const { came, said } = await create(inputs(OURS, { adopt: true }));
    expect(came).toEqual(state());
    expect(said.slice(-2)).toEqual([GIVEN(OURS), TAKEN(THEIRS)]);
    expect(await there()).toBe(policy());
  });

  test("that is refused leaves nothing in state", async () => {
    world.standin.failNext({ method: "PUT", path: PATH() }, { status: 403 });
    await expect(lifecycle().create(inputs())).rejects.toBeInstanceOf(ApiError);
  });

  test("without an answer is in doubt, new or taken over", async () => {
    const fault = { status: 502 };
    world.standin.failNext({ method: "PUT", path: PATH() }, fault, { standing: true });
    const { outputs } = await kept(lifecycle().create(inputs()));
    expect(outputs).toEqual(state(OURS, { made: false, unconfirmed: ["xml"] }));
    stored(policy(THEIRS));
    world.standin.failNext({ method: "PUT", path: PATH() }, fault, { standing: true });
    const adopting = await kept(lifecycle().create(inputs(OURS, { adopt: true })));
    expect(adopting.outputs).toEqual(state(OURS, { unconfirmed: ["xml"] }));
  });

  test("that cannot be looked at is in doubt, and is known to have been made", async () => {
    world.standin.after({ method: "PUT", path: PATH() }, () =>
      world.standin.failNext({ method: "GET", path: PATH() }, { status: 403 }, { standing: true }),
    );
    const { outputs, message } = await kept(lifecycle().create(inputs()));
    expect(outputs).toEqual(state(OURS, { unconfirmed: ["xml"] }));
    expect(message).toMatch(/^GET \S+ answered 403/);
  });
});

describe("a refresh", () => {
  test("of what is not there finds nothing", async () => {
    expect(await lifecycle().get(id)).toBeUndefined();
    expect(await lifecycle().read(id, state())).toBeUndefined();
  });

  test("of what a program only reads finds the text and its words", async () => {
    stored(policy(THEIRS));
    expect(await lifecycle().get(id)).toEqual(state(THEIRS));
  });

  test("keeps the program's text where it means the same", async () => {
    stored(dressed(policy()));
    const olds = state(OURS, {}, { access: { told: "before" } });
    expect((await step((of) => of.read(id, olds))).came).toEqual({
      inputs: inputs(OURS, { access: { told: "before" } }),
      outputs: olds,
    });
    expect(world.warnings).toEqual([]);
  });

  test("shows another text, and says what somebody did", async () => {
    stored(policy(THEIRS));
    const { came, said } = await step((of) => of.read(id, state()));
    expect(came).toEqual({ inputs: inputs(THEIRS), outputs: state(THEIRS) });
    expect(said).toEqual([
      `note: ${title}: at Altinn, not by the program, ${key(THEIRS)} got read, write`,
      `note: ${title}: at Altinn, not by the program, ${key(OURS)} lost read, write`,
    ]);
  });

  test("of an upload in doubt says nothing of somebody, and keeps the mark", async () => {
    stored(policy(THEIRS));
    const marks = { unconfirmed: ["xml"] };
    const { came, said } = await step((of) => of.read(id, state(OURS, marks)));
    expect([came?.outputs, said]).toEqual([state(THEIRS, marks), []]);
  });

  test("of a create in doubt finds ours alone", async () => {
    stored(policy(THEIRS));
    expect(await lifecycle().read(id, state(OURS, { made: false }))).toBeUndefined();
    stored();
    const marks = { made: false };
    expect((await lifecycle().read(id, state(OURS, marks)))?.outputs).toEqual(state(OURS, marks));
  });
});

describe("the calls of an update", () => {
  const update = (olds: Outputs, news: Values) => step((of) => of.update(id, olds, news));

  test("of another meaning: an upload and a look; of the same: none", async () => {
    stored(policy(THEIRS));
    expect(await update(state(THEIRS), inputs())).toMatchObject({
      came: state(),
      asked: ["PUT", "GET"],
    });
    const reworded = inputs(OURS, { xml: dressed(policy()) });
    expect(await update(state(), reworded)).toMatchObject({
      came: { ...reworded, server: {} },
      asked: [],
    });
  });

  test("of one in doubt: the upload again, whose mark stands until it ends well", async () => {
    stored();
    expect(await update(state(OURS, { unconfirmed: ["xml"] }), inputs())).toMatchObject({
      came: state(),
      asked: ["PUT", "GET"],
    });
  });

  test("of a create in doubt: a look first, and made as new where there is none", async () => {
    const unmade = state(OURS, { made: false, unconfirmed: ["xml"] });
    world.standin.failNext({ method: "PUT", path: PATH() }, { status: 502 }, { standing: true });
    const { outputs } = await kept(lifecycle().update(id, unmade, inputs()));
    expect(outputs).toEqual(unmade);
    const { came, asked: made } = await update(unmade, inputs());
    expect([came, made]).toEqual([state(), ["GET", "PUT", "GET"]]);
  });

  test("of a create in doubt that is there as it was sent: the upload, without a question", async () => {
    stored();
    const { came, asked: made } = await update(state(OURS, { made: false }), inputs(THEIRS));
    expect([came, made]).toEqual([state(THEIRS), ["GET", "PUT", "GET"]]);
  });

  test("of a create in doubt where somebody's is: only by adopt of the program", async () => {
    stored(policy(THEIRS));
    const unmade = state(OURS, { made: false });
    await expect(lifecycle().update(id, unmade, inputs())).rejects.toThrow(
      /exists already and differs.* Nothing was written\. Run `pulumi up --refresh`/,
    );
    expect(await there()).toBe(policy(THEIRS));
    await lifecycle().check(unmade, args({ adopt: true }));
    expect((await update(unmade, inputs())).came).toEqual(state());
    expect(await there()).toBe(policy());
  });
});

test("a policy that leaves stays, and says what would end its access", async () => {
  stored();
  const { asked: made, said } = await step((of) => of.delete(id, state()));
  expect(made).toEqual([]);
  expect(said).toEqual([expect.stringMatching(`^stays: ${title}: it stays uploaded`)]);
});
