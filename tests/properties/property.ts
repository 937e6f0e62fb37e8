import { test } from "@jest/globals";
import fc from "fast-check";
import { placeOf, shareOf, type PropertyName } from "./shares";

export type { PropertyName } from "./shares";

/*
 * Properties: what holds for every input, however bad. `npm run test:properties` runs 100,000 cases from a new seed, the long
 * tests 5,000 from one that stays. Both numbers can be given: PROPERTY_CASES, PROPERTY_SEED.
 */

const CASES = Number(process.env.PROPERTY_CASES ?? 5_000);
const SEED = Number(process.env.PROPERTY_SEED ?? 20_261_130);
if (!Number.isSafeInteger(CASES + SEED))
  throw new Error("PROPERTY_CASES and PROPERTY_SEED are whole numbers.");

/**
 * Tests that `holds` throws for none of the values, and prints how many there were. A failure tells its seed.
 *
 * @param examples Values that come first, such as those that once failed.
 */
export function property<T>(
  name: PropertyName,
  values: fc.Arbitrary<T>,
  holds: (value: T) => unknown,
  { examples = [] }: { readonly examples?: readonly T[] } = {},
): void {
  const cases = Math.max(1, Math.round(CASES * shareOf(name)));
  test(`${name} (${String(cases)} cases)`, async () => {
    const run = await fc.check(
      fc.asyncProperty(values, async (value) => {
        await holds(value);
      }),
      {
        seed: SEED + placeOf(name),
        numRuns: cases,
        examples: examples.map((value): [T] => [value]),
      },
    );
    // Not by the console, which jest adds three lines to.
    process.stdout.write(`seed ${String(SEED)}, ${String(run.numRuns)} cases: ${name}\n`);
    if (run.failed)
      throw new Error(
        `${again}\n${fc.defaultReportMessage(run) ?? ""}\n${String(run.errorInstance)}`,
      );
  });
}

const again = `To run it again: PROPERTY_SEED=${String(SEED)} PROPERTY_CASES=${String(CASES)} npm run test:properties -- FILE`;
