import type { DynamicMethods } from "../../provider/dynamic-methods";
import type { Kind } from "../../provider/resources/lifecycle";
import type { Owner } from "../lifecycle/scenarios/ground";
import { judge } from "../lifecycle/scenarios/judge";
import {
  play,
  type Met,
  type Played,
  type Recognised,
  type Situation,
} from "../lifecycle/scenarios/play";
import { Row } from "../lifecycle/scenarios/row";
import type { Trouble } from "../lifecycle/scenarios/troubles";
import { decisionPointRows } from "./decision-point";
import { openProcessGround, type ProcessGround } from "./process-ground";
import type { Result } from "./result";
import { kinds, type OfKind } from "./situations";
import { clocksOff, faults } from "./troubles";

/* Every call of every operation of every kind, with every fault: each is a row, played through the real provider process. */

export type Operation = keyof DynamicMethods;

/** A situation as it goes without trouble, with the calls that it makes. */
interface Clean {
  readonly of: OfKind;
  readonly situation: Situation;
  readonly played: Played;
}

interface Planned {
  readonly clean: Clean;
  readonly operation: Operation;
  /** `kind operation: call: fault, life`. */
  readonly title: string;
  readonly met: Met;
}

export interface Outcome {
  readonly results: readonly Result[];
  /** How many calls each operation of each kind makes, as `kind operation`; 0 where it makes none. */
  readonly calls: ReadonlyMap<string, number>;
  /** Largest memory of a provider process, in bytes; 0 where the system does not tell. */
  readonly largestMemory: number;
}

export interface Wanted {
  /** Whether situations of a kind are looked at; all are when left out. */
  ofKind?(kind: Kind): boolean;
  /** Whether a row is to be played, by its title; all are when left out. */
  rows?(title: string): boolean;
  /** Provider processes at once, each with a stand-in of its own. */
  readonly parallel: number;
  /** Called with each row as it ends. */
  done?(result: Result, left: number): void;
}

export async function runFaults(wanted: Wanted): Promise<Outcome> {
  const { ofKind = () => true, rows = () => true, parallel, done } = wanted;
  const grounds = await Promise.all(Array.from({ length: parallel }, openSlot));
  try {
    const situations = kinds
      .filter(({ kind }) => ofKind(kind))
      .flatMap((of) => of.situations.map((situation) => ({ of, situation })));
    const results: Result[] = [];
    const cleans = await inParallel(grounds, situations, async (slot, { of, situation }) => {
      const clean = await playClean(slot, of, situation);
      const problems = judge(clean.situation, clean.played, clean.played);
      const { steps } = clean.played.first.outcome;
      if (String(steps) !== String(situation.steps))
        problems.push(`the steps are ${String(steps)}`);
      if (problems.length > 0)
        throw new Error(`${of.kind}, ${situation.title}, without trouble: ${problems.join("; ")}`);
      return clean;
    });
    const planned = cleans.flatMap(rowsOf).filter(({ title }) => rows(title));
    await inParallel(grounds, planned, async (slot, row) => {
      const result = await resultOf(slot, row);
      results.push(result);
      done?.(result, planned.length - results.length);
    });
    const largestMemory = Math.max(...grounds.map(({ ground }) => ground.host.largestMemory()));
    const smoke = await decisionPointRows(rows);
    const calls = callsOf(cleans).set("Broker smoke", smoke.calls);
    return { results: [...results, ...smoke.results], calls, largestMemory };
  } finally {
    await Promise.all(grounds.map(({ ground }) => ground.close()));
  }
}

/** One row at a time. */
interface Slot {
  readonly ground: ProcessGround;
  readonly owners: Map<Kind, Owner>;
}

const openSlot = async (): Promise<Slot> => ({
  ground: await openProcessGround(),
  owners: new Map(),
});

function newRow({ ground, owners }: Slot, { kind, ownerForEachRow }: OfKind): Row {
  const known = ownerForEachRow ? undefined : owners.get(kind);
  const owner = known ?? ground.newOwner();
  owners.set(kind, owner);
  return new Row(ground, kind, owner);
}

