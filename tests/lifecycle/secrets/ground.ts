import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { openWorld, type World } from "../../support/altinn";
import { policyFor } from "../../support/policies";
import { methodsOf } from "../../support/provider-process";
import { resourceArgs } from "../../support/resources";
import { formsOfKey, formsOfText, Search, tokensOf, type Secret } from "../../support/secrets";
import { reachableFrom } from "./reachable";

const SUBSCRIPTION_KEY = "c0ffee5ub5cr1pt10nkey0123456789a";
const id = "ttd-licences";

/** What an error, or a list of failures, may be made of. */
const PLAIN = /^(?:Object|Array|Function|String|\w*Error)$/;
const LIBRARY = /^(?:AxiosError|TypeError|DOMException|JOSEError)/;

/** A service owner whose secrets are searched for in everything that fails. */
export class Ground {
  private constructor(
    readonly world: World,
    /** Secrets beside the key, and the tokens that the stand-in has seen. */
    readonly extra: Secret[],
  ) {}

  static async open(): Promise<Ground> {
    const world = (await openWorld()).anew({ ALTINN_SUBSCRIPTION_KEY: SUBSCRIPTION_KEY });
    return new Ground(world, formsOfText("subscription key", SUBSCRIPTION_KEY));
  }

  /** From what failed no secret can be reached, and no object of a library. */
  expectClean(found: unknown): void {
    const { env, standin } = this.world;
    const search = new Search([
      ...formsOfKey("key", JSON.parse(env.MASKINPORTEN_JWK ?? "") as Record<string, unknown>),
      ...tokensOf(standin),
      ...this.extra,
    ]);
    const { texts, objects } = reachableFrom(found);
    expect(texts.length).toBeGreaterThan(0);
    expect(
      texts.flatMap(({ path, text }) => search.hits(text).map((what) => `${path}: ${what}`)),
    ).toEqual([]);
    expect(objects.filter(({ type }) => !PLAIN.test(type) || LIBRARY.test(type))).toEqual([]);
  }

  /** Asks a server that repeats what it is sent, in the place of one of ours. */
  async expectNoEcho(status: number, variable: string): Promise<void> {
    for (const echo of echoes) {
      const server = await openEcho(status, echo, this.extra);
      const failed = await failuresOf(this.world.anew({ [variable]: addressOf(server) }));
      server.closeAllConnections();
      server.close();
      expect(failed.length).toBeGreaterThan(0);
      for (const one of failed) this.expectClean(one);
    }
  }
}

/** All that the engine can ask for, each in a process of its own; what fails of it. */
export async function failuresOf(of: World): Promise<unknown[]> {
  const { number } = of.organisation;
  const resource = resourceArgs(id);
  const policy = { resourceId: id, xml: policyFor(id, [number]), onDelete: "keep" };
  const config = { resourceId: id, fileTransferTimeToLive: "P30D", onDelete: "forget" };
  const server = {};
  const asked = (kind: Parameters<typeof methodsOf>[1], args: Record<string, unknown>) => {
    const anew = (): ReturnType<typeof methodsOf> => methodsOf(of.anew(), kind);
    const key = kind === "ServiceOwner" ? number : id;
    const olds = { ...args, server, recorded: { environment: "local", organization: number } };
    return [
      () => anew().check({}, args),
      () => anew().create(args),
      () => anew().read(key, olds),
      () => anew().update(key, olds, { ...args, homepage: "https://other.example" }),
      () => anew().delete(key, olds),
    ];
  };
  const calls = [
    ...asked("ServiceOwner", { name: "Etaten", onDelete: "forget" }),
    ...asked("Resource", { ...resource, onDelete: "withdraw" }),
    ...asked("ResourcePolicy", policy),
    ...asked("BrokerResourceConfig", config),
    ...asked("AccessList", { identifier: "partners", name: "Partnere", onDelete: "delete" }),
    ...asked("AccessListConnection", {
      accessList: "partners",
      resourceId: id,
      onDelete: "disconnect",
    }),
  ];
  const failed: unknown[] = [];
  for (const call of calls) {
    await call().then(
      (answer) => {
        if (answer && "failures" in answer && answer.failures.length > 0)
          failed.push(answer.failures);
      },
      (error: unknown) => void failed.push(error),
    );
  }
  return failed;
}

/** Answers that hold what the request held: its headers, its form, and what stands in them, at every place that is read. */
const echoes: readonly ((seen: string) => string)[] = [
  (seen) => seen,
  (seen) => JSON.stringify(seen),
  (seen) => JSON.stringify({ detail: seen, code: seen, traceId: seen, title: seen }),
  (seen) => JSON.stringify({ error: "invalid_grant", error_description: seen, error_uri: seen }),
  (seen) => JSON.stringify({ error: seen, error_description: "no" }),
  (seen) => JSON.stringify({ statusCode: 401, message: `subscription key: ${seen}` }),
  (seen) => JSON.stringify({ errors: { [seen]: [seen] } }),
  (seen) => JSON.stringify({ validationErrors: [{ code: seen, detail: seen, paths: [seen] }] }),
  (seen) => `<html>${seen}</html>`,
];

/** A server that repeats in its answers what it is sent. */
async function openEcho(
  status: number,
  echo: (seen: string) => string,
  sent: Secret[],
): Promise<Server> {
  const textOf = async (request: IncomingMessage): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    return Buffer.concat(parts).toString("utf8");
  };
  const server = createServer((request, response) => {
    void textOf(request).then((body) => {
      const assertion = new URLSearchParams(body).get("assertion") ?? "";
      const authorization = request.headers.authorization ?? "";
      for (const text of [assertion, authorization.replace(/^Bearer /, "")])
        sent.push(
          { what: "what was sent", text },
          { what: "signature", text: text.split(".")[2] ?? "" },
        );
      const key = String(request.headers["ocp-apim-subscription-key"] ?? "");
      const html = echo("").startsWith("<");
      response.writeHead(status, { "content-type": html ? "text/html" : "application/json" });
      response.end(echo([key, authorization, assertion].filter(Boolean).join(" ")));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const addressOf = (server: Server): string =>
  `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
