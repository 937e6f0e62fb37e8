/** Text that is safe to send to a browser as it is. Only `html` makes it. */
export class Html {
  constructor(readonly text: string) {}
}

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Anything with the look of a JWT: a token may stand in a path or a name, and no page shows tokens. */
const jwtLook = /ey[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g;

/** Template tag: every value is escaped, except `Html` and lists of it. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return new Html(parts.reduce((text, part, at) => text + shown(values[at - 1]) + part));
}

function shown(value: unknown): string {
  if (value instanceof Html) {
    return value.text;
  }
  if (Array.isArray(value)) {
    return value.map(shown).join("");
  }
  return String(value ?? "")
    .replace(jwtLook, "(a token)")
    .replace(/[&<>"']/g, (character) => escapes[character] ?? "");
}
