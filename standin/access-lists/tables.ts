import type { DatabaseSync } from "node:sqlite";

/** The access lists, their members and connections, and the sequence of events that their versions count. */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS access_list_events (
      only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
      latest INTEGER NOT NULL
    ) STRICT;
    INSERT INTO access_list_events (only_row, latest) VALUES (1, 0) ON CONFLICT DO NOTHING;
    CREATE TABLE IF NOT EXISTS access_lists (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      owner TEXT NOT NULL,
      identifier TEXT NOT NULL,
      name TEXT NOT NULL,
      description TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      version INTEGER NOT NULL,
      UNIQUE (owner, identifier)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS access_list_members (
      list INTEGER NOT NULL REFERENCES access_lists ON DELETE CASCADE,
      party TEXT NOT NULL,
      since INTEGER NOT NULL,
      PRIMARY KEY (list, party)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS access_list_connections (
      list INTEGER NOT NULL REFERENCES access_lists ON DELETE CASCADE,
      resource TEXT NOT NULL,
      actions TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      updated_at INTEGER NOT NULL,
      PRIMARY KEY (list, resource)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS access_list_connections_by_resource
      ON access_list_connections (resource);
  `);
}
