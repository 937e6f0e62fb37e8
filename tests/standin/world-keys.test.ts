import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import { grant } from "./tokens-support";
import { Folder, ready, withWorld, type Json } from "./world-support";

describe("keys", () => {
  const folder = new Folder();
  afterAll(() => folder.remove());
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...privateKey.export({ format: "jwk" }), kid: "my-key" };
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }) as string;

  const files: readonly (readonly [string, Json | string])[] = [
    ["a PEM in PKCS#8", pem],
    ["a PEM in PKCS#1", privateKey.export({ type: "pkcs1", format: "pem" }) as string],
    ["a JWK", JSON.stringify(jwk)],
    ["the base64 of a JWK", Buffer.from(JSON.stringify(jwk)).toString("base64")],
  ];
  const client = (more: Json): Json => ({
    clients: [{ clientId: "c", organisation: "ttd", scopes: ["a:b"], ...more }],
  });
  const asks = (kid: string) => async (standin: Standin) =>
    (
      await grant(
        standin,
        { clientId: "c", kid, jwk, systemUsers: [] },
        { claims: { scope: "a:b" } },
      )
    ).status;

  test.each(files)("%s that is there before the start", async (_name, content) => {
    folder.write("key", content);
    const worldFile = folder.write("world.json", client({ kid: "k1", key: { file: "key" } }));
    const standin = await startStandin({ worldFile });
    try {
      expect(await asks("k1")(standin)).toBe(200);
      expect(ready(standin, "c").jwk).toMatchObject({ d: jwk.d, kid: "k1" });
    } finally {
      await standin.close();
    }
  });

  test("a public JWK in the file alone, with its own kid", async () => {
    const key = { jwk: { ...publicKey.export({ format: "jwk" }), kid: "my-key" } };
    expect(await withWorld(client({ key }), asks("my-key"))).toBe(200);
  });

  test("a key without kid has its thumbprint for one (RFC 7638), the same at each start", async () => {
    const key = { jwk: publicKey.export({ format: "jwk" }) };
    const kid = (standin: Standin) => Promise.resolve(ready(standin, "c").kid);
    const first = await withWorld(client({ key }), kid);
    expect([await withWorld(client({ key }), kid), first.length]).toEqual([first, 43]);
    expect(await withWorld(client({ key }), asks(first))).toBe(200);
  });

  test.each(["made.pem", "made.jwk"])("%s is made once, for its owner alone", async (name) => {
    const worldFile = folder.write("world.json", client({ key: { file: name, make: true } }));
    const ids = [];
    for (let start = 0; start < 2; start += 1) {
      const standin = await startStandin({ worldFile });
      ids.push(ready(standin, "c").jwk["n"]);
      await standin.close();
    }
    const content = readFileSync(join(folder.path, name), "utf8");
    const made = name.endsWith(".jwk")
      ? JSON.parse(content)
      : createPrivateKey(content).export({ format: "jwk" });
    expect(ids).toEqual([made.n, made.n]);
  });

  test("a world with a mistake makes no key", async () => {
    const worldFile = folder.write("world.json", {
      ...client({ key: { file: "never.pem", make: true } }),
      organisations: [{ code: "x" }],
    });
    await expect(startStandin({ worldFile })).rejects.toThrow("2 mistakes");
    expect(() => readFileSync(join(folder.path, "never.pem"))).toThrow("ENOENT");
  });
});
