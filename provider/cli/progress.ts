/** Where the line is written, and how wide it may be. */
export interface Terminal {
  readonly columns: number;
  write(text: string): unknown;
}

/** ANSI: to the first column, and what stands in the line away. */
const CLEAR = "\r\u001b[K";

/** One line of a terminal that says what is done now, and is gone when it is done. */
export const progressOn =
  (terminal: Terminal) =>
  (words: string): void => {
    terminal.write(
      words === "" ? CLEAR : `${CLEAR}${`... ${words}`.slice(0, terminal.columns - 1)}`,
    );
  };
