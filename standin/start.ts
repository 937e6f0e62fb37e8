import { X509Certificate } from "node:crypto";
import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import { registerAccessLists } from "./access-lists/routes";
import { createTables as createAccessListTables } from "./access-lists/tables";
import type { Altinn, Environment } from "./altinn";
import { TokenVerifier, type TrustedIssuer } from "./authentication/bearer";
import { registerExchange } from "./authentication/exchange";
import { readyToken, TokenIssuer, type TokenRequest } from "./authentication/issue";
import { registerOpenId } from "./authentication/openid";
import { registerRefresh } from "./authentication/refresh";
import { loadSigningKey } from "./authentication/signing-key";
import { crashOnUnreadableTokens } from "./authentication/unreadable-token";
import {
  loseFirstPut,
  resetConfiguration,
  setConfiguration,
  type BrokerConfiguration,
} from "./broker/configuration-controls";
import { approveForDisabledVirusScan, setStorageProvider } from "./broker/controls";
import { registerBroker } from "./broker/routes";
import type { DeploymentStatus, ProviderType } from "./broker/service-owners";
import { createTables as createBrokerTables } from "./broker/tables";
import { createClock } from "./clock";
import type { Delegation, DelegationKey, MadeDelegation } from "./decisions/delegations";
import type { HeldPackages } from "./decisions/packages";
import { decisionPort } from "./decisions/port";
import { createTables as createDecisionTables } from "./decisions/tables";
import {
  ClientRegister,
  createTables as createClientTables,
  type ClientSettings,
  type NewClient,
  type ReadyClient,
} from "./maskinporten/clients";
import { registerMaskinporten } from "./maskinporten/routes";
import {
  createTables as createOrganisationTables,
  OrganisationList,
  type ListTrouble,
  type NewOrganisation,
} from "./organisations/organisations";
import { registerPages } from "./pages/routes";
import { failPolicyUploads, storePolicy, storeResource } from "./registry/controls";
import { registryPort } from "./registry/port";
import { registerRegistry } from "./registry/routes";
import { createTables as createRegistryTables } from "./registry/tables";
import { registerAbsentApis } from "./server/absent-apis";
import { createApp, type RequestListener } from "./server/app";
import { ByRequest, type Life, type RequestMatcher } from "./server/by-request";
import type { Fault } from "./server/faults";
import { RequestLog, type SeenRequest } from "./server/requests";
import { openDatabase, readSetting, writeSetting } from "./store/database";

export interface StandinOptions {
  /** Which deployment's rules apply; `staging` (TT02) by default. */
  readonly environment?: Environment;
  /** Port of the platform on 127.0.0.1; a free one by default. */
  readonly port?: number;
  /** Port of Maskinporten; the one after `port`, or a free one when that is left out. */
  readonly maskinportenPort?: number;
  /** SQLite file that holds everything, made when missing; in memory by default. */
  readonly dataFile?: string;
  /**
   * For how many minutes the decision point remembers resources, policies and memberships, 10 in Altinn itself;
   * not at all by default, so that a changed policy counts at once.
   */
  readonly decisionCacheMinutes?: number;
  /** True: the decision point decides as builds before June 2026 did, which drop Deny. False by default. */
  readonly olderDecisions?: boolean;
  /**
   * Whether a rule for an access package lets a system user in that holds it for the party, without a delegation of the
   * service. True by default, which is an ASSUMPTION about TT02 and production.
   */
  readonly systemUserAccessPackages?: boolean;
  /**
   * Real milliseconds that each request takes; none by default. Half of them pass before it is handled; where the real
   * servers write in steps they pass between the steps, so that requests at once lose races as they do there.
   */
  readonly answerTimeMs?: number;
  /** PEM of the certificate authorities whose enterprise certificates this Maskinporten takes; none by default. */
  readonly trustedCertificates?: readonly string[];
}

