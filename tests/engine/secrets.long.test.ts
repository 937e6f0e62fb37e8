import { createPrivateKey } from "node:crypto";
import { readdirSync } from "node:fs";
import { openProxy } from "../support/proxy";
import { Canary, IDENTIFIER, proxyOf, SUBSCRIPTION_KEY } from "./canary";

/*
 * Every secret that a setting can hold is marked, everything that a user does is done with the most that can be logged, and all
 * that is left behind is searched: no part of a key, no assertion, token, login or subscription key is in it.
 */

/** The most that the engine logs, to the terminal. */
const VERBOSE = ["-v=9", "--logtostderr", "--logflow"];
const NOW = ["--yes", "--skip-preview"];

/**
 * Programs that a run starts, which have the environment of whoever starts it; no other one may. The SDK's dynamic provider, and the
 * language host of an engine built here, begin as scripts of the shell.
 */
const SHELLS = ["sh", "dash", "bash", "busybox"];
/** Pulumi asks git for the commit that it runs in; the language host of an engine built here begins as `env node`. */
const HOLDERS = ["node", "pulumi", "pulumi-language-nodejs", "git", "env", ...SHELLS];
/** What the recording of connections calls this machine. */
const HERE = ["127.0.0.1", "::1", "a path on this machine", "localhost"];

let canary: Canary;
beforeEach(async () => {
  canary = await Canary.open();
});
afterEach(() => canary.close());

/** Answers that a gateway, Maskinporten or Broker may give, one with a secret sent back. */
const faults = [
  [/\/token$/, { status: 400, body: '{"error":"invalid_grant","error_description":"no"}' }],
  [/exchange/, { status: 401 }],
  [
    /broker/,
    { status: 401, body: `{"statusCode":401,"message":"subscription key ${SUBSCRIPTION_KEY}"}` },
  ],
  [/broker/, { status: 500, body: '{"detail":"x","traceId":"00-1-2-01"}' }],
  [/resourceregistry/, { notJson: true }],
  [/resourceregistry/, { reset: "after" }],
] as const;

/** A command of the engine that ends well. */
async function good(...args: string[]): Promise<void> {
  const { status, output } = await canary.pulumi(args);
  expect([args[0], status, status === 0 ? "" : output.slice(-3000)]).toEqual([args[0], 0, ""]);
}

/** What the engine does for a stack from its first preview on, with an `up` that fails. */
async function fromPreviewToExport(): Promise<void> {
  const { standin } = canary.world;
  await good("preview", ...VERBOSE);
  standin.failNext({ method: "PUT", path: /\/policy$/ }, { status: 403 }, { standing: true });
  expect((await canary.pulumi(["up", ...NOW, ...VERBOSE])).status).not.toBe(0);
  standin.clearFaults();
  // Without --logtostderr the log is a file in TMPDIR.
  await good("up", ...NOW, "-v=9", "--logflow");
  await good("refresh", ...NOW, ...VERBOSE);
  await good("stack", "export");
}

/** Refreshes that fail, each for a reason of its own. */
async function failingRefreshes(): Promise<void> {
  const { standin } = canary.world;
  await good("up", ...NOW);
  for (const [path, fault] of faults) {
    standin.failNext({ path }, fault, { standing: true });
    expect((await canary.pulumi(["refresh", ...NOW, ...VERBOSE])).status).not.toBe(0);
    standin.clearFaults();
  }
}

/** Nothing is found, but in lines of what was printed and written that fit `except`. */
function expectNothing(except?: RegExp): void {
  expect(canary.printed(except)).toEqual({});
  expect(canary.written(except)).toEqual({});
  expect([...canary.commandLines]).toEqual([]);
  expect([...canary.holders].filter((program) => !HOLDERS.includes(program))).toEqual([]);
  expect(canary.hosts().filter((host) => !HERE.includes(host))).toEqual([]);
  // What was searched for, and where, is not nothing.
  expect(canary.hosts()).toContain("127.0.0.1");
  expect(canary.search().size).toBeGreaterThan(300);
}

