import type { StatementSync } from "node:sqlite";
import type { Altinn } from "../altinn";
import type { ContentFile } from "../store/contents";
import { transaction } from "../store/database";
import { ScanVerdicts } from "./scan-verdicts";
import type { TransferStore } from "./transfers";
import type { TusStore } from "./tus-store";

/** Answers until provisioning shows: the registration's own and two more. */
const answersBeforeProvisioning = 3;

/** Answers until a scan may end: the upload's own and one more, which still sees `UploadProcessing`. */
const answersBeforeScanEnds = 2;

/** A scan, and what follows an upload by TUS, ends so long after it may end first, however few the answers are by then. */
const longestScanMs = 4_500;

/** How often it is looked, in real time, whether something has come due while nobody asked. */
const lookMs = 1_000;

/** A step that has come due; `at` is the time it happened, milliseconds since the epoch. */
interface Step {
  readonly kind: "expired" | "purge" | "scan" | "stale";
  readonly seq: number;
  readonly at: number;
}

/**
 * What Broker's jobs do: due times and counts of answered requests are stored, and whoever comes next finds the steps
 * done. While nobody comes, a timer does them. `settle` is cheap while nothing is due.
 */
export class Background {
  private timer: NodeJS.Timeout | undefined;
  private counting = true;
  private nextDue = 0;
  private readonly verdicts: ScanVerdicts;
  private readonly countOwners: StatementSync;
  private readonly countScans: StatementSync;
  private readonly due: StatementSync;
  private readonly next: StatementSync;

  constructor(
    private readonly altinn: Altinn,
    private readonly transfers: TransferStore,
    private readonly uploads: TusStore,
  ) {
    const { database } = altinn;
    this.verdicts = new ScanVerdicts(database);
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
      SELECT 'scan' AS kind, seq,
          min(scan_due + ${longestScanMs}, max(scan_due, ifnull(scan_from, scan_due + ${longestScanMs}))) AS at
        FROM broker_transfer WHERE scan_due IS NOT NULL
      UNION ALL SELECT 'expired', transfer, expires FROM broker_tus_upload
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
    this.nextDue = 0;
  }

  /** Call after storing a due time. */
  expect(at: number): void {
    this.nextDue = Math.min(this.nextDue, at);
  }

  /** Looks by itself from now on, until `stop`. Keeps no process from ending. */
  start(): void {
    this.timer ??= setInterval(() => {
      try {
        this.settle();
      } catch {
        // Whoever asks next meets it again, and is told.
      }
    }, lookMs).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Does every step that has come due, in the order they came due. */
  settle(): void {
    const now = this.altinn.clock.now();
    if (now < this.nextDue) {
      return;
    }
    for (let step = this.first(now); step; step = this.first(now)) {
      const { kind, seq, at } = step;
      const unused = transaction(this.altinn.database, () => this.take(kind, seq, at));
      this.altinn.contents.remove(unused);
    }
    const { at } = this.next.get() as { at: number | null };
    this.nextDue = at ?? Infinity;
  }

  private first(now: number): Step | undefined {
    return this.due.get(now) as Step | undefined;
  }

  /** @returns files to be freed afterwards */
  private take(kind: Step["kind"], seq: number, at: number): readonly ContentFile[] {
    switch (kind) {
      case "scan":
        return this.scanned(seq, at);
      case "stale":
        this.transfers.addStatus(seq, "Failed", at);
        return this.uploads.removeExpired(seq);
      case "purge":
        return [...this.transfers.purge(seq, at), ...this.uploads.removeExpired(seq)];
      case "expired":
        return this.uploads.removeExpired(seq, at);
    }
  }

  private scanned(seq: number, at: number): readonly ContentFile[] {
    const found = this.verdicts.take(seq);
    if (found === undefined) {
      return this.transfers.finishProcessing(seq, at);
    }
    this.transfers.addStatus(seq, "Failed", at, found);
    return [];
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
