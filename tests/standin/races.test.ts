import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { ResourceStore } from "../../standin/broker/resources";
import { startStandin, type Standin } from "../../standin/index";
import {
  action,
  call,
  freshIdentifier,
  LIST_WRITE,
  LISTS,
  makeResource,
  policyXml,
  registryResource,
  RESOURCE,
  role,
  upload,
  validResource,
  WRITE,
  type Answer,
  type Owner,
} from "./registry-support";

/* Requests at once, with an answer time: who loses, and what is there afterwards. */

let standin: Standin;
let owner: Owner;
let token: string;

/** Requests that wait to be let go together. */
let held:
  { left: number; readonly letGo: () => void; readonly together: Promise<void> } | undefined;

beforeAll(async () => {
  standin = await startStandin({ answerTimeMs: 300 });
  owner = standin.newOrganisation();
  token = standin.token({ organisation: owner.number, scopes: WRITE });
  standin.onRequest(() => {
    if (held && (held.left -= 1) === 0) held.letGo();
    return held?.together;
  });
  await register(token);
});
afterAll(() => standin.close());

const register = (as: string): Promise<Answer> =>
  call(standin, "POST", "/broker/api/v1/serviceowner", { token: as, json: { name: "A" } });

/** Sends requests, and lets them go when the last one has arrived. */
async function atOnce(requests: readonly (() => Promise<Answer>)[]): Promise<Answer[]> {
  let letGo = (): void => undefined;
  const together = new Promise<void>((resolve) => (letGo = resolve));
  held = { left: requests.length, letGo, together };
  const answers = await Promise.all(requests.map((send) => send()));
  held = undefined;
  return answers;
}

const statuses = (answers: readonly Answer[]): number[] =>
  answers.map(({ status }) => status).sort((a, b) => a - b);

describe("first PUTs of one Broker configuration", () => {
  const path = (id: string): string => `/broker/api/v1/resource/${id}`;
  const put = (id: string, maxFileTransferSize: number) =>
    call(standin, "PUT", path(id), { token, json: { maxFileTransferSize } });
  const sizeOf = async (id: string) =>
    (await call(standin, "GET", path(id), { token })).json.maxFileTransferSize;

  test("one is 204, the others are 500, the winner's values are there; later ones are 204", async () => {
    const id = await makeResource(standin, owner);
    const sizes = [1, 2, 3, 4];
    const answers = await atOnce(sizes.map((size) => () => put(id, size)));
    expect(statuses(answers)).toEqual([204, 500, 500, 500]);
    expect(await sizeOf(id)).toBe(sizes[answers.findIndex(({ status }) => status === 204)]);
    const later = await atOnce(sizes.map((size) => () => put(id, size)));
    expect(statuses(later)).toEqual([204, 204, 204, 204]);
  });

  test("the row is there some time before its values", async () => {
    const id = await makeResource(standin, owner);
    const resources = new ResourceStore(standin.altinn.database);
    const writing = put(id, 5);
    while (!resources.has(id)) await setImmediate();
    expect(resources.get(id)?.maxFileTransferSize).toBeNull();
    expect((await writing).status).toBe(204);
    expect(await sizeOf(id)).toBe(5);
  });
});

describe("an upload of a policy", () => {
  const policyFor = (id: string, code: string): string =>
    policyXml({ rules: [{ target: [[role(code)], [registryResource(id)], [action("read")]] }] });
  const now = async (id: string) => ({
    text: (await call(standin, "GET", `${RESOURCE}/${id}/policy`)).text,
    subjects: (await call(standin, "GET", `${RESOURCE}/${id}/policy/subjects`)).json.data.map(
      ({ value }: { value: string }) => value,
    ),
  });

  test("at once with another: the later one is 500, its text is there with the other's subjects", async () => {
    const id = await makeResource(standin, owner);
    const codes = ["a", "b"];
    const answers = await atOnce(
      codes.map((code) => () => upload(standin, owner, id, policyFor(id, code))),
    );
    expect(statuses(answers)).toEqual([201, 500]);
    const [winner = "", loser = ""] = answers[0]?.status === 201 ? codes : ["b", "a"];
    expect(await now(id)).toEqual({ text: policyFor(id, loser), subjects: [winner] });
    expect((await upload(standin, owner, id, policyFor(id, loser))).status).toBe(201);
    expect(await now(id)).toEqual({ text: policyFor(id, loser), subjects: [loser] });
  });

  test.each(["before", "after"])(
    "at once with a PUT of its resource that arrives just %s it: 500, the text is new and the subjects are old",
    async (order) => {
      const id = await makeResource(standin, owner);
      await upload(standin, owner, id, policyFor(id, "old"));
      const json = validResource(owner, id, { status: "Active" });
      const uploading = () => upload(standin, owner, id, policyFor(id, "new"));
      const writing = () => call(standin, "PUT", `${RESOURCE}/${id}`, { token, json });
      const both = order === "after" ? [uploading, writing] : [writing, uploading];
      expect(statuses(await atOnce(both))).toEqual([200, 500]);
      expect(await now(id)).toEqual({ text: policyFor(id, "new"), subjects: ["old"] });
    },
  );

  test("at once with a reader: the reader sees the new text with the old subjects", async () => {
    const id = await makeResource(standin, owner);
    await upload(standin, owner, id, policyFor(id, "old"));
    const read = (part: string) => () => call(standin, "GET", `${RESOURCE}/${id}/${part}`);
    const [uploaded, text, subjects] = await atOnce([
      () => upload(standin, owner, id, policyFor(id, "new")),
      read("policy"),
      read("policy/subjects"),
    ]);
    expect([uploaded?.status, text?.text]).toEqual([201, policyFor(id, "new")]);
    expect(subjects?.json.data).toMatchObject([{ value: "old" }]);
    expect((await now(id)).subjects).toEqual(["new"]);
  });

  test("at once with writes to other resources is 201", async () => {
    const [id, other] = [await makeResource(standin, owner), await makeResource(standin, owner)];
    const answers = await atOnce([
      () => upload(standin, owner, id, policyFor(id, "a")),
      () => upload(standin, owner, other, policyFor(other, "a")),
    ]);
    expect(statuses(answers)).toEqual([201, 201]);
  });
});