describe("with every secret in the environment nothing is found anywhere, and nobody else is called", () => {
  test("by the engine's commands", async () => {
    await fromPreviewToExport();
    await good("stack", "export", "--show-secrets");
    await good("destroy", ...NOW, ...VERBOSE);
    expectNothing();
    expect(canary.runs.some(({ output }) => output.length > 100_000)).toBe(true);
    expect(readdirSync(canary.temporary).some((file) => /^pulumi.*log/i.test(file))).toBe(true);
  });

  test("by refreshes that fail", async () => {
    await failingRefreshes();
    expectNothing();
  });

  test("by the package's own commands", async () => {
    await good("up", ...NOW);
    const plan = await canary.pulumi(["preview", "--json"]);
    expect((await canary.broker(["explain"], plan.output)).status).toBe(0);
    await canary.broker(["list"]);
    await canary.broker(["doctor", "--stack", "test"]);
    await canary.broker(["import", "--stack", "test", "--into", "written"]);
    const smoke = await canary.broker(["smoke", "--resource", IDENTIFIER]);
    expect([smoke.status, smoke.output]).toEqual([0, expect.stringMatching(/^verified: /m)]);
    canary.world.standin.failNext({ path: /broker/ }, { status: 403 }, { standing: true });
    expect((await canary.broker(["smoke", "--resource", IDENTIFIER])).status).not.toBe(0);
    expectNothing();
  });
});

test("with the key as PEM, and through a proxy that refuses, nothing is found and only the environment's own hosts are asked for", async () => {
  const { workspace } = canary.world;
  const { MASKINPORTEN_JWK: _, ...others } = workspace.env;
  const key = createPrivateKey({ key: canary.jwk, format: "jwk" });
  const pem = key.export({ format: "pem", type: "pkcs8" }) as string;
  const proxy = await openProxy("platform.tt02.altinn.no");
  proxy.refuseWith("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
  Object.assign(workspace, {
    env: {
      ...others,
      MASKINPORTEN_PRIVATE_KEY: pem.replaceAll("\n", "\\n"),
      MASKINPORTEN_KEY_ID: canary.jwk.kid ?? "",
    },
  });
  expect((await canary.pulumi(["up", ...NOW, ...VERBOSE])).status).toBe(0);
  const {
    ALTINN_PLATFORM_URL: _platform,
    ALTINN_MASKINPORTEN_URL: _token,
    ...real
  } = workspace.env;
  Object.assign(workspace, { env: { ...real, HTTPS_PROXY: proxyOf(proxy.address) } });
  canary.place = {
    ALTINN_ENVIRONMENT: "tt02",
    ALTINN_ORG_NUMBER: "991825827",
    ALTINN_ORG_CODE: "ttd",
  };
  workspace.config({
    "altinn:environment": "tt02",
    "altinn:orgNumber": "991825827",
    "altinn:orgCode": "ttd",
  });
  expect((await canary.pulumi(["preview", "--refresh=false", ...VERBOSE])).status).not.toBe(0);
  expect((await canary.broker(["list"])).status).not.toBe(0);
  expect((await canary.broker(["smoke", "--resource", IDENTIFIER])).status).not.toBe(0);
  expect([...new Set(proxy.asked.map(({ target }) => target))].sort()).toEqual([
    "platform.tt02.altinn.no:443",
    "test.maskinporten.no:443",
  ]);
  await proxy.close();

  expectNothing();
});

describe("as secrets of the stack they are encrypted where they are kept, and the engine's own Configure lines alone show them", () => {
  /** A line of the engine's log on the call that hands the dynamic provider the stack's configuration. */
  const CONFIGURE = /^(?:\{"time":"|[IWEF]\d{4} ).*\bProvider\[[^\]]+\]\.Configure\(\)[. ]/;

  beforeEach(async () => {
    const { workspace } = canary.world;
    const { MASKINPORTEN_JWK: jwk = "", ALTINN_SUBSCRIPTION_KEY: _, ...others } = workspace.env;
    Object.assign(workspace, { env: others });
    for (const [name, value] of [
      ["altinn:jwk", jwk],
      ["altinn:subscriptionKey", SUBSCRIPTION_KEY],
    ] as const)
      await good("config", "set", "--secret", name, value);
    // It stood on the command line of `config set` just now.
    canary.commandLines.clear();
  });

  test("by the engine's commands", async () => {
    await fromPreviewToExport();
    expect((await canary.broker(["doctor", "--stack", "test"])).output).toMatch(/altinn:jwk/);
    await good("destroy", ...NOW, ...VERBOSE);
    expectNothing(CONFIGURE);
    expect(Object.keys(canary.printed()).length).toBeGreaterThan(0);
  });

  test("by refreshes that fail", async () => {
    await failingRefreshes();
    expectNothing(CONFIGURE);
  });
});
