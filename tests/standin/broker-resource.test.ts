import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import type { Environment } from "../../standin/altinn";
import { approveForDisabledVirusScan } from "../../standin/broker/controls";
import {
  asOwner,
  asParty,
  claimsOf,
  configure,
  document,
  owner,
  ownerScope,
  resourceId,
  startBroker,
  type BrokerServer,
} from "./broker-support";

let server: BrokerServer;
const reopen = async (environment: Environment) => {
  await server.close();
  server = await startBroker(environment);
};
beforeEach(async () => {
  server = await startBroker();
});
afterEach(() => server.close());

const put = (json: unknown, id = resourceId) =>
  server.ask("PUT", `/resource/${id}`, { ...asOwner, json });
const get = (id = resourceId) => server.ask("GET", `/resource/${id}`, asOwner);

describe("the registry's answer at the first PUT", () => {
  beforeEach(async () => {
    await server.ask("POST", "/serviceowner", { ...asOwner, json: { name: "A" } });
  });

  it.each([
    ["no document", undefined, 403],
    ["a blank organisation", document(resourceId, " "), 403],
    ["another organisation", document(resourceId, "310000002"), 401],
    [
      "orgcode TTD",
      document(resourceId, owner, {
        hasCompetentAuthority: { organization: owner, orgcode: "TtD" },
      }),
      401,
    ],
    ["no description", { ...document(resourceId, owner), description: undefined }, 500],
    [
      "no orgcode",
      { ...document(resourceId, owner), hasCompetentAuthority: { organization: owner } },
      500,
    ],
  ])("%s is answered", async (_name, entry, status) => {
    if (entry) {
      server.registry.set(resourceId, entry);
    }
    expect((await put({})).status).toBe(status);
    expect((await get()).json.code).toBe("BRO-00025");
  });

  it("that fails ends in 500 with the path and nothing told", async () => {
    server.registry.fail = true;
    const answer = await put({});
    expect(answer.json).toEqual({
      type: "https://tools.ietf.org/html/rfc9110#section-15.6.1",
      title: "Internal Server Error",
      status: 500,
      detail: "",
      instance: `/broker/api/v1/resource/${resourceId}`,
      traceId: expect.any(String),
    });
    expect(answer.headers).toMatchObject({
      "cache-control": "no-cache,no-store",
      pragma: "no-cache",
      expires: "-1",
      "content-type": "application/problem+json",
    });
    expect(answer.headers).not.toHaveProperty("x-content-type-options");
  });

  it("is not asked for once the resource is configured", async () => {
    server.registry.set(resourceId, document(resourceId, owner));
    await put({});
    server.registry.fail = true;
    expect((await put({ maxFileTransferSize: 7 })).status).toBe(204);
    expect((await get()).json.maxFileTransferSize).toBe(7);
  });

  it("does not fit a column when the identifier has 81 characters", async () => {
    const long = "r".repeat(81);
    server.registry.set(long, document(long, owner));
    expect((await put({}, long)).status).toBe(500);
    expect((await get(long)).json.code).toBe("BRO-00025");
  });

  it("comes after the reading of the body and before the values are checked", async () => {
    expect((await put({ maxFileTransferSize: "many" })).json.errors).toHaveProperty("resourceExt");
    expect((await put({ maxFileTransferSize: 0 })).json.code).toBe("BRO-00005");
  });
});

it("PUT without a Content-Type passes routing and is 415 after the token was looked at", async () => {
  expect((await server.ask("PUT", "/resource/r", { body: "{}" })).status).toBe(401);
  const answer = await server.ask("PUT", "/resource/r", { ...asOwner, body: "{}" });
  expect(answer.json).toMatchObject({ title: "Unsupported Media Type", status: 415 });
});

it("PUT of a resource that is not configured needs a caller", async () => {
  server.registry.set(resourceId, document(resourceId, owner));
  const answer = await server.ask("PUT", `/resource/${resourceId}`, {
    claims: { scope: ownerScope },
    json: {},
  });
  expect(answer.json.code).toBe("BRO-00006");
});

