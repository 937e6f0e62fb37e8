import fc from "fast-check";
import { openGround, type Ground } from "../scenarios/ground";
import { stories } from "./steps";
import { Story, type Counts } from "./story";

export interface Extent {
  /** The same seed tells the same stories. */
  readonly seed: number;
  readonly stories: number;
  /** How many steps they must have at least, all told. */
  readonly steps?: number;
  /** How long each request takes at Altinn. */
  readonly answerTimeMs?: number;
}

/** Lives of a service, each with edits of the program, edits by hand and runs that meet trouble, in any order. */
export function chaos({ seed, stories: count, steps: least = 0, answerTimeMs }: Extent): void {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround({ answerTimeMs });
  });
  afterAll(() => ground.close());

  test(`${String(count)} stories: state says what Altinn holds, whatever happened on the way`, async () => {
    const counts: Counts = { steps: 0, runs: 0, failed: 0, settled: 0 };
    const property = fc.asyncProperty(stories, (steps) =>
      new Story(ground, ground.newOwner(), counts).play(steps),
    );
    await fc.assert(property, { seed, numRuns: count });
    console.info(`seed ${String(seed)}: ${JSON.stringify(counts)}`);
    expect(counts.steps).toBeGreaterThanOrEqual(least);
  }, 900_000);
}
