import { PartialCreateError } from "../../provider/errors";
import { marksOf } from "../../provider/resources/marks";
import type { Outputs } from "../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { policyFor } from "../support/policies";
import { resourceArgs } from "../support/resources";

/* Uploads that fail half way, that are not answered, or between which somebody else writes. */

const id = "ttd-licences";
const POLICY = `/resourceregistry/api/v1/resource/${id}/policy`;
const [OLD, NEW, THIRD] = ["991825827", "974761076", "889640782"];
const xml = (organisation: string): string => policyFor(id, [organisation]);

let world: World;
beforeEach(async () => {
  world = await openWorld();
  const resource = resourceLifecycle(world.context);
  await resource.create((await resource.check(undefined, resourceArgs(id))).inputs);
});
afterEach(() => world.close());

const lifecycle = () => resourcePolicyLifecycle(world.anew().context);
const uploads = (since = 0): number =>
  calls(world.standin, since).filter((call) => call === `PUT ${POLICY}`).length;

async function inputsFor(organisation: string, olds?: Outputs) {
  const args = { resourceId: id, xml: xml(organisation) };
  const { inputs, failures } = await lifecycle().check(olds, args);
  expect(failures).toEqual([]);
  return inputs;
}
const created = async (): Promise<Outputs> => lifecycle().create(await inputsFor(OLD));
const update = async (olds: Outputs, organisation = NEW): Promise<Outputs> =>
  lifecycle().update(id, olds, await inputsFor(organisation, olds));

async function partial(work: Promise<unknown>): Promise<Outputs & { readonly why: string }> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  const { outputs, message } = error as PartialCreateError;
  return { ...(outputs as Outputs), why: message };
}

/** The text that is there, and whom the registry lists the resource for. */
async function atAltinn(): Promise<{ text: string; listedFor: string[] }> {
  const base = `${world.standin.platformUrl}${POLICY}`;
  const subjects = (await (await fetch(`${base}/subjects`)).json()) as {
    data: { value: string }[];
  };
  return {
    text: await (await fetch(base)).text(),
    listedFor: subjects.data.map(({ value }) => value),
  };
}
const holding = (organisation: string) => ({ text: xml(organisation), listedFor: [organisation] });

test("an upload that fails half way is done once more, though the text is there", async () => {
  const outputs = await created();
  world.standin.failPolicyUploads(id);
  expect(marksOf(await update(outputs))).toEqual({});
  expect(await atAltinn()).toEqual(holding(NEW));
});

test("a refusal of the second upload does not hide what the first one left behind", async () => {
  const before = await created();
  world.standin.failPolicyUploads(id);
  world.standin.after({ method: "PUT", path: POLICY }, () =>
    world.standin.failNext({ method: "PUT", path: POLICY }, { status: 403 }),
  );
  const outputs = await partial(update(before));
  expect(outputs.why).toMatch(/answered 500.*done once more, PUT \S+ answered 403/);
  expect(outputs.server).toEqual({ unconfirmed: ["xml"] });
});

