/** Values of a query by name in lower case. */
export type QueryValues = Readonly<Record<string, string | undefined>>;

/** Reads a query as ASP.NET binds it: names without regard to case, the first of equal names; an empty value is none. */
export function queryValues(url: string | undefined): QueryValues {
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(/\?(.*)/s.exec(url ?? "")?.[1])) {
    const lower = name.toLowerCase();
    if (value !== "" && !Object.hasOwn(values, lower)) {
      values[lower] = value;
    }
  }
  return values;
}

/** `true` or `false` in any letter case; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  const lower = text.trim().toLowerCase();
  return lower === "true" ? true : lower === "false" ? false : undefined;
}
