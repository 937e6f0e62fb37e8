import type { NewAccessList } from "./access-lists/controls";
import type { Altinn, Environment } from "./altinn";
import type { TokenRequest } from "./authentication/issue";
import type { BrokerConfiguration } from "./broker/configuration-controls";
import type { ScanVerdict } from "./broker/scan-verdicts";
import type { DeploymentStatus, ProviderType } from "./broker/service-owners";
import type { Delegation, DelegationKey, MadeDelegation } from "./decisions/delegations";
import type { HeldPackages } from "./decisions/packages";
import type { ClientSettings, NewClient, ReadyClient, SystemUser } from "./maskinporten/clients";
import type { ListTrouble, NewOrganisation } from "./organisations/organisations";
import type { RequestListener } from "./server/app";
import type { AddressOptions } from "./server/addresses";
import type { Life, RequestMatcher } from "./server/by-request";
import type { Fault } from "./server/faults";
import type { SeenRequest } from "./server/requests";
import type { World } from "./world/schema";

export interface StandinOptions extends AddressOptions {
  /** Which deployment's rules apply; `staging` (TT02) by default. */
  readonly environment?: Environment;
  /** Port of the platform; a free one by default. */
  readonly port?: number;
  /** Port of Maskinporten; the one after `port`, or a free one when that is left out. */
  readonly maskinportenPort?: number;
  /**
   * SQLite file that holds everything but the contents of transfers, made when missing; in memory by default. The contents
   * are files in the folder beside it that has its name and `.contents`, or else in a temporary one that `close` removes.
   */
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
  /**
   * What is there at the start: organisations, clients, resources and the rest, as `world.schema.json` describes it. Files
   * that it names are looked for from the working directory. Throws a WorldError for one with mistakes.
   */
  readonly world?: World;
  /** The same in a JSON file, from whose folder the files that it names are looked for. Not together with `world`. */
  readonly worldFile?: string;
  /** Port of the control server, always on 127.0.0.1; 0 for a free one. Left out, there is no control server. */
  readonly controlPort?: number;
}

/** Scopes that one organisation has delegated to another in Altinn, for use at Maskinporten. */
export interface ScopeDelegation {
  /** Code or number of the organisation whose clients ask for tokens. */
  readonly supplier: string;
  /** Code or number of the organisation that they then act for (`consumer_org`). */
  readonly consumer: string;
  readonly scopes: readonly string[];
}

/** A running stand-in, and the handles a test has on it. It is not Altinn. */
export interface Standin {
  readonly environment: Environment;
  /** Base of Altinn's APIs, without a slash at the end. */
  readonly platformUrl: string;
  /** Base of Maskinporten, without a slash at the end. */
  readonly maskinportenUrl: string;
  /** Where the two listen, which is another address when clients write another one. */
  readonly listens: { readonly platform: string; readonly maskinporten: string };
  /** `iss` of its tokens, and what an assertion's `aud` must be: the base with a slash, or what was asked for. */
  readonly maskinportenIssuer: string;
  /** Base of the control server, without a slash at the end; undefined without `controlPort`. */
  readonly controlUrl: string | undefined;
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
  /** The clients that were made in this process, by the world or by `newClient`, the oldest first. */
  readyClients(): ReadyClient[];
  /** Changes what is given about a client and leaves the rest. Throws a RangeError for an unknown client. */
  changeClient(clientId: string, changes: ClientSettings): void;
  /**
   * Lets an organisation's clients act for another one in Maskinporten, with these scopes. Throws a RangeError for a code that
   * is not on the list, and for a supplier without a client.
   */
  delegateScopes(delegation: ScopeDelegation): void;
  /**
   * Makes a system user that this client may ask for.
   * Throws a RangeError for an unknown client.
   * @returns its uuid
   */
  newSystemUser(clientId: string, user: SystemUser): string;
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
  /**
   * Registers an organisation as a service owner in Broker, with its storage providers there at once. Throws a RangeError for
   * one that is registered, and for a code that is not on the list.
   * @param organisation code or number
   */
  registerServiceOwner(organisation: string, name: string): void;
  /** What malware scans find from now on. The oldest verdict that fits a transfer decides; without one it is clean. */
  setScanVerdict(verdict: ScanVerdict): void;
  /** Forgets all verdicts. */
  clearScanVerdicts(): void;
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
  /**
   * Makes an access list with members and connections. Throws a RangeError for one that is there, and for an owner or a
   * member that is not on the organisation list.
   */
  storeAccessList(list: NewAccessList): void;
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
  /**
   * Back to the world that it was started with, or to nothing: what was written since goes, requests and faults are forgotten,
   * numbers begin anew and the clock tells the machine's time. Ports and signing keys stay, so that tokens do.
   */
  reset(): void;
  /** Calls `listener` at the end of each reset, to make again what a program makes after the start. */
  onReset(listener: () => void): void;
  /** Cuts all connections and closes the store; contents in a temporary folder go. */
  close(): Promise<void>;
  /** @internal What the rooms share. */
  readonly altinn: Altinn;
}
