import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/start";
import {
  accessPackage,
  action,
  call,
  freshIdentifier,
  makeResource,
  organization,
  policyForm,
  policyXml,
  registryResource,
  RESOURCE,
  role,
  upload,
  WRITE,
  type Owner,
  type RuleSketch,
} from "./registry-support";

let standin: Standin;
let owner: Owner;
let token: string;
let id: string;

beforeAll(async () => {
  standin = await startStandin();
  owner = standin.newOrganisation();
  token = standin.token({ organisation: owner.number, scopes: WRITE });
  id = await makeResource(standin, owner);
});
afterAll(() => standin.close());

const rule = (): RuleSketch => ({
  target: [[role("DAGL")], [registryResource(id)], [action("read")]],
});
const good = () => policyXml({ rules: [rule()] });
const status = async (xml: string | Uint8Array) => (await upload(standin, owner, id, xml)).status;

describe("what the registry asks of a policy", () => {
  it("refuses a rule for another resource, even as an alternative", async () => {
    const rules = [
      {
        target: [[role("A")], [registryResource(id), registryResource("other")], [action("read")]],
      },
    ];
    const answer = await upload(standin, owner, id, policyXml({ rules }));
    expect([answer.status, answer.json]).toEqual([
      400,
      "Policy not accepted: Contains rules for a different registry resource",
    ]);
  });

  it("wants each rule to name the resource in the same casing", async () => {
    const without = { target: [[role("A")], [action("read")]] };
    const answer = await upload(standin, owner, id, policyXml({ rules: [rule(), without] }));
    expect(answer.json).toBe(
      "Policy not accepted: Contains rule without reference to registry resource id",
    );
    const upper = { target: [[registryResource(id.toUpperCase())]] };
    expect(await status(policyXml({ rules: [upper] }))).toBe(400);
    expect(await status(policyXml({ rules: [{ target: [] }] }))).toBe(400);
  });

  it("is content with one alternative that names it", async () => {
    const party = { id: "urn:altinn:org", value: "x", category: "resource" as const };
    const rules = [{ target: [[role("A")], [registryResource(id), party], [action("read")]] }];
    expect(await status(policyXml({ rules }))).toBe(201);
  });

  it("crashes on an attribute selector", async () => {
    const xml = good().replace(
      /<AttributeDesignator AttributeId="urn:altinn:resource"[^>]*>/,
      '<AttributeSelector Path="/a" DataType="t" MustBePresent="false"/>',
    );
    expect(await status(xml)).toBe(500);
  });

  it("crashes on a subject that is no URI, after it has stored the policy", async () => {
    const target = await makeResource(standin, owner);
    const xml = policyXml({
      rules: [{ target: [[{ id: "role", value: "A" }], [registryResource(target)]] }],
    });
    expect((await upload(standin, owner, target, xml)).status).toBe(500);
    expect((await call(standin, "GET", `${RESOURCE}/${target}/policy`)).text).toBe(xml);
    expect((await call(standin, "GET", `${RESOURCE}/${target}/policy/subjects`)).status).toBe(404);
  });
});

describe("the form of an upload", () => {
  const put = (form: FormData, path = `${RESOURCE}/${id}/policy`) =>
    call(standin, "PUT", path, { token, body: form });

  it("finds the part in any casing of its name", async () => {
    expect((await put(policyForm(good(), "POLICYFILE"))).status).toBe(201);
  });

  it("does not take a part without a file name, or with another name", async () => {
    const value = new FormData();
    value.append("policyFile", good());
    for (const form of [value, policyForm(good(), "file")]) {
      const answer = await put(form);
      expect([answer.status, answer.json]).toEqual([400, "The policy file can not be null"]);
    }
  });

  it("asks for the form before it asks for the resource", async () => {
    const answer = await put(policyForm(good(), "file"), `${RESOURCE}/unknown-id/policy`);
    expect(answer.json).toBe("The policy file can not be null");
  });

  it("refuses another content type with nothing, before it looks at the token", async () => {
    const answer = await call(standin, "PUT", `${RESOURCE}/${id}/policy`, { body: "{}" });
    expect([answer.status, answer.text]).toEqual([415, ""]);
  });
});

