import { decodeJwt } from "jose";
import { TokenSource } from "../../provider/auth/tokens";
import { HttpClient } from "../../provider/http/client";
import { readSettings } from "../../provider/settings";
import { calls, openWorld, type World } from "../support/altinn";

const BROKER = "altinn:serviceowner";
const REGISTRY = "altinn:resourceregistry/resource.write";

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const http = { callTimeoutSeconds: 5, parallelCalls: 8, retry: { tries: 4, pause: () => 0 } };
const tokens = (env: Record<string, string> = {}) => {
  const { settings } = readSettings({ get: () => undefined }, { ...world.env, ...env });
  if (!settings) throw new Error("settings");
  return new TokenSource(new HttpClient(http), settings);
};
const count = (call: string): number => calls(world.standin).filter((made) => made === call).length;
const grants = (): number => count("POST /token");
const exchanges = (): number => count("GET /authentication/api/v1/exchange/maskinporten");

test("one token and one exchange serve any number of askers; another scope has its own", async () => {
  const source = tokens();
  const all = await Promise.all(Array.from({ length: 20 }, () => source.token(BROKER)));
  expect(new Set(all).size).toBe(1);
  await source.token(BROKER);
  await source.token(REGISTRY);
  expect([grants(), exchanges()]).toEqual([2, 2]);
});

test("a refusal is asked for once, told in full once, and leaves other scopes alone", async () => {
  const source = tokens();
  const first = await source.token("altinn:not/ours").catch((error: unknown) => String(error));
  expect(first).toMatch(
    /Maskinporten refused a token for the scope altinn:not\/ours: invalid_scope \(MP-200\).*key id .* \(from MASKINPORTEN_JWK\).*Samarbeidsportalen can add it/,
  );
  const second = await source.token("altinn:not/ours").catch((error: unknown) => String(error));
  expect(second).toMatch(/for the reason given above/);
  expect(grants()).toBe(1);
  await source.token(BROKER);
});

test("another organisation's client is refused before anything is written", async () => {
  const other = world.standin.newOrganisation();
  const source = tokens({ ALTINN_ORG_NUMBER: other.number });
  await expect(source.token(REGISTRY)).rejects.toThrow(
    `The Maskinporten client acts for organisation ${world.organisation.number}, but altinn:orgNumber is ${other.number}`,
  );
});

test("a token is kept until a minute before its end, and not used after that", async () => {
  const source = tokens();
  const first = await source.token(BROKER);
  const { exp = 0 } = decodeJwt(first);
  const now = jest.spyOn(Date, "now");
  try {
    now.mockReturnValue(exp * 1000 - 62_000);
    expect(await source.token(BROKER)).toBe(first);
    now.mockReturnValue(exp * 1000 - 58_000);
    const second = await source.token(BROKER);
    expect(second).not.toBe(first);
    now.mockReturnValue((decodeJwt(second).exp ?? 0) * 1000 + 1_000);
    expect([first, second]).not.toContain(await source.token(BROKER));
  } finally {
    now.mockRestore();
  }
  expect([grants(), exchanges()]).toEqual([3, 3]);
});

test.each([600_000, -600_000])(
  "a clock that is off by %d ms is corrected once from the Date header",
  async (clockSkewMs) => {
    world.standin.failNext({}, { clockSkewMs }, { standing: true });
    await tokens().token(BROKER);
    expect(grants()).toBe(2);
  },
);

test("a 503 from Maskinporten is tried again with a new assertion", async () => {
  world.standin.failNext(
    { server: "maskinporten", path: "/token" },
    { status: 503, afterEffect: true },
    { times: 2 },
  );
  await tokens().token(BROKER);
  const assertions = world.standin.requests.map((request) => request.assertion).filter(Boolean);
  expect(new Set(assertions).size).toBe(3);
});

test("an empty 401 renews both tokens once per process, a 401 with a body never", async () => {
  const { broker } = world.context;
  await broker.postServiceOwner("Etaten");
  world.standin.failNext({ path: "/broker/api/v1/serviceowner" }, { status: 401 });
  expect(await broker.getServiceOwner()).toBeDefined();
  expect([grants(), exchanges()]).toEqual([2, 2]);
  world.standin.failNext(
    { path: "/broker/api/v1/serviceowner" },
    { status: 401 },
    { standing: true },
  );
  await expect(broker.getServiceOwner()).rejects.toThrow(
    /401 with an empty body.*a fresh one included/,
  );
  expect([grants(), exchanges()]).toEqual([2, 2]);
  world.standin.clearFaults();
  world.standin.failNext(
    { path: "/broker/api/v1/serviceowner" },
    { status: 401, body: '{"code":"BRO-00006","detail":"no"}' },
  );
  await expect(broker.getServiceOwner()).rejects.toThrow("401: BRO-00006");
  expect([grants(), exchanges()]).toEqual([2, 2]);
});

test("nothing secret can be reached from an error", async () => {
  const { broker } = world.context;
  const errors: unknown[] = [];
  const keep = (error: unknown): void => void errors.push(error);
  await tokens().token("altinn:not/ours").catch(keep);
  for (const fault of [
    { status: 500, body: '{"detail":"x"}' },
    { reset: "before" as const },
    { notJson: true },
    { truncate: true },
  ]) {
    world.standin.failNext({ path: "/broker/api/v1/serviceowner" }, fault, { times: 4 });
    await broker.getServiceOwner().catch(keep);
    world.standin.clearFaults();
  }
  const token = await world.anew().context.broker.http.bearer?.token(BROKER);
  world.standin.failNext(
    { path: "/broker/api/v1/serviceowner" },
    { status: 400, body: JSON.stringify({ detail: `bad ${String(token)}` }) },
  );
  await broker.getServiceOwner().catch(keep);
  expect(errors.length).toBeGreaterThanOrEqual(4);
  const secrets = world.standin.requests.flatMap(({ assertion, issuedToken, authorization }) => [
    assertion,
    issuedToken,
    authorization?.replace("Bearer ", ""),
  ]);
  const jwk = JSON.parse(world.env.MASKINPORTEN_JWK ?? "{}") as Record<string, string>;
  secrets.push(jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi);
  for (const error of errors) {
    const text = reachable(error);
    expect(secrets.filter((secret) => secret && text.includes(secret))).toEqual([]);
  }
});

/** Everything that can be read off an error, hidden properties, stack and cause included. */
function reachable(value: unknown, seen = new Set<unknown>()): string {
  if (value === null || (typeof value !== "object" && typeof value !== "function"))
    return String(value);
  if (seen.has(value)) return "";
  seen.add(value);
  const keys = [...Object.getOwnPropertyNames(value), ...Object.getOwnPropertySymbols(value)];
  return keys
    .map((key) => `${String(key)} ${reachable((value as Record<PropertyKey, unknown>)[key], seen)}`)
    .join("\n");
}
