import { createHash } from "node:crypto";
import type { Written } from "../store/contents";
import { transaction } from "../store/database";
import type { Claims } from "../server/route";
import type { Broker } from "./broker";
import { consumerOrganisation, withPrefix } from "./caller";
import type { ErrorCode } from "./errors";
import { largestScanned } from "./resource-rules";
import { takesUpload } from "./transfer-status";
import { hasChecksum, type Transfer } from "./transfers";

/** ASSUMPTION: nothing published says how long the malware scan of a small file takes. */
export const scanMs = 500;

/** The checks before an upload, in the server's order: the transfer, or the code of the first that fails. */
export function checkUpload(
  broker: Broker,
  claims: Claims,
  id: string,
  announcedLength: number | undefined,
  now: number,
): Transfer | ErrorCode {
  const { transfers, access, resources, serviceOwners } = broker;
  const transfer = transfers.get(id);
  if (!transfer) {
    return "BRO-00001";
  }
  if (!access.asSender(claims, transfer.resourceId, transfer.sender)) {
    return "BRO-00006";
  }
  if (!takesUpload(transfer.status)) {
    return "BRO-00004";
  }
  const resource = resources.get(transfer.resourceId);
  if (!resource) {
    return "BRO-00005";
  }
  const owner = serviceOwners.get(resource.serviceOwner);
  if (!owner) {
    return "BRO-00002";
  }
  if (!serviceOwners.canStore(owner, transfer.useVirusScan === 1, now)) {
    return "BRO-00021";
  }
  return isTooLarge(broker, transfer, announcedLength ?? 0) ? "BRO-00016" : transfer;
}

/** Whether so many bytes are above what a scan takes, or above the resource's own limit. */
export function isTooLarge(broker: Broker, transfer: Transfer, length: number): boolean {
  const limit = broker.resources.get(transfer.resourceId)?.maxFileTransferSize ?? Infinity;
  return length > limit || (transfer.useVirusScan === 1 && length > largestScanned);
}

/** A stream on its way to the disk, with its checksum. */
export type Received = Written & { readonly md5: string };

/** Writes what comes to the folder of contents. */
export async function receive(
  { altinn }: Broker,
  source: AsyncIterable<Uint8Array>,
): Promise<Received> {
  const hash = createHash("md5");
  const written = await altinn.contents.write(source, (bytes) => hash.update(bytes));
  return { ...written, md5: hash.digest("hex") };
}

/**
 * Uploads a file: undefined when it is stored, or the code of what went wrong.
 * `UploadStarted` is written before the first byte is read, so a transfer whose upload broke off shows it.
 */
export async function upload(
  broker: Broker,
  claims: Claims,
  id: string,
  announcedLength: number | undefined,
  read: () => Promise<Received>,
): Promise<ErrorCode | undefined> {
  const { altinn, transfers } = broker;
  const { clock, database, contents } = altinn;
  const transfer = checkUpload(broker, claims, id, announcedLength, clock.now());
  if (typeof transfer === "string") {
    return transfer;
  }
  const { seq } = transfer;
  transfers.addStatus(seq, "UploadStarted", clock.now(), null, vendorOf(claims));
  const content = await read();
  if (!content.whole) {
    // The sender hung up. ASSUMPTION: the server's own note of the failure is cancelled with the request, so the
    // transfer stays as it is and may be uploaded again.
    contents.remove(content.files);
    return "BRO-00008";
  }
  if (transfers.get(id)?.status !== "UploadStarted") {
    contents.remove(content.files);
    return undefined;
  }
  const now = clock.now();
  if (hasChecksum(transfer) && transfer.checksum !== content.md5) {
    transaction(database, () => {
      transfers.storeWithoutBytes(seq, id, content.size);
      transfers.addStatus(seq, "Failed", now, "Checksum mismatch");
    });
    contents.remove(content.files);
    return "BRO-00009";
  }
  const isDevelopment = altinn.environment === "development";
  const isScanned = transfer.useVirusScan === 1;
  const unused = transaction(database, () => {
    const replaced = transfers.store(seq, id, content);
    if (isScanned) {
      transfers.addStatus(seq, "UploadProcessing", now);
    }
    if (isScanned && !isDevelopment) {
      transfers.processAt(seq, now + scanMs);
      return replaced;
    }
    // In Development the scan is simulated in the same process, before the answer.
    transfers.addStatus(seq, "Published", now);
    transfers.keepChecksum(seq, content.md5);
    return replaced;
  });
  contents.remove(unused);
  broker.background.countAnswers();
  return undefined;
}

/** Who sent the request for the party, as the statistics name them: `0192:` form, or null. */
export function vendorOf(claims: Claims): string | null {
  const vendor = consumerOrganisation(claims);
  return vendor === undefined ? null : withPrefix(vendor);
}