describe("what can be read of a policy", () => {
  it("answers a missing one in plain text, or as JSON for who asks for JSON", async () => {
    const path = `${RESOURCE}/unknown-id/policy`;
    const plain = await call(standin, "GET", path);
    expect([plain.text, plain.headers.get("content-type")]).toEqual([
      "Unable to find resource",
      "text/plain; charset=utf-8",
    ]);
    const json = await call(standin, "GET", path, { headers: { accept: "application/json" } });
    expect(json.json).toBe("Unable to find resource");
  });

  it("lists rights by action and resource, with keys that can be recomputed", async () => {
    const rules = [
      { target: [[role("DAGL"), accessPackage("p")], [registryResource(id)], [action("read")]] },
      { target: [[organization("974761076")], [registryResource(id)], [action("read")]] },
    ];
    await upload(standin, owner, id, policyXml({ rules }));
    const { json } = await call(standin, "GET", `${RESOURCE}/${id}/policy/rights`);
    const hash = createHash("md5")
      .update(Buffer.from(`read;urn:altinn:resource:${id}`, "utf16le"))
      .digest("hex");
    expect(json).toHaveLength(1);
    expect(json[0]).toMatchObject({
      rightKey: `read;${id};${hash}`,
      subjectTypes: [
        "urn:altinn:accesspackage",
        "urn:altinn:organization:identifier-no",
        "urn:altinn:rolecode",
      ],
    });
    expect(json[0].subjects).toHaveLength(3);
  });

  it("lists in its second version only what roles and packages may do", async () => {
    const rules = [
      { target: [[role("DAGL")], [registryResource(id)], [action("read"), action("teleport")]] },
      { target: [[organization("974761076")], [registryResource(id)], [action("write")]] },
      {
        target: [
          [{ id: "urn:altinn:org", value: "skd" }],
          [registryResource(id)],
          [action("sign")],
        ],
      },
      { target: [[[role("A"), role("B")]], [registryResource(id)], [action("delete")]] },
    ];
    await upload(standin, owner, id, policyXml({ rules }));
    const names = async (query: string, headers = {}) =>
      (
        await call(
          standin,
          "GET",
          `/resourceregistry/api/v2/resource/${id}/policy/rights${query}`,
          {
            headers,
          },
        )
      ).json.map((right: { name: string }) => right.name);
    expect(await names("", { "accept-language": "nb" })).toEqual(["Les", "Teleport"]);
    expect(await names("", { "accept-language": "en" })).toEqual(["Read", "Teleport"]);
    expect(await names("?includeServiceOwnerRights=true", { "accept-language": "nb" })).toEqual([
      "Les",
      "Teleport",
      "Signer",
    ]);
    const key = createHash("sha256")
      .update(`urn:altinn:resource:${id}:urn:oasis:names:tc:xacml:1.0:action:action-id:read`)
      .digest("hex");
    const { json } = await call(
      standin,
      "GET",
      `/resourceregistry/api/v2/resource/${id}/policy/rights`,
    );
    expect(json[0].key).toBe(`01${key}`);
  });

  it("cannot flatten an AnyOf of two categories, and still has its subjects", async () => {
    const rules = [{ target: [[role("DAGL"), registryResource(id)], [action("read")]] }];
    expect((await upload(standin, owner, id, policyXml({ rules }))).status).toBe(201);
    expect((await call(standin, "GET", `${RESOURCE}/${id}/policy/rules`)).status).toBe(500);
    expect((await call(standin, "GET", `${RESOURCE}/${id}/policy/subjects`)).json.data).toEqual([
      { type: "urn:altinn:rolecode", value: "dagl", urn: "urn:altinn:rolecode:dagl" },
    ]);
  });
});

