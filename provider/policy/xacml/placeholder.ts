const BRACKETS = ["[]", "{}", "<>"] as const;

/** Text left over from a template: `[org]`, `{app}`, `${role}`, `<number>`. Looked at once from each end, however long it is. */
export function hasPlaceholder(text: string): boolean {
  const bare = text.replaceAll(/<!\[CDATA\[|\]\]>/g, "");
  return BRACKETS.some(([open = "", close = ""]) => {
    const begins = bare.indexOf(open);
    return begins >= 0 && begins < bare.lastIndexOf(close);
  });
}
