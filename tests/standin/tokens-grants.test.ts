import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startStandin, type NewClient, type ReadyClient, type Standin } from "../../standin/index";
import { grant, type TokenAnswer } from "./tokens-support";

let standin: Standin;
let own: string;
let other: string;

beforeAll(async () => {
  standin = await startStandin();
  own = standin.newOrganisation().number;
  other = standin.newOrganisation().number;
});
afterAll(() => standin.close());

const newClient = (settings: Partial<NewClient> = {}): ReadyClient =>
  standin.newClient({ organisation: own, scopes: ["altinn:a", "altinn:b", "x:y"], ...settings });

const asking = (client: ReadyClient, claims: Record<string, unknown>): Promise<TokenAnswer> =>
  grant(standin, client, { claims: { scope: "altinn:a", ...claims } });

describe("scopes and lifetimes", () => {
  test("an unknown organisation has no clients", () => {
    expect(() => standin.newClient({ organisation: "nosuch" })).toThrow(RangeError);
    expect(() => newClient({ kid: "with space" })).toThrow(RangeError);
    expect(() => standin.changeClient("nobody", {})).toThrow(RangeError);
  });

  test.each([undefined, "", "  ", 7, ["altinn:a"]])("scope %j is refused", async (scope) => {
    const answer = await asking(newClient(), { scope });
    expect([answer.status, answer.json["error"], answer.code]).toEqual([
      400,
      "invalid_scope",
      "MP-200",
    ]);
  });

  test("scopes are compared exactly, and given back once each in the order asked", async () => {
    const client = newClient();
    expect((await asking(client, { scope: "ALTINN:A" })).code).toBe("MP-200");
    expect((await asking(client, { scope: "altinn" })).code).toBe("MP-200");
    const answer = await asking(client, { scope: "x:y altinn:a x:y" });
    expect([answer.json["scope"], answer.claims["scope"]]).toEqual([
      "x:y altinn:a",
      "x:y altinn:a",
    ]);
  });

  test.each([
    ["the default", {}, "altinn:a", 120],
    ["the client's", { lifetime: 1800 }, "altinn:a", 1800],
    ["Altinn's cap", { lifetime: 7200 }, "altinn:a", 3600],
    ["no cap of others", { lifetime: 7200 }, "x:y", 7200],
    ["the lowest cap", { lifetime: 7200, maxAge: { "x:y": 30 } }, "x:y altinn:a", 30],
    ["no cap at zero", { lifetime: 7200, maxAge: { "altinn:a": 0 } }, "altinn:a", 7200],
    ["a cap does not lengthen", { maxAge: { "altinn:a": 600 } }, "altinn:a", 120],
  ])("lifetime: %s", async (_title, settings, scope, seconds) => {
    const { claims, json } = await asking(newClient(settings), { scope });
    expect(Number(claims["exp"]) - Number(claims["iat"])).toBe(seconds);
    expect(json["expires_in"]).toBe(seconds - 1);
  });

  test("a scope that is withdrawn later is refused from then on, and comes back when it is granted anew", async () => {
    const client = newClient();
    expect((await asking(client, {})).status).toBe(200);
    standin.changeClient(client.clientId, { withdrawn: ["altinn:a"] });
    const answer = await asking(client, {});
    expect([answer.status, answer.json["error"], answer.code]).toEqual([
      403,
      "forbidden",
      "MP-250",
    ]);
    expect((await asking(client, { scope: "altinn:b" })).status).toBe(200);
    standin.changeClient(client.clientId, { withdrawn: [] });
    expect((await asking(client, {})).status).toBe(200);
  });

  test("a scope that is not on the client counts before one that is withdrawn", async () => {
    const answer = await asking(newClient({ withdrawn: ["altinn:a"] }), {
      scope: "altinn:a nosuch",
    });
    expect(answer.code).toBe("MP-200");
  });
});

describe("delegation", () => {
  const delegated = { delegations: [] as { consumer: string; scopes: string[] }[] };
  beforeAll(() => {
    delegated.delegations = [{ consumer: other, scopes: ["altinn:a"] }];
  });

  test("the token's consumer is the organisation that delegated, its supplier the client's own", async () => {
    const { claims } = await asking(newClient(delegated), { consumer_org: other });
    expect(claims).toMatchObject({
      consumer: { authority: "iso6523-actorid-upis", ID: `0192:${other}` },
      supplier: { authority: "iso6523-actorid-upis", ID: `0192:${own}` },
      delegation_source: `${standin.platformUrl}/`,
    });
  });

  test("every scope must be delegated", async () => {
    const answer = await asking(newClient(delegated), {
      consumer_org: other,
      scope: "altinn:a altinn:b",
    });
    expect([answer.status, answer.code]).toEqual([403, "MP-251"]);
    expect(answer.json["error_description"]).toContain(
      `Consumer ${other} has not delegated access to the scope altinn:b to supplier ${own}`,
    );
  });

  test.each(["own", "malformed"])(
    "consumer_org that is %s is an invalid request",
    async (which) => {
      const consumer_org = which === "own" ? own : "0192:123";
      const answer = await asking(newClient(delegated), { consumer_org });
      expect([answer.status, answer.json["error"], answer.code]).toEqual([
        400,
        "invalid_request",
        undefined,
      ]);
    },
  );
});

