import { isClientOfEnv, isKeySet, readClient } from "../../provider/settings-client";
import { NO_STACK } from "../../provider/settings-reader";
import { readSettings } from "../../provider/settings";
import { readSmokeClient } from "../../provider/settings-smoke";

const stack = (config: Record<string, string>) => ({ get: (key: string) => config[key] });
const EMPTY = stack({});
const ID = { MASKINPORTEN_CLIENT_ID: "c" };

const NO_ID =
  "MASKINPORTEN_CLIENT_ID is not set: the id of the Maskinporten client that acts for the service owner. Set it as an environment variable";
const NO_KEY =
  "No private key is set. Set the environment variable MASKINPORTEN_JWK (a private RSA JWK, as JSON or base64 of it), or MASKINPORTEN_PRIVATE_KEY (PEM) and MASKINPORTEN_KEY_ID";
const AS_CLIENT_ID = ", or as altinn:clientId in the stack configuration";
const AS_JWK = "; or altinn:jwk as a secret of the stack";

test("what is missing of a client is said, with the stack's settings where there is a stack", () => {
  expect(() => readClient(EMPTY, {})).toThrow(
    new Error(`${NO_ID}${AS_CLIENT_ID}. ${NO_KEY}${AS_JWK}.`),
  );
  expect(() => readClient(NO_STACK, {})).toThrow(new Error(`${NO_ID}. ${NO_KEY}.`));
  expect(() => readClient(EMPTY, ID)).toThrow(new Error(`${NO_KEY}${AS_JWK}.`));
  expect(() => readClient(EMPTY, { MASKINPORTEN_JWK: "{}" })).toThrow(
    new Error(`${NO_ID}${AS_CLIENT_ID}.`),
  );
});

test("a setting that is missing is asked for as what there is: a stack, or the environment alone", () => {
  const { problems } = readSettings(NO_STACK, {});
  expect(problems[0]).toBe("ALTINN_ENVIRONMENT is not set. Set it, for example to tt02.");
  expect(readSettings(EMPTY, {}).problems[0]).toMatch(/^altinn:environment is not set.*`pulumi/);
});

test("a PEM key without its id is taken as it is; whoever reads the key asks for the id", () => {
  expect(readClient(EMPTY, { ...ID, MASKINPORTEN_PRIVATE_KEY: "pem" }).key).toEqual({
    form: "pem",
    text: "pem",
    keyId: undefined,
    from: "MASKINPORTEN_PRIVATE_KEY",
  });
});

test.each<[Record<string, string>, boolean]>([
  [{}, false],
  [ID, false],
  [{ MASKINPORTEN_JWK: "{}" }, false],
  [{ ...ID, MASKINPORTEN_JWK: " " }, false],
  [{ ...ID, MASKINPORTEN_JWK: "{}" }, true],
  [{ ...ID, MASKINPORTEN_CLIENT_JWK: "{}" }, true],
  [{ ...ID, MASKINPORTEN_PRIVATE_KEY: "pem" }, true],
])("whether %j is a whole client: %s", (env, is) => {
  expect(isClientOfEnv(stack({ "altinn:clientId": "c", "altinn:jwk": "{}" }), env)).toBe(is);
});

test.each<[Record<string, string>, Record<string, string>, boolean]>([
  [{}, {}, false],
  [{ "altinn:clientId": "c" }, ID, false],
  [{ "altinn:jwk": "{}" }, {}, true],
  [{ "altinn:privateKey": "pem" }, {}, true],
  [{ "altinn:jwk": "" }, {}, false],
  [{}, { MASKINPORTEN_JWK: "{}" }, true],
  [{}, { MASKINPORTEN_CLIENT_JWK: "{}" }, true],
  [{}, { MASKINPORTEN_PRIVATE_KEY: "pem" }, true],
])("whether a key is set by %j and %j: %s", (config, env, is) => {
  expect(isKeySet(stack(config), env)).toBe(is);
});

test.each(["sender", "recipient"] as const)("the smoke check's client of the %s", (part) => {
  const id = `ALTINN_SMOKE_${part.toUpperCase()}_CLIENT_ID`;
  const jwk = `ALTINN_SMOKE_${part.toUpperCase()}_JWK`;
  expect(readSmokeClient({}, part)).toBeUndefined();
  expect(readSmokeClient({ [id]: " ", [jwk]: "" }, part)).toBeUndefined();
  expect(readSmokeClient({ [id]: " c\n", [jwk]: " {}\r\n" }, part)?.()).toEqual({
    clientId: "c",
    key: { form: "jwk", text: "{}", keyId: undefined, from: jwk },
  });
  expect(() => readSmokeClient({ [id]: "c" }, part)).toThrow(
    new Error(`${id} is set without ${jwk}. Set both, or neither.`),
  );
  expect(() => readSmokeClient({ [jwk]: "{}" }, part)).toThrow(
    new Error(`${jwk} is set without ${id}. Set both, or neither.`),
  );
});
