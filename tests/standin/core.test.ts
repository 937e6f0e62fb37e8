import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import { RequestLog } from "../../standin/server/requests";
import { getResource, postResource, resource, writeScopes } from "./core-support";

const base = "/resourceregistry/api/v1/resource";

let standin: Standin;
let token: string;
let count = 0;

const fresh = (): string => `core-${(count += 1)}`;
const post = (identifier: string): Promise<Response> =>
  postResource(standin, token, resource(identifier));

beforeAll(async () => {
  standin = await startStandin();
  token = standin.token({ organisation: "skd", scopes: writeScopes });
});
afterEach(() => standin.clearFaults());
afterAll(() => standin.close());

test("an unknown path is an empty 404", async () => {
  const answer = await fetch(`${standin.platformUrl}/nothing/here`);
  expect([answer.status, await answer.text()]).toEqual([404, ""]);
});

test("a known path with a method it does not have is an empty 405 that allows the others", async () => {
  const answer = await fetch(`${standin.platformUrl}${base}/anything`, { method: "PATCH" });
  expect([answer.status, await answer.text()]).toEqual([405, ""]);
  expect((answer.headers.get("allow") ?? "").split(", ").sort()).toEqual(["DELETE", "GET", "PUT"]);
  const head = await fetch(`${standin.platformUrl}${base}/anything`, { method: "HEAD" });
  expect(head.status).toBe(405);
});

test("literal parts of a path match in any case and with a slash at the end, identifiers only as they are", async () => {
  const identifier = fresh();
  await post(identifier);
  const read = async (path: string): Promise<number> =>
    (await fetch(`${standin.platformUrl}${path}`)).status;
  expect(await read(`/ResourceRegistry/API/V1/Resource/${identifier}/`)).toBe(200);
  expect(await read(`${base}/${identifier.toUpperCase()}`)).toBe(404);
});

test("routing refuses a content type before it asks for a token", async () => {
  const answer = await fetch(`${standin.platformUrl}${base}`, {
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: "{}",
  });
  expect([answer.status, await answer.text()]).toEqual([415, ""]);
});

test("a token is asked for before the body is looked at", async () => {
  const answer = await fetch(`${standin.platformUrl}${base}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "no json",
  });
  expect([answer.status, await answer.text()]).toEqual([401, ""]);
});

test("a body above thirty million bytes is refused with 413", async () => {
  const answer = await fetch(`${standin.platformUrl}${base}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: Buffer.alloc(30_000_001, " "),
  });
  expect(answer.status).toBe(413);
});

test("the log keeps method, path, status, authorization, body and time of each request", async () => {
  const identifier = fresh();
  const before = standin.requests.length;
  await post(identifier);
  await getResource(standin, `${identifier}?x=1`);
  const [first, second] = standin.requests.slice(before);
  expect(first).toMatchObject({
    server: "platform",
    method: "POST",
    path: base,
    status: 201,
    authorization: `Bearer ${token}`,
  });
  expect(JSON.parse(String(first?.body))).toEqual(resource(identifier));
  expect(second).toMatchObject({
    method: "GET",
    path: `${base}/${identifier}?x=1`,
    status: 200,
    authorization: undefined,
    body: undefined,
  });
  expect(second?.time).toBeGreaterThanOrEqual(first?.time ?? Infinity);
});

test("a listener hears of a request before it is handled, and may hold it back", async () => {
  const identifier = fresh();
  const heard: string[] = [];
  const own = await startStandin();
  try {
    own.onRequest(async (seen) => {
      heard.push(`${seen.method} ${seen.status}`);
      if (seen.method === "POST") {
        heard.push(String((await getResource(own, identifier)).status));
      }
    });
    const skd = own.token({ organisation: "skd", scopes: writeScopes });
    const answer = await postResource(own, skd, resource(identifier));
    expect(answer.status).toBe(201);
    expect(heard).toEqual(["POST 0", "GET 0", "404"]);
  } finally {
    await own.close();
  }
});

test("a one-shot fault answers with its status, body and headers, has no effect, and is then gone", async () => {
  const identifier = fresh();
  standin.failNext(
    { method: "post", path: base },
    { status: 503, body: "busy", headers: { "retry-after": "2" } },
  );
  const answer = await post(identifier);
  expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([
    503,
    "2",
    "busy",
  ]);
  expect((await getResource(standin, identifier)).status).toBe(404);
  expect((await post(identifier)).status).toBe(201);
});

