// The same requests as a run of ours, by a client that does nothing else: Node's own http, connections kept alive, and as
// many services at once as the provider has calls at once. A process of its own.
// Messages: { env, services, run, parallel } in, { seconds } or { failed } out.
import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";

const REGISTRY = "/resourceregistry/api/v1/resource";
const BROKER = "/broker/api/v1";
const BROKER_SCOPE = "altinn:serviceowner";
const REGISTRY_SCOPE = "altinn:resourceregistry/resource.write";
/** The provider reads so many new resources one by one, and then a list of all. */
const READ_SINGLY = 2;

process.once("message", async (wanted) => {
  try {
    const client = new Client(wanted);
    const start = performance.now();
    await client[wanted.run]();
    process.send({ seconds: (performance.now() - start) / 1000 }, () => process.exit(0));
  } catch (error) {
    process.send({ failed: String(error) }, () => process.exit(1));
  }
});

class Client {
  constructor({ env, services, parallel }) {
    this.env = env;
    /** Each: { identifier, document, policy, config }. @type {Record<string, unknown>[]} */
    this.services = JSON.parse(readFileSync(services, "utf8"));
    this.parallel = parallel;
    this.agent = new Agent({ keepAlive: true, maxSockets: parallel });
    this.tokens = {};
  }

  /** `up` on an empty Altinn: what is asked once, one after the other, then the services, `parallel` at once. */
  async up() {
    await this.send("GET", `${REGISTRY}/orgs`);
    await this.fetchToken(BROKER_SCOPE);
    await this.send("GET", `${BROKER}/serviceowner`, { scope: BROKER_SCOPE, answers: [404] });
    for (const { identifier } of this.services.slice(0, READ_SINGLY))
      await this.send("GET", `${REGISTRY}/${identifier}`, { answers: [404] });
    await this.fetchToken(REGISTRY_SCOPE);
    await this.send("GET", `${REGISTRY}/resourcelist?includeApps=false`);
    await this.send("GET", `${BROKER}/serviceowner`, { scope: BROKER_SCOPE, answers: [404] });
    await this.sendJson("POST", `${BROKER}/serviceowner`, BROKER_SCOPE, { name: "Etaten" });
    await this.send("GET", `${BROKER}/serviceowner`, { scope: BROKER_SCOPE });
    await this.each(this.services, (service) => this.make(service));
  }

  async make({ identifier, document, policy, config }) {
    await this.sendJson("POST", REGISTRY, REGISTRY_SCOPE, document);
    await this.send("GET", `${REGISTRY}/${identifier}`);
    await this.send("GET", `${REGISTRY}/${identifier}/policy`, { answers: [404] });
    await this.upload(`${REGISTRY}/${identifier}/policy`, policy);
    await this.send("GET", `${REGISTRY}/${identifier}/policy`);
    const ofBroker = `${BROKER}/resource/${identifier}`;
    await this.send("GET", ofBroker, { scope: BROKER_SCOPE, answers: [400] });
    await this.sendJson("PUT", ofBroker, BROKER_SCOPE, config);
    await this.send("GET", ofBroker, { scope: BROKER_SCOPE });
  }

  /** A refresh: everything is read once, `parallel` at once. */
  async read() {
    await this.fetchToken(BROKER_SCOPE);
    const owner = { path: `${BROKER}/serviceowner`, scope: BROKER_SCOPE };
    const reads = this.services.flatMap(({ identifier }) => [
      { path: `${REGISTRY}/${identifier}` },
      { path: `${REGISTRY}/${identifier}/policy` },
      { path: `${BROKER}/resource/${identifier}`, scope: BROKER_SCOPE },
    ]);
    await this.each([owner, ...reads], ({ path, scope }) => this.send("GET", path, { scope }));
  }

  async each(items, work) {
    const left = [...items];
    const worker = async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    };
    await Promise.all(Array.from({ length: this.parallel }, worker));
  }

  async fetchToken(scope) {
    const now = Math.floor(Date.now() / 1000);
    const { env } = this;
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = {
      aud: env.ALTINN_MASKINPORTEN_ISSUER,
      iss: env.MASKINPORTEN_CLIENT_ID,
      scope,
      iat: now,
      exp: now + 100,
      jti: randomUUID(),
    };
    const text = `${part({ alg: "RS256", kid: env.MASKINPORTEN_KEY_ID })}.${part(claims)}`;
    const key = createPrivateKey({ key: JSON.parse(env.MASKINPORTEN_JWK), format: "jwk" });
    const assertion = `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
    const grant_type = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    const answer = await this.send("POST", "/token", {
      base: env.ALTINN_MASKINPORTEN_URL,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ grant_type, assertion }).toString(),
    });
    const authorization = `Bearer ${JSON.parse(answer).access_token}`;
    this.tokens[scope] = await this.send("GET", "/authentication/api/v1/exchange/maskinporten", {
      headers: { authorization },
    });
  }

  sendJson(method, path, scope, value) {
    const headers = { "content-type": "application/json" };
    return this.send(method, path, { scope, headers, body: JSON.stringify(value) });
  }

  upload(path, xml) {
    const boundary = "bench-boundary";
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="policyFile"; filename="policy.xml"\r\nContent-Type: application/xml\r\n\r\n`;
    return this.send("PUT", path, {
      scope: REGISTRY_SCOPE,
      headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
      body: `${head}${xml}\r\n--${boundary}--\r\n`,
    });
  }

  /** Any other answer than a success, or one of `answers`, ends the run. @returns {Promise<string>} the body */
  send(
    method,
    path,
    { base = this.env.ALTINN_PLATFORM_URL, scope, headers, body, answers = [] } = {},
  ) {
    const sent = {
      ...(scope ? { authorization: `Bearer ${this.tokens[scope]}` } : {}),
      ...(body === undefined ? {} : { "content-length": Buffer.byteLength(body) }),
      ...headers,
    };
    return new Promise((resolve, reject) => {
      const call = request(base + path, { method, agent: this.agent, headers: sent }, (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (piece) => (text += piece));
        answer.on("error", reject).on("end", () => {
          const { statusCode } = answer;
          if (statusCode < 300 || answers.includes(statusCode)) resolve(text);
          else reject(new Error(`${method} ${path}: ${statusCode} ${text}`));
        });
      });
      call.on("error", reject).end(body);
    });
  }
}
