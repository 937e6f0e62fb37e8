import type { DatabaseSync } from "node:sqlite";

/** What parties have delegated to system users. `actions` is a JSON array of action ids. */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS delegations (
      system_user TEXT NOT NULL,
      party TEXT NOT NULL,
      resource TEXT NOT NULL,
      actions TEXT NOT NULL,
      PRIMARY KEY (system_user, party, resource)
    ) STRICT, WITHOUT ROWID;
  `);
}
