import type { DatabaseSync } from "node:sqlite";

/**
 * The registry's tables. `identifiers` keeps a row for ever, also after its resource was deleted:
 * that is what makes an identifier impossible to use again. `versions.version_id` is one sequence for all resources.
 */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS identifiers (
      identifier TEXT PRIMARY KEY,
      deleted INTEGER NOT NULL DEFAULT 0,
      has_policy INTEGER NOT NULL DEFAULT 0,
      change_id INTEGER NOT NULL,
      changed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX IF NOT EXISTS identifiers_by_change ON identifiers (change_id);
    CREATE TABLE IF NOT EXISTS versions (
      version_id INTEGER PRIMARY KEY AUTOINCREMENT,
      identifier TEXT NOT NULL,
      document TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS versions_by_identifier ON versions (identifier, version_id);
    CREATE TABLE IF NOT EXISTS policies (
      path TEXT PRIMARY KEY,
      content BLOB NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS subjects (
      resource TEXT NOT NULL,
      urn TEXT NOT NULL,
      type TEXT NOT NULL,
      value TEXT NOT NULL,
      deleted INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      PRIMARY KEY (resource, urn)
    ) STRICT;
    -- what a test asked for: how many more uploads of this resource's policy lose their subjects
    CREATE TABLE IF NOT EXISTS failing_uploads (
      resource TEXT PRIMARY KEY,
      times INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS subjects_by_update ON subjects (updated_at, resource, urn);
    CREATE INDEX IF NOT EXISTS subjects_by_urn ON subjects (urn);
  `);
}
