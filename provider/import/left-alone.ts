/** A part of the program that somebody edited, which is left as it is, as the report has it. */
export interface LeftAlone {
  /** Such as an identifier, or `access list partners`. */
  readonly what: string;
  /** What was edited, removed or made by somebody, from the folder. */
  readonly files: readonly string[];
  /** In what Altinn has it otherwise than it was imported last, phrases. */
  readonly differences: readonly string[];
  /** Whether the stack has all of it in its state, so that a preview tells what the program says otherwise. */
  readonly isManaged: boolean;
}

/** Whether Altinn has it otherwise than it was imported last. */
export const hasNews = ({ differences }: LeftAlone): boolean => differences.length > 0;

/** Whether somebody has to look: no preview tells whether the program says what Altinn has. */
export const isFinding = (part: LeftAlone): boolean => hasNews(part) && !part.isManaged;
