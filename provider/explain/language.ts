export const LANGUAGES = ["en", "nb"] as const;

/** English, or Norwegian (bokmål). */
export type Language = (typeof LANGUAGES)[number];

/** One text in every language; `{name}` stands for what is put in. */
export type Text = Readonly<Record<Language, string>>;

export const isLanguage = (text: string): text is Language =>
  (LANGUAGES as readonly string[]).includes(text);
