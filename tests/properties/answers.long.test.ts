import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, expect } from "@jest/globals";
import fc from "fast-check";
import { TokenExchange } from "../../provider/auth/exchange";
import { MaskinportenClient } from "../../provider/auth/maskinporten";
import { readMetadata } from "../../provider/auth/maskinporten-metadata";
import { TokenSource } from "../../provider/auth/tokens";
import { AccessListsClient } from "../../provider/clients/access-lists/client";
import { BrokerClient } from "../../provider/clients/broker";
import { FileTransferClient, SENDER_SCOPE } from "../../provider/clients/file-transfer";
import { belongTogether, codesOf, namesIn } from "../../provider/clients/organisation-list";
import { ResourceRegistryClient } from "../../provider/clients/resource-registry";
import { AltinnError } from "../../provider/errors";
import { HttpClient } from "../../provider/http/client";
import { readSettings } from "../../provider/settings";
import { ticksOfXsdDuration } from "../../provider/values/duration";
import { answersLike, openAnswering, type Answer } from "./answering";
import { property, type PropertyName } from "./property";
import { isSentence } from "./sentences";

/*
 * Whatever a server answers, a client gives a value of the shape that it promises, or an AltinnError that says what came. That
 * something is not there is only said where the server said so.
 */

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
/** Stands for every secret: no message may repeat it. */
const TOKEN = "s3cretT0ken";

let server: Awaited<ReturnType<typeof openAnswering>>;
let http: HttpClient;
beforeAll(async () => {
  server = await openAnswering();
  const bearer = { token: () => Promise.resolve(TOKEN), renew: () => Promise.resolve(false) };
  http = new HttpClient(
    { callTimeoutSeconds: 20, parallelCalls: 8, retry: { tries: 3, pause: () => 0 } },
    bearer,
  );
});
afterAll(() => server.close());

interface Asked {
  readonly right: unknown;
  ask(url: string): Promise<unknown>;
  isRight(value: never): boolean;
  /** Whether an answer says that the object is not there; those of a call that never says so are left out. */
  saysGone?(answer: Answer): boolean;
}

const isText = (value: unknown): boolean => typeof value === "string";
const bodyOf = ({ body }: Answer): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
};
const isPage = ({ body, headers }: Answer): boolean =>
  /html/i.test(headers["content-type"] ?? "") ||
  /^\s*<(!doctype|html)/i.test(Buffer.from(body).toString("utf8"));
/** A 404 of the API itself: no web page, and not what Azure's gateway says of an unknown address. */
const is404 = (answer: Answer): boolean =>
  answer.status === 404 && !isPage(answer) && !isOfGateway(bodyOf(answer));
const isOfGateway = (body: Record<string, unknown> | undefined): boolean =>
  typeof body?.statusCode === "number" && body.status === undefined;
const isNoContent = ({ status }: Answer): boolean => status === 204;

/** @param found Answers that a call once failed on. */
function answered(
  name: PropertyName,
  asked: readonly Asked[],
  found: readonly (readonly [status: number, body: unknown])[],
): void {
  const cases = fc.oneof(
    ...asked.map((each) => answersLike(each.right).map((answers) => ({ each, answers }))),
  );
  const examples = found.flatMap(([status, body]) => {
    const answer = { status, headers: {}, body: Buffer.from(JSON.stringify(body)) };
    return asked.map((each) => ({ each, answers: [answer] }));
  });
  property(
    name,
    cases,
    async ({ each, answers }) => {
      server.answerWith(answers);
      let value: unknown;
      try {
        value = await each.ask(server.url);
      } catch (error) {
        if (!(error instanceof AltinnError)) throw error;
        if (!isSentence(error.message) || !/\w{3}/.test(error.message))
          throw new Error(`no sentence: ${error.message}`);
        expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(TOKEN);
        return;
      }
      const given = server.given();
      const told = (): string =>
        JSON.stringify(
          given.map((one) => ({ ...one, body: Buffer.from(one.body).toString("utf8") })),
        );
      if (value === undefined) {
        if (!given.some((answer) => each.saysGone?.(answer) ?? false))
          throw new Error(`nobody said that it is gone: ${told()}`);
      } else if (!each.isRight(value as never))
        throw new Error(`${JSON.stringify(value)} is not of the promised shape: ${told()}`);
    },
    { examples },
  );
}

