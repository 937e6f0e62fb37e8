import * as pulumi from "@pulumi/pulumi";
import { organization, role } from "../../provider/policy";
import { AccessList } from "../../provider/pulumi/access-list";
import { AccessListConnection } from "../../provider/pulumi/access-list-connection";
import { BrokerResourceConfig } from "../../provider/pulumi/broker-resource-config";
import { ResourcePolicy } from "../../provider/pulumi/resource-policy";
import { ServiceOwner } from "../../provider/pulumi/service-owner";
import type { Kind, Values } from "../../provider/resources/lifecycle";
import { openWorld, type World } from "../support/altinn";
import { processOf } from "../support/provider-process";
import { resourceArgs } from "../support/resources";

/* Names of arguments that nobody knows, as they come from YAML, JSON and spreads, in every kind and at every depth. */

const id = "ttd-licences";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  pulumi.runtime.setMocks({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs as Values }),
    call: () => ({}),
  });
});
afterAll(() => world.close());

const CLASSES = {
  ServiceOwner,
  ResourcePolicy,
  BrokerResourceConfig,
  AccessList,
  AccessListConnection,
};

/** Why the class or the provider refuses, or nothing. */
async function refusalsOf(kind: Kind, args: Values): Promise<string[]> {
  if (kind !== "Resource") {
    try {
      const { urn } = new CLASSES[kind]("x", args as never);
      await new Promise((resolve) => urn.apply(resolve));
    } catch (error) {
      expect(error).toBeInstanceOf(pulumi.RunError);
      return [(error as Error).message];
    }
  }
  const { failures } = await processOf(world)(kind).check({}, args);
  return failures.map(({ reason }) => reason);
}

const owner = { name: "Etaten" };
const config = { resourceId: id, fileTransferTimeToLive: "P30D" };
const rule = { subjects: [organization("991825827", { onBehalfOf: "itself" })], actions: ["read"] };
const policy = { resourceId: id, rules: [rule] };

const list = { identifier: "partners", name: "Partners" };
const connection = { accessList: "partners", resourceId: id };

const rows: readonly (readonly [Kind, Values, unknown: string, meant: string])[] = [
  ["ServiceOwner", { ...owner, Name: "Etaten" }, "Name", "name"],
  [
    "ServiceOwner",
    { ...owner, readyTimeoutSecond: 5 },
    "readyTimeoutSecond",
    "readyTimeoutSeconds",
  ],
  ["ServiceOwner", { ...owner, ondelete: "forget" }, "ondelete", "onDelete"],
  ["AccessList", { ...list, member: ["974761076"] }, "member", "members"],
  ["AccessListConnection", { ...connection, action: ["read"] }, "action", "actions"],
  [
    "BrokerResourceConfig",
    { ...config, MaxFileTransferSize: 1 },
    "MaxFileTransferSize",
    "maxFileTransferSize",
  ],
  [
    "BrokerResourceConfig",
    { ...config, fileTransferTimetoLive: "P1D" },
    "fileTransferTimetoLive",
    "fileTransferTimeToLive",
  ],
  ["BrokerResourceConfig", { ...config, requiredparty: "" }, "requiredparty", "requiredParty"],
  ["BrokerResourceConfig", { ...config, Adopt: true }, "Adopt", "adopt"],
  ["BrokerResourceConfig", { ...config, acknowlege: [] }, "acknowlege", "acknowledge"],
  [
    "ResourcePolicy",
    { ...policy, minimumAuthenticationlevel: 3 },
    "minimumAuthenticationlevel",
    "minimumAuthenticationLevel",
  ],
  ["ResourcePolicy", { resourceId: id, Xml: "<Policy/>" }, "Xml", "xml"],
  ["ResourcePolicy", { resourceId: id, rule: [rule] }, "rule", "rules"],
  [
    "ResourcePolicy",
    { ...policy, rules: [{ ...rule, action: ["write"] }] },
    "rules[0].action",
    "actions",
  ],
  [
    "ResourcePolicy",
    { ...policy, rules: [rule, { subject: rule.subjects, actions: ["read"] }] },
    "rules[1].subject",
    "subjects",
  ],
  [
    "ResourcePolicy",
    {
      ...policy,
      rules: [{ ...rule, subjects: [{ ...organization("991825827"), onBehalfof: "itself" }] }],
    },
    "rules[0].subjects[0].onBehalfof",
    "onBehalfOf",
  ],
  [
    "ResourcePolicy",
    { ...policy, rules: [{ ...rule, subjects: [{ ...role("dagl"), codes: "dagl" }] }] },
    "rules[0].subjects[0].codes",
    "code",
  ],
  ["Resource", resourceArgs(id, { acessListMode: "Enabled" }), "acessListMode", "accessListMode"],
  ["Resource", resourceArgs(id, { onDelet: "keep" }), "onDelet", "onDelete"],
  [
    "Resource",
    resourceArgs(id, { contactPoints: [{ mail: "a@example.no" }] }),
    "contactPoints[0].mail",
    "email",
  ],
  [
    "Resource",
    resourceArgs(id, { keywords: [{ word: "a", lang: "nb" }] }),
    "keywords[0].lang",
    "language",
  ],
  [
    "Resource",
    resourceArgs(id, { hasCompetentAuthority: { organisation: "991825827" } }),
    "hasCompetentAuthority.organisation",
    "organization",
  ],
  [
    "Resource",
    resourceArgs(id, { resourceReferences: [{ references: "a" }] }),
    "resourceReferences[0].references",
    "reference",
  ],
  [
    "Resource",
    resourceArgs(id, { consentMetadata: { a: { optionl: true } } }),
    "consentMetadata.a.optionl",
    "optional",
  ],
];

