/** What came of one row. */
export interface Result {
  readonly kind: string;
  readonly operation: string;
  readonly title: string;
  readonly is: "succeeded" | "failed as it should" | "wrong";
  /** What was wrong, each in a line. */
  readonly problems: readonly string[];
}
