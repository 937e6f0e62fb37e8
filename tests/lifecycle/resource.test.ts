import { PartialCreateError } from "../../provider/errors";
import type { Outputs } from "../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

const REGISTRY = "/resourceregistry/api/v1/resource";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => resourceLifecycle(of.context);
const id = "ttd-licences";

async function checked(args: Record<string, unknown>, olds?: Outputs, of: World = world) {
  const { server: _server, ...inputs } = olds ?? { server: {} };
  return lifecycle(of).check(olds ? inputs : undefined, args);
}

async function made(args = resourceArgs(id), of: World = world): Promise<Outputs> {
  const { inputs, failures } = await checked(args, undefined, of);
  expect(failures).toEqual([]);
  return lifecycle(of).create(inputs);
}

const live = async (identifier = id): Promise<Record<string, unknown> | undefined> =>
  world.context.registry.getResource(identifier);

/** What state keeps that only the registry knows. */
const server = async () => {
  const { versionId, hasCompetentAuthority } = (await live()) ?? {};
  expect(hasCompetentAuthority).toMatchObject({ organization: world.organisation.number });
  return { versionId, hasCompetentAuthority };
};

/** Writes `changes` to the registry, as somebody else would. */
async function changedBehind(changes: Record<string, unknown>): Promise<void> {
  const { versionId: _versionId, ...document } = (await live()) ?? {};
  await world.context.registry.putResource({ ...document, ...changes } as never, () => true);
}

test("create registers the document with our defaults and the owner's name from the organisation list", async () => {
  const outputs = await made();
  const document = await live();
  expect(document).toMatchObject({
    identifier: id,
    resourceType: "BrokerService",
    status: "Completed",
    hasCompetentAuthority: {
      organization: world.organisation.number,
      orgcode: world.organisation.code,
    },
  });
  expect(Object.keys((document?.hasCompetentAuthority as { name: object }).name)).not.toHaveLength(
    0,
  );
  expect(outputs).toMatchObject({
    identifier: id,
    onDelete: "withdraw",
    server: { versionId: document?.versionId },
  });
});

test("read answers what check made while nothing has changed, and diff finds nothing", async () => {
  const { inputs } = await checked(resourceArgs(id, { delegable: true, keywords: [] }));
  const outputs = await lifecycle().create(inputs);
  const found = await lifecycle().read(id, outputs);
  expect(found?.inputs).toEqual(inputs);
  expect(lifecycle().diff(found?.outputs ?? outputs, inputs)).toEqual({ changes: false });
});

test("drift shows the live value in place of the program's, member by member", async () => {
  const outputs = await made();
  await changedBehind({
    title: { nb: "Annet", nn: "Lisenser", en: "Lisenser" },
    homepage: "https://x.example",
    delegable: false,
  });
  const found = await lifecycle().read(id, outputs);
  expect(found?.inputs).toMatchObject({
    title: { nb: "Annet", nn: "Lisenser", en: "Lisenser" },
    homepage: "https://x.example",
    delegable: false,
  });
  const { inputs } = await checked(resourceArgs(id), outputs);
  expect(lifecycle().diff(found?.outputs ?? outputs, inputs)).toEqual({});
  await lifecycle().update(id, found?.outputs ?? outputs, inputs);
  const repaired = await live();
  expect(repaired).toMatchObject({ title: { nb: "Lisenser" }, delegable: true });
  expect(repaired).not.toHaveProperty("homepage");
});

test("an update keeps the owner's name that the registry has, and an equal document is not written", async () => {
  const outputs = await made();
  const before = await live();
  const { inputs } = await checked(resourceArgs(id), outputs);
  const since = world.standin.requests.length;
  await lifecycle().update(id, outputs, inputs);
  expect(calls(world.standin, since)).toEqual([`GET ${REGISTRY}/${id}`]);
  await lifecycle().update(id, outputs, { ...inputs, homepage: "https://x.example" });
  expect((await live())?.hasCompetentAuthority).toEqual(before?.hasCompetentAuthority);
});

test("a new identifier replaces, anything else does not", async () => {
  const outputs = await made();
  const { inputs } = await checked(resourceArgs("ttd-other"), outputs);
  expect(lifecycle().diff(outputs, inputs)).toEqual({ replaces: ["identifier"] });
});

