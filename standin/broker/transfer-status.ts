/** Statuses of a file transfer with the text that goes with each; the order is the one of the server's enum. */
export const transferStatusTexts = {
  Initialized: "Ready for upload",
  UploadStarted: "Upload started",
  UploadProcessing: "Processing upload",
  Published: "Ready for download",
  Cancelled: "FileTransfer cancelled",
  AllConfirmedDownloaded: "All downloaded",
  Purged: "FileTransfer has been purged",
  Failed: "Upload failed",
} as const;

export type TransferStatus = keyof typeof transferStatusTexts;

export const transferStatuses = Object.keys(transferStatusTexts) as readonly TransferStatus[];

/** A transfer past `UploadStarted` takes no upload any more. */
export const takesUpload = (status: TransferStatus): boolean =>
  status === "Initialized" || status === "UploadStarted";

/** What a recipient has done: nothing yet, tried to download, confirmed. */
export type RecipientStatus = 0 | 1 | 2;

/** Name and text by status. */
export const recipientStatuses = [
  ["Initialized", "Initialized"],
  ["DownloadStarted", "Recipient has attempted to download fileTransfer"],
  ["DownloadConfirmed", "Recipient has downloaded fileTransfer"],
] as const;
