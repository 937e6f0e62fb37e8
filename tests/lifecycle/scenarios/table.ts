import type { Kind } from "../../../provider/resources/lifecycle";
import { isAsked } from "./asked";
import { openGround, type Ground, type Owner } from "./ground";
import { judge } from "./judge";
import { play, type Met, type Played, type Situation } from "./play";
import { Row } from "./row";
import { troublesOf, type Extent, type Trouble } from "./troubles";

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