/** A running stand-in, and the handles a test has on it. It is not Altinn. */
export interface Standin {
  readonly environment: Environment;
  /** Base of Altinn's APIs, without a slash at the end. */
  readonly platformUrl: string;
  /** Base of Maskinporten, without a slash at the end. */
  readonly maskinportenUrl: string;
  /** What an assertion's `aud` must be: the base with a slash. */
  readonly maskinportenIssuer: string;
  /** Every request that arrived, oldest first, with secrets and all; the last 10,000 at least. */
  readonly requests: readonly SeenRequest[];
  /** Puts an organisation on the list. Throws a RangeError when its code or number is taken or has another form. */
  newOrganisation(wanted?: NewOrganisation): { readonly number: string; readonly code: string };
  /**
   * Puts the organisation list in disorder, by which the exchange refuses every token with a service owner's scope; without an
   * argument all is well again.
   */
  breakOrganisationList(trouble?: ListTrouble): void;
  /** Registers a Maskinporten client. Throws a RangeError for an unknown organisation. */
  newClient(wanted: NewClient): ReadyClient;
  /** Changes what is given about a client and leaves the rest. Throws a RangeError for an unknown client. */
  changeClient(clientId: string, changes: ClientSettings): void;
  /** A ready-made token that the APIs take; a short cut past Maskinporten and the exchange. */
  token(wanted: TokenRequest): string;
  /**
   * Lets a system user or an organisation act for a party, as a person with one of the policy's roles or access packages
   * would in Altinn.
   * @returns the action of each right that could be delegated, which may be none
   */
  delegate(delegation: Delegation): string[];
  /** Takes all that a party has delegated on a resource to one receiver back. False when there was nothing. */
  revoke(delegation: DelegationKey): boolean;
  /** All that has been delegated and not been revoked. */
  delegations(): MadeDelegation[];
  /** Gives a system user access packages for a party. */
  holdPackages(held: HeldPackages): void;
  /** Takes access packages from a system user. False when it held none of them. */
  dropPackages(held: HeldPackages): boolean;
  /** Broker's staff let this resource have transfers without a scan, and sizes above 50 GB in production. */
  approveForDisabledVirusScan(resourceId: string): void;
  /** Makes a service owner's storage provider show this status from its first appearance on; `Absent` is never. */
  setStorageProvider(
    organisationNumber: string,
    type: ProviderType,
    status: DeploymentStatus | "Absent",
  ): void;
  /**
   * Sets fields of a resource's Broker configuration to values or null, as somebody does by hand in the database, past the
   * rules of PUT. Makes the configuration when there is none. Throws a RangeError for a value that the column does not
   * take, and for a resource that is not in the registry either.
   */
  setBrokerConfiguration(resourceId: string, configuration: BrokerConfiguration): void;
  /** All fields back to null and defaults, the row stays. Throws a RangeError for a resource that is not configured. */
  resetBrokerConfiguration(resourceId: string): void;
  /**
   * The next first PUT of this resource's Broker configuration loses a race: it is answered 500, and the configuration is
   * there with what the winner gave, `configuration`, nothing by default.
   */
  loseFirstBrokerPut(resourceId: string, configuration?: BrokerConfiguration): void;
  /**
   * Stores a registry document past the rules of POST and PUT: somebody else's write, or one from before today's rules.
   * A new version when the resource is there. Throws a RangeError without `identifier`, for a member of another type, and
   * for a resource that was deleted.
   * @returns its `versionId`
   */
  storeResource(document: Readonly<Record<string, unknown>>): number;
  /** Stores a resource's policy and its subjects, as an upload by somebody else. Throws for an unknown resource. */
  storePolicy(resourceId: string, xml: string): void;
  /**
   * The next uploads of a resource's policy are answered 500 after their first half: `policy` has the new text, the
   * subjects are the old ones. One upload by default; 0 takes it back.
   */
  failPolicyUploads(resourceId: string, times?: number): void;
  /** Calls `listener` when a request has arrived, before anything is done with it. */
  onRequest(listener: RequestListener): void;
  /** Makes matching requests go wrong: the next one by default. */
  failNext(matcher: RequestMatcher, fault: Fault, life?: Life): void;
  /**
   * Runs `action` when a matching request has been handled, before its answer goes out: the next one by default. What
   * stands between two requests of a program, such as somebody else's write, happens there at an exact place. The action's
   * promise is waited for, and its own requests may match too. What it throws ends the request with 500 and stands in the
   * request's `failure`. It does not run for a request that a fault resets before its effect, and for Broker's 406.
   */
  after(matcher: RequestMatcher, action: RequestListener, life?: Life): void;
  /** Forgets all faults, and all actions of `after`, that are still waiting. */
  clearFaults(): void;
  /** Moves the stand-in's clock forward by `ms` milliseconds. */
  advance(ms: number): void;
  /** Cuts all connections and closes the store. */
  close(): Promise<void>;
  /** @internal What the rooms share. */
  readonly altinn: Altinn;
}

