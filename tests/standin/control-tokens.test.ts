import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Standin } from "../../standin/index";
import { control, startControlled } from "./control-support";
import { call, LISTS, RESOURCE } from "./registry-support";
import { decode } from "./tokens-support";
import { initialize, resource, broker } from "./world-support";

let standin: Standin;
beforeAll(async () => {
  standin = await startControlled({ world: broker });
});
afterAll(() => standin.close());

const generate = (query: string, headers: Readonly<Record<string, string>> = {}) =>
  control(standin, `GET /api/GetEnterpriseToken?${query}`, undefined, headers);

describe("GetEnterpriseToken, in the form of Altinn's test token generator", () => {
  test("answers the token as text, with the claims of the generator's", async () => {
    const answer = await generate(
      "env=tt02&scopes=altinn:serviceowner,altinn:broker.write%20altinn:broker.read&org=ttd&orgNo=991825827&ttl=60",
      { authorization: `Basic ${Buffer.from("any:one").toString("base64")}` },
    );
    expect([answer.status, answer.type]).toEqual([200, "text/plain; charset=utf-8"]);
    const claims = decode(answer.text);
    expect(claims).toEqual({
      token_type: "Bearer",
      scope: "altinn:serviceowner altinn:broker.write altinn:broker.read",
      client_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      consumer: { authority: "iso6523-actorid-upis", ID: "0192:991825827" },
      "urn:altinn:org": "ttd",
      "urn:altinn:orgNumber": "991825827",
      "urn:altinn:authenticatemethod": "maskinporten",
      "urn:altinn:authlevel": 3,
      iss: `${standin.platformUrl}/authentication/api/v1/openid/`,
      actual_iss: "altinn-test-tools",
      jti: expect.any(String),
      iat: expect.any(Number),
      nbf: claims["iat"],
      exp: Number(claims["iat"]) + 60,
    });
  });

  test("its tokens are taken by the registry, by lists and by Broker", async () => {
    const token = async (scopes: string): Promise<string> =>
      (await generate(`env=at22&scopes=${scopes}&org=ttd&orgNo=991825827`)).text;
    const write = await token("altinn:resourceregistry/resource.write");
    const answers = [
      await call(standin, "POST", RESOURCE, { token: write, json: resource("ttd-generated") }),
      await call(standin, "PUT", `${LISTS}/ttd/l`, {
        token: await token("altinn:resourceregistry/accesslist.write"),
        json: { name: "L" },
      }),
      await initialize(standin, await token("altinn:broker.write")),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 200]);
  });

  test("without org no claim of an organisation's code, whatever the list says", async () => {
    const { text } = await generate("env=tt02&scopes=altinn:serviceowner&orgNo=974761076");
    expect(decode(text)).not.toHaveProperty("urn:altinn:org");
  });

  test("any number works, and is not put on the list; without one it is made up", async () => {
    const { text } = await generate("env=tt02&scopes=a&orgNo=313131313");
    expect(decode(text)["urn:altinn:orgNumber"]).toBe("313131313");
    expect(standin.altinn.organisations.byNumber("313131313")).toBeUndefined();
    const made = decode((await generate("env=tt02&scopes=a")).text);
    expect(made["urn:altinn:orgNumber"]).toMatch(/^\d{9}$/);
  });

  test("the stand-in's clock tells its times", async () => {
    const before = Number(decode((await generate("env=tt02&scopes=a")).text)["iat"]);
    standin.advance(7_200_000);
    const after = Number(decode((await generate("env=tt02&scopes=a")).text)["iat"]);
    expect(after - before).toBeGreaterThanOrEqual(7_200);
    standin.reset();
  });

  test("supplier, client, delegation source and dump", async () => {
    const { text } = await generate(
      "env=tt02&scopes=a&supplierOrgNo=889640782&clientId=c1&delegationSource=https://altinn.no&dump=true",
    );
    const [header, claims] = text.split("\n.\n").map((part) => JSON.parse(part));
    expect(header.alg).toBe("RS256");
    expect(claims).toMatchObject({
      client_id: "c1",
      supplier: { ID: "0192:889640782" },
      delegation_source: "https://altinn.no",
    });
  });

  test.each([
    ["", { env: "Parameter must be supplied", scopes: "Parameter must be supplied" }],
    ["env=tt02&scopes=a&orgNo=12", { orgNo: "Parameter was supplied with an invalid value" }],
    [
      "env=moon&scopes=A%20B",
      expect.objectContaining({ env: expect.any(String), scopes: expect.any(String) }),
    ],
    ["env=tt02&scopes=a&ttl=-5", { ttl: "Parameter was supplied with an invalid value" }],
  ])("%j is refused in the generator's words", async (query, errors) => {
    const { status, json } = await generate(query);
    expect([status, json]).toEqual([400, errors]);
  });
});

