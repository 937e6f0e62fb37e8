import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
  variables: Readonly<Record<string, string>> = {},
): Promise<{ readonly child: ChildProcess; readonly printed: string }> {
  const runner = join(__dirname, "core-process.js");
  const main = join(__dirname, "../../standin/main.ts");
  const child = spawn(process.execPath, [...nodeOptions, runner, main, ...given], {
    env: { ...process.env, ...variables },
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
  // An address that nothing else on this machine takes ports of: the port is free for as long as nobody listens there.
  const host = "127.0.0.4";
  const first = await start({ host });
  const port = Number(new URL(first.platformUrl).port);
  const token = first.token({ organisation: "skd", scopes: writeScopes });
  await first.close();
  standins.length = 0;
  const second = await start({ host, port, maskinportenPort: 0 });
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
  const token = /^TOKEN=([\w.-]+)/m.exec(printed)?.[1] ?? "";
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
  const token = printedUrl(printed, "TOKEN");
  const statuses: number[] = [];
  for (const line of lines) {
    const url = /(\S+)$/.exec(line)?.[1] ?? "";
    const headers = Object.fromEntries(
      [...line.replace("$TOKEN", token).matchAll(/-H ['"]([^:]+): ([^'"]+)['"]/g)].map(
        ([, name, value]) => [name, value],
      ),
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
  [
    ["--environment", "tt02"],
    "'tt02' is invalid. Write staging \\(which is TT02\\), production or development",
  ],
  [["--port", "many"], "'many' is invalid. A port is a number from 0 to 65535"],
  [["--colour", "blue"], "unknown option '--colour'"],
  [["staging"], "too many arguments"],
])("the command refuses %j and says where the options are", async (given, text) => {
  await expect(command(given)).rejects.toThrow(
    new RegExp(`ended with 2: [^]*${text}[^]*--help lists the options`),
  );
});

test("the command refuses an address that is none, naming it", async () => {
  await expect(command([...ports, "--issuer", "maskinporten.no"])).rejects.toThrow(
    "'--issuer <url>' argument 'maskinporten.no' is invalid. Write an http or https URL, such as https://test.maskinporten.no/.",
  );
  await expect(
    command([...ports, "--accept-audience", "https://a.example/ b.example"]),
  ).rejects.toThrow("'--accept-audience <url>' argument 'https://a.example/ b.example' is invalid");
});

test("each option has a variable, and the option counts before it", async () => {
  const { printed } = await command(["--organisation", "skd"], [], {
    ALTINN_STANDIN_PORT: "0",
    ALTINN_STANDIN_ORGANISATION: "nav",
    ALTINN_STANDIN_ENVIRONMENT: "production",
    ALTINN_STANDIN_ACCEPT_AUDIENCE: "https://test.maskinporten.no/ https://maskinporten.no/",
  });
  expect(printed).toContain("environment production");
  expect(printed).toContain("ALTINN_ORG_CODE=skd");
  expect(printed).toContain("/ or https://test.maskinporten.no/ or https://maskinporten.no/)\n");
});

test("the ready client's key is there as JWK, as base64 of it and as PEM, for its owner alone, until the end", async () => {
  const { child, printed } = await command(ports);
  const jwk = JSON.parse(/^MASKINPORTEN_JWK='(.*)'$/m.exec(printed)?.[1] ?? "") as object;
  const file = (name: string) => new RegExp(`^${name} +(/.+)$`, "m").exec(printed)?.[1] ?? "";
  const files = [file("JWK"), file("base64 of it"), file("PEM \\(PKCS#8\\)")];
  expect(files.map((each) => (statSync(each).mode & 0o777).toString(8))).toEqual(
    Array(3).fill("600"),
  );
  const [asJwk, asBase64, asPem] = files.map((each) => readFileSync(each, "utf8"));
  expect(JSON.parse(asJwk ?? "")).toEqual(jwk);
  expect(asBase64).toBe(printedUrl(printed, "JWK_BASE64"));
  expect(JSON.parse(Buffer.from(asBase64 ?? "", "base64").toString())).toEqual(jwk);
  expect(createPrivateKey(asPem ?? "").export({ format: "jwk" })).toMatchObject({
    kty: "RSA",
    n: (jwk as { n: string }).n,
  });
  child.kill("SIGTERM");
  await once(child, "exit");
  expect(files.map((each) => existsSync(each))).toEqual([false, false, false]);
});

test("the key stays in the folder that was named", async () => {
  const keys = join(dirname(data.file), "keys");
  const { child } = await command([...ports, "--keys", keys]);
  child.kill("SIGTERM");
  await once(child, "exit");
  expect(readdirSync(keys).sort()).toEqual(["key.jwk", "key.jwk.base64", "key.pem"]);
});

test("a world's clients are told, and no other one is made", async () => {
  const worldFile = join(dirname(data.file), "world.json");
  const clients = [
    { clientId: "skd-client", organisation: "skd", scopes: ["altinn:serviceowner"], kid: "skd-1" },
  ];
  writeFileSync(worldFile, JSON.stringify({ clients }));
  const { printed } = await command([...ports, "--world", worldFile]);
  expect(printed).toContain(
    `Clients of ${worldFile}, which says where their keys are:\n\nskd-client   key id skd-1\n`,
  );
  expect(printed).not.toContain("MASKINPORTEN_CLIENT_ID");
  const curl = /^curl '(.+)'$/m.exec(printed)?.[1] ?? "";
  expect(await (await fetch(curl)).text()).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/);
});

test("a world with a mistake ends the command, with the mistake's place", async () => {
  const worldFile = join(dirname(data.file), "world.json");
  writeFileSync(worldFile, '{\n  "organisation": []\n}');
  await expect(command([...ports, "--world", worldFile])).rejects.toThrow(
    /ended with 1: altinn-standin: [^]*world\.json[^]*organisation/,
  );
});

test("a reset leaves the ready client as it was handed out, a new organisation's too", async () => {
  const { printed } = await command([...ports, "--organisation", "xyz"]);
  const controlUrl = /^Control +(\S+)/m.exec(printed)?.[1] ?? "";
  const clients = async (): Promise<unknown> => (await fetch(`${controlUrl}/clients`)).json();
  const organisations = async (): Promise<unknown> => {
    const page = await fetch(`${printedUrl(printed, "ALTINN_PLATFORM_URL")}/`);
    return (await page.text()).includes(printedUrl(printed, "ALTINN_ORG_NUMBER"));
  };
  const before = await clients();
  expect(JSON.stringify(before)).toContain(printedUrl(printed, "MASKINPORTEN_CLIENT_ID"));
  const reset = await fetch(`${controlUrl}/reset`, { method: "POST" });
  expect(reset.ok).toBe(true);
  expect(await clients()).toEqual(before);
  expect(await organisations()).toBe(true);
});

test("files of a key are used again, and others are left as they are", async () => {
  const keys = join(dirname(data.file), "keys");
  const first = await command([...ports, "--keys", keys]);
  const second = await command([...ports, "--keys", keys]);
  expect(printedUrl(second.printed, "JWK_BASE64")).toBe(printedUrl(first.printed, "JWK_BASE64"));
  rmSync(join(keys, "key.jwk"));
  writeFileSync(join(keys, "key.pem"), "mine");
  await expect(command([...ports, "--keys", keys])).rejects.toThrow(
    /ended with 1: .*keys has key\.jwk\.base64, key\.pem, but no private key.*They stay as they are/,
  );
  expect(readFileSync(join(keys, "key.pem"), "utf8")).toBe("mine");
});

test("a key in another form than the one beside it is left as it is", async () => {
  const keys = join(dirname(data.file), "keys");
  const { child } = await command([...ports, "--keys", keys]);
  child.kill("SIGTERM");
  await once(child, "exit");
  writeFileSync(join(keys, "key.pem"), "mine");
  await expect(command([...ports, "--keys", keys])).rejects.toThrow(
    /key\.pem is another key than key\.jwk beside it/,
  );
  expect(readFileSync(join(keys, "key.pem"), "utf8")).toBe("mine");
});

test("a data file has one process, and its errors name it", async () => {
  const first = await command([...ports, "--data", data.file]);
  expect(first.printed).toContain(`Data file     ${data.file}\n`);
  await expect(command([...ports, "--data", data.file])).rejects.toThrow(
    `the data file ${data.file} is in use by another process`,
  );
  const other = join(dirname(data.file), "other");
  writeFileSync(other, "no database ".repeat(100));
  await expect(command([...ports, "--data", other])).rejects.toThrow(
    `the data file ${other} is no data file of a stand-in`,
  );
  const nowhere = join(dirname(data.file), "nowhere", "data.db");
  await expect(command([...ports, "--data", nowhere])).rejects.toThrow(
    `the data file ${nowhere} cannot be opened`,
  );
});

test("a port that is taken is named with whose it is", async () => {
  const { printed } = await command(ports);
  const { port } = new URL(printedUrl(printed, "ALTINN_MASKINPORTEN_URL"));
  await expect(command(["--port", "0", "--maskinporten-port", port])).rejects.toThrow(
    `port ${port} of 127.0.0.1, for Maskinporten, is taken (EADDRINUSE). Name another one, or 0`,
  );
});

test("addresses as clients write them are told beside where it listens", async () => {
  const written = ["--platform-address", "http://altinn:4010", "--issuer", "https://issuer.no"];
  const { printed } = await command([...ports, ...written]);
  expect(printed).toMatch(/^Altinn +http:\/\/altinn:4010 /m);
  const own = /^Listens on +(http:\/\/127\.0\.0\.1:\d+) and (http:\/\/127\.0\.0\.1:\d+)$/m.exec(
    printed,
  );
  expect((await fetch(`${String(own?.[2])}/jwk`)).status).toBe(200);
  expect(printed).toContain(`"aud" of assertions is https://issuer.no/ or ${String(own?.[2])}/)`);
});

test("its version is that of its package", async () => {
  await expect(command(["--version"])).rejects.toThrow(/^ended with 0: \d+\.\d+\.\d+\n$/);
});

test.each([["0.0.0.0"], ["::"]])("listening on %s is said loudly", async (host) => {
  const { printed } = await command([...ports, "--host", host]);
  expect(printed).toContain(`WARNING: it listens on ${host}, not on this machine alone.`);
});

test.each([[[]], [["--host", "localhost"]]])("with %j nothing is said of it", async (given) => {
  expect((await command([...ports, ...given])).printed).not.toContain("WARNING");
});

test("the package's own program runs where no ES module can be required, as in a user's jest", async () => {
  const runner = join(__dirname, "core-process.js");
  const program = join(__dirname, "core-library.ts");
  const child = spawn(process.execPath, ["--no-experimental-require-module", runner, program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  let printed = "";
  child.stdout.on("data", (chunk) => (printed += String(chunk)));
  expect(await once(child, "exit")).toEqual([0, null]);
  expect(printed).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
});
