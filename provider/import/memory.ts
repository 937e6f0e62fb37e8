import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../errors";
import type { OrganisationNames } from "../program-writer/rules-code";
import type { AllStacks, StackValues } from "../program-writer/values";
import { isObject, jsonIn } from "../values/json";

/** The file beside the program that remembers what import read and wrote. */
export const MEMORY_FILE = ".altinn-import.json";

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

export const memoryText = ({ stacks, organisations, files }: Memory): string =>
  `${JSON.stringify({ layout: LAYOUT, files, organisations, stacks }, undefined, 1)}\n`;

/** What was read now, and how far it goes. */
export interface Read {
  readonly values: StackValues;
  /** Identifiers of the services that were to be read; all when left out. */
  readonly only: readonly string[] | undefined;
  /** Identifiers of those that could not be. */
  readonly unread: readonly string[];
}

const isSamePlace = (a: StackValues | undefined, b: StackValues): boolean =>
  a?.environment === b.environment && a.organization === b.organization;

/** Why what was read does not belong under the name of a stack, a sentence or two; undefined when it does. */
export function otherPlace(
  { stacks }: Memory,
  name: string,
  read: StackValues,
): string | undefined {
  const before = stacks[name];
  if (before === undefined || isSamePlace(before, read)) return undefined;
  const of = name === "" ? "an import without --stack" : `the stack ${name}`;
  return `The program has, of ${of}, what organisation ${before.organization} has in ${before.environment}, and this is organisation ${read.organization} in ${read.environment}. Name its stack with --stack, or write it into a folder of its own with --into; --force replaces the one by the other.`;
}

/**
 * With what was read now in place of what is remembered of the stack. What nobody looked at this time, or could not read, stays
 * as it was. A stack without a name becomes the named one of the same place.
 */
export function withStack(
  { stacks, ...rest }: Memory,
  name: string,
  { values: read, only, unread }: Read,
): Memory {
  const before = stacks[name] ?? (isSamePlace(stacks[""], read) ? stacks[""] : undefined);
  const known = isSamePlace(before, read) ? before : undefined;
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
  const others = Object.entries(stacks).filter(
    ([other, stack]) =>
      other !== name && !(other === "" && name !== "" && isSamePlace(stack, read)),
  );
  // The stack that was read first stays the first: its values stand in the program itself.
  const isFirst =
    stacks[name] === undefined ? before !== undefined : Object.keys(stacks)[0] === name;
  const entry = [name, merged] as const;
  return { ...rest, stacks: Object.fromEntries(isFirst ? [entry, ...others] : [...others, entry]) };
}
