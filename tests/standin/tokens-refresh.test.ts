import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import { decode, exchange } from "./tokens-support";

let standin: Standin;
beforeAll(async () => (standin = await startStandin()));
afterAll(() => standin.close());

const scopes = ["altinn:serviceowner"];
const now = (): number => Math.floor(standin.altinn.clock.now() / 1000);

const refresh = (token: string | undefined, headers: Record<string, string> = {}) =>
  fetch(`${standin.platformUrl}/authentication/api/v1/refresh`, {
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
  });

test("refresh gives a token of 30 minutes with the same claims, again and again", async () => {
  const raw = standin.token({ organisation: "skd", scopes, kind: "maskinporten" });
  let token = (await exchange(standin, raw)).text;
  const before = decode(token);
  for (let round = 1; round <= 2; round += 1) {
    standin.advance(20 * 60 * 1000);
    token = await (await refresh(token)).text();
    const { iat, nbf, exp, ...claims } = decode(token);
    expect({ ...before, ...claims }).toEqual(before);
    expect([nbf, Number(exp) - Number(iat)]).toEqual([iat, 1800]);
    expect(Number(iat) - Number(before["iat"])).toBeGreaterThanOrEqual(round * 20 * 60);
  }
  expect(standin.requests.at(-1)?.issuedToken).toBe(token);
});

test("refresh gives a JSON string for a client that asks for JSON", async () => {
  const answer = await refresh(standin.token({ organisation: "skd", scopes }), {
    accept: "application/json",
  });
  expect(answer.headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(await answer.json()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
});

describe("refresh refuses", () => {
  test.each<[string, () => string | undefined]>([
    ["no token", () => undefined],
    ["a text that is no token", () => "word"],
    [
      "a token of Maskinporten's",
      () => standin.token({ organisation: "skd", scopes, kind: "maskinporten" }),
    ],
    [
      "a token that expired 12 s ago",
      () => standin.token({ organisation: "skd", scopes, claims: { nbf: 0, exp: now() - 12 } }),
    ],
  ])("%s, with an empty 401", async (_title, token) => {
    const answer = await refresh(token());
    expect([answer.status, answer.headers.get("www-authenticate"), await answer.text()]).toEqual([
      401,
      null,
      "",
    ]);
  });

  test("but not one that expired 8 s ago", async () => {
    const claims = { nbf: 0, exp: now() - 8 };
    expect((await refresh(standin.token({ organisation: "skd", scopes, claims }))).status).toBe(
      200,
    );
  });
});

describe("a token of JWT form that cannot be read", () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = (claims: unknown): string => `${part({ alg: "RS256" })}.${part(claims)}.x`;
  const status = async (path: string, token: string, method = "GET"): Promise<number> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${standin.platformUrl}${path}`, { method, headers })).status;
  };
  const metadata = "/authentication/api/v1/openid/.well-known/openid-configuration";

  test.each([
    ["GET", metadata],
    ["GET", `${metadata}/jwks`],
    ["GET", "/Authentication/API/v1/exchange/maskinporten"],
    ["POST", "/authentication/api/v1/exchange/maskinporten"],
    ["GET", "/authentication/api/v1/refresh"],
    ["GET", "/authentication/api/v1/systemregister/vendor"],
    ["GET", "/authentication/api/v1/nowhere"],
  ])("crashes %s %s, with nothing in the answer", async (method, path) => {
    const headers = { authorization: "Bearer a.b.c" };
    const answer = await fetch(`${standin.platformUrl}${path}`, { method, headers });
    expect([answer.status, await answer.text()]).toEqual([500, ""]);
  });

  test.each<[string, string, number]>([
    ["five parts", "a.b.c.d.e", 500],
    ["a payload that is a list", signed([]), 500],
    ["an issuer that is a number", signed({ iss: 1 }), 500],
    ["issuers in a list", signed({ iss: ["x"] }), 500],
    ["an end that is no time", signed({ exp: "soon" }), 500],
    ["a number as audience", signed({ aud: 1 }), 500],
    ["an issuer that is null", signed({ iss: null }), 200],
    ["no claims", signed({}), 200],
    ["an encrypted payload", `${part({ alg: "RSA-OAEP" })}.k.i.p.t`, 200],
    ["a single word", "word", 200],
    ["two parts", "a.b", 200],
  ])("%s is answered with its status", async (_title, token, expected) => {
    expect(await status(metadata, token)).toBe(expected);
  });

  test("an encrypted token is one that the exchange can read and does not trust", async () => {
    const token = `${part({ alg: "RSA-OAEP" })}.k.i.p.t`;
    expect(await status("/authentication/api/v1/exchange/google", token)).toBe(400);
    expect(await status("/authentication/api/v1/exchange/maskinporten", token)).toBe(401);
  });
});
