import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../errors";
import type { OrganisationNames } from "../program-writer/rules-code";
import type { AllStacks, StackValues } from "../program-writer/values";
import { isObject, jsonIn } from "../values/json";
import { MEMORY_FILE } from "./memory-file";
import { isSamePlace, type StackPlace } from "./stack-place";

/** What earlier imports read and wrote. */
export interface Memory {
  readonly stacks: AllStacks;
  readonly organisations: OrganisationNames;
  /** SHA-256 of each file as import wrote it, hexadecimal, by path from the folder. */
  readonly files: Readonly<Record<string, string>>;
}

const NOTHING: Memory = { stacks: {}, organisations: {}, files: {} };
const LAYOUT = 1;

export const hashOf = (text: string | Buffer): string =>
  createHash("sha256").update(text).digest("hex");

export function readMemory(folder: string): Memory {
  const path = join(folder, MEMORY_FILE);
  if (!existsSync(path)) return NOTHING;
  const value = jsonIn(readFileSync(path, "utf8"));
  const isOurs =
    isObject(value) &&
    value.layout === LAYOUT &&
    [value.stacks, value.organisations, value.files].every(isObject);
  if (isOurs) return value as unknown as Memory;
  throw new ConfigError(
    `${path} is not as this version of import writes it. Take the version of the package that wrote it, or remove the file and run this with --force, which writes the program anew.`,
  );
}

/** Equal memories give equal texts. Stacks stay in the order of their first import, and arguments as they are in the program. */
export function memoryText({ stacks, organisations, files }: Memory): string {
  const ordered = mapped(stacks, inOrder);
  const all = { layout: LAYOUT, files: byName(files), organisations, stacks: ordered };
  return `${JSON.stringify(all, undefined, 1)}\n`;
}

const inOrder = ({ services, lists, ...stack }: StackValues): StackValues =>
  byName({
    ...stack,
    services: byName(
      mapped(services, ({ connections, ...service }) =>
        byName({ ...service, ...(connections ? { connections: byName(connections) } : {}) }),
      ),
    ),
    ...(lists ? { lists: byName(lists) } : {}),
  });

const byName = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))) as T;

const mapped = <T>(all: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, change(value)]));

/** What was read now, and how far it goes. */
export interface Read {
  readonly values: StackValues;
  /** Identifiers of the services that were to be read; all when left out. */
  readonly only: readonly string[] | undefined;
  /** Identifiers of those that could not be. */
  readonly unread: readonly string[];
}

/** The remembered stacks, the one without a name under the name that it has from now on. */
export function underName(stacks: AllStacks, name: string, now: StackPlace): AllStacks {
  const isUnnamed = ([other, stack]: readonly [string, StackValues]): boolean =>
    name !== "" && other === "" && isSamePlace(stack, now);
  const all = Object.entries(stacks);
  return Object.fromEntries(
    stacks[name] === undefined
      ? all.map((entry) => (isUnnamed(entry) ? [name, entry[1]] : entry))
      : all.filter((entry) => !isUnnamed(entry)),
  );
}

/**
 * With what was read now in place of what is remembered of the stack. What nobody looked at this time, or could not read, stays
 * as it was, and so does the order of the stacks: values of the first one stand in the program itself.
 */
export function withStack(
  stacks: AllStacks,
  name: string,
  { values: read, only, unread }: Read,
): AllStacks {
  const known = stacks[name];
  const services = Object.fromEntries(
    Object.entries(read.services).map(([id, values]) => [
      id,
      { ...known?.services[id], ...values },
    ]),
  );
  const kept = Object.entries(known?.services ?? {}).filter(
    ([id]) => unread.includes(id) || (only !== undefined && !only.includes(id)),
  );
  const merged: StackValues = {
    ...known,
    ...read,
    services: { ...Object.fromEntries(kept), ...services },
    ...(read.lists && only !== undefined ? { lists: { ...known?.lists, ...read.lists } } : {}),
  };
  return { ...stacks, [name]: merged };
}