async function playClean(slot: Slot, of: OfKind, situation: Situation): Promise<Clean> {
  const row = newRow(slot, of);
  const played = await play(row, situation);
  const calls = played.first.seen.map((request) => row.purposeOf(request));
  return { of, situation: { ...situation, calls }, played };
}

function rowsOf(clean: Clean): Planned[] {
  const { of, situation, played } = clean;
  const { seen, during } = played.first;
  const planned = (at: number, trouble: Trouble, life: "once" | "standing"): Planned => {
    const operation = during[at] ?? "check";
    const call = situation.calls[at] ?? "";
    const title = `${of.kind} ${operation} (${situation.title}): call ${String(at + 1)}, ${call}: ${trouble.title}, ${life}`;
    const request = trouble.everywhere ? undefined : recognised(clean, at);
    const met = { at, trouble, standing: life === "standing", ...(request ? { request } : {}) };
    return { clean, operation, title, met };
  };
  const atEachCall = seen.flatMap((request, at) =>
    faults
      .filter((fault) => fault.at?.(played.row.callOf(request), situation.calls[at] ?? "") ?? true)
      .flatMap(({ trouble, lives }) => lives.map((life) => planned(at, trouble, life))),
  );
  const everywhere = seen.length === 0 ? [] : clocksOff;
  return [...atEachCall, ...everywhere.map((trouble) => planned(0, trouble, "standing"))];
}

/** The call at this place by what it asks for, so that it is found again where calls that are made at once change places. */
function recognised({ situation, played }: Clean, at: number): Recognised | undefined {
  const untroubled = played.first.seen[at];
  if (untroubled === undefined) return undefined;
  const purpose = situation.calls[at] ?? "";
  const earlier = situation.calls.slice(0, at).filter((call) => call === purpose).length;
  const { row: cleanRow } = played;
  return {
    purpose,
    earlier,
    untroubled,
    matcher(row) {
      const [pathname = ""] = untroubled.path.split("?");
      const path = pathname
        .split("/")
        .map((part) => (part === cleanRow.owner.code ? row.owner.code : part))
        .join("/")
        .replaceAll(cleanRow.id, row.id)
        .replaceAll(cleanRow.otherId, row.otherId)
        .replaceAll(cleanRow.owner.number, row.owner.number);
      const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      return { method: untroubled.method, path: new RegExp(`^${escaped}(?:\\?|$)`) };
    },
  };
}

async function resultOf(slot: Slot, { clean, operation, title, met }: Planned): Promise<Result> {
  const { kind } = clean.of;
  try {
    const played = await play(newRow(slot, clean.of), clean.situation, met);
    const problems = judge(clean.situation, clean.played, played, met);
    const { failed } = played.first.outcome;
    const is = problems.length > 0 ? "wrong" : failed ? "failed as it should" : "succeeded";
    return { kind, operation, title, is, problems };
  } catch (error) {
    slot.ground.standin.clearFaults();
    slot.ground.arrived = () => undefined;
    return {
      kind,
      operation,
      title,
      is: "wrong",
      problems: [`the row ended with ${String(error)}`],
    };
  }
}

function callsOf(cleans: readonly Clean[]): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { of, situation, played } of cleans) {
    for (const step of situation.steps) {
      const operation = step === "same" ? "check" : step;
      calls.set(`${of.kind} ${operation}`, calls.get(`${of.kind} ${operation}`) ?? 0);
    }
    for (const operation of played.first.during)
      calls.set(`${of.kind} ${operation}`, (calls.get(`${of.kind} ${operation}`) ?? 0) + 1);
  }
  return calls;
}

/** Each of `items` by whichever slot is free, in order of items. */
async function inParallel<T, R>(
  slots: readonly Slot[],
  items: readonly T[],
  work: (slot: Slot, item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const serve = async (slot: Slot): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(slot, items[at] as T);
    }
  };
  await Promise.all(slots.map(serve));
  return results;
}
