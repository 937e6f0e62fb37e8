import { isObject } from "./json";

/** Deep equality of JSON values: key order does not count, array order does, null and a missing key are the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === null || a === undefined || b === null || b === undefined)
    return (a ?? null) === (b ?? null);
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((value, index) => sameJson(value, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
    sameJson(a[key], b[key]),
  );
}

/** `value` with the keys of its objects in the order that `other` has them; those that it lacks come last. */
export function inOrderOf(other: unknown, value: unknown): unknown {
  if (Array.isArray(value))
    return value.map((inner, index) => inOrderOf(Array.isArray(other) ? other[index] : {}, inner));
  if (!isObject(value) || !isObject(other)) return value;
  const keys = new Set([
    ...Object.keys(other).filter((key) => key in value),
    ...Object.keys(value),
  ]);
  return Object.fromEntries([...keys].map((key) => [key, inOrderOf(other[key], value[key])]));
}

/** The keys of either object whose values differ by `same`, in the order in which they first appear. */
export function changedKeys(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  same: (key: string, a: unknown, b: unknown) => boolean = (_key, x, y) => sameJson(x, y),
): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (key) => !same(key, a[key], b[key]),
  );
}
