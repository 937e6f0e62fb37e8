import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Standin, World } from "../../standin/index";
import { call, LISTS, RESOURCE } from "./registry-support";
import { grant } from "./tokens-support";
import {
  asTtd,
  base,
  broker,
  FISK,
  initialize,
  ready,
  resource,
  SYSTEM_USER,
  TTD,
  withWorld,
  xml,
  type Json,
} from "./world-support";

/** A grant for a system user of an organisation, as a token that Broker takes. */
async function systemUserToken(standin: Standin): Promise<string> {
  const { token } = await grant(standin, ready(standin, "ttd"), {
    claims: {
      scope: "altinn:broker.write",
      authorization_details: [
        {
          type: "urn:altinn:systemuser",
          systemuser_org: { authority: "iso6523-actorid-upis", ID: `0192:${FISK.number}` },
        },
      ],
    },
  });
  return token;
}

const sendAsFisk = async (standin: Standin): Promise<number> =>
  (
    await initialize(standin, await systemUserToken(standin), {
      sender: `0192:${FISK.number}`,
      recipients: [`0192:${TTD}`],
    })
  ).status;

/** Uploads to a new transfer and looks at it until the scan has ended. */
async function upload(standin: Standin, fileName: string): Promise<Json> {
  const token = asTtd(standin, "altinn:broker.write");
  const { json } = await initialize(standin, token, { fileName });
  const path = `/broker/api/v1/filetransfer/${String(json.fileTransferId)}`;
  await fetch(`${standin.platformUrl}${path}/upload`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
    body: "contents",
  });
  standin.advance(60_000);
  let seen: Json = {};
  for (let asked = 0; asked < 10; asked += 1) {
    seen = (await call(standin, "GET", path, { token })).json as Json;
    standin.advance(60_000);
    if (seen["fileTransferStatus"] !== "UploadProcessing") break;
  }
  return seen;
}

interface Seen {
  readonly kind: keyof World;
  readonly world: Json;
  readonly see: (standin: Standin) => Promise<unknown>;
  readonly expected: unknown;
}

