import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { startStandin, WorldError } from "../../standin/index";
import { checkDigit } from "../../standin/organisations/organisations";
import { worldJsonSchema } from "../../standin/world/json-schema";
import { call, RESOURCE } from "./registry-support";
import { client, mistakesOf, service, user } from "./world-mistakes-support";
import { Folder, SYSTEM_USER } from "./world-support";

const folder = new Folder();
const standinFolder = join(__dirname, "..", "..", "standin");
afterAll(() => folder.remove());

describe("the whole file", () => {
  test("all mistakes are told at once, by line, and one of an entry is not told again of who refers to it", async () => {
    const worldFile = folder.write(
      "many.json",
      `{
  "organisations": [{ "code": "fisk", "number": "12" }],
  "clients": [
    { "clientId": "fisk-client", "organisation": "fisk", "scopes": ["a"] },
    { "clientId": "b", "organisation": "navv", "scope": [] }
  ],
  "systemUsers": [
    { "id": "${SYSTEM_USER}", "clientId": "b", "organisation": "fisk" }
  ],
  "faults": [{ "status": "503" }]
}
`,
    );
    await expect(startStandin({ worldFile })).rejects.toThrow(
      new WorldError(worldFile, [
        { line: 2, path: "$.organisations[0].number", message: 'must be nine digits, got "12"' },
        {
          line: 5,
          path: "$.clients[1].scope",
          message:
            'is no name that is known here; did you mean "scopes"? Known: clientId, organisation, scopes, key, kid, certificate, scopePrefixes, withdrawn, lifetime, maxAge, integrationType, keyPostedDaysAgo, keyDelayMs, unavailable',
        },
        {
          line: 5,
          path: "$.clients[1].organisation",
          message: 'is no code on the organisation list, got "navv"; did you mean "nav"?',
        },
        { line: 10, path: "$.faults[0].status", message: 'must be a number, got "503"' },
      ]).message,
    );
  });

  test("an entry with a mistake hides neither its other ones nor those of entries that name it", async () => {
    const found = await mistakesOf(folder, {
      ...service,
      organisations: [{ code: "fiskere", number: "12" }],
      clients: [
        client({ lifetime: 0, organisation: "skdd" }),
        client({
          clientId: "d",
          colour: "blue",
          key: { jwk: { kty: "EC", crv: "P-256", x: "a", y: "b" } },
        }),
      ],
      systemUsers: [
        { ...user, clientId: "d" },
        { ...user, id: SYSTEM_USER.replace("0b", "0c"), clientId: "fisk", organisation: "fiskerr" },
      ],
      delegations: [
        { party: "skd", systemUser: SYSTEM_USER, resourceId: "ttd-files", actions: ["wirte"] },
        { party: "skdd", organisation: "navv", resourceId: "ttd-files", actions: ["raed"] },
      ],
      accessLists: [
        {
          owner: "tdd",
          identifier: "l",
          name: "L",
          members: ["nav", "navv"],
          connections: [{ resourceId: "ttd-filse" }],
        },
      ],
    });
    expect(found.map(({ path }) => path).sort()).toEqual(
      [
        "$.organisations[0].number",
        "$.clients[0].lifetime",
        "$.clients[0].organisation",
        "$.clients[1].colour",
        "$.clients[1].key.jwk.kty",
        "$.clients[1].key.jwk.n",
        "$.clients[1].key.jwk.e",
        "$.systemUsers[1].clientId",
        "$.systemUsers[1].organisation",
        "$.delegations[0].actions[0]",
        "$.delegations[1].party",
        "$.delegations[1].organisation",
        "$.delegations[1].actions[0]",
        "$.accessLists[0].owner",
        "$.accessLists[0].members[1]",
        "$.accessLists[0].connections[0].resourceId",
      ].sort(),
    );
    const of = (path: string) => found.find((each) => each.path === path)?.message;
    expect(of("$.systemUsers[1].organisation")).toContain('did you mean "fiskere"?');
    expect(of("$.delegations[1].actions[0]")).toContain('did you mean "read"? Allowed: read');
  });

  test("what a mistake alone brings about is not told", async () => {
    const found = await mistakesOf(folder, {
      ...service,
      policies: [{ resourceId: "ttd-files", xml: "<Policy>" }],
      delegations: [
        { party: "skd", organisation: "nav", resourceId: "ttd-files", actions: ["read"] },
        { party: "skd", organisation: "nav", resourceId: "ttd-files" },
      ],
      systemUsers: [{ ...user, clientId: "fault" }],
      clients: [client({ clientId: "fault", organisation: "x y" })],
    });
    expect(found.map(({ path }) => path).sort()).toEqual([
      "$.clients[0].organisation",
      "$.policies[0].xml",
    ]);
  });

  test("what is no JSON is told with its line", async () => {
    const found = await mistakesOf(folder, '{\n  "clients": [\n    { "clientId": "a", }\n  ]\n}\n');
    expect(found).toEqual([
      {
        line: 3,
        path: "$.clients[0]",
        message: "is no JSON from here, byte 24 of the line: Expected a member name.",
      },
    ]);
  });

  test("a name that an object has twice is told, as the first would be lost", async () => {
    const found = await mistakesOf(
      folder,
      '{\n  "clients": [],\n  "faults": [],\n  "clients": []\n}',
    );
    expect(found).toEqual([{ line: 4, path: "$.clients", message: "is there twice" }]);
  });

  test("a mistake in a large world on one line is found", async () => {
    const organisations = Array.from({ length: 5_500 }, (_, at) => String(50_000_000 + at))
      .filter((digits) => checkDigit(digits) !== undefined)
      .map((digits, at) => ({
        code: `code-${at}`,
        number: `${digits}${String(checkDigit(digits))}`,
        name: "Æ".repeat(50),
      }));
    const text = JSON.stringify({ organisations, faults: [{ status: "503" }] });
    const [found, ...others] = await mistakesOf(folder, text);
    expect([found?.path, found?.line, others]).toEqual(["$.faults[0].status", 1, []]);
  });

  test("a file that is not there is named", async () => {
    const worldFile = join(folder.path, "gone.json");
    await expect(startStandin({ worldFile })).rejects.toThrow(
      `the world's file cannot be read: ENOENT: no such file or directory, open '${worldFile}'`,
    );
  });

  test("no key is shown in a message", async () => {
    const key = { jwk: { kty: "RSA", n: "secret-n", e: 65537, d: "secret-d" } };
    const found = await mistakesOf(folder, { clients: [client({ key })] });
    expect(JSON.stringify(found)).not.toContain("secret");
    expect(found.map(({ path }) => path)).toEqual(["$.clients[0].key.jwk.e"]);
  });

  test("a key that cannot be read is named", async () => {
    const key = { jwk: { kty: "RSA", n: "AAAA", e: "AQAB", d: "secret" } };
    const [found] = await mistakesOf(folder, { clients: [client({ key })] });
    expect(found?.path).toBe("$.clients[0].key");
    expect(found?.message).not.toContain("secret");
  });

  test("a world and a file together are refused", async () => {
    const worldFile = folder.write("world.json", {});
    await expect(startStandin({ world: {}, worldFile })).rejects.toThrow(
      "world and worldFile are two worlds; give one of them",
    );
  });

  test("world.schema.json is what is checked by", () => {
    const schema = readFileSync(join(standinFolder, "world.schema.json"), "utf8");
    expect(JSON.parse(schema)).toEqual(worldJsonSchema());
  });

  test("the sample that comes with the package has no mistake, and every kind of entry", async () => {
    const copy = join(folder.path, "sample");
    cpSync(join(standinFolder, "worlds", "sample"), copy, { recursive: true });
    const worldFile = join(copy, "world.json");
    const names = Object.keys(JSON.parse(readFileSync(worldFile, "utf8")) as object);
    expect(names.sort()).toEqual(
      Object.keys((worldJsonSchema() as { properties: object }).properties).sort(),
    );
    const standin = await startStandin({ worldFile });
    try {
      expect((await call(standin, "GET", `${RESOURCE}/ttd-catches`)).status).toBe(200);
      expect((await call(standin, "GET", `${RESOURCE}/ttd-unstable`)).status).toBe(503);
      expect(standin.delegations()).toEqual([
        expect.objectContaining({ party: "310000027", actions: ["write"] }),
      ]);
    } finally {
      await standin.close();
    }
  });
});
