import type { JsonPosition } from "../server/json-scan";
import { pathOf, type Mistake } from "./mistakes";

/** One mistake of a world, for programs. */
export interface WorldMistake {
  /** JSON path, such as `$.clients[0].scopes`. */
  readonly path: string;
  /** Line of the file, from 1; undefined for a world that came as an object. */
  readonly line: number | undefined;
  readonly message: string;
}

/** Thrown for a world that cannot be started with; holds all its mistakes. */
export class WorldError extends RangeError {
  override readonly name = "WorldError";
  constructor(
    /** The file, or "the world". */
    readonly source: string,
    readonly mistakes: readonly WorldMistake[],
  ) {
    const number = mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`;
    super([`${source} has ${number}:`, ...mistakes.map(line)].join("\n  "));
  }
}

const line = ({ path, line: number, message }: WorldMistake): string =>
  `${number === undefined ? "" : `line ${number}: `}${path} ${message}`;

/** @param positions of the values in the file, when there is one */
export function placed(
  mistakes: readonly Mistake[],
  positions: ReadonlyMap<string, JsonPosition> | undefined,
): WorldMistake[] {
  return mistakes
    .map(({ place, message }) => ({ path: pathOf(place), line: lineOf(place), message }))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));

  /** What is missing stands where the nearest thing around it stands. */
  function lineOf(place: Mistake["place"]): number | undefined {
    const known = positions?.get(pathOf(place));
    if (known !== undefined || place.length === 0) {
      return known && known.line + 1;
    }
    return positions && lineOf(place.slice(0, -1));
  }
}
