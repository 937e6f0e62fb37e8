import { generateKeyPairSync } from "node:crypto";
import { readSettings } from "../../provider/settings";
import { readClient } from "../../provider/settings-client";
import { readSmokeClient } from "../../provider/settings-smoke";
import { formsOfKey, Search } from "../support/secrets";

/* A key, a token or a login that was set where something else belongs is refused, and no message repeats it. */

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const jwk = { ...privateKey.export({ format: "jwk" }), kid: "k" };
const pem = privateKey.export({ format: "pem", type: "pkcs8" }) as string;
const token = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from("claims-of-the-token").toString("base64url")}.c2lnbmF0dXJl`;
const search = new Search([
  ...formsOfKey("key", jwk),
  { what: "token", text: token },
  { what: "password", text: "pa55word-m4rker" },
]);

const misplaced = [
  ["a JWK", JSON.stringify(jwk)],
  ["base64 of a JWK", Buffer.from(JSON.stringify(jwk)).toString("base64")],
  ["a PEM", pem],
  ["a PEM in one line", pem.replaceAll("\n", "\\n")],
  ["base64 of a PEM", Buffer.from(pem).toString("base64")],
  ["a token", token],
  ["an address with a login", "https://anna:pa55word-m4rker@platform.example.no"],
] as const;

const SETTINGS = [
  ["environment", "ALTINN_ENVIRONMENT"],
  ["orgNumber", "ALTINN_ORG_NUMBER"],
  ["orgCode", "ALTINN_ORG_CODE"],
  ["clientId", "MASKINPORTEN_CLIENT_ID"],
  ["keyId", "MASKINPORTEN_KEY_ID"],
  ["adopt", "ALTINN_ADOPT"],
  [undefined, "ALTINN_ON_DELETE"],
  [undefined, "ALTINN_WITHOUT_KEY"],
  ["parallelCalls", "ALTINN_PARALLEL_CALLS"],
  ["callTimeoutSeconds", "ALTINN_CALL_TIMEOUT_SECONDS"],
  ["platformUrl", "ALTINN_PLATFORM_URL"],
  ["maskinportenUrl", "ALTINN_MASKINPORTEN_URL"],
  ["maskinportenIssuer", "ALTINN_MASKINPORTEN_ISSUER"],
] as const;

const GOOD: Readonly<Record<string, string>> = {
  ALTINN_ENVIRONMENT: "tt02",
  ALTINN_ORG_NUMBER: "991825827",
  ALTINN_ORG_CODE: "ttd",
  MASKINPORTEN_CLIENT_ID: "client",
  MASKINPORTEN_JWK: JSON.stringify(jwk),
};

/** What is said of settings and client, in one text. */
function said(
  config: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): string {
  const stack = { get: (key: string) => config[key] };
  const { problems } = readSettings(stack, env);
  try {
    readClient(stack, env);
    return problems.join("\n");
  } catch (error) {
    return [...problems, String(error)].join("\n");
  }
}

describe.each(misplaced)("%s", (_what, value) => {
  test.each(SETTINGS)("in %s (%s)", (key, variable) => {
    const { [variable]: _, ...others } = GOOD;
    const inEnvironment = said({}, { ...GOOD, [variable]: value });
    expect([search.hits(inEnvironment), inEnvironment]).toEqual([
      [],
      expect.stringContaining(variable),
    ]);
    if (key === undefined) return;
    const inStack = said({ [`altinn:${key}`]: value }, others);
    expect([search.hits(inStack), inStack]).toEqual([[], expect.stringContaining(`altinn:${key}`)]);
    expect(search.hits(said({ [`altinn:${key}`]: value }, GOOD))).toEqual([]);
  });

  test("as a client of the smoke check", () => {
    const env = {
      ALTINN_SMOKE_SENDER_CLIENT_ID: value,
      ALTINN_SMOKE_SENDER_JWK: JSON.stringify(jwk),
    };
    const text = (() => {
      try {
        readSmokeClient(env, "sender");
        return "";
      } catch (error) {
        return String(error);
      }
    })();
    expect([search.hits(text), text]).toEqual([
      [],
      expect.stringContaining("ALTINN_SMOKE_SENDER_CLIENT_ID"),
    ]);
  });
});

test.each(SETTINGS)("is told once, in %s (%s)", (key, variable) => {
  const { [variable]: _, ...others } = GOOD;
  for (const [config, env] of [
    [{}, { ...GOOD, [variable]: token }],
    [key === undefined ? {} : { [`altinn:${key}`]: token }, others],
  ] as const) {
    const { problems } = readSettings(
      { get: (name) => (config as Record<string, string>)[name] },
      env,
    );
    expect(problems).toEqual([...new Set(problems)]);
  }
});

describe("what is no key, token or login is repeated", () => {
  const told = (value: string): string => said({}, { ...GOOD, ALTINN_ORG_CODE: value });

  test.each([
    ["of 200 characters", "?".repeat(200)],
    ["with a token's beginning within", "not-eyJhbGciOiJSUzI1NiJ9"],
    ["with an address within", "see https://anna@platform.example.no"],
    ["with an at sign behind the host", "https://platform.example.no/anna@example.no"],
  ])("%s", (_what, value) => {
    expect(told(value)).toContain(value);
  });

  test("of 201 characters is not", () => {
    expect(told("?".repeat(201))).toMatch(
      /ALTINN_ORG_CODE holds 201 characters, which are not shown/,
    );
  });
});
