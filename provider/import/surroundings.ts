import type { ProgramPart } from "../program-writer/program";
import type { StackValues } from "../program-writer/values";
import type { PulumiCli } from "../stack/pulumi-cli";
import { readStackList } from "../stack/stack-list";
import { readStackState, type StackState } from "../stack/stack-state";
import { valueOf } from "./edited";
import { npmCommands } from "./project-files";

/** What is there beside the program, as far as the next step depends on it. */
export interface Surroundings {
  /** What is to be done with npm before the program runs, commands. */
  readonly npm: readonly string[];
  /** Short names of the project's stacks; undefined when the Pulumi CLI is not there, or cannot tell. */
  readonly stacks: readonly string[] | undefined;
  /** Whether the stack has all of it in its state; false where nobody knows. */
  readonly isManaged: boolean;
  /** Whether it has all that was read of one part of the program; false where nothing of it was read. */
  readonly manages: (part: ProgramPart) => boolean;
}

/** @param stack short name; empty without one */
export async function surroundingsOf(
  folder: string,
  stack: string,
  { values, cli }: { readonly values: StackValues; readonly cli: PulumiCli },
): Promise<Surroundings> {
  const stacks = (await readStackList(cli))?.map(({ name }) => name);
  const isThere = stacks === undefined || stacks.includes(stack);
  const { state } = stack !== "" && isThere ? await readStackState(cli, stack) : {};
  return {
    npm: npmCommands(folder),
    stacks,
    isManaged: state !== undefined && isManaged(values, state),
    manages: (part) => {
      const one = onlyPart(values, part);
      return state !== undefined && one !== undefined && isManaged(one, state);
    },
  };
}

/** Undefined where nothing of it was read. */
function onlyPart(values: StackValues, part: ProgramPart): StackValues | undefined {
  if (!valueOf(values, part)) return undefined;
  const { kind, identifier } = part;
  const { owner, lists, services, ...place } = values;
  const only = <T>(all: Readonly<Record<string, T>> = {}): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => name === identifier));
  return {
    ...place,
    ...(kind === "owner" && owner ? { owner } : {}),
    ...(kind === "list" ? { lists: only(lists) } : {}),
    services: kind === "service" ? only(services) : {},
  };
}

function isManaged({ owner, lists = {}, services }: StackValues, state: StackState): boolean {
  const has = (kind: string, id: string): boolean => state.get(kind)?.has(id) === true;
  return (
    (!owner || (state.get("ServiceOwner")?.size ?? 0) > 0) &&
    Object.keys(lists).every((id) => has("AccessList", id)) &&
    Object.entries(services).every(
      ([id, { policy, broker, connections = {} }]) =>
        has("Resource", id) &&
        (!policy || has("ResourcePolicy", id)) &&
        (!broker || has("BrokerResourceConfig", id)) &&
        Object.keys(connections).every((list) => has("AccessListConnection", `${list}/${id}`)),
    )
  );
}
