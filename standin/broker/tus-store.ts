import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ContentFile } from "../store/contents";

/** An upload goes on for so long after its last chunk (sliding), and so does the permission to go on with it. */
export const tusExpiryMs = 24 * 3_600_000;

/** An upload by the TUS protocol. Its id is the transfer's GUID, or one of its own for a partial upload. */
export interface TusUpload {
  readonly id: string;
  /** `seq` of the transfer. */
  readonly transfer: number;
  /** The `Upload-Concat` header it was made with; null for a plain upload. */
  readonly concat: string | null;
  /** Bytes in the end. */
  readonly length: number;
  /** Bytes so far. */
  readonly received: number;
  /** `Upload-Metadata` as sent. */
  readonly metadata: string | null;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** Who may go on with an upload although the token has expired meanwhile. */
export interface TusSession {
  readonly transfer: number;
  /** `sid`, `client_id` or `sub` of the token. */
  readonly client: string;
  readonly organisation: string;
}

export class TusStore {
  private readonly select: StatementSync;
  private readonly selectLive: StatementSync;
  private readonly insert: StatementSync;
  private readonly selectIds: StatementSync;
  private readonly deleteUpload: StatementSync;
  private readonly deleteFiles: StatementSync;
  private readonly insertFile: StatementSync;
  private readonly selectFiles: StatementSync;
  private readonly advance: StatementSync;
  private readonly selectSession: StatementSync;
  private readonly insertSession: StatementSync;
  private readonly deleteSession: StatementSync;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string) => database.prepare(sql);
    this.select = prepare("SELECT * FROM broker_tus_upload WHERE id = ? AND expires > ?");
    this.selectLive = prepare(
      "SELECT 1 FROM broker_tus_upload WHERE transfer = ? AND expires > ? LIMIT 1",
    );
    this.insert = prepare(`
      INSERT INTO broker_tus_upload (id, transfer, concat, length, received, metadata, expires)
      VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.selectIds = prepare(
      "SELECT id FROM broker_tus_upload WHERE transfer = ? AND expires <= ?",
    );
    this.deleteUpload = prepare("DELETE FROM broker_tus_upload WHERE id = ?");
    this.deleteFiles = prepare("DELETE FROM broker_tus_file WHERE upload = ? RETURNING file, size");
    this.insertFile = prepare("INSERT INTO broker_tus_file (upload, file, size) VALUES (?, ?, ?)");
    this.selectFiles = prepare(
      "SELECT file, size FROM broker_tus_file WHERE upload = ? ORDER BY seq",
    );
    this.advance = prepare(
      "UPDATE broker_tus_upload SET received = received + ?, expires = ? WHERE id = ?",
    );
    this.selectSession = prepare(
      "SELECT expires FROM broker_tus_session WHERE transfer = ? AND client = ? AND organisation = ?",
    );
    this.insertSession = prepare(
      "INSERT OR REPLACE INTO broker_tus_session (transfer, client, organisation, expires) VALUES (?, ?, ?, ?)",
    );
    this.deleteSession = prepare("DELETE FROM broker_tus_session WHERE transfer = ?");
  }

  /** An upload that has not expired. */
  get(id: string, now: number): TusUpload | undefined {
    return this.select.get(id, now) as TusUpload | undefined;
  }

  /** Whether the transfer has an upload that was active within the last 24 hours. */
  hasLive(transfer: number, now: number): boolean {
    return this.selectLive.get(transfer, now) !== undefined;
  }

  /**
   * Begins an upload; one with the same id is thrown away. Several writes, for a transaction.
   * @returns files to be freed afterwards
   */
  create(upload: Omit<TusUpload, "expires">, now: number): readonly ContentFile[] {
    const { id, transfer, concat, length, received, metadata } = upload;
    const unused = this.remove(id);
    this.insert.run(id, transfer, concat, length, received, metadata, now + tusExpiryMs);
    return unused;
  }

  /** Keeps a chunk and moves the offset. Several writes, for a transaction. */
  append(id: string, chunk: readonly ContentFile[], now: number): void {
    for (const { file, size } of chunk) {
      this.insertFile.run(id, file, size);
    }
    const size = chunk.reduce((sum, each) => sum + each.size, 0);
    this.advance.run(size, now + tusExpiryMs, id);
  }

  /** The chunks, in their order. */
  files(id: string): ContentFile[] {
    return this.selectFiles.all(id) as unknown as ContentFile[];
  }

  /** The files are the transfer's now; the upload still answers for its offset. */
  handOver(id: string): void {
    this.deleteFiles.all(id);
  }

  /**
   * Several writes, for a transaction.
   * @returns files to be freed afterwards, unless they are the transfer's now
   */
  remove(id: string): readonly ContentFile[] {
    this.deleteUpload.run(id);
    return this.deleteFiles.all(id) as unknown as ContentFile[];
  }

  /**
   * Removes the uploads of a transfer that have expired by then, all of them by default. Several writes, for a transaction.
   * @returns files to be freed afterwards
   */
  removeExpired(transfer: number, by = Number.MAX_SAFE_INTEGER): readonly ContentFile[] {
    const rows = this.selectIds.all(transfer, by) as unknown as { id: string }[];
    return rows.flatMap(({ id }) => this.remove(id));
  }

  hasSession({ transfer, client, organisation }: TusSession, now: number): boolean {
    const row = this.selectSession.get(transfer, client, organisation) as
      { expires: number } | undefined;
    return row !== undefined && row.expires > now;
  }

  keepSession({ transfer, client, organisation }: TusSession, now: number): void {
    this.insertSession.run(transfer, client, organisation, now + tusExpiryMs);
  }

  endSessions(transfer: number): void {
    this.deleteSession.run(transfer);
  }
}