/** What a sentence about a refusal once failed on: an object that has a `toString` of its own. */
const ODD_PATHS = [400, { validationErrors: [{ paths: [{ toString: "" }] }] }] as const;
const ODD_ERRORS = [400, { errors: { a: [{ toString: "" }], b: { toString: null } } }] as const;
/** Codes that every object of JavaScript has a member of. */
const ODD_CODES = [
  [409, { code: "__proto__" }],
  [403, { code: "constructor" }],
] as const;

const resource = { identifier: "ttd-licences", title: { nb: "T" }, versionId: 3 };
const registry = (url: string): ResourceRegistryClient => new ResourceRegistryClient(http, url);

answered(
  "any answer of the registry is a value or an error that says what",
  [
    {
      right: resource,
      ask: (url) => registry(url).getResource("ttd-licences"),
      isRight: (value: typeof resource) => value.identifier === "ttd-licences",
      saysGone: (answer) => is404(answer) || isNoContent(answer),
    },
    {
      right: [resource, { identifier: "app_ttd_a" }],
      ask: (url) => registry(url).listIdentifiers(),
      isRight: (value: unknown[]) => value.every(isText),
    },
    {
      right: [resource, { identifier: "app_ttd_a", versionId: 0 }],
      ask: (url) => registry(url).listResources(),
      isRight: (value: (typeof resource)[]) => value.every(({ identifier }) => isText(identifier)),
    },
    {
      right: "<Policy/>",
      ask: (url) => registry(url).getPolicy("ttd-licences"),
      isRight: isText,
      saysGone: (answer) => is404(answer) || isNoContent(answer),
    },
    {
      right: resource,
      ask: (url) => registry(url).postResource(resource),
      isRight: (value: string) => ["created", "exists"].includes(value),
    },
    {
      right: resource,
      ask: (url) =>
        registry(url)
          .putResource(resource, ({ title }) => title !== undefined)
          .then(() => "done"),
      isRight: isText,
    },
    {
      right: {},
      ask: (url) =>
        registry(url)
          .putPolicy("ttd-licences", "<Policy/>")
          .then(() => "done"),
      isRight: isText,
    },
    {
      right: {},
      ask: (url) =>
        registry(url)
          .deleteResource("ttd-licences")
          .then(() => "done"),
      isRight: isText,
    },
    {
      right: {
        orgs: { ttd: { name: { nb: "T" }, orgnr: "991825827", environments: ["tt02"] }, skd: {} },
      },
      ask: async (url) => {
        const list = await registry(url).organisations();
        const owner = { orgCode: "ttd", orgNumber: "974761076" };
        return [
          belongTogether(list, owner).is,
          ...codesOf(list, "974761076"),
          ...Object.values(namesIn(list, "en")),
        ];
      },
      isRight: (value: unknown[]) => value.every(isText),
    },
  ],
  [ODD_PATHS, ODD_ERRORS, ...ODD_CODES],
);

const config = {
  maxFileTransferSize: 1,
  fileTransferTimeToLive: "30.00:00:00",
  purgeFileTransferAfterAllRecipientsConfirmed: true,
  purgeFileTransferGracePeriod: "02:00:00",
  useManifestFileShim: null,
  externalServiceCodeLegacy: null,
  externalServiceEditionCodeLegacy: null,
  requiredParty: null,
};
const isDuration = (value: unknown): boolean =>
  value === null || ticksOfXsdDuration(String(value)) !== undefined;
