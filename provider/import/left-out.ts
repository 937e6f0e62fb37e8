/** Something that import did not bring into the program. */
export interface LeftOut {
  /** Such as an identifier, or `The policy of ttd-licences`. */
  readonly what: string;
  /** Sentences. */
  readonly why: string;
  /** What to do, a sentence; null where `why` says it, and where nothing can be done. */
  readonly todo: string | null;
}

export const leave = (what: string, why: string, todo: string | null = null): LeftOut => ({
  what,
  why,
  todo,
});
