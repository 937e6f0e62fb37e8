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
    /is an address with a login in it/,
  ],
  [
    { "altinn:platformUrl": "http://evil.example/localhost" },
    {},
    /http is taken for this machine only/,
  ],
  [
    { "altinn:platformUrl": "https://altinn.example/?a=b" },
    {},
    /^ALTINN_PLATFORM_URL \(or altinn:platformUrl\) has a login, a \? or a # in it\. Write the address alone, such as https:\/\/altinn\.example\.$/,
  ],
  ...["https:anna:s3cret@m.example", "https:/s3cret@m.example", "https:\\\\:s3cret@m.example"].map(
    (url): [Record<string, string>, Record<string, string>, RegExp] => [
      {},
      { ALTINN_PLATFORM_URL: url },
      /^ALTINN_PLATFORM_URL \(or altinn:platformUrl\) has a login, (?!.*s3cret).*, such as https:\/\/m\.example\.$/,
    ],
  ),
  [
    {},
    { ALTINN_MASKINPORTEN_URL: "https://anna:s3cret@m.example" },
    /^ALTINN_MASKINPORTEN_URL (?!.*s3cret)/,
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

test.each<[string, Record<string, string>, Record<string, string>, string]>([
  [
    "quotes",
    { "altinn:orgCode": '"ttd"' },
    {},
    'altinn:orgCode is `"ttd"`, with quotes in the value, as some env files leave them there. Write ttd, without them.',
  ],
  [
    "single quotes",
    {},
    { ALTINN_ORG_CODE: "'ttd'" },
    "ALTINN_ORG_CODE is `'ttd'`, with quotes in the value",
  ],
  [
    "half of the quotes",
    {},
    { ALTINN_ENVIRONMENT: 'tt02"' },
    'ALTINN_ENVIRONMENT is `tt02"`, with quotes in the value',
  ],
  ["typographic quotes", {}, { ALTINN_ORG_CODE: "“ttd”" }, "Write ttd, without them."],
  [
    "a comma",
    {},
    { ALTINN_ORG_NUMBER: "991825827," },
    "ALTINN_ORG_NUMBER is `991825827,`, with commas in the value, as some env files leave them there. Write 991825827, without them.",
  ],
  [
    "two values",
    { "altinn:orgCode": "ttd,skd" },
    {},
    "altinn:orgCode is `ttd,skd`, with commas in the value, as some env files leave them there. Write one value, without them.",
  ],
  [
    "blanks",
    { "altinn:orgNumber": "991 825 827" },
    {},
    "altinn:orgNumber is `991 825 827`, with blanks in the value, as some env files leave them there. Write 991825827, without them.",
  ],
  [
    "all of it",
    { "altinn:orgNumber": "'991 825 827'," },
    {},
    "with quotes and commas and blanks in the value",
  ],
  [
    "quotes round an address",
    {},
    { ALTINN_PLATFORM_URL: '"https://altinn.example"' },
    "Write https://altinn.example, without them.",
  ],
  [
    "quotes round an issuer",
    {},
    { ALTINN_MASKINPORTEN_ISSUER: '"https://m.example/"' },
    "Write https://m.example/, without them.",
  ],
  ["quotes round a flag", {}, { ALTINN_ADOPT: '"true"' }, "Write true, without them."],
  [
    "quotes round a read-only flag",
    {},
    { ALTINN_WITHOUT_KEY: "'true'" },
    "Write true, without them.",
  ],
  ["quotes round a number", {}, { ALTINN_PARALLEL_CALLS: '"8"' }, "Write 8, without them."],
  ["quotes round a word", {}, { ALTINN_ON_DELETE: '"keep"' }, "Write keep, without them."],
])("%s in a value: named once, with what to write", (_what, config, env, sentence) => {
  const { settings, problems } = read({ ...base, ...config }, env);
  expect(settings).toBeUndefined();
  expect(problems).toEqual([expect.stringContaining(sentence)]);
});

test("stray quotes in a secret are named without a part of it", () => {
  const { problems } = read(base, { ALTINN_SUBSCRIPTION_KEY: '"s3cret"' });
  expect(problems).toEqual([
    "ALTINN_SUBSCRIPTION_KEY has quotes in its value, as some env files leave them there. Write it without them.",
  ]);
});

test("blanks and a carriage return around a value are no part of it", () => {
  const { settings, problems } = read(
    { "altinn:environment": " tt02 ", "altinn:orgNumber": "991825827\r" },
    { ALTINN_ORG_CODE: "\tTTD\n", ALTINN_SUBSCRIPTION_KEY: " k " },
  );
  expect(problems).toEqual([]);
  expect(settings).toMatchObject({ orgCode: "ttd", orgNumber: "991825827", subscriptionKey: "k" });
});

test.each(["ttd", "TTD", "k1103", "hmrhf", "digdir", "2fa"])(
  "the code %s has the shape of one",
  (code) => {
    const number = code.toLowerCase() === "ttd" ? "991825827" : "974761076";
    const { settings, problems } = read({
      ...base,
      "altinn:orgCode": code,
      "altinn:orgNumber": number,
    });
    expect(problems).toEqual([]);
    expect(settings?.orgCode).toBe(code.toLowerCase());
  },
);

test.each([
  [
    "991825827",
    'altinn:orgCode is "991825827", a number. Write Altinn\'s short code of the organisation, such as ttd; its number belongs in altinn:orgNumber (ALTINN_ORG_NUMBER).',
  ],
  ["urn:altinn:org:ttd", 'altinn:orgCode is "urn:altinn:org:ttd". Write Altinn\'s short code'],
  ["[org]", 'altinn:orgCode is "[org]". Write Altinn\'s short code'],
  ["ttd-licences", 'altinn:orgCode is "ttd-licences". Write Altinn\'s short code'],
  ["tolletatenø", 'altinn:orgCode is "tolletatenø". Write Altinn\'s short code'],
])("%s is no organisation's code", (code, sentence) => {
  const { settings, problems } = read({ ...base, "altinn:orgCode": code });
  expect(settings).toBeUndefined();
  expect(problems).toEqual([expect.stringContaining(sentence)]);
});

test("a number that is none has nothing to do with ttd", () => {
  expect(read({ ...base, "altinn:orgNumber": "99182" }).problems).toHaveLength(1);
});

test("a proxy that cannot be read is refused with the settings, without a word of it", () => {
  const { settings, problems } = read(base, { HTTPS_PROXY: "http://anna:s3cr/et@proxy:8080" });
  expect(settings).toBeUndefined();
  expect(problems).toEqual([expect.stringMatching(/^HTTPS_PROXY is not the address of a proxy/)]);
  expect(problems.join()).not.toMatch(/anna|s3cr/);
  expect(read(base, { HTTPS_PROXY: "http://proxy:8080" }).settings?.proxy?.hostname).toBe("proxy");
});

test("an agreeing environment variable is no contradiction", () => {
  expect(read(base, { ALTINN_ENVIRONMENT: "tt02" }).problems).toEqual([]);
});

test("a missing key is told when a token is needed, not before", () => {
  const { settings } = read(base);
  expect(() => settings?.client()).toThrow(
    /MASKINPORTEN_CLIENT_ID is not set.*No private key is set/,
  );
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

test("the names that nais gives are taken", () => {
  const env = { MASKINPORTEN_CLIENT_ID: "c", MASKINPORTEN_CLIENT_JWK: "{nais}" };
  const { settings } = read(base, env);
  expect(settings?.client()).toEqual({
    clientId: "c",
    key: { form: "jwk", text: "{nais}", keyId: undefined, from: "MASKINPORTEN_CLIENT_JWK" },
  });
  expect(settings?.credentialsFromEnvironment).toBe(true);
});

test("MASKINPORTEN_JWK and MASKINPORTEN_CLIENT_JWK: equal is fine, different is refused, both named", () => {
  const env = { MASKINPORTEN_CLIENT_ID: "c", MASKINPORTEN_JWK: "{s3cret}" };
  const clientOf = (nais: string) =>
    read(base, { ...env, MASKINPORTEN_CLIENT_JWK: nais }).settings?.client();
  expect(clientOf("{s3cret}")?.key).toMatchObject({ text: "{s3cret}", from: "MASKINPORTEN_JWK" });
  expect(clientOf("'{s3cret}'")?.key.from).toBe("MASKINPORTEN_JWK");
  expect(() => clientOf("{s3cret2}")).toThrow(
    /^MASKINPORTEN_JWK and MASKINPORTEN_CLIENT_JWK are both set and differ\. Remove the one that is not meant; nais sets MASKINPORTEN_CLIENT_JWK by itself\.$/,
  );
});

test("a key of nais beside a PEM key is refused like one of our own name", () => {
  const env = {
    MASKINPORTEN_CLIENT_ID: "c",
    MASKINPORTEN_CLIENT_JWK: "{}",
    MASKINPORTEN_PRIVATE_KEY: "pem",
  };
  expect(() => read(base, env).settings?.client()).toThrow(
    /MASKINPORTEN_CLIENT_JWK and MASKINPORTEN_PRIVATE_KEY are both set/,
  );
});

test.each([
  [
    { MASKINPORTEN_CLIENT_ID: '"c"' },
    'MASKINPORTEN_CLIENT_ID is `"c"`, with quotes in the value, as some env files leave them there. Write c, without them.',
  ],
  [
    { MASKINPORTEN_KEY_ID: "'kid'" },
    "MASKINPORTEN_KEY_ID is `'kid'`, with quotes in the value, as some env files leave them there. Write kid, without them.",
  ],
])("%j is named when a token is needed, not before", (env, sentence) => {
  const { settings, problems } = read(base, {
    MASKINPORTEN_CLIENT_ID: "c",
    MASKINPORTEN_JWK: "{}",
    ...env,
  });
  expect(problems).toEqual([]);
  expect(() => settings?.client()).toThrow(sentence);
  expect(problems).toEqual([]);
});

test("a key id may have commas and blanks in it: somebody else chose it", () => {
  const env = { MASKINPORTEN_CLIENT_ID: "c", MASKINPORTEN_JWK: "{}", MASKINPORTEN_KEY_ID: "a, b" };
  expect(read(base, env).settings?.client().key.keyId).toBe("a, b");
});

test("a key id in the environment goes with a key of the stack too", () => {
  const config = { ...base, "altinn:clientId": "c", "altinn:jwk": "{}", "altinn:keyId": "stack" };
  expect(read(config, { MASKINPORTEN_KEY_ID: "env" }).settings?.client().key.keyId).toBe("env");
  const env = { MASKINPORTEN_JWK: "{}" };
  expect(read(config, env).settings?.client().key.keyId).toBeUndefined();
});
