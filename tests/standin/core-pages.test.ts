import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
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

test("a whole service is shown: policy, settings, service owner and a transfer with a hostile file name", async () => {
  const all = standin.token({
    organisation: "skd",
    scopes: [...writeScopes, "altinn:broker.read", "altinn:broker.write"],
  });
  const call = async (method: string, path: string, body?: unknown): Promise<number> => {
    const form = body instanceof FormData;
    const answer = await fetch(`${standin.platformUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${all}`,
        ...(form ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    });
    return answer.status;
  };
  const form = new FormData();
  form.append("policyFile", new Blob([policy("pages-service")]), "policy.xml");
  const party = "0192:974761076";
  await postResource(standin, all, resource("pages-service"));
  expect(await call("POST", "/resourceregistry/api/v1/resource/pages-service/policy", form)).toBe(
    201,
  );
  expect(await call("POST", "/broker/api/v1/serviceowner", { name: hostile })).toBe(200);
  expect(
    await call("PUT", "/broker/api/v1/resource/pages-service", {
      maxFileTransferSize: 4321,
      fileTransferTimeToLive: "P30D",
    }),
  ).toBe(204);
  await call("GET", "/broker/api/v1/serviceowner");
  await call("GET", "/broker/api/v1/serviceowner");
  standin.advance(60_000);
  expect(
    await call("POST", "/broker/api/v1/filetransfer", {
      fileName: hostile,
      resourceId: "pages-service",
      sendersFileTransferReference: "pages",
      sender: party,
      recipients: [party],
    }),
  ).toBe(200);

  const text = await page();
  expect(text).toContain("&lt;xacml:Policy ");
  expect(text).toContain("<td>maxFileTransferSize</td><td>4321</td>");
  expect(text).toContain("<td>fileTransferTimeToLive</td><td>30.00:00:00</td>");
  expect(text).toContain("AltinnAzure Ready staging");
  expect(text.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(3);
  expect(text).not.toMatch(/<script\b/);
});

const match = (value: string, category: string, attribute: string): string => `
  <xacml:Match MatchId="urn:oasis:names:tc:xacml:1.0:function:string-equal">
    <xacml:AttributeValue DataType="http://www.w3.org/2001/XMLSchema#string">${value}</xacml:AttributeValue>
    <xacml:AttributeDesignator AttributeId="${attribute}" Category="${category}"
      DataType="http://www.w3.org/2001/XMLSchema#string" MustBePresent="false" />
  </xacml:Match>`;

const anyOf = (...matches: readonly string[]): string =>
  `<xacml:AnyOf>${matches.map((each) => `<xacml:AllOf>${each}</xacml:AllOf>`).join("")}</xacml:AnyOf>`;

/** Lets Skatteetaten send and receive. */
function policy(identifier: string): string {
  const subject = "urn:oasis:names:tc:xacml:1.0:subject-category:access-subject";
  const target = "urn:oasis:names:tc:xacml:3.0:attribute-category:resource";
  const action = "urn:oasis:names:tc:xacml:3.0:attribute-category:action";
  const actionId = "urn:oasis:names:tc:xacml:1.0:action:action-id";
  return `<?xml version="1.0" encoding="utf-8"?>
<xacml:Policy xmlns:xacml="urn:oasis:names:tc:xacml:3.0:core:schema:wd-17" PolicyId="urn:altinn:policyid:1"
  Version="1.0" RuleCombiningAlgId="urn:oasis:names:tc:xacml:3.0:rule-combining-algorithm:deny-overrides">
  <xacml:Target />
  <xacml:Rule RuleId="urn:altinn:ruleid:1" Effect="Permit">
    <xacml:Target>
      ${anyOf(match("974761076", subject, "urn:altinn:organization:identifier-no"))}
      ${anyOf(match(identifier, target, "urn:altinn:resource"))}
      ${anyOf(match("read", action, actionId), match("write", action, actionId))}
    </xacml:Target>
  </xacml:Rule>
</xacml:Policy>`;
}