it("in Production an approved resource may be larger than 50 GB, up to the global cap", async () => {
  await reopen("production");
  await configure(server);
  expect((await put({ maxFileTransferSize: 60_000_000_000 })).json.code).toBe("BRO-00013");
  approveForDisabledVirusScan(server.altinn, resourceId);
  expect((await put({ maxFileTransferSize: 60_000_000_000 })).status).toBe(204);
  expect((await put({ maxFileTransferSize: 1_677_721_600_001 })).json.code).toBe("BRO-00022");
});

describe("a value of PUT", () => {
  beforeEach(() => configure(server));

  it.each([
    [{ MaxFileTransferSize: "1000" }, { maxFileTransferSize: 1000 }],
    [{ maxFileTransferSize: 1, MAXFILETRANSFERSIZE: 2 }, { maxFileTransferSize: 2 }],
    [{ externalServiceEditionCodeLegacy: "-2" }, { externalServiceEditionCodeLegacy: -2 }],
    [{ externalServiceCodeLegacy: "" }, { externalServiceCodeLegacy: "" }],
    [{ fileTransferTimeToLive: "-P1D" }, { fileTransferTimeToLive: "-1.00:00:00" }],
    [{ fileTransferTimeToLive: "P0D" }, { fileTransferTimeToLive: "00:00:00" }],
    [
      { purgeFileTransferGracePeriod: "PT0.1S" },
      { purgeFileTransferGracePeriod: "00:00:00.1000000" },
    ],
    [{ UNKNOWN: 1, requiredParty: "x" }, { requiredParty: "x" }],
  ])("%j is stored", async (json, stored) => {
    expect((await put(json)).status).toBe(204);
    expect((await get()).json).toMatchObject(stored);
  });

  it.each([
    '{"maxFileTransferSize":1.0}',
    '{"maxFileTransferSize":1e3}',
    '{"maxFileTransferSize":" 1"}',
    '{"maxFileTransferSize":9223372036854775808}',
    '{"externalServiceEditionCodeLegacy":2147483648}',
    '{"useManifestFileShim":"true"}',
    '{"purgeFileTransferAfterAllRecipientsConfirmed":1}',
    '{"requiredParty":310000001}',
    '{"fileTransferTimeToLive":30}',
  ])("%s does not bind", async (body) => {
    const answer = await server.ask("PUT", `/resource/${resourceId}`, {
      ...asOwner,
      body,
      headers: { "content-type": "application/json" },
    });
    expect(answer.status).toBe(400);
    expect(answer.json).not.toHaveProperty("code");
    expect(Object.keys(answer.json.errors)).toEqual([
      expect.stringMatching(/^\$\./),
      "resourceExt",
    ]);
    expect(answer.headers["content-type"]).toBe("application/json; charset=utf-8");
  });

  it("of the largest 64-bit integer is a number above the cap", async () => {
    expect((await put({ maxFileTransferSize: "9223372036854775807" })).json.code).toBe("BRO-00022");
  });

  it("of 24 hours and a bit is too long a grace period", async () => {
    expect((await put({ purgeFileTransferGracePeriod: "PT24H0.0000001S" })).json.code).toBe(
      "BRO-00018",
    );
  });

  it("that no TimeSpan holds ends in 500", async () => {
    expect((await put({ fileTransferTimeToLive: "P30000Y" })).status).toBe(500);
  });

  it("is written field by field in the server's order, until one fails", async () => {
    const answer = await put({
      requiredParty: "late",
      useManifestFileShim: true,
      externalServiceEditionCodeLegacy: 2,
      externalServiceCodeLegacy: "12345678",
      fileTransferTimeToLive: "P1D",
      maxFileTransferSize: 5,
      purgeFileTransferGracePeriod: "PT1H",
      purgeFileTransferAfterAllRecipientsConfirmed: false,
    });
    expect(answer.status).toBe(500);
    expect((await get()).json).toEqual({
      maxFileTransferSize: 5,
      fileTransferTimeToLive: "1.00:00:00",
      purgeFileTransferAfterAllRecipientsConfirmed: false,
      purgeFileTransferGracePeriod: "01:00:00",
      useManifestFileShim: false,
      externalServiceCodeLegacy: null,
      externalServiceEditionCodeLegacy: null,
      requiredParty: null,
    });
  });

  it.each([
    [{ useManifestFileShim: true, externalServiceCodeLegacy: "" }, "ExternalServiceCodeLegacy"],
    [
      {
        useManifestFileShim: true,
        externalServiceCodeLegacy: "1",
        externalServiceEditionCodeLegacy: 0,
      },
      "ExternalServiceEditionCodeLegacy",
    ],
  ])("%j is refused for the whole object", async (json, field) => {
    expect((await put(json)).json.errors).toEqual({ "": [expect.stringContaining(field)] });
  });
});

