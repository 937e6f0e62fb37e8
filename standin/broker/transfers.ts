import type { DatabaseSync, StatementSync } from "node:sqlite";
import { randomUUID } from "node:crypto";
import type { ContentFile } from "../store/contents";
import { fitsColumn } from "./errors";
import type { RecipientStatus, TransferStatus } from "./transfer-status";

/** A file transfer and its present status. Times are milliseconds since the epoch. */
export interface Transfer {
  readonly seq: number;
  /** GUID in lower case. */
  readonly id: string;
  readonly resourceId: string;
  readonly fileName: string;
  readonly reference: string;
  /** As the sender wrote it: `0192:` or urn form. */
  readonly sender: string;
  /** MD5 in hex; blank or null, as the sender wrote it, while nobody gave or computed one. */
  readonly checksum: string | null;
  readonly useVirusScan: 0 | 1;
  readonly created: number;
  readonly expires: number;
  /** JSON object of the sender's properties. */
  readonly properties: string;
  /** Bytes; null before the upload is complete. */
  readonly size: number | null;
  /** Where the file is; null before the upload is complete. Stays after the purge. */
  readonly location: string | null;
  readonly status: TransferStatus;
  /** A text of its own for this status, or null for the usual one. */
  readonly statusText: string | null;
  readonly statusAt: number;
}

export interface NewTransfer {
  readonly resourceId: string;
  readonly fileName: string;
  readonly reference: string;
  readonly sender: string;
  /** `0192:` form. */
  readonly recipients: readonly string[];
  readonly checksum: string | null;
  readonly useVirusScan: boolean;
  readonly created: number;
  readonly expires: number;
  readonly properties: Readonly<Record<string, string>>;
}

export interface StatusEvent {
  readonly status: TransferStatus;
  readonly text: string | null;
  readonly at: number;
}

export interface RecipientEvent {
  readonly actor: string;
  readonly status: RecipientStatus;
  readonly at: number;
}

/** The bytes of a complete upload. */
export interface Content {
  readonly files: readonly ContentFile[];
  /** Bytes. */
  readonly size: number;
  /** In hex. */
  readonly md5: string;
}

const transferColumns = `seq, id, resource_id AS resourceId, file_name AS fileName, reference, sender, checksum,
  use_virus_scan AS useVirusScan, created, expires, properties, size, location,
  status, status_text AS statusText, status_at AS statusAt`;

