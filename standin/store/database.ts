import { DatabaseSync } from "node:sqlite";

/**
 * Opens the data file, or a store in memory when there is none.
 * Every committed transaction survives the end of the process, however it ends (SQLite's write-ahead log).
 * @throws Error that names the file: for one that cannot be opened, that is no data file, or that another process has open
 */
export function openDatabase(dataFile?: string): DatabaseSync {
  const database = dataFile === undefined ? new DatabaseSync(":memory:") : openFile(dataFile);
  database.exec(
    "CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
  );
  return database;
}

/** SQLite's result codes: https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/** The lock is held from here on: what two processes keep of one file in memory would differ. It ends with the process. */
function openFile(dataFile: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(dataFile);
    database.exec(
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN EXCLUSIVE; COMMIT",
    );
    return database;
  } catch (error) {
    database?.close();
    const { errcode, message } = error as Error & { errcode?: number };
    const why =
      errcode === SQLITE_BUSY
        ? "is in use by another process. A data file has one stand-in at a time"
        : errcode === SQLITE_NOTADB
          ? "is no data file of a stand-in, and stays as it is. Name another one"
          : `cannot be opened: ${message}`;
    throw new Error(`the data file ${dataFile} ${why}`, { cause: error });
  }
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

/**
 * Empties every table and begins every sequence anew, so that the same writes get the same numbers again.
 * @param kept beginnings of the names of settings that stay
 */
export function emptyTables(database: DatabaseSync, kept: readonly string[]): void {
  const names = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'settings'")
    .all()
    .map((row) => row["name"] as string)
    .filter((name) => name === "sqlite_sequence" || !name.startsWith("sqlite_"));
  transaction(database, () => {
    for (const name of names) {
      database.exec(`DELETE FROM "${name}"`);
    }
    for (const row of database.prepare("SELECT name FROM settings").all()) {
      const name = row["name"] as string;
      if (!kept.some((each) => name.startsWith(each))) {
        database.prepare("DELETE FROM settings WHERE name = ?").run(name);
      }
    }
  });
}
