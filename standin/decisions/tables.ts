import type { DatabaseSync } from "node:sqlite";

/**
 * What parties have delegated to system users and organisations, and the access packages that system
 * users hold. `receiver` is a URN, `rights` a JSON array.
 */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS delegated_rights (
      receiver TEXT NOT NULL,
      party TEXT NOT NULL,
      resource TEXT NOT NULL,
      rights TEXT NOT NULL,
      PRIMARY KEY (receiver, party, resource)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS held_packages (
      system_user TEXT NOT NULL,
      party TEXT NOT NULL,
      package TEXT NOT NULL,
      PRIMARY KEY (system_user, party, package)
    ) STRICT, WITHOUT ROWID;
  `);
}
