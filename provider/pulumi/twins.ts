import * as pulumi from "@pulumi/pulumi";
import type { Kind } from "../resources/lifecycle";

/*
 * Two resources of one kind and identifier in one program would undo each other's changes. The class sees both; the refusal
 * is the provider's, which is given the other's name.
 */

type Names = Map<string, string>;
/** By what the SDK makes anew for each run of a program: several runs may share one process. */
const runs = new WeakMap<object, Names>();

const nowhere = {};

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

function namesOfRun(): Names {
  const run = pulumi.runtime.getStackResource() ?? pulumi.runtime.getMonitor() ?? nowhere;
  const names = runs.get(run) ?? new Map<string, string>();
  runs.set(run, names);
  return names;
}

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
  if (identifier === undefined || typeof identifier === "string") return claimed(identifier ?? "");
  const id = identifiers.get(identifier);
  return id === undefined ? pulumi.output(identifier).apply(claimed) : claimed(id);
}
