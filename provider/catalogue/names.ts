/** What a role or an access package is called, by language. */
export interface Names {
  /** Bokmål. */
  readonly nb: string;
  /** Nynorsk; the bokmål name where Altinn has no other. */
  readonly nn: string;
  readonly en: string;
}

/** Altinn compares codes without regard to casing, `FFØR` like `ffør`. */
export const caseless = (code: string): string => code.toLowerCase();

/** All that a user may call something by. */
export const namesIn = ({ nb, nn, en }: Names): string[] => [nb, nn, en];
