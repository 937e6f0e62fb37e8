import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Files } from "../program-writer/files";
import type { ProgramPart } from "../program-writer/program";
import type { AllStacks, StackValues } from "../program-writer/values";
import { hashOf } from "./memory";

/*
 * A part of the program (a service, an access list, the registration) of which somebody edited a file is theirs: nothing of it is
 * written, changed or taken away, for no stack, since what stands in a file of a stack goes before what they wrote.
 */

/** A part of which somebody edited, removed or made a file. */
export interface EditedPart extends ProgramPart {
  /** What was edited, from the folder. */
  readonly edited: readonly string[];
}

/** @param hashes of the files as import wrote them last */
export function editedParts(
  folder: string,
  parts: readonly ProgramPart[],
  of: { readonly hashes: Readonly<Record<string, string>>; readonly wanted: Files },
): EditedPart[] {
  return parts
    .map((part) => ({ ...part, edited: editedFiles(folder, part.paths, of) }))
    .filter(({ edited }) => edited.length > 0);
}

/** Those of the paths that are neither as they were written last nor as they would be written now. */
export const editedFiles = (
  folder: string,
  paths: readonly string[],
  { hashes, wanted }: { readonly hashes: Readonly<Record<string, string>>; readonly wanted: Files },
): string[] =>
  paths.filter((path) => {
    const file = join(folder, path);
    const there = existsSync(file) ? hashOf(readFileSync(file)) : undefined;
    const text = wanted[path];
    return there !== hashes[path] && there !== (text && hashOf(text));
  });

/** Parts of two programs, each once. */
export function allParts(...programs: readonly (readonly ProgramPart[])[]): ProgramPart[] {
  const found = new Map<string, ProgramPart>();
  for (const part of programs.flat()) {
    const key = `${part.kind} ${part.identifier}`;
    const paths = [...(found.get(key)?.paths ?? []), ...part.paths];
    found.set(key, { ...part, paths: [...new Set(paths)] });
  }
  return [...found.values()];
}

type Value = Readonly<Record<string, unknown>> | null;

/** Undefined where a stack has no such part, or nobody looked. */
export function valueOf(
  stack: StackValues | undefined,
  { kind, identifier }: ProgramPart,
): Value | undefined {
  if (kind === "owner") return stack?.owner;
  return kind === "list"
    ? stack?.lists?.[identifier]
    : (stack?.services[identifier] as Value | undefined);
}

/** What the files of a part were written from: what its stack had, else what the program says for other stacks. */
export const writtenFrom = (
  before: AllStacks,
  stack: string,
  part: ProgramPart,
): Value | undefined =>
  valueOf(before[stack], part) ??
  Object.values(before)
    .map((each) => valueOf(each, part))
    .find((value) => value !== undefined && value !== null);

/** The stacks as they were for the parts that are left alone. */
export function leftAlone(
  next: AllStacks,
  before: AllStacks,
  stack: string,
  parts: readonly ProgramPart[],
): AllStacks {
  let values = next[stack];
  for (const part of parts) {
    if (values === undefined) continue;
    const own = valueOf(before[stack], part);
    const isThere = Boolean(valueOf(values, part));
    const kept = own ?? (isThere ? writtenFrom(before, stack, part) : undefined);
    values = withValue(values, part, kept ?? undefined);
  }
  return values === undefined ? next : { ...next, [stack]: values };
}

function withValue(
  values: StackValues,
  { kind, identifier }: ProgramPart,
  value: Readonly<Record<string, unknown>> | undefined,
): StackValues {
  if (kind === "owner") {
    const { owner: _owner, ...rest } = values;
    return value === undefined ? rest : { ...rest, owner: value };
  }
  const name = kind === "list" ? "lists" : "services";
  const { [identifier]: _own, ...others } = values[name] ?? {};
  return {
    ...values,
    [name]: value === undefined ? others : { ...others, [identifier]: value },
  };
}
