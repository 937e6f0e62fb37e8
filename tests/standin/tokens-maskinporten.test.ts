import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { startStandin, type ReadyClient, type Standin } from "../../standin/index";
import { ask, assertion, Authority, grant, send } from "./tokens-support";

let standin: Standin;
let organisation: string;
let client: ReadyClient;
const root = new Authority("Root CA");
const between = new Authority("Issuing CA", root);
const stranger = new Authority("Another CA");

const now = (): number => Math.floor(standin.altinn.clock.now() / 1000);
const scopes = ["altinn:serviceowner", "altinn:broker.read"];

beforeAll(async () => {
  standin = await startStandin({ trustedCertificates: [root.pem] });
  organisation = standin.newOrganisation().number;
  client = standin.newClient({ organisation, scopes });
});
afterAll(() => standin.close());

const grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

describe("form", () => {
  test("an extra field is ignored", async () => {
    const answer = await ask(standin, {
      grant_type: grantType,
      assertion: assertion(standin, client),
      alg: "RS256",
    });
    expect(answer.status).toBe(200);
  });

  test.each([
    ["grant_type missing", { assertion: "x" }, "invalid_request", undefined],
    ["grant_type empty", { grant_type: "", assertion: "x" }, "unsupported_grant_type", undefined],
    ["assertion missing", { grant_type: grantType }, "invalid_request", "MP-011"],
  ])("%s is a 400", async (_title, form, error, code) => {
    const answer = await ask(standin, form);
    expect([answer.status, answer.json["error"], answer.code]).toEqual([400, error, code]);
  });

  test("a parameter given twice is a 400", async () => {
    const text = assertion(standin, client);
    const form = new URLSearchParams({ grant_type: grantType, assertion: text });
    form.append("assertion", text);
    expect((await ask(standin, form.toString())).json["error"]).toBe("invalid_request");
  });

  test("another content type is refused, and so is another method", async () => {
    const url = `${standin.maskinportenUrl}/token`;
    const json = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(json.status).toBe(415);
    const get = await fetch(url);
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
  });
});

describe("assertion text", () => {
  test.each([
    ["with a line break at its end", (text: string) => `${text}\n`],
    ["with a line break inside", (text: string) => `${text.slice(0, 50)}\r\n${text.slice(50)}`],
    ["with padding", (text: string) => `${text}==`],
    ["of two parts", (text: string) => text.split(".").slice(0, 2).join(".")],
    ["of four parts", (text: string) => `${text}.x`],
    ["whose payload is a list", (text: string) => text.replace(/\.[^.]+\./, ".W10.")],
  ])("%s cannot be read", async (_title, change) => {
    const answer = await send(standin, change(assertion(standin, client)));
    expect([answer.status, answer.json["error"], answer.code]).toEqual([
      400,
      "invalid_request",
      "MP-011",
    ]);
  });

  test("every error ends in a trace id of its own", async () => {
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const { json } = await send(standin, "broken");
        return /\(trace_id: ([0-9a-f]{32})\)$/.exec(String(json["error_description"]))?.[1];
      }),
    );
    expect(ids[0]).toBeDefined();
    expect(ids[1]).not.toBe(ids[0]);
  });
});

describe("header", () => {
  test.each(["RS384", "RS512"])("%s is taken, and the token is RS256 all the same", async (alg) => {
    const answer = await grant(standin, client, { header: { alg } });
    const header = JSON.parse(
      Buffer.from(answer.token.split(".")[0] ?? "", "base64url").toString(),
    ) as Record<string, unknown>;
    expect([answer.status, header["alg"], "typ" in header]).toEqual([200, "RS256", false]);
  });

  test.each(["ES256", "PS256", "HS256", "none", undefined])("alg %s is refused", async (alg) => {
    const answer = await grant(standin, client, { header: { alg } });
    expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_grant"]);
  });

  test("typ may be there", async () => {
    expect((await grant(standin, client, { header: { typ: "JWT" } })).status).toBe(200);
  });

  test("a client with a registered key must name it", async () => {
    const answer = await grant(standin, client, { header: { kid: undefined } });
    expect([answer.status, answer.code]).toEqual([400, undefined]);
    expect(answer.json["error_description"]).toContain(
      "The client requires pre-registered jwk and no key identifier (kid) provided",
    );
    const certificate = between.issue(
      createPublicKey({ key: client.jwk, format: "jwk" }),
      organisation,
    );
    const chain = [certificate, between.der.toString("base64")];
    const withChain = await grant(standin, client, { header: { kid: undefined, x5c: chain } });
    expect(withChain.json["error_description"]).toContain("no key identifier (kid) provided");
  });
});