const isConfig = (value: typeof config): boolean =>
  Object.keys(value).length === Object.keys(config).length &&
  isDuration(value.fileTransferTimeToLive) &&
  isDuration(value.purgeFileTransferGracePeriod) &&
  typeof value.purgeFileTransferAfterAllRecipientsConfirmed === "boolean" &&
  typeof value.useManifestFileShim === "boolean" &&
  [value.maxFileTransferSize, value.externalServiceEditionCodeLegacy].every(
    (each) => each === null || typeof each === "number",
  );
const serviceOwner = {
  name: "T",
  storageProviders: [
    { type: "AltinnAzure", deploymentStatus: "Ready", deploymentEnvironment: "t" },
  ],
};
const broker = (url: string): BrokerClient => new BrokerClient(http, url);
const saysCode =
  (status: number, code: string) =>
  (answer: Answer): boolean =>
    answer.status === status && bodyOf(answer)?.code === code;
const transfers = (url: string): FileTransferClient =>
  new FileTransferClient(http, url, SENDER_SCOPE);
const transfer = {
  resourceId: "r",
  fileName: "f",
  reference: "r",
  sender: "991825827",
  recipient: "974761076",
  checksum: "0".repeat(32),
  withoutVirusScan: false,
};

answered(
  "any answer of Broker is a value or an error that says what",
  [
    {
      right: serviceOwner,
      ask: (url) => broker(url).getServiceOwner(),
      isRight: ({ name, storageProviders }: typeof serviceOwner) =>
        isText(name) &&
        storageProviders.every(
          ({ type, deploymentStatus }) => isText(type) && isText(deploymentStatus),
        ),
      saysGone: saysCode(404, "BRO-07004"),
    },
    {
      right: serviceOwner,
      ask: (url) => broker(url).postServiceOwner("T"),
      isRight: (value: string) => ["created", "exists"].includes(value),
    },
    {
      right: config,
      ask: (url) => broker(url).getConfig("ttd-licences"),
      isRight: isConfig,
      saysGone: saysCode(400, "BRO-00025"),
    },
    {
      right: config,
      ask: async (url) =>
        (await broker(url).putFirstConfig("ttd-licences", { requiredParty: "" })) ?? "done",
      isRight: (value: { live: typeof config; lost: string } | string) =>
        typeof value === "string" || (isConfig(value.live) && isText(value.lost)),
    },
    {
      right: { fileTransferId: "id" },
      ask: (url) => transfers(url).initialize(transfer),
      isRight: isText,
      saysGone: (answer) => bodyOf(answer)?.code === "BRO-00021",
    },
    {
      right: { fileTransferStatus: "Published", fileTransferStatusText: "t", useVirusScan: true },
      ask: (url) => transfers(url).getOverview("id"),
      isRight: ({
        status,
        text,
        isScanned,
      }: {
        status: unknown;
        text: unknown;
        isScanned: unknown;
      }) => isText(status) && isText(text) && typeof isScanned === "boolean",
    },
    {
      right: { fileTransferStatus: "Published" },
      ask: (url) =>
        transfers(url)
          .upload("id", Buffer.from("a"))
          .then(() => "done"),
      isRight: isText,
    },
    {
      right: { fileTransferStatus: "AllConfirmedDownloaded" },
      ask: (url) =>
        transfers(url)
          .confirmDownload("id")
          .then(() => "done"),
      isRight: isText,
    },
  ],
  [ODD_PATHS, ODD_ERRORS, ...ODD_CODES],
);

const connection = { resourceIdentifier: "r", actionFilters: ["read"] };
const list = {
  identifier: "partners",
  name: "P",
  description: "",
  resourceConnections: [connection],
};
const members = {
  links: { next: "http://a/?token=b" },
  data: [{ identifiers: { "urn:altinn:organization:identifier-no": "991825827" } }],
};
const lists = (url: string): AccessListsClient => new AccessListsClient(http, url, "ttd");
interface Found {
  readonly name: unknown;
  readonly description: unknown;
  readonly members?: readonly unknown[];
  readonly connections?: readonly {
    readonly resource: unknown;
    readonly actions: readonly unknown[];
  }[];
}
const isFound = ({ name, description, members: numbers = [], connections = [] }: Found): boolean =>
  [name, description, ...numbers].every(isText) &&
  connections.every(({ resource: id, actions }) => [id, ...actions].every(isText));