describe("answers", () => {
  it("have traceId twice in a business error", async () => {
    const { text } = await get();
    const ids = [...text.matchAll(/"traceId":"([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
    expect(text).toMatch(/"statusDescription":"Bad Request","traceId":"[^"]+"\}$/);
  });

  it("of routing come before Accept, those of Accept before the token", async () => {
    const html = { accept: "text/html" };
    expect((await server.ask("PATCH", "/resource/r", { headers: html })).status).toBe(405);
    expect((await server.ask("GET", "/nowhere", { headers: html })).status).toBe(404);
    const wrongType = { ...html, "content-type": "text/plain" };
    expect((await server.ask("PUT", "/resource/r", { headers: wrongType })).status).toBe(415);
    const refused = await server.ask("GET", "/resource/r", { headers: html });
    expect(refused.status).toBe(406);
    expect(refused.headers).not.toHaveProperty("content-type");
    expect(refused.headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    });
  });

  it.each(["application/json;q=0.1", "text/html, APPLICATION/JSON", "text/html,*/* ; q=0.1"])(
    "are given for Accept %j",
    async (accept) => {
      const answer = await server.ask("GET", "/resource/r", { ...asOwner, headers: { accept } });
      expect(answer.status).toBe(400);
    },
  );

  it.each(["application/*", "application/jsonx", "text/json"])(
    "are refused for Accept %j",
    async (accept) => {
      const answer = await server.ask("GET", "/resource/r", { ...asOwner, headers: { accept } });
      expect(answer.status).toBe(406);
    },
  );

  it("tell of an exception in Development alone", async () => {
    await reopen("development");
    await configure(server);
    const answer = await put({ externalServiceCodeLegacy: "12345678" });
    expect(answer.json).toMatchObject({
      detail: "22001: value too long for type character varying(7)",
      exceptionType: "Npgsql.PostgresException",
      stackTrace: expect.any(String),
      innerException: null,
    });
  });

  it("challenge once for each JWT scheme", async () => {
    const none = await server.ask("GET", "/serviceowner");
    expect(none.headers["www-authenticate"]).toEqual(["Bearer", "Bearer"]);
    const old = await server.ask("GET", "/serviceowner", { ...asOwner, expired: true });
    expect(old.status).toBe(401);
    expect(old.headers["www-authenticate"]).toEqual(
      ["The token expired at '01/01/1970 00:00:00'", "The signature key was not found"].map(
        (text) => `Bearer error="invalid_token", error_description="${text}"`,
      ),
    );
  });

  it("do not depend on the token's lifetime in Development", async () => {
    await reopen("development");
    const answer = await server.ask("GET", "/serviceowner", { ...asOwner, expired: true });
    expect(answer.json.code).toBe("BRO-07004");
  });

  it.each([
    ["altinn:serviceowner", 404],
    ["other altinn:serviceowner more", 404],
    ["ALTINN:SERVICEOWNER", 403],
    ["altinn:serviceowner.read", 403],
    ["other,altinn:serviceowner", 403],
    ["", 403],
  ])("to the scope %j", async (scope, status) => {
    const claims = { ...claimsOf(owner), scope };
    expect((await server.ask("GET", "/serviceowner", { claims })).status).toBe(status);
  });

  it("go by urn:altinn:scope when there is one", async () => {
    const claims = { ...asParty.claims, "urn:altinn:scope": ownerScope };
    expect((await server.ask("GET", "/serviceowner", { claims })).status).toBe(404);
    const reversed = { ...asOwner.claims, "urn:altinn:scope": "altinn:broker.read" };
    expect((await server.ask("GET", "/serviceowner", { claims: reversed })).status).toBe(403);
  });
});