describe("the feeds", () => {
  const page = (path: string) => call(standin, "GET", path);

  it("report subjects that came, went and came back", async () => {
    const resource = await makeResource(standin, owner);
    const use = (code: string) =>
      upload(
        standin,
        owner,
        resource,
        policyXml({ rules: [{ target: [[role(code)], [registryResource(resource)]] }] }),
      );
    const mine = async () =>
      (await page(`${RESOURCE}/updated`)).json.data.filter(
        (each: { resourceUrn: string }) => each.resourceUrn === `urn:altinn:resource:${resource}`,
      );
    await use("first");
    standin.advance(1000);
    await use("second");
    expect(await mine()).toMatchObject([
      { subjectUrn: "urn:altinn:rolecode:first", deleted: true },
      { subjectUrn: "urn:altinn:rolecode:second", deleted: false },
    ]);
    standin.advance(1000);
    await use("first");
    expect((await mine()).map((each: { deleted: boolean }) => each.deleted)).toEqual([false, true]);
    const [{ updatedAt }] = (await mine()).slice(-1);
    const since = encodeURIComponent(updatedAt);
    expect((await page(`${RESOURCE}/updated?since=${since}`)).json.data).toHaveLength(2);
  });

  it("come in pages that follow each other", async () => {
    for (const feed of ["updated", "changes"]) {
      const whole = (await page(`${RESOURCE}/${feed}`)).json;
      expect(whole.links).toEqual({});
      const collected = [];
      let next: string | undefined = `${RESOURCE}/${feed}?limit=1`;
      while (next !== undefined) {
        const { json } = await page(next);
        expect(json.data).toHaveLength(1);
        collected.push(...json.data);
        next = json.links.next;
      }
      expect(collected).toEqual(whole.data);
    }
  });

  it("refuse tokens and limits that are none", async () => {
    const keys = async (query: string) =>
      Object.keys((await page(`${RESOURCE}/changes?${query}`)).json.errors);
    expect(await keys("token=abc")).toEqual(["token"]);
    expect(await keys("limit=many")).toEqual(["limit"]);
  });

  it("find resources by their subjects in lower case", async () => {
    const resource = await makeResource(standin, owner);
    const rules = [{ target: [[role("UNIQUE")], [registryResource(resource)]] }];
    await upload(standin, owner, resource, policyXml({ rules }));
    const { json } = await call(standin, "POST", `${RESOURCE}/bysubjects/`, {
      json: [
        "urn:altinn:rolecode:unique",
        "urn:altinn:rolecode:UNIQUE",
        "urn:altinn:rolecode:none",
      ],
    });
    expect(json.data).toEqual([
      {
        subject: {
          type: "urn:altinn:rolecode",
          value: "unique",
          urn: "urn:altinn:rolecode:unique",
        },
        resources: [
          { type: "urn:altinn:resource", value: resource, urn: `urn:altinn:resource:${resource}` },
        ],
      },
    ]);
  });
});

it("keeps the policy of an app with the app, where deleting the resource leaves it", async () => {
  const app = `app_${owner.code}_${freshIdentifier().replaceAll("-", "")}`;
  const name = app.split("_")[2] ?? "";
  const { status: made } = await call(standin, "POST", RESOURCE, {
    token,
    json: {
      identifier: app,
      title: { en: "T", nb: "T", nn: "T" },
      description: { en: "T", nb: "T", nn: "T" },
      delegable: false,
      contactPoints: [],
      hasCompetentAuthority: { organization: owner.number, orgcode: owner.code },
      resourceType: "AltinnApp",
      resourceReferences: [
        {
          referenceSource: "Altinn3",
          referenceType: "ApplicationId",
          reference: `${owner.code}/${name}`,
        },
      ],
    },
  });
  expect(made).toBe(201);
  const attribute = (what: string, value: string) => ({
    id: `urn:altinn:${what}`,
    value,
    category: "resource" as const,
  });
  const xml = policyXml({
    rules: [
      {
        target: [
          [role("DAGL")],
          [[attribute("org", owner.code.toUpperCase()), attribute("app", name.toUpperCase())]],
          [action("read")],
        ],
      },
    ],
  });
  expect((await upload(standin, owner, app, xml)).status).toBe(201);
  const rights = `/resourceregistry/api/v2/resource/${app}/policy/rights`;
  expect((await call(standin, "GET", rights)).json).toMatchObject([
    {
      name: "Les",
      resource: [
        {
          type: "urn:altinn:resource",
          value: `app_${owner.code.toUpperCase()}_${name.toUpperCase()}`,
        },
      ],
    },
  ]);
  await call(standin, "DELETE", `${RESOURCE}/${app}`, { token });
  expect((await call(standin, "GET", `${RESOURCE}/${app}/policy`)).text).toBe(xml);
});