describe("taking over", () => {
  test("what equals the program is taken over without a write", async () => {
    await made();
    const other = world.anew();
    const since = world.standin.requests.length;
    const outputs = await made(resourceArgs(id), other);
    expect(calls(world.standin, since).filter((call) => call.startsWith("PUT"))).toEqual([]);
    expect(outputs.server).toEqual(await server());
  });

  test("what differs is refused at preview with the differences, and changed with adopt", async () => {
    await made();
    const args = resourceArgs(id, { homepage: "https://x.example" });
    const { failures } = await checked(args, undefined, world.anew());
    expect(failures).toEqual([
      expect.stringMatching(
        /^Resource ttd-licences exists already and differs from the program in homepage\. .*adopt: true.*\n {2}homepage: is nothing, program "https:\/\/x\.example"$/,
      ),
    ]);
    const adopting = world.anew();
    const outputs = await made({ ...args, adopt: true }, adopting);
    expect(adopting.warnings).toEqual([
      "taken over: Resource ttd-licences: exists and is changed to what the program says (adopt).",
      'taken over: Resource ttd-licences: homepage: is nothing, program "https://x.example".',
    ]);
    expect(outputs).not.toHaveProperty("adopt");
    expect(await live()).toMatchObject({ homepage: "https://x.example" });
    await made(args, world.anew({ ALTINN_ADOPT: "true" }));
  });

  test("what belongs to another organisation is never taken over, adopt or not", async () => {
    await made();
    const { number, code } = world.standin.newOrganisation();
    const stranger = world.anew({ ALTINN_ORG_NUMBER: number, ALTINN_ORG_CODE: code });
    const { failures } = await checked(resourceArgs(id, { adopt: true }), undefined, stranger);
    expect(failures).toEqual([
      expect.stringMatching(/belongs to organisation .* It is never taken over/),
    ]);
  });

  test("a resource that our own deletion withdrew is opened again without adopt", async () => {
    const outputs = await made();
    await lifecycle().delete(id, outputs);
    expect(await live()).toMatchObject({ status: "Withdrawn", visible: false, delegable: false });
    const other = world.anew();
    await made(resourceArgs(id), other);
    expect(other.warnings).toEqual([
      "taken over: Resource ttd-licences: was withdrawn when it left a program, and is made visible and delegable again.",
      'taken over: Resource ttd-licences: status: is "Withdrawn", program "Completed".',
      "taken over: Resource ttd-licences: delegable: is false, program true.",
      "taken over: Resource ttd-licences: visible: is false, program true.",
      "access given: Resource ttd-licences: delegable true: whoever gets the service delegated by a role or access package of the policy",
    ]);
    expect(await live()).toMatchObject({ status: "Completed", visible: true, delegable: true });
  });

  test("an unreachable registry is a warning at preview", async () => {
    world.standin.failNext({ path: /resource/ }, { status: 503 }, { standing: true });
    const { failures } = await checked(resourceArgs(id));
    expect(failures).toEqual([]);
    expect(world.warnings).toEqual([
      expect.stringMatching(
        /^warning \[not-asked\]: Resource ttd-licences: the Resource Registry could not be asked whether it exists already\. /,
      ),
    ]);
  });
});

describe("deleting", () => {
  test("withdraw says that access goes on; a second one writes nothing", async () => {
    const outputs = await made();
    world.warnings.splice(0);
    await lifecycle().delete(id, outputs);
    expect(world.warnings).toEqual([
      "stays: Resource ttd-licences: transfers and access go on as before. The resource is withdrawn: not visible, and nobody can delegate it any more, which closes nothing.",
    ]);
    const version = (await live())?.versionId;
    await lifecycle().delete(id, outputs);
    expect((await live())?.versionId).toBe(version);
  });

  test("close, in the program or as ALTINN_ON_DELETE, lets in only members of access lists", async () => {
    for (const [name, onDelete, env] of [
      ["ttd-one", "close", {}],
      ["ttd-two", "withdraw", { ALTINN_ON_DELETE: "close" }],
    ] as const) {
      const outputs = await made(resourceArgs(name, { onDelete }));
      expect((await live(name))?.accessListMode).not.toBe("Enabled");
      const process = world.anew({ ...env });
      await lifecycle(process).delete(name, outputs);
      expect(await live(name)).toMatchObject({ accessListMode: "Enabled", status: "Withdrawn" });
      expect(process.warnings).toEqual([
        expect.stringMatching(
          `^access taken: Resource ${name}: accessListMode Enabled: everybody who is on no connected access list\\. No access list is connected at Altinn now: until one is, nobody is let in\\. .*The resource is withdrawn\\.$`,
        ),
      ]);
    }
  });

  test("keep, in the program or as ALTINN_ON_DELETE, leaves everything as it is", async () => {
    const outputs = await made();
    const version = (await live())?.versionId;
    await lifecycle().delete(id, { ...outputs, onDelete: "keep" });
    await lifecycle(world.anew({ ALTINN_ON_DELETE: "keep" })).delete(id, outputs);
    expect((await live())?.versionId).toBe(version);
  });

  test("a changed onDelete is an update without a call, and not together with the identifier", async () => {
    const outputs = await made();
    const { inputs } = await checked(resourceArgs(id, { onDelete: "keep" }), outputs);
    expect(lifecycle().diff(outputs, inputs)).toEqual({});
    const since = world.standin.requests.length;
    expect(await lifecycle().update(id, outputs, inputs)).toMatchObject({
      onDelete: "keep",
      server: outputs.server,
    });
    expect(calls(world.standin, since)).toEqual([]);
    const { failures } = await checked(resourceArgs("ttd-other", { onDelete: "keep" }), outputs);
    expect(failures).toEqual([expect.stringMatching(/^onDelete and identifier change together/)]);
  });
});

