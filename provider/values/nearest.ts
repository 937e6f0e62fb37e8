/**
 * The candidates that a misspelt word may have meant, nearest first. Casing, accents and `æ ø å` written with other
 * letters do not matter. A candidate is near when one of its names, or one word of a name, is spelt nearly like the
 * word (one letter off for every four, three at most) or begins with it.
 *
 * @param namesOf What a candidate is called.
 * @param limit How many to give at most.
 * @returns None when nothing is near.
 * @example
 * nearest("hybird", ["hybrid", "local"], (mode) => [mode]) // ["hybrid"]
 */
export function nearest<T>(
  word: string,
  candidates: Iterable<T>,
  namesOf: (candidate: T) => readonly string[],
  limit = 3,
): T[] {
  const wanted = plain(word);
  const near: { candidate: T; far: number }[] = [];
  for (const candidate of candidates) {
    const far = Math.min(...namesOf(candidate).map((name) => farFromName(wanted, plain(name))));
    if (far < Infinity) near.push({ candidate, far });
  }
  near.sort((a, b) => a.far - b.far);
  return near.slice(0, limit).map(({ candidate }) => candidate);
}

/** A whole name goes before a word of a name. */
function farFromName(wanted: string, name: string): number {
  const words = name.split(" ").filter((word) => word.length > 3);
  return Math.min(far(wanted, name), ...words.map((word) => far(wanted, word) + 0.5));
}

/** How far two spellings are from each other: letters to change, or between one and two for a beginning. */
function far(wanted: string, name: string): number {
  if (name === wanted) return 0;
  const begins = wanted.length > 2 && name.startsWith(wanted);
  const beginning = begins ? 2 - wanted.length / name.length : Infinity;
  const allowed = Math.min(Math.floor(wanted.length / 4), 3);
  if (Math.abs(name.length - wanted.length) > allowed) return beginning;
  const letters = editDistance(wanted, name);
  return letters <= allowed ? Math.min(letters, beginning) : beginning;
}

/** Lower case without accents, the words of it apart by one blank. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/æ/g, "ae")
    .replace(/ø/g, "o")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/**
 * Letters to put in, take out, change or swap with the next one, to make one word of the other. Source: the distance of
 * Damerau and Levenshtein in its restricted form, in which no letter is touched twice.
 */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        at(row, j - 1) + 1,
        at(last, j) + 1,
        at(last, j - 1) + change,
        swapped && i > 1 && j > 1 ? at(beforeLast, j - 2) + 1 : Infinity,
      );
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;