test("of creates of one resource at once one is 201, the others are 409", async () => {
  const id = freshIdentifier();
  const json = validResource(owner, id);
  const create = () => call(standin, "POST", RESOURCE, { token, json });
  expect(statuses(await atOnce([create, create, create]))).toEqual([201, 409, 409]);
});

describe("writes to one access list", () => {
  const fresh = async (): Promise<string> => {
    const path = `${LISTS}/${owner.code}/${freshIdentifier()}`;
    await call(standin, "PUT", path, { token: lists, json: { name: "N" } });
    return path;
  };
  let lists: string;
  beforeAll(() => {
    lists = standin.token({ organisation: owner.number, scopes: LIST_WRITE });
  });
  const membersOf = async (path: string): Promise<string[]> =>
    (await call(standin, "GET", `${path}/members`, { token: lists })).json.data;

  test("at once: one is done, the others are 500 without a body, with If-Match or without", async () => {
    const path = await fresh();
    const resource = await makeResource(standin, owner);
    const tag = (await call(standin, "GET", path, { token: lists })).headers.get("etag") ?? "";
    const member = `urn:altinn:organization:identifier-no:${owner.number}`;
    const writes: (() => Promise<Answer>)[] = [
      () =>
        call(standin, "POST", `${path}/members`, {
          token: lists,
          json: { data: [member] },
          headers: { "if-match": tag },
        }),
      () => call(standin, "PUT", path, { token: lists, json: { name: "N2" } }),
      () =>
        call(standin, "PUT", `${path}/resource-connections/${resource}`, {
          token: lists,
          json: {},
        }),
    ];
    const answers = await atOnce(writes);
    expect(statuses(answers)).toEqual([200, 500, 500]);
    for (const { status, text } of answers) if (status === 500) expect(text).toBe("");
    for (const [at, { status }] of answers.entries())
      if (status === 500 && at > 0) expect((await writes[at]?.())?.status).toBe(200);
  });

  test("one after the other, and to several lists at once, are all done", async () => {
    const [one, two] = [await fresh(), await fresh()];
    const put = (path: string, name: string) => () =>
      call(standin, "PUT", path, { token: lists, json: { name } });
    expect(statuses(await atOnce([put(one, "A"), put(two, "A")]))).toEqual([200, 200]);
    expect([(await put(one, "B")()).status, (await put(one, "C")()).status]).toEqual([200, 200]);
    expect(await membersOf(one)).toEqual([]);
  });

  test("that make one list at once: one is 200, the others are 500", async () => {
    const path = `${LISTS}/${owner.code}/${freshIdentifier()}`;
    const make = () => call(standin, "PUT", path, { token: lists, json: { name: "N" } });
    expect(statuses(await atOnce([make, make, make]))).toEqual([200, 500, 500]);
  });
});

test("of PUTs of one resource at once all are 200, and the last one stays", async () => {
  const id = await makeResource(standin, owner);
  const put = (status: string) => () =>
    call(standin, "PUT", `${RESOURCE}/${id}`, {
      token,
      json: validResource(owner, id, { status }),
    });
  expect(statuses(await atOnce([put("a"), put("b")]))).toEqual([200, 200]);
  const stored = (await call(standin, "GET", `${RESOURCE}/${id}`)).json;
  expect(["a", "b"]).toContain(stored.status);
});

test("of registrations of one service owner at once one is 200, the others are 500, a later one is 409", async () => {
  const { number } = standin.newOrganisation();
  const as = standin.token({ organisation: number, scopes: WRITE });
  const send = () => register(as);
  expect(statuses(await atOnce([send, send, send]))).toEqual([200, 500, 500]);
  expect((await send()).json.code).toBe("BRO-07002");
});

test("an answer time is refused below zero", async () => {
  await expect(startStandin({ answerTimeMs: -1 })).rejects.toThrow(RangeError);
});
