import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin";
import { getResource, postResource, resource, writeScopes } from "./core-support";

const hostile = `<script>alert('x')</script>"&`;
let standin: Standin;
let token: string;

beforeAll(async () => {
  standin = await startStandin();
  token = standin.token({ organisation: "skd", scopes: writeScopes });
});
afterAll(() => standin.close());

const page = async (): Promise<string> => (await fetch(`${standin.platformUrl}/`)).text();

test("the page says that it is not Altinn", async () => {
  const answer = await fetch(`${standin.platformUrl}/`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/html; charset=utf-8",
  ]);
  expect(await answer.text()).toContain("This is not Altinn");
});

test("names made to break out of the page are shown as text", async () => {
  standin.newOrganisation({ name: hostile });
  await postResource(standin, token, {
    ...resource("pages-hostile", hostile),
    homepage: hostile,
  });
  await fetch(`${standin.platformUrl}/%3Cb%3E/<img src=x onerror=alert(1)>?q='"><i>`);
  const text = await page();
  expect(text).toContain("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;");
  expect(text).not.toMatch(/<(script|img|i|b)\b/);
});

test("resources stand there with their policy, and requests without their tokens", async () => {
  await postResource(standin, token, resource("pages-shown"));
  await getResource(standin, `pages-shown?access=${token}`);
  const text = await page();
  expect(text).toContain("pages-shown");
  expect(text).toContain("Broker does not know it.");
  expect(text).not.toContain(token.slice(0, 40));
  expect(text).not.toContain(token.split(".")[2]);
});

test("looking at the page leaves no trace and meets no fault", async () => {
  const before = standin.requests.length;
  standin.failNext({}, { status: 500 }, { standing: true });
  const answer = await fetch(`${standin.platformUrl}/`);
  standin.clearFaults();
  expect(answer.status).toBe(200);
  expect(standin.requests).toHaveLength(before);
});

test("the page takes no writes", async () => {
  const answer = await fetch(`${standin.platformUrl}/`, { method: "POST" });
  expect(answer.status).toBe(405);
});
