import type { IncomingHttpHeaders } from "node:http";
import type { DatabaseSync } from "node:sqlite";
import type { Contents } from "./store/contents";

/**
 * Which deployment the stand-in answers as. `staging` is TT02, `production` is production,
 * `development` is a developer's own Broker (one storage provider, no token lifetime check).
 */
export type Environment = "staging" | "production" | "development";

/** An entry of the organisation list that Altinn publishes on its CDN. */
export interface Organisation {
  /** Nine digits; empty for `ttd`, as on the CDN. */
  readonly number: string;
  /** Short code in lower case, such as `skd`. */
  readonly code: string;
  readonly name: { readonly nb: string; readonly nn: string; readonly en: string };
}

/** Milliseconds since the epoch, as this stand-in tells the time; tests move it forward. */
export interface Clock {
  now(): number;
}

/** Who sent a request, after its bearer token was looked at. */
export type Bearer =
  | { readonly kind: "none" }
  | {
      readonly kind: "invalid";
      readonly reason: string;
      /** The token, when its signature is good and something else is wrong with it. */
      readonly signed?: {
        readonly issuer: "altinn" | "maskinporten";
        readonly claims: Readonly<Record<string, unknown>>;
      };
    }
  | {
      readonly kind: "valid";
      /** Which key signed it: Altinn's exchange or Maskinporten itself. */
      readonly issuer: "altinn" | "maskinporten";
      readonly claims: Readonly<Record<string, unknown>>;
    };

/** Reads and verifies `Authorization: Bearer ...` as one API does it. */
export interface BearerRules {
  /** Issuers whose tokens this API takes. */
  readonly issuers: readonly ("altinn" | "maskinporten")[];
  /** Seconds that a token may be past its `exp`. */
  readonly skewSeconds: number;
  /** Broker in Development does not look at `exp`. */
  readonly ignoreExpiry?: boolean;
}

/** What every room of the stand-in is given: the shared state, and the ports between rooms. */
export interface Altinn {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly database: DatabaseSync;
  /** Where the bytes of files are; which ones are in use is said by Broker's tables. */
  readonly contents: Contents;
  /** Real milliseconds that each request takes, half of them before it is handled; 0 for none. */
  readonly answerTimeMs: number;
  /** Scheme, host and port of the platform, without a slash at the end. */
  readonly platformUrl: () => string;
  readonly organisations: Organisations;
  /** @param clockSkewMs how far off a fault puts the server's clock; 0 by default */
  bearer(headers: IncomingHttpHeaders, rules: BearerRules, clockSkewMs?: number): Bearer;
  /** The registry's current document of a resource, for Broker and the decision point. */
  readonly registry: RegistryPort;
  readonly decisions: DecisionPort;
  /**
   * Called once for every request that the platform has answered (Maskinporten's are not counted), after its answer went out.
   * A listener added while a request is handled hears of that request's own answer too. Listeners cannot be removed.
   */
  onAnswered(listener: () => void): void;
}

export interface Organisations {
  all(): readonly Organisation[];
  /** False: the token exchange cannot look any organisation up. */
  readonly looksUp: boolean;
  byNumber(number: string): Organisation | undefined;
  /** Case-insensitive, as every Altinn API compares codes. */
  byCode(code: string): Organisation | undefined;
}

export interface RegistryPort {
  /** The latest version as GET would show it, or undefined when unknown or deleted. */
  document(identifier: string): Readonly<Record<string, unknown>> | undefined;
  /** The uploaded policy's bytes, or undefined. */
  policy(identifier: string): Uint8Array | undefined;
}

/** What Broker asks the decision point: may this caller do one of `actions` for `party` on the resource? */
export interface DecisionRequest {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly resourceId: string;
  /** Action ids in one bag, as Broker's search sends both `read` and `write`. */
  readonly actions: readonly string[];
  /** Nine digits of the organisation acted for. */
  readonly party: string;
  /** Id of the transfer, which Broker names where a recipient asks to read one. */
  readonly instance?: string;
}

export interface DecisionPort {
  /**
   * Whether Broker lets the caller in: the decision point permits, and the caller has the level that
   * the policy wants.
   *
   * @throws ObligationError where Broker fails on what the policy wants
   */
  letsIn(request: DecisionRequest): boolean;
  /** What a request that is not let in asked, and why the answer is no, in words for who reads the log. */
  whyNot(request: DecisionRequest): string;
  /** True when `party` is a member of an access list connected to the resource (with a filter that allows `action`). */
  accessListAllows(resourceId: string, party: string, action: string): boolean;
  /** The access lists that are connected to a resource, as `owner/identifier`. */
  connectedLists(resourceId: string): readonly string[];
}
