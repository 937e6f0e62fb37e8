/**
 * A policy text that cannot be read, or rules that cannot be written.
 *
 * `line` and `column` count from 1 and are undefined when the fault has no place in the text.
 */
export class PolicyError extends Error {
  readonly code = "POLICY_INVALID";
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(message: string, place?: { line: number; column: number }) {
    super(place ? `line ${place.line}, column ${place.column}: ${message}` : message);
    this.name = "PolicyError";
    this.line = place?.line;
    this.column = place?.column;
  }
}