test("a fault lasts for as many requests as it was asked to, or until it is cleared", async () => {
  const status = async (): Promise<number> => (await getResource(standin, "nothing")).status;
  standin.failNext({ path: /nothing$/ }, { status: 502 }, { times: 2 });
  expect([await status(), await status(), await status()]).toEqual([502, 502, 404]);
  standin.failNext({ path: /nothing$/ }, { status: 429 }, { standing: true });
  expect([await status(), await status(), await status()]).toEqual([429, 429, 429]);
  standin.clearFaults();
  expect(await status()).toBe(404);
});

test("a fault leaves other methods, paths and servers alone", async () => {
  standin.failNext({ method: "POST", path: `${base}/nothing` }, { status: 500 });
  standin.failNext({ path: base }, { status: 500 });
  standin.failNext({ server: "maskinporten" }, { status: 500 });
  expect((await getResource(standin, "nothing")).status).toBe(404);
  expect((await fetch(`${standin.maskinportenUrl}/jwk`)).status).toBe(500);
  expect((await fetch(`${standin.maskinportenUrl}/jwk`)).status).toBe(200);
});

test("a fault that may never come is refused", () => {
  expect(() => standin.failNext({}, { status: 500 }, { times: 0 })).toThrow(RangeError);
});

test("a reset before the effect leaves nothing behind", async () => {
  const identifier = fresh();
  standin.failNext({ method: "POST" }, { reset: "before" });
  await expect(post(identifier)).rejects.toThrow();
  expect((await getResource(standin, identifier)).status).toBe(404);
});

test("a reset after the effect loses the answer alone", async () => {
  const identifier = fresh();
  standin.failNext({ method: "POST" }, { reset: "after" });
  await expect(post(identifier)).rejects.toThrow();
  expect(standin.requests.at(-1)?.status).toBe(0);
  expect((await getResource(standin, identifier)).status).toBe(200);
});

test("a status after the effect hides that the request was carried out", async () => {
  const identifier = fresh();
  standin.failNext({ method: "POST" }, { status: 504, body: "late", afterEffect: true });
  const answer = await post(identifier);
  expect([answer.status, await answer.text()]).toEqual([504, "late"]);
  expect((await getResource(standin, identifier)).status).toBe(200);
});

test("a truncated answer announces more bytes than it has", async () => {
  const identifier = fresh();
  await post(identifier);
  const whole = await (await getResource(standin, identifier)).text();
  standin.failNext({ method: "GET" }, { truncate: true });
  const answer = await getResource(standin, identifier);
  expect([answer.status, answer.headers.get("content-length")]).toEqual([
    200,
    String(Buffer.byteLength(whole)),
  ]);
  await expect(answer.text()).rejects.toThrow();
});

test("an answer that is no JSON keeps its status and claims to be JSON", async () => {
  const identifier = fresh();
  await post(identifier);
  standin.failNext({ method: "GET" }, { notJson: true });
  const answer = await getResource(standin, identifier);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "application/json; charset=utf-8",
  ]);
  await expect(answer.json()).rejects.toThrow();
});

test("an answer of many bytes of JSON keeps its status, and the request was carried out", async () => {
  const identifier = fresh();
  standin.failNext({ method: "POST" }, { bodyBytes: 100_000 });
  const answer = await post(identifier);
  const text = await answer.text();
  expect([answer.status, text.length, answer.headers.get("content-length")]).toEqual([
    201,
    100_000,
    "100000",
  ]);
  expect(JSON.parse(text)).toMatch(/^x+$/);
  expect((await getResource(standin, identifier)).status).toBe(200);
});

test("whoever does not read a huge answer to its end does not keep the stand-in busy", async () => {
  const identifier = fresh();
  await post(identifier);
  standin.failNext({ method: "GET" }, { bodyBytes: 1_000_000_000 });
  const answer = await getResource(standin, identifier);
  await answer.body?.cancel();
  expect((await getResource(standin, identifier)).status).toBe(200);
});

test("an empty 200 and a redirect are statuses, without an effect", async () => {
  const identifier = fresh();
  const location = "https://login.example.no/";
  standin.failNext({ method: "POST" }, { status: 200 });
  expect(await (await post(identifier)).text()).toBe("");
  expect((await getResource(standin, identifier)).status).toBe(404);
  standin.failNext({ method: "GET" }, { status: 302, headers: { location } });
  const redirected = await fetch(standin.platformUrl + "/resourceregistry", { redirect: "manual" });
  expect([redirected.status, redirected.headers.get("location")]).toEqual([302, location]);
});

