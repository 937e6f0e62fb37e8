import { timestamp, timestampOrNull } from "./times";
import { recipientStatuses, transferStatusTexts } from "./transfer-status";
import type { StatusEvent, Transfer, TransferStore } from "./transfers";

/** A transfer as `GET /filetransfer/{id}` shows it. */
export function overview(transfers: TransferStore, transfer: Transfer): Record<string, unknown> {
  return shown(transfers, transfer, transfers.history(transfer.seq));
}

/**
 * A transfer as `GET /filetransfer/{id}/details` shows it.
 * ASSUMPTION: `published` is there too; the server means to hide it, and its serializer seems to bring it back.
 */
export function details(transfers: TransferStore, transfer: Transfer): Record<string, unknown> {
  const history = transfers.history(transfer.seq);
  return {
    ...shown(transfers, transfer, history),
    fileTransferStatusHistory: history.map(({ status, text, at }) => ({
      fileTransferStatus: status,
      fileTransferStatusText: text ?? transferStatusTexts[status],
      fileTransferStatusChanged: timestamp(at),
    })),
    recipientFileTransferStatusHistory: transfers
      .recipientHistory(transfer.seq)
      .map(({ actor, status, at }) => ({
        recipient: actor,
        recipientFileTransferStatusCode: recipientStatuses[status][0],
        recipientFileTransferStatusText: recipientStatuses[status][1],
        recipientFileTransferStatusChanged: timestamp(at),
      })),
  };
}

function shown(
  transfers: TransferStore,
  transfer: Transfer,
  history: readonly StatusEvent[],
): Record<string, unknown> {
  const published = history.find(({ status }) => status === "Published");
  return {
    fileTransferId: transfer.id,
    resourceId: transfer.resourceId,
    fileName: transfer.fileName,
    sendersFileTransferReference: transfer.reference,
    checksum: transfer.checksum,
    useVirusScan: transfer.useVirusScan === 1,
    fileTransferSize: transfer.size ?? 0,
    fileTransferStatus: transfer.status,
    fileTransferStatusText: transfer.statusText ?? transferStatusTexts[transfer.status],
    fileTransferStatusChanged: timestamp(transfer.statusAt),
    created: timestamp(transfer.created),
    expirationTime: timestamp(transfer.expires),
    sender: transfer.sender,
    recipients: transfers.recipients(transfer.seq).map(({ actor, status, at }) => ({
      recipient: actor,
      currentRecipientFileTransferStatusCode: recipientStatuses[status][0],
      currentRecipientFileTransferStatusText: recipientStatuses[status][1],
      currentRecipientFileTransferStatusChanged: timestamp(at),
    })),
    propertyList: JSON.parse(transfer.properties) as unknown,
    published: timestampOrNull(published?.at ?? null),
  };
}
