import { handlesOf } from "../handles";
import { openState } from "../state";
import { openDatabase } from "../store/database";
import { DatabaseError } from "../store/postgres";
import type { Environment } from "../altinn";
import { newKey, type WorldFiles } from "./files";
import { makerOf, type Made } from "./make";
import type { Named } from "./references";
import { EntryError, mistakesIn, nameOf, type Mistake, type Place } from "./mistakes";
import {
  entries as schemas,
  kindNames,
  world as schema,
  type Entry,
  type KindName,
} from "./schema";

/** The entries of a world, in the order in which they are made; the files that they name have been read. */
export type Entries = { readonly [Kind in KindName]: readonly Made<Kind>[] };

/** What tells an entry from others of its kind; a kind that is not here may have equal ones, or is told apart when it is made. */
const identity: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  clients: ["clientId"],
  systemUsers: ["id", "clientId"],
  resources: ["identifier"],
  policies: ["resourceId"],
  brokerConfigurations: ["resourceId"],
};

/** Members by which other entries name an entry. */
const names: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  organisations: ["code", "number"],
  clients: ["clientId"],
  systemUsers: ["id"],
  resources: ["identifier"],
  policies: ["resourceId"],
};

/**
 * Checks a world whole: names and values, the files that it names, and every entry against the others, by making it in a store
 * in memory. Of an entry that refers to one with a mistake that alone is no mistake.
 */
export function checkWorld(
  value: unknown,
  files: WorldFiles,
  environment: Environment,
): { readonly entries: Entries; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = mistakesIn(schema, value);
  const broken = new Set<string>();
  const entries = Object.fromEntries(kindNames.map((kind) => [kind, [] as unknown[]])) as Record<
    KindName,
    unknown[]
  >;
  const database = openDatabase();
  try {
    const state = openState(database, environment);
    const maker = makerOf(state, handlesOf(state), namedIn(value));
    for (const kind of kindNames) {
      const seen = new Map<string, Place>();
      for (const [at, entry] of listOf(value, kind).entries()) {
        const place = [kind, at];
        const inShape = membersAt(mistakes, place);
        const found =
          repeated(seen, kind, entry, place) ??
          attempts(kind, entry, inShape, (good) => {
            const read = withFiles(kind, good as Entry<KindName>, files);
            (maker[kind] as (entry: unknown) => unknown)(withKey(kind, read));
            entries[kind].push(read);
          });
        const news = found.filter(
          ({ refersTo }) => refersTo === undefined || !broken.has(refersTo),
        );
        mistakes.push(...news.map((each) => ({ ...each, place: [...place, ...each.place] })));
        if (found.length > 0 || inShape.length > 0) {
          markBroken(broken, kind, entry);
        }
      }
    }
  } finally {
    database.close();
  }
  return { entries: entries as unknown as Entries, mistakes };
}

/** The names that entries have, right or wrong. */
const namedIn = (value: unknown): Named =>
  Object.fromEntries(
    Object.entries(names).map(([kind, members]) => [
      kind,
      listOf(value, kind as KindName)
        .filter(isObject)
        .flatMap((entry) => members.map((member) => entry[member]))
        .filter((name) => typeof name === "string"),
    ]),
  );

/** Entries that are no list are told by the schema. */
function listOf(value: unknown, kind: KindName): readonly unknown[] {
  const list = isObject(value) ? value[kind] : undefined;
  return Array.isArray(list) ? list : [];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** The members of an entry that have mistakes; "" for the entry as a whole. */
const membersAt = (mistakes: readonly Mistake[], [kind, at]: Place): string[] =>
  mistakes
    .filter(({ place }) => place[0] === kind && place[1] === at)
    .map(({ place }) => String(place[2] ?? ""));

/**
 * Makes an entry; where members of it are wrong, once more without them, so that what else is wrong is told too. An entry that
 * has no good shape without them is not made.
 */
function attempts(
  kind: KindName,
  entry: unknown,
  inShape: readonly string[],
  make: (entry: unknown) => void,
): Mistake[] {
  const mistakes: Mistake[] = [];
  let wrong = inShape;
  let rest = entry;
  for (;;) {
    if (wrong.length > 0) {
      const smaller = without(rest, wrong);
      if (smaller === undefined || !schemas[kind].safeParse(smaller).success) return mistakes;
      rest = smaller;
    }
    const tried = rest;
    const found = attempt(() => make(tried), tried);
    if (found.length === 0) return mistakes;
    mistakes.push(...found);
    wrong = found.map(({ place }) => String(place[0] ?? ""));
  }
}

/** An object without these members; undefined when it lacks one of them, and for what is no object. */
function without(entry: unknown, members: readonly string[]): object | undefined {
  if (!isObject(entry) || !members.every((member) => Object.hasOwn(entry, member))) {
    return undefined;
  }
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !members.includes(name)));
}

function repeated(
  seen: Map<string, Place>,
  kind: KindName,
  entry: unknown,
  place: Place,
): Mistake[] | undefined {
  const members = identity[kind];
  if (members === undefined || !isObject(entry)) {
    return undefined;
  }
  if (!members.every((member) => typeof entry[member] === "string")) {
    return undefined;
  }
  const id = members.map((member) => String(entry[member])).join(" of ");
  const earlier = seen.get(id);
  seen.set(id, earlier ?? place);
  const message = `is a second entry of ${id}; the first is $.${kind}[${String(earlier?.[1])}]`;
  return earlier && [{ place: [members[0] ?? ""], message }];
}

function attempt(make: () => void, entry: unknown): Mistake[] {
  try {
    make();
    return [];
  } catch (error) {
    if (error instanceof EntryError) {
      return error.mistakes.map((each) => ({ ...each, place: inFile(each.place, entry) }));
    }
    if (error instanceof RangeError || error instanceof DatabaseError) {
      return [{ place: [], message: `cannot be made: ${error.message}` }];
    }
    throw error;
  }
}

/** A policy that is wrong is wrong where the entry says where it is. */
function inFile(place: Place, entry: unknown): Place {
  const isFile = isObject(entry) && entry["file"] !== undefined;
  return place[0] === "xml" && isFile ? ["file"] : place;
}

function markBroken(broken: Set<string>, kind: KindName, entry: unknown): void {
  broken.add(kind);
  for (const member of names[kind] ?? []) {
    if (isObject(entry)) {
      broken.add(nameOf(kind, entry[member]));
    }
  }
}

function withFiles(kind: KindName, entry: Entry<KindName>, files: WorldFiles): unknown {
  if (kind === "clients") {
    const { key, ...client } = entry as Entry<"clients">;
    return key === undefined ? client : { ...client, key: files.key(key) };
  }
  if (kind === "policies") {
    const { resourceId, xml, file } = entry as Entry<"policies">;
    return { resourceId, xml: xml ?? files.text(file ?? "") };
  }
  return entry;
}

let placeholder: Made<"clients">["key"];

/** A key takes long to make: here all clients without one have the same. */
function withKey(kind: KindName, entry: unknown): unknown {
  const client = entry as Made<"clients">;
  if (kind !== "clients" || client.key !== undefined) {
    return entry;
  }
  placeholder ??= newKey() as NonNullable<typeof placeholder>;
  return { ...client, key: placeholder };
}
