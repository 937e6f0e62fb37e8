import { randomUUID, sign } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { blocksOf } from "../docs/markdown";
import { root } from "../support/engine";
import { isHere, StandinCommand } from "./command";

/* The recipes of the stand-in's README, as they stand, in the order in which they stand. */

const standin = new StandinCommand();
beforeAll(async () => {
  await standin.start();
  for (const { title, text } of blocksOf("standin/README.md")) {
    if (title === undefined) continue;
    const file = join(standin.folder, title);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  symlinkSync(join(root, "node_modules"), join(standin.folder, "node_modules"));
});
afterAll(() => standin.stop());

/** A recipe for a program that a machine may not have; it is said which one was not run. */
const recipe = (program: string, version: string, name: string, run: () => Promise<void>): void => {
  if (isHere(program, version)) {
    test(name, run);
  } else {
    test(`NOT RUN, there is no ${program} on this machine: ${name}`, () => {
      process.stderr.write(`not run, there is no ${program} on this machine: ${name}\n`);
    });
  }
};

test("its addresses are those of the command without a port", () => {
  expect(standin.file("addresses.sh")).toContain("PLATFORM=http://127.0.0.1:4010");
});

test("curl sends a file with a token from the control server", async () => {
  const printed = await standin.run("bash", ["-e", "send.sh"]);
  expect(printed).toContain('"fileTransferStatus":"UploadProcessing"');
});

recipe("java", "-version", "Java fetches what was sent", async () => {
  await published("catch.txt");
  expect(await standin.run("java", ["Fetch.java"])).toMatch(/^[0-9a-f-]{36}: Cod, 300 kg\n$/);
});

test("tus-js-client uploads a file", async () => {
  expect(await standin.run(process.execPath, ["upload.mjs"])).toMatch(/^uploaded [0-9a-f-]{36}\n$/);
  await published("upload.mjs");
});

test("a system user's token is granted by these claims, and sends for the customer", async () => {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...(JSON.parse(standin.file("system-user.json")) as object),
    iat: now,
    exp: now + 60,
    jti: randomUUID(),
  };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const data = `${part({ alg: "RS256", kid: standin.keyId("edb-client") })}.${part(claims)}`;
  const key = standin.file("world/keys/edb.pem");
  const signature = sign("RSA-SHA256", Buffer.from(data), key).toString("base64url");
  const granted = await fetch(`${standin.address("Maskinporten")}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: `${data}.${signature}`,
    }),
  });
  const { access_token: token } = (await granted.json()) as { access_token: string };
  expect(await initialize(token)).toBe(200);
});

test("a token that has expired is refused once", async () => {
  const query = new URLSearchParams({
    env: "tt02",
    orgNo: "310000019",
    scopes: "altinn:broker.write",
  });
  const answer = await fetch(`${standin.address("Control")}/api/GetEnterpriseToken?${query}`);
  const token = await answer.text();
  await standin.run("bash", ["-e", "expire.sh"]);
  expect([await initialize(token), await initialize(token)]).toEqual([401, 200]);
});

recipe("k6", "version", "k6 is let in", async () => {
  expect(await standin.run("k6", ["run", "--quiet", "load.js"])).toContain("100.00%");
});

recipe("bru", "--version", "Bruno is let in", async () => {
  const { CONTROL = "", PLATFORM = "" } = standin.addresses;
  const variables = ["--env-var", `control=${CONTROL}`, "--env-var", `platform=${PLATFORM}`];
  const folder = join(standin.folder, "bruno");
  expect(await standin.run("bru", ["run", ...variables], {}, folder)).toContain("PASS");
});

/** Status of a transfer that begins. */
async function initialize(token: string): Promise<number> {
  const answer = await fetch(`${standin.address("Altinn")}/broker/api/v1/filetransfer`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({
      fileName: "a.txt",
      resourceId: "ttd-catches",
      sendersFileTransferReference: "1",
      sender: "0192:310000019",
      recipients: ["0192:991825827"],
    }),
  });
  return answer.status;
}

/** Asks until the recipient has the file. */
async function published(fileName: string): Promise<void> {
  const query = new URLSearchParams({
    env: "tt02",
    orgNo: "991825827",
    scopes: "altinn:broker.read",
  });
  const token = await fetch(`${standin.address("Control")}/api/GetEnterpriseToken?${query}`);
  const headers = { authorization: `Bearer ${await token.text()}` };
  const transfers = `${standin.address("Altinn")}/broker/api/v1/filetransfer`;
  for (;;) {
    const ids = await (await fetch(`${transfers}?resourceId=ttd-catches`, { headers })).json();
    for (const id of ids as string[]) {
      const found = (await (await fetch(`${transfers}/${id}`, { headers })).json()) as {
        readonly fileName: string;
        readonly fileTransferStatus: string;
      };
      if (found.fileName === fileName && found.fileTransferStatus === "Published") return;
    }
  }
}
