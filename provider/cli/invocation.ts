import type { Waiting } from "./smoke";

/** What a command is called with, and where its lines go. */
export interface Invocation {
  /** Arguments after the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of the call; that of the process when left out. */
  readonly cwd?: string;
  /** A line for the standard output. */
  print(line: string): void;
  /** A line for the standard error. */
  complain(line: string): void;
  /** Given where the output is a terminal: what is done now, in a few words; empty when it is done. */
  readonly progress?: (words: string) => void;
  readonly waiting?: Waiting;
  /** Variables of an environment that is looked at besides the settings' own: where tests have a second Altinn. */
  readonly elsewhere?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
}

export const WRONG_USE = 2;
export const COULD_NOT_BE_TRIED = 3;

/** The part of `--help` that names the exit statuses. */
export const statuses = (...lines: readonly string[]): string =>
  `\nExit status:\n${lines.map((line) => `  ${line}`).join("\n")}`;