export class TransferStore {
  private readonly select: StatementSync;
  private readonly selectSeq: StatementSync;
  private readonly selectAll: StatementSync;
  private readonly insert: StatementSync;
  private readonly insertActor: StatementSync;
  private readonly selectActor: StatementSync;
  private readonly insertStatus: StatementSync;
  private readonly insertRecipientStatus: StatementSync;
  private readonly selectHistory: StatementSync;
  private readonly selectRecipientHistory: StatementSync;
  private readonly selectRecipients: StatementSync;
  private readonly setChecksum: StatementSync;
  private readonly setStored: StatementSync;
  private readonly setScanDue: StatementSync;
  private readonly setPurgeDue: StatementSync;
  private readonly insertContent: StatementSync;
  private readonly selectContent: StatementSync;
  private readonly deleteContent: StatementSync;
  private readonly insertMd5: StatementSync;
  private readonly selectMd5: StatementSync;
  private readonly deleteMd5: StatementSync;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string) => database.prepare(sql);
    this.select = prepare(`SELECT ${transferColumns} FROM broker_transfer WHERE id = ?`);
    this.selectSeq = prepare(`SELECT ${transferColumns} FROM broker_transfer WHERE seq = ?`);
    this.selectAll = prepare(
      `SELECT ${transferColumns} FROM broker_transfer ORDER BY seq DESC LIMIT ?`,
    );
    this.insert = prepare(`
      INSERT INTO broker_transfer (id, resource_id, file_name, reference, sender, checksum, use_virus_scan,
        created, expires, properties, purge_due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.insertActor = prepare("INSERT OR IGNORE INTO broker_actor (id) VALUES (?)");
    this.selectActor = prepare("SELECT 1 FROM broker_actor WHERE id = ?");
    this.insertStatus = prepare(
      "INSERT INTO broker_transfer_status (transfer, status, text, at, vendor) VALUES (?, ?, ?, ?, ?)",
    );
    this.insertRecipientStatus = prepare(
      "INSERT INTO broker_recipient_status (transfer, actor, status, at, vendor) VALUES (?, ?, ?, ?, ?)",
    );
    this.selectHistory = prepare(
      "SELECT status, text, at FROM broker_transfer_status WHERE transfer = ? ORDER BY seq",
    );
    this.selectRecipientHistory = prepare(
      "SELECT actor, status, at FROM broker_recipient_status WHERE transfer = ? ORDER BY seq",
    );
    this.selectRecipients = prepare(`
      SELECT actor, max(status) AS status, max(at) AS at FROM broker_recipient_status
      WHERE transfer = ? GROUP BY actor ORDER BY min(seq)`);
    this.setChecksum = prepare("UPDATE broker_transfer SET checksum = ? WHERE seq = ?");
    this.setStored = prepare("UPDATE broker_transfer SET size = ?, location = ? WHERE seq = ?");
    this.setScanDue = prepare(
      "UPDATE broker_transfer SET scan_due = ?, scan_answers = 0, scan_from = NULL WHERE seq = ?",
    );
    this.setPurgeDue = prepare("UPDATE broker_transfer SET purge_due = ? WHERE seq = ?");
    this.insertContent = prepare(
      "INSERT INTO broker_content_file (transfer, file, size) VALUES (?, ?, ?)",
    );
    this.selectContent = prepare(
      "SELECT file, size FROM broker_content_file WHERE transfer = ? ORDER BY seq",
    );
    this.deleteContent = prepare(
      "DELETE FROM broker_content_file WHERE transfer = ? RETURNING file, size",
    );
    this.insertMd5 = prepare(
      "INSERT OR REPLACE INTO broker_content_md5 (transfer, md5) VALUES (?, ?)",
    );
    this.selectMd5 = prepare("SELECT md5 FROM broker_content_md5 WHERE transfer = ?");
    this.deleteMd5 = prepare("DELETE FROM broker_content_md5 WHERE transfer = ?");
  }

  get(id: string): Transfer | undefined {
    return this.select.get(id) as Transfer | undefined;
  }

  /** The newest first. */
  latest(limit: number): Transfer[] {
    return this.selectAll.all(limit) as unknown as Transfer[];
  }

  /**
   * Stores a transfer with its first statuses; several writes, for a transaction.
   * @throws DatabaseError when a text does not fit its column
   */
  add(transfer: NewTransfer): string {
    const id = randomUUID();
    const { resourceId, fileName, reference, sender, checksum, created, expires } = transfer;
    const properties = Object.entries(transfer.properties);
    for (const [key, value] of properties) {
      fitsColumn(key, 50);
      fitsColumn(value, 3000);
    }
    const { lastInsertRowid } = this.insert.run(
      id,
      fitsColumn(resourceId, 255),
      fitsColumn(fileName, 255),
      fitsColumn(reference, 500),
      fitsColumn(sender, 500),
      checksum,
      Number(transfer.useVirusScan),
      created,
      expires,
      JSON.stringify(transfer.properties),
      expires,
    );
    const seq = Number(lastInsertRowid);
    this.insertActor.run(sender);
    this.addStatus(seq, "Initialized", created);
    for (const recipient of transfer.recipients) {
      this.addRecipientStatus(seq, recipient, 0, created);
    }
    return id;
  }

  addStatus(
    seq: number,
    status: TransferStatus,
    at: number,
    text: string | null = null,
    vendor: string | null = null,
  ): void {
    this.insertStatus.run(seq, status, text, at, vendor);
  }

  /** Two writes when the actor is new: an actor without a status shows nowhere but in the search. */
  addRecipientStatus(
    seq: number,
    actor: string,
    status: RecipientStatus,
    at: number,
    vendor: string | null = null,
  ): void {
    this.insertActor.run(actor);
    this.insertRecipientStatus.run(seq, actor, status, at, vendor);
  }

  /** Whether Broker has ever seen this party, as sender or recipient. */
  knowsActor(id: string): boolean {
    return this.selectActor.get(id) !== undefined;
  }

  history(seq: number): StatusEvent[] {
    return this.selectHistory.all(seq) as unknown as StatusEvent[];
  }

  recipientHistory(seq: number): RecipientEvent[] {
    return this.selectRecipientHistory.all(seq) as unknown as RecipientEvent[];
  }

  /** Each recipient with the furthest status and the latest change; whoever has downloaded is among them. */
  recipients(seq: number): RecipientEvent[] {
    return this.selectRecipients.all(seq) as unknown as RecipientEvent[];
  }

  /** Keeps the size of an upload whose bytes are not kept, and where they were. */
  storeWithoutBytes(seq: number, id: string, size: number): void {
    this.setStored.run(size, id, seq);
  }

  /**
   * Keeps what the bytes of a complete upload are, and where, in place of those of an earlier one that is still being
   * processed; several writes, for a transaction.
   * @returns files to be freed afterwards
   */
  store(seq: number, id: string, { files, size, md5 }: Content): readonly ContentFile[] {
    const replaced = this.dropContent(seq);
    for (const each of files) {
      this.insertContent.run(seq, each.file, each.size);
    }
    this.insertMd5.run(seq, md5);
    this.setStored.run(size, id, seq);
    return replaced;
  }

  /** The files with the transfer's bytes, in their order. */
  content(seq: number): ContentFile[] {
    return this.selectContent.all(seq) as unknown as ContentFile[];
  }

  keepChecksum(seq: number, checksum: string): void {
    this.setChecksum.run(checksum, seq);
  }

  /** Lets the background take the transfer up at `due`, once enough requests have been answered. */
  processAt(seq: number, due: number): void {
    this.setScanDue.run(due, seq);
  }

  purgeAt(seq: number, due: number): void {
    this.setPurgeDue.run(due, seq);
  }

  /**
   * The end of scan and background checksum: published, or failed when the sender's checksum is another one.
   * Several writes, for a transaction.
   * @returns files to be freed afterwards
   */
  finishProcessing(seq: number, at: number): readonly ContentFile[] {
    const transfer = this.selectSeq.get(seq) as unknown as Transfer;
    const { md5 } = this.selectMd5.get(seq) as { md5: string };
    if (hasChecksum(transfer) && transfer.checksum !== md5) {
      this.addStatus(seq, "Failed", at, "Checksum mismatch");
      return this.dropContent(seq);
    }
    this.addStatus(seq, "Published", at);
    this.keepChecksum(seq, md5);
    return [];
  }

  /**
   * The bytes go, everything else stays; several writes, for a transaction.
   * @returns files to be freed afterwards
   */
  purge(seq: number, at: number): readonly ContentFile[] {
    this.addStatus(seq, "Purged", at);
    return this.dropContent(seq);
  }

  private dropContent(seq: number): readonly ContentFile[] {
    this.deleteMd5.run(seq);
    return this.deleteContent.all(seq) as unknown as ContentFile[];
  }
}

/** Whether the sender, or the server after an upload, has said which bytes these are. */
export const hasChecksum = ({ checksum }: Pick<Transfer, "checksum">): boolean =>
  checksum !== null && checksum.trim() !== "";
