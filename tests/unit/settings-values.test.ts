import { homedir } from "node:os";
import { join } from "node:path";
import { readSettings } from "../../provider/settings";

const base = {
  "altinn:environment": "tt02",
  "altinn:orgNumber": "991825827",
  "altinn:orgCode": "ttd",
};
const read = (config: Record<string, string>, env: Record<string, string> = {}) =>
  readSettings({ get: (key) => config[key] }, env);
const problemsOf = (config: Record<string, string>, env: Record<string, string> = {}) =>
  read({ ...base, ...config }, env).problems;

test.each(["http://127.0.0.1:5101", "http://localhost:5101", "http://[::1]:5101"])(
  "%s is this machine, where http is taken",
  (url) => {
    const { settings, problems } = read({ ...base, "altinn:platformUrl": url });
    expect(problems).toEqual([]);
    expect(settings?.platformUrl).toBe(url);
  },
);

test.each(["ftp://localhost", "ws://127.0.0.1", "platform.altinn.no", "//altinn.example", "x"])(
  "%s is no address that a token is sent to",
  (url) => {
    expect(problemsOf({}, { ALTINN_PLATFORM_URL: url })).toEqual([
      `ALTINN_PLATFORM_URL (or altinn:platformUrl) is "${url}". Write an https address; http is taken for this machine only, since tokens travel over it.`,
    ]);
  },
);

test("an address loses the slashes at its end, and no other", () => {
  const { settings } = read(base, {
    ALTINN_PLATFORM_URL: "https://altinn.example//",
    ALTINN_MASKINPORTEN_URL: "https://m.example/a//b/",
  });
  expect(settings).toMatchObject({
    platformUrl: "https://altinn.example",
    maskinportenUrl: "https://m.example/a//b",
    maskinportenIssuer: "https://m.example/a//b/",
  });
});

test.each([
  ["https://issuer.example", "https://issuer.example/"],
  ["https://issuer.example/", "https://issuer.example/"],
])("the issuer %s is compared as %s", (issuer, compared) => {
  const { settings } = read(base, { ALTINN_MASKINPORTEN_ISSUER: issuer });
  expect(settings?.maskinportenIssuer).toBe(compared);
});

test.each([
  ["parallelCalls", "1", 1],
  ["parallelCalls", "64", 64],
  ["callTimeoutSeconds", "1", 1],
  ["callTimeoutSeconds", "600", 600],
])("altinn:%s may be %s", (name, text, value) => {
  const { settings, problems } = read({ ...base, [`altinn:${name}`]: text });
  expect(problems).toEqual([]);
  expect(settings).toMatchObject({ [name]: value });
});

test.each([
  ["parallelCalls", "65", "from 1 to 64"],
  ["parallelCalls", "1.5", "from 1 to 64"],
  ["callTimeoutSeconds", "0", "from 1 to 600"],
  ["callTimeoutSeconds", "601", "from 1 to 600"],
  ["callTimeoutSeconds", "long", "from 1 to 600"],
])("altinn:%s may not be %s", (name, text, range) => {
  expect(problemsOf({ [`altinn:${name}`]: text })).toEqual([
    `altinn:${name} is "${text}". Write a whole number ${range}.`,
  ]);
});

test.each([
  ["true", true],
  ["false", false],
])("a flag that is %s", (text, value) => {
  const { settings } = read({ ...base, "altinn:adopt": text }, { ALTINN_WITHOUT_KEY: text });
  expect(settings).toMatchObject({ adopt: value, withoutKey: value });
});

test.each([
  ["false", "true", true],
  ["true", "false", false],
])("a flag that is %s in the stack and %s in the environment", (config, env, value) => {
  const { settings } = read({ ...base, "altinn:adopt": config }, { ALTINN_ADOPT: env });
  expect(settings?.adopt).toBe(value);
});

test.each(["1991825827", "9918258270", "99182582"])("%s has not nine digits", (number) => {
  expect(problemsOf({ "altinn:orgNumber": number, "altinn:orgCode": "skd" })).toEqual([
    `altinn:orgNumber is "${number}". Write the nine digits of the organisation number.`,
  ]);
});

test("a missing code is told as missing, whatever the number is", () => {
  const { problems } = read({ "altinn:environment": "tt02", "altinn:orgNumber": "974761076" });
  expect(problems).toEqual([expect.stringMatching(/^altinn:orgCode is not set/)]);
});

test.each([
  ["altinn:orgCode", ""],
  ["altinn:orgCode", "  "],
])("%s as %j is not set", (name, value) => {
  expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(`^${name} is not set`)]);
});

test("a blank value in the environment gives way to the stack's", () => {
  expect(read(base, { ALTINN_ORG_CODE: " ", ALTINN_SUBSCRIPTION_KEY: "" }).settings).toMatchObject({
    orgCode: "ttd",
    subscriptionKey: undefined,
  });
});

test("Pulumi's own folder is where PULUMI_HOME says, else in the home folder", () => {
  expect(read(base, { PULUMI_HOME: "/elsewhere" }).settings?.pulumiHome).toBe("/elsewhere");
  for (const env of [{}, { PULUMI_HOME: "" }])
    expect(read(base, env).settings?.pulumiHome).toBe(join(homedir(), ".pulumi"));
});

const LOCAL = { ...base, "altinn:environment": "local" };
const BOTH_ADDRESSES = /^altinn:environment is local, which has no address of its own/;

test.each([
  [{ ALTINN_PLATFORM_URL: "http://127.0.0.1:1" }],
  [{ ALTINN_MASKINPORTEN_URL: "http://127.0.0.1:2" }],
])("the local environment with %j alone wants both addresses", (env) => {
  const { settings, problems } = read(LOCAL, env);
  expect(settings).toBeUndefined();
  expect(problems).toEqual([expect.stringMatching(BOTH_ADDRESSES)]);
});

test("an address that is refused is not missed as well", () => {
  const env = { ALTINN_PLATFORM_URL: "http://x", ALTINN_MASKINPORTEN_URL: "http://127.0.0.1:2" };
  expect(read(LOCAL, env).problems).toEqual([
    expect.stringMatching(/^ALTINN_PLATFORM_URL .*http is taken for this machine only/),
  ]);
});

test.each([
  ['""ttd""', "Write ttd, without them."],
  ["'ttd',", "Write ttd, without them."],
  ["\"'991 825 827',\"", "Write 991825827, without them."],
  ["ttd 12", "Write one value, without them."],
  ["12 ttd", "Write one value, without them."],
  ['"', "Write one value, without them."],
])("what is meant by %s", (code, sentence) => {
  const [first] = problemsOf({ "altinn:orgCode": code });
  expect(first).toContain(sentence);
});

test("the value that is meant is judged as well, and two values are none", () => {
  expect(problemsOf({ "altinn:orgCode": '"974"' })).toEqual([
    expect.stringContaining("with quotes in the value"),
    expect.stringMatching(/^altinn:orgCode is "974", a number/),
  ]);
  expect(problemsOf({ "altinn:orgCode": "ttd,skd", "altinn:orgNumber": "974761076" })).toEqual([
    expect.stringContaining("Write one value"),
  ]);
});
