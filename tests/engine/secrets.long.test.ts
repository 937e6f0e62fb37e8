import { createPrivateKey } from "node:crypto";
import { openProxy } from "../support/proxy";
import { Canary, IDENTIFIER, proxyOf, SUBSCRIPTION_KEY } from "./canary";

/*
 * Every secret that a setting can hold is marked, everything that a user does is done with the most that can be logged, and all
 * that is left behind is searched: no part of a key, no assertion, token, login or subscription key is in it.
 */

/** The most that the engine logs, to the terminal. */
const VERBOSE = ["-v=9", "--logtostderr", "--logflow"];
const NOW = ["--yes", "--skip-preview"];

/** Programs that a run starts, which have the environment of whoever starts it; no other one may. */
const HOLDERS = ["node", "pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
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

/** Everything that the engine does for a stack, its failures included. */
async function everyEngineCommand(): Promise<void> {
  const { standin } = canary.world;
  const good = async (...args: string[]): Promise<string> => {
    const { status, output } = await canary.pulumi(args);
    expect([args[0], status, status === 0 ? "" : output.slice(-3000)]).toEqual([args[0], 0, ""]);
    return output;
  };
  await good("preview", ...VERBOSE);
  standin.failNext({ method: "PUT", path: /\/policy$/ }, { status: 403 }, { standing: true });
  expect((await canary.pulumi(["up", ...NOW, ...VERBOSE])).status).not.toBe(0);
  standin.clearFaults();
  await good("up", ...NOW, ...VERBOSE);
  // Without --logtostderr the log is a file in TMPDIR.
  await good("up", ...NOW, "-v=9", "--logflow");
  for (const [path, fault] of faults) {
    standin.failNext({ path }, fault, { standing: true });
    expect((await canary.pulumi(["refresh", ...NOW, ...VERBOSE])).status).not.toBe(0);
    standin.clearFaults();
  }
  await good("refresh", ...NOW, ...VERBOSE);
  await good("stack", "export");
}

test("with every secret in the environment nothing is found anywhere, and nobody else is called", async () => {
  await everyEngineCommand();
  const plan = await canary.pulumi(["preview", "--json"]);
  const told = await canary.broker(["explain"], plan.output);
  const others = [
    await canary.broker(["list"]),
    await canary.broker(["doctor", "--stack", "test"]),
    await canary.broker(["import", "--stack", "test", "--into", "written"]),
    await canary.broker(["smoke", "--resource", IDENTIFIER]),
  ];
  expect([told.status, told.output]).toEqual([0, expect.any(String)]);
  expect(others.at(-1)?.output).toMatch(/^verified: /m);
  canary.world.standin.failNext({ path: /broker/ }, { status: 403 }, { standing: true });
  expect((await canary.broker(["smoke", "--resource", IDENTIFIER])).status).not.toBe(0);
  canary.world.standin.clearFaults();
  expect((await canary.pulumi(["stack", "export", "--show-secrets"])).status).toBe(0);
  expect((await canary.pulumi(["destroy", ...NOW, ...VERBOSE])).status).toBe(0);

  expect(canary.printed()).toEqual({});
  expect(canary.written()).toEqual({});
  expect([...canary.commandLines]).toEqual([]);
  expect([...canary.holders].filter((program) => !HOLDERS.includes(program))).toEqual([]);
  expect(canary.hosts().filter((host) => !HERE.includes(host))).toEqual([]);
  // What was searched for, and where, is not nothing.
  expect(canary.hosts()).toContain("127.0.0.1");
  expect(canary.search().size).toBeGreaterThan(300);
  expect(
    canary.runs.map(({ output }) => output.length).filter((length) => length > 100_000),
  ).not.toEqual([]);
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

  expect(canary.printed()).toEqual({});
  expect(canary.written()).toEqual({});
  expect([...canary.commandLines]).toEqual([]);
  expect(canary.hosts().filter((host) => !HERE.includes(host))).toEqual([]);
});

test("as secrets of the stack they are encrypted where they are kept, and the engine's own Configure lines alone show them", async () => {
  const { workspace } = canary.world;
  const { MASKINPORTEN_JWK: jwk = "", ALTINN_SUBSCRIPTION_KEY: _, ...others } = workspace.env;
  Object.assign(workspace, { env: others });
  for (const [name, value] of [
    ["altinn:jwk", jwk],
    ["altinn:subscriptionKey", SUBSCRIPTION_KEY],
  ] as const) {
    // On the command line it would stand in the list of processes.
    const set = await canary.pulumi(["config", "set", "--secret", name, value]);
    expect(set.status).toBe(0);
  }
  canary.commandLines.clear();
  await everyEngineCommand();
  expect((await canary.broker(["doctor", "--stack", "test"])).output).toMatch(/altinn:jwk/);
  expect((await canary.pulumi(["destroy", ...NOW, ...VERBOSE])).status).toBe(0);

  // pulumi-nodejs is the engine's name of the dynamic provider that its own SDK starts.
  const CONFIGURE = /\bConfigure\(|\.Configure\b/;
  expect(canary.printed(CONFIGURE)).toEqual({});
  expect(canary.written(CONFIGURE)).toEqual({});
  expect([...canary.commandLines]).toEqual([]);
  expect(Object.keys(canary.printed()).length).toBeGreaterThan(0);
});