describe("authorization details", () => {
  const detail = (more: object = {}, id = `0192:${other}`): object => ({
    type: "urn:altinn:systemuser",
    systemuser_org: { authority: "iso6523-actorid-upis", ID: id },
    ...more,
  });
  const asked = async (client: ReadyClient, details: unknown): Promise<string | number> => {
    const answer = await asking(client, { authorization_details: details });
    return answer.code ?? answer.status;
  };

  test("the same system user has the same id in every token, and it is the one that the client was told", async () => {
    const client = newClient({ systemUserOf: other });
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const { claims } = await asking(client, { authorization_details: [detail()] });
        return (claims["authorization_details"] as { systemuser_id: string[] }[])[0]?.systemuser_id;
      }),
    );
    expect(ids).toEqual([client.systemUsers, client.systemUsers]);
  });

  test("externalRef must be that of the system user", async () => {
    const plain = newClient({ systemUserOf: other });
    const named = newClient({ systemUserOf: [{ organisation: other, externalRef: "Blåbær_1" }] });
    expect(await asked(plain, [detail({ externalRef: "x" })])).toBe("MP-303");
    expect(await asked(named, [detail()])).toBe("MP-303");
    expect(await asked(named, [detail({ externalRef: "Blåbær_1" })])).toBe(200);
  });

  test("a reference that is left out is the organisation's number, on both sides", async () => {
    const plain = newClient({ systemUserOf: other });
    const named = newClient({ systemUserOf: [{ organisation: other, externalRef: other }] });
    expect(await asked(plain, [detail({ externalRef: other })])).toBe(200);
    expect(await asked(named, [detail()])).toBe(200);
  });

  test("the number may come without its prefix, and has it in the token", async () => {
    const { claims } = await asking(newClient({ systemUserOf: other }), {
      authorization_details: [detail({}, other)],
    });
    expect(claims["authorization_details"]).toMatchObject([
      { systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${other}` } },
    ]);
  });

  test.each([
    ["no list", detail(), "MP-302"],
    ["a text in the list", ["x"], "MP-302"],
    ["an unknown field", [detail({ colour: "blue" })], "MP-302"],
    ["a reference with a space", [detail({ externalRef: "a b" })], "MP-302"],
    ["a reference of 256 characters", [detail({ externalRef: "a".repeat(256) })], "MP-302"],
    ["no type", [{ systemuser_org: {} }], "MP-301"],
    ["a consent", [{ type: "urn:altinn:consent" }], "MP-303"],
    [
      "another authority",
      [{ ...detail(), systemuser_org: { authority: "x", ID: "0192:1" } }],
      "MP-303",
    ],
    ["ten digits", [detail({}, `${other}0`)], "MP-303"],
    ["another country's number", [detail({}, `0007:${other}`)], "MP-303"],
    ["no party", [{ type: "urn:altinn:systemuser" }], "MP-303"],
  ])("%s is refused", async (_title, details, code) => {
    expect(await asked(newClient({ systemUserOf: other }), details)).toBe(code);
  });

  test("one party a request, an empty list asks for none", async () => {
    const client = newClient({ systemUserOf: other });
    expect(await asked(client, [detail(), detail()])).toBe("MP-303");
    const { status, claims } = await asking(client, { authorization_details: [] });
    expect([status, "authorization_details" in claims]).toEqual([200, false]);
  });

  test("a scope is needed all the same", async () => {
    const answer = await asking(newClient({ systemUserOf: other }), {
      scope: undefined,
      authorization_details: [detail()],
    });
    expect(answer.code).toBe("MP-200");
  });
});

describe("resource and pid", () => {
  test.each([
    [["https://x"], "https://x"],
    ["https://x", "https://x"],
    [
      ["https://x", "https://y"],
      ["https://x", "https://y"],
    ],
    [[], undefined],
  ])("resource %j gives aud %j", async (resource, aud) => {
    const { status, claims } = await asking(newClient(), { resource });
    expect([status, claims["aud"]]).toEqual([200, aud]);
  });

  test.each([["https://x#part"], ["no uri"], [["https://x", 7]]])(
    "resource %j is an invalid target",
    async (resource) => {
      const answer = await asking(newClient(), { resource });
      expect([answer.status, answer.json["error"]]).toEqual([400, "invalid_target"]);
    },
  );

  test("a person is carried over", async () => {
    expect((await asking(newClient(), { pid: "12345678901" })).claims["pid"]).toBe("12345678901");
  });
});

test("the log has the assertion and the token that was issued", async () => {
  const { token } = await asking(newClient(), {});
  const seen = standin.requests.at(-1);
  expect(seen).toMatchObject({
    server: "maskinporten",
    method: "POST",
    path: "/token",
    status: 200,
  });
  expect(seen?.issuedToken).toBe(token);
  expect(seen?.assertion).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
});
