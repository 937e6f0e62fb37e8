/** A text without blanks around it and without the pair of quotes that encloses it, as env files and copied commands leave them. */
export function withoutQuotes(text: string): string {
  const trimmed = text.trim();
  const enclosed = /^(["'])([\s\S]*)\1$/.exec(trimmed)?.[2];
  return enclosed === undefined ? trimmed : enclosed.trim();
}
