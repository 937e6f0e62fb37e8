import * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../resources/lifecycle";
import { memoryOfRun } from "./run-of-program";

/*
 * Two resources of one kind and identifier in one program would undo each other's changes. The class sees both; the refusal
 * is the provider's, which is given the other's name.
 */

/** Logical names by kind and identifier. */
const namesOfRun = memoryOfRun(() => new Map<string, string>());

/** The identifiers behind outputs of resources that the program states by text. */
const identifiers = new WeakMap<object, string>();

/**
 * Lets `twinOf` know an identifier behind an output at once. The engine hears of resources in the order in which their
 * arguments are known, and of two with one identifier the second in the program is the one to refuse.
 */
export function rememberIdentifier(
  output: pulumi.Output<string>,
  identifier: pulumi.Input<string>,
): void {
  if (typeof identifier === "string") identifiers.set(output, identifier);
}

/** What an input says, as far as the program states it by text. */
export const stated = (input: pulumi.Input<string>): string | undefined =>
  typeof input === "string" ? input : identifiers.get(input);

/**
 * The logical name of another resource of `kind` with the same identifier that this run has stated before, or undefined.
 *
 * @param identifier Undefined for a kind of which a stack has but one.
 */
export function twinOf(
  kind: Kind,
  identifier: pulumi.Input<string> | undefined,
  name: string,
): pulumi.Input<string | undefined> {
  const names = namesOfRun();
  const claimed = (id: string): string | undefined => {
    const key = `${kind} ${id}`;
    const first = names.get(key);
    if (first === undefined) names.set(key, name);
    return first;
  };
  const id = identifier === undefined ? "" : stated(identifier);
  return id === undefined
    ? pulumi.output(identifier).apply((later) => claimed(String(later)))
    : claimed(id);
}