test("a delayed request is overtaken by one that came later", async () => {
  const order: string[] = [];
  standin.failNext({ method: "POST" }, { delayMs: 1_000 });
  const delayed = post(fresh()).then(({ status }) => order.push(`delayed ${status}`));
  await getResource(standin, "nothing").then(({ status }) => order.push(`later ${status}`));
  await delayed;
  expect(order).toEqual(["later 404", "delayed 201"]);
});

test("clock skew moves the Date header and what counts as expired, for the matching requests alone", async () => {
  const identifier = fresh();
  const hour = 3_600_000;
  standin.failNext({ method: "POST" }, { clockSkewMs: hour }, { standing: true });
  const late = await post(identifier);
  expect(late.status).toBe(401);
  const skew = Date.parse(late.headers.get("date") ?? "") - standin.altinn.clock.now();
  expect(Math.round(skew / hour)).toBe(1);
  const read = await getResource(standin, identifier);
  const none = Date.parse(read.headers.get("date") ?? "") - standin.altinn.clock.now();
  expect(Math.abs(none)).toBeLessThan(hour / 2);
});

test("time moves forward on demand: tokens expire, and the Date header follows", async () => {
  const own = await startStandin();
  try {
    const skd = own.token({ organisation: "skd", scopes: writeScopes });
    expect((await postResource(own, skd, resource("core-time-1"))).status).toBe(201);
    own.advance(31 * 60_000);
    const answer = await postResource(own, skd, resource("core-time-2"));
    expect(answer.status).toBe(401);
    const ahead = Date.parse(answer.headers.get("date") ?? "") - Date.now();
    expect(Math.round(ahead / 60_000)).toBe(31);
    expect(() => own.advance(-1)).toThrow(RangeError);
  } finally {
    await own.close();
  }
});

test("organisations get distinct codes and numbers of nine digits, and what is taken or malformed is refused", () => {
  const made = Array.from({ length: 20 }, () => standin.newOrganisation());
  expect(new Set(made.map((each) => each.number)).size).toBe(20);
  expect(made.every((each) => /^\d{9}$/.test(each.number))).toBe(true);
  const [first] = made;
  expect(standin.newOrganisation({ code: "corex", number: "311111111" })).toEqual({
    code: "corex",
    number: "311111111",
  });
  expect(() => standin.newOrganisation({ code: "skd" })).toThrow(RangeError);
  expect(() => standin.newOrganisation({ number: first?.number ?? "" })).toThrow(RangeError);
  expect(() => standin.newOrganisation({ number: "12" })).toThrow(RangeError);
  expect(() => standin.newOrganisation({ code: "Not A Code" })).toThrow(RangeError);
});

test("an error in a handler is a 500 whose stack stands in the log alone", async () => {
  standin.altinn.database.exec("ALTER TABLE versions RENAME TO versions_hidden");
  try {
    const answer = await getResource(standin, "nothing");
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("versions");
  } finally {
    standin.altinn.database.exec("ALTER TABLE versions_hidden RENAME TO versions");
  }
  expect(standin.requests.at(-1)?.failure).toContain("versions");
});

test("the log holds the last ten thousand requests and forgets older ones", () => {
  const log = new RequestLog("platform", { now: () => 0 });
  for (let at = 0; at <= 20_000; at += 1) {
    log.add("GET", String(at), {});
  }
  expect(log.entries).toHaveLength(10_001);
  expect(log.entries.at(0)?.path).toBe("10000");
  expect(log.entries.at(-1)?.path).toBe("20000");
});

test("the log drops old bodies before they fill the memory, and large ones at once", () => {
  const log = new RequestLog("platform", { now: () => 0 });
  const body = Buffer.alloc(64 * 1024);
  for (let at = 0; at <= 1024; at += 1) {
    log.keepBody(log.add("PUT", String(at), {}), body);
  }
  const last = log.add("PUT", "large", {});
  log.keepBody(last, Buffer.alloc(64 * 1024 + 1));
  expect(log.entries.filter((entry) => entry.body).length).toBe(513);
  expect([log.entries.at(0)?.body, log.entries.at(-2)?.body, last.body]).toEqual([
    undefined,
    body,
    undefined,
  ]);
});

test("an API that is not here has its methods all the same", async () => {
  const answer = await fetch(`${standin.platformUrl}/events/api/v1/subscriptions/1`, {
    method: "HEAD",
  });
  expect(answer.status).toBe(405);
});
