import type { Diagnostic, Run } from "./run";

/*
 * The lines of a run that this package has printed: a beginning, kind and identifier, and a sentence. `../lines.ts` makes
 * them, docs/what-a-preview-says.md lists the beginnings.
 */

export type Beginning =
  "access given" | "access taken" | "taken over" | "stays" | "note" | "warning";

/** A service comes before its parts. */
export const KINDS = [
  "ServiceOwner",
  "Resource",
  "ResourcePolicy",
  "BrokerResourceConfig",
  "AccessList",
  "AccessListConnection",
] as const;
export type Kind = (typeof KINDS)[number];

export interface PrintedLine {
  readonly begins: Beginning;
  /** Of a warning. */
  readonly code: string | undefined;
  /** Undefined for a line that is about a setting or an API. */
  readonly kind: Kind | undefined;
  /** The identifier, or the setting or API that it is about. */
  readonly id: string;
  readonly sentence: string;
  /** As it was printed. */
  readonly text: string;
}

const LINE =
  /^(?:warning: )?(access given|access taken|taken over|stays|note|warning)(?: \[([\w-]+)\])?: ([^]+)$/;
const TITLE = new RegExp(`^(${KINDS.join("|")}) ("[^"]*"|\\S+?): ([^]*)$`);
const OTHER_TITLE = /^([^:]+(?::\w+)?): ([^]*)$/;
/** The engine gives some of them in one piece. */
const BETWEEN = /\n+(?=(?:access given|access taken|taken over|stays|note|warning \[[\w-]+\]): )/;

/** Undefined when it does not begin as a line of this package. */
export function lineIn(text: string): PrintedLine | undefined {
  const [, begins, code, rest] = LINE.exec(text) ?? [];
  if (begins === undefined || rest === undefined) return undefined;
  const [, kind, id, sentence] = TITLE.exec(rest) ?? [];
  const [, other, otherSentence] = OTHER_TITLE.exec(rest) ?? [];
  return {
    begins: begins as Beginning,
    code,
    kind: kind as Kind | undefined,
    id: id ?? other ?? "",
    sentence: (sentence ?? otherSentence ?? rest).trim(),
    text: text.trim(),
  };
}

export interface Said {
  /** In their order, each once. */
  readonly lines: readonly PrintedLine[];
  readonly errors: readonly Diagnostic[];
  /** What the engine, or another package, warns about. */
  readonly otherWarnings: readonly string[];
}

export function saidIn({ diagnostics }: Run): Said {
  const lines = new Map<string, PrintedLine>();
  const errors: Diagnostic[] = [];
  const otherWarnings = new Set<string>();
  for (const diagnostic of diagnostics) {
    const { severity, text } = diagnostic;
    if (severity === "debug") continue;
    if (severity === "error") {
      errors.push(diagnostic);
      continue;
    }
    for (const part of text.split(BETWEEN)) {
      const line = lineIn(part);
      if (line) lines.set(line.text, line);
      else if (severity === "warning") otherWarnings.add(part);
    }
  }
  return { lines: [...lines.values()], errors, otherWarnings: [...otherWarnings] };
}