/** Each kind of entry, and how it is seen over the public APIs. */
const table: readonly Seen[] = [
  {
    kind: "organisations",
    world: { organisations: [{ ...FISK, name: "Fisk AS" }] },
    see: async (standin) => (await call(standin, "GET", `${RESOURCE}/orgs`)).json.orgs.fisk,
    expected: expect.objectContaining({
      orgnr: FISK.number,
      name: expect.objectContaining({ nb: "Fisk AS" }),
    }),
  },
  {
    kind: "clients",
    world: { organisations: base["organisations"], clients: base["clients"] },
    see: async (standin) => {
      const { claims } = await grant(standin, ready(standin, "fisk"), {
        claims: { scope: "altinn:broker.write" },
      });
      return [claims["client_id"], claims["scope"], claims["consumer"]];
    },
    expected: [
      "fisk",
      "altinn:broker.write",
      { authority: "iso6523-actorid-upis", ID: `0192:${FISK.number}` },
    ],
  },
  {
    kind: "suppliers",
    world: {
      ...base,
      suppliers: [{ supplier: "ttd", consumer: "fisk", scopes: ["altinn:broker.write"] }],
    },
    see: async (standin) => {
      const { claims } = await grant(standin, ready(standin, "ttd"), {
        claims: { scope: "altinn:broker.write", consumer_org: FISK.number },
      });
      return [claims["consumer"], claims["supplier"]].map((each) => (each as { ID: string }).ID);
    },
    expected: [`0192:${FISK.number}`, `0192:${TTD}`],
  },
  {
    kind: "systemUsers",
    world: base,
    see: async (standin) => {
      const payload = (await systemUserToken(standin)).split(".")[1] ?? "";
      return JSON.parse(Buffer.from(payload, "base64url").toString()).authorization_details[0]
        .systemuser_id;
    },
    expected: [SYSTEM_USER],
  },
  {
    kind: "heldPackages",
    world: {
      ...broker,
      heldPackages: [{ party: "fisk", systemUser: SYSTEM_USER, packages: ["fiske"] }],
    },
    see: sendAsFisk,
    expected: 200,
  },
  {
    kind: "resources",
    world: { resources: [resource("ttd-files", { status: "Completed" })] },
    see: async (standin) => {
      const { identifier, status, versionId } = (
        await call(standin, "GET", `${RESOURCE}/ttd-files`)
      ).json;
      return [identifier, status, versionId];
    },
    expected: ["ttd-files", "Completed", 1],
  },
  {
    kind: "policies",
    world: base,
    see: async (standin) => (await call(standin, "GET", `${RESOURCE}/ttd-files/policy`)).text,
    expected: xml,
  },
  {
    kind: "delegations",
    world: {
      ...broker,
      delegations: [{ party: "fisk", systemUser: SYSTEM_USER, resourceId: "ttd-files" }],
    },
    see: sendAsFisk,
    expected: 200,
  },
  {
    kind: "accessLists",
    world: {
      ...base,
      accessLists: [
        {
          owner: TTD,
          identifier: "fleet",
          name: "Fleet",
          members: ["fisk"],
          connections: [{ resourceId: "ttd-files", actionFilters: ["read"] }],
        },
      ],
    },
    see: async (standin) => {
      const token = asTtd(standin, "altinn:resourceregistry/accesslist.read");
      const at = (path: string) => call(standin, "GET", `${LISTS}/digdir/fleet${path}`, { token });
      const [list, members, connections] = await Promise.all([
        at(""),
        at("/members"),
        at("/resource-connections"),
      ]);
      return [
        list.json.name,
        members.json.data[0].identifiers["urn:altinn:organization:identifier-no"],
        connections.json.data[0].resourceIdentifier,
        connections.json.data[0].actionFilters,
      ];
    },
    expected: ["Fleet", FISK.number, "ttd-files", ["read"]],
  },
  {
    kind: "brokerServiceOwners",
    world: {
      brokerServiceOwners: [
        {
          organisation: "ttd",
          name: "Testdepartementet",
          storageProviders: { AltinnAzureWithoutVirusScan: "DeployingResources" },
        },
      ],
    },
    see: async (standin) => {
      const token = asTtd(standin, "altinn:serviceowner");
      const { json } = await call(standin, "GET", "/broker/api/v1/serviceowner", { token });
      return [json.name, ...json.storageProviders.map((each: Json) => each["deploymentStatus"])];
    },
    expected: ["Testdepartementet", "DeployingResources", "Ready"],
  },
  {
    kind: "brokerConfigurations",
    world: broker,
    see: async (standin) => {
      const token = asTtd(standin, "altinn:serviceowner");
      const answer = await call(standin, "GET", "/broker/api/v1/resource/ttd-files", { token });
      return answer.json.maxFileTransferSize;
    },
    expected: 1_000,
  },
  {
    kind: "scanVerdicts",
    world: { ...broker, scanVerdicts: [{ verdict: "malicious", fileName: "virus.txt", times: 1 }] },
    see: async (standin) => {
      const seen = [];
      for (const name of ["good.txt", "virus.txt", "virus.txt"]) {
        const { fileTransferStatus, fileTransferStatusText } = await upload(standin, name);
        seen.push(`${String(fileTransferStatus)}: ${String(fileTransferStatusText)}`);
      }
      return seen;
    },
    expected: [
      "Published: Ready for download",
      "Failed: Malware scan failed: Malicious",
      "Published: Ready for download",
    ],
  },
  {
    kind: "faults",
    world: {
      faults: [
        { path: `${RESOURCE}/x`, status: 503, headers: { "retry-after": "2" }, times: 2 },
        { pathPattern: "/orgs$", server: "platform", status: 502, standing: true },
      ],
    },
    see: async (standin) => {
      const seen = [];
      for (const path of [`${RESOURCE}/x`, `${RESOURCE}/x`, `${RESOURCE}/x`, `${RESOURCE}/orgs`]) {
        const { status, headers } = await call(standin, "GET", path);
        seen.push([status, headers.get("retry-after")]);
      }
      return seen;
    },
    expected: [
      [503, "2"],
      [503, "2"],
      [404, null],
      [502, null],
    ],
  },
  {
    kind: "answerTimeMs",
    world: { answerTimeMs: 40, resources: [] },
    see: async (standin) => {
      const before = performance.now();
      await call(standin, "GET", `${RESOURCE}/orgs`);
      return performance.now() - before >= 39;
    },
    expected: true,
  },
];

describe("each kind of entry is seen over the public APIs", () => {
  test.each(table)("$kind", async ({ world, see, expected }) => {
    expect(await withWorld(world, see)).toEqual(expected);
  });

  test("there is no kind that this table does not have", () => {
    const schema = JSON.parse(
      readFileSync(join(__dirname, "..", "..", "standin", "world.schema.json"), "utf8"),
    ) as { properties: object };
    expect(table.map(({ kind }) => kind).sort()).toEqual(
      Object.keys(schema.properties)
        .filter((name) => name !== "$schema")
        .sort(),
    );
  });

  test("without package or delegation the same system user does not get in", async () => {
    expect(await withWorld(broker, sendAsFisk)).toBe(401);
  });
});
