import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { client, mistakesOf, policy, service, user } from "./world-mistakes-support";
import { FISK, Folder, resource, SYSTEM_USER, type Json } from "./world-support";

const folder = new Folder();
beforeAll(() => {
  folder.write("no-key.txt", "this is no key");
  folder.write(
    "short.pem",
    generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    }) as string,
  );
  const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const locked = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" } as const;
  folder.write("locked.pem", pair.privateKey.export(locked));
  folder.write("public.pem", pair.publicKey.export({ type: "spki", format: "pem" }));
  folder.write("other.xml", policy("ttd-other"));
});
afterAll(() => folder.remove());

/** A world with one mistake: what is told, and where. */
const mistakes: readonly (readonly [path: string, message: string | RegExp, world: Json])[] = [
  ["$.client", 'is no name that is known here; did you mean "clients"?', { client: [] }],
  ["$.clients[0].scope", 'did you mean "scopes"?', { clients: [client({ scope: ["a"] })] }],
  ["$.clients", "must be a list, got 5", { clients: 5 }],
  [
    "$.clients[0].clientId",
    "is missing: it must be a text",
    { clients: [{ organisation: "skd" }] },
  ],
  [
    "$.clients[0].scopes[1]",
    'must be one scope, without spaces and commas, got "a:b c:d"',
    { clients: [client({ scopes: ["x", "a:b c:d"] })] },
  ],
  ["$.clients[0].lifetime", "must be 1 or more, got 0", { clients: [client({ lifetime: 0 })] }],
  [
    "$.clients[0].organisation",
    'is no code on the organisation list, got "skdd"; did you mean "skd"?',
    { clients: [client({ organisation: "skdd" })] },
  ],
  [
    "$.clients[1].clientId",
    "is a second entry of c; the first is $.clients[0]",
    { clients: [client({}), client({ scopes: ["a"] })] },
  ],
  [
    "$.clients[0].key.file",
    /cannot be read: there is no file .*gone\.pem; "make": true makes the key$/,
    { clients: [client({ key: { file: "gone.pem" } })] },
  ],
  [
    "$.clients[0].key.file",
    /is no PEM, no JWK and no base64 of a JWK, in .*no-key\.txt$/,
    { clients: [client({ key: { file: "no-key.txt" } })] },
  ],
  [
    "$.clients[0].key.file",
    /must be an RSA key of 2048 bits or more, is rsa of 1024, in .*short\.pem$/,
    { clients: [client({ key: { file: "short.pem" } })] },
  ],
  ["$.clients[0].key", "must have exactly one of jwk and file", { clients: [client({ key: {} })] }],
  [
    "$.organisations[0].number",
    'must be nine digits, got "123"',
    { organisations: [{ code: "fisk", number: "123" }] },
  ],
  [
    "$.organisations[0].number",
    'is taken: it is that of skd, Skatteetaten, which is built in, got "974761076"',
    { organisations: [{ code: "fisk", number: "974761076" }] },
  ],
  [
    "$.organisations[0].code",
    'is taken: it is that of nav, Arbeids- og velferdsetaten, which is built in, got "nav"',
    { organisations: [{ code: "nav", number: FISK.number }] },
  ],
  [
    "$.organisations[0].number",
    'has a wrong check digit, got "310000011"; one that begins with 31000001 ends with 9',
    { organisations: [{ code: "fisk", number: "310000011" }] },
  ],
  [
    "$.delegations[0].party",
    'has a wrong check digit, got "310000011"',
    {
      ...service,
      delegations: [{ party: "310000011", organisation: "nav", resourceId: "ttd-files" }],
    },
  ],
  [
    "$.delegations[0].party",
    `must be 974761076, the organisation of the system user ${SYSTEM_USER}, got "nav"`,
    {
      ...service,
      clients: [client({})],
      systemUsers: [user],
      delegations: [{ party: "nav", systemUser: SYSTEM_USER, resourceId: "ttd-files" }],
    },
  ],
  [
    "$.clients[0].key.file",
    /is a PEM that is encrypted, and must not be: .*, in .*locked\.pem$/,
    { clients: [client({ key: { file: "locked.pem" } })] },
  ],
  [
    "$.clients[0].key.make",
    /^must not be true for a public key, which .*public\.pem holds/,
    { clients: [client({ key: { file: "public.pem", make: true } })] },
  ],
  [
    "$.clients[0].key.make",
    "must not be true with a jwk: what is made goes into a file",
    { clients: [client({ key: { jwk: { kty: "RSA", n: "a", e: "AQAB" }, make: true } })] },
  ],
  ["$.clients[0].scopes", "must have 1 or more", { clients: [client({ scopes: [] })] }],
  [
    "$.resources[0].description",
    "is missing: it must be an object",
    { resources: [resource("ttd-files", { description: undefined })] },
  ],
  [
    "$.suppliers[0].supplier",
    'has no client that could use the scopes, got "nav"',
    { suppliers: [{ supplier: "nav", consumer: "skd", scopes: ["a:b"] }] },
  ],
  [
    "$.systemUsers[0].clientId",
    'is no client, got "client-1"; did you mean "client-l"?',
    {
      clients: [client({ clientId: "client-l" })],
      systemUsers: [{ ...user, clientId: "client-1" }],
    },
  ],
  [
    "$.heldPackages[0].packages[0]",
    'must be a name without urn:altinn:accesspackage:, got "urn:altinn:accesspackage:lonn"',
    {
      clients: [client({})],
      systemUsers: [user],
      heldPackages: [
        { party: "skd", systemUser: SYSTEM_USER, packages: ["urn:altinn:accesspackage:lonn"] },
      ],
    },
  ],
  [
    "$.resources[0].resourceType",
    'got "Brokerservice"; did you mean "BrokerService"?',
    { resources: [resource("ttd-files", { resourceType: "Brokerservice" })] },
  ],
  [
    "$.resources[0].title",
    "is refused by the registry: Missing title in nynorsk nn",
    { resources: [resource("ttd-files", { title: { nb: "T", en: "T" } })] },
  ],
  [
    "$.resources[0].hasCompetentAuthority.orgcode",
    'is no code on the organisation list, got "tdd"; did you mean "ttd"?',
    {
      resources: [
        resource("ttd-files", {
          hasCompetentAuthority: { organization: "991825827", orgcode: "tdd" },
        }),
      ],
    },
  ],
  [
    "$.resources[0].contactPoints[0].mail",
    'did you mean "email"?',
    { resources: [resource("ttd-files", { contactPoints: [{ mail: "a@example.no" }] })] },
  ],
  [
    "$.policies[0].resourceId",
    'is no resource in the registry, got "ttd-file"; did you mean "ttd-files"?',
    { ...service, policies: [{ resourceId: "ttd-file", xml: policy("ttd-file") }] },
  ],
  [
    "$.policies[0].file",
    "is refused by the registry: Policy not accepted: Contains rules for a different registry resource",
    { ...service, policies: [{ resourceId: "ttd-files", file: "other.xml" }] },
  ],
  [
    "$.policies[0].xml",
    /^is refused by the registry: The XML is wrong in line 1, column 1: unclosed xml tag\(s\): Policy$/,
    { ...service, policies: [{ resourceId: "ttd-files", xml: "<Policy>" }] },
  ],
  [
    "$.delegations[0].actions[0]",
    'is no action that the policy of ttd-files lets roles or access packages delegate, got "write". Allowed: read',
    {
      ...service,
      delegations: [
        { party: "skd", organisation: "nav", resourceId: "ttd-files", actions: ["write"] },
      ],
    },
  ],
  [
    "$.delegations[0].systemUser",
    /^is no system user, got /,
    {
      ...service,
      delegations: [{ party: "skd", systemUser: SYSTEM_USER, resourceId: "ttd-files" }],
    },
  ],
  [
    "$.accessLists[0].members[1]",
    'is not on the organisation list, got "310000019"',
    { accessLists: [{ owner: "ttd", identifier: "l", name: "L", members: ["skd", FISK.number] }] },
  ],
  [
    "$.accessLists[0].connections[0].resourceId",
    "must be a resource of skd, and ttd-files is one of ttd",
    {
      ...service,
      accessLists: [
        {
          owner: "skd",
          identifier: "l",
          name: "L",
          connections: [{ resourceId: "ttd-files" }],
        },
      ],
    },
  ],
  [
    "$.brokerConfigurations[0].fileTransferTimeToLive",
    "is refused by Broker: Time to live cannot exceed 365 days",
    {
      ...service,
      brokerConfigurations: [{ resourceId: "ttd-files", fileTransferTimeToLive: "P400D" }],
    },
  ],
  [
    "$.brokerServiceOwners[1]",
    "cannot be made: organisation 974761076 is a service owner already",
    {
      brokerServiceOwners: [
        { organisation: "skd", name: "a" },
        { organisation: "974761076", name: "b" },
      ],
    },
  ],
  [
    "$.scanVerdicts[0].verdict",
    'must be one of "clean", "malicious", got "malicous"; did you mean "malicious"?',
    { scanVerdicts: [{ verdict: "malicous" }] },
  ],
  ["$.faults[0]", /^must say what goes wrong: status, /, { faults: [{ path: "/x" }] }],
  [
    "$.faults[0].pathPattern",
    'must be a regular expression, got "("',
    { faults: [{ pathPattern: "(", status: 500 }] },
  ],
  ["$.faults[0].status", "must be 599 or less, got 5030", { faults: [{ status: 5030 }] }],
  ["$.answerTimeMs", "must be 0 or more, got -1", { answerTimeMs: -1 }],
];

describe("a mistake is named with its place and what is allowed", () => {
  test.each(mistakes)("%s %s", async (path, message, world) => {
    const found = await mistakesOf(folder, world);
    expect(found.map((each) => each.path)).toEqual([path]);
    expect(found[0]?.message).toEqual(
      typeof message === "string"
        ? expect.stringContaining(message)
        : expect.stringMatching(message),
    );
  });
});
