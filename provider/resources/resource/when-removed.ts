import type { WayToDelete } from "./deletion";

/** What each way means to everybody who uses the service, a sentence that is stored with the resource. */
const SENTENCES: Readonly<Record<WayToDelete, string>> = {
  withdraw:
    "The resource is withdrawn: not visible, not delegable. Transfers and access go on. With ALTINN_ON_DELETE=close it is closed instead.",
  close:
    "The service is closed: withdrawn, and only members of connected access lists are let in, for new transfers at once and for the rest within 10 minutes.",
  delete:
    "The resource is deleted, and its identifier can never be used again. New transfers are refused at once.",
  keep: "The resource stays as it is, and so does access.",
};

/** What becomes of a resource that leaves the program, and whether the engine leaves it as it is. */
export const whenRemoved = (
  onDelete: string,
): { readonly sentence: string; readonly retained: boolean } => ({
  sentence: SENTENCES[onDelete as WayToDelete] ?? "",
  retained: onDelete === "keep",
});
