import { readSettings } from "../../provider/settings";

const base = {
  "altinn:environment": "tt02",
  "altinn:orgNumber": "991825827",
  "altinn:orgCode": "ttd",
};
const read = (config: Record<string, string>, env: Record<string, string> = {}) =>
  readSettings({ get: (key) => config[key] }, env);

test("addresses come from the environment's table", () => {
  const { settings } = read(base);
  expect(settings).toMatchObject({
    platformUrl: "https://platform.tt02.altinn.no",
    maskinportenIssuer: "https://test.maskinporten.no/",
    parallelCalls: 8,
    callTimeoutSeconds: 30,
    adopt: false,
  });
  expect(read({ ...base, "altinn:environment": "production" }).settings).toMatchObject({
    platformUrl: "https://platform.altinn.no",
    maskinportenUrl: "https://maskinporten.no",
    maskinportenIssuer: "https://maskinporten.no/",
  });
});

test("everything that is missing is told at once, with how to set it", () => {
  const { settings, problems } = read({});
  expect(settings).toBeUndefined();
  expect(problems).toEqual([
    expect.stringMatching(/^altinn:environment is not set.*ALTINN_ENVIRONMENT/),
    expect.stringMatching(/^altinn:orgNumber is not set.*ALTINN_ORG_NUMBER/),
    expect.stringMatching(/^altinn:orgCode is not set.*ALTINN_ORG_CODE/),
  ]);
});

test.each([
  [{ "altinn:environment": "test" }, {}, /altinn:environment is "test". Write one of local, at22/],
  [{ "altinn:orgNumber": "99182" }, {}, /altinn:orgNumber is "99182"/],
  [
    {},
    { ALTINN_ENVIRONMENT: "production" },
    /altinn:environment is "tt02".*ALTINN_ENVIRONMENT is "production"/,
  ],
  [
    {},
    { ALTINN_ORG_NUMBER: "974761076" },
    /altinn:orgNumber is "991825827".*ALTINN_ORG_NUMBER is "974761076"/,
  ],
  [
    { "altinn:orgNumber": "974761076" },
    {},
    /altinn:orgCode is "ttd".*Broker gives everything of ttd to 991825827/,
  ],
  [
    { "altinn:environment": "production" },
    { ALTINN_PLATFORM_URL: "https://x.example" },
    /Production has its own addresses/,
  ],
  [{ "altinn:environment": "local" }, {}, /local, which has no address of its own/],
  [{ "altinn:platformUrl": "http://altinn.example" }, {}, /http is taken for this machine only/],
  [
    { "altinn:platformUrl": "http://localhost.evil.example" },
    {},
    /http is taken for this machine only/,
  ],
  [
    { "altinn:maskinportenUrl": "http://127.0.0.1.evil.example" },
    {},
    /http is taken for this machine only/,
  ],
  [
    { "altinn:platformUrl": "http://localhost@evil.example" },
    {},
    /http is taken for this machine only/,
  ],
  [
    { "altinn:platformUrl": "http://evil.example/localhost" },
    {},
    /http is taken for this machine only/,
  ],
  [
    { "altinn:parallelCalls": "0" },
    {},
    /altinn:parallelCalls is "0". Write a whole number from 1 to 64/,
  ],
  [{ "altinn:adopt": "yes" }, {}, /altinn:adopt is "yes". Write true or false/],
  [{}, { ALTINN_ON_DELETE: "destroy" }, /ALTINN_ON_DELETE is "destroy"/],
])("%j with %j is refused", (config, env, reason) => {
  const { settings, problems } = read({ ...base, ...config }, env);
  expect(settings).toBeUndefined();
  expect(problems.join(" ")).toMatch(reason);
});

test("an agreeing environment variable is no contradiction", () => {
  expect(read(base, { ALTINN_ENVIRONMENT: "tt02" }).problems).toEqual([]);
});

test("a missing key is told when a token is needed, not before", () => {
  const { settings } = read(base);
  expect(() => settings?.client()).toThrow(/MASKINPORTEN_CLIENT_ID is not set/);
  const named = read(base, { MASKINPORTEN_CLIENT_ID: "c" }).settings;
  expect(() => named?.client()).toThrow(/No private key is set.*MASKINPORTEN_JWK/);
});

test("credentials of the environment win over those of the stack", () => {
  const config = { ...base, "altinn:clientId": "stack", "altinn:jwk": "{stack}" };
  expect(read(config).settings?.client()).toMatchObject({
    clientId: "stack",
    key: { from: "altinn:jwk" },
  });
  const env = {
    MASKINPORTEN_CLIENT_ID: "env",
    MASKINPORTEN_PRIVATE_KEY: "pem",
    MASKINPORTEN_KEY_ID: "k",
  };
  expect(read(config, env).settings?.client()).toMatchObject({
    clientId: "env",
    key: { form: "pem", from: "MASKINPORTEN_PRIVATE_KEY", keyId: "k" },
  });
});

test("two keys of one place are refused", () => {
  const env = {
    MASKINPORTEN_CLIENT_ID: "c",
    MASKINPORTEN_JWK: "{}",
    MASKINPORTEN_PRIVATE_KEY: "pem",
  };
  expect(() => read(base, env).settings?.client()).toThrow(
    /MASKINPORTEN_JWK and MASKINPORTEN_PRIVATE_KEY are both set/,
  );
});
