import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from "node:crypto";
import type { JsonWebKey, KeyObject } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Clock } from "../altinn";
import type { OrganisationList } from "../organisations/organisations";

/** A system user that an organisation has approved for a system which lists the client. */
export interface SystemUser {
  /** Nine digits: the organisation that approved it. */
  readonly organisation: string;
  /** A request must name the same one. Left out, on either side, it is the organisation's number. */
  readonly externalRef?: string;
  /** Its uuid; made up by default. */
  readonly id?: string;
}

/** Powers that another organisation has delegated to the client's organisation in Altinn. */
export interface Delegation {
  /** Nine digits: the organisation that delegated. */
  readonly consumer: string;
  readonly scopes: readonly string[];
}

/** What is changeable about a client. */
export interface ClientSettings {
  /** Scopes registered on the client and granted to its organisation. */
  readonly scopes?: readonly string[];
  /** Prefixes of the organisation's own scopes, such as `skd`: `consumer_prefix` of every token; none by default. */
  readonly scopePrefixes?: readonly string[];
  /** Scopes of the client that its organisation has lost: 403 MP-250. */
  readonly withdrawn?: readonly string[];
  /** Life of its tokens in seconds; 120 by default. A scope's cap may shorten it. */
  readonly lifetime?: number;
  /** Scope -> longest life in seconds (`at_max_age`), for this client alone; 3600 for other `altinn:` scopes, 0 is none. */
  readonly maxAge?: Readonly<Record<string, number>>;
  readonly delegations?: readonly Delegation[];
  /** The organisation (nine digits), or several system users. */
  readonly systemUserOf?: string | readonly SystemUser[];
  /** So many of the client's next grants are answered with 503. */
  readonly unavailable?: number;
}

export interface NewClient extends ClientSettings {
  /** Code or number of the organisation that owns the client. */
  readonly organisation: string;
  /** A UUID by default. A client that exists already is replaced. */
  readonly clientId?: string;
  /** Letters, digits and `. _ -`; made up by default. */
  readonly kid?: string;
  /** Public RSA key to register, when the caller has its own pair; else a pair of 2048 bits is made. */
  readonly publicJwk?: JsonWebKey;
  /** True: no key is registered, assertions carry `x5c`. The key pair is for the caller's certificate. */
  readonly certificate?: boolean;
  /** `maskinporten` by default; another type is refused with MP-201. */
  readonly integrationType?: string;
  /** Age of the registered key in days; after a year it is refused with MP-121. */
  readonly keyPostedDaysAgo?: number;
  /** The key reaches the token endpoint so many milliseconds from now. */
  readonly keyDelayMs?: number;
}

/** What a program needs in order to authenticate as the client. */
export interface ReadyClient {
  readonly clientId: string;
  readonly kid: string;
  /** Private RSA key with `kid`, `alg` and `use`; its own `publicJwk` when the caller brought that. */
  readonly jwk: JsonWebKey;
  /** Ids of its system users, in the order of `systemUserOf`. */
  readonly systemUsers: readonly string[];
}

interface RegisteredKey {
  readonly kid: string;
  readonly jwk: JsonWebKey;
  /** Milliseconds since the epoch. */
  readonly postedAt: number;
  /** When it reaches the token endpoint; 0 is always. */
  readonly activeFrom: number;
}

export interface Client {
  readonly clientId: string;
  /** Nine digits. */
  readonly organisation: string;
  readonly integrationType: string;
  readonly keys: readonly RegisteredKey[];
  readonly scopes: readonly string[];
  readonly scopePrefixes?: readonly string[];
  readonly withdrawn: readonly string[];
  readonly lifetime: number;
  readonly maxAge: Readonly<Record<string, number>>;
  readonly delegations: readonly Delegation[];
  readonly systemUsers: readonly (SystemUser & { readonly id: string })[];
  readonly unavailable: number;
}

