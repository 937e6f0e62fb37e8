import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { generateKeyPairSync } from "node:crypto";
import { readMetadata } from "../../provider/auth/maskinporten-metadata";
import { TokenSource } from "../../provider/auth/tokens";
import { ConfigError } from "../../provider/errors";
import { HttpClient } from "../../provider/http/client";
import { readSettings, type Settings } from "../../provider/settings";
import { openWorld, type World } from "../support/altinn";

/* How long a token is kept, and what is no token: answers of a server of its own, whose clock and claims the test says. */

const ORGANISATION = "991825827";
const SCOPE = "altinn:serviceowner";
const jwk = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
  format: "jwk",
});

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString("base64url");
let made = 0;
const tokenOf = (claims: object): string =>
  `${encoded({ alg: "none" })}.${encoded({ jti: String(made++), consumer: { ID: `0192:${ORGANISATION}` }, ...claims })}.x`;

let server: Server;
let url: string;
/** What the exchange answers. */
let exchanged: () => string;
let exchangeStatus: number;
/** What Maskinporten answers to a request for a token, and to one for its metadata. */
let granted: { status: number; body: string; headers?: Record<string, string> };
let metadata: string;
let headers: Record<string, string>;
let asked: string[];

const answer: RequestListener = (request, response) => {
  asked.push(`${request.method ?? ""} ${request.url ?? ""}`);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (request.url === "/token" && granted.status === 0) request.socket.destroy();
  else if (request.url === "/token")
    response.writeHead(granted.status, granted.headers).end(granted.body);
  else if (request.url?.startsWith("/.well-known")) response.end(metadata);
  else response.writeHead(exchangeStatus).end(exchanged());
};

