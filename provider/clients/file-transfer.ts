import { z } from "zod";
import { ApiError, mayHaveTakenEffect } from "../errors";
import type { HttpCall } from "../http/call";
import { unreadable, type HttpClient } from "../http/client";

export const SENDER_SCOPE = "altinn:broker.write";
export const RECIPIENT_SCOPE = "altinn:broker.read";

const made = z.object({ fileTransferId: z.string().min(1) });
const overview = z.object({
  fileTransferStatus: z.string(),
  fileTransferStatusText: z.string().nullish(),
  useVirusScan: z.boolean().nullish(),
});

/** A transfer to begin. Parties are nine digits; Broker wants them as `0192:` and the digits. */
export interface NewTransfer {
  readonly resourceId: string;
  readonly fileName: string;
  readonly reference: string;
  readonly sender: string;
  readonly recipient: string;
  /** MD5 of the bytes, 32 lower-case hexadecimal digits; Broker compares it. */
  readonly checksum: string;
  readonly withoutVirusScan: boolean;
}

export interface TransferOverview {
  /** `Initialized`, `UploadStarted`, `UploadProcessing`, `Published`, `AllConfirmedDownloaded`, `Purged`, `Failed`. */
  readonly status: string;
  readonly text: string;
  /** Whether the file is scanned before it can be fetched. */
  readonly isScanned: boolean;
}

/** What follows an upload that Broker has taken. */
const UPLOADED: ReadonlySet<string> = new Set(["UploadProcessing", "Published"]);

/** What follows the confirmation of the last recipient. */
const CONFIRMED: ReadonlySet<string> = new Set(["AllConfirmedDownloaded", "Purged"]);

export const isConfirmed = ({ status }: TransferOverview): boolean => CONFIRMED.has(status);

/** Broker API: one file from initialize to confirm, seen from one party. Source: FileTransferController. */
export class FileTransferClient {
  constructor(
    readonly http: HttpClient,
    readonly platformUrl: string,
    readonly scope: typeof SENDER_SCOPE | typeof RECIPIENT_SCOPE,
  ) {}

  #call(method: "GET" | "POST", path: string, answers: readonly number[]): HttpCall {
    return {
      method,
      url: `${this.platformUrl}/broker/api/v1/filetransfer${path}`,
      headers: { Accept: "application/json" },
      scope: this.scope,
      answers,
    };
  }

  /** The new transfer's id; undefined while Broker has no storage for the service owner (BRO-00021). */
  async initialize(transfer: NewTransfer): Promise<string | undefined> {
    const call: HttpCall = {
      ...this.#call("POST", "", [200]),
      headers: { Accept: "application/json", "Content-Type": "application/json" },
      body: JSON.stringify({
        fileName: transfer.fileName,
        resourceId: transfer.resourceId,
        sendersFileTransferReference: transfer.reference,
        sender: `0192:${transfer.sender}`,
        recipients: [`0192:${transfer.recipient}`],
        checksum: transfer.checksum,
        ...(transfer.withoutVirusScan ? { disableVirusScan: true } : {}),
      }),
    };
    try {
      const answer = await this.http.send(call);
      const parsed = made.safeParse(answer.json());
      if (!parsed.success) throw unreadable(call, answer, "the id of a transfer");
      return parsed.data.fileTransferId;
    } catch (error) {
      if (error instanceof ApiError && error.serverCode === "BRO-00021") return undefined;
      throw error;
    }
  }

  /** Sends the bytes. When the answer is lost, the status says whether they are there. */
  async upload(id: string, bytes: Buffer): Promise<void> {
    const call: HttpCall = {
      ...this.#call("POST", `/${id}/upload`, [200]),
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
      body: bytes,
    };
    try {
      await this.http.send(call);
    } catch (error) {
      if (mayHaveTakenEffect(error) && (await this.#is(id, ({ status }) => UPLOADED.has(status))))
        return;
      throw error;
    }
  }

  async getOverview(id: string): Promise<TransferOverview> {
    const call = this.#call("GET", `/${id}`, [200]);
    const answer = await this.http.send(call);
    const parsed = overview.safeParse(answer.json());
    if (!parsed.success) throw unreadable(call, answer, "a transfer");
    return {
      status: parsed.data.fileTransferStatus,
      text: parsed.data.fileTransferStatusText ?? "",
      isScanned: parsed.data.useVirusScan ?? false,
    };
  }

  /** @param largest bytes that are read at most */
  async download(id: string, largest: number): Promise<Buffer> {
    const call: HttpCall = {
      ...this.#call("GET", `/${id}/download`, [200]),
      headers: { Accept: "*/*" },
      largestAnswer: largest,
    };
    return (await this.http.send(call)).body;
  }

  /**
   * Confirms as the only recipient. A second confirmation is refused (BRO-00010), so after a lost answer, and after that
   * refusal, the status says whether it is done.
   */
  async confirmDownload(id: string): Promise<void> {
    const call = this.#call("POST", `/${id}/confirmdownload`, [200, 204]);
    try {
      await this.http.send({ ...call, repeatable: true });
    } catch (error) {
      if (!(await this.#is(id, isConfirmed))) throw error;
    }
  }

  /** False when the look fails: then the error that led to it is the one to tell. */
  async #is(id: string, wanted: (overview: TransferOverview) => boolean): Promise<boolean> {
    try {
      return wanted(await this.getOverview(id));
    } catch {
      return false;
    }
  }
}
