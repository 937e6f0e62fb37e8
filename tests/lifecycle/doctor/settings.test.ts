import { generateKeyPairSync } from "node:crypto";
import { jwkOf, names, withGround, type Named } from "./ground";

/* Faults of the settings, found before anybody is asked. */

const here = withGround();
const only = (): string[] => ["--only", here().service];
const setting = (id: string, more: Partial<Named> = {}) =>
  ({ status: "failure", check: `settings/${id}`, who: "we", ...more }) as const;

test.each([
  ["ALTINN_ENVIRONMENT", "", /^ALTINN_ENVIRONMENT is not set\.$/, /or run this with --stack NAME/i],
  ["ALTINN_ORG_NUMBER", "", /^ALTINN_ORG_NUMBER is not set\.$/, /for example to 991825827/],
  ["ALTINN_ORG_CODE", "", /^ALTINN_ORG_CODE is not set\.$/, /for example to ttd/],
  ["ALTINN_ENVIRONMENT", "test", /is "test"/, /Write one of local, at22/],
  ["ALTINN_ORG_NUMBER", "99182", /is "99182"/, /Write the nine digits/],
  ["ALTINN_ORG_NUMBER", '"991825827"', /with quotes in the value/, /Write 991825827/],
  ["ALTINN_PLATFORM_URL", "http://altinn.example", /altinn\.example/, /Write an https address/],
  ["HTTPS_PROXY", "socks5://proxy:1", /names a socks5 proxy/, /address of an http proxy/],
])("%s is %j", async (variable, value, seen, todo) => {
  here().env[variable] = value;
  await names(here(), only(), { ...setting("settings"), seen, todo });
});

test("several at once are each named", async () => {
  const { env } = here();
  env.ALTINN_ENVIRONMENT = "";
  env.ALTINN_ORG_NUMBER = "";
  const { report } = await here().report();
  expect(report.checks.filter(({ status }) => status === "failure")).toHaveLength(2);
  expect(report).toMatchObject({ environment: null, orgNumber: null, orgCode: null });
});

test("a number that no organisation can have", async () => {
  const { standin, organisation, env } = here();
  // The stand-in takes any nine digits, so that nothing else is wrong.
  const wrong = `${organisation.number.slice(0, 8)}${String((Number(organisation.number[8]) + 1) % 10)}`;
  const { code } = standin.newOrganisation({ number: wrong });
  const client = standin.newClient({
    organisation: wrong,
    scopes: [
      "altinn:serviceowner",
      "altinn:resourceregistry/resource.write",
      "altinn:broker.write",
      "altinn:broker.read",
    ],
  });
  Object.assign(env, {
    ALTINN_ORG_NUMBER: wrong,
    ALTINN_ORG_CODE: code,
    MASKINPORTEN_CLIENT_ID: client.clientId,
    MASKINPORTEN_JWK: JSON.stringify(client.jwk),
  });
  const { report } = await here().report();
  expect(report.checks.filter(({ status }) => status === "failure")).toMatchObject([
    {
      id: "check-digit",
      seen: `The last digit of ${wrong} does not fit the others, so no organisation has this number.`,
      remedy: { todo: expect.stringMatching(/^Correct altinn:orgNumber/), who: "we" },
    },
  ]);
});

describe("addresses of another environment", () => {
  test.each([
    [
      "local with tt02's Altinn",
      { ALTINN_PLATFORM_URL: "https://platform.tt02.altinn.no" },
      /The environment is local, and the address of Altinn .* is that of tt02/,
    ],
    [
      "tt02 with production's Maskinporten",
      {
        ALTINN_ENVIRONMENT: "tt02",
        ALTINN_PLATFORM_URL: "",
        ALTINN_MASKINPORTEN_URL: "https://maskinporten.no",
      },
      /The environment is tt02, and the address of Maskinporten .* is that of production/,
    ],
    [
      "tt02 with production's issuer",
      {
        ALTINN_ENVIRONMENT: "tt02",
        ALTINN_PLATFORM_URL: "",
        ALTINN_MASKINPORTEN_URL: "",
        ALTINN_MASKINPORTEN_ISSUER: "https://maskinporten.no/",
      },
      /the address of the issuer .* is that of production/,
    ],
  ])("%s: nobody is asked by them", async (_name, env, seen) => {
    Object.assign(here().env, env);
    const since = here().standin.requests.length;
    await names(here(), only(), { ...setting("addresses"), seen, todo: /Take the address out/ });
    expect(here().standin.requests.length).toBe(since);
  });
});

describe("the key", () => {
  const key = setting("key");
  const pem = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const publicJwk = JSON.stringify({ ...pem.publicKey.export({ format: "jwk" }), kid: "k" });
  const small = JSON.stringify({
    ...generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({ format: "jwk" }),
    kid: "k",
  });
  const ec = JSON.stringify({
    ...generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }),
    kid: "k",
  });

  test.each([
    ["none", "", /No private key is set/, /Set the environment variable MASKINPORTEN_JWK/],
    ["a public one", publicJwk, /is a public key/, /Set it to the private JWK/],
    [
      "without a kid",
      jwkOf(undefined),
      /has no "kid"/,
      /Add it to the JWK, or set MASKINPORTEN_KEY_ID/,
    ],
    ["too small", small, /of 1024 bits/, /Make an RSA key of 2048 bits|Maskinporten wants 2048/],
    ["of a curve", ec, /a JWK of type "EC"/, /Maskinporten takes RSA keys only/],
    ["no JSON", "nonsense", /MASKINPORTEN_JWK/, /./],
  ])("%s", async (_name, jwk, seen, todo) => {
    here().env.MASKINPORTEN_JWK = jwk;
    await names(here(), only(), { ...key, seen, todo });
  });

  test("an enterprise certificate", async () => {
    const { env } = here();
    env.MASKINPORTEN_JWK = "";
    env.MASKINPORTEN_PRIVATE_KEY = "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----";
    env.MASKINPORTEN_KEY_ID = "k";
    await names(here(), only(), {
      ...key,
      seen: /enterprise certificate.*is not taken/,
      todo: /Make an RSA key of 2048 bits/,
    });
  });

  test("no client id", async () => {
    here().env.MASKINPORTEN_CLIENT_ID = "";
    await names(here(), only(), {
      ...key,
      seen: /MASKINPORTEN_CLIENT_ID is not set/,
      todo: /Set it as an environment variable/,
    });
  });

  test("ALTINN_WITHOUT_KEY", async () => {
    here().env.ALTINN_WITHOUT_KEY = "true";
    await names(here(), only(), {
      ...setting("key", { status: "not checked" }),
      seen: /nothing that needs a key is asked/,
      todo: /Unset ALTINN_WITHOUT_KEY/,
    });
  });
});
