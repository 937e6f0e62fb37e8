import type { StatementSync } from "node:sqlite";
import type { Kind, Values } from "../../../provider/resources/lifecycle";
import { sameJson } from "../../../provider/values/compare";
import { readPolicy } from "../../../standin/registry/policy/read-policy";
import { subjectsOf } from "../../../standin/registry/policy/registry-rules";
import type { SeenRequest } from "../../../standin/server/requests";
import { FakeEngine, type Entry } from "./fake-engine";
import type { Ground, Owner, Process } from "./ground";
import type { CallInRun } from "./troubles";

const REGISTRY = "/resourceregistry/api/v1/resource";
const BROKER = "/broker/api/v1";
const LISTS = "/resourceregistry/api/v1/access-lists";

/** The registry answers with these when nobody sent them; to have them in state says no more than to leave them out. */
const FILLED_IN: Values = { delegable: true, visible: true };

export interface RunOptions {
  readonly refresh?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Called at each pause of a wait, after the time has passed. */
  readonly paused?: () => void;
}

/** What stands at Altinn: the same in two rows when it is the same but for identifiers, organisation and time. */
export type AtAltinn = Readonly<Record<string, unknown>>;

let rows = 0;

/** One row of the table: its own objects at Altinn, and a stack of its own. */
export class Row {
  readonly id: string;
  /** For a program that moves to another object. */
  readonly otherId: string;
  readonly engine = new FakeEngine();
  /** Clients for what somebody does by hand. */
  readonly byHand: Process["context"];
  readonly #statements: Readonly<
    Record<
      "versions" | "config" | "owner" | "subjects" | "list" | "members" | "connections",
      StatementSync
    >
  >;

