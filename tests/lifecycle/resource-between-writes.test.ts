import { PartialCreateError } from "../../provider/errors";
import type { Outputs } from "../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* Somebody else writes a registry resource between our write and our look at it, or while nothing of ours is known there. */

const id = "ttd-licences";
const RESOURCE = "/resourceregistry/api/v1/resource";
const HOME = { homepage: "https://ours.example" };
const THEIRS = { homepage: "https://theirs.example" };

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = () => resourceLifecycle(world.anew().context);
const live = () => world.context.registry.getResource(id);
/** What state keeps that only the registry knows. */
const server = async () => {
  const { versionId, hasCompetentAuthority } = ((await live()) ?? {}) as Record<string, unknown>;
  expect(hasCompetentAuthority).toMatchObject({ organization: world.organisation.number });
  return { versionId, hasCompetentAuthority };
};
const homepage = async (): Promise<unknown> => (await live())?.homepage;

async function inputsFor(more: Record<string, unknown>, olds?: Outputs, process = lifecycle()) {
  const { inputs, failures } = await process.check(olds, resourceArgs(id, more));
  expect(failures).toEqual([]);
  return inputs;
}
const created = async (more = {}): Promise<Outputs> => lifecycle().create(await inputsFor(more));
const update = async (olds: Outputs, more = {}): Promise<Outputs> => {
  const process = lifecycle();
  return process.update(id, olds, await inputsFor(more, olds, process));
};

async function partial(work: Promise<unknown>): Promise<{ outputs: Outputs; why: string }> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  const { outputs, message } = error as PartialCreateError;
  return { outputs: outputs as Outputs, why: message };
}

/** Somebody else's version, with `changes`. */
async function writtenByHand(changes: Record<string, unknown>): Promise<void> {
  const { versionId: _versionId, ...document } = (await live()) ?? {};
  world.standin.storeResource({ ...document, ...changes });
}

/** The document of a create that came to nothing, made by somebody else of our organisation. */
function madeByHand({ onDelete: _onDelete, server: _server, ...document }: Outputs, changes = {}) {
  const { number: organization, code: orgcode } = world.organisation;
  world.standin.storeResource({
    ...document,
    hasCompetentAuthority: { organization, orgcode },
    ...changes,
  });
}

const othersWriteAfter = (method: string): void =>
  world.standin.after({ method, path: /\/resource(\/ttd-licences)?$/ }, () =>
    writtenByHand(THEIRS),
  );

describe.each(["POST", "PUT"])("another version between our %s and our GET", (method) => {
  let failed: { outputs: Outputs; why: string };
  beforeEach(async () => {
    const before = method === "PUT" ? await created() : undefined;
    othersWriteAfter(method);
    failed = await partial(before ? update(before, HOME) : created(HOME));
  });

  test("is an error that names what it changed, and its version is not in state", () => {
    expect(failed.why).toMatch(
      /was written, but .* homepage \(is "https:\/\/theirs.example", program "https:\/\/ours.example"\)/,
    );
    expect(failed.outputs).toMatchObject({ ...HOME, server: {} });
  });

  test("is not overwritten by the next run without a refresh, but after one", async () => {
    await expect(update(failed.outputs, { ...HOME, keywords: [] })).rejects.toThrow(
      /was changed at Altinn since it was last read, in homepage. Nothing was written/,
    );
    expect(await homepage()).toBe(THEIRS.homepage);
    const found = await lifecycle().read(id, failed.outputs);
    expect(found?.outputs).toMatchObject(THEIRS);
    const mended = await update(found?.outputs ?? failed.outputs, HOME);
    expect(mended.server).toEqual(await server());
    expect(await homepage()).toBe(HOME.homepage);
  });

  test("is done when the program says the same", async () => {
    const since = world.standin.requests.length;
    const settled = await update(failed.outputs, THEIRS);
    expect(settled.server).toEqual(await server());
    expect(calls(world.standin, since).filter((call) => call.startsWith("PUT"))).toEqual([]);
  });
});

test("another version with the same content is taken for ours", async () => {
  world.standin.after({ method: "POST", path: RESOURCE }, () => writtenByHand({}));
  const outputs = await created(HOME);
  expect(outputs.server).toEqual(await server());
});

test("an update that is not known to have arrived keeps the version that it began with", async () => {
  const before = await created();
  world.standin.failNext({ method: "PUT" }, { status: 502 }, { standing: true });
  const { outputs } = await partial(update(before, HOME));
  world.standin.clearFaults();
  expect(outputs).toMatchObject({ ...HOME, server: before.server });
  expect((await update(outputs, {})).homepage).toBeUndefined();
  await writtenByHand(THEIRS);
  await expect(update(outputs, HOME)).rejects.toThrow(/was changed at Altinn/);
});

test.each([{ status: 502, afterEffect: true }, { reset: "after" }, { status: 503 }] as const)(
  "another version while our PUT waits for another try after %j is not written over",
  async (fault) => {
    const before = await created();
    world.standin.failNext({ method: "PUT" }, fault);
    let done = false;
    world.standin.onRequest(async ({ method }) => {
      if (done || method !== "GET" || !calls(world.standin).includes(`PUT ${RESOURCE}/${id}`))
        return;
      done = true;
      const { versionId: _versionId, ...document } =
        world.standin.altinn.registry.document(id) ?? {};
      world.standin.storeResource({ ...document, ...THEIRS });
    });
    await expect(update(before, HOME)).rejects.toThrow();
    expect(await homepage()).toBe(THEIRS.homepage);
  },
);

describe("a create of which nothing is known to be there", () => {
  let outputs: Outputs;
  beforeEach(async () => {
    world.standin.failNext({ method: "POST", path: RESOURCE }, { status: 500 }, { standing: true });
    outputs = (await partial(created(HOME))).outputs;
    world.standin.clearFaults();
  });

  test("says so, and the next run makes it", async () => {
    expect(outputs.server).toEqual({ made: false });
    expect(lifecycle().diff(outputs, await inputsFor(HOME, outputs))).toEqual({ changes: true });
    expect((await update(outputs, HOME)).server).toEqual(await server());
  });

  test("does not let the next run overwrite what somebody made meanwhile", async () => {
    madeByHand(outputs, THEIRS);
    await expect(update(outputs, HOME)).rejects.toThrow(/exists already and differs.*homepage/);
    expect(await lifecycle().read(id, outputs)).toBeUndefined();
    const { failures } = await lifecycle().check(undefined, resourceArgs(id, HOME));
    expect(failures).toEqual([
      expect.stringMatching(
        /exists already and differs.*adopt: true.*\n {2}homepage: is "https:\/\/theirs\.example", program "https:\/\/ours\.example"$/,
      ),
    ]);
  });

  test("with adopt lets the next run take over what somebody made meanwhile", async () => {
    world.standin.failNext({ method: "POST", path: RESOURCE }, { status: 500 }, { standing: true });
    const adopting = (await partial(created({ ...HOME, adopt: true }))).outputs;
    world.standin.clearFaults();
    expect(adopting).not.toHaveProperty("adopt");
    madeByHand(adopting, THEIRS);
    const settled = await update(adopting, { ...HOME, adopt: true });
    expect(settled).not.toHaveProperty("adopt");
    expect(await homepage()).toBe(HOME.homepage);
  });

  test("is ours when it is there as it was sent, and the next run clears the mark", async () => {
    madeByHand(outputs);
    const found = await lifecycle().read(id, outputs);
    expect(found?.outputs.server).toMatchObject({ made: false });
    const settled = await update(found?.outputs ?? outputs, HOME);
    expect(settled.server).toEqual(await server());
  });
});
