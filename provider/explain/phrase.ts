/** A sentence in pieces: words of ours, and values from elsewhere, which each format marks as such. */
export type Phrase = readonly Piece[];
export type Piece = string | { readonly value: string };

/** What stands for `{name}` in a text. A string is words, such as a name. */
export type Arguments = Readonly<Record<string, Phrase | string>>;

/** A value as it stands, on one line and without what a terminal would obey. */
export const literally = (value: string): Phrase => [{ value: oneLine(value) }];

/** Without line ends, what a terminal would obey, and what turns the direction of writing. */
export const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();

/** Puts `args` into a text with `{name}`s. */
export function filled(text: string, args: Arguments): Phrase {
  const pieces = text.split(/\{(\w+)\}/);
  return pieces.flatMap((piece, at): Phrase => {
    if (at % 2 === 0) return piece === "" ? [] : [piece];
    const arg = args[piece] ?? `{${piece}}`;
    return typeof arg === "string" ? [oneLine(arg)] : arg;
  });
}

/** `a, b and c`, with the word for "and". */
export const listed = (phrases: readonly Phrase[], and: string): Phrase =>
  phrases.flatMap((phrase, at): Phrase => {
    if (at === 0) return phrase;
    return [at === phrases.length - 1 ? ` ${and} ` : ", ", ...phrase];
  });

export const separated = (phrases: readonly Phrase[], separator: string): Phrase =>
  phrases.flatMap((phrase, at): Phrase => (at === 0 ? phrase : [separator, ...phrase]));
