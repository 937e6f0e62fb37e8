import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { StandinCommand } from "./command";

/* Libraries that others wrote, as their users write them, against the command with a world and nothing else. */

const SENDER = "310000019";
const RECIPIENT = "991825827";
const standin = new StandinCommand();
beforeAll(() => standin.start());
afterAll(() => standin.stop());

const client = (clientId: string, keyFile: string): Record<string, string> => ({
  PLATFORM_URL: standin.address("Altinn"),
  MASKINPORTEN_URL: standin.address("Maskinporten"),
  MASKINPORTEN_AUDIENCE: `${standin.address("Maskinporten")}/`,
  CLIENT_ID: clientId,
  KEY_ID: standin.keyId(clientId),
  KEY_FILE: join(standin.folder, "world", "keys", keyFile),
  RESOURCE: "ttd-catches",
  SENDER,
  RECIPIENT,
});
const node = (file: string, variables: Record<string, string>, args: readonly string[] = []) =>
  standin.run(process.execPath, [join(__dirname, file), ...args], variables);

const token = async (organisation: string, scopes: string): Promise<string> => {
  const query = new URLSearchParams({ env: "tt02", orgNo: organisation, scopes });
  return (await fetch(`${standin.address("Control")}/api/GetEnterpriseToken?${query}`)).text();
};

const sent = async (id: string): Promise<Buffer> => {
  const answer = await fetch(
    `${standin.address("Altinn")}/broker/api/v1/filetransfer/${id}/download`,
    { headers: { authorization: `Bearer ${await token(RECIPIENT, "altinn:broker.read")}` } },
  );
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
};

test("openid-client sends a file, oauth4webapi fetches and confirms it", async () => {
  const id = /^sent (\S+)\n$/.exec(
    await node("openid-client.mjs", client("fisk-client", "fisk.jwk")),
  )?.[1];
  const recipient = client("ttd-client", "ttd.pem");
  expect(await node("oauth4webapi.mjs", recipient)).toBe(
    `got ${String(id)}: Hello from openid-client\n`,
  );
  expect(await node("oauth4webapi.mjs", recipient)).toBe("");
});

test.each([
  ["resume", "HEAD PATCH"],
  ["parallel", "PATCH POST"],
  ["override", "POST"],
])("tus-js-client uploads a file, %s", async (how, methods) => {
  const bytes = randomBytes(350_000);
  const file = join(standin.folder, "file.bin");
  writeFileSync(file, bytes);
  const variables = {
    ...client("fisk-client", "fisk.jwk"),
    TOKEN: await token(SENDER, "altinn:broker.write"),
  };
  const printed = /^(\S+) (.+)\n$/.exec(await node("tus.mjs", variables, [how, file]));
  expect(printed?.[2]).toBe(methods);
  expect((await sent(printed?.[1] ?? "")).equals(bytes)).toBe(true);
});
