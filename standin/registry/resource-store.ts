import type { DatabaseSync } from "node:sqlite";
import { transaction } from "../store/database";

/** One version of a resource, as it is stored. */
export interface StoredVersion {
  readonly versionId: number;
  /** The whole document as indented JSON, `versionId` last. */
  readonly text: string;
}

/** A resource in the change feed. */
export interface ResourceChange {
  readonly identifier: string;
  readonly changeId: number;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

interface VersionRow {
  readonly version_id: number;
  readonly document: string;
}

const NEXT_CHANGE = "(SELECT coalesce(max(change_id), 0) + 1 FROM identifiers)";

/** A document as it is stored: indented JSON up to the number of its version, which comes last. */
export function openText(document: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...document, versionId: 0 }, null, 2).slice(0, -"0\n}".length);
}

function toVersion(row: unknown): StoredVersion | undefined {
  if (row === undefined) return undefined;
  const { version_id: versionId, document } = row as VersionRow;
  return { versionId, text: `${document}${String(versionId)}\n}` };
}

function toVersions(rows: unknown[]): StoredVersion[] {
  return rows.map((row) => toVersion(row) as StoredVersion);
}

/** The resources with all their versions. */
export class ResourceStore {
  private readonly statements;

  constructor(private readonly database: DatabaseSync) {
    const byIdentifier = "SELECT version_id, document FROM versions WHERE identifier = ?";
    this.statements = {
      latest: database.prepare(`${byIdentifier} ORDER BY version_id DESC LIMIT 1`),
      version: database.prepare(`${byIdentifier} AND version_id = ?`),
      every: database.prepare("SELECT version_id, document FROM versions ORDER BY version_id"),
      everyLatest: database.prepare(
        `SELECT version_id, document FROM versions
         WHERE version_id IN (SELECT max(version_id) FROM versions GROUP BY identifier) ORDER BY version_id`,
      ),
      claim: database.prepare(
        `INSERT INTO identifiers (identifier, change_id, changed_at) VALUES (?, ${NEXT_CHANGE}, ?)
         ON CONFLICT (identifier) DO NOTHING`,
      ),
      insert: database.prepare("INSERT INTO versions (identifier, document) VALUES (?, ?)"),
      touch: database.prepare(
        `UPDATE identifiers SET change_id = ${NEXT_CHANGE}, changed_at = ? WHERE identifier = ?`,
      ),
      burn: database.prepare("UPDATE identifiers SET deleted = 1 WHERE identifier = ?"),
      removeVersions: database.prepare("DELETE FROM versions WHERE identifier = ?"),
      changes: database.prepare(
        `SELECT identifier, change_id AS changeId, changed_at AS changedAt FROM identifiers
         WHERE change_id > ? AND has_policy = 1 AND deleted = 0 ORDER BY change_id LIMIT ?`,
      ),
    };
  }

  latest(identifier: string): StoredVersion | undefined {
    return toVersion(this.statements.latest.get(identifier));
  }

  version(identifier: string, versionId: number): StoredVersion | undefined {
    return toVersion(this.statements.version.get(identifier, versionId));
  }

  /** All versions of all resources, oldest first. */
  everyVersion(): StoredVersion[] {
    return toVersions(this.statements.every.all());
  }

  /** The latest version of each resource. */
  everyLatest(): StoredVersion[] {
    return toVersions(this.statements.everyLatest.all());
  }

  /** Stores what `openText` gave. False when the identifier is, or ever was, in use. */
  create(identifier: string, text: string, now: number): boolean {
    return transaction(this.database, () => {
      if (this.statements.claim.run(identifier, now).changes === 0) return false;
      this.statements.insert.run(identifier, text);
      return true;
    });
  }

  update(identifier: string, text: string, now: number): void {
    transaction(this.database, () => {
      this.statements.insert.run(identifier, text);
      this.statements.touch.run(now, identifier);
    });
  }

  /** Removes every version; the identifier stays taken, and its subjects and access lists stay. */
  remove(identifier: string): void {
    transaction(this.database, () => {
      this.statements.removeVersions.run(identifier);
      this.statements.burn.run(identifier);
    });
  }

  /** At most `limit` resources that changed after a change, oldest change first. */
  changesAfter(changeId: number, limit: number): ResourceChange[] {
    return this.statements.changes.all(changeId, limit) as unknown as ResourceChange[];
  }
}
