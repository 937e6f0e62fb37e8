import { createPrivateKey, type JsonWebKey } from "node:crypto";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { startStandin, type Standin } from "../../standin/index";
import { control, rawGet, startControlled } from "./control-support";
import { call, RESOURCE } from "./registry-support";
import { exchange, grant } from "./tokens-support";
import { asTtd, broker, FISK, initialize, resource, SYSTEM_USER } from "./world-support";

let standin: Standin;
beforeAll(async () => {
  standin = await startControlled({ world: broker });
});
afterEach(() => standin.reset());
afterAll(() => standin.close());

describe("where it is", () => {
  test("without a port for it there is none", async () => {
    const plain = await startStandin();
    expect(plain.controlUrl).toBeUndefined();
    await plain.close();
  });

  test("it listens on 127.0.0.1 alone", async () => {
    const { hostname, port } = new URL(String(standin.controlUrl));
    expect(hostname).toBe("127.0.0.1");
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of others) {
      const outcome = await new Promise((resolve) => {
        const socket = connect(Number(port), address, () => resolve("connected"));
        socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
      });
      expect(outcome).toBe("ECONNREFUSED");
    }
  });

  test.each([
    ["Host", { host: "evil.example:80" }, "the request's Host is evil.example:80"],
    ["Host", { host: "127.0.0.1.evil.example" }, "the request's Host is 127.0.0.1.evil.example"],
    ["Origin", { origin: "http://evil.example" }, "the request's Origin is http://evil.example"],
    ["Origin", { origin: "null" }, "the request's Origin is null"],
    ["Origin", { origin: "http://localhost:3000" }, "Origin is http://localhost:3000"],
  ])("a foreign %s is refused: %j", async (_name, headers, said) => {
    const { status, text } = await rawGet(`${String(standin.controlUrl)}/clients`, headers);
    expect([status, JSON.parse(text).title]).toEqual([403, "Forbidden"]);
    expect(JSON.parse(text).detail).toContain(said);
    expect(JSON.parse(text).detail).toContain("the control server serves");
  });

  test.each(["localhost", "[::1]:5", "127.0.0.1:9"])("Host %s is this machine", async (host) => {
    const url = `${String(standin.controlUrl)}/clock`;
    expect((await rawGet(url, { host })).status).toBe(200);
    expect((await rawGet(url, { host, origin: `http://${host}` })).status).toBe(200);
  });

  test("a body of a form is refused, as a page of another site could send it", async () => {
    const answer = await control(standin, "POST /faults", "status=503", {
      "content-type": "text/plain",
    });
    expect([answer.status, answer.json.detail]).toEqual([
      415,
      "the body must be JSON, with Content-Type: application/json, got text/plain",
    ]);
  });
});

