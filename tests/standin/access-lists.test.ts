import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/start";
import {
  ADMIN,
  call,
  freshIdentifier,
  LIST_WRITE,
  LISTS,
  makeResource,
  RESOURCE,
  WRITE,
  type Call,
  type Owner,
} from "./registry-support";

let standin: Standin;
let owner: Owner;
let token: string;
let list: string;

beforeAll(async () => {
  standin = await startStandin();
  owner = standin.newOrganisation();
  token = standin.token({ organisation: owner.number, scopes: LIST_WRITE });
});
afterAll(() => standin.close());
beforeEach(async () => {
  list = freshIdentifier();
  await send("PUT", "", { json: { name: "N" } });
});

const send = (method: string, rest: string, options: Call = {}) =>
  call(standin, method, `${LISTS}/${owner.code}/${list}${rest}`, { token, ...options });
const urn = ({ number }: Owner) => `urn:altinn:organization:identifier-no:${number}`;
const numbers = (data: { identifiers: Record<string, string> }[]) =>
  data.map(({ identifiers }) => identifiers["urn:altinn:organization:identifier-no"]).sort();

describe("the version of a list", () => {
  const version = async () => {
    const etag = (await send("GET", "")).headers.get("etag") ?? "";
    const [, text = ""] = /^W\/"([^"]+)"$/.exec(etag) ?? [];
    return Number(JSON.parse(Buffer.from(text, "base64url").toString()).version);
  };

  it("moves with its members and connections, and stays when nothing changes", async () => {
    const resource = await makeResource(standin, owner);
    const member = standin.newOrganisation();
    const changes: [string, string, object][] = [
      ["POST", "/members", { data: [urn(member)] }],
      ["PUT", `/resource-connections/${resource}`, { actionFilters: ["read"] }],
      ["DELETE", "/members", { data: [urn(member)] }],
      ["PUT", "", { name: "N2" }],
    ];
    for (const [method, rest, json] of changes) {
      const before = await version();
      expect((await send(method, rest, { json })).status).toBe(200);
      const after = await version();
      expect(after).toBeGreaterThan(before);
      expect((await send(method, rest, { json })).status).toBe(200);
      expect(await version()).toBe(after);
    }
  });
});

describe("conditions", () => {
  const etag = async () => (await send("GET", "")).headers.get("etag") ?? "";

  it("hold when one of several tags is the current one", async () => {
    const current = await etag();
    const other = `W/"${Buffer.from('{"version":"0"}').toString("base64url")}"`;
    const put = (match: string) =>
      send("PUT", "", { json: { name: "N2" }, headers: { "if-match": match } });
    expect((await put(`${other}, ${current}`)).status).toBe(200);
    expect((await put(current)).status).toBe(412);
    expect((await send("GET", "")).json.name).toBe("N2");
  });

  it("hold for a write only when If-None-Match names another version", async () => {
    const headers = { "if-none-match": await etag() };
    expect((await send("DELETE", "", { headers })).status).toBe(412);
    expect((await send("GET", "", { headers })).status).toBe(304);
  });

  it("read the dates to the second, and only without the tags", async () => {
    standin.advance(5000);
    const modified = (await send("GET", "")).headers.get("last-modified") ?? "";
    const earlier = new Date(Date.parse(modified) - 1000).toUTCString();
    const get = async (headers: Record<string, string>) =>
      (await send("GET", "", { headers })).status;
    expect(await get({ "if-modified-since": modified })).toBe(304);
    expect(await get({ "if-modified-since": earlier })).toBe(200);
    expect(await get({ "if-unmodified-since": earlier })).toBe(412);
    expect(await get({ "if-unmodified-since": modified })).toBe(200);
    expect(await get({ "if-unmodified-since": earlier, "if-match": await etag() })).toBe(200);
    expect(await get({ "if-modified-since": "yesterday" })).toBe(200);
  });

  it.each([
    ['"abc"', "Invalid If-Match header. Only weak etags are supported."],
    ["abc", "Invalid If-Match header."],
    ['W/"abc"', "Invalid If-Match header. Invalid etag."],
  ])("refuse the tag %s", async (tag, message) => {
    const answer = await send("PUT", "", { json: { name: "N2" }, headers: { "if-match": tag } });
    expect(answer.status).toBe(400);
    expect(answer.json.errors[""]).toEqual([message]);
  });

  it("come after the list itself, except for PUT", async () => {
    await send("DELETE", "");
    const headers = { "if-match": "*" };
    expect((await send("GET", "", { headers })).status).toBe(404);
    expect((await send("DELETE", "", { headers })).status).toBe(204);
    expect((await send("PUT", "", { headers, json: { name: "N" } })).status).toBe(412);
    const create = await send("PUT", "", {
      headers: { "if-none-match": "*" },
      json: { name: "N" },
    });
    expect(create.status).toBe(200);
  });
});

