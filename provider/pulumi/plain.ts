/*
 * Of a plain value everything is known at once, and no output is needed to look at it: a program of hundreds of resources is
 * the quicker for each output that is not made.
 */

/** Whether there is nothing in it but texts, numbers, booleans, null, lists and plain objects: no output, promise or resource. */
export function isPlain(value: unknown): boolean {
  if (value === null || typeof value !== "object")
    return typeof value !== "function" && typeof value !== "symbol";
  if (Array.isArray(value)) return value.every(isPlain);
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlain)
  );
}

/**
 * A plain value as it is now: the program may go on to change a list that it has given. Not structuredClone, whose objects are
 * of another realm where a test runner has its own.
 */
export function copyOfPlain(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(copyOfPlain);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyOfPlain(each)]));
}
