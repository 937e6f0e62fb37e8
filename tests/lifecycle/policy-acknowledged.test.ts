import {
  accessPackage,
  organization,
  renderPolicy,
  role,
  type Subject,
} from "../../provider/policy";
import { resourceLifecycle } from "../../provider/resources/resource/lifecycle";
import { resourcePolicyLifecycle } from "../../provider/resources/resource-policy/lifecycle";
import { UNKNOWN } from "../../provider/values/unknown";
import { calls, openWorld, type World } from "../support/altinn";
import { resourceArgs } from "../support/resources";

/* What a program says that it means, what is in force already, and what is not known yet. */

const id = "ttd-licences";
const TITLE = `ResourcePolicy ${id}`;
const itself = organization("991825827", { onBehalfOf: "itself" });
const policy = (...subjects: Subject[]) =>
  renderPolicy({ resourceId: id, rules: [{ subjects, actions: ["read", "write"] }] });
const PLAIN = policy(itself);
const DENY = PLAIN.replace('Effect="Permit"', 'Effect="Deny"');

let world: World;
const withResource = async (args: Record<string, unknown> = {}) => {
  const resource = resourceLifecycle(world.context);
  const { inputs } = await resource.check(undefined, { ...resourceArgs(id), ...args });
  await resource.create(inputs);
  // A process that makes the resource knows that it has no policy; what the resource says of itself it knows all the same.
  const { delegable } = world.context;
  world = world.anew();
  for (const [identifier, is] of delegable) world.context.delegable.set(identifier, is);
};
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const lifecycle = () => resourcePolicyLifecycle(world.context);
const check = (args: Record<string, unknown>, olds?: Record<string, unknown>) =>
  lifecycle().check(olds, { resourceId: id, ...args });
/** Beside who is let in. */
const warnings = () => world.warnings.filter((line) => !line.startsWith("access given: "));
const live = () => world.context.registry.getPolicy(id);

async function made(args: Record<string, unknown>) {
  const { inputs, failures } = await check(args);
  expect(failures).toEqual([]);
  return { inputs, outputs: await lifecycle().create(inputs) };
}

describe("an unusual policy", () => {
  const IN_FORCE = expect.stringMatching(
    /^warning \[in-force\]: ResourcePolicy ttd-licences: it stays as it is\. xml: Rule "\S+" makes the policy unusual/,
  );
  const REFUSED = /^xml: Rule "\S+" makes the policy unusual: it has Effect="Deny"\./;

  beforeEach(() => withResource());

  test("is refused when it is new, and let through when it is acknowledged", async () => {
    const { failures } = await check({ xml: DENY });
    expect(failures).toEqual([expect.stringMatching(REFUSED)]);
    const { outputs } = await made({ xml: DENY, acknowledge: ["unusual-policy"] });
    expect(await live()).toBe(DENY);
    expect(outputs).toMatchObject({ access: { "unusual policy: rule 1 (Deny), effect": "Deny" } });
    expect(world.warnings).toEqual([
      `warning [access-untold]: ${TITLE}: it is new, and who gets in by it cannot be told. Read it by eye.`,
    ]);
  });

  test("that the registry refuses stays refused", async () => {
    const elsewhere = DENY.replaceAll(`>${id}<`, ">ttd-other<");
    const { failures } = await check({ xml: elsewhere, acknowledge: ["unusual-policy"] });
    expect(failures).toEqual([expect.stringMatching(/is for another resource/)]);
  });

  test("in force is warned about and not refused, and `up` changes nothing", async () => {
    const { inputs, outputs } = await made({ xml: DENY, acknowledge: ["unusual-policy"] });
    world.warnings.splice(0);
    const withoutIt = await check({ xml: DENY }, inputs);
    expect(withoutIt.failures).toEqual([]);
    expect(world.warnings).toEqual([IN_FORCE]);
    world.warnings.splice(0);
    const otherwise = DENY.replace(/<(\/?)xacml:/g, "<$1x:").replace("xmlns:xacml", "xmlns:x");
    const dressed = await check({ xml: otherwise, acknowledge: ["unusual-policy"] }, inputs);
    expect(dressed.failures).toEqual([]);
    expect(world.warnings).toEqual([]);
    expect(lifecycle().diff(outputs, dressed.inputs)).toEqual({ changes: false });
  });

  test("in force is taken over without a word of adopt, and without an upload", async () => {
    await world.context.registry.putPolicy(id, DENY);
    const since = world.standin.requests.length;
    const { inputs, outputs } = await made({ xml: DENY });
    expect(world.warnings).toEqual([
      `taken over: ${TITLE}: exists and is equal to the program: nothing is written.`,
      IN_FORCE,
    ]);
    const again = await check({ xml: DENY }, inputs);
    expect(again.failures).toEqual([]);
    expect(lifecycle().diff(outputs, again.inputs)).toEqual({ changes: false });
    expect(calls(world.standin, since).some((call) => call.startsWith("PUT"))).toBe(false);
  });

  test("that nobody can say to be in force is refused, with the call that failed", async () => {
    await world.context.registry.putPolicy(id, DENY);
    world.standin.failNext({ method: "GET", path: /policy/ }, { status: 403 });
    expect((await check({ xml: DENY })).failures).toEqual([
      expect.stringMatching(
        /unusual-policy"\]\. And the Resource Registry could not be asked whether it exists already\. GET \S+ answered 403/,
      ),
    ]);
  });

  test("instead of another one is refused as a new one is", async () => {
    const { inputs } = await made({ xml: DENY, acknowledge: ["unusual-policy"] });
    const other = DENY.replaceAll("991825827", "974761076");
    expect((await check({ xml: other }, inputs)).failures).toEqual([
      expect.stringMatching(REFUSED),
    ]);
  });
});

