import { stringLiteral } from "./literal";
import type { AllStacks, StackValues } from "./values";

/** What several stacks have of one thing. */
export interface OfStacks<T> {
  /** That of the first stack that has it, which the program says. */
  readonly base: T;
  /** That of the stacks whose own is another one, by name. */
  readonly others: Readonly<Record<string, T>>;
  /** In which stacks the program makes it, as an expression; undefined: in all. */
  readonly condition: string | undefined;
}

/** Undefined when no stack has it. */
export function ofStacks<T>(
  stacks: AllStacks,
  find: (stack: StackValues) => T | null | undefined,
  same: (a: T, b: T) => boolean,
): OfStacks<T> | undefined {
  // What has no name can have no file of its own.
  const found = Object.entries(stacks)
    .sort(([a], [b]) => Number(b === "") - Number(a === ""))
    .map(([name, stack]) => [name, find(stack) ?? undefined] as const);
  const having = found.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const [first] = having;
  if (first === undefined) return undefined;
  const base = first[1];
  const lacking = found.flatMap(([name, value]) => (value === undefined ? [name] : []));
  return {
    base,
    others: Object.fromEntries(having.filter(([, value]) => !same(base, value))),
    condition: conditionOf(
      having.map(([name]) => name),
      lacking,
    ),
  };
}

/** A stack without a name may be any but those that lack it. */
export function conditionOf(
  having: readonly string[],
  lacking: readonly string[],
): string | undefined {
  if (lacking.length === 0) return undefined;
  return having.includes("") ? `!${oneOf(lacking)}` : oneOf(having);
}

const oneOf = (names: readonly string[]): string =>
  `inStack(${names.map(stringLiteral).join(", ")})`;
