import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Environment } from "../altinn";
import type { Handles } from "../handles";
import { JsonTextError, scanJson, type JsonPosition } from "../server/json-scan";
import { emptyState, type State } from "../state";
import { readSetting, writeSetting } from "../store/database";
import { checkWorld, type Entries } from "./check";
import { newKey, WorldFiles } from "./files";
import { makerOf, type Made } from "./make";
import { kindNames, type KindName, type World } from "./schema";
import { placed, WorldError, type WorldMistake } from "./world-error";

/** A world without mistakes, to be put into stores. */
export interface OpenWorld {
  readonly answerTimeMs: number | undefined;
  /** Changes with what a store keeps of the world. */
  readonly hash: string;
  readonly entries: Entries;
}

export interface WorldOptions {
  readonly world?: World;
  readonly worldFile?: string;
}

/**
 * Reads and checks the world of these options; undefined when they name none. Keys that it says are to be made are written.
 * @throws WorldError with all its mistakes
 * @throws RangeError for both a world and a file
 */
export function openWorld(
  { world, worldFile }: WorldOptions,
  environment: Environment,
): OpenWorld | undefined {
  if (worldFile === undefined) {
    return world && checked(world, "the world", ".", environment);
  }
  if (world !== undefined) {
    throw new RangeError("world and worldFile are two worlds; give one of them");
  }
  const text = textOf(worldFile);
  const positions = scanned(text, worldFile);
  return checked(JSON.parse(text), worldFile, dirname(resolve(worldFile)), environment, positions);
}

function textOf(worldFile: string): string {
  try {
    return readFileSync(worldFile, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new RangeError(`the world's file cannot be read: ${(error as Error).message}`);
  }
}

function checked(
  value: unknown,
  source: string,
  folder: string,
  environment: Environment,
  positions?: ReadonlyMap<string, JsonPosition>,
): OpenWorld {
  const files = new WorldFiles(folder);
  const { entries, mistakes } = checkWorld(value, files, environment);
  if (mistakes.length > 0) {
    throw new WorldError(source, placed(mistakes, positions));
  }
  files.write();
  const { faults: _, ...kept } = entries;
  const hash = createHash("sha256").update(JSON.stringify(kept)).digest("hex");
  return { answerTimeMs: (value as World).answerTimeMs, hash, entries };
}

/** Where each value of the text stands. @throws WorldError for no JSON, and for a name that an object has twice */
function scanned(text: string, source: string): ReadonlyMap<string, JsonPosition> {
  const repeated: WorldMistake[] = [];
  let positions;
  try {
    positions = scanJson(text, ({ path, line }) => {
      repeated.push({ path, line: line + 1, message: "is there twice" });
    });
  } catch (error) {
    if (!(error instanceof JsonTextError)) throw error;
    const { path, line, byte } = error.position;
    const message = `is no JSON from here, byte ${byte + 1} of the line: ${error.message}`;
    throw new WorldError(source, [{ path, line: line + 1, message }]);
  }
  if (repeated.length > 0) {
    throw new WorldError(source, repeated);
  }
  return positions;
}

const madeKey = (clientId: string): string => `made key ${clientId}`;

/**
 * Puts a world into a store that has never been served from. A store that has this very world is left as it is, but for what is
 * not kept in a store: its faults.
 * @param isNew whether the store has never been served from
 * @throws RangeError for a store with other contents
 */
export function enterWorld(world: OpenWorld, state: State, handles: Handles, isNew: boolean): void {
  const { database } = state;
  const kept = readSetting(database, "world");
  if (isNew) {
    // What a start that did not come to its end has left.
    emptyState(state);
    makeAll(world, state, handles);
    writeSetting(database, "world", world.hash);
    return;
  }
  if (kept !== world.hash) {
    throw new RangeError(
      `the data file holds ${kept === undefined ? "what was made without a world" : "another world, or this one from before it was changed"}. A world is put into a new data file alone: name another data file, remove this one, or start without the world`,
    );
  }
  makeAll(world, state, handles, ["faults"]);
  for (const client of world.entries.clients) {
    const { clientId = "" } = client;
    const found = state.clients.find(clientId);
    const jwk = keyOf(client, state);
    if (found && jwk) {
      const kid = found.keys[0]?.kid ?? "";
      const systemUsers = found.systemUsers.map(({ id }) => id);
      state.readyClients.set(clientId, {
        clientId,
        kid,
        jwk: { ...jwk, kid, alg: "RS256", use: "sig" },
        systemUsers,
      });
    }
  }
}

/** Makes the entries of these kinds, of all by default, in a store that has none of them. */
export function makeAll(
  { entries }: OpenWorld,
  state: State,
  handles: Handles,
  kinds: readonly KindName[] = kindNames,
): void {
  const maker = makerOf(state, handles);
  for (const kind of kinds) {
    for (const entry of entries[kind]) {
      const wanted =
        kind === "clients"
          ? withKey(entry as Made<"clients">, keyOf(entry as Made<"clients">, state))
          : entry;
      (maker[kind] as (entry: unknown) => unknown)(wanted);
    }
  }
}

const withKey = (client: Made<"clients">, key: Made<"clients">["key"]): Made<"clients"> =>
  key === undefined ? client : { ...client, key };

/** The key of the world, or one that is made for this store and kept in it; undefined with a certificate in its place. */
function keyOf(client: Made<"clients">, { database }: State): Made<"clients">["key"] {
  if (client.key !== undefined || client.certificate) {
    return client.key;
  }
  const setting = madeKey(client.clientId ?? "");
  const kept = readSetting(database, setting);
  const jwk = (kept === undefined ? newKey() : JSON.parse(kept)) as NonNullable<
    Made<"clients">["key"]
  >;
  writeSetting(database, setting, JSON.stringify(jwk));
  return jwk;
}
