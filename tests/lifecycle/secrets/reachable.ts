/* What can be reached from a value: through every own property, listed or not, getters, prototypes, maps and sets. */

/** A text with the path that leads to it, and an object with its class. */
export interface Reachable {
  readonly texts: readonly { readonly path: string; readonly text: string }[];
  readonly objects: readonly { readonly path: string; readonly type: string }[];
}

export function reachableFrom(value: unknown): Reachable {
  const texts: { path: string; text: string }[] = [];
  const objects: { path: string; type: string }[] = [];
  const seen = new Set<unknown>();
  const visit = (found: unknown, path: string): void => {
    if (typeof found === "string") texts.push({ path, text: found });
    if ((typeof found !== "object" && typeof found !== "function") || found === null) return;
    if (seen.has(found) || isOfTheLanguage(found)) return;
    seen.add(found);
    objects.push({ path, type: found.constructor?.name ?? "none" });
    if (ArrayBuffer.isView(found)) {
      texts.push({ path, text: Buffer.from(found.buffer as ArrayBuffer).toString("latin1") });
      return;
    }
    if (found instanceof Map || found instanceof Set) {
      [...found].forEach((one, at) => visit(one, `${path}[${String(at)}]`));
    }
    for (const key of Reflect.ownKeys(found)) {
      visit(read(found, key), `${path}.${String(key)}`);
    }
    const prototype: unknown = Object.getPrototypeOf(found);
    if (typeof prototype === "object" && prototype !== null && !isOfTheLanguage(prototype)) {
      for (const key of Reflect.ownKeys(prototype))
        visit(read(found, key), `${path}.${String(key)}`);
      visit(prototype, `${path}.__proto__`);
    }
  };
  visit(value, "error");
  return { texts, objects };
}

const LANGUAGE = new Set<unknown>(
  [Object, Array, Error, Function, Map, Set, Promise, String, Number].flatMap((one) => [
    one,
    one.prototype,
  ]),
);
const isOfTheLanguage = (value: unknown): boolean => LANGUAGE.has(value);

function read(from: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(from, key) as unknown;
  } catch {
    return undefined;
  }
}
