import type { Kind, Values } from "../../../provider/resources/lifecycle";
import type { SeenRequest } from "../../../standin/server/requests";
import { isAsked } from "./asked";
import type { Outcome, Step } from "./fake-engine";
import { openGround, type Ground, type Owner } from "./ground";
import { judge } from "./judge";
import { Row, type AtAltinn } from "./row";
import { troublesOf, type Extent, type Trouble } from "./troubles";

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

/** A trouble at the call with this index, once or from then on until the end of the run. */
export interface Met {
  readonly at: number;
  readonly trouble: Trouble;
  readonly standing: boolean;
  /**
   * What the run after it does beside running again: compare with Altinn first, which makes the engine forget that a creation
   * was partial, or set the program back to what it was.
   */
  readonly after?: "a refresh" | "the old program";
}

export interface Run {
  readonly outcome: Outcome;
  readonly seen: readonly SeenRequest[];
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

async function play(row: Row, situation: Situation, met?: Met): Promise<Played> {
  await situation.prepare?.(row);
  const program = situation.program(row);
  const { standin } = row.ground;
  let struck: SeenRequest | undefined;

  /** Brings the trouble about: faults are armed as the call before arrives, since they are taken on arrival. */
  const arrival = (seen: SeenRequest[]) => {
    const arm = (): void => {
      if (met?.at === seen.length && met.trouble.fault) standin.failNext({}, met.trouble.fault);
    };
    arm();
    return (request: SeenRequest): void | Promise<void> => {
      seen.push(request);
      situation.arriving?.(row, row.purposeOf(request));
      if (!met) return;
      const { method, path } = request;
      const isStruck = seen.length - 1 === met.at;
      if (isStruck) {
        struck = request;
        if (met.standing && met.trouble.fault)
          standin.failNext({ method, path }, met.trouble.fault, { standing: true });
        if (met.trouble.thenReadsRefused)
          standin.failNext(
            { method: "GET", path: /^(?!.*(?:exchange|orgs)$)/ },
            { status: 403 },
            { standing: true },
          );
      }
      arm();
      const again = met.standing && struck?.method === method && struck.path === path;
      if (!met.trouble.silent || !(isStruck || again)) return;
      row.ground.endCall();
      return new Promise(() => undefined);
    };
  };

  const run = async (
    wanted: Values | undefined,
    options: { refresh?: boolean; alone?: boolean },
    watch: (seen: SeenRequest[]) => Ground["arrived"],
  ): Promise<Run> => {
    const seen: SeenRequest[] = [];
    row.ground.arrived = watch(seen);
    const { methods, warnings } = row.ground.newProcess(row.kind, row.owner, {
      env: situation.env ?? {},
      alone: options.alone ?? false,
      paused: () => situation.paused?.(row),
    });
    const outcome = await row.engine.up(methods, wanted, options);
    standin.clearFaults();
    row.ground.arrived = () => undefined;
    const { listedWrong } = row;
    return { outcome, seen, warnings, atAltinn: row.atAltinn(), state: row.state(), listedWrong };
  };
  const watching = (seen: SeenRequest[]) => (request: SeenRequest) => {
    seen.push(request);
    situation.arriving?.(row, row.purposeOf(request));
  };

  const { refresh = false, refused, unseen = false } = situation;
  const before = { atAltinn: row.atAltinn(), state: row.state() };
  const first = await run(program, { refresh, alone: true }, arrival);
  const next = met?.after === "the old program" ? situation.was?.(row) : program;
  const second = await run(next, { refresh: refresh || met?.after === "a refresh" }, watching);
  const looks = refused === undefined && !unseen;
  const third = await run(next, { refresh: looks || refresh }, watching);
  return { row, before, first, second, third, struck };
}

/** Makes one test for each call of each situation, with each trouble of `extent` in it, once and standing. */
export function scenarios(
  kind: Kind,
  situations: readonly Situation[],
  extent: Extent,
  {
    ownerForEachRow = false,
    prepare,
  }: { ownerForEachRow?: boolean; prepare?(row: Row): Promise<void> } = {},
): void {
  const troubles = troublesOf(extent);
  let ground: Ground;
  let owner: Owner;
  const clean = new Map<Situation, Played>();
  const count = { rows: 0, others: 0, failed: 0 };
  const newRow = (idLike?: Situation["idLike"]): Row =>
    new Row(ground, kind, ownerForEachRow ? ground.newOwner() : owner, idLike);
  const cleanRun = async (situation: Situation): Promise<Played> => {
    const played = clean.get(situation) ?? (await play(newRow(situation.idLike), situation));
    clean.set(situation, played);
    return played;
  };

  beforeAll(async () => {
    ground = await openGround();
    owner = ground.newOwner();
    await prepare?.(newRow());
  });
  afterAll(async () => {
    await ground.close();
    const calls = situations.flatMap((situation) => situation.calls).length;
    console.info(
      `${kind}: ${String(situations.length)} situations with ${String(calls)} calls, up to ${String(troubles.length)} troubles at each, once and standing: ${String(count.rows)} rows, and ${String(count.others)} more in which a refresh or the old program follows; failed: ${String(count.failed)}`,
    );
  });

  async function problemsOf(situation: Situation, met: Met): Promise<string[]> {
    const played = await play(newRow(situation.idLike), situation, met);
    const problems = judge(situation, await cleanRun(situation), played, met);
    if (met.after) count.others += 1;
    else count.rows += 1;
    if (problems.length > 0) count.failed += 1;
    const name = `${met.trouble.title}, ${met.standing ? "standing" : "once"}${met.after ? `, then ${met.after}` : ""}`;
    const found = problems.map((problem) => `${name}: ${problem}`);
    if (met.after) return found;
    const { outcome, state } = played.first;
    const partial = state.some(({ initErrors }) => (initErrors as string[]).length > 0);
    if (partial && !situation.refresh && !situation.untilRefresh)
      found.push(...(await problemsOf(situation, { ...met, after: "a refresh" })));
    if (outcome.failed && situation.was)
      found.push(...(await problemsOf(situation, { ...met, after: "the old program" })));
    return found;
  }

  const firstToAsk = situations.find(({ calls }) => calls.some(isAsked));
  const troublesAt = (situation: Situation, at: number): readonly Trouble[] =>
    situation === firstToAsk || !isAsked(situation.calls[at] ?? "")
      ? troubles
      : troubles.filter(({ wheneverAsked }) => wheneverAsked);

  describe.each(situations)(`${kind}: $title`, (situation) => {
    test("makes these calls and no other, and a further run none that writes", async () => {
      const played = await cleanRun(situation);
      const { first, row } = played;
      expect(first.seen.map((request) => row.purposeOf(request))).toEqual(situation.calls);
      expect(first.outcome.steps).toEqual(situation.steps);
      expect(judge(situation, played, played)).toEqual([]);
    });

    if (situation.calls.length > 0 && troubles.length > 0)
      test.each(situation.calls.map((call, at) => [at + 1, call] as const))(
        "call %i, %s: trouble is healed, or told and made good by the next run",
        async (number) => {
          const problems: string[] = [];
          for (const trouble of troublesAt(situation, number - 1)) {
            for (const standing of [false, true])
              problems.push(
                ...(await problemsOf(situation, { at: number - 1, trouble, standing })),
              );
          }
          expect(problems).toEqual([]);
        },
      );
  });
}
