import type { DatabaseSync } from "node:sqlite";
import { createTables as createAccessListTables } from "./access-lists/tables";
import type { Environment, RegistryPort } from "./altinn";
import { createTables as createBrokerTables } from "./broker/tables";
import { createClock, type StandinClock } from "./clock";
import { decisionPort, type DecisionOptions, type Decisions } from "./decisions/port";
import { createTables as createDecisionTables } from "./decisions/tables";
import {
  ClientRegister,
  createTables as createClientTables,
  type ReadyClient,
} from "./maskinporten/clients";
import {
  createTables as createOrganisationTables,
  OrganisationList,
} from "./organisations/organisations";
import { registryPort } from "./registry/port";
import { createTables as createRegistryTables } from "./registry/tables";
import type { RequestListener } from "./server/app";
import { ByRequest } from "./server/by-request";
import type { Fault } from "./server/faults";
import { RequestLog } from "./server/requests";
import { emptyTables, readSetting, writeSetting } from "./store/database";

/** What a stand-in holds behind its servers: the store, and what the rooms keep of it in memory. */
export interface State {
  readonly environment: Environment;
  readonly database: DatabaseSync;
  readonly clock: StandinClock;
  readonly organisations: OrganisationList;
  readonly clients: ClientRegister;
  /** By id, those that were made in this process. */
  readonly readyClients: Map<string, ReadyClient>;
  readonly registry: RegistryPort;
  readonly decisions: Decisions;
  readonly faults: ByRequest<Fault>;
  readonly afterwards: ByRequest<RequestListener>;
  /** What was requested of the platform; Maskinporten's has the same entries. */
  readonly log: RequestLog;
}

/** Settings that outlive a reset: keys, so that tokens and clients do too. */
const lasting = ["signing key ", "command client ", "made key ", "world"];

export function openState(
  database: DatabaseSync,
  environment: Environment,
  options: DecisionOptions = {},
): State {
  createTables(database);
  const clock = createClock(Number(readSetting(database, "clock ahead") ?? 0), (ahead) =>
    writeSetting(database, "clock ahead", String(ahead)),
  );
  const organisations = new OrganisationList(database);
  const registry = registryPort(database);
  return {
    environment,
    database,
    clock,
    organisations,
    clients: new ClientRegister(database, clock, organisations),
    readyClients: new Map(),
    registry,
    decisions: decisionPort({ clock, database, organisations, registry }, options),
    faults: new ByRequest(),
    afterwards: new ByRequest(),
    log: new RequestLog("platform", clock),
  };
}

/** As of a store that was just made, but for keys. */
export function emptyState(state: State): void {
  const { database, clock, organisations, clients, readyClients, decisions } = state;
  emptyTables(database, lasting);
  createTables(database);
  organisations.reload();
  clients.reload();
  readyClients.clear();
  decisions.forget();
  state.faults.clear();
  state.afterwards.clear();
  state.log.clear();
  clock.reset();
}

function createTables(database: DatabaseSync): void {
  for (const create of [
    createOrganisationTables,
    createClientTables,
    createRegistryTables,
    createAccessListTables,
    createDecisionTables,
    createBrokerTables,
  ]) {
    create(database);
  }
}
