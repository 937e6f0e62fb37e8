import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/start";
import {
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

interface Listed {
  readonly identifier: string;
  readonly status?: string;
}

const listed = async (query = "?includeApps=false"): Promise<Listed[]> => {
  const answer = await call(standin, "GET", `${RESOURCE}/resourcelist${query}`);
  expect(answer.status).toBe(200);
  return answer.json;
};
const named = async (identifier: string, query?: string): Promise<Listed[]> =>
  (await listed(query)).filter((each) => each.identifier === identifier);

test("the list has each resource once, in its latest version, where a search has the version that fits", async () => {
  const id = await makeResource(standin, owner, { status: "Active" });
  const json = validResource(owner, id, { status: "Withdrawn", description: validTexts("new") });
  expect((await call(standin, "PUT", `${RESOURCE}/${id}`, { token, json })).status).toBe(200);
  expect((await named(id)).map(({ status }) => status)).toEqual(["Withdrawn"]);
  const found = await call(standin, "GET", `${RESOURCE}/search?id=${id}&description=T`);
  expect(found.json.map(({ status }: Listed) => status)).toEqual(["Active"]);
});

test("a deleted resource is in no list, though its identifier stays taken", async () => {
  const id = await makeResource(standin, owner);
  expect(await named(id)).toHaveLength(1);
  expect((await call(standin, "DELETE", `${RESOURCE}/${id}`, { token })).status).toBe(204);
  expect(await named(id)).toEqual([]);
  const again = await call(standin, "POST", RESOURCE, { token, json: validResource(owner, id) });
  expect(again.status).toBe(409);
});

test("whatever authorizationReference was stored, the list has its own, in the place of the model", async () => {
  const stored = [{ id: "urn:altinn:resource", value: "something-else" }];
  const other = await makeResource(standin, owner, { authorizationReference: stored });
  const without = await makeResource(standin, owner, { consentTemplate: "poa" });
  const single = await call(standin, "GET", `${RESOURCE}/${other}`);
  expect(single.json.authorizationReference).toEqual(stored);
  for (const id of [other, without]) {
    const [resource] = await named(id);
    expect(resource).toMatchObject({
      authorizationReference: [{ id: "urn:altinn:resource", value: id }],
    });
    const keys = Object.keys(resource ?? {});
    expect(keys.slice(keys.indexOf("resourceType"))).toEqual([
      "resourceType",
      "authorizationReference",
      ...(id === without ? ["consentTemplate"] : []),
      "isOneTimeConsent",
      "versionId",
    ]);
  }
});

test("all but that member is what a single read answers", async () => {
  const id = await makeResource(standin, owner, { keywords: [{ word: "fisk", language: "nb" }] });
  const { json } = await call(standin, "GET", `${RESOURCE}/${id}`);
  const [resource] = await named(id);
  const { authorizationReference: _, ...rest } = resource as Listed & Record<string, unknown>;
  expect(rest).toEqual(json);
});

test("a migrated app is read singly, and listed only when asked for, with or without apps", async () => {
  const id = `app_${owner.code}_a1-5:1`;
  standin.storeResource(validResource(owner, id, { resourceType: "MigratedApp" }));
  expect((await call(standin, "GET", `${RESOURCE}/${id}`)).status).toBe(200);
  for (const query of ["", "?includeApps=false", "?includeApps=true", "?INCLUDEAPPS=False"]) {
    expect(await named(id, query)).toEqual([]);
  }
  expect(await named(id, "?includeApps=false&includeMigratedApps=true")).toHaveLength(1);
});

test("identifiers that differ in casing are two resources, and words of the API are listed like others", async () => {
  const lower = freshIdentifier();
  const upper = lower.toUpperCase();
  for (const id of [lower, upper, "search"]) standin.storeResource(validResource(owner, id));
  for (const id of [lower, upper, "search"]) expect(await named(id)).toHaveLength(1);
});

test("a token that does not fit does no harm, and a flag that is no flag is refused", async () => {
  const answer = await call(standin, "GET", `${RESOURCE}/resourcelist`, { token: "not-a-token" });
  expect(answer.status).toBe(200);
  const refused = await call(standin, "GET", `${RESOURCE}/resourcelist?includeApps=perhaps`);
  expect([refused.status, Object.keys(refused.json.errors)]).toEqual([400, ["includeApps"]]);
});

function validTexts(text: string): Record<string, string> {
  return { en: text, nb: text, nn: text };
}