answered(
  "any answer about access lists is a value or an error that says what",
  [
    ...(["texts", "connections"] as const).map((depth): Asked => ({
      right: list,
      ask: (url) => lists(url).getList("partners", depth),
      isRight: isFound,
      saysGone: is404,
    })),
    {
      right: { ...list, ...members, links: {} },
      ask: (url) => lists(url).getList("partners", "members"),
      isRight: isFound,
      saysGone: is404,
    },
    {
      right: { data: [list], links: { next: "?token=b" } },
      ask: (url) => lists(url).identifiers(),
      isRight: (value: unknown[]) => value.every(isText),
    },
    {
      right: { data: [list], links: {} },
      ask: (url) => lists(url).listsOf("r"),
      isRight: (value: unknown[]) => value.every(isText),
    },
    {
      right: { ...list, ...members, links: null },
      ask: (url) =>
        lists(url).holding("partners", async (held) => {
          const made = await held.make({ name: "P", description: "" });
          await held.look("members");
          await held.putTexts({ name: "Q", description: "" });
          const unknown = await held.addMembers(["991825827", "974761076"]);
          await held.putConnection({ resource: "r", actions: ["read"] });
          await held.removeConnection("r");
          await held.remove();
          return [made?.name ?? "", ...unknown];
        }),
      isRight: (value: unknown[]) => value.every(isText),
    },
  ],
  [ODD_PATHS, ODD_ERRORS, ...ODD_CODES],
);

const claims = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const JWT = `${claims({ alg: "RS256" })}.${claims({ consumer: { ID: "0192:991825827" }, exp: 4e9, iat: 1 })}.${claims({})}`;
const grant = {
  clientId: "c",
  key: { kid: "k", privateKey, from: "MASKINPORTEN_JWK" },
  issuer: "https://m.example/",
  scope: "a:b",
};
const clientJwk = JSON.stringify({ ...privateKey.export({ format: "jwk" }), kid: "k" });
/** The settings' own tokens, from the answering server. */
function tokenSource(url: string): TokenSource {
  const { settings } = readSettings(
    { get: () => undefined },
    {
      ALTINN_ENVIRONMENT: "local",
      ALTINN_ORG_NUMBER: "991825827",
      ALTINN_ORG_CODE: "ttd",
      ALTINN_PLATFORM_URL: url,
      ALTINN_MASKINPORTEN_URL: url,
      MASKINPORTEN_CLIENT_ID: "c",
      MASKINPORTEN_JWK: clientJwk,
    },
  );
  if (!settings) throw new Error("the settings should be good");
  return new TokenSource(http, settings);
}

answered(
  "any answer to a request for a token is a token or an error that says what",
  [
    {
      right: { access_token: "t", expires_in: 120 },
      ask: (url) => new MaskinportenClient(http, url).token(grant),
      isRight: isText,
    },
    { right: JWT, ask: (url) => new TokenExchange(http, url).exchange(TOKEN), isRight: isText },
    {
      right: { issuer: "https://m.example/" },
      ask: (url) => readMetadata(http, url),
      isRight: ({ issuer, aheadMs }: { issuer: unknown; aheadMs: unknown }) =>
        isText(issuer) && (aheadMs === undefined || Number.isFinite(aheadMs)),
    },
    ...[JWT, { access_token: JWT }].map((right): Asked => ({
      right,
      ask: async (url) => {
        const source = tokenSource(url);
        const token = await source.token("a:b");
        return [token, await source.organisation("a:b")];
      },
      isRight: (value: unknown[]) => value.every(isText),
    })),
  ],
  [ODD_PATHS, ODD_ERRORS, ...ODD_CODES],
);
