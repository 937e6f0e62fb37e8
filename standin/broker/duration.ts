/** .NET counts time in ticks of 100 nanoseconds. */
const ticksPerSecond = 10_000_000n;
const ticksPerMicrosecond = 10n;
const largestInt32 = 2_147_483_647;
const largestInt64 = 9_223_372_036_854_775_807n;

export const microsecondsPerHour = 3_600_000_000n;
export const microsecondsPerDay = 24n * microsecondsPerHour;

/** What `String.Trim` takes off. It leaves a byte order mark, which JavaScript's `trim` does not. */
const around =
  /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|(?<![\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000])[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

const form =
  /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(T(?:(\d+)H)?(?:(\d+)M)?(?:(\d*)\.(\d*)S|(\d+)S)?)?$/;

/** The text is a duration, but one that a .NET TimeSpan cannot hold (`OverflowException` there). */
export class DurationOverflow extends Error {
  override readonly name = "DurationOverflow";
}

/**
 * Reads an xsd:duration as .NET's `XmlConvert.ToTimeSpan` does: a year is 365 days, each full 12 months are
 * 365 days and each month of the remainder is 30. Surrounding white space does not matter.
 * @returns ticks of 100 nanoseconds, below zero for a leading minus; undefined for what is no duration
 * @throws DurationOverflow above 2^63 - 1 ticks (some 29,000 years)
 */
export function parseDuration(text: string): bigint | undefined {
  const match = form.exec(text.replace(around, ""));
  if (!match) {
    return undefined;
  }
  const [, minus, years, months, days, time, hours, minutes, whole, fraction, seconds] = match;
  if (time === "T" || match.slice(2).every((part) => part === undefined)) {
    return undefined;
  }
  const parts = [years, months, days, hours, minutes, seconds ?? whole].map((digits) =>
    Number(digits ?? 0),
  );
  if (parts.some((part) => part > largestInt32)) {
    return undefined;
  }
  const [year, month, day, hour, minute, second] = parts.map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const wholeDays = (year + month / 12n) * 365n + (month % 12n) * 30n + day;
  const ticks =
    (((wholeDays * 24n + hour) * 60n + minute) * 60n + second) * ticksPerSecond +
    BigInt((fraction ?? "").slice(0, 7).padEnd(7, "0"));
  if (ticks > largestInt64) {
    throw new DurationOverflow("TimeSpan overflowed because the duration is too long.");
  }
  return minus ? -ticks : ticks;
}

/** What PostgreSQL's `interval` keeps of a TimeSpan: whole microseconds. */
export const toMicroseconds = (ticks: bigint): bigint => ticks / ticksPerMicrosecond;

/** `TimeSpan.ToString()`: `[-][d.]hh:mm:ss[.fffffff]`, the days only when there is at least one. */
export function timeSpanText(microseconds: bigint): string {
  const size = microseconds < 0n ? -microseconds : microseconds;
  const days = size / microsecondsPerDay;
  const two = (value: bigint) => String(value).padStart(2, "0");
  const hours = two((size / microsecondsPerHour) % 24n);
  const minutes = two((size / 60_000_000n) % 60n);
  const seconds = two((size / 1_000_000n) % 60n);
  const fraction = size % 1_000_000n;
  return [
    microseconds < 0n ? "-" : "",
    days > 0n ? `${days}.` : "",
    `${hours}:${minutes}:${seconds}`,
    fraction > 0n ? `.${String(fraction).padStart(6, "0")}0` : "",
  ].join("");
}
