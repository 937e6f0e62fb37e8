import type { Values } from "./lifecycle";

/** What stands in the way of taking over an object that exists and differs from the program. */
export function adoptNeeded(what: string, differences: readonly string[]): string {
  return `${what} exists already and differs from the program in ${differences.join("; ")}. Taking it over would change it. Write the program as it is, or set adopt: true on this resource (or altinn:adopt for the stack) to change it to what the program says.`;
}

const shown = (value: unknown): string => {
  if (value === undefined || value === null) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 120)}...` : text;
};

/** One entry per key: what is there and what the program says. */
export const describeDifferences = (
  keys: readonly string[],
  live: Values,
  wanted: Values,
): string[] => keys.map((key) => `${key} (is ${shown(live[key])}, program ${shown(wanted[key])})`);
