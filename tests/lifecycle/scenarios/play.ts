import type { DynamicMethods } from "../../../provider/dynamic-methods";
import type { Values } from "../../../provider/resources/lifecycle";
import type { SeenRequest } from "../../../standin/server/requests";
import type { Outcome, Step } from "./fake-engine";
import type { Ground } from "./ground";
import type { Row, AtAltinn } from "./row";
import type { Trouble } from "./troubles";

/** Where a run begins, what it is asked to do, and what it does when nothing goes wrong. */
export interface Situation {
  readonly title: string;
  /** The row's identifier, when it is not like what is made today. */
  idLike?(id: string): string;
  prepare?(row: Row): Promise<void>;
  /** The resource's arguments in the run; undefined when the program has the resource no more. */
  program(row: Row): Values | undefined;
  readonly refresh?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** What happens elsewhere while the provider waits. */
  paused?(row: Row): void;
  /** What somebody else does while this call is on its way. */
  arriving?(row: Row, purpose: string): void;
  readonly steps: readonly Step[];
  /** Every call, in order. */
  readonly calls: readonly string[];
  /** What the program said before, to which it may be set back when the run has failed. */
  was?(row: Row): Values;
  /** The run is refused, with these words. */
  readonly refused?: RegExp;
  /** A refresh ends the refusal. */
  readonly untilRefresh?: true;
  /** The run ends with these words, because of what somebody else does in it; the next run makes it good. */
  readonly told?: RegExp;
  /** Somebody else writes in the run, and what is there after it may be theirs. */
  readonly others?: true;
  /** What differs at Altinn is seen by a refresh only, and no run makes one. */
  readonly unseen?: true;
}

/** A trouble at one call, once or from then on until the end of the run. */
export interface Met {
  /** The call's place in `Situation.calls`. */
  readonly at: number;
  /** Which request it is, where several are under way at once and their order may vary; else the one at this place. */
  readonly request?: Recognised;
  readonly trouble: Trouble;
  readonly standing: boolean;
  /**
   * What the run after it does beside running again: compare with Altinn first, which makes the engine forget that a creation
   * was partial, or set the program back to what it was.
   */
  readonly after?: "a refresh" | "the old program";
}

/** A request by what it asks for, and how many of the same came before it. */
export interface Recognised {
  readonly purpose: string;
  readonly earlier: number;
  /** The same request in a run that met no trouble, which is told of where it cannot arrive. */
  readonly untroubled: SeenRequest;
  /** Its method and path in this row. */
  matcher(row: Row): { readonly method: string; readonly path: RegExp };
}

export interface Run {
  readonly outcome: Outcome;
  readonly seen: readonly SeenRequest[];
  /** For each of `seen` the method of the provider that was under way. */
  readonly during: readonly (keyof DynamicMethods)[];
  readonly warnings: readonly string[];
  /** What stands at Altinn and in state after it. */
  readonly atAltinn: AtAltinn;
  readonly state: readonly Values[];
  /** The registry lists a service for others than its policy says. */
  readonly listedWrong: boolean;
}

/** The run that meets a trouble (or none), the run after it, and one more that compares with Altinn. */
export interface Played {
  readonly row: Row;
  readonly before: Pick<Run, "atAltinn" | "state">;
  readonly first: Run;
  readonly second: Run;
  readonly third: Run;
  /** The call that met the trouble. */
  readonly struck: SeenRequest | undefined;
}

type Watch = (seen: readonly SeenRequest[]) => Ground["arrived"];

export async function play(row: Row, situation: Situation, met?: Met): Promise<Played> {
  await situation.prepare?.(row);
  const program = situation.program(row);
  const { standin } = row.ground;
  let struck = met?.trouble.around ? met.request?.untroubled : undefined;

  const run = async (
    wanted: Values | undefined,
    options: { refresh?: boolean; alone?: boolean },
    watch: Watch = () => () => undefined,
    env: Situation["env"] = {},
  ): Promise<Run> => {
    const seen: SeenRequest[] = [];
    const during: (keyof DynamicMethods)[] = [];
    const arrived = watch(seen);
    row.ground.arrived = (request) => {
      seen.push(request);
      during.push(row.engine.method);
      situation.arriving?.(row, row.purposeOf(request));
      return arrived(request);
    };
    const { methods, warnings } = row.ground.newProcess(row.kind, row.owner, {
      env: { ...situation.env, ...env },
      alone: options.alone ?? false,
      paused: () => situation.paused?.(row),
    });
    const outcome = await row.engine.up(methods, wanted, options);
    standin.clearFaults();
    row.ground.arrived = () => undefined;
    const { listedWrong } = row;
    const left = { atAltinn: row.atAltinn(), state: row.state(), listedWrong };
    return { outcome, seen, during, warnings: [...warnings], ...left };
  };

  const { refresh = false, refused, unseen = false } = situation;
  const before = { atAltinn: row.atAltinn(), state: row.state() };
  const around = await met?.trouble.around?.(row.ground, met);
  const strike = met && striking(row, met, (request) => void (struck = request));
  const first = await run(program, { refresh, alone: true }, strike, around?.env);
  await around?.end();
  const next = met?.after === "the old program" ? situation.was?.(row) : program;
  const second = await run(next, { refresh: refresh || met?.after === "a refresh" });
  const looks = refused === undefined && !unseen;
  const third = await run(next, { refresh: looks || refresh });
  return { row, before, first, second, third, struck };
}

/** Brings the trouble about: faults are armed before their call arrives, since they are taken on arrival. */
function striking(row: Row, met: Met, struckBy: (request: SeenRequest) => void): Watch {
  const { standin } = row.ground;
  const { at, standing, trouble, request: wanted } = met;
  return (seen) => {
    let struck: SeenRequest | undefined;
    const asWanted = (request: SeenRequest): boolean =>
      wanted === undefined || row.purposeOf(request) === wanted.purpose;
    const place = wanted?.earlier ?? at;
    let armed = false;
    const arm = (): void => {
      if (armed || !trouble.fault || seen.filter(asWanted).length !== place) return;
      armed = true;
      standin.failNext(wanted?.matcher(row) ?? {}, trouble.fault);
    };
    if (trouble.everywhere && trouble.fault)
      standin.failNext({}, trouble.fault, { standing: true });
    else arm();
    return (request): void | Promise<void> => {
      const isStruck =
        struck === undefined &&
        (trouble.everywhere ?? (asWanted(request) && seen.filter(asWanted).length === place + 1));
      if (isStruck) {
        struck = request;
        struckBy(request);
        const { method, path } = request;
        if (standing && trouble.fault && !trouble.everywhere)
          standin.failNext({ method, path }, trouble.fault, { standing: true });
        if (trouble.thenReadsRefused)
          standin.failNext(
            { method: "GET", path: /^(?!.*(?:exchange|orgs)$)/ },
            { status: 403 },
            { standing: true },
          );
      }
      if (!trouble.everywhere) arm();
      const again = standing && struck?.method === request.method && struck.path === request.path;
      if (!trouble.silent || !(isStruck || again)) return;
      row.ground.endCall();
      return new Promise(() => undefined);
    };
  };
}