test.each(rows)("%s %j: %s", async (kind, args, unknown, meant) => {
  const refusals = await refusalsOf(kind, args);
  const naming = refusals.filter((text) => text.includes(`${unknown} is `));
  expect(naming).toEqual([expect.stringContaining(`Write ${meant}`)]);
  expect(world.standin.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});

test("a name that is near to none is refused with all there are", async () => {
  expect(await refusalsOf("BrokerResourceConfig", { ...config, retries: 3 })).toEqual([
    expect.stringMatching(
      /^BrokerResourceConfig "x": retries is no argument of a BrokerResourceConfig\. It has resourceId, .*requiredParty/,
    ),
  ]);
});

test("all of them are named at once", async () => {
  const args = { ...config, MaxFileTransferSize: 1, fileTransferTimetoLive: "P1D" };
  expect(await refusalsOf("BrokerResourceConfig", args)).toEqual([
    expect.stringMatching(/Write maxFileTransferSize\. .*Write fileTransferTimeToLive\.$/),
  ]);
});

test.each<readonly [Kind, Values]>([
  ["ServiceOwner", { ...owner, readyTimeoutSeconds: 5, onDelete: "forget", acknowledge: [] }],
  ["BrokerResourceConfig", { ...config, requiredParty: undefined, unheardOf: undefined }],
  ["ResourcePolicy", { ...policy, minimumAuthenticationLevel: 3, onDelete: "keep", adopt: false }],
])("%s with the names there are is not refused", async (kind, args) => {
  const refusals = await refusalsOf(kind, args);
  expect(refusals.filter((text) => text.includes("is no argument"))).toEqual([]);
});

describe("a member of a Resource", () => {
  const refused = (args: Values) => refusalsOf("Resource", args);

  test("that is spelt like none may be one that the registry has got since", async () => {
    expect(await refused(resourceArgs(id, { lifecyclePhase: "Beta" }))).toEqual([]);
  });
  test("that is spelt nearly like another one can be acknowledged", async () => {
    const args = resourceArgs(id, { keyword: [] });
    expect(await refused(args)).toEqual([
      'keyword is no member that the Resource Registry knows. Write keywords, or acknowledge: ["unknown-member"] when it is one.',
    ]);
    expect(await refused({ ...args, acknowledge: ["unknown-member"] })).toEqual([]);
  });
  test("is known in any casing", async () => {
    expect(await refused(resourceArgs(id, { Homepage: "https://example.no" }))).toEqual([]);
  });
});
