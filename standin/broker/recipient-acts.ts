import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ContentFile } from "../store/contents";
import { transaction } from "../store/database";
import type { Claims } from "../server/route";
import type { Broker } from "./broker";
import { withPrefix } from "./caller";
import { microsecondsPerHour } from "./duration";
import { requestedRange, type ByteRange } from "./download";
import type { ErrorCode } from "./errors";
import { after } from "./times";
import type { Transfer } from "./transfers";
import { vendorOf } from "./upload";

/** Ranged downloads by one party are counted once in this time. */
const rangedDownloadMs = 5 * 60_000;

const defaultGracePeriod = 2n * microsecondsPerHour;

export interface Download {
  readonly transfer: Transfer;
  /** All of the file. */
  readonly files: readonly ContentFile[];
  /** Left out for the whole file. */
  readonly range?: ByteRange;
}

/** What recipients do with a published transfer. */
export class RecipientActs {
  private readonly lastRanged: StatementSync;
  private readonly keepRanged: StatementSync;
  private readonly database: DatabaseSync;

  constructor(private readonly broker: Broker) {
    this.database = broker.altinn.database;
    this.lastRanged = this.database.prepare(
      "SELECT at FROM broker_ranged_download WHERE transfer = ? AND actor = ?",
    );
    this.keepRanged = this.database.prepare(
      "INSERT OR REPLACE INTO broker_ranged_download (transfer, actor, at) VALUES (?, ?, ?)",
    );
  }

  /** What to send, or the code of the first check that fails. Records that the caller has begun to download. */
  download(
    claims: Claims,
    caller: string | undefined,
    id: string,
    rangeHeader: string | undefined,
    now: number,
  ): Download | ErrorCode {
    const { transfers } = this.broker;
    const transfer = this.readable(claims, id);
    if (typeof transfer === "string") {
      return transfer;
    }
    if (transfer.status !== "Published" && transfer.status !== "AllConfirmedDownloaded") {
      return "BRO-00007";
    }
    const files = transfers.content(transfer.seq);
    if (transfer.location === null || (files.length === 0 && transfer.size !== 0)) {
      return "BRO-00003";
    }
    const range = requestedRange(rangeHeader, transfer.size ?? 0);
    if (range === "unsatisfiable") {
      return "BRO-00029";
    }
    this.recordDownload(transfer.seq, withPrefix(caller ?? ""), vendorOf(claims), range, now);
    return { transfer, files, ...(range && { range }) };
  }

  /**
   * Confirms for the caller: undefined when that is done (or was before), or the code of the first check that fails.
   * @throws Error when the caller may read for a recipient, is none and has not downloaded (as the real server does)
   */
  confirm(
    claims: Claims,
    caller: string | undefined,
    id: string,
    now: number,
  ): ErrorCode | undefined {
    const { transfers, resources, background } = this.broker;
    const transfer = this.readable(claims, id);
    if (typeof transfer === "string") {
      return transfer;
    }
    if (transfer.location === null) {
      return "BRO-00003";
    }
    if (transfer.status !== "Published") {
      return "BRO-00010";
    }
    if (caller === undefined) {
      return "BRO-00006";
    }
    const actor = withPrefix(caller);
    const recipients = transfers.recipients(transfer.seq);
    const own = recipients.find((each) => each.actor === actor);
    if (!own) {
      throw new Error("Sequence contains no matching element");
    }
    if (own.status === 2) {
      return undefined;
    }
    if (own.status === 0) {
      return "BRO-00019";
    }
    const isLast = recipients.every((each) => each === own || each.status === 2);
    const resource = resources.get(transfer.resourceId);
    transaction(this.database, () => {
      transfers.addRecipientStatus(transfer.seq, actor, 2, now, vendorOf(claims));
      if (!isLast) {
        return;
      }
      transfers.addStatus(transfer.seq, "AllConfirmedDownloaded", now);
      if (resource?.purgeFileTransferAfterAllRecipientsConfirmed) {
        const grace = resource.purgeFileTransferGracePeriod ?? defaultGracePeriod;
        const due = after(now, grace);
        transfers.purgeAt(transfer.seq, due);
        background.expect(due);
      }
    });
    return undefined;
  }

  private readable(claims: Claims, id: string): Transfer | ErrorCode {
    const { transfers, access } = this.broker;
    const transfer = transfers.get(id);
    if (!transfer) {
      return "BRO-00001";
    }
    const recipients = transfers.recipients(transfer.seq).map(({ actor }) => actor);
    return access.asRecipient(claims, transfer, recipients) ? transfer : "BRO-00006";
  }

  private recordDownload(
    seq: number,
    actor: string,
    vendor: string | null,
    range: ByteRange | undefined,
    now: number,
  ): void {
    if (range) {
      const last = this.lastRanged.get(seq, actor) as { at: number } | undefined;
      if (last && now - last.at < rangedDownloadMs) {
        return;
      }
    }
    this.broker.transfers.addRecipientStatus(seq, actor, 1, now, vendor);
    if (range) {
      this.keepRanged.run(seq, actor, now);
    }
  }
}
