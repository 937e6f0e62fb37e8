import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import {
  action,
  call,
  freshIdentifier,
  makeResource,
  policyXml,
  registryResource,
  RESOURCE,
  role,
  upload,
  validResource,
  WRITE,
  type Owner,
} from "./registry-support";

let standin: Standin;
let owner: Owner;
let token: string;

beforeAll(async () => {
  standin = await startStandin();
  owner = standin.newOrganisation();
  token = standin.token({ organisation: owner.number, scopes: WRITE });
});
afterAll(() => standin.close());

const policyFor = (id: string, code: string): string =>
  policyXml({ rules: [{ target: [[role(code)], [registryResource(id)], [action("read")]] }] });
const textOf = async (id: string) => (await call(standin, "GET", `${RESOURCE}/${id}/policy`)).text;
const subjectsOf = async (id: string, query = ""): Promise<string[]> => {
  const { json } = await call(standin, "GET", `${RESOURCE}/${id}/policy/subjects${query}`);
  return (json.data ?? []).map(({ value }: { value: string }) => value);
};
const listedFor = async (code: string): Promise<string[]> => {
  const json = [`urn:altinn:rolecode:${code}`];
  const answer = await call(standin, "POST", `${RESOURCE}/bysubjects`, { json });
  return answer.json.data.flatMap(({ resources }: { resources: { value: string }[] }) =>
    resources.map(({ value }) => value),
  );
};

describe("an upload that fails in its second half", () => {
  test("is a 500 with a problem body, stores the text and leaves the subjects", async () => {
    const id = await makeResource(standin, owner);
    await upload(standin, owner, id, policyFor(id, "OLD1"));
    standin.failPolicyUploads(id);
    const answer = await upload(standin, owner, id, policyFor(id, "NEW1"));
    expect([answer.status, answer.json.status]).toEqual([500, 500]);
    expect(await textOf(id)).toBe(policyFor(id, "NEW1"));
    expect(await subjectsOf(id)).toEqual(["old1"]);
    expect([await listedFor("old1"), await listedFor("new1")]).toEqual([[id], []]);
  });

  test("is mended by the same upload once more, or by a reload", async () => {
    const id = await makeResource(standin, owner);
    standin.failPolicyUploads(id);
    await upload(standin, owner, id, policyFor(id, "A"));
    expect(await subjectsOf(id)).toEqual([]);
    expect(await upload(standin, owner, id, policyFor(id, "A"))).toMatchObject({ status: 201 });
    expect(await subjectsOf(id)).toEqual(["a"]);
    standin.failPolicyUploads(id);
    await upload(standin, owner, id, policyFor(id, "B"));
    expect(await subjectsOf(id, "?reloadFromXacml=true")).toEqual(["b"]);
  });

  test("happens as often as asked, to that resource alone, and can be taken back", async () => {
    const [id, other] = [await makeResource(standin, owner), await makeResource(standin, owner)];
    const statuses = async (of: string, count: number): Promise<number[]> => {
      const seen: number[] = [];
      while (seen.length < count)
        seen.push((await upload(standin, owner, of, policyFor(of, "A"))).status);
      return seen;
    };
    standin.failPolicyUploads(id, 2);
    expect(await statuses(other, 1)).toEqual([201]);
    expect(await statuses(id, 3)).toEqual([500, 500, 201]);
    standin.failPolicyUploads(id, 5);
    standin.failPolicyUploads(id, 0);
    expect(await statuses(id, 1)).toEqual([201]);
    expect(() => standin.failPolicyUploads(id, -1)).toThrow(RangeError);
  });

  test("is none for a policy that is refused, which stores nothing", async () => {
    const id = await makeResource(standin, owner);
    standin.failPolicyUploads(id);
    expect((await upload(standin, owner, id, policyFor("other", "A"))).status).toBe(400);
    expect((await upload(standin, owner, id, policyFor(id, "A"))).status).toBe(500);
  });
});

