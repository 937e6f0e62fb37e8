import { openService, resourceId, type Service } from "./service";

let service: Service;
beforeEach(async () => {
  service = await openService();
});
afterEach(() => service.world.close());

const INITIALIZE = { method: "POST", path: "/broker/api/v1/filetransfer" };
const check = (env: Record<string, string> = {}, ...more: string[]) =>
  service.command(["smoke", "--resource", resourceId, "--bytes", "10", ...more], env);
const began = (outcome: string): void => {
  expect(service.complained).toEqual([expect.stringMatching(new RegExp(`^${outcome}: `))]);
};

test("0: verified, and nothing on the standard error", async () => {
  expect(await check({}, "--without-virus-scan")).toBe(0);
  expect(service.printed.at(-1)).toMatch(/^verified: 10 bytes /);
  expect(service.complained).toEqual([]);
});

describe("1: not verified", () => {
  const ends = async (): Promise<void> => {
    expect(await check()).toBe(1);
    began("not verified");
  };

  test("when Broker refuses the transfer", async () => {
    service.letIn([
      { subjects: [{ type: "organization", number: "889640782" }], actions: ["read"] },
    ]);
    await ends();
  });

  test("when Broker refuses it by a code of its own that nobody here knows", async () => {
    const body = JSON.stringify({ code: "BRO-09999", detail: "No." });
    service.world.standin.failNext(INITIALIZE, { status: 403, body });
    await ends();
  });

  test("when Broker cannot read the request", async () => {
    service.world.standin.failNext(INITIALIZE, {
      status: 400,
      body: '{"errors":{"ResourceId":["x"]}}',
    });
    await ends();
  });

  test("when a transfer that was begun does not come through, for whatever reason", async () => {
    const download = { method: "GET", path: /\/download$/ };
    service.world.standin.failNext(download, { status: 500 }, { standing: true });
    await ends();
    expect(service.printed.at(-1)).toMatch(/^published: /);
  });
});

describe("3: could not be tried", () => {
  const ends = async (env: Record<string, string>, said: RegExp): Promise<void> => {
    expect(await check(env)).toBe(3);
    began("could not be tried");
    expect(service.complained.join()).toMatch(said);
    expect(service.printed).toEqual([]);
  };

  test("without settings", () =>
    ends(
      { ALTINN_ENVIRONMENT: "" },
      /: ALTINN_ENVIRONMENT is not set\. Set it, for example to tt02\.$/,
    ));

  test("without a key", () => ends({ MASKINPORTEN_JWK: "" }, /No private key is set/));

  test("with a key that is none", () =>
    ends({ MASKINPORTEN_JWK: "{}" }, /MASKINPORTEN_JWK is a JWK/));

  test("with a client that is not known", () =>
    ends({ MASKINPORTEN_CLIENT_ID: "nobody" }, /Maskinporten refused a token/));

  test("when Maskinporten does not give the scope", async () => {
    const { standin, env } = service.world;
    standin.changeClient(env.MASKINPORTEN_CLIENT_ID ?? "", { scopes: ["altinn:serviceowner"] });
    await ends({}, /refused a token for the scope altinn:broker.write/);
  });

  test("without a connection", async () => {
    await ends({ ALTINN_MASKINPORTEN_URL: "http://127.0.0.1:1" }, /ECONNREFUSED/);
  });

  test("when Altinn knows no such token", async () => {
    service.world.standin.failNext(INITIALIZE, { status: 401 }, { times: 2 });
    await ends({}, /The token was not accepted/);
  });

  test("when something else than Altinn answers", async () => {
    service.world.standin.failNext(INITIALIZE, { status: 200, body: "<html></html>" });
    await ends({}, /is Altinn and not a proxy/);
  });

  test("when Broker fails", async () => {
    service.world.standin.failNext(INITIALIZE, { status: 500 });
    await ends({}, /answered 500/);
  });
});
