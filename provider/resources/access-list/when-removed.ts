import { accessTaken, stays, type Line } from "../../lines";

export const WAYS_TO_DELETE = ["keep", "delete"] as const;
export type WayToDelete = (typeof WAYS_TO_DELETE)[number];

/** What each way means to the members, a sentence that is stored with the list. */
const SENTENCES: Readonly<Record<WayToDelete, string>> = {
  keep: "The list stays at Altinn with its members and connections, and so does their access.",
  delete:
    "The list is deleted with its members and connections: the members lose every service that only this list lets them into. It can be made again.",
};

/** What becomes of a list that leaves the program, and whether the engine leaves it as it is. */
export const whenRemoved = (
  onDelete: string,
): { readonly sentence: string; readonly retained: boolean } => ({
  sentence: SENTENCES[onDelete as WayToDelete] ?? "",
  retained: onDelete === "keep",
});

/** What it means for everybody that a list leaves the program in this way. */
export const lineOfLeaving = (title: string, way: WayToDelete): Line =>
  way === "keep"
    ? stays(
        title,
        'it stays at Altinn with its members and connections, and so does their access. To delete it, run `pulumi up` with onDelete "delete" before it leaves the program.',
      )
    : accessTaken(
        title,
        "its members",
        "every service that only this list lets them into. The list is deleted with its members and connections.",
      );
