import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import { OWNER_SCOPES, openWorld, type World } from "../support/altinn";
import { policyFor } from "../support/policies";
import { resourceArgs } from "../support/resources";

/* Writes of one process to one identifier, on a registry whose writes take time and collide. */

const RESOURCE = "/resourceregistry/api/v1/resource";
const id = "ttd-licences";
const other = "ttd-permits";

let world: World;
beforeEach(async () => {
  world = await openWorld(OWNER_SCOPES, { answerTimeMs: 20 });
  await Promise.all([resourceOf(id), resourceOf(other)]);
  await policyOf(id, "991825827");
});
afterEach(() => world.close());

async function resourceOf(identifier: string): Promise<void> {
  const lifecycle = resourceLifecycle(world.context);
  await lifecycle.create((await lifecycle.check(undefined, resourceArgs(identifier))).inputs);
}

async function policyOf(resourceId: string, organisation: string): Promise<void> {
  const lifecycle = resourcePolicyLifecycle(world.context);
  const args = { resourceId, xml: policyFor(resourceId, [organisation]), adopt: true };
  await lifecycle.create((await lifecycle.check(undefined, args)).inputs);
}

async function listedFor(identifier: string): Promise<string[]> {
  const url = `${world.standin.platformUrl}${RESOURCE}/${identifier}/policy/subjects`;
  const { data } = (await (await fetch(url)).json()) as { data: { value: string }[] };
  return data.map(({ value }) => value);
}

const answersTo = (method: string, path: string) =>
  world.standin.requests
    .filter((request) => request.method === method && request.path === path)
    .map(({ status }) => status);

test("an upload and a PUT of its resource never collide", async () => {
  const { registry } = world.context;
  const { versionId: _versionId, ...document } = (await registry.getResource(id)) ?? {};
  const changed = { ...document, identifier: id, homepage: "https://x.example" };
  await Promise.all([
    registry.putPolicy(id, policyFor(id, ["974761076"])),
    registry.putResource(changed, () => true),
  ]);
  expect(answersTo("PUT", `${RESOURCE}/${id}/policy`)).toEqual([201, 201]);
  expect(answersTo("PUT", `${RESOURCE}/${id}`)).toEqual([200]);
  expect(await listedFor(id)).toEqual(["974761076"]);
});

test("two uploads for one service never collide, and the last one counts", async () => {
  const { registry } = world.context;
  const uploads = ["974761076", "889640782"].map((organisation) =>
    registry.putPolicy(id, policyFor(id, [organisation])),
  );
  await Promise.all(uploads);
  expect(answersTo("PUT", `${RESOURCE}/${id}/policy`)).toEqual([201, 201, 201]);
  expect(await listedFor(id)).toEqual(["889640782"]);
});

test("a POST and the upload that follows it at once both arrive", async () => {
  const { registry } = world.context;
  const { versionId: _versionId, ...document } = (await registry.getResource(id)) ?? {};
  const newer = "ttd-newer";
  const [made] = await Promise.all([
    registry.postResource({ ...document, identifier: newer }),
    registry.putPolicy(newer, policyFor(newer, ["974761076"])),
  ]);
  expect(made).toBe("created");
  expect(answersTo("PUT", `${RESOURCE}/${newer}/policy`)).toEqual([201]);
  expect(await listedFor(newer)).toEqual(["974761076"]);
});

test("a resource and its policy that change in one run never collide", async () => {
  const resource = resourceLifecycle(world.context);
  const policy = resourcePolicyLifecycle(world.context);
  const before = await Promise.all([
    resource.read(id, { ...(await resource.get(id)), server: {} }),
    policy.get(id),
  ]);
  const xml = policyFor(id, ["974761076"]);
  const resourceNews = { ...before[0]?.inputs, homepage: "https://x.example" };
  const policyNews = { ...before[1], xml };
  await Promise.all([
    resource.update(id, before[0]?.outputs ?? { server: {} }, resourceNews),
    policy.update(id, before[1] ?? { server: {} }, policyNews),
  ]);
  expect(answersTo("PUT", `${RESOURCE}/${id}/policy`)).toEqual([201, 201]);
  expect(await listedFor(id)).toEqual(["974761076"]);
  expect(await world.context.registry.getResource(id)).toMatchObject({
    homepage: "https://x.example",
  });
});

test("a write that failed lets the next one begin, and other identifiers wait for nothing", async () => {
  const { registry } = world.context;
  world.standin.failNext({ method: "PUT", path: `${RESOURCE}/${id}/policy` }, { status: 403 });
  const seen: string[] = [];
  const noted = (name: string, work: Promise<unknown>) =>
    work.then(
      () => seen.push(name),
      () => seen.push(`${name} refused`),
    );
  await Promise.all([
    noted("first", registry.putPolicy(id, policyFor(id, ["974761076"]))),
    noted("second", registry.putPolicy(id, policyFor(id, ["889640782"]))),
    noted("other", registry.putPolicy(other, policyFor(other, ["991825827"]))),
  ]);
  expect(seen.indexOf("first refused")).toBeLessThan(seen.indexOf("second"));
  expect(seen).toHaveLength(3);
  expect(await listedFor(id)).toEqual(["889640782"]);
  expect(await listedFor(other)).toEqual(["991825827"]);
});
