import { messageOf } from "../../provider/errors";
import { contextOf } from "../../provider/lifecycles";
import type { Values } from "../../provider/resources/lifecycle";
import { readSettings } from "../../provider/settings";
import { openWorld, type World } from "../support/altinn";
import { methodsOf } from "../support/provider-process";

/* What is said behind the errors of a refresh and a destroy. */

const id = "ttd-licences";
const STORED = "the stack configuration of the last `pulumi up`";
const WAY_AROUND = "--refresh=false";

let world: World;
const { PULUMI_RUN_PROGRAM } = process.env;
beforeEach(async () => {
  world = await openWorld();
  delete process.env.PULUMI_RUN_PROGRAM;
});
afterEach(async () => {
  await world.close();
  if (PULUMI_RUN_PROGRAM === undefined) delete process.env.PULUMI_RUN_PROGRAM;
  else process.env.PULUMI_RUN_PROGRAM = PULUMI_RUN_PROGRAM;
});

const placeOnly = (): Record<string, string> =>
  Object.fromEntries(Object.entries(world.env).filter(([name]) => name.startsWith("ALTINN_")));

/** A process whose client and key come from the stack's configuration. */
function processWith(config: Readonly<Record<string, string>>, env: Record<string, string> = {}) {
  const all = { ...placeOnly(), ...env };
  const { settings } = readSettings({ get: (key) => config[key] }, all);
  if (!settings) throw new Error("settings");
  const context = contextOf(settings, { print: () => undefined, pauseBetweenTries: () => 0 });
  return (kind: "BrokerResourceConfig" | "ServiceOwner" | "Resource") =>
    methodsOf({ context }, kind);
}

const stored = (more: Values = {}): Values => ({
  resourceId: id,
  onDelete: "forget",
  server: {},
  recorded: { environment: "local", organization: world.organisation.number },
  ...more,
});

const errorOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(() => "no error", messageOf);

const stackKey = (clientId = world.env.MASKINPORTEN_CLIENT_ID ?? "") => ({
  "altinn:clientId": clientId,
  "altinn:jwk": world.env.MASKINPORTEN_JWK ?? "",
});

test.each<readonly [string, () => Readonly<Record<string, string>>, string]>([
  ["no client", () => ({}), "MASKINPORTEN_CLIENT_ID is not set"],
  ["no key", () => ({ "altinn:clientId": "c" }), "No private key is set"],
  ["a broken key", () => ({ ...stackKey(), "altinn:jwk": "{" }), "altinn:jwk begins like JSON"],
  [
    "an unknown client",
    () => stackKey("5f7a4c3e-1111-4222-8333-444455556666"),
    "Maskinporten refused",
  ],
])(
  "%s in the stack's configuration: a refresh names what it sees, and no way that does not help",
  async (_what, config, reason) => {
    const methods = processWith(config());
    const first = await errorOf(methods("BrokerResourceConfig").read(id, stored()));
    expect(first).toContain(reason);
    expect(first).toContain(STORED);
    expect(first).toContain("PULUMI_RUN_PROGRAM=true");
    expect(first).toMatch(/needs no key: set ALTINN_WITHOUT_KEY=true for it\.$/);
    expect(first).not.toContain(WAY_AROUND);
    expect(first.split(reason)).toHaveLength(2);
    const second = await errorOf(methods("ServiceOwner").read(world.organisation.number, stored()));
    expect(second).toMatch(/^There is no token for the scope/);
    expect(second).not.toContain(STORED);
    expect(second).not.toContain(WAY_AROUND);
  },
);

test("a destroy names it too", async () => {
  await world.context.registry.postResource({
    identifier: id,
    title: { nb: "x", nn: "x", en: "x" },
    description: { nb: "x", nn: "x", en: "x" },
    rightDescription: { nb: "x", nn: "x", en: "x" },
    resourceType: "BrokerService",
    status: "Completed",
    contactPoints: [{ category: "Support", email: "broker@example.no" }],
    hasCompetentAuthority: {
      organization: world.organisation.number,
      orgcode: world.organisation.code,
    },
  } as never);
  const error = await errorOf(
    processWith({})("Resource").delete(id, { identifier: id, server: {} }),
  );
  expect(error).toContain("MASKINPORTEN_CLIENT_ID is not set");
  expect(error).toContain(STORED);
  expect(error).not.toContain("ALTINN_WITHOUT_KEY");
});

test.each([
  ["true", "now"],
  ["1", "now"],
  ["True", "now"],
  ["11", "the last up"],
  ["untrue", "the last up"],
  ["false", "the last up"],
  ["", "the last up"],
])("PULUMI_RUN_PROGRAM=%s: the configuration is that of %s", async (value, of) => {
  process.env.PULUMI_RUN_PROGRAM = value;
  const error = await errorOf(processWith({})("BrokerResourceConfig").read(id, stored()));
  expect(error).toContain("MASKINPORTEN_CLIENT_ID is not set");
  expect(error.includes(STORED)).toBe(of === "the last up");
});

test("client and key of the environment are those of now", async () => {
  const env = { ...world.env, MASKINPORTEN_CLIENT_ID: "5f7a4c3e-1111-4222-8333-444455556666" };
  const error = await errorOf(
    processWith(stackKey(), env)("BrokerResourceConfig").read(id, stored()),
  );
  expect(error).toContain("Maskinporten refused");
  expect(error).not.toContain(STORED);
  expect(error).not.toContain(WAY_AROUND);
});

test("what passes, and what Altinn answers, ends with the way around, once", async () => {
  world.standin.failNext({ server: "maskinporten" }, { status: 503 }, { standing: true });
  const methods = processWith(stackKey());
  const first = await errorOf(methods("BrokerResourceConfig").read(id, stored()));
  expect(first).toMatch(/answered 503.*use --refresh=false\.$/);
  expect(first).not.toContain(STORED);
  world.standin.clearFaults();
  world.standin.failNext({ path: /broker/ }, { status: 403 }, { standing: true });
  const second = await errorOf(methods("BrokerResourceConfig").read(id, stored()));
  expect(second).toMatch(/answered 403.*use --refresh=false\.$/);
  expect(second.split(WAY_AROUND)).toHaveLength(2);
});

test("a stack of another place is told without a way around, which would be refused too", async () => {
  const recorded = { environment: "tt02", organization: world.organisation.number };
  const error = await errorOf(
    processWith(stackKey())("BrokerResourceConfig").read(id, stored({ recorded })),
  );
  expect(error).toContain("was made in tt02");
  expect(error).not.toContain(WAY_AROUND);
});

test("what the provider process prints of an error under the stack says where it stands, and no more", async () => {
  const read = processWith({})("BrokerResourceConfig").read(id, stored());
  const error = await read.catch((thrown: unknown) => thrown as Error);
  expect(`${String(error)}: ${(error as Error).stack ?? ""}`).toBe(
    `note: BrokerResourceConfig ${id}: this failed; the error of the resource says why.`,
  );
});