test("a policy stored by hand is one that somebody else uploaded, and meets no failing upload", async () => {
  const id = await makeResource(standin, owner);
  standin.failPolicyUploads(id);
  standin.storePolicy(id, policyFor(id, "HAND"));
  expect(await textOf(id)).toBe(policyFor(id, "HAND"));
  expect([await subjectsOf(id), await listedFor("hand")]).toEqual([["hand"], [id]]);
  expect((await upload(standin, owner, id, policyFor(id, "HAND"))).status).toBe(500);
  expect(() => standin.storePolicy("nobody-made-this", policyFor(id, "A"))).toThrow(RangeError);
  expect(() => standin.storePolicy(id, "<Policy")).toThrow();
});

describe("a document stored by hand", () => {
  const get = (id: string) => call(standin, "GET", `${RESOURCE}/${id}`);
  const idsIn = async (path: string): Promise<string[]> =>
    (await call(standin, "GET", `${RESOURCE}/${path}`)).json.map(
      ({ identifier }: { identifier: string }) => identifier,
    );
  const authority = () => ({ organization: owner.number, orgcode: owner.code });

  test("is a new version of a resource that is there", async () => {
    const id = await makeResource(standin, owner);
    const before = (await get(id)).json.versionId;
    const stored = standin.storeResource(validResource(owner, id, { status: "Active" }));
    const { json } = await get(id);
    expect(json).toMatchObject({ status: "Active", versionId: stored });
    expect(stored).toBeGreaterThan(before);
    expect((await call(standin, "GET", `${RESOURCE}/${id}?versionId=${before}`)).status).toBe(200);
  });

  test.each([
    ["capitals", "Old_Capitals"],
    ["a dot", "old.with-dot"],
    ["three characters", "old"],
    ["more than 80 characters", `old-${"x".repeat(90)}`],
  ])("may have an identifier of %s, and is read, listed and found", async (_what, id) => {
    standin.storeResource(validResource(owner, id));
    expect((await get(id)).json.identifier).toBe(id);
    expect(await idsIn("resourcelist")).toContain(id);
    expect(await idsIn(`search?id=${id}`)).toContain(id);
    const json = validResource(owner, id, { status: "taken over" });
    expect((await call(standin, "PUT", `${RESOURCE}/${id}`, { token, json })).status).toBe(200);
  });

  test("may lack texts, contact points and authority: answers leave out what is not there", async () => {
    const id = freshIdentifier();
    standin.storeResource({ identifier: id, title: { nb: "Bare bokmål" } });
    expect((await get(id)).json).toEqual({
      identifier: id,
      title: { nb: "Bare bokmål" },
      delegable: true,
      visible: true,
      accessListMode: "Disabled",
      selfIdentifiedUserEnabled: false,
      enterpriseUserEnabled: false,
      resourceType: "Default",
      isOneTimeConsent: false,
      versionId: expect.any(Number),
    });
    expect(await idsIn("resourcelist")).toContain(id);
    expect(await idsIn("search")).toContain(id);
  });

  test("without description or authority is none that a search for them finds", async () => {
    const id = freshIdentifier();
    standin.storeResource({ identifier: id, title: { nb: "Uten" }, contactPoints: [] });
    const searches = ["description=a", `orgCode=${owner.code}`, `organizationId=${owner.number}`];
    for (const query of searches) {
      expect(await idsIn(`search?id=${id}&${query}`)).toEqual([]);
    }
  });

  test("with incomplete texts is written by PUT once they are complete", async () => {
    const id = freshIdentifier();
    const old = {
      identifier: id,
      title: { nb: "Gammel" },
      resourceType: "BrokerService",
      hasCompetentAuthority: authority(),
    };
    standin.storeResource(old);
    const put = (json: object) => call(standin, "PUT", `${RESOURCE}/${id}`, { token, json });
    expect((await put(old)).json.errors).toEqual({
      Description: ["The Description field is required."],
      ContactPoints: ["The ContactPoints field is required."],
    });
    expect((await put(validResource(owner, id))).status).toBe(200);
  });

  test("is refused where the registry's model has no place for it", async () => {
    const id = await makeResource(standin, owner);
    await call(standin, "DELETE", `${RESOURCE}/${id}`, { token });
    expect(() => standin.storeResource({ identifier: id })).toThrow(RangeError);
    expect(() => standin.storeResource({ title: { nb: "Navnløs" } })).toThrow(RangeError);
    expect(() => standin.storeResource({ identifier: "typed", title: "text" })).toThrow(
      /^\$\.title of the document is no /,
    );
  });
});