describe("keys", () => {
  test.each([
    [364, 200, undefined],
    [367, 400, "MP-121"],
  ])("a key posted %d days ago: %d", async (keyPostedDaysAgo, status, code) => {
    const own = standin.newClient({ organisation, scopes, keyPostedDaysAgo });
    const answer = await grant(standin, own);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  test("a key that is on its way is unknown until the clock has reached it", async () => {
    const own = standin.newClient({ organisation, scopes, keyDelayMs: 120_000 });
    expect((await grant(standin, own)).json["error_description"]).toContain(
      "Unknown key identifier",
    );
    standin.advance(120_001);
    expect((await grant(standin, own)).status).toBe(200);
  });

  test("a key of the caller's own is registered by its public half", async () => {
    const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const publicJwk = pair.publicKey.export({ format: "jwk" });
    const own = standin.newClient({
      organisation,
      scopes,
      publicJwk,
      kid: "mine.1",
      clientId: "me",
    });
    expect([own.kid, own.clientId, own.jwk.d]).toEqual(["mine.1", "me", undefined]);
    const signWith = pair.privateKey.export({ format: "jwk" });
    expect((await grant(standin, own, { signWith })).status).toBe(200);
    expect((await grant(standin, own, { signWith: client.jwk })).code).toBe("MP-124");
  });

  test("a tampered payload breaks the signature", async () => {
    const [header, , signature] = assertion(standin, client).split(".");
    const other = assertion(standin, client).split(".")[1];
    expect((await send(standin, `${header}.${other}.${signature}`)).code).toBe("MP-124");
  });
});

describe("certificates", () => {
  const header = (x5c: unknown): Record<string, unknown> => ({ kid: undefined, x5c });
  let own: ReadyClient;
  let publicKey: ReturnType<typeof createPublicKey>;
  const chain = (leaf: string, issuer = between): string[] => [leaf, issuer.der.toString("base64")];

  beforeAll(() => {
    own = standin.newClient({ organisation, scopes, certificate: true });
    publicKey = createPublicKey({ key: own.jwk, format: "jwk" });
  });

  test("a leaf of the client's organisation is taken with its chain, and alone when a trusted authority issued it", async () => {
    const answer = await grant(standin, own, {
      header: header(chain(between.issue(publicKey, organisation))),
    });
    expect([answer.status, answer.claims["client_amr"]]).toEqual([200, "virksomhetssertifikat"]);
    const direct = await grant(standin, own, {
      header: header([root.issue(publicKey, organisation)]),
    });
    expect(direct.status).toBe(200);
  });

  test.each([
    ["\n", 64],
    ["\r\n", 76],
  ])("line breaks %j in its base64 are skipped", async (lineBreak, length) => {
    const lines = (text: string) =>
      text.replace(new RegExp(`.{${length}}`, "g"), `$&${lineBreak}`) + lineBreak;
    const x5c = chain(between.issue(publicKey, organisation)).map(lines);
    expect((await grant(standin, own, { header: header(x5c) })).status).toBe(200);
  });

  test.each([
    ["a leaf whose issuer is not in the chain", () => [between.issue(publicKey, organisation)]],
    ["a stranger's leaf", () => chain(stranger.issue(publicKey, organisation), stranger)],
    ["a chain that does not fit", () => chain(stranger.issue(publicKey, organisation), between)],
    ["an authority as the leaf", () => [root.der.toString("base64")]],
  ])("%s is an invalid certificate", async (_title, x5c) => {
    expect((await grant(standin, own, { header: header(x5c()) })).code).toBe("MP-120");
  });

  test.each([
    ["a string", "x"],
    ["no array at all", {}],
    ["an empty array", []],
    ["numbers", [1]],
    ["no base64", ["%"]],
    ["a space in the base64", ["AA AA"]],
    ["no certificate", ["AAAA"]],
  ])("x5c of %s is an invalid header", async (_title, x5c) => {
    expect((await grant(standin, own, { header: header(x5c) })).code).toBe("MP-123");
  });

  test("another organisation's certificate is refused, an expired one too", async () => {
    const other = standin.newOrganisation().number;
    const theirs = await grant(standin, own, {
      header: header(chain(between.issue(publicKey, other))),
    });
    expect(theirs.code).toBe("MP-122");
    const expired = await grant(standin, own, {
      header: header(chain(between.issue(publicKey, organisation, -10, -5))),
    });
    expect(expired.code).toBe("MP-124");
  });

  test("a client without a registered key cannot use a kid", async () => {
    const answer = await grant(standin, own, { header: { kid: own.kid } });
    expect(answer.json["error_description"]).toContain("Unknown key identifier (kid)");
  });

  test("the certificate must belong to the key that signed", async () => {
    const foreign = createPublicKey({ key: client.jwk, format: "jwk" });
    const answer = await grant(standin, own, {
      header: header(chain(between.issue(foreign, organisation))),
    });
    expect(answer.code).toBe("MP-124");
  });
});

describe("audience and times", () => {
  test("aud is compared as text", async () => {
    const audience = async (aud: unknown): Promise<string | undefined | number> => {
      const answer = await grant(standin, client, { claims: { aud } });
      return answer.code ?? answer.status;
    };
    expect(await audience([standin.maskinportenIssuer])).toBe(200);
    expect(await audience(`${standin.maskinportenIssuer}token`)).toBe(200);
    expect(await audience([standin.maskinportenIssuer, "https://x"])).toBe("MP-110");
    expect(await audience(standin.maskinportenUrl)).toBe("MP-110");
    expect(await audience(standin.maskinportenIssuer.toUpperCase())).toBe("MP-110");
    expect(await audience("https://test.maskinporten.no/")).toBe("MP-110");
    expect(await audience(undefined)).toBe("MP-110");
  });

  test.each([
    ["exp 8 s back", { iat: -20, exp: -8 }, 200],
    ["exp 12 s back", { iat: -30, exp: -12 }, "MP-130"],
    ["iat 8 s ahead", { iat: 8, exp: 60 }, 200],
    ["iat 12 s ahead", { iat: 12, exp: 60 }, "Issue time is in the future."],
    ["iat 30 s back", { iat: -30, exp: 60 }, 200],
    ["iat 100 s back", { iat: -100, exp: 60 }, 200],
    ["a life of 180 s", { iat: 0, exp: 180 }, 200],
    ["a life of 181 s", { iat: 0, exp: 181 }, "JWT has too long lifetime."],
  ])("%s", async (_title, { iat, exp }, expected) => {
    const at = now();
    const answer = await grant(standin, client, { claims: { iat: at + iat, exp: at + exp } });
    const description = String(answer.json["error_description"]);
    expect(
      answer.status === 200 ? 200 : (answer.code ?? /failed\. (.*) \(trace/.exec(description)?.[1]),
    ).toBe(expected);
  });

  test.each(["iat", "exp"])("%s must be there", async (name) => {
    const answer = await grant(standin, client, { claims: { [name]: undefined } });
    expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_grant"]);
  });

  test("sub, nbf and other claims are tolerated", async () => {
    const claims = { sub: client.clientId, nbf: now(), colour: "blue" };
    expect((await grant(standin, client, { claims })).status).toBe(200);
  });

  test("a server whose clock is ahead calls a good assertion expired, and says so in its Date", async () => {
    standin.failNext({ server: "maskinporten" }, { clockSkewMs: 5 * 60_000 });
    expect((await grant(standin, client)).code).toBe("MP-130");
    standin.failNext({ server: "maskinporten" }, { clockSkewMs: -5 * 60_000 });
    expect((await grant(standin, client)).json["error_description"]).toContain("in the future");
  });
});

describe("jti", () => {
  test("an old jti in a new assertion is refused, another client may use it", async () => {
    const other = standin.newClient({ organisation, scopes });
    const claims = { jti: "one-and-only" };
    expect((await grant(standin, client, { claims })).status).toBe(200);
    expect((await grant(standin, client, { claims: { ...claims, exp: now() + 90 } })).code).toBe(
      "MP-012",
    );
    expect((await grant(standin, other, { claims })).status).toBe(200);
  });

  test("a refusal before the jti is looked at does not use it up, one after it does", async () => {
    const early = { jti: "early" };
    expect((await grant(standin, client, { claims: { ...early, aud: "x" } })).code).toBe("MP-110");
    expect((await grant(standin, client, { claims: early })).status).toBe(200);
    const late = { jti: "late" };
    expect((await grant(standin, client, { claims: { ...late, scope: "x:y" } })).code).toBe(
      "MP-200",
    );
    expect((await grant(standin, client, { claims: late })).code).toBe("MP-012");
  });

  test("a 503 does not use the assertion up", async () => {
    const own = standin.newClient({ organisation, scopes, unavailable: 1 });
    const text = assertion(standin, own);
    const answer = await fetch(`${standin.maskinportenUrl}/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ grant_type: grantType, assertion: text }).toString(),
    });
    expect(answer.status).toBe(503);
    await expect(answer.json()).rejects.toThrow();
    expect((await send(standin, text)).status).toBe(200);
  });
});
