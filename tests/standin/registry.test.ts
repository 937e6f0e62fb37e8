import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/start";
import {
  ADMIN,
  call,
  freshIdentifier,
  makeResource,
  RESOURCE,
  validResource,
  WRITE,
  type Owner,
} from "./registry-support";

let standin: Standin;
let owner: Owner;
let token: string;

beforeAll(async () => {
  standin = await startStandin({ environment: "staging" });
  owner = standin.newOrganisation();
  token = standin.token({ organisation: owner.number, scopes: WRITE });
});
afterAll(() => standin.close());

const post = (changes: Record<string, unknown>, as = token) =>
  call(standin, "POST", RESOURCE, {
    token: as,
    json: validResource(owner, freshIdentifier(), changes),
  });
const postText = (body: string, headers = {}) =>
  call(standin, "POST", RESOURCE, { token, body, headers });

describe("how the registry reads JSON", () => {
  it("takes member names in any casing and keeps the last of two", async () => {
    const identifier = freshIdentifier();
    const { homepage: _, ...rest } = validResource(owner, identifier);
    const text = JSON.stringify(rest).slice(0, -1);
    const answer = await postText(
      `${text},"HOMEPAGE":"https://a.test","homePage":"https://b.test"}`,
    );
    expect(answer.status).toBe(201);
    const { json } = await call(standin, "GET", `${RESOURCE}/${identifier}`);
    expect(json.homepage).toBe("https://b.test");
    expect(json).not.toHaveProperty("HOMEPAGE");
  });

  it("takes an enum in any casing or as a number, and answers with its name", async () => {
    for (const resourceType of ["brokerservice", 32]) {
      const identifier = await makeResource(standin, owner, { resourceType, accessListMode: 1 });
      const { json } = await call(standin, "GET", `${RESOURCE}/${identifier}`);
      expect(json).toMatchObject({ resourceType: "BrokerService", accessListMode: "Enabled" });
    }
  });

  it("takes reference types in their own casing only, and says where another one stands", async () => {
    const answer = await post({ resourceReferences: [{ referenceType: "uri", reference: "x" }] });
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.json.errors)).toEqual(["$.resourceReferences[0].referenceType"]);
    expect(answer.json.errors["$.resourceReferences[0].referenceType"][0]).toMatch(
      /could not be converted to .*ReferenceType.* Path: \$\.resourceReferences\[0\]\.referenceType \| LineNumber: 0/,
    );
  });

  it("takes no numbers for availableForType", async () => {
    const answer = await post({ availableForType: [1] });
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([
      400,
      ["$.availableForType[0]"],
    ]);
  });

  it.each([
    ["a comment", "{/* no */}"],
    ["a trailing comma", '{"identifier":"x",}'],
    ["two values", "{} {}"],
    ["a bad escape", '{"identifier":"\\x"}'],
  ])("refuses %s with a key that begins with $", async (_what, body) => {
    const answer = await postText(body);
    expect(answer.status).toBe(400);
    expect(Object.keys(answer.json.errors)).toEqual([expect.stringMatching(/^\$/)]);
    expect(answer.json.errors).not.toHaveProperty("serviceResource");
  });

  it("names the object in which a truncated text ends", async () => {
    const answer = await postText('{"identifier":"abcd",\n "title":{"en":"T"');
    expect(answer.json.errors["$.title"]?.[0]).toMatch(/LineNumber: 1 \| BytePositionInLine: 18/);
  });

  it("refuses a boolean in quotes and null for a boolean", async () => {
    for (const visible of ["true", null]) {
      const answer = await post({ visible });
      expect([answer.status, Object.keys(answer.json.errors)]).toEqual([400, ["$.visible"]]);
    }
  });

  it("answers an empty body like the literal null", async () => {
    for (const body of ["", "null"]) {
      expect((await postText(body)).json.errors).toEqual({
        "": ["A non-empty request body is required."],
      });
    }
  });

  it("refuses another content type with nothing, and a body without one with a problem", async () => {
    const other = await postText("{}", { "content-type": "text/plain" });
    expect([other.status, other.text]).toEqual([415, ""]);
    const bytes = new TextEncoder().encode("{}");
    const none = await fetch(`${standin.platformUrl}${RESOURCE}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: bytes,
    });
    expect(none.status).toBe(415);
    expect(await none.json()).toMatchObject({ status: 415, title: "Unsupported Media Type" });
  });
});

describe("what the registry stores", () => {
  it("orders the keys of dictionaries as jsonb does and members as its model does", async () => {
    const identifier = await makeResource(standin, owner, {
      title: { nn: "N", nb: "B", en: "E", "en-GB": "G", aaa: "A" },
    });
    const { json, text } = await call(standin, "GET", `${RESOURCE}/${identifier}`);
    expect(Object.keys(json.title)).toEqual(["en", "nb", "nn", "aaa", "en-GB"]);
    expect(Object.keys(json).at(0)).toBe("identifier");
    expect(Object.keys(json).at(-1)).toBe("versionId");
    expect(text).toContain('\n  "title": {\n');
  });

  it("keeps null inside a dictionary and leaves null members out", async () => {
    const identifier = await makeResource(standin, owner, {
      title: { en: "E", nb: "B", nn: "N", se: null },
      homepage: null,
      contactPoints: [{ category: "Support", email: null }],
      keywords: [],
    });
    const { json } = await call(standin, "GET", `${RESOURCE}/${identifier}`);
    expect(json.title.se).toBeNull();
    expect(json).not.toHaveProperty("homepage");
    expect(json.contactPoints).toEqual([{ category: "Support" }]);
    expect(json.keywords).toEqual([]);
  });

  it("fails on a NUL character as its database does", async () => {
    const answer = await post({ status: "a\u0000b" });
    expect([answer.status, answer.json]).toEqual([
      500,
      expect.stringMatching(/^22P05: unsupported Unicode escape sequence\n\nDETAIL: /),
    ]);
    expect((await post({ status: "a\\u0000b" })).status).toBe(201);
  });

  it("keeps every version readable under its own number", async () => {
    const identifier = await makeResource(standin, owner, { status: "one" });
    const first = (await call(standin, "GET", `${RESOURCE}/${identifier}`)).json.versionId;
    const json = validResource(owner, identifier, { status: "two" });
    await call(standin, "PUT", `${RESOURCE}/${identifier}`, { token, json });
    const old = await call(standin, "GET", `${RESOURCE}/${identifier}?VERSIONID=${String(first)}`);
    expect(old.json).toMatchObject({ status: "one", versionId: first });
  });

  it("keeps identifiers apart that differ in casing or are words of the API", async () => {
    const search = await call(standin, "POST", RESOURCE, {
      token,
      json: validResource(owner, "search"),
    });
    expect(search.status).toBe(201);
    expect((await call(standin, "GET", `${RESOURCE}/search`)).json).toBeInstanceOf(Array);
    expect((await call(standin, "GET", `${RESOURCE}/search/policy`)).text).toContain(
      "Unable to find requested policy",
    );
    const identifier = await makeResource(standin, owner);
    const upper = await call(standin, "GET", `${RESOURCE}/${identifier.toUpperCase()}`);
    expect(upper.status).toBe(404);
  });
});

describe("who may write a resource", () => {
  it("takes a token for ten seconds after it has expired", async () => {
    const short = standin.token({
      organisation: owner.number,
      scopes: WRITE,
      claims: { exp: Math.floor(standin.altinn.clock.now() / 1000) - 5 },
      omitClaims: ["nbf"],
    });
    expect((await post({}, short)).status).toBe(201);
    const old = standin.token({
      organisation: owner.number,
      scopes: WRITE,
      claims: { exp: Math.floor(standin.altinn.clock.now() / 1000) - 15 },
      omitClaims: ["nbf"],
    });
    expect((await post({}, old)).status).toBe(401);
  });

  it("takes Maskinporten's own tokens, which delete without a test of ownership", async () => {
    const other = standin.newOrganisation();
    const raw = { scopes: WRITE, kind: "maskinporten" } as const;
    expect((await post({}, standin.token({ organisation: owner.number, ...raw }))).status).toBe(
      201,
    );
    const identifier = await makeResource(standin, owner);
    const answer = await call(standin, "DELETE", `${RESOURCE}/${identifier}`, {
      token: standin.token({ organisation: other.number, ...raw }),
    });
    expect(answer.status).toBe(204);
  });

  it.each([
    ["another authority", { authority: "other", ID: "0192:974761076" }],
    ["another prefix", { authority: "iso6523-actorid-upis", ID: "9908:974761076" }],
    ["text that is no JSON", "0192:974761076"],
  ])("crashes on a consumer with %s", async (_what, consumer) => {
    const odd = standin.token({
      organisation: owner.number,
      scopes: WRITE,
      claims: { consumer },
    });
    expect((await post({}, odd)).status).toBe(500);
  });

  it("lets a PUT hand the resource to whoever its body names", async () => {
    const identifier = await makeResource(standin, owner);
    const taker = standin.newOrganisation();
    const answer = await call(standin, "PUT", `${RESOURCE}/${identifier}`, {
      token: standin.token({ organisation: taker.number, scopes: WRITE }),
      json: validResource(taker, identifier),
    });
    expect(answer.status).toBe(200);
    const { json } = await call(standin, "GET", `${RESOURCE}/${identifier}`);
    expect(json.hasCompetentAuthority.organization).toBe(taker.number);
  });

  it("answers an empty organisation of ttd with 403 and a missing one with 500", async () => {
    const of = (authority: object) => post({ hasCompetentAuthority: authority });
    expect((await of({ organization: "", orgcode: "TTD" })).status).toBe(403);
    expect((await of({ orgcode: "ttd" })).status).toBe(500);
  });

  it("tells an identifier in the path from the one in the body before anything else", async () => {
    const identifier = await makeResource(standin, owner);
    const answer = await call(standin, "PUT", `${RESOURCE}/${identifier}`, {
      token,
      json: { identifier: "another" },
    });
    expect([answer.status, answer.json]).toEqual([400, "Id in path does not match ID in resource"]);
    const empty = await call(standin, "PUT", `${RESOURCE}/${identifier}`, { token, body: "null" });
    expect(empty.status).toBe(500);
  });
});

describe("apps in the registry", () => {
  const references = (reference: string | null) => ({
    resourceType: "AltinnApp",
    resourceReferences: [{ referenceSource: "Altinn3", referenceType: "ApplicationId", reference }],
  });
  const postApp = (identifier: string, changes: object) =>
    call(standin, "POST", RESOURCE, {
      token,
      json: validResource(owner, identifier, { ...changes }),
    });

  it("takes an app that refers to itself, in any casing", async () => {
    const answer = await postApp(
      `app_${owner.code}_my-app`,
      references(`${owner.code.toUpperCase()}/My-App`),
    );
    expect(answer.status).toBe(201);
  });

  it("crashes on an app reference without text", async () => {
    expect((await postApp(`app_${owner.code}_other`, references(null))).status).toBe(500);
  });

  it("reports the identifier and the reference of an app that names another", async () => {
    const answer = await postApp(`app_${owner.code}_third`, references("skd/third"));
    expect(Object.keys(answer.json.errors)).toEqual(["ResourceReferences"]);
  });

  it("takes the identifiers of migrated Altinn 1 apps", async () => {
    const identifier = `app_${owner.code}_a1-2:3.b`;
    const answer = await postApp(identifier, {
      resourceType: "MigratedApp",
      resourceReferences: [
        {
          referenceSource: "Altinn3",
          referenceType: "ApplicationId",
          reference: `${owner.code}/a1-2:3.b`,
        },
      ],
    });
    expect(answer.status).toBe(201);
    const listed = async (query: string) =>
      (await call(standin, "GET", `${RESOURCE}/${query}`)).json.filter(
        (each: { identifier: string }) => each.identifier === identifier,
      );
    expect(await listed("search")).toEqual([]);
    expect(await listed("resourcelist")).toEqual([]);
    expect(await listed("resourcelist?includeMigratedApps=true")).toMatchObject([
      {
        authorizationReference: [
          { id: "urn:altinn:org", value: owner.code },
          { id: "urn:altinn:app", value: "a1-2:3.b" },
        ],
      },
    ]);
  });
});

describe("the search", () => {
  it("joins its criteria with AND and compares without regard to case", async () => {
    const identifier = await makeResource(standin, owner, {
      keywords: [{ word: "Fisk", language: "nb" }],
    });
    await makeResource(standin, owner, { keywords: [] });
    const found = async (query: string) =>
      (await call(standin, "GET", `${RESOURCE}/search?${query}`)).json.map(
        (each: { identifier: string }) => each.identifier,
      );
    const mine = `ORGCODE=${owner.code.toUpperCase()}&resourceType=brokerservice`;
    expect(await found(`${mine}&keyword=fisk`)).toEqual([identifier]);
    expect(await found(`${mine}&keyword=fisk&organizationId=974761076`)).toEqual([]);
  });

  it("crashes on a stored reference without text, when it searches by reference", async () => {
    const own = await startStandin();
    try {
      const skd = { number: "974761076", code: "skd" };
      await makeResource(own, skd, { resourceReferences: [{ referenceType: "Uri" }] });
      const status = async (query: string) =>
        (await call(own, "GET", `${RESOURCE}/search?${query}`)).status;
      expect(await status("reference=x")).toBe(500);
      expect(await status("id=made")).toBe(200);
    } finally {
      await own.close();
    }
  });

  it("names a resource type that it does not know", async () => {
    const answer = await call(standin, "GET", `${RESOURCE}/search?resourceType=nothing`);
    expect([answer.status, Object.keys(answer.json.errors)]).toEqual([400, ["ResourceType"]]);
  });
});

it("lists the organisations in the shape of Altinn's CDN", async () => {
  const { json } = await call(standin, "GET", `${RESOURCE}/orgs`);
  expect(json.orgs[owner.code]).toMatchObject({
    orgnr: owner.number,
    environments: ["tt02", "production"],
  });
  expect(json.orgs.ttd.orgnr).toBe("");
});

it("exports the resources as RDF", async () => {
  const identifier = await makeResource(standin, owner);
  const answer = await call(standin, "GET", `${RESOURCE}/export`);
  expect(answer.headers.get("content-type")).toMatch(/^application\/xml\+rdf/);
  expect(answer.text).toContain(identifier);
});

it("deletes nothing in production, and everything but its identifier elsewhere", async () => {
  for (const [environment, status] of [
    ["production", 403],
    ["development", 204],
  ] as const) {
    const own = await startStandin({ environment });
    try {
      const skd = { number: "974761076", code: "skd" };
      const identifier = await makeResource(own, skd);
      const as = { token: own.token({ organisation: skd.number, scopes: ADMIN }) };
      const path = `${RESOURCE}/${identifier}`;
      expect((await call(own, "DELETE", path, as)).status).toBe(status);
      expect(own.altinn.registry.document(identifier) === undefined).toBe(status === 204);
    } finally {
      await own.close();
    }
  }
});