describe("roles and access packages of a resource that is not delegable", () => {
  const warned =
    /^warning \[not-delegable\]: ResourcePolicy ttd-licences: The policy names roles or access packages, while the resource has delegable: false\./;

  test("are warned about", async () => {
    await withResource({ delegable: false });
    await check({ xml: policy(itself, role("dagl")) });
    expect(warnings()).toEqual([expect.stringMatching(warned)]);
  });

  test("are warned about where it is a package", async () => {
    await withResource({ delegable: false });
    await check({ xml: policy(itself, accessPackage("lonn")) });
    expect(warnings()).toEqual([expect.stringMatching(warned)]);
  });

  test("are not when that is acknowledged, nor without any, nor of one that is delegable", async () => {
    await withResource({ delegable: false });
    await check({ xml: policy(role("dagl")), acknowledge: ["not-delegable"] });
    await check({ xml: PLAIN });
    world.context.delegable.set(id, true);
    await check({ xml: policy(role("dagl")) });
    expect(warnings()).toEqual([]);
  });
});

describe("while something is not known", () => {
  const preview = (args: Record<string, unknown>) => check({ resourceId: UNKNOWN, ...args });

  test("the resource: a text has its words for the resource that it names", async () => {
    const { inputs, failures } = await preview({ xml: PLAIN });
    expect(failures).toEqual([]);
    expect(inputs.access).toEqual({ "organization 991825827 (on its own behalf)": "read, write" });
  });

  test("the resource: an unusual text and one that cannot be read are refused all the same", async () => {
    expect((await preview({ xml: DENY })).failures).toEqual([
      expect.stringMatching(/makes the policy unusual/),
    ]);
    expect((await preview({ xml: "<not" })).failures).toEqual([
      expect.stringMatching(/cannot be read/),
    ]);
  });

  test("the resource: a text that names several is judged when it is known", async () => {
    const several = PLAIN.replace(
      /<xacml:AllOf>(?:(?!<xacml:AllOf>)[^])*ttd-licences[^]*?<\/xacml:AllOf>/,
      (allOf) => allOf + allOf.replace(id, "ttd-other"),
    );
    expect((await preview({ xml: several })).failures).toEqual([]);
  });

  test("what is acknowledged: it may be anything", async () => {
    await withResource();
    const unknownCode = await check({ xml: DENY, acknowledge: [UNKNOWN] });
    const unknownList = await check({ xml: DENY, acknowledge: UNKNOWN });
    expect([unknownCode.failures, unknownList.failures]).toEqual([[], []]);
  });
});
