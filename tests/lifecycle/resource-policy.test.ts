import { PartialCreateError } from "../../provider/errors";
import type { Outputs } from "../../provider/resources/lifecycle";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import { calls, openWorld, type World } from "../support/altinn";
import { policyFor } from "../support/policies";
import { resourceArgs } from "../support/resources";

const id = "ttd-licences";
const xml = policyFor(id, ["991825827"]);
const otherXml = policyFor(id, ["991825827", "974761076"]);

let world: World;
beforeEach(async () => {
  world = await openWorld();
  const resource = resourceLifecycle(world.context);
  await resource.create((await resource.check(undefined, resourceArgs(id))).inputs);
});
afterEach(() => world.close());

const lifecycle = (of: World = world) => resourcePolicyLifecycle(of.context);
const live = () => world.context.registry.getPolicy(id);

async function made(
  args: Record<string, unknown> = { resourceId: id, xml },
  of: World = world,
): Promise<Outputs> {
  const { inputs, failures } = await lifecycle(of).check(undefined, args);
  expect(failures).toEqual([]);
  return lifecycle(of).create(inputs);
}

test("create uploads the text byte for byte, byte order mark included", async () => {
  const marked = `\uFEFF${xml.replaceAll("\n", "\r\n")}`;
  await made({ resourceId: id, xml: marked });
  expect(await live()).toBe(marked);
});

test("read answers what check made while nothing has changed", async () => {
  const { inputs } = await lifecycle().check(undefined, { resourceId: id, xml });
  const outputs = await lifecycle().create(inputs);
  const found = await lifecycle().read(id, outputs);
  expect(found?.inputs).toEqual(inputs);
  expect(lifecycle().diff(found?.outputs ?? outputs, inputs)).toEqual({ changes: false });
});

test("an answer without a text is no policy, and nothing that could be taken over", async () => {
  const outputs = await made();
  world.standin.failNext({ method: "GET", path: /\/policy$/ }, { status: 200 }, { standing: true });
  const told = /GET \S+\/policy answered 200: the body is not a policy\. Check that/;
  await expect(lifecycle().read(id, outputs)).rejects.toThrow(told);
  const { failures } = await lifecycle().check(undefined, { resourceId: id, xml: otherXml });
  expect(failures.join()).not.toMatch(/exists already/);
});

test("drift shows the live text, and an update puts the program's back", async () => {
  const outputs = await made();
  await world.context.registry.putPolicy(id, otherXml);
  const found = await lifecycle().read(id, outputs);
  expect(found?.inputs).toMatchObject({ xml: otherXml });
  const { inputs } = await lifecycle().check({ ...found?.inputs }, { resourceId: id, xml });
  expect(lifecycle().diff(found?.outputs ?? outputs, inputs)).toEqual({});
  await lifecycle().update(id, found?.outputs ?? outputs, inputs);
  expect(await live()).toBe(xml);
});

test("an existing policy that differs needs adopt; an equal one is taken over without an upload", async () => {
  await made();
  const other = world.anew();
  const { failures } = await lifecycle(other).check(undefined, { resourceId: id, xml: otherXml });
  expect(failures).toEqual([
    expect.stringMatching(/^ResourcePolicy ttd-licences exists already and differs.*adopt: true/),
  ]);
  const since = world.standin.requests.length;
  await made({ resourceId: id, xml }, other);
  expect(calls(world.standin, since).some((call) => call.startsWith("PUT"))).toBe(false);
  const outputs = await made({ resourceId: id, xml: otherXml, adopt: true }, other);
  expect(outputs).not.toHaveProperty("adopt");
  expect(await live()).toBe(otherXml);
});

test("another resourceId replaces", async () => {
  const outputs = await made();
  expect(lifecycle().diff(outputs, { ...outputs, resourceId: "ttd-other" })).toEqual({
    replaces: ["resourceId"],
  });
});

test.each([
  ["empty", " "],
  ["no text", { type: "Buffer", data: [60] }],
  ["no text", 7],
])("xml that is %s is refused, with how to read a file", async (is, given) => {
  const { failures } = await lifecycle().check(undefined, { resourceId: id, xml: given });
  expect(failures).toEqual([
    `xml is ${is}. Write the XACML 3.0 policy as text, for instance with readFileSync(path, "utf8"), or give rules.`,
  ]);
});

test("deleting leaves the policy, and says that access stays", async () => {
  const outputs = await made();
  world.warnings.splice(0);
  await lifecycle().delete(id, outputs);
  expect(await live()).toBe(xml);
  expect(world.warnings).toEqual([
    'stays: ResourcePolicy ttd-licences: it stays uploaded: the Resource Registry has no way to remove a policy. The access that it gives stays, too. To let nobody in any more, run `pulumi up` with accessListMode: "Enabled" on the Resource first.',
  ]);
});

test("an upload is repeated after a lost answer", async () => {
  world.standin.failNext({ method: "PUT", path: /policy/ }, { reset: "after" });
  await made();
  expect(await live()).toBe(xml);
});

test("an upload that goes on failing is a partial creation, which the next update finishes", async () => {
  const { inputs } = await lifecycle().check(undefined, { resourceId: id, xml });
  world.standin.failNext({ method: "PUT", path: /policy/ }, { status: 502 }, { standing: true });
  const error: unknown = await lifecycle()
    .create(inputs)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(PartialCreateError);
  world.standin.clearFaults();
  await lifecycle().update(id, (error as PartialCreateError).outputs as Outputs, inputs);
  expect(await live()).toBe(xml);
});

test("a resource without a policy is gone; a refused read is an error", async () => {
  const outputs = await made();
  expect(await lifecycle().read("ttd-nothing", outputs)).toBeUndefined();
  world.standin.failNext({ method: "GET", path: /policy/ }, { status: 403 });
  await expect(lifecycle().read(id, outputs)).rejects.toThrow("answered 403");
});
