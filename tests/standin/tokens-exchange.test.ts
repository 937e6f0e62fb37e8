import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { get } from "node:http";
import { createHash, createPublicKey, verify, X509Certificate } from "node:crypto";
import { startStandin, type Standin, type TokenRequest } from "../../standin/index";
import { decode, exchange, grant } from "./tokens-support";

let standin: Standin;
let organisation: { readonly number: string; readonly code: string };

beforeAll(async () => {
  standin = await startStandin();
  organisation = standin.newOrganisation();
});
afterAll(() => standin.close());

const raw = (wanted: Partial<TokenRequest> = {}): string =>
  standin.token({
    organisation: organisation.number,
    scopes: ["altinn:serviceowner"],
    kind: "maskinporten",
    ...wanted,
  });
const now = (): number => Math.floor(standin.altinn.clock.now() / 1000);
const status = async (token: string | undefined, path?: string): Promise<number> =>
  (await exchange(standin, token, path)).status;

describe("what is exchanged", () => {
  test("an Altinn token is not", async () => {
    const altinn = standin.token({
      organisation: organisation.number,
      scopes: ["altinn:serviceowner"],
    });
    expect(await status(altinn)).toBe(401);
  });

  test.each(["MASKINPORTEN", "Maskinporten"])(
    "the provider may be written %s",
    async (provider) => {
      expect(await status(raw(), provider)).toBe(200);
    },
  );

  test.each(["id-porten", "altinnstudio"])(
    "%s is a provider that issued no token here",
    async (provider) => {
      expect(await status(raw(), provider)).toBe(401);
    },
  );

  test("the token is looked at before the provider", async () => {
    expect(await status(undefined, "google")).toBe(401);
    expect(await status("broken", "google")).toBe(401);
    expect(await status(raw(), "google")).toBe(400);
    expect(await status("a.b.c", "google")).toBe(500);
  });

  test("the scheme may be written in any case, another scheme is none", async () => {
    const url = `${standin.platformUrl}/authentication/api/v1/exchange/maskinporten`;
    const asked = async (authorization: string): Promise<number> =>
      (await fetch(url, { headers: { authorization } })).status;
    expect(await asked(`bEARER ${raw()}`)).toBe(200);
    expect(await asked(`Token ${raw()}`)).toBe(401);
    expect(await asked(raw())).toBe(401);
  });

  test.each([
    ["expired 8 s ago", { exp: -8 }, 200],
    ["expired 12 s ago", { exp: -12 }, 401],
    ["5 s left", { exp: 5 }, 200],
    ["valid in 8 s", { exp: 60, nbf: 8 }, 200],
    ["valid in 12 s", { exp: 60, nbf: 12 }, 401],
    ["an end before its beginning, both within the skew", { exp: 0, nbf: 5 }, 401],
  ])("%s: %d", async (_title, times, expected) => {
    const at = now();
    const claims = Object.fromEntries(
      Object.entries(times).map(([name, seconds]) => [name, at + seconds]),
    );
    expect(await status(raw({ claims }))).toBe(expected);
  });

  test("a token without exp or iss is not, one whose iss lacks the slash is", async () => {
    expect(await status(raw({ omitClaims: ["exp"] }))).toBe(401);
    expect(await status(raw({ omitClaims: ["iss"] }))).toBe(401);
    expect(await status(raw({ claims: { iss: standin.maskinportenUrl } }))).toBe(200);
    expect(await status(raw({ claims: { iss: `${standin.maskinportenUrl}/x` } }))).toBe(401);
  });

  test.each([
    ["another authority", { authority: "x", ID: "0192:910000001" }, 401],
    ["no ID", { authority: "iso6523-actorid-upis" }, 401],
    ["an ID without prefix", { authority: "iso6523-actorid-upis", ID: "910000001" }, 401],
    ["another prefix", { authority: "iso6523-actorid-upis", ID: "9908:910000001" }, 200],
    ["a text", "0192:910000001", 401],
    ["JSON in a text", '{"authority":"iso6523-actorid-upis","ID":"0192:910000001"}', 200],
    ["a list", [{ authority: "iso6523-actorid-upis", ID: "0192:910000001" }, "x"], 200],
    ["an empty list", [], 401],
  ])("consumer with %s: %d", async (_title, consumer, expected) => {
    expect(await status(raw({ claims: { consumer } }))).toBe(expected);
  });

  test("an unknown provider is named in the answer, as JSON for a client that asks for it", async () => {
    const text =
      "Invalid token provider: Google. Trusted token providers are 'Maskinporten', 'Id-porten' and 'AltinnStudio'.";
    expect((await exchange(standin, raw(), "Google")).text).toBe(text);
    const json = await exchange(standin, raw(), "Google", { accept: "application/json" });
    expect([json.status, json.text]).toEqual([400, JSON.stringify(text)]);
  });

  test("a token that comes with an enterprise user is told that there are none any more", async () => {
    const name = "X-Altinn-EnterpriseUser-Authentication";
    const gone = await exchange(standin, raw(), "maskinporten", { [name]: "dTpw" });
    expect([gone.status, gone.type]).toEqual([410, "application/problem+json; charset=utf-8"]);
    expect(Object.keys(JSON.parse(gone.text) as object)).toEqual([
      "type",
      "title",
      "status",
      "detail",
    ]);
    expect((await exchange(standin, raw(), "maskinporten", { [name]: "" })).status).toBe(200);
  });

  test("a method that is not there is 405", async () => {
    const url = `${standin.platformUrl}/authentication/api/v1/exchange/maskinporten`;
    const answer = await fetch(url, { method: "POST" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET"]);
  });
});

describe("the Altinn token", () => {
  const exchanged = async (
    wanted: Partial<TokenRequest>,
    query = "",
  ): Promise<Record<string, unknown>> =>
    decode((await exchange(standin, raw(wanted), `maskinporten${query}`)).text);

  test("a service-owner scope is looked for as a part of the text", async () => {
    const scopes = ["altinn:serviceowner/instances.read"];
    expect((await exchanged({ scopes }))["urn:altinn:org"]).toBe(organisation.code);
    expect(await exchanged({ scopes: ["altinn:broker.read"] })).not.toHaveProperty(
      "urn:altinn:org",
    );
  });

  test.each([
    ["?test=true", "ttd"],
    ["?TEST=True", "ttd"],
    ["?test=false", "digdir"],
    ["", "digdir"],
  ])("Digdir with %j is %s", async (query, code) => {
    const claims = await exchanged({ organisation: "digdir" }, query);
    expect([claims["urn:altinn:org"], claims["urn:altinn:orgNumber"]]).toEqual([code, "991825827"]);
  });

  test("test=true gives no code without the service-owner scope", async () => {
    const claims = await exchanged({ organisation: "digdir", scopes: ["x:y"] }, "?test=true");
    expect(claims).not.toHaveProperty("urn:altinn:org");
  });

  test.each([
    ["?test=maybe", "The value 'maybe' is not valid."],
    ["?test=no&TEST=true", "The value 'no,true' is not valid."],
    ["?test=", "The value '' is invalid."],
    ["?test", "The value '' is invalid."],
  ])("the flag %s is a validation problem, with and without a token", async (query, message) => {
    for (const token of [raw(), undefined]) {
      const answer = await exchange(standin, token, `maskinporten${query}`);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ errors: { test: [message] } });
    }
  });

  test("the first flag counts", async () => {
    expect(await status(raw(), "maskinporten?Test=TRUE&test=no")).toBe(200);
  });

  test("other claims are kept, details of one system user as an object", async () => {
    const detail = { type: "urn:altinn:systemuser", system_id: "x" };
    const claims = await exchanged({
      claims: {
        pid: "12345678901",
        jti: "kept",
        sid: "gone",
        supplier: { ID: "0192:1" },
        delegation_source: "https://x/",
        authorization_details: [detail],
      },
    });
    expect(claims).toMatchObject({
      pid: "12345678901",
      jti: "kept",
      supplier: { ID: "0192:1" },
      delegation_source: "https://x/",
      authorization_details: detail,
    });
    expect(claims["sid"]).not.toBe("gone");
  });

  test.each([
    ["a list of one", { x: [1] }, { x: 1 }],
    ["a longer list", { x: [1, null] }, { x: [1, ""] }],
    ["an empty list", { x: [] }, { x: undefined }],
    ["null", { x: null }, { x: "" }],
    ["an object", { x: { list: [1], nothing: null } }, { x: { list: [1], nothing: null } }],
    ["sub", { sub: "s" }, { sub: undefined, nameid: "s" }],
    ["sub beside nameid", { sub: "s", nameid: "n" }, { nameid: ["s", "n"] }],
    ["roles", { roles: ["r", "s"] }, { roles: undefined, role: ["r", "s"] }],
    ["two audiences", { aud: ["a", "b"] }, { aud: "b" }],
    ["three audiences", { aud: ["a", "b", "c"] }, { aud: ["b", "c"] }],
    ["a level of its own", { "urn:altinn:authlevel": 4 }, { "urn:altinn:authlevel": [4, 3] }],
    [
      "scopes in a list, the first of which counts",
      { scope: ["x:y", "altinn:serviceowner"] },
      { scope: ["x:y", "altinn:serviceowner"], "urn:altinn:org": undefined },
    ],
  ])("%s: how it comes out", async (_title, claims, expected) => {
    const found = await exchanged({ claims });
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, found[name]]))).toEqual(
      expected,
    );
  });

  test("a delegated token's organisation is the consumer", async () => {
    const other = standin.newOrganisation().number;
    const client = standin.newClient({
      organisation: organisation.number,
      scopes: ["altinn:serviceowner"],
      delegations: [{ consumer: other, scopes: ["altinn:serviceowner"] }],
    });
    const { token } = await grant(standin, client, { claims: { consumer_org: other } });
    expect(decode((await exchange(standin, token)).text)).toMatchObject({
      "urn:altinn:orgNumber": other,
      supplier: { ID: `0192:${organisation.number}` },
    });
  });
});