describe("the body of a list", () => {
  it("may have an empty name and any casing, and null for no description", async () => {
    const { status, json } = await send("PUT", "", { json: { NAME: "", description: null } });
    expect([status, json.name, json.description]).toEqual([200, "", ""]);
  });

  it("is reported under its parameter when it cannot be read", async () => {
    const keys = async (body: string) =>
      Object.keys((await send("PUT", "", { body })).json.errors).sort();
    expect(await keys('{"name":1}')).toEqual(["$.name", "model"]);
    expect(await keys("")).toEqual(["", "model"]);
  });
});

describe("members", () => {
  it("may be named by number, by uuid, by id and by an object", async () => {
    const member = standin.newOrganisation();
    const { json } = await send("POST", "/members", { json: { data: [urn(member)] } });
    const identifiers = json.data[0].identifiers;
    const uuid = identifiers["urn:altinn:party:uuid"] as string;
    expect(json.data[0].id).toBe(`urn:altinn:party:uuid:${uuid}`);
    for (const reference of [
      `urn:altinn:party:uuid:${uuid.toUpperCase()}`,
      `urn:altinn:party:id:${String(identifiers["urn:altinn:party:id"])}`,
      { type: "urn:altinn:organization:identifier-no", value: member.number },
    ]) {
      const answer = await send("PUT", "/members", { json: { data: [reference] } });
      expect([answer.status, numbers(answer.json.data)]).toEqual([200, [member.number]]);
    }
  });

  it.each([
    ["a second member", { data: [], more: 1 }, "$"],
    ["another casing", { Data: [] }, "$"],
    ["a person", { data: ["urn:altinn:person:identifier-no:01010112345"] }, "$[0]"],
    ["eight digits", { data: ["urn:altinn:organization:identifier-no:12345678"] }, "$[0]"],
    ["a pair without a value", { data: [{ type: "urn:altinn:party:uuid" }] }, "$[0]"],
    ["a number", { data: [1] }, "$[0]"],
    ["an array", [], "$"],
  ])("are refused for %s", async (_what, json, key) => {
    const answer = await send("PUT", "/members", { json });
    expect([answer.status, Object.keys(answer.json.errors).sort()]).toEqual([
      400,
      [key, "members"],
    ]);
  });

  it("are at most a hundred in one request", async () => {
    const data = Array.from({ length: 101 }, () => urn(owner));
    for (const [method, code] of [
      ["PUT", "RR.VLD-00000"],
      ["POST", "RR.VLD-00001"],
      ["DELETE", "RR.VLD-00001"],
    ] as const) {
      const { status, json } = await send(method, "/members", { json: { data } });
      expect([status, json.validationErrors[0].code, json.validationErrors[0].paths]).toEqual([
        400,
        code,
        ["/data"],
      ]);
    }
    expect((await send("GET", "/members")).json.data).toEqual([]);
  });

  it("change all or not at all when Register does not know one", async () => {
    const data = [urn(owner), "urn:altinn:organization:identifier-no:000000000"];
    const answer = await send("POST", "/members", { json: { data } });
    expect([answer.status, answer.json.code]).toEqual([400, "RR-00001"]);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    expect((await send("GET", "/members")).json.data).toEqual([]);
  });
});

describe("connections", () => {
  it("come in pages of a hundred, which a change of the list breaks off", async () => {
    const resources = [];
    for (let count = 0; count < 101; count += 1) {
      resources.push(await makeResource(standin, owner));
    }
    for (const resource of resources) {
      await send("PUT", `/resource-connections/${resource}`, { json: {} });
    }
    const first = await send("GET", "/resource-connections");
    expect(first.json.data).toHaveLength(100);
    const second = await call(standin, "GET", first.json.links.next, { token });
    const identifiers = [...first.json.data, ...second.json.data].map(
      (each: { resourceIdentifier: string }) => each.resourceIdentifier,
    );
    expect(identifiers).toEqual([...resources].sort());
    expect(second.json.links).toEqual({});
    await send("PUT", "", { json: { name: "N2" } });
    expect((await call(standin, "GET", first.json.links.next, { token })).status).toBe(412);
  });

  it("may be removed after their resource is gone, but not made", async () => {
    const resource = await makeResource(standin, owner);
    const rest = `/resource-connections/${resource}`;
    await send("PUT", rest, { json: { actionFilters: ["write", "read", "read"] } });
    await call(standin, "DELETE", `${RESOURCE}/${resource}`, {
      token: standin.token({ organisation: owner.number, scopes: WRITE }),
    });
    expect((await send("PUT", rest, { json: {} })).json.code).toBe("RR-00002");
    const removed = await send("DELETE", rest);
    expect([removed.status, removed.json.actionFilters]).toEqual([200, ["read", "write"]]);
  });

  it("are shown with a single list as it is asked", async () => {
    const resource = await makeResource(standin, owner);
    await send("PUT", `/resource-connections/${resource}`, { json: { actionFilters: ["read"] } });
    const shown = async (include: string) =>
      (await send("GET", `?include=${include}`)).json.resourceConnections;
    expect(await shown("members")).toBeUndefined();
    expect((await shown("resources"))[0]).not.toHaveProperty("actionFilters");
    expect((await shown("members,resource-actions"))[0].actionFilters).toEqual(["read"]);
    const { json } = await send("GET", "?include=Resources");
    expect(json.errors).toEqual({ include: ["Invalid value: 'Resources'"] });
  });
});

