import type { DatabaseSync, StatementSync } from "node:sqlite";
import { createHash, randomUUID } from "node:crypto";
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
      "INSERT OR REPLACE INTO broker_content (transfer, bytes) VALUES (?, ?)",
    );
    this.selectContent = prepare("SELECT bytes FROM broker_content WHERE transfer = ?");
    this.deleteContent = prepare("DELETE FROM broker_content WHERE transfer = ?");
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

  /** Keeps the bytes of a complete upload, and where they are; several writes, for a transaction. */
  store(seq: number, id: string, bytes: Uint8Array): void {
    this.insertContent.run(seq, bytes);
    this.setStored.run(bytes.length, id, seq);
  }

  content(seq: number): Buffer {
    const row = this.selectContent.get(seq) as { bytes: Uint8Array } | undefined;
    return row ? Buffer.from(row.bytes.buffer, row.bytes.byteOffset, row.bytes.length) : noBytes;
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
   */
  finishProcessing(seq: number, at: number): void {
    const transfer = this.selectSeq.get(seq) as unknown as Transfer;
    const checksum = md5(this.content(seq));
    if (hasChecksum(transfer) && transfer.checksum !== checksum) {
      this.addStatus(seq, "Failed", at, "Checksum mismatch");
      this.deleteContent.run(seq);
      return;
    }
    this.addStatus(seq, "Published", at);
    this.keepChecksum(seq, checksum);
  }

  /** The bytes go, everything else stays; several writes, for a transaction. */
  purge(seq: number, at: number): void {
    this.deleteContent.run(seq);
    this.addStatus(seq, "Purged", at);
  }
}

const noBytes = Buffer.alloc(0);

/** Whether the sender, or the server after an upload, has said which bytes these are. */
export const hasChecksum = ({ checksum }: Pick<Transfer, "checksum">): boolean =>
  checksum !== null && checksum.trim() !== "";

export const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");
