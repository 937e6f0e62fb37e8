import type { Clock } from "./altinn";

/** The stand-in's time: the machine's own, moved forward by `advance`. */
export interface AdvancingClock extends Clock {
  /** How far ahead of the machine's clock it is, in milliseconds. */
  readonly aheadMs: number;
  /** Moves it `ms` milliseconds forward. Throws a RangeError below zero: nothing here survives a clock that runs back. */
  advance(ms: number): void;
}

/** A clock that can go back to the machine's own time, once nothing is held that it told the time of. */
export interface StandinClock extends AdvancingClock {
  reset(): void;
}

/**
 * @param aheadMs where to start, milliseconds ahead of the machine's clock
 * @param advanced called with the new distance after each `advance`, so that it can be kept
 */
export function createClock(aheadMs = 0, advanced?: (aheadMs: number) => void): StandinClock {
  let ahead = aheadMs;
  return {
    get aheadMs() {
      return ahead;
    },
    now: () => Date.now() + ahead,
    advance(ms) {
      if (!(ms >= 0 && Number.isFinite(ms))) {
        throw new RangeError(`advance takes milliseconds from 0 upwards, got ${ms}`);
      }
      ahead += ms;
      advanced?.(ahead);
    },
    reset() {
      ahead = 0;
      advanced?.(ahead);
    },
  };
}