describe("faults", () => {
  test("an answer lost after the POST took effect ends in one resource", async () => {
    world.standin.failNext({ method: "POST", path: REGISTRY }, { reset: "after" });
    const outputs = await made();
    expect(outputs.server).toEqual(await server());
    expect(calls(world.standin).filter((call) => call === `POST ${REGISTRY}`)).toHaveLength(1);
  });

  test("an answer lost before the POST took effect is sent again", async () => {
    world.standin.failNext({ method: "POST", path: REGISTRY }, { reset: "before" });
    await made();
    expect(await live()).toBeDefined();
    expect(calls(world.standin).filter((call) => call === `POST ${REGISTRY}`)).toHaveLength(2);
  });

  test("an answer lost after the PUT took effect makes no second version", async () => {
    const outputs = await made();
    const { inputs } = await checked(resourceArgs(id, { homepage: "https://x.example" }), outputs);
    world.standin.failNext({ method: "PUT", path: `${REGISTRY}/${id}` }, { reset: "after" });
    await lifecycle().update(id, outputs, inputs);
    expect(calls(world.standin).filter((call) => call.startsWith("PUT"))).toHaveLength(1);
    expect(await live()).toMatchObject({ homepage: "https://x.example" });
  });

  test("a create that fails after its first write is partial, and the next update finishes it", async () => {
    const { inputs } = await checked(resourceArgs(id));
    world.standin.failNext({ method: "POST", path: REGISTRY }, { status: 500 }, { standing: true });
    world.standin.failNext(
      { method: "GET", path: `${REGISTRY}/${id}` },
      { status: 500 },
      { standing: true },
    );
    const error: unknown = await lifecycle()
      .create(inputs)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartialCreateError);
    const { resourceId, outputs } = error as PartialCreateError;
    expect(resourceId).toBe(id);
    world.standin.clearFaults();
    await world.anew().context.pause(0);
    const finished = await lifecycle(world.anew()).update(id, outputs as Outputs, inputs);
    expect(finished.server).toEqual(await server());
  });

  test.each([401, 403, 429, 500, 502])(
    "a read answered %d is an error, never gone",
    async (status) => {
      const outputs = await made();
      world.standin.failNext(
        { method: "GET", path: `${REGISTRY}/${id}` },
        { status },
        { standing: true },
      );
      await expect(lifecycle().read(id, outputs)).rejects.toThrow(`answered ${String(status)}`);
    },
  );

  test("a web page with 404 is an error that names the address; a real 404 is gone", async () => {
    const outputs = await made();
    world.standin.failNext(
      { method: "GET", path: `${REGISTRY}/${id}` },
      { status: 404, headers: { "content-type": "text/html" }, body: "<html>nginx</html>" },
    );
    await expect(lifecycle().read(id, outputs)).rejects.toThrow(world.standin.platformUrl);
    expect(await lifecycle().read("ttd-nothing", outputs)).toBeUndefined();
  });

  test("Retry-After wins over the back-off", async () => {
    const outputs = await made();
    world.standin.failNext(
      { method: "GET", path: `${REGISTRY}/${id}` },
      { status: 429, headers: { "retry-after": "7" } },
    );
    await lifecycle().read(id, outputs);
    expect(world.pauses).toEqual([7000]);
  });

  test("a burnt identifier is told apart from one that exists", async () => {
    const outputs = await made();
    const token = world.standin.token({
      organisation: world.organisation.number,
      scopes: ["altinn:resourceregistry/resource.write"],
    });
    const answer = await fetch(`${world.standin.platformUrl}${REGISTRY}/${id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(204);
    expect(await lifecycle().read(id, outputs)).toBeUndefined();
    const { inputs } = await checked(resourceArgs(id));
    await expect(lifecycle().create(inputs)).rejects.toThrow(
      /was deleted earlier.*Choose another identifier/,
    );
  });
});

test.each([
  [{ identifier: "search" }, /^identifier is "search".*never be read/],
  [{ identifier: "TTD" }, /^identifier is "TTD"/],
  [{ identifier: "x".repeat(81) }, /^identifier has 81 characters/],
  [{ title: { nb: "a", nn: " " } }, /^title has no text in nn, en/],
  [{ rightDescription: undefined }, /^rightDescription has no text in nb, nn, en/],
  [{ contactPoints: undefined }, /^contactPoints is missing/],
  [{ resourceType: "Broker" }, /^resourceType is "Broker"/],
  [
    { hasCompetentAuthority: { organization: "974761076" } },
    /^hasCompetentAuthority is .* acts for organisation/,
  ],
  [{ onDelete: "burn" }, /^onDelete is "burn"/],
])("%j is refused before anything is written", async (change, reason) => {
  const { failures } = await checked(resourceArgs(id, change));
  expect(failures).toEqual([expect.stringMatching(reason)]);
  // What is there as it is may be older than today's rules, so one look may come first.
  expect(calls(world.standin).filter((call) => !call.startsWith(`GET ${REGISTRY}/`))).toEqual([]);
  expect(calls(world.standin).length).toBeLessThanOrEqual(1);
});
