/** Claims of a token by name, as its JSON has them. */
export type Claims = Record<string, unknown>;

/** One claim; a name may come several times. */
export interface Claim {
  readonly name: string;
  readonly value: unknown;
}

/** Names that .NET's token handler reads into one type with another name, and writes by that other name. */
const writtenAs: ReadonlyMap<string, string> = new Map([
  ["sub", "nameid"],
  ["roles", "role"],
  ["fwt", "forwardedclientip"],
]);

/**
 * A token's claims as .NET's `JwtSecurityTokenHandler` holds them: one for each member of a list, so that an empty list
 * leaves none; null as an empty text.
 */
export function readClaims(claims: Readonly<Claims>): Claim[] {
  return Object.entries(claims).flatMap(([name, value]) => {
    const members: readonly unknown[] = Array.isArray(value) ? value : [value];
    return members.map((each) => ({ name: writtenAs.get(name) ?? name, value: each ?? "" }));
  });
}

/** The reverse: a name that comes once has its bare value, another one a list. */
export function writeClaims(list: readonly Claim[]): Claims {
  const values = new Map<string, unknown[]>();
  for (const { name, value } of list) {
    const earlier = values.get(name);
    if (earlier === undefined) {
      values.set(name, [value]);
    } else {
      earlier.push(value);
    }
  }
  return Object.fromEntries(
    [...values].map(([name, given]) => [name, given.length === 1 ? given[0] : given]),
  );
}

/** The value of the first claim with this name. */
export const firstValue = (list: readonly Claim[], name: string): unknown =>
  list.find((each) => each.name === name)?.value;

/** The list without the first claim of each of these names; further ones stay. */
export function withoutFirst(list: readonly Claim[], names: readonly string[]): Claim[] {
  const left = new Set(names);
  return list.filter((each) => !left.delete(each.name));
}
