import { z } from "zod";
import { ApiError } from "../errors";
import type { HttpCall } from "../http/call";
import { unreadable, type HttpClient } from "../http/client";

export const SENDER_SCOPE = "altinn:broker.write";
export const RECIPIENT_SCOPE = "altinn:broker.read";

const made = z.object({ fileTransferId: z.string().min(1) });
const overview = z.object({
  fileTransferStatus: z.string(),
  fileTransferStatusText: z.string().nullish(),
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
}

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
      wayOut,
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

  async upload(id: string, bytes: Buffer): Promise<void> {
    await this.http.send({
      ...this.#call("POST", `/${id}/upload`, [200]),
      headers: { Accept: "application/json", "Content-Type": "application/octet-stream" },
      body: bytes,
    });
  }

  async getOverview(id: string): Promise<TransferOverview> {
    const call = this.#call("GET", `/${id}`, [200]);
    const answer = await this.http.send(call);
    const parsed = overview.safeParse(answer.json());
    if (!parsed.success) throw unreadable(call, answer, "a transfer");
    return {
      status: parsed.data.fileTransferStatus,
      text: parsed.data.fileTransferStatusText ?? "",
    };
  }

  async download(id: string): Promise<Buffer> {
    const call = { ...this.#call("GET", `/${id}/download`, [200]), headers: { Accept: "*/*" } };
    return (await this.http.send(call)).body;
  }

  async confirmDownload(id: string): Promise<void> {
    await this.http.send({
      ...this.#call("POST", `/${id}/confirmdownload`, [200, 204]),
      repeatable: true,
    });
  }
}

const wayOut = (_status: number, serverCode: string | undefined): string | undefined =>
  serverCode === "BRO-00006"
    ? "The decision point lets this caller do nothing here. Check that the policy gives its organisation write (sender) and read (recipient), that the service is configured in Broker, and, with accessListMode Enabled, that both parties are on a connected list. A changed policy takes up to ten minutes."
    : undefined;