beforeEach(async () => {
  [asked, headers] = [[], {}];
  [exchangeStatus, metadata] = [200, '{"issuer":"https://m.example/"}'];
  granted = { status: 200, body: '{"access_token":"of.maskinporten.x"}' };
  exchanged = () => tokenOf({ exp: soon(1800) });
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

const http = () => new HttpClient({ callTimeoutSeconds: 5, parallelCalls: 8, retry: { tries: 1 } });
function source(organisation?: "any", client?: Settings["client"]): TokenSource {
  const { settings } = readSettings(
    { get: () => undefined },
    {
      ALTINN_ENVIRONMENT: "local",
      ALTINN_ORG_NUMBER: ORGANISATION,
      ALTINN_ORG_CODE: "ttd",
      ALTINN_PLATFORM_URL: url,
      ALTINN_MASKINPORTEN_URL: url,
      MASKINPORTEN_CLIENT_ID: "c",
      MASKINPORTEN_JWK: JSON.stringify({ ...jwk, kid: "k" }),
    },
  );
  if (!settings) throw new Error("settings");
  return new TokenSource(http(), settings, client ?? settings.client, organisation);
}
const EXCHANGE = "GET /authentication/api/v1/exchange/maskinporten";
const exchanges = (): number => asked.filter((call) => call === EXCHANGE).length;

/** After how many seconds a token with these claims is asked for anew; every one of `seconds` is tried. */
async function renewedAfter(claims: object, seconds: readonly number[]): Promise<number[]> {
  exchanged = () => tokenOf(claims);
  const began = Date.now();
  const now = jest.spyOn(Date, "now").mockReturnValue(began);
  try {
    const tokens = source();
    const renewed: number[] = [];
    await tokens.token(SCOPE);
    for (const after of seconds) {
      now.mockReturnValue(began + after * 1000);
      const before = exchanges();
      await tokens.token(SCOPE);
      if (exchanges() > before) return [...renewed, after];
    }
    return renewed;
  } finally {
    now.mockRestore();
  }
}

const soon = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

test("a token of half an hour is kept until a minute before its end", async () => {
  const claims = { iat: soon(0), exp: soon(1800) };
  expect(await renewedAfter(claims, [0, 1700, 1738, 1741])).toEqual([1741]);
});

test("a token of a minute is kept for half of it", async () => {
  const claims = { iat: soon(0), exp: soon(60) };
  expect(await renewedAfter(claims, [0, 28, 31])).toEqual([31]);
});

test("a token that does not say when it was made began now", async () => {
  expect(await renewedAfter({ exp: soon(1800) }, [1, 1736, 1742])).toEqual([1742]);
});

test("a token's life is its own, whatever the clock of this machine says", async () => {
  const claims = { iat: soon(7200), exp: soon(9000) };
  expect(await renewedAfter(claims, [1700, 1738, 1741])).toEqual([1741]);
});

test("a token that does not say when it ends is used once", async () => {
  expect(await renewedAfter({ iat: soon(0) }, [0])).toEqual([0]);
});

test.each([
  ["bare", (token: string) => token],
  ["quoted", (token: string) => `"${token}"`],
  ["with a line break", (token: string) => ` ${token}\r\n`],
])("a token that comes %s is taken as it is", async (_how, written) => {
  const token = tokenOf({ exp: soon(1800) });
  exchanged = () => written(token);
  expect(await source().token(SCOPE)).toBe(token);
});

test.each(["", "{}", "a.b", "a.b.c.d", "<html></html>", "a b.c.d", ".b.c", 'a"b.c.d', '""a.b.c""'])(
  "%j is no token",
  async (body) => {
    exchanged = () => body;
    await expect(source().token(SCOPE)).rejects.toThrow(/the body is not a token/);
  },
);

test("whom a token is for is asked of the token; a client of another organisation where any will do", async () => {
  exchanged = () => tokenOf({ consumer: { ID: "0192:974761076" }, exp: soon(1800) });
  expect(await source("any").organisation(SCOPE)).toBe("974761076");
  await expect(source().organisation(SCOPE)).rejects.toThrow(
    /acts for organisation 974761076, but altinn:orgNumber is 991825827/,
  );
  exchanged = () => tokenOf({ consumer: undefined, exp: soon(1800) });
  expect(await source("any").organisation(SCOPE)).toBe("");
  await expect(source().token(SCOPE)).rejects.toThrow(/acts for organisation unknown, but/);
});

test("a token that was refused is renewed once; askers who wait for the same one get it", async () => {
  exchanged = () => tokenOf({ exp: soon(1800) });
  const tokens = source();
  const first = await tokens.token(SCOPE);
  expect(await tokens.renew(SCOPE, "an older one")).toBe(true);
  expect(exchanges()).toBe(1);
  const both = await Promise.all([tokens.renew(SCOPE, first), tokens.renew(SCOPE, first)]);
  expect([both, exchanges()]).toEqual([[true, true], 2]);
  const second = await tokens.token(SCOPE);
  expect(second).not.toBe(first);
  expect(await tokens.renew(SCOPE, first)).toBe(true);
  expect(await tokens.renew(SCOPE, second)).toBe(false);
  expect(exchanges()).toBe(2);
  expect(await tokens.token(SCOPE)).toBe(second);
});

const errorOf = async (tokens: TokenSource, scope = SCOPE): Promise<unknown> =>
  tokens.token(scope).then(
    () => undefined,
    (error: unknown) => error,
  );

test("a token that could not be renewed is not used again", async () => {
  const tokens = source();
  const first = await tokens.token(SCOPE);
  exchangeStatus = 503;
  await expect(tokens.renew(SCOPE, first)).rejects.toThrow(/answered 503/);
  expect(await errorOf(tokens)).toMatchObject({ passing: true });
  exchangeStatus = 200;
  expect(await tokens.token(SCOPE)).not.toBe(first);
});

describe("Altinn's exchange", () => {
  test.each<[string, string]>([
    ['{"detail":"no"}', "answered 401 (no) to a token"],
    ["", "answered 401 to a token"],
  ])("refuses with %j: told as what may be an outage", async (body, words) => {
    [exchangeStatus, exchanged] = [401, () => body];
    const error = await errorOf(source());
    expect(error).toMatchObject({
      code: "TOKEN_REFUSED",
      passing: false,
      message: expect.stringContaining(
        `Altinn's token exchange at ${url} ${words} that Maskinporten`,
      ),
    });
  });

  test.each([
    [302, true],
    [399, true],
    [400, false],
    [403, false],
    [404, false],
    [408, true],
    [429, true],
    [499, false],
    [500, true],
    [503, true],
  ])("answers %d: whether it may pass is %s", async (status, passing) => {
    exchangeStatus = status;
    const tokens = source();
    const error = await errorOf(tokens);
    expect(error).toMatchObject({ name: "TokenError", passing, repeated: false });
    expect(String(error)).toContain(`answered ${String(status)}`);
    expect(await errorOf(tokens)).toMatchObject({ passing, repeated: !passing });
    expect(exchanges()).toBe(passing ? 2 : 1);
  });
});

describe("Maskinporten", () => {
  test.each<[number, boolean, RegExp]>([
    [201, false, /refuses with a reason, and here is none/],
    [299, false, /refuses with a reason, and here is none/],
    [300, false, /does not redirect/],
    [399, false, /does not redirect/],
    [400, false, /refuses with a reason, and here is none/],
    [408, true, /wants fewer calls/],
    [429, true, /wants fewer calls/],
    [499, false, /refuses with a reason, and here is none/],
    [500, true, /Maskinporten failed/],
    [503, true, /Maskinporten failed/],
  ])("answers %d: whether it may pass is %s", async (status, passing, way) => {
    granted = { status, body: "" };
    const error = await errorOf(source());
    expect(error).toMatchObject({ name: "TokenError", passing });
    expect(String(error)).toMatch(way);
  });

  test("answers with no token: that may pass", async () => {
    granted = { status: 200, body: "<html>" };
    expect(await errorOf(source())).toMatchObject({ passing: true });
  });

  test("is cut off: told as no answer", async () => {
    granted = { status: 0, body: "" };
    expect(String(await errorOf(source()))).toMatch(/POST http:\S+\/token got no answer: /);
  });

  const refusal = (error_description: string, date?: Date) => ({
    status: 400,
    body: JSON.stringify({ error: "invalid_grant", error_description }),
    headers: { date: date?.toUTCString() ?? "no date" },
  });
  const tokenCalls = (): number => asked.filter((call) => call === "POST /token").length;

  test.each([
    ["Assertion has expired", 2],
    ["The assertion is expired", 2],
    ["iat is in the future", 2],
    ["nbf is after now", 2],
    ["Invalid JWT signature", 1],
  ])("refuses with %j: asked %d times, and the next time once", async (description, times) => {
    granted = refusal(description, new Date(Date.now() + 600_000));
    const tokens = source();
    await errorOf(tokens);
    expect(tokenCalls()).toBe(times);
    await errorOf(tokens, "another");
    expect(tokenCalls()).toBe(times + 1);
  });

  test("refuses for the clock without saying what its own says: asked once", async () => {
    granted = refusal("Assertion has expired");
    await errorOf(source());
    expect(tokenCalls()).toBe(1);
  });

  test("refuses as nobody has seen it: the way out stands alone; else behind the cause", async () => {
    granted = refusal("Something new");
    expect(String(await errorOf(source()))).toMatch(
      /at http:\S+\/\. Check that the client id and the key belong together/,
    );
    granted = refusal("client not found");
    expect(String(await errorOf(source()))).toMatch(
      /at http:\S+\/\. Maskinporten does not know the client\. Check MASKINPORTEN_CLIENT_ID/,
    );
  });
});

describe("what no scope changes", () => {
  test.each<[string, Settings["client"], RegExp]>([
    [
      "settings that are missing",
      () => {
        throw new ConfigError("No key is set. Set one.");
      },
      /\(No key is set\)\.$/,
    ],
    [
      "a key that cannot be read",
      () => ({ clientId: "c", key: { form: "jwk", text: "{", keyId: "k", from: "KEY" } }),
      /\(KEY begins like JSON, but is not whole\)\.$/,
    ],
  ])("%s: told in full once, for every scope", async (_what, client, brief) => {
    const tokens = source(undefined, client);
    expect(await errorOf(tokens)).toMatchObject({ repeated: false });
    const second = await errorOf(tokens, "another");
    expect(second).toMatchObject({ repeated: true });
    expect((second as Error).message).toMatch(brief);
  });

  test.each([
    [120, "x".repeat(120)],
    [121, `${"x".repeat(120)}...`],
  ])("a reason of %d characters is told again in so many", async (length, told) => {
    const tokens = source(undefined, () => {
      throw new ConfigError(`${"x".repeat(length)}. More.`);
    });
    await errorOf(tokens);
    expect(String(await errorOf(tokens))).toContain(`given above (${told}).`);
  });
});

describe("Maskinporten's own account of itself", () => {
  const at = async (now: number) => {
    const clock = jest.spyOn(Date, "now").mockReturnValue(now);
    try {
      return await readMetadata(http(), url);
    } finally {
      clock.mockRestore();
    }
  };
  const NOON = Date.parse("2026-11-30T12:00:00Z");

  test("has its issuer, and by its date how far its clock is ahead", async () => {
    headers = { date: new Date(NOON + 600_000).toUTCString() };
    expect(await at(NOON)).toEqual({ issuer: "https://m.example/", aheadMs: 600_500 });
  });

  test("from a cache is as old as the cache says", async () => {
    headers = { date: new Date(NOON - 600_000).toUTCString(), age: "600" };
    expect((await at(NOON)).aheadMs).toBe(500);
  });

  test.each(["{}", "[]", "<html></html>"])("is none without an issuer: %s", async (body) => {
    metadata = body;
    await expect(readMetadata(http(), url)).rejects.toThrow(/is not Maskinporten's metadata/);
  });

  test.each([{ date: "yesterday" }, { age: "old" }])("with %j tells no clock", async (given) => {
    headers = given;
    expect((await readMetadata(http(), url)).aheadMs).toBeUndefined();
  });
});

describe("an organisation", () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  test("is refused for every scope by one refusal, told in full once", async () => {
    const other = world.standin.newOrganisation();
    const { settings } = world.anew({ ALTINN_ORG_NUMBER: other.number });
    const tokens = new TokenSource(http(), settings);
    const errors: unknown[] = [];
    for (const scope of [SCOPE, "altinn:resourceregistry/resource.write", SCOPE])
      await tokens.token(scope).catch((error: unknown) => errors.push(error));
    expect(errors.map((error) => (error as { repeated: boolean }).repeated)).toEqual([
      false,
      true,
      true,
    ]);
    expect(String(errors[1])).toContain(
      `There is no token for the scope altinn:resourceregistry/resource.write, for the reason given above (The Maskinporten client acts for organisation ${world.organisation.number}, but altinn:orgNumber is ${other.number}).`,
    );
    expect(world.standin.requests.filter(({ path }) => path === "/token")).toHaveLength(1);
  });
});
