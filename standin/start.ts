import { X509Certificate } from "node:crypto";
import { registerAccessLists } from "./access-lists/routes";
import type { Altinn, Environment } from "./altinn";
import { TokenVerifier, type TrustedIssuer } from "./authentication/bearer";
import { registerExchange } from "./authentication/exchange";
import { readyToken, TokenIssuer } from "./authentication/issue";
import { registerOpenId } from "./authentication/openid";
import { registerRefresh } from "./authentication/refresh";
import { loadSigningKey } from "./authentication/signing-key";
import { crashOnUnreadableTokens } from "./authentication/unreadable-token";
import { freeContents } from "./broker/contents";
import { registerBroker } from "./broker/routes";
import { startControl, type ControlServer } from "./control/server";
import { handlesOf } from "./handles";
import { registerMaskinporten } from "./maskinporten/routes";
import { registerPages } from "./pages/routes";
import { registerRegistry } from "./registry/routes";
import { registerAbsentApis } from "./server/absent-apis";
import { addresses } from "./server/addresses";
import { createApp, type RequestListener } from "./server/app";
import { RequestLog } from "./server/requests";
import type { Standin, StandinOptions } from "./standin";
import { emptyState, openState } from "./state";
import { Contents } from "./store/contents";
import { openDatabase, readSetting } from "./store/database";
import { enterWorld, makeAll, openWorld } from "./world/open";

export type { Standin, StandinOptions } from "./standin";

/** Starts a stand-in. It listens when the promise resolves; it must be closed. */
export async function startStandin(options: StandinOptions = {}): Promise<Standin> {
  const { environment = "staging", port = 0, dataFile } = options;
  const world = openWorld(options, environment);
  const database = openDatabase(dataFile);
  try {
    return await start(options, environment, port, database, world);
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
  world: ReturnType<typeof openWorld>,
): Promise<Standin> {
  const state = openState(database, environment, {
    cacheMinutes: options.decisionCacheMinutes ?? 0,
    olderBuild: options.olderDecisions ?? false,
    systemUserAccessPackages: options.systemUserAccessPackages ?? true,
  });
  const { clock, organisations, clients, registry, decisions, faults, afterwards, log } = state;
  const handles = handlesOf(state);
  const isNew = readSetting(database, "signing key altinn") === undefined;
  if (world) {
    enterWorld(world, state, handles, isNew);
  }
  const [altinnKey, maskinportenKey] = await Promise.all([
    loadSigningKey(database, "altinn", clock.now()),
    loadSigningKey(database, "maskinporten", clock.now()),
  ]);

  const at = addresses(options);
  const { platformUrl, maskinportenUrl, maskinportenIssuer } = at;
  const altinnIssuer = (): string => `${platformUrl()}/authentication/api/v1/openid/`;
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
  const maskinportenLog = new RequestLog("maskinporten", clock, log);
  const shared = { clock, faults, afterwards, arrived, certificate: at.certificate };
  const platform = createApp({ ...shared, server: "platform", log, answered });
  const maskinporten = createApp({
    ...shared,
    server: "maskinporten",
    log: maskinportenLog,
    answered: [],
  });

  const answerTimeMs = options.answerTimeMs ?? world?.answerTimeMs ?? 0;
  if (!(answerTimeMs >= 0 && Number.isFinite(answerTimeMs))) {
    throw new RangeError(`answerTimeMs takes milliseconds from 0 upwards, got ${answerTimeMs}`);
  }
  const altinn: Altinn = {
    environment,
    answerTimeMs,
    clock,
    database,
    contents: new Contents(options.dataFile),
    organisations,
    platformUrl,
    bearer: verifier.bearer.bind(verifier),
    registry,
    decisions,
    onAnswered: (listener: () => void) => void answered.push(listener),
  };
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
    url: maskinportenUrl,
    audiences: at.audiences,
    trustedCertificates: (options.trustedCertificates ?? []).map((pem) => new X509Certificate(pem)),
  });

  let control: ControlServer | undefined;
  const closeServers = await at.listen(
    { app: platform, port },
    { app: maskinporten, port: options.maskinportenPort ?? (port === 0 ? 0 : port + 1) },
  );

  const atReset: (() => void)[] = [];
  const standin: Standin = {
    ...handles,
    environment,
    platformUrl: platformUrl(),
    maskinportenUrl: maskinportenUrl(),
    listens: at.listens(),
    maskinportenIssuer: maskinportenIssuer(),
    get controlUrl() {
      return control?.url;
    },
    requests: log.entries,
    token: (wanted) => readyToken(tokens, organisations, wanted),
    onRequest: (listener) => void arrived.push(listener),
    reset() {
      emptyState(state);
      freeContents(altinn);
      if (world) {
        makeAll(world, state, handles);
      }
      for (const listener of atReset) {
        listener();
      }
    },
    onReset: (listener) => void atReset.push(listener),
    async close() {
      await Promise.all([closeServers(), control?.close()]);
      database.close();
    },
    altinn,
  };
  if (options.controlPort !== undefined) {
    try {
      control = await startControl(standin, state, options.controlPort);
    } catch (error) {
      await closeServers();
      throw error;
    }
  }
  return standin;
}
