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

test("a refusal keeps Maskinporten's code, its trace and its cause", async () => {
  await expect(tokens().token("altinn:not/ours")).rejects.toMatchObject({
    refusal: {
      error: "invalid_scope",
      code: "MP-200",
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      about: "scope",
      cause: "The scope is not on the client.",
    },
  });
});

test("askers who wait for one refusal hear it in full once", async () => {
  const source = tokens();
  const all = await Promise.allSettled(
    Array.from({ length: 5 }, () => source.token("altinn:not/ours")),
  );
  const told = all.map((one) => (one.status === "rejected" ? String(one.reason) : "no error"));
  expect(grants()).toBe(1);
  expect(told.filter((text) => /It was asked with client/.test(text))).toHaveLength(1);
  expect(told.filter((text) => /for the reason given above/.test(text))).toHaveLength(4);
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

const TOKEN_ADDRESS = { server: "maskinporten", path: "/token" } as const;
const TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
const problem = (status: number): string => JSON.stringify({ title: "No", status, traceId: TRACE });
const HTML = "<html><body>Sign in</body></html>";

test.each<[number, string, string, RegExp, number]>([
  [302, "", "302 with an empty body", /does not redirect.*ALTINN_MASKINPORTEN_URL/, 1],
  [401, "", "401 with an empty body", /refuses with a reason, and here is none/, 1],
  [401, problem(401), "401: No", /refuses with a reason, and here is none/, 1],
  [403, HTML, "403: an HTML page", /refuses with a reason, and here is none.*proxies/, 1],
  [403, "", "403 with an empty body", /refuses with a reason, and here is none/, 1],
  [400, HTML, "400: an HTML page", /refuses with a reason, and here is none/, 1],
  [404, problem(404), "404: No", /refuses with a reason, and here is none/, 1],
  [429, "", "429 with an empty body", /Wait a minute/, 4],
  [500, problem(500), "500: No", /Maskinporten failed.*servicedesk@digdir\.no/, 4],
  [503, HTML, "503: an HTML page", /Maskinporten failed.*servicedesk@digdir\.no/, 4],
])(
  "%d (%s) from the token address is told as Maskinporten's",
  async (status, body, words, way, asked) => {
    world.standin.failNext(TOKEN_ADDRESS, { status, body }, { standing: true });
    const message = await tokens()
      .token(BROKER)
      .catch((error: unknown) => String(error));
    expect(message).toContain(
      `Maskinporten gave no token: POST ${world.standin.maskinportenUrl}/token answered ${words}. `,
    );
    expect(message).toMatch(way);
    expect(message).not.toMatch(/servicedesk@altinn|altinn:environment|scope|trace/i);
    expect(message).not.toContain(TRACE);
    expect([grants(), exchanges()]).toEqual([asked, 0]);
  },
);

test.each([HTML, "{}", ""])("200 with %j for a token is told as Maskinporten's", async (body) => {
  world.standin.failNext(TOKEN_ADDRESS, { status: 200, body }, { standing: true });
  await expect(tokens().token(BROKER)).rejects.toThrow(
    /^Maskinporten gave no token: POST http:\S+\/token answered 200 with something that holds none, such as a sign-in page\. Check altinn:maskinportenUrl/,
  );
});

test("what may pass at the token address is asked for anew by the next that needs a token", async () => {
  const source = tokens();
  world.standin.failNext(TOKEN_ADDRESS, { status: 503 }, { times: 4 });
  await expect(source.token(BROKER)).rejects.toMatchObject({ passing: true });
  await source.token(BROKER);
  world.standin.failNext(TOKEN_ADDRESS, { status: 404 }, { standing: true });
  await expect(source.token(REGISTRY)).rejects.toMatchObject({ passing: false });
});

test("a refusal with 401 and a reason is told with it", async () => {
  const body = '{"error":"invalid_client","error_description":"No such client"}';
  world.standin.failNext(TOKEN_ADDRESS, { status: 401, body });
  await expect(tokens().token(BROKER)).rejects.toThrow(
    /Maskinporten refused a token for the scope altinn:serviceowner: invalid_client, "No such client"/,
  );
});

test("a client of another type than Maskinporten has its own way out", async () => {
  const client = world.standin.newClient({
    organisation: world.organisation.number,
    scopes: [BROKER],
    integrationType: "idporten",
  });
  const env = {
    MASKINPORTEN_CLIENT_ID: client.clientId,
    MASKINPORTEN_JWK: JSON.stringify(client.jwk),
  };
  const message = await tokens(env)
    .token(BROKER)
    .catch((error: unknown) => String(error));
  expect(message).toContain("invalid_scope (MP-201)");
  expect(message).toContain("Make a client of the type Maskinporten in Samarbeidsportalen");
  expect(message).not.toContain("Whoever administers the client");
});

test("what Altinn's exchange answers is Altinn's, with its trace id", async () => {
  const exchange = { path: "/authentication/api/v1/exchange/maskinporten" };
  world.standin.failNext(exchange, { status: 503, body: problem(503) }, { standing: true });
  const message = await tokens()
    .token(BROKER)
    .catch((error: unknown) => String(error));
  expect(message).toContain("exchange/maskinporten answered 503: No (trace 00-0af");
  expect(message).toContain("servicedesk@altinn.no");
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
