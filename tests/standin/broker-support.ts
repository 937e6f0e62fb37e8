import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import type { Altinn, Bearer, DecisionRequest, Environment } from "../../standin/altinn";
import type { Broker } from "../../standin/broker/broker";
import { registerBroker } from "../../standin/broker/routes";
import { createTables } from "../../standin/broker/tables";
import type { AdvancingClock } from "../../standin/clock";
import { createApp } from "../../standin/server/app";
import { ByRequest } from "../../standin/server/by-request";
import type { Fault } from "../../standin/server/faults";
import { RequestLog } from "../../standin/server/requests";
import { Contents } from "../../standin/store/contents";
import { openDatabase } from "../../standin/store/database";

export const ownerScope = "altinn:serviceowner";

/** Claims of an exchanged token of this organisation. */
export const claimsOf = (organisation: string, ...scopes: readonly string[]): Claims => ({
  scope: scopes.join(" "),
  consumer: { authority: "iso6523-actorid-upis", ID: `0192:${organisation}` },
  "urn:altinn:orgNumber": organisation,
  client_id: `client of ${organisation}`,
});

export type Claims = Readonly<Record<string, unknown>>;

/** A body that is read as it comes, without types. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Ask {
  readonly claims?: Claims;
  /** The token is past its `exp`. */
  readonly expired?: boolean;
  readonly json?: unknown;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly bytes: Buffer;
  readonly json: Json;
}

/** Broker alone: its neighbours are what the test says they are, its tokens are not signed. */
export interface BrokerServer {
  readonly broker: Broker;
  readonly altinn: Altinn;
  readonly database: DatabaseSync;
  readonly faults: ByRequest<Fault>;
  /** Registry documents by identifier; `fail` makes every look-up throw. */
  readonly registry: Map<string, Readonly<Record<string, unknown>>> & { fail?: boolean };
  /** Whether the decision point permits; everything by default. */
  permit: (request: DecisionRequest) => boolean;
  /** Parties on an access list; everybody by default. */
  listed: (party: string) => boolean;
  ask(method: string, path: string, ask?: Ask): Promise<Answer>;
  /** Opens a port as well, for what cannot be injected; gives its address. */
  listen(): Promise<string>;
  advance(ms: number): void;
  /** Sizes of the files that the folder of contents holds now, the smallest first. */
  held(): number[];
  close(): Promise<void>;
}

