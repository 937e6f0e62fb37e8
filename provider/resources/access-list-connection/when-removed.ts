/** A list and the service that it is connected to. */
export interface Pair {
  readonly accessList: string;
  readonly resourceId: string;
}

/** What becomes of a connection that leaves the program, a sentence that is stored with it. */
export const whenRemoved = (
  onDelete: string,
  { accessList, resourceId }: Pair,
): { readonly sentence: string } => ({
  sentence:
    onDelete === "keep"
      ? `The connection stays: members of ${accessList} keep their access to ${resourceId}.`
      : `Members of ${accessList} lose ${resourceId}. While accessListMode is Enabled, nobody gets in without another connected list.`,
});
