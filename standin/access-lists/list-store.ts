import type { DatabaseSync } from "node:sqlite";
import { transaction } from "../store/database";
import { storable } from "../store/postgres";

/** An access list without its members and connections. Times are milliseconds since the epoch. */
export interface AccessList {
  readonly id: number;
  readonly owner: string;
  readonly identifier: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Number of the latest event of the list; members and connections count too. */
  readonly version: number;
}

export interface Member {
  /** The party's uuid. */
  readonly party: string;
  readonly since: number;
}

export interface Connection {
  readonly resource: string;
  /** The actions that the list allows; empty means all. */
  readonly actions: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A member of a list that is connected to a resource. */
export interface Membership {
  readonly resource: string;
  readonly actions: readonly string[];
  readonly since: number;
}

const LIST =
  "id, owner, identifier, name, description, created_at AS createdAt, updated_at AS updatedAt, version";
const CONNECTION = "resource, actions, created_at AS createdAt, updated_at AS updatedAt";

function withActions<T>(row: Record<string, unknown>): T {
  return { ...row, actions: JSON.parse(row["actions"] as string) as string[] } as T;
}

/** The access lists of all owners. Every method that changes a list gives it a new version. */
export class AccessListStore {
  private readonly statements;

  constructor(private readonly database: DatabaseSync) {
    this.statements = {
      event: database.prepare("UPDATE access_list_events SET latest = latest + 1 RETURNING latest"),
      list: database.prepare(`SELECT ${LIST} FROM access_lists WHERE owner = ? AND identifier = ?`),
      page: database.prepare(
        `SELECT ${LIST} FROM access_lists WHERE owner = ? AND identifier >= ? ORDER BY identifier LIMIT ?`,
      ),
      insert: database.prepare(
        `INSERT INTO access_lists (owner, identifier, name, description, created_at, updated_at, version)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ),
      rename: database.prepare("UPDATE access_lists SET name = ?, description = ? WHERE id = ?"),
      touch: database.prepare("UPDATE access_lists SET updated_at = ?, version = ? WHERE id = ?"),
      remove: database.prepare("DELETE FROM access_lists WHERE id = ?"),
      members: database.prepare(
        "SELECT party, since FROM access_list_members WHERE list = ? AND party >= ? ORDER BY party LIMIT ?",
      ),
      allMembers: database.prepare("SELECT party FROM access_list_members WHERE list = ?"),
      addMember: database.prepare(
        "INSERT INTO access_list_members (list, party, since) VALUES (?, ?, ?)",
      ),
      removeMember: database.prepare(
        "DELETE FROM access_list_members WHERE list = ? AND party = ?",
      ),
      connection: database.prepare(
        `SELECT ${CONNECTION} FROM access_list_connections WHERE list = ? AND resource = ?`,
      ),
      connections: database.prepare(
        `SELECT ${CONNECTION} FROM access_list_connections WHERE list = ? AND resource >= ?
         ORDER BY resource LIMIT ?`,
      ),
      putConnection: database.prepare(
        `INSERT INTO access_list_connections (list, resource, actions, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?4)
         ON CONFLICT (list, resource) DO UPDATE SET actions = ?3, updated_at = ?4`,
      ),
      removeConnection: database.prepare(
        "DELETE FROM access_list_connections WHERE list = ? AND resource = ?",
      ),
      connectedTo: database.prepare(
        `SELECT l.owner, l.identifier FROM access_list_connections c JOIN access_lists l ON l.id = c.list
         WHERE c.resource = ? ORDER BY l.owner, l.identifier`,
      ),
      memberships: database.prepare(
        `SELECT c.resource, c.actions, m.since FROM access_list_members m
         JOIN access_list_connections c ON c.list = m.list
         WHERE m.party = ?1 AND (?2 IS NULL OR c.resource = ?2) ORDER BY c.resource, m.list`,
      ),
    };
  }

  list(owner: string, identifier: string): AccessList | undefined {
    return this.statements.list.get(owner, identifier) as unknown as AccessList | undefined;
  }

  /** At most `limit` lists of an owner from an identifier on, by identifier. */
  lists(owner: string, from: string, limit: number): AccessList[] {
    return this.statements.page.all(owner, from, limit) as unknown as AccessList[];
  }

  create(owner: string, identifier: string, name: string, description: string, now: number): void {
    transaction(this.database, () => {
      const version = this.nextEvent();
      const texts = [identifier, name, description].map(storable);
      this.statements.insert.run(owner, ...texts, now, now, version);
    });
  }

  rename(list: AccessList, name: string, description: string, now: number): void {
    this.change(list, now, () => {
      this.statements.rename.run(storable(name), storable(description), list.id);
    });
  }

  /** Removes a list with its members and connections. Returns the version that its removal is. */
  remove(list: AccessList): number {
    return transaction(this.database, () => {
      this.statements.remove.run(list.id);
      return this.nextEvent();
    });
  }

  /** At most `limit` members from a party uuid on, by uuid. */
  members(list: AccessList, from: string, limit: number): Member[] {
    return this.statements.members.all(list.id, from, limit) as unknown as Member[];
  }

  /** Adds and removes members; a list that has them already, or has them not, stays as it is. */
  changeMembers(
    list: AccessList,
    change: { readonly add: readonly string[]; readonly remove: (party: string) => boolean },
    now: number,
  ): void {
    const held = this.statements.allMembers.all(list.id).map((row) => row["party"] as string);
    const added = [...new Set(change.add)].filter((party) => !held.includes(party));
    const removed = held.filter(change.remove);
    if (added.length === 0 && removed.length === 0) return;
    this.change(list, now, () => {
      for (const party of added) this.statements.addMember.run(list.id, party, now);
      for (const party of removed) this.statements.removeMember.run(list.id, party);
    });
  }

  connection(list: AccessList, resource: string): Connection | undefined {
    const row = this.statements.connection.get(list.id, resource);
    return row && withActions(row);
  }

  /** At most `limit` connections from a resource identifier on, by identifier. */
  connections(list: AccessList, from: string, limit: number): Connection[] {
    const rows = this.statements.connections.all(list.id, from, limit);
    return rows.map((row) => withActions(row));
  }

  putConnection(list: AccessList, resource: string, actions: readonly string[], now: number): void {
    const text = JSON.stringify([...new Set(actions.map(storable))].sort());
    const held = this.connection(list, resource);
    if (held !== undefined && JSON.stringify(held.actions) === text) return;
    this.change(list, now, () => {
      this.statements.putConnection.run(list.id, resource, text, now);
    });
  }

  removeConnection(list: AccessList, resource: string, now: number): void {
    this.change(list, now, () => {
      this.statements.removeConnection.run(list.id, resource);
    });
  }

  /** The connections of all lists that a party is a member of, to one resource or to any. */
  memberships(party: string, resource: string | null): Membership[] {
    return this.statements.memberships.all(party, resource).map((row) => withActions(row));
  }

  /** The lists of all owners that are connected to a resource, as `owner/identifier`. */
  connectedTo(resource: string): string[] {
    return this.statements.connectedTo
      .all(resource)
      .map((row) => `${String(row["owner"])}/${String(row["identifier"])}`);
  }

  private change(list: AccessList, now: number, write: () => void): void {
    transaction(this.database, () => {
      write();
      this.statements.touch.run(now, this.nextEvent(), list.id);
    });
  }

  private nextEvent(): number {
    return (this.statements.event.get() as { latest: number }).latest;
  }
}
