import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startStandin, type Standin } from "../../standin/index";
import { dataFile, getResource, postResource, resource, writeScopes } from "./core-support";

let data: ReturnType<typeof dataFile>;
const children: ChildProcess[] = [];
const standins: Standin[] = [];

beforeEach(() => {
  data = dataFile();
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
  await Promise.all(standins.splice(0).map((each) => each.close()));
  data.remove();
});

/** `standin/main.ts` as a process; resolves with all that it printed, once it listens. */
async function command(
  given: readonly string[],
  nodeOptions: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly printed: string }> {
  const runner = join(__dirname, "core-process.js");
  const main = join(__dirname, "../../standin/main.ts");
  const child = spawn(process.execPath, [...nodeOptions, runner, main, ...given], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let printed = "";
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", (chunk) => {
      printed += String(chunk);
      if (printed.includes("Ctrl-C")) {
        resolve();
      }
    });
    child.stderr?.on("data", (chunk) => (printed += String(chunk)));
    child.on("exit", (code) => reject(new Error(`ended with ${code}: ${printed}`)));
  });
  return { child, printed };
}

const printedUrl = (printed: string, name: string): string =>
  new RegExp(`^${name}=(\\S+)$`, "m").exec(printed)?.[1] ?? "";

const ports = ["--port", "0"];

async function start(options: Parameters<typeof startStandin>[0] = {}): Promise<Standin> {
  const standin = await startStandin({ dataFile: data.file, ...options });
  standins.push(standin);
  return standin;
}

test("a restart with the same data file keeps organisations, clients, keys, resources and the time", async () => {
  const first = await start();
  const organisation = first.newOrganisation({ name: "Kept" });
  const client = first.newClient({ organisation: organisation.code, scopes: ["a:b"] });
  const token = first.token({ organisation: "skd", scopes: writeScopes });
  await postResource(first, token, resource("core-kept"));
  first.advance(3_600_000);
  const keys = await (await fetch(`${first.maskinportenUrl}/jwk`)).text();
  await first.close();
  standins.length = 0;

  const second = await start();
  expect(second.altinn.organisations.byNumber(organisation.number)).toMatchObject({
    code: organisation.code,
    name: { nb: "Kept" },
  });
  expect(() => second.changeClient(client.clientId, { lifetime: 60 })).not.toThrow();
  expect(await (await fetch(`${second.maskinportenUrl}/jwk`)).text()).toBe(keys);
  expect((await getResource(second, "core-kept")).status).toBe(200);
  expect(Math.round((second.altinn.clock.now() - Date.now()) / 60_000)).toBe(60);
});

test("a token outlives a restart on the same port", async () => {
  const first = await start();
  const port = Number(new URL(first.platformUrl).port);
  const token = first.token({ organisation: "skd", scopes: writeScopes });
  await first.close();
  standins.length = 0;
  const second = await start({ port });
  expect((await postResource(second, token, resource("core-token"))).status).toBe(201);
});

test("without a data file nothing is shared", async () => {
  const one = await startStandin();
  const other = await startStandin();
  standins.push(one, other);
  const { code } = one.newOrganisation();
  expect(other.altinn.organisations.byCode(code)).toBeUndefined();
});

test("a port that is taken is told, and nothing stays open", async () => {
  const first = await start({ dataFile: undefined as never });
  const port = Number(new URL(first.platformUrl).port);
  await expect(startStandin({ port, maskinportenPort: 0 })).rejects.toThrow("EADDRINUSE");
});

test("whatever was answered before a kill -9 is there afterwards", async () => {
  const { child, printed } = await command([
    ...ports,
    "--data",
    data.file,
    "--organisation",
    "skd",
  ]);
  const platformUrl = printedUrl(printed, "ALTINN_PLATFORM_URL");
  const token = /Bearer ([\w.-]+)/.exec(printed)?.[1] ?? "";
  const answered: string[] = [];
  const write = async (lane: number): Promise<void> => {
    for (let at = 0; ; at += 1) {
      const identifier = `core-kill-${lane}-${at}`;
      const answer = await postResource({ platformUrl }, token, resource(identifier));
      expect(answer.status).toBe(201);
      answered.push(identifier);
      if (answered.length === 60) {
        child.kill("SIGKILL");
      }
    }
  };
  // Four writers at once, so that the kill meets writes half done.
  await Promise.allSettled([0, 1, 2, 3].map(write));
  expect(answered.length).toBeGreaterThanOrEqual(60);

  const again = await start();
  const statuses = await Promise.all(
    answered.map(async (identifier) => (await getResource(again, identifier)).status),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const check = again.altinn.database.prepare("PRAGMA integrity_check").get();
  expect(check).toEqual({ integrity_check: "ok" });
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "the command ends with status 0 at %s",
  async (signal) => {
    const { child, printed } = await command(ports);
    // An open connection must not hold it up.
    await fetch(printedUrl(printed, "ALTINN_PLATFORM_URL"));
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
  },
);

test("the command says that it is not Altinn, and its curl lines work as printed", async () => {
  const { printed } = await command([...ports, "--data", data.file]);
  expect(printed).toContain("This is not Altinn");
  const lines = printed.split("\n").filter((line) => line.startsWith("curl "));
  const statuses: number[] = [];
  for (const line of lines) {
    const url = /(\S+)$/.exec(line)?.[1] ?? "";
    const headers = Object.fromEntries(
      [...line.matchAll(/-H '([^:]+): ([^']+)'/g)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>;
    const body = /-d '([^']+)'/.exec(line)?.[1];
    const method = line.includes("-X POST") ? "POST" : "GET";
    statuses.push((await fetch(url, { method, headers, ...(body ? { body } : {}) })).status);
  }
  expect(statuses).toEqual([200, 200, 201, 200]);
});

test("the command hands out the same client each time it runs on a data file", async () => {
  const client = (printed: string): string =>
    /MASKINPORTEN_CLIENT_ID=.*\nMASKINPORTEN_KEY_ID=.*\nMASKINPORTEN_JWK='.*'/.exec(printed)?.[0] ??
    "";
  const first = await command([...ports, "--data", data.file]);
  first.child.kill("SIGTERM");
  await once(first.child, "exit");
  const second = await command([...ports, "--data", data.file]);
  expect(client(first.printed)).not.toBe("");
  expect(client(second.printed)).toBe(client(first.printed));
});

test.each([
  [["--environment", "tt02"], "--environment must be one of"],
  [["--port", "many"], "--port must be a number"],
  [["--colour", "blue"], "--colour"],
])("the command refuses %j with how it is used", async (given, text) => {
  await expect(command(given)).rejects.toThrow(new RegExp(`ended with 2: [^]*${text}[^]*--data`));
});

test("it runs where no ES module can be required, as in a user's jest", async () => {
  const { printed } = await command(ports, ["--no-experimental-require-module"]);
  expect(printed).toContain("This is not Altinn");
});