describe("encodings", () => {
  test.each([
    [undefined, "text/plain"],
    ["*/*", "text/plain"],
    ["text/plain", "text/plain"],
    ["application/json, text/plain, */*", "text/plain"],
    ["application/json", "application/json"],
    ["APPLICATION/JSON; charset=utf-8", "application/json"],
    ["text/plain;q=0.5, application/json", "application/json"],
    ["application/json;q=0.5, text/plain", "text/plain"],
    ["application/xml", "text/plain"],
    ["application/problem+json", "text/plain"],
    ["text/json", "text/json"],
    ["text/*", "text/plain"],
    ["application/*", "application/json"],
  ])("Accept %j is answered as %s", async (accept, type) => {
    const answer = await new Promise<{ type: string; text: string }>((resolve, reject) => {
      const url = `${standin.platformUrl}/authentication/api/v1/exchange/maskinporten`;
      const headers = { authorization: `Bearer ${raw()}`, ...(accept ? { accept } : {}) };
      // Not fetch, which always sends an Accept.
      get(url, { headers, agent: false }, (response) => {
        let text = "";
        response.on("data", (chunk) => (text += String(chunk)));
        response.on("end", () => resolve({ type: response.headers["content-type"] ?? "", text }));
      }).on("error", reject);
    });
    expect(answer.type).toBe(`${type}; charset=utf-8`);
    const token = type === "text/plain" ? answer.text : (JSON.parse(answer.text) as string);
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  });
});

