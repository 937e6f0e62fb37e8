import { ApiError, PartialCreateError } from "../../provider/errors";
import type { Outputs, Values } from "../../provider/resources/lifecycle";
import { calls } from "../support/altinn";
import {
  args,
  asked,
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

/* Which calls a run makes of a resource, what is in state then, and what a refresh finds. */

const POST = { method: "POST", path: "/resourceregistry/api/v1/resource" };

beforeAll(open);
beforeEach(begin);
afterAll(close);

describe("the calls of a create", () => {
  const create = async (news: Values) => {
    const since = world.standin.requests.length;
    const outputs = await lifecycle().create(news);
    return { outputs, asked: asked(since) };
  };

  test("of what is not there: one POST and a look, and nothing is said of a take-over", async () => {
    expect((await create(inputs())).asked).toEqual(["POST", "GET"]);
    expect(world.warnings).toEqual([]);
  });

  test("of what a preview has seen: no POST", async () => {
    stored();
    await preview(args());
    expect((await create(inputs())).asked).toEqual(["GET"]);
  });

  test("of what was seen and is gone: a POST after all", async () => {
    world.context.known.saw(id, true);
    expect((await create(inputs())).asked).toEqual(["GET", "POST", "GET"]);
  });

  test("of what a rule of today would refuse: a look first", async () => {
    stored({ contactPoints: undefined });
    expect((await create(inputs({ contactPoints: undefined }))).asked).toEqual(["GET"]);
  });

  test("of what is taken: a POST that says so, a look, and the write", async () => {
    stored();
    expect((await create(inputs({ homepage: "x", adopt: true }))).asked).toEqual([
      "POST",
      "GET",
      "PUT",
      "GET",
    ]);
    expect(there()).toMatchObject({ homepage: "x" });
  });

  test("of what is taken over says what it does to access", async () => {
    stored();
    await create(inputs({ delegable: false, adopt: true }));
    expect(world.warnings.at(-1)).toBe(
      `access taken: ${title}: delegable false: new delegations; what was delegated stays`,
    );
    await create(inputs({ delegable: false }));
    expect(world.warnings.filter((line) => line.startsWith("access"))).toHaveLength(1);
  });

  test("that is refused, and is not there, leaves nothing in state", async () => {
    world.standin.failNext(POST, { status: 403 });
    await expect(create(inputs())).rejects.toBeInstanceOf(ApiError);
    world.standin.failNext(POST, { status: 400 });
    await expect(create(inputs())).rejects.toBeInstanceOf(ApiError);
  });

  test("that is refused for what the registry judges first looks whether it is there", async () => {
    stored();
    const refused = async (status: number): Promise<readonly string[]> => {
      world.standin.failNext(POST, { status }, { standing: true });
      const { asked: made } = await create(inputs());
      world.standin.clearFaults();
      return made;
    };
    expect(await refused(400)).toEqual(["POST", "GET", "GET"]);
    // With a new token, once more.
    expect(await refused(401)).toEqual(["POST", "POST", "GET", "GET"]);
    world.standin.failNext(POST, { status: 403 });
    await expect(create(inputs())).rejects.toThrow("answered 403");
  });

  test("that cannot be looked at is in state, since it was made", async () => {
    world.standin.after(POST, () => world.standin.failNext(call("GET"), { status: 403 }));
    const error: unknown = await create(inputs()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartialCreateError);
    expect((error as PartialCreateError).outputs).toEqual(state());
  });

  test("of an owner that the program gives without a name: the name that Altinn has", async () => {
    const since = world.standin.requests.length;
    await create(inputs({ hasCompetentAuthority: owner() }));
    expect(calls(world.standin, since).filter((one) => one.endsWith("/orgs"))).toHaveLength(1);
  });

  test("under a name of the owner that the program gives, its own", async () => {
    const name = { nb: "Vi", nn: "Vi", en: "We" };
    const since = world.standin.requests.length;
    await create(inputs({ hasCompetentAuthority: { name } }));
    expect(calls(world.standin, since).filter((one) => one.endsWith("/orgs"))).toEqual([]);
    expect(there()).toMatchObject({ hasCompetentAuthority: { name } });
  });
});

describe("a refresh", () => {
  test("of what is not there finds nothing", async () => {
    expect(await lifecycle().get(id)).toBeUndefined();
    expect(await lifecycle().read(id, state())).toBeUndefined();
  });

  test("of what a program only reads finds the document, less its version", async () => {
    const versionId = stored({ homepage: "x" });
    const found = await lifecycle().get(id);
    expect(found).toMatchObject({ identifier: id, homepage: "x", onDelete: "keep" });
    expect(found).not.toHaveProperty("versionId");
    // The registry makes an empty name of none.
    expect(found?.server).toEqual({ versionId, hasCompetentAuthority: { ...owner(), name: {} } });
  });

  test("says what somebody did, unless the last run left it in doubt", async () => {
    stored({ homepage: "theirs" });
    const olds = { homepage: "ours" };
    await lifecycle().read(id, state(olds, { unconfirmed: ["homepage"] }));
    expect(world.warnings).toEqual([]);
    await lifecycle().read(id, state(olds));
    expect(world.warnings).toEqual([
      `note: ${title}: at Altinn, not by the program, homepage became "theirs"; it was "ours"`,
    ]);
  });

  test("of access says what it means, once", async () => {
    stored({ delegable: false, homepage: "theirs" });
    await lifecycle().read(id, state({ homepage: "ours" }));
    expect(world.warnings).toEqual([
      `note: ${title}: at Altinn, not by the program, delegable became false: nobody can delegate the service any more`,
      `note: ${title}: at Altinn, not by the program, homepage became "theirs"; it was "ours"`,
    ]);
  });

  test("shows the owner where the program gives it", async () => {
    stored();
    const given = { hasCompetentAuthority: owner() };
    expect((await lifecycle().read(id, state(given)))?.inputs).toEqual(inputs(given));
    expect((await lifecycle().read(id, state()))?.inputs).toEqual(inputs());
  });
});

describe("the calls of an update", () => {
  const update = async (olds: Outputs, news: Values, of = lifecycle()) => {
    const since = world.standin.requests.length;
    const outputs = await of.update(id, olds, news);
    return { outputs, asked: asked(since) };
  };

  test("of onDelete alone: none, where state has the version", async () => {
    const versionId = stored();
    const keep = inputs({ onDelete: "keep" });
    const whole = await update(state({}, { versionId }), keep);
    expect(whole).toEqual({ outputs: { ...keep, server: { versionId } }, asked: [] });
    expect((await update(state(), keep)).asked).toEqual(["GET"]);
    const more = inputs({ onDelete: "keep", homepage: "x" });
    expect((await update(state({}, { versionId }), more)).asked).toEqual(["GET", "PUT", "GET"]);
  });

  test("of what is gone: it is made anew", async () => {
    expect((await update(state({}, { versionId: 1 }), inputs({ homepage: "x" }))).asked).toEqual([
      "GET",
      "POST",
      "GET",
    ]);
  });

  test("of what nobody knows to be ours, and is as it was sent: the write, without a word", async () => {
    stored();
    const unmade = state({}, { made: false });
    expect((await update(unmade, inputs({ homepage: "x" }))).asked).toEqual(["GET", "PUT", "GET"]); // prettier-ignore
    expect(world.warnings).toEqual([]);
  });

  test("of what nobody knows to be ours, and is another: only by adopt of the program", async () => {
    stored({ homepage: "theirs" });
    const unmade = state({ homepage: "ours" }, { made: false });
    const news = args({ homepage: "ours" });
    const { made } = await preview(news, unmade);
    await expect(update(unmade, made)).rejects.toThrow(/exists already and differs/);
    expect(there()).toMatchObject({ homepage: "theirs" });
    const adopting = await preview({ ...news, adopt: true }, unmade);
    expect(adopting.made).not.toHaveProperty("adopt");
    await update(unmade, adopting.made);
    expect(there()).toMatchObject({ homepage: "ours" });
  });

  test("that is shown as what was there before is kept as in doubt, with the version that it was", async () => {
    const versionId = stored();
    world.standin.failNext(call("PUT"), { status: 200 });
    const error: unknown = await update(state({}, { versionId }), inputs({ homepage: "x" })).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(PartialCreateError);
    const { message, outputs } = error as PartialCreateError;
    expect(message).toBe(
      `${title} was written, but the Resource Registry shows what was there before, in homepage. Run \`pulumi up\` again.`,
    );
    expect(outputs).toMatchObject({ homepage: "x", server: { versionId } });
  });

  test("whose PUT went wrong and left all as it was: the PUT once more", async () => {
    const versionId = stored();
    world.standin.failNext(call("PUT"), { status: 502 });
    const { asked: made } = await update(state({}, { versionId }), inputs({ homepage: "x" }));
    expect(made).toEqual(["GET", "PUT", "GET", "PUT", "GET"]);
    expect(there()).toMatchObject({ homepage: "x" });
  });

  test("over which somebody else has written since keeps no version", async () => {
    const versionId = stored();
    world.standin.after(call("PUT"), () => void stored({ homepage: "theirs" }));
    const error: unknown = await update(state({}, { versionId }), inputs({ homepage: "x" })).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(PartialCreateError);
    expect((error as PartialCreateError).outputs).toEqual(state({ homepage: "x" }));
  });

  test("that is not shown at all says so", async () => {
    const versionId = stored();
    world.standin.after(call("PUT"), () => world.standin.failNext(call("GET"), { status: 404 }));
    await expect(update(state({}, { versionId }), inputs({ homepage: "x" }))).rejects.toThrow(
      `${title} was written, but the Resource Registry does not show it. Run \`pulumi up\` again.`,
    );
  });
});

describe("a resource that leaves", () => {
  const leave = async (olds: Values, of = world) => {
    const since = world.standin.requests.length;
    await lifecycle(of.context).delete(id, state(olds));
    return { asked: asked(since), said: of.warnings };
  };

  test("and is kept is not looked at, which is said", async () => {
    stored();
    expect(await leave({ onDelete: "keep" })).toEqual({
      asked: [],
      said: [expect.stringMatching(`^stays: ${title}: it stays as it is at Altinn`)],
    });
  });

  test("and is gone needs nothing, and nothing is said", async () => {
    expect(await leave({})).toEqual({ asked: ["GET"], said: [] });
  });

  test("by a state that does not say how is withdrawn", async () => {
    stored();
    await lifecycle().delete(id, { ...state(), onDelete: undefined });
    expect(there()).toMatchObject({ status: "Withdrawn", visible: false, delegable: false });
  });

  test("and whose withdrawal never arrived stays in state, with what did not become", async () => {
    stored({ visible: false });
    world.standin.failNext(call("PUT"), { status: 200 });
    await expect(lifecycle().delete(id, state())).rejects.toThrow(
      `${title} was written, but the Resource Registry shows another value of status, delegable, so it stays as it was.`,
    );
    expect(world.warnings).toEqual([]);
  });

  test("by delete is deleted, where the registry deletes", async () => {
    stored();
    expect(await leave({ onDelete: "delete" })).toEqual({
      asked: ["GET", "DELETE"],
      said: [expect.stringMatching(`^access taken: ${title}: everybody: the resource is deleted`)],
    });
    expect(await world.context.registry.getResource(id)).toBeUndefined();
  });
});
