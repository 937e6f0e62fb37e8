import { smoke } from "../../provider/cli/smoke";
import { ProxyError } from "../../provider/errors";
import { HttpClient } from "../../provider/http/client";
import { contextOf } from "../../provider/lifecycles";
import { readSettings } from "../../provider/settings";
import { openWorld } from "../support/altinn";
import { openProxy, type ProxyWorld } from "../support/proxy";

/* Calls through the proxy of HTTPS_PROXY, and how what it answers is told. */

const HOST = "platform.tt02.altinn.no";
const PATH = "/resourceregistry/api/v1/resource/orgs";

let proxy: ProxyWorld;
beforeEach(async () => {
  proxy = await openProxy(HOST);
});
afterEach(() => proxy.close());

const PLACE = {
  ALTINN_ENVIRONMENT: "tt02",
  ALTINN_ORG_NUMBER: "991825827",
  ALTINN_ORG_CODE: "ttd",
};

const settingsWith = (env: Record<string, string>) => {
  const { settings, problems } = readSettings({ get: () => undefined }, { ...PLACE, ...env });
  if (!settings) throw new Error(problems.join(" "));
  return settings;
};
const http = (env: Record<string, string>) =>
  new HttpClient({
    callTimeoutSeconds: 30,
    parallelCalls: 8,
    retry: { tries: 4, pause: () => 0 },
    proxy: settingsWith(env).proxy,
  });
const get = (env: Record<string, string>) =>
  http(env).send({ method: "GET", url: `https://${HOST}${PATH}`, answers: [200] });
const failed = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => new Error("no error"),
    (error: unknown) => error as Error,
  );
const page = (status: string, headers: readonly string[] = []): string =>
  [
    `HTTP/1.1 ${status}`,
    "Content-Type: text/html",
    ...headers,
    "",
    "<html><body>No</body></html>",
  ].join("\r\n");

test.each([
  ["a plain login", "anna:secret", "anna:secret"],
  ["an encoded login", "an%40na:p%3A%40%2Fs%25", "an@na:p:@/s%"],
  ["letters beyond ASCII", "anna:bl%C3%A5b%C3%A6r", "anna:blåbær"],
  ["letters beyond ASCII as they are", "anna:blåbær", "anna:blåbær"],
  ["a plus, which is no blank", "anna:a+b", "anna:a+b"],
  ["a percent sign that begins no code", "anna:100%", "anna:100%"],
  ["a user alone", "anna", "anna:"],
])("%s reaches the proxy as curl sends it", async (_what, written, sent) => {
  const answer = await get({ HTTPS_PROXY: `http://${written}@${proxy.address}` });
  expect(answer.status).toBe(200);
  expect(proxy.asked).toEqual([{ target: `${HOST}:443`, login: sent }]);
  expect(proxy.arrived).toEqual([PATH]);
});

test.each([
  ["https_proxy", (address: string) => `http://${address}/`],
  ["HTTPS_PROXY", (address: string) => address],
  ["ALL_PROXY", (address: string) => `http://${address}`],
])("%s is used, without a login and without a scheme too", async (variable, written) => {
  await get({ [variable]: written(proxy.address) });
  expect(proxy.asked).toEqual([{ target: `${HOST}:443`, login: undefined }]);
});

test.each([
  ["407", "", /wants a login\. Write HTTPS_PROXY as http:\/\/user:password@host:port/],
  ["407", "anna:s3cr%40et@", /does not take the login in HTTPS_PROXY/],
  ["403", "", /does not let platform\.tt02\.altinn\.no through.*NO_PROXY/],
  ["302", "", /does not let platform\.tt02\.altinn\.no through/],
])(
  "%s of a proxy (login %j) is told as the proxy's, and not tried again",
  async (status, login, way) => {
    proxy.refuseWith(page(`${status} No`));
    const error = await failed(get({ HTTPS_PROXY: `http://${login}${proxy.address}` }));
    expect(error).toBeInstanceOf(ProxyError);
    expect(error.message).toContain(
      `the proxy ${proxy.address} (HTTPS_PROXY) answered ${status} in its place`,
    );
    expect(error.message).toMatch(way);
    expect(error.message + JSON.stringify(error)).not.toMatch(/s3cr|anna|scope|servicedesk@altinn/);
    expect(proxy.asked).toHaveLength(1);
  },
);

test("an answer of the proxy that is cut off is told all the same", async () => {
  proxy.refuseWith(page("407 No", ["Content-Length: 5000"]));
  const error = await failed(get({ HTTPS_PROXY: `http://${proxy.address}` }));
  expect(error.message).toContain("answered 407 in its place");
});