describe("the collection of an owner", () => {
  it("loses the include when its next link is followed", async () => {
    const own = standin.newOrganisation();
    const as = { token: standin.token({ organisation: own.number, scopes: LIST_WRITE }) };
    for (let count = 10; count < 31; count += 1) {
      await call(standin, "PUT", `${LISTS}/${own.code}/l${String(count)}`, {
        ...as,
        json: { name: "N" },
      });
    }
    const first = await call(
      standin,
      "GET",
      `${LISTS}/${own.code.toUpperCase()}?include=resource-actions&resource=none`,
      as,
    );
    expect(first.json.data[0].resourceConnections).toEqual([]);
    const next = new URL(first.json.links.next);
    expect([...next.searchParams.keys()]).toEqual(["token", "includes"]);
    expect(next.pathname).toBe(`${LISTS}/${own.code}`);
    const second = await call(standin, "GET", first.json.links.next, as);
    expect(second.json.data).toHaveLength(1);
    expect(second.json.data[0]).not.toHaveProperty("resourceConnections");
  });

  it("is Digdir's for the test department too", async () => {
    const digdir = standin.token({
      organisation: "991825827",
      scopes: LIST_WRITE,
      omitClaims: ["urn:altinn:org"],
    });
    const status = async (code: string) =>
      (await call(standin, "GET", `${LISTS}/${code}`, { token: digdir })).status;
    expect([await status("ttd"), await status("digdir"), await status("skd")]).toEqual([
      200, 200, 403,
    ]);
  });

  it("tells an unknown owner from a foreign one only to an administrator", async () => {
    const admin = standin.token({ organisation: owner.number, scopes: ADMIN });
    const path = `${LISTS}/nobody`;
    expect((await call(standin, "GET", path, { token })).status).toBe(403);
    const { status, json } = await call(standin, "GET", path, { token: admin });
    expect([status, json.validationErrors[0].code]).toEqual([400, "RR.VLD-00010"]);
  });
});

describe("the look-up of memberships", () => {
  it("finds the connections of a member's lists", async () => {
    const resource = await makeResource(standin, owner);
    const member = standin.newOrganisation();
    await send("POST", "/members", { json: { data: [urn(member)] } });
    await send("PUT", `/resource-connections/${resource}`, { json: { actionFilters: ["read"] } });
    const admin = standin.token({ organisation: owner.number, scopes: ADMIN });
    const look = (query: string) =>
      call(standin, "GET", `${LISTS}/memberships?${query}`, { token: admin });
    const { json } = await look(`party=${urn(member)}&resource=urn:altinn:resource:${resource}`);
    expect(json).toEqual({
      data: [
        {
          party: expect.stringMatching(/^urn:altinn:party:uuid:/),
          resource: `urn:altinn:resource:${resource}`,
          since: expect.stringMatching(/\+00:00$/),
          actionFilters: ["read"],
        },
      ],
    });
    const codes = async (query: string) =>
      (await look(query)).json.validationErrors.map((error: { code: string }) => error.code);
    expect(await codes(`party=${urn(member)},${urn(owner)}`)).toEqual(["RR.VLD-00006"]);
    expect(await codes("party=x&resource=y")).toEqual([
      "RR.VLD-00004",
      "RR.VLD-00005",
      "RR.VLD-00003",
    ]);
  });

  it("is not for service owners where it wants a platform token", async () => {
    const path = `${LISTS}/get-by-member?party=urn:altinn:party:uuid:x`;
    expect((await call(standin, "GET", path)).status).toBe(401);
    expect((await call(standin, "GET", path, { token })).status).toBe(403);
  });
});
