/** Text left over from a template: `[org]`, `{app}`, `${role}`, `<number>`. */
export const hasPlaceholder = (text: string): boolean =>
  /\[[^\]]*\]|\{[^}]*\}|<[^>]*>/.test(text.replaceAll(/<!\[CDATA\[|\]\]>/g, ""));