test("a proxy that does not reach the server is asked again", async () => {
  proxy.refuseWith(page("502 Bad Gateway"));
  const error = await failed(get({ HTTPS_PROXY: `http://${proxy.address}` }));
  expect(error.message).toMatch(/answered 502 in its place\. The proxy does not reach platform/);
  expect(proxy.asked).toHaveLength(4);
});

test("a proxy that is not there is named", async () => {
  await proxy.close();
  const error = await failed(get({ HTTPS_PROXY: `http://anna:secret@${proxy.address}` }));
  expect(error.message).toMatch(/ECONNREFUSED.*Nobody answers at the proxy\. Correct HTTPS_PROXY/);
  expect(error.message).toContain(`(through the proxy ${proxy.address} (HTTPS_PROXY))`);
  expect(error.message).not.toContain("secret");
});

test("a refused token is a warning that names the proxy, and no refusal of Maskinporten's", async () => {
  proxy.refuseWith(page("407 No"));
  const world = await openWorld();
  const lines: string[] = [];
  try {
    const settings = settingsWith({
      HTTPS_PROXY: `http://${proxy.address}`,
      MASKINPORTEN_CLIENT_ID: "c",
      MASKINPORTEN_JWK: world.env.MASKINPORTEN_JWK ?? "",
    });
    const context = contextOf(settings, {
      print: (text) => lines.push(text),
      organisations: async () => ({}),
      pauseBetweenTries: () => 0,
    });
    expect((await context.beforeWriting("altinn:serviceowner")).refusals).toEqual([]);
  } finally {
    await world.close();
  }
  expect(lines.join("\n")).toMatch(/maskinporten-unreachable.*the proxy .* answered 407/);
  expect(proxy.asked.map(({ target }) => target)).toEqual(["test.maskinporten.no:443"]);
});

test.each([401, 403, 407])(
  "a web page with %d from behind the tunnel is told as no API's",
  async (status) => {
    proxy.answerWith(status, "text/html", "<html><body>Blocked</body></html>");
    const error = await failed(get({ HTTPS_PROXY: `http://${proxy.address}` }));
    expect(error.message).toContain("This is from a proxy or firewall on the way");
    expect(error.message).not.toMatch(/owner of this object|lacks the scope/);
  },
);

test("a web page with 403 is told so whatever the caller knows of a 403", async () => {
  proxy.answerWith(403, "text/html", "<html><body>Blocked</body></html>");
  const call = http({ HTTPS_PROXY: `http://${proxy.address}` }).send({
    method: "GET",
    url: `https://${HOST}${PATH}`,
    answers: [200],
    wayOut: () => "Ask for the scope.",
  });
  const error = await failed(call);
  expect(error.message).toContain("This is from a proxy or firewall on the way");
  expect(error.message).not.toContain("Ask for the scope.");
});

test("an unknown issuer leads to NODE_EXTRA_CA_CERTS", async () => {
  proxy.trust(false);
  const error = await failed(get({ HTTPS_PROXY: `http://${proxy.address}` }));
  expect(error.message).toMatch(/does not know who issued.*NODE_EXTRA_CA_CERTS/);
  expect(proxy.arrived).toEqual([]);
});

test("a certificate that is not known kept a write from being sent", async () => {
  proxy.trust(false);
  const { settings } = http({ HTTPS_PROXY: `http://${proxy.address}` });
  const bearer = { token: async () => "t", renew: async () => false };
  const call = { method: "PUT", url: `https://${HOST}/x`, scope: "s", answers: [200] } as const;
  const error = await failed(new HttpClient(settings, bearer).send(call));
  expect(error).toMatchObject({ neverSent: true });
  expect(error.message).not.toContain("It may have been carried out");
});

test("the smoke check goes through the proxy too", async () => {
  proxy.refuseWith(page("407 No"));
  const world = await openWorld();
  await world.close();
  const told: string[] = [];
  const outcome = await smoke({
    resourceId: "ttd-licences",
    bytes: 1,
    withoutVirusScan: false,
    env: {
      ...PLACE,
      HTTPS_PROXY: `http://${proxy.address}`,
      MASKINPORTEN_CLIENT_ID: "c",
      MASKINPORTEN_JWK: world.env.MASKINPORTEN_JWK,
    },
    print: () => undefined,
    complain: (line) => told.push(line),
  });
  expect([outcome, told]).toEqual([
    "could not be tried",
    [expect.stringContaining(`the proxy ${proxy.address} (HTTPS_PROXY) answered 407`)],
  ]);
});

test("this machine is called straight", async () => {
  const world = await openWorld();
  try {
    await http({ HTTPS_PROXY: `http://${proxy.address}` }).send({
      method: "GET",
      url: `${world.standin.platformUrl}${PATH}`,
      answers: [200],
    });
  } finally {
    await world.close();
  }
  expect(proxy.asked).toEqual([]);
});
