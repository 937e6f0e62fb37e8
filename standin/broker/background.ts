import type { StatementSync } from "node:sqlite";
import type { Altinn } from "../altinn";
import { transaction } from "../store/database";
import type { TransferStore } from "./transfers";

/** Answers until provisioning shows: the registration's own and two more. */
const answersBeforeProvisioning = 3;

/** Answers until a scan may end: the upload's own and one more, which still sees `UploadProcessing`. */
const answersBeforeScanEnds = 2;

/** A step that has come due; `at` is the time it happened, milliseconds since the epoch. */
interface Step {
  readonly kind: "purge" | "scan" | "stale";
  readonly seq: number;
  readonly at: number;
}

/**
 * What Broker's jobs do, without timers: due times and counts of answered requests are stored, and whoever comes
 * next finds the steps done. `settle` is cheap while nothing is due.
 */
export class Background {
  private counting = true;
  private nextDue = 0;
  private readonly countOwners: StatementSync;
  private readonly countScans: StatementSync;
  private readonly due: StatementSync;
  private readonly next: StatementSync;

  constructor(
    private readonly altinn: Altinn,
    private readonly transfers: TransferStore,
  ) {
    const { database } = altinn;
    this.countOwners = database.prepare(`
      UPDATE broker_service_owner
      SET answers = answers + 1,
          provisioning_from = CASE WHEN answers + 1 >= ${answersBeforeProvisioning} THEN ? END
      WHERE provisioning_from IS NULL`);
    this.countScans = database.prepare(`
      UPDATE broker_transfer
      SET scan_answers = scan_answers + 1,
          scan_from = CASE WHEN scan_answers + 1 >= ${answersBeforeScanEnds} THEN ? END
      WHERE scan_due IS NOT NULL AND scan_from IS NULL`);
    const steps = `
      SELECT 'scan' AS kind, seq, max(scan_due, scan_from) AS at FROM broker_transfer
        WHERE scan_due IS NOT NULL AND scan_from IS NOT NULL
      UNION ALL SELECT 'stale', seq, stale_due FROM broker_transfer WHERE stale_due IS NOT NULL
      UNION ALL SELECT 'purge', seq, purge_due FROM broker_transfer WHERE purge_due IS NOT NULL`;
    this.due = database.prepare(
      `SELECT * FROM (${steps}) WHERE at <= ? ORDER BY at, kind, seq LIMIT 1`,
    );
    this.next = database.prepare(`SELECT min(at) AS at FROM (${steps})`);
    altinn.onAnswered(() => {
      this.answered();
    });
  }

  /** Call after storing something that waits for answers. */
  countAnswers(): void {
    this.counting = true;
  }

  /** Call after storing a due time. */
  expect(at: number): void {
    this.nextDue = Math.min(this.nextDue, at);
  }

  /** Does every step that has come due, in the order they came due. */
  settle(): void {
    const now = this.altinn.clock.now();
    if (now < this.nextDue) {
      return;
    }
    for (let step = this.first(now); step; step = this.first(now)) {
      const { kind, seq, at } = step;
      transaction(this.altinn.database, () => {
        this.take(kind, seq, at);
      });
    }
    const { at } = this.next.get() as { at: number | null };
    this.nextDue = at ?? Infinity;
  }

  private first(now: number): Step | undefined {
    return this.due.get(now) as Step | undefined;
  }

  private take(kind: Step["kind"], seq: number, at: number): void {
    if (kind === "scan") {
      this.transfers.finishProcessing(seq, at);
    } else if (kind === "stale") {
      this.transfers.addStatus(seq, "Failed", at);
    } else {
      this.transfers.purge(seq, at);
    }
  }

  private answered(): void {
    if (!this.counting) {
      return;
    }
    const now = this.altinn.clock.now();
    const owners = this.countOwners.run(now).changes;
    const scans = this.countScans.run(now).changes;
    this.counting = Number(owners) + Number(scans) > 0;
    if (Number(scans) > 0) {
      this.nextDue = 0;
    }
  }
}