test("Altinn's keys are published in standard base64, with the certificate whose thumbprint names them", async () => {
  const metadata = await (
    await fetch(
      `${standin.platformUrl}/authentication/api/v1/openid/.well-known/openid-configuration`,
    )
  ).json();
  const { issuer, jwks_uri } = metadata as { issuer: string; jwks_uri: string };
  expect(metadata).toEqual({
    issuer: `${standin.platformUrl}/authentication/api/v1/openid/`,
    jwks_uri: `${issuer}.well-known/openid-configuration/jwks`,
    authorization_endpoint: `${standin.platformUrl}/authentication/api/v1/authorize/`,
    token_endpoint: `${standin.platformUrl}/authentication/api/v1/token/`,
    end_session_endpoint: `${issuer}logout/`,
    response_types_supported: ["token"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
  });
  const { keys } = (await (await fetch(jwks_uri)).json()) as { keys: Record<string, string>[] };
  const [key] = keys;
  const der = Buffer.from(key?.["x5c"]?.[0] ?? "", "base64");
  expect(Object.keys(key ?? {})).toEqual(["kty", "use", "kid", "n", "e", "x5c"]);
  expect(key?.["n"]).toMatch(/=$/);
  expect(key?.["kid"]).toBe(createHash("sha1").update(der).digest("hex").toUpperCase());

  const { text } = await exchange(standin, raw());
  const [header, payload, signature] = text.split(".");
  expect(JSON.parse(Buffer.from(header ?? "", "base64url").toString())).toEqual({
    alg: "RS256",
    typ: "JWT",
    kid: key?.["kid"],
    x5t: Buffer.from(key?.["kid"] ?? "", "hex").toString("base64url"),
  });
  expect(decode(text)["iss"]).toBe(issuer);
  const signed = verify(
    "RSA-SHA256",
    Buffer.from(`${header}.${payload}`),
    createPublicKey(new X509Certificate(der).publicKey.export({ type: "spki", format: "pem" })),
    Buffer.from(signature ?? "", "base64url"),
  );
  expect(signed).toBe(true);
});

test("an API that is not here refuses strangers, and tells the others", async () => {
  const path = `${standin.platformUrl}/events/api/v1/subscriptions`;
  expect((await fetch(path)).status).toBe(401);
  const token = standin.token({ organisation: organisation.number, scopes: ["x:y"] });
  const answer = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  expect([answer.status, await answer.text()]).toEqual([
    501,
    "This stand-in for Altinn does not have Altinn Events. Ask Broker for the status of a transfer.\n",
  ]);
});

describe("an organisation list in disorder", () => {
  afterEach(() => standin.breakOrganisationList());
  const listed = async (): Promise<string[]> => {
    const answer = await fetch(`${standin.platformUrl}/resourceregistry/api/v1/resource/orgs`);
    return Object.keys(((await answer.json()) as { orgs: object }).orgs);
  };

  test.each(["down", "empty", "repeated number"] as const)(
    "%s: refuses tokens with a service owner's scope, and no others",
    async (trouble) => {
      standin.breakOrganisationList(trouble);
      expect(await status(raw())).toBe(401);
      expect(await status(raw({ scopes: ["altinn:serviceowner/instances.read"] }))).toBe(401);
      expect(await status(raw({ scopes: ["altinn:resourceregistry/resource.write"] }))).toBe(200);
      standin.breakOrganisationList();
      expect(await status(raw())).toBe(200);
    },
  );

  test("is shown by the registry", async () => {
    const all = await listed();
    standin.breakOrganisationList("repeated number");
    expect(await listed()).toHaveLength(all.length + 1);
    standin.breakOrganisationList("empty");
    expect(await listed()).toEqual([]);
  });
});