export async function startBroker(
  environment: Environment = "staging",
  dataFile?: string,
  answerTimeMs = 0,
): Promise<BrokerServer> {
  const database = openDatabase(dataFile);
  createTables(database);
  const clock = stoppedClock();
  const answered: (() => void)[] = [];
  const faults = new ByRequest<Fault>();
  const app = createApp({
    server: "platform",
    clock,
    log: new RequestLog("platform", clock),
    faults,
    afterwards: new ByRequest(),
    arrived: [],
    answered,
  });
  const registry: BrokerServer["registry"] = new Map();
  const altinn: Altinn = {
    environment,
    clock,
    database,
    contents: new Contents(dataFile),
    answerTimeMs,
    platformUrl: () => "",
    organisations: {
      all: () => [],
      byNumber: () => undefined,
      byCode: () => undefined,
      looksUp: true,
    },
    bearer: (headers, rules) => unsigned(headers.authorization, rules.ignoreExpiry ?? false),
    registry: {
      document(identifier) {
        if (registry.fail) {
          throw new Error("the registry answers 500");
        }
        return registry.get(identifier);
      },
      policy: () => undefined,
    },
    decisions: {
      letsIn: (request) => server.permit(request),
      whyNot: () => "the test says no",
      connectedLists: () => [],
      accessListAllows: (_resourceId, party) => server.listed(party),
    },
    onAnswered: (listener) => void answered.push(listener),
  };
  const broker = registerBroker(app, altinn);
  await app.ready();
  let isClosed = false;
  const server: BrokerServer = {
    broker,
    altinn,
    database,
    faults,
    registry,
    permit: () => true,
    listed: () => true,
    async ask(method, path, { claims, expired, json, body, headers } = {}) {
      const answer = await app.inject({
        method: method as "GET",
        url: `/broker/api/v1${path}`,
        headers: {
          ...(claims && { authorization: tokenOf(claims, expired) }),
          ...(json === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(json === undefined ? {} : { payload: JSON.stringify(json) }),
        ...(body === undefined ? {} : { payload: body }),
      });
      return {
        status: answer.statusCode,
        headers: answer.headers as Answer["headers"],
        text: answer.body,
        bytes: answer.rawPayload,
        get json() {
          return JSON.parse(answer.body);
        },
      };
    },
    listen: () => app.listen({ host: "127.0.0.1", port: 0 }),
    advance: (ms) => {
      clock.advance(ms);
    },
    held() {
      const folder = altinn.contents.path;
      const names = folder !== undefined && existsSync(folder) ? readdirSync(folder) : [];
      return names.map((name) => statSync(join(folder ?? "", name)).size).sort((a, b) => a - b);
    },
    async close() {
      if (!isClosed) {
        isClosed = true;
        await app.close();
        database.close();
      }
    },
  };
  return server;
}

/** Time passes only when the test says so, also from one server to the next. */
let now = Date.UTC(2026, 0, 15, 12);

const stoppedClock = (): AdvancingClock => ({
  aheadMs: 0,
  now: () => now,
  advance(ms) {
    now += ms;
  },
});

/** What `ask` sends as Authorization. */
export const tokenOf = (claims: Claims, expired = false): string =>
  `Bearer ${JSON.stringify({ claims, expired })}`;

function unsigned(authorization: string | undefined, ignoreExpiry: boolean): Bearer {
  if (authorization === undefined) {
    return { kind: "none" };
  }
  const { claims, expired } = JSON.parse(authorization.slice("Bearer ".length));
  return expired && !ignoreExpiry
    ? {
        kind: "invalid",
        reason: "expired",
        signed: { issuer: "altinn", claims: { ...claims, exp: 0 } },
      }
    : { kind: "valid", issuer: "altinn", claims };
}

/** A registry document of this organisation. */
export const document = (
  identifier: string,
  organization: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  identifier,
  title: { nb: "Lisenser" },
  description: { nb: "Lisenser" },
  hasCompetentAuthority: { organization, orgcode: "x" },
  ...more,
});

export const owner = "310000001";
export const resourceId = "licences";
export const asOwner = { claims: claimsOf(owner, ownerScope) };
export const asParty = { claims: claimsOf(owner, "altinn:broker.write", "altinn:broker.read") };

/** Registers the service owner, waits for its providers, and configures the resource. */
export async function configure(server: BrokerServer, settings: object = {}): Promise<void> {
  server.registry.set(resourceId, document(resourceId, owner));
  await server.ask("POST", "/serviceowner", { ...asOwner, json: { name: "A" } });
  await server.ask("PUT", `/resource/${resourceId}`, { ...asOwner, json: settings });
  await server.ask("GET", "/serviceowner", asOwner);
  server.advance(2_000);
}

/** What a sender must say at least. */
export const minimal = {
  fileName: "smoke.txt",
  resourceId,
  sendersFileTransferReference: "reference-1",
  sender: `0192:${owner}`,
  recipients: [`0192:${owner}`],
};

export async function initialize(server: BrokerServer, more: object = {}): Promise<string> {
  const answer = await server.ask("POST", "/filetransfer", {
    ...asParty,
    json: { ...minimal, ...more },
  });
  if (answer.status !== 200) {
    throw new Error(`initialize answered ${answer.status}: ${answer.text}`);
  }
  return answer.json.fileTransferId;
}

export const upload = (server: BrokerServer, id: string, content: string): Promise<Answer> =>
  server.ask("POST", `/filetransfer/${id}/upload`, {
    ...asParty,
    body: content,
    headers: { "content-type": "application/octet-stream" },
  });

/** A transfer without scan, published. */
export async function publish(
  server: BrokerServer,
  content = "Hello",
  more: object = {},
): Promise<string> {
  const id = await initialize(server, { disableVirusScan: true, ...more });
  await upload(server, id, content);
  return id;
}

export const overviewOf = async (server: BrokerServer, id: string): Promise<Json> =>
  (await server.ask("GET", `/filetransfer/${id}`, asParty)).json;
