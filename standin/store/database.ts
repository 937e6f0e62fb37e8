import { DatabaseSync } from "node:sqlite";

/**
 * Opens the data file, or a store in memory when there is none.
 * Every committed transaction survives the end of the process, however it ends (SQLite's write-ahead log).
 */
export function openDatabase(dataFile?: string): DatabaseSync {
  const database = new DatabaseSync(dataFile ?? ":memory:");
  if (dataFile !== undefined) {
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000",
    );
  }
  database.exec(
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
  );
  return database;
}

/** Runs `work` so that all of its writes are kept or none; what it throws is thrown on. Not to be nested. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  let result: T;
  try {
    result = work();
  } catch (error) {
    database.exec("ROLLBACK");
    throw error;
  }
  database.exec("COMMIT");
  return result;
}

/** A value that must outlive a restart and has no table of its own. */
export function readSetting(database: DatabaseSync, name: string): string | undefined {
  const row = database.prepare("SELECT value FROM settings WHERE name = ?").get(name);
  return row?.["value"] as string | undefined;
}

export function writeSetting(database: DatabaseSync, name: string, value: string): void {
  database
    .prepare(
      "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .run(name, value);
}