  constructor(
    readonly ground: Ground,
    readonly kind: Kind,
    readonly owner: Owner,
    idLike = (id: string): string => id,
  ) {
    rows += 1;
    this.id = idLike(`row-${String(rows)}-one`);
    this.otherId = `row-${String(rows)}-two`;
    this.byHand = ground.newProcess(kind, owner).context;
    const { database } = ground.standin.altinn;
    this.#statements = {
      versions: database.prepare("SELECT count(*) AS n FROM versions WHERE identifier = ?"),
      config: database.prepare("SELECT * FROM broker_resource WHERE id = ?"),
      subjects: database.prepare(
        "SELECT urn FROM subjects WHERE resource = ? AND deleted = 0 ORDER BY urn",
      ),
      owner: database.prepare("SELECT name FROM broker_service_owner WHERE id = ?"),
      list: database.prepare(
        "SELECT id, name, description FROM access_lists WHERE owner = ? AND identifier = ?",
      ),
      members: database.prepare(
        "SELECT party FROM access_list_members WHERE list = ? ORDER BY party",
      ),
      connections: database.prepare(
        "SELECT resource, actions FROM access_list_connections WHERE list = ? ORDER BY resource",
      ),
    };
  }

  /** A run before the one that is looked at, which must end well. */
  async up(program: Values | undefined, options: RunOptions = {}): Promise<void> {
    const { methods } = this.ground.newProcess(this.kind, this.owner, options);
    const { failed } = await this.engine.up(methods, program, options);
    if (failed) throw failed.error;
  }

  /** Somebody with access to the servers' databases, for what no API does. */
  inDatabase(sql: string, ...values: (string | number)[]): void {
    this.ground.standin.altinn.database.prepare(sql).run(...values);
  }

  /** A run before the one that is looked at, which fails with these words. */
  async upInVain(program: Values, words: RegExp, options: RunOptions = {}): Promise<void> {
    await expect(this.up(program, options)).rejects.toThrow(words);
    this.ground.standin.clearFaults();
  }

  /** Somebody else's act, once in the run that comes next, right after the first write of ours that arrives. */
  afterWrite(act: () => void): void {
    const { id, ground } = this;
    const before = this.atAltinn();
    let done = false;
    const change = (): void => {
      if (done || sameJson(this.atAltinn(), before)) return;
      done = true;
      act();
    };
    const life = { standing: true } as const;
    for (const method of ["POST", "PUT"])
      ground.standin.after(
        { method, path: /\/(?:resource|resourceregistry)\// },
        ({ path, body }) => {
          if (`${path} ${String(body)}`.includes(id)) change();
        },
        life,
      );
  }

  /** Somebody else's change to the registry's document. */
  async changedByHand(changes: Values, id = this.id): Promise<void> {
    const { versionId: _versionId, ...document } =
      (await this.byHand.registry.getResource(id)) ?? {};
    await this.byHand.registry.putResource({ ...document, ...changes } as never, () => true);
  }

  atAltinn(): AtAltinn {
    const { registry } = this.ground.standin.altinn;
    const { versions, config, owner } = this.#statements;
    const of = (id: string): Values => {
      const { versionId: _versionId, ...document } = registry.document(id) ?? {};
      const { created: _created, ...fields } = config.get(id) ?? {};
      const policy = registry.policy(id);
      return {
        document,
        versions: versions.get(id)?.n,
        policy: policy && Buffer.from(policy).toString("utf8"),
        subjects: this.#subjects(id),
        config: fields,
        list: this.#list(id),
      };
    };
    const name = owner.get(`0192:${this.owner.number}`)?.name;
    return this.#neutral({ one: of(this.id), two: of(this.otherId), serviceOwner: name });
  }

  /** Whether the registry lists a service for others than its policy says. */
  get listedWrong(): boolean {
    const { registry } = this.ground.standin.altinn;
    return [this.id, this.otherId].some((id) => {
      const policy = registry.policy(id);
      if (policy === undefined) return false;
      const urns = new Set(subjectsOf(readPolicy(Buffer.from(policy))).map(({ urn }) => urn));
      return !sameJson(this.#subjects(id), [...urns].sort());
    });
  }

  /**
   * The stack's state, less what only a first check keeps and the list of storage providers, which grows by itself. A version
   * id that is the live one is called so.
   */
  state(): readonly Values[] {
    const entries = [...this.engine.leaving, ...(this.engine.entry ? [this.engine.entry] : [])];
    return entries.map((entry) => this.#neutral(this.#timeless(entry)));
  }

  /** Members by party, and connections. */
  #list(identifier: string): Values | undefined {
    const { list, members, connections } = this.#statements;
    const found = list.get(this.owner.code, identifier);
    if (found === undefined) return undefined;
    const { id, ...texts } = found as Values & { readonly id: number };
    return { ...texts, members: members.all(id), connections: connections.all(id) };
  }

  #subjects(id: string): readonly unknown[] {
    return this.#statements.subjects.all(id).map(({ urn }) => urn);
  }

  #timeless({ id, inputs, outputs, initErrors }: Entry): Values {
    const { server: serverOnly, ...managed } = outputs;
    const { versionId, storageProviders: _storageProviders, ...server } = serverOnly as Values;
    const live = this.ground.standin.altinn.registry.document(id)?.versionId;
    const version =
      versionId === undefined
        ? {}
        : { versionId: versionId === live ? "the live one" : "an old one" };
    const { __adopt: _adopt, ...kept } = inputs;
    const said = Object.entries(managed).filter(([key, value]) => FILLED_IN[key] !== value);
    const known = { ...Object.fromEntries(said), server: { ...server, ...version } };
    return { id, inputs: kept, initErrors, outputs: known };
  }

  #neutral<T>(value: T): T {
    const text = JSON.stringify(value)
      .replaceAll(this.id, "{id}")
      .replaceAll(this.otherId, "{other id}")
      .replaceAll(this.owner.number, "{organisation}")
      .replaceAll(`"orgcode":"${this.owner.code}"`, '"orgcode":"{code}"')
      // The name that a stand-in gives to a new organisation.
      .replaceAll(`"Organisation ${this.owner.code}"`, '"{name}"');
    return JSON.parse(text) as T;
  }

  /** `METHOD` and what it is for, such as `PUT policy`. */
  purposeOf({ method, path }: SeenRequest): string {
    const { pathname } = new URL(path, "http://altinn");
    const purposes: Readonly<Record<string, string>> = {
      "/token": "token",
      "/authentication/api/v1/exchange/maskinporten": "exchange",
      [REGISTRY]: "registry resource",
      [`${REGISTRY}/orgs`]: "organisation list",
      [`${REGISTRY}/${this.id}`]: "registry resource",
      [`${REGISTRY}/${this.otherId}`]: "other registry resource",
      [`${REGISTRY}/${this.id}/policy`]: "policy",
      [`${REGISTRY}/${this.otherId}/policy`]: "other policy",
      [`${BROKER}/serviceowner`]: "service owner",
      [`${BROKER}/resource/${this.id}`]: "configuration",
      [`${BROKER}/resource/${this.otherId}`]: "other configuration",
      [`${LISTS}/${this.owner.code}`]: "access lists",
      [`${LISTS}/${this.owner.code}/${this.id}/resource-connections/${this.id}`]: "connection",
      [`${LISTS}/${this.owner.code}/${this.otherId}/resource-connections/${this.id}`]:
        "other list's connection",
      [`${LISTS}/${this.owner.code}/${this.id}`]: "access list",
      [`${LISTS}/${this.owner.code}/${this.otherId}`]: "other access list",
      [`${LISTS}/${this.owner.code}/${this.id}/members`]: "members",
      [`${LISTS}/${this.owner.code}/${this.otherId}/members`]: "other members",
    };
    return `${method} ${purposes[pathname] ?? pathname}`;
  }

  callOf(request: SeenRequest): CallInRun {
    const forToken = / (?:token|exchange)$/.test(this.purposeOf(request));
    const withToken = request.authorization !== undefined;
    return {
      method: request.method,
      kind: forToken ? "for a token" : withToken ? "with a token" : "anonymous",
    };
  }
}
