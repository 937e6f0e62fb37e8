import { randomUUID } from "node:crypto";
import { storeAccessList } from "./access-lists/controls";
import {
  loseFirstPut,
  resetConfiguration,
  setConfiguration,
} from "./broker/configuration-controls";
import {
  approveForDisabledVirusScan,
  registerServiceOwner,
  setStorageProvider,
} from "./broker/controls";
import { ScanVerdicts } from "./broker/scan-verdicts";
import { failPolicyUploads, storePolicy, storeResource } from "./registry/controls";
import type { Standin } from "./standin";
import type { State } from "./state";

/** The handles that need no server. */
export type Handles = Omit<
  Standin,
  | "altinn"
  | "close"
  | "controlUrl"
  | "environment"
  | "listens"
  | "maskinportenIssuer"
  | "maskinportenUrl"
  | "onRequest"
  | "onReset"
  | "platformUrl"
  | "requests"
  | "reset"
  | "token"
>;

/** What tests, the world and the control server do with a stand-in. */
export function handlesOf(state: State): Handles {
  const { organisations, clients, readyClients, decisions, faults, afterwards, clock } = state;
  const verdicts = new ScanVerdicts(state.database);
  return {
    newOrganisation(wanted) {
      const { number, code } = organisations.add(wanted);
      return { number, code };
    },
    breakOrganisationList(trouble) {
      organisations.trouble = trouble;
    },
    newClient(wanted) {
      const ready = clients.add(wanted);
      readyClients.set(ready.clientId, ready);
      return ready;
    },
    readyClients: () => [...readyClients.values()],
    changeClient: (clientId, changes) => clients.change(clientId, changes),
    delegateScopes({ supplier, consumer, scopes }) {
      const number = organisations.numberOf(supplier);
      const delegation = { consumer: organisations.numberOf(consumer), scopes };
      const own = clients.all().filter(({ organisation }) => organisation === number);
      if (own.length === 0) {
        throw new RangeError(
          `organisation ${supplier} has no client that could use the delegation`,
        );
      }
      for (const { clientId, delegations } of own) {
        clients.change(clientId, { delegations: [...delegations, delegation] });
      }
    },
    newSystemUser(clientId, user) {
      const id = user.id ?? randomUUID();
      const earlier = clients.find(clientId)?.systemUsers ?? [];
      clients.change(clientId, { systemUserOf: [...earlier, { ...user, id }] });
      return id;
    },
    delegate: (delegation) => decisions.delegate(delegation),
    revoke: (delegation) => decisions.revoke(delegation),
    delegations: () => decisions.delegations(),
    holdPackages: (held) => decisions.holdPackages(held),
    dropPackages: (held) => decisions.dropPackages(held),
    registerServiceOwner: (organisation, name) =>
      registerServiceOwner(state, organisations.numberOf(organisation), name),
    setScanVerdict: (verdict) => verdicts.add(verdict),
    clearScanVerdicts: () => verdicts.clear(),
    approveForDisabledVirusScan: (resourceId) => approveForDisabledVirusScan(state, resourceId),
    setStorageProvider: (organisationNumber, type, status) =>
      setStorageProvider(state, organisationNumber, type, status),
    setBrokerConfiguration: (resourceId, configuration) =>
      setConfiguration(state, resourceId, configuration),
    resetBrokerConfiguration: (resourceId) => resetConfiguration(state, resourceId),
    loseFirstBrokerPut: (resourceId, configuration = {}) =>
      loseFirstPut(state, resourceId, configuration),
    storeResource: (document) => storeResource(state, document),
    storePolicy: (resourceId, xml) => storePolicy(state, resourceId, xml),
    failPolicyUploads: (resourceId, times = 1) => failPolicyUploads(state, resourceId, times),
    storeAccessList: (list) => storeAccessList(state, list),
    failNext: (matcher, fault, life = { times: 1 }) => faults.add(matcher, fault, life),
    after: (matcher, action, life = { times: 1 }) => afterwards.add(matcher, action, life),
    clearFaults() {
      faults.clear();
      afterwards.clear();
    },
    advance: (ms) => clock.advance(ms),
  };
}