describe("when it goes on failing", () => {
  let outputs: Outputs & { readonly why: string };
  beforeEach(async () => {
    const before = await created();
    world.standin.failPolicyUploads(id, 2);
    outputs = await partial(update(before));
  });

  test("state has what Altinn may hold, the mark, and the error says what may be", async () => {
    expect(outputs).toMatchObject({ xml: xml(NEW), server: { unconfirmed: ["xml"] } });
    expect(outputs.why).toMatch(
      /PUT \S+ answered 500.* may be stored all the same.*another write may have come between/,
    );
    expect(await atAltinn()).toEqual({ text: xml(NEW), listedFor: [OLD] });
  });

  test.each([false, true])(
    "the next run uploads the equal text again, refresh: %s",
    async (refresh) => {
      const found = refresh ? await lifecycle().read(id, outputs) : undefined;
      const olds = found?.outputs ?? outputs;
      expect(marksOf(olds)).toEqual({ unconfirmed: ["xml"] });
      expect(lifecycle().diff(olds, await inputsFor(NEW, olds))).toEqual({ changes: true });
      const mended = await update(olds);
      expect(mended.server).toEqual({});
      expect(await atAltinn()).toEqual(holding(NEW));
      expect(lifecycle().diff(mended, await inputsFor(NEW, mended))).toEqual({ changes: false });
    },
  );

  test("a program that was set back uploads the old text", async () => {
    const found = await lifecycle().read(id, outputs);
    expect((await update(found?.outputs ?? outputs, OLD)).server).toEqual({});
    expect(await atAltinn()).toEqual(holding(OLD));
  });

  test("a refusal of the next upload leaves the mark where it is", async () => {
    world.standin.failNext({ method: "PUT", path: POLICY }, { status: 403 });
    await expect(update(outputs)).rejects.not.toBeInstanceOf(PartialCreateError);
    world.standin.failPolicyUploads(id, 2);
    expect(marksOf(await partial(update(outputs)))).toEqual({ unconfirmed: ["xml"] });
  });
});

describe("a create of which nothing is known to be there", () => {
  let outputs: Outputs;
  beforeEach(async () => {
    world.standin.failNext({ method: "PUT", path: POLICY }, { status: 502 }, { standing: true });
    outputs = await partial(created());
    world.standin.clearFaults();
  });

  test("says so, and is done again by the next run", async () => {
    expect(outputs.server).toEqual({ made: false, unconfirmed: ["xml"] });
    expect(await lifecycle().read(id, outputs)).toBeUndefined();
    expect((await update(outputs, OLD)).server).toEqual({});
    expect(await atAltinn()).toEqual(holding(OLD));
  });

  test("does not let the next run overwrite what somebody uploaded meanwhile", async () => {
    world.standin.storePolicy(id, xml(THIRD));
    await expect(update(outputs, OLD)).rejects.toThrow(
      /exists already and differs.*889640782.*Nothing was written.*up --refresh/,
    );
    expect(await lifecycle().read(id, outputs)).toBeUndefined();
    expect(await atAltinn()).toEqual(holding(THIRD));
  });

  test("is ours when its text is there", async () => {
    world.standin.storePolicy(id, xml(OLD));
    const found = await lifecycle().read(id, outputs);
    expect(found?.outputs).toMatchObject({ xml: xml(OLD), server: outputs.server });
    expect((await update(outputs, NEW)).server).toEqual({});
    expect(await atAltinn()).toEqual(holding(NEW));
  });
});

describe("somebody else's policy between an upload and the look at it", () => {
  let outputs: Outputs & { readonly why: string };
  beforeEach(async () => {
    const before = await created();
    world.standin.after({ method: "PUT", path: POLICY }, () =>
      world.standin.storePolicy(id, xml(THIRD)),
    );
    outputs = await partial(update(before));
  });

  test("is an error that says so, and stands in state as it is", () => {
    expect(outputs.why).toMatch(
      /was uploaded, but .* another policy, .* 889640782 \(for any party\) \(is "publish, read, subscribe, write", program nothing\);.*somebody else.*up` again/,
    );
    expect(outputs).toMatchObject({ xml: xml(THIRD), server: {} });
  });

  test("is written over by the next run, unless the program says the same", async () => {
    const since = world.standin.requests.length;
    expect((await update(outputs, THIRD)).server).toEqual({});
    expect(uploads(since)).toBe(0);
    expect((await update(outputs, NEW)).server).toEqual({});
    expect(await atAltinn()).toEqual(holding(NEW));
  });
});

test("an upload that the registry does not show is done again by the next run", async () => {
  const before = await created();
  world.standin.failNext({ method: "GET", path: POLICY }, { status: 404 });
  const outputs = await partial(update(before));
  expect(outputs.why).toMatch(/was uploaded, but the Resource Registry shows none/);
  expect(outputs.server).toEqual({ unconfirmed: ["xml"] });
});
