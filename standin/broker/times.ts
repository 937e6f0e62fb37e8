/** .NET's first instant, 0001-01-01T00:00:00Z, in milliseconds since the epoch. */
const firstInstant = -62_135_596_800_000;
const lastInstant = 253_402_300_799_999;

/** An instant as System.Text.Json writes it: `2026-01-31T12:00:00.5+00:00`, zeros at the end of the fraction dropped. */
export function timestamp(at: number): string {
  return new Date(at).toISOString().replace(/\.?0*Z$/, "+00:00");
}

/** An instant or null. */
export const timestampOrNull = (at: number | null): string | null =>
  at === null ? null : timestamp(at);

/**
 * `at` (milliseconds since the epoch) and so many microseconds later, in whole milliseconds.
 * @throws RangeError outside the years 1 to 9999, as `DateTimeOffset.Add` does
 */
export function after(at: number, microseconds: bigint): number {
  const sum = BigInt(at) + microseconds / 1000n;
  if (sum < BigInt(firstInstant) || sum > BigInt(lastInstant)) {
    throw new RangeError("The added or subtracted value results in an un-representable DateTime.");
  }
  return Number(sum);
}

const isoForm =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?)?(Z|[+-]\d\d:\d\d)?$/i;

/**
 * Reads a `DateTimeOffset` of a query: ISO 8601, a date alone or with a time; without an offset it is UTC.
 * ASSUMPTION: .NET also takes other spellings of its invariant culture; nobody documents them for Broker.
 * @returns milliseconds since the epoch; undefined for another form or a day that does not exist
 */
export function parseTimestamp(text: string): number | undefined {
  const match = isoForm.exec(text.trim());
  if (!match) {
    return undefined;
  }
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction, offset] = match;
  const milliseconds = (fraction ?? "").slice(0, 3).padEnd(3, "0");
  const at = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${offset?.toUpperCase() ?? "Z"}`,
  );
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number.isNaN(at) || Number(day) > lastDay ? undefined : at;
}
