import { jsonText } from "./json-text";
import { sameJson } from "../values/compare";
import type { JsonObject } from "../values/json";
import type { OfStacks } from "./stacks";

/** Texts by path from the folder of the program. */
export type Files = Readonly<Record<string, string>>;

/** Arguments that a stack has otherwise than the program; null for one that it has not. Undefined when there is none. */
export function differences(
  found: OfStacks<JsonObject> | undefined,
  stack: string,
): JsonObject | undefined {
  const other = found?.others[stack];
  if (found === undefined || other === undefined) return undefined;
  const keys = [...new Set([...Object.keys(found.base), ...Object.keys(other)])];
  return Object.fromEntries(
    keys
      .filter((key) => !sameJson(found.base[key], other[key]))
      .map((key) => [key, other[key] ?? null]),
  );
}

/** The members that are there as a file; undefined when none is. */
export function jsonFile(
  parts: Readonly<Record<string, JsonObject | undefined>>,
): string | undefined {
  const given = Object.entries(parts).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : `${jsonText(Object.fromEntries(given))}\n`;
}