describe("what was requested", () => {
  test("each refusal has its cause", async () => {
    const { code, number } = standin.newOrganisation();
    const token = standin.token({ organisation: number, scopes: ["altinn:broker.read"] });
    const late = standin.token({ organisation: number, scopes: [], claims: { exp: 1, nbf: 0 } });
    const as = (bearer?: string) => ({
      json: resource(`${code}-x`),
      ...(bearer !== undefined && { token: bearer }),
    });
    await call(standin, "POST", RESOURCE, as());
    await call(standin, "POST", RESOURCE, as("not-a-token"));
    await call(standin, "POST", RESOURCE, as(late));
    await call(standin, "POST", RESOURCE, as(token));
    await exchange(standin, token);
    await fetch(`${standin.maskinportenUrl}/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=x",
    });
    await call(standin, "GET", "/broker/api/v1/serviceowner", {
      token: standin.token({ organisation: number, scopes: ["altinn:serviceowner"] }),
    });
    standin.failNext({}, { status: 503 });
    await call(standin, "GET", `${RESOURCE}/x`);
    await call(standin, "GET", `${RESOURCE}/orgs`);
    const { json } = await control(standin, "GET /requests");
    expect(
      json.map((each: { status: number; cause: string }) => [each.status, each.cause]),
    ).toEqual([
      [401, "there is no bearer token in the Authorization header"],
      [401, "the bearer token: not a JWT"],
      [401, "the bearer token: expired"],
      [403, "the token's scopes are not enough: altinn:broker.read"],
      [401, "the token is not signed by this Maskinporten, or the token provider is another one"],
      [400, expect.stringContaining("invalid_request Invalid assertion.")],
      [404, "BRO-07004 Service owner not found"],
      [503, 'a fault that was asked for, number 1: {"status":503}'],
      [200, undefined],
    ]);
    expect(json[0]).toMatchObject({ server: "platform", method: "POST", path: RESOURCE });
    expect(json[5]).toMatchObject({ server: "maskinporten", path: "/token" });
    expect(Date.parse(json[0].time)).not.toBeNaN();
  });

  test("it is chosen by server, method, path and status, and forgotten", async () => {
    await call(standin, "GET", `${RESOURCE}/one`);
    await call(standin, "PUT", `${RESOURCE}/one`);
    await call(standin, "GET", `${RESOURCE}/two?x=1`);
    const paths = async (query: string): Promise<string[]> =>
      (await control(standin, `GET /requests?${query}`)).json.map(
        ({ method, path }: { method: string; path: string }) => `${method} ${path.slice(-3)}`,
      );
    expect(await paths("method=put")).toEqual(["PUT one"]);
    expect(await paths("path=two%3Fx")).toEqual(["GET x=1"]);
    expect(await paths("status=404&last=1")).toEqual(["GET x=1"]);
    expect(await paths("server=maskinporten")).toEqual([]);
    expect((await control(standin, "DELETE /requests")).status).toBe(204);
    expect(await paths("")).toEqual([]);
    expect(standin.requests).toEqual([]);
  });

  test("no secret is shown unless it is asked for", async () => {
    const client = standin.newClient({ organisation: "ttd", scopes: ["altinn:broker.read"] });
    const { token } = await grant(standin, client, { claims: { scope: "altinn:broker.read" } });
    await exchange(standin, token);
    const { text } = await control(standin, "GET /requests");
    const signature = token.split(".")[2] ?? "";
    expect(text).not.toMatch(/eyJ/);
    expect(text).not.toContain(signature);
    const { json } = await control(standin, "GET /requests?secrets=true");
    expect(json[0].issuedToken).toBe(token);
    expect(Buffer.from(json[0].body, "base64").toString()).toContain(json[0].assertion);
    expect(json[1].authorization).toBe(`Bearer ${token}`);
  });
});

test("the clock is read and moved forward", async () => {
  const before = (await control(standin, "GET /clock")).json;
  expect(before.aheadMs).toBe(0);
  const after = await control(standin, "POST /clock/advance", { ms: 3_600_000 });
  expect([after.status, after.json.aheadMs]).toEqual([200, 3_600_000]);
  expect(Date.parse(after.json.now) - Date.parse(before.now)).toBeGreaterThanOrEqual(3_600_000);
});

test("the next calls of a path go wrong, until faults are cleared", async () => {
  const path = `${RESOURCE}/ttd-files`;
  const status = async (): Promise<number> => (await call(standin, "GET", path)).status;
  expect((await control(standin, "POST /faults", { path, status: 503, times: 2 })).status).toBe(
    204,
  );
  expect([await status(), await status(), await status()]).toEqual([503, 503, 200]);
  await control(standin, "POST /faults", { method: "GET", path, reset: "before" });
  await expect(status()).rejects.toThrow();
  await control(standin, "POST /faults", { path, status: 500, standing: true });
  expect(await status()).toBe(500);
  expect((await control(standin, "DELETE /faults")).status).toBe(204);
  expect(await status()).toBe(200);
});

test("faults that wait are listed with how often each was met, so that a mistyped one is seen", async () => {
  await control(standin, "POST /faults", { pathPattern: "/polcy$", status: 503 });
  await control(standin, "POST /faults", { method: "GET", status: 500, standing: true });
  await control(standin, "POST /faults", { path: "/x", delayMs: 1, times: 2 });
  await call(standin, "GET", `${RESOURCE}/ttd-files/policy`);
  expect((await control(standin, "GET /faults")).json).toEqual([
    { id: 1, met: 0, left: 1, pathPattern: "\\/polcy$", status: 503 },
    { id: 2, met: 1, left: "standing", method: "GET", status: 500 },
    { id: 3, met: 0, left: 2, path: "/x", delayMs: 1 },
  ]);
  expect(standin.requests.at(-1)?.cause).toBe(
    'a fault that was asked for, number 2: {"method":"GET","status":500}',
  );
});

test("a scan finds what it is told to", async () => {
  await control(standin, "POST /scan-verdicts", { verdict: "malicious", resourceId: "ttd-files" });
  const token = asTtd(standin, "altinn:broker.write", "altinn:broker.read");
  const { json } = await initialize(standin, token);
  const path = `/broker/api/v1/filetransfer/${String(json.fileTransferId)}`;
  await fetch(`${standin.platformUrl}${path}/upload`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
    body: "contents",
  });
  await control(standin, "POST /clock/advance", { ms: 60_000 });
  await call(standin, "GET", path, { token });
  await control(standin, "POST /clock/advance", { ms: 60_000 });
  const seen = (await call(standin, "GET", path, { token })).json;
  expect([seen.fileTransferStatus, seen.fileTransferStatusText]).toEqual([
    "Failed",
    "Malware scan failed: Malicious",
  ]);
  const download = await call(standin, "GET", `${path}/download`, {
    token: standin.token({ organisation: FISK.number, scopes: ["altinn:broker.read"] }),
  });
  expect(download.status).toBeGreaterThanOrEqual(400);
  expect((await control(standin, "DELETE /scan-verdicts")).status).toBe(204);
});

describe("what is new", () => {
  test("an organisation, made up or named", async () => {
    const { status, json } = await control(standin, "POST /organisations", {});
    expect([status, Object.keys(json)]).toEqual([201, ["number", "code"]]);
    await control(standin, "POST /organisations", { code: "havn", number: "310000027" });
    const { orgs } = (await call(standin, "GET", `${RESOURCE}/orgs`)).json;
    expect([orgs.havn.orgnr, orgs[json.code].orgnr]).toEqual(["310000027", json.number]);
    const list = (await control(standin, "GET /organisations")).json;
    expect(list).toContainEqual({ code: "havn", number: "310000027", name: "Organisation havn" });
  });

  test("a client, whose key comes in three forms", async () => {
    const { status, json } = await control(standin, "POST /clients", {
      organisation: "skd",
      scopes: ["skd:a"],
    });
    expect(status).toBe(201);
    const { clientId, kid, jwk, jwkBase64, pem } = json;
    expect(JSON.parse(Buffer.from(jwkBase64, "base64").toString())).toEqual(jwk);
    const ofPem = createPrivateKey(pem).export({ format: "jwk" });
    expect(ofPem.d).toBe(jwk.d);
    for (const key of [jwk as JsonWebKey, ofPem]) {
      const client = { clientId, kid, jwk: key, systemUsers: [] };
      expect((await grant(standin, client, { claims: { scope: "skd:a" } })).status).toBe(200);
    }
    expect((await control(standin, `GET /clients/${String(clientId)}`)).json).toEqual(json);
    const listed = (await control(standin, "GET /clients")).json;
    expect(listed).toContainEqual({
      clientId,
      kid,
      organisation: "974761076",
      scopes: ["skd:a"],
      systemUsers: [],
    });
    expect(JSON.stringify(listed)).not.toContain(jwk.d);
  });

  test("a client with a public key of its own", async () => {
    const { jwk } = standin.newClient({ organisation: "skd" });
    const { json } = await control(standin, "POST /clients", {
      clientId: "own",
      organisation: "skd",
      kid: "own-key",
      key: { kty: jwk.kty, n: jwk.n, e: jwk.e },
    });
    expect(json).toEqual({
      clientId: "own",
      organisation: "974761076",
      scopes: [],
      systemUsers: [],
      kid: "own-key",
    });
  });

  test("a system user with what it may do, given and taken back", async () => {
    const made = await control(standin, "POST /system-users", {
      clientId: "ttd",
      organisation: "310000019",
    });
    expect([made.status, made.json.id]).toEqual([201, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
    const rights = { party: "fisk", systemUser: SYSTEM_USER, resourceId: "ttd-files" };
    expect((await control(standin, "POST /delegations", rights)).json).toEqual({
      actions: ["read", "write"],
    });
    expect((await control(standin, "GET /delegations")).json).toEqual([
      { ...rights, party: FISK.number, actions: ["read", "write"] },
    ]);
    expect((await control(standin, "DELETE /delegations", rights)).status).toBe(204);
    expect((await control(standin, "DELETE /delegations", rights)).status).toBe(404);
    const held = { party: "fisk", systemUser: SYSTEM_USER, packages: ["fiske"] };
    expect((await control(standin, "POST /held-packages", held)).status).toBe(204);
    expect((await control(standin, "DELETE /held-packages", held)).status).toBe(204);
    expect((await control(standin, "DELETE /held-packages", held)).status).toBe(404);
  });

  test("a resource, its policy, a list and Broker's side of it, as in a world", async () => {
    const [document] = [resource("ttd-more")];
    const policy = (await call(standin, "GET", `${RESOURCE}/ttd-files/policy`)).text.replaceAll(
      "ttd-files",
      "ttd-more",
    );
    const calls: readonly (readonly [path: string, body: object | undefined])[] = [
      ["/resources", document],
      ["/policies", { resourceId: "ttd-more", xml: policy }],
      ["/access-lists", { owner: "ttd", identifier: "l", name: "L", members: ["skd"] }],
      ["/broker-service-owners", { organisation: "skd", name: "Skatt" }],
      ["/broker-configurations", { resourceId: "ttd-more", maxFileTransferSize: 5 }],
      ["/suppliers", { supplier: "ttd", consumer: "skd", scopes: ["a:b"] }],
    ];
    const statuses = [];
    for (const [path, body] of calls) {
      statuses.push((await control(standin, `POST ${path}`, body)).status);
    }
    expect(statuses).toEqual([201, 204, 204, 204, 204, 204]);
    expect((await call(standin, "GET", `${RESOURCE}/ttd-more/policy`)).text).toBe(policy);
  });
});

describe("mistakes", () => {
  test.each([
    ["POST /clients", { organisation: "skdd" }, "$.organisation", 'did you mean "skd"?'],
    ["POST /clients", { organization: "skd" }, "$.organization", 'did you mean "organisation"?'],
    ["POST /organisations", { number: "310000011" }, "$.number", "has a wrong check digit"],
    ["POST /organisations", { code: "nav" }, "$.code", "is taken: it is that of nav"],
    ["POST /faults", { status: "503" }, "$.status", 'must be a number, got "503"'],
    ["POST /policies", { resourceId: "ttd-files", file: "/etc/passwd" }, "$.file", "is no name"],
    ["POST /clock/advance", { ms: -1 }, "$.ms", "must be 0 or more, got -1"],
    ["GET /requests?stats=403", undefined, "$.stats", 'did you mean "status"?'],
  ])("%s %j is told as a problem with its place", async (what, body, path, message) => {
    const answer = await control(standin, what, body);
    expect([answer.status, answer.type]).toEqual([400, "application/problem+json; charset=utf-8"]);
    const errors = answer.json.errors as { path: string; message: string }[];
    expect(errors).toContainEqual({ path, message: expect.stringContaining(message) });
  });

  test.each([
    ["GET /request", 404, "there is nothing at /request; did you mean /requests?"],
    ["GET /nothing/like/it", 404, "at /nothing/like/it. GET /openapi.json lists what there is."],
    ["GET /clients/none", 404, "there is no client none; GET /clients lists them"],
  ])("%s is %d", async (what, status, said) => {
    const answer = await control(standin, what);
    expect([answer.status, answer.json.detail]).toEqual([status, expect.stringContaining(said)]);
  });

  test.each([
    ["PUT /faults", "POST, GET, DELETE", "/faults takes POST and GET and DELETE, got PUT"],
    ["DELETE /clients/ttd", "GET", "/clients/ttd takes GET, got DELETE"],
    ["POST /openapi.json", "GET", "/openapi.json takes GET, got POST"],
  ])("%s is 405 with Allow", async (what, allow, detail) => {
    const [method = "", path = ""] = what.split(" ");
    const answer = await fetch(`${String(standin.controlUrl)}${path}`, { method });
    const problem = (await answer.json()) as { detail: string };
    expect([answer.status, answer.headers.get("allow"), problem.detail]).toEqual([
      405,
      allow,
      detail,
    ]);
  });

  test("a body that is no JSON is told with its line", async () => {
    const { status, json } = await control(standin, "POST /faults", '{\n  "status": 5x\n}');
    expect([status, json.detail]).toEqual([400, expect.stringContaining("line 2, $")]);
  });

  test("what cannot be made changes nothing", async () => {
    const before = (await control(standin, "GET /organisations")).json;
    expect((await control(standin, "POST /organisations", { code: "skd" })).status).toBe(400);
    expect((await control(standin, "GET /organisations")).json).toEqual(before);
  });
});
