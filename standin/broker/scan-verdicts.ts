import type { DatabaseSync, StatementSync } from "node:sqlite";

/** What the malware scan says of uploads; without a verdict it finds nothing. */
export interface ScanVerdict {
  readonly verdict: "clean" | "malicious";
  /** Name of the file as its sender gave it, exactly; any by default. */
  readonly fileName?: string;
  /** Any resource by default. */
  readonly resourceId?: string;
  /** For how many scans, 1 or more; for all by default. */
  readonly times?: number;
}

/**
 * ASSUMPTION: Broker gives this text to the status `Failed`; `Malicious` is what Microsoft Defender for Storage calls it.
 */
const maliciousText = "Malware scan failed: Malicious";

/** The verdicts that were asked for. The oldest that fits a transfer decides, when its scan ends. */
export class ScanVerdicts {
  private readonly insert: StatementSync;
  private readonly first: StatementSync;
  private readonly use: StatementSync;
  private readonly remove: StatementSync;

  constructor(database: DatabaseSync) {
    this.insert = database.prepare(
      "INSERT INTO broker_scan_verdict (verdict, file_name, resource_id, left) VALUES (?, ?, ?, ?)",
    );
    this.first = database.prepare(
      `SELECT v.seq, v.verdict FROM broker_scan_verdict v JOIN broker_transfer t ON t.seq = ?
       WHERE t.use_virus_scan = 1 AND coalesce(v.left, 1) > 0 AND coalesce(v.file_name, t.file_name) = t.file_name
         AND coalesce(v.resource_id, t.resource_id) = t.resource_id
       ORDER BY v.seq LIMIT 1`,
    );
    this.use = database.prepare("UPDATE broker_scan_verdict SET left = left - 1 WHERE seq = ?");
    this.remove = database.prepare("DELETE FROM broker_scan_verdict");
  }

  /** @throws RangeError when `times` is below 1 */
  add({ verdict, fileName, resourceId, times }: ScanVerdict): void {
    if (times !== undefined && !(times >= 1)) {
      throw new RangeError(`times must be 1 or more, got ${times}`);
    }
    this.insert.run(verdict, fileName ?? null, resourceId ?? null, times ?? null);
  }

  clear(): void {
    this.remove.run();
  }

  /** The text of a transfer's failure; undefined when nothing was found in it. Counts as one scan. */
  take(transfer: number): string | undefined {
    const found = this.first.get(transfer);
    if (found === undefined) {
      return undefined;
    }
    this.use.run(found["seq"] as number);
    return found["verdict"] === "malicious" ? maliciousText : undefined;
  }
}