test.each([
  "GetPersonalToken",
  "GetPlatformToken",
  "GetPlatformAccessToken",
  "GetConsentToken",
  "GetEnterpriseUserToken",
  "GetSelfIdentifiedUserToken",
  "GetSelfRegisteredEmailUserToken",
  "GetSystemUserToken",
])("%s is 501 and says what there is", async (name) => {
  const { status, json } = await control(standin, `GET /api/${name}?env=tt02&userId=1`);
  expect([status, json.title]).toEqual([501, "Not Implemented"]);
  expect(json.detail).toMatch(`${name} is not here.`);
  expect(json.detail).toContain("GET /api/GetEnterpriseToken?env=tt02");
});

describe("GET /openapi.json", () => {
  interface Described {
    readonly requestBody?: { readonly content: Record<string, { readonly schema: object }> };
    readonly responses: Record<string, object>;
  }

  test("describes every operation, and all that it describes is there", async () => {
    const { json } = await control(standin, "GET /openapi.json");
    expect([json.openapi, json.servers]).toEqual(["3.1.0", [{ url: standin.controlUrl }]]);
    const seen: string[] = [];
    for (const [path, methods] of Object.entries(json.paths as Record<string, object>)) {
      for (const method of Object.keys(methods)) {
        const call = `${method.toUpperCase()} ${path.replace("{clientId}", "none")}`;
        const { json: answer } = await control(standin, call);
        expect(String(answer?.detail)).not.toContain("there is nothing at");
        seen.push(call);
      }
    }
    for (const call of [
      "GET /requests",
      "POST /clock/advance",
      "POST /faults",
      "POST /scan-verdicts",
      "POST /organisations",
      "POST /clients",
      "POST /system-users",
      "POST /delegations",
      "POST /reset",
      "GET /api/GetEnterpriseToken",
    ])
      expect(seen).toContain(call);
  });

  test("its bodies are those that are checked: names that it does not have are refused", async () => {
    const { json } = await control(standin, "GET /openapi.json");
    const bodies = Object.entries(json.paths as Record<string, Record<string, Described>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods)
          .filter(([, { requestBody }]) => requestBody)
          .map(([method, { requestBody }]) => ({
            call: `${method.toUpperCase()} ${path}`,
            schema: requestBody?.content["application/json"]?.schema,
          })),
    );
    expect(bodies.length).toBeGreaterThan(14);
    for (const { call, schema } of bodies) {
      expect([call, schema]).toEqual([
        call,
        expect.objectContaining({ type: "object", additionalProperties: false }),
      ]);
      const { status, json: answer } = await control(standin, call, { nothing: 1 });
      expect([call, status, answer.errors]).toEqual([
        call,
        400,
        expect.arrayContaining([expect.objectContaining({ path: "$.nothing" })]),
      ]);
    }
  });

  test("operation ids are unique", async () => {
    const { json } = await control(standin, "GET /openapi.json");
    const ids = Object.values(json.paths as Record<string, Record<string, { operationId: string }>>)
      .flatMap((methods) => Object.values(methods))
      .map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