/** Starts a stand-in. It listens when the promise resolves; it must be closed. */
export async function startStandin(options: StandinOptions = {}): Promise<Standin> {
  const { environment = "staging", port = 0, dataFile } = options;
  const database = openDatabase(dataFile);
  try {
    return await start(options, environment, port, database);
  } catch (error) {
    database.close();
    throw error;
  }
}

async function start(
  options: StandinOptions,
  environment: Environment,
  port: number,
  database: ReturnType<typeof openDatabase>,
): Promise<Standin> {
  for (const createTables of [
    createOrganisationTables,
    createClientTables,
    createRegistryTables,
    createAccessListTables,
    createDecisionTables,
    createBrokerTables,
  ]) {
    createTables(database);
  }
  const clock = createClock(Number(readSetting(database, "clock ahead") ?? 0), (ahead) =>
    writeSetting(database, "clock ahead", String(ahead)),
  );
  const organisations = new OrganisationList(database);
  const clients = new ClientRegister(database, clock, organisations);
  const [altinnKey, maskinportenKey] = await Promise.all([
    loadSigningKey(database, "altinn", clock.now()),
    loadSigningKey(database, "maskinporten", clock.now()),
  ]);

  let platformUrl = "";
  let maskinportenUrl = "";
  const altinnIssuer = (): string => `${platformUrl}/authentication/api/v1/openid/`;
  const maskinportenIssuer = (): string => `${maskinportenUrl}/`;
  const tokens = new TokenIssuer(
    clock,
    organisations,
    { altinn: altinnKey, maskinporten: maskinportenKey },
    { altinn: altinnIssuer, maskinporten: maskinportenIssuer },
  );
  const issuers: TrustedIssuer[] = [
    { name: "altinn", issuer: altinnIssuer, ...altinnKey },
    { name: "maskinporten", issuer: maskinportenIssuer, ...maskinportenKey },
  ];
  const verifier = new TokenVerifier(issuers, clock);

  const answered: (() => void)[] = [];
  const arrived: RequestListener[] = [];
  const faults = new ByRequest<Fault>();
  const afterwards = new ByRequest<RequestListener>();
  const log = new RequestLog("platform", clock);
  const maskinportenLog = new RequestLog("maskinporten", clock, log);
  const shared = { clock, faults, afterwards, arrived };
  const platform = createApp({ ...shared, server: "platform", log, answered });
  const maskinporten = createApp({
    ...shared,
    server: "maskinporten",
    log: maskinportenLog,
    answered: [],
  });

  const { answerTimeMs = 0 } = options;
  if (!(answerTimeMs >= 0 && Number.isFinite(answerTimeMs))) {
    throw new RangeError(`answerTimeMs takes milliseconds from 0 upwards, got ${answerTimeMs}`);
  }
  const registry = registryPort(database);
  const basis = {
    environment,
    answerTimeMs,
    clock,
    database,
    organisations,
    platformUrl: () => platformUrl,
    bearer: verifier.bearer.bind(verifier),
    registry,
    onAnswered: (listener: () => void) => void answered.push(listener),
  };
  const decisions = decisionPort(basis, {
    cacheMinutes: options.decisionCacheMinutes ?? 0,
    olderBuild: options.olderDecisions ?? false,
    systemUserAccessPackages: options.systemUserAccessPackages ?? true,
  });
  const altinn: Altinn = { ...basis, decisions };
  crashOnUnreadableTokens(platform);
  registerExchange(platform, altinn, { verifier, tokens, maskinportenIssuer });
  registerRefresh(platform, altinn, tokens);
  registerOpenId(platform, altinn, altinnKey);
  registerAbsentApis(platform, altinn);
  registerRegistry(platform, altinn);
  registerAccessLists(platform, altinn);
  registerPages(platform, altinn, registerBroker(platform, altinn), log.entries);
  registerMaskinporten(maskinporten, altinn, {
    clients,
    tokens,
    key: maskinportenKey,
    issuer: maskinportenIssuer,
    trustedCertificates: (options.trustedCertificates ?? []).map((pem) => new X509Certificate(pem)),
  });

  const close = async (): Promise<void> => {
    await Promise.all([platform.close(), maskinporten.close()]);
  };
  try {
    platformUrl = await listen(platform, port);
    maskinportenUrl = await listen(
      maskinporten,
      options.maskinportenPort ?? (port === 0 ? 0 : port + 1),
    );
  } catch (error) {
    await close();
    throw error;
  }

  return {
    environment,
    platformUrl,
    maskinportenUrl,
    maskinportenIssuer: maskinportenIssuer(),
    requests: log.entries,
    newOrganisation(wanted) {
      const { number, code } = organisations.add(wanted);
      return { number, code };
    },
    breakOrganisationList(trouble) {
      organisations.trouble = trouble;
    },
    newClient: (wanted) => clients.add(wanted),
    changeClient: (clientId, changes) => clients.change(clientId, changes),
    token: (wanted) => readyToken(tokens, organisations, wanted),
    delegate: (delegation) => decisions.delegate(delegation),
    revoke: (delegation) => decisions.revoke(delegation),
    delegations: () => decisions.delegations(),
    holdPackages: (held) => decisions.holdPackages(held),
    dropPackages: (held) => decisions.dropPackages(held),
    approveForDisabledVirusScan: (resourceId) => approveForDisabledVirusScan(altinn, resourceId),
    setStorageProvider: (organisationNumber, type, status) =>
      setStorageProvider(altinn, organisationNumber, type, status),
    setBrokerConfiguration: (resourceId, configuration) =>
      setConfiguration(altinn, resourceId, configuration),
    resetBrokerConfiguration: (resourceId) => resetConfiguration(altinn, resourceId),
    loseFirstBrokerPut: (resourceId, configuration = {}) =>
      loseFirstPut(altinn, resourceId, configuration),
    storeResource: (document) => storeResource(altinn, document),
    storePolicy: (resourceId, xml) => storePolicy(altinn, resourceId, xml),
    failPolicyUploads: (resourceId, times = 1) => failPolicyUploads(altinn, resourceId, times),
    onRequest: (listener) => void arrived.push(listener),
    failNext: (matcher, fault, life = { times: 1 }) => faults.add(matcher, fault, life),
    after: (matcher, action, life = { times: 1 }) => afterwards.add(matcher, action, life),
    clearFaults() {
      faults.clear();
      afterwards.clear();
    },
    advance: (ms) => clock.advance(ms),
    async close() {
      await close();
      database.close();
    },
    altinn,
  };
}

async function listen(app: FastifyInstance, port: number): Promise<string> {
  await app.listen({ host: "127.0.0.1", port });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}