export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS maskinporten_clients (client_id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS used_assertions (
      client_id TEXT NOT NULL, jti TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY (client_id, jti)
    ) WITHOUT ROWID;
  `);
}

const day = 24 * 60 * 60 * 1000;

/** Clients by id, kept in the store and held in memory. */
export class ClientRegister {
  private readonly clients = new Map<string, Client>();
  private readonly publicKeys = new WeakMap<RegisteredKey, KeyObject>();

  constructor(
    private readonly database: DatabaseSync,
    private readonly clock: Clock,
    private readonly organisations: OrganisationList,
  ) {
    this.reload();
  }

  /** Takes what the store holds in place of what is held in memory. */
  reload(): void {
    this.clients.clear();
    for (const row of this.database.prepare("SELECT document FROM maskinporten_clients").all()) {
      const client = JSON.parse(row["document"] as string) as Client;
      this.clients.set(client.clientId, client);
    }
  }

  find(clientId: string): Client | undefined {
    return this.clients.get(clientId);
  }

  all(): readonly Client[] {
    return [...this.clients.values()];
  }

  /** Throws a RangeError for an unknown organisation or a kid with other characters. */
  add(wanted: NewClient): ReadyClient {
    const organisation = this.organisations.numberOf(wanted.organisation);
    const clientId = wanted.clientId ?? randomUUID();
    const kid = wanted.kid ?? `key-${randomUUID()}`;
    if (!/^[A-Za-z0-9._-]+$/.test(kid)) {
      throw new RangeError(`kid ${kid} has other characters than letters, digits and . _ -`);
    }
    const marks = { kid, alg: "RS256", use: "sig" };
    const jwk = { ...(wanted.publicJwk ?? newPrivateJwk()), ...marks };
    const publicJwk = {
      ...createPublicKey({ key: jwk, format: "jwk" }).export({ format: "jwk" }),
      ...marks,
    };
    const now = this.clock.now();
    const postedAt = now - (wanted.keyPostedDaysAgo ?? 0) * day;
    const activeFrom = wanted.keyDelayMs === undefined ? 0 : now + wanted.keyDelayMs;
    const client: Client = {
      clientId,
      organisation,
      integrationType: wanted.integrationType ?? "maskinporten",
      keys: wanted.certificate ? [] : [{ kid, jwk: publicJwk, postedAt, activeFrom }],
      scopes: [],
      withdrawn: [],
      lifetime: 120,
      maxAge: {},
      delegations: [],
      systemUsers: [],
      unavailable: 0,
      ...settings(wanted),
    };
    this.keep(client);
    return { clientId, kid, jwk, systemUsers: client.systemUsers.map((each) => each.id) };
  }

  /** Changes what is given and leaves the rest. Throws a RangeError for an unknown client. */
  change(clientId: string, changes: ClientSettings): void {
    const client = this.find(clientId);
    if (client === undefined) {
      throw new RangeError(`no client ${clientId}`);
    }
    this.keep({ ...client, ...settings(changes) });
  }

  publicKey(key: RegisteredKey): KeyObject {
    let made = this.publicKeys.get(key);
    if (made === undefined) {
      made = createPublicKey({ key: key.jwk, format: "jwk" });
      this.publicKeys.set(key, made);
    }
    return made;
  }

  private keep(client: Client): void {
    this.clients.set(client.clientId, client);
    this.database
      .prepare("INSERT OR REPLACE INTO maskinporten_clients (client_id, document) VALUES (?, ?)")
      .run(client.clientId, JSON.stringify(client));
  }
}

function settings(wanted: ClientSettings): Partial<Client> {
  const { systemUserOf } = wanted;
  const { scopes, scopePrefixes, withdrawn, lifetime, maxAge, delegations, unavailable } = wanted;
  const users = typeof systemUserOf === "string" ? [{ organisation: systemUserOf }] : systemUserOf;
  const systemUsers = users?.map((user) => ({ ...user, id: user.id ?? randomUUID() }));
  const given = {
    scopes,
    scopePrefixes,
    withdrawn,
    lifetime,
    maxAge,
    delegations,
    systemUsers,
    unavailable,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** A private RSA key of 2048 bits. */
export function newPrivateJwk(): JsonWebKey {
  return createPrivateKey(
    generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    }).privateKey,
  ).export({ format: "jwk" });
}
