import type { DatabaseSync } from "node:sqlite";

/** Access packages that a system user holds for a party. */
export interface HeldPackages {
  /** Nine digits of the organisation for which it holds them. */
  readonly party: string;
  /** The system user's uuid. */
  readonly systemUser: string;
  /** Names without `urn:altinn:accesspackage:`, as Altinn calls them: in lower case. */
  readonly packages: readonly string[];
}

/** Which access packages system users hold. */
export class PackageStore {
  private readonly statements;

  constructor(database: DatabaseSync) {
    this.statements = {
      of: database.prepare(
        "SELECT package FROM held_packages WHERE system_user = ? AND party = ? ORDER BY package",
      ),
      hold: database.prepare(
        "INSERT OR IGNORE INTO held_packages (system_user, party, package) VALUES (?, ?, ?)",
      ),
      drop: database.prepare(
        "DELETE FROM held_packages WHERE system_user = ? AND party = ? AND package = ?",
      ),
    };
  }

  of(systemUser: string, party: string): string[] {
    return this.statements.of
      .all(systemUser.toLowerCase(), party)
      .map((row) => row["package"] as string);
  }

  hold({ systemUser, party, packages }: HeldPackages): void {
    for (const each of packages) this.statements.hold.run(systemUser.toLowerCase(), party, each);
  }

  /** False when it held none of them. */
  drop({ systemUser, party, packages }: HeldPackages): boolean {
    const dropped = packages.map(
      (each) => this.statements.drop.run(systemUser.toLowerCase(), party, each).changes > 0,
    );
    return dropped.includes(true);
  }
}
