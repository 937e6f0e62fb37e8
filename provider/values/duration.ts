import { trimmed } from "./white-space";

/*
 * Durations as Broker reads and writes them. It reads xsd:duration with .NET's XmlConvert.ToTimeSpan and writes
 * TimeSpan.ToString(), a form that it does not read back. No library is exact about what the former takes.
 */

/** With a point, .NET asks for no digit on either side of it. Source: dotnet/runtime, XsdDuration. */
const XSD_DURATION =
  /^(-)?P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(?:(\d+)|(\d*)\.(\d*))S)?)?$/;
const TIME_SPAN = /^(-)?(?:(\d+)\.)?(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,7}))?$/;

/** Ticks of 100 ns, the resolution of a .NET TimeSpan. */
const SECOND = 10_000_000n;
const MINUTE = 60n * SECOND;
const HOUR = 60n * MINUTE;
const DAY = 24n * HOUR;

export const TICKS_PER_DAY = DAY;
export const TICKS_PER_HOUR = HOUR;

const count = (digits: string | undefined): bigint => BigInt(digits || "0");
const fraction = (digits: string | undefined): bigint =>
  BigInt((digits ?? "").slice(0, 7).padEnd(7, "0"));

/**
 * Length of an xsd:duration in ticks of 100 ns, or undefined when it is none. A year counts 365 days, each full 12
 * months 365 days and a remaining month 30 days, as .NET converts them.
 */
export function ticksOfXsdDuration(text: string): bigint | undefined {
  const found = XSD_DURATION.exec(trimmed(text));
  if (!found) return undefined;
  const [, minus, years, months, days, hours, minutes, seconds, whole, fractional] = found;
  const monthCount = count(months);
  const dayCount =
    count(years) * 365n + (monthCount / 12n) * 365n + (monthCount % 12n) * 30n + count(days);
  const ticks =
    dayCount * DAY +
    count(hours) * HOUR +
    count(minutes) * MINUTE +
    count(seconds ?? whole) * SECOND +
    fraction(fractional);
  return minus ? -ticks : ticks;
}

/** Length in ticks of what Broker's GET shows, `[-][d.]hh:mm:ss[.fffffff]`, or undefined when it is none. */
export function ticksOfTimeSpan(text: string): bigint | undefined {
  const found = TIME_SPAN.exec(text);
  if (!found) return undefined;
  const [, minus, days, hours, minutes, seconds, fractional] = found;
  const ticks =
    count(days) * DAY +
    count(hours) * HOUR +
    count(minutes) * MINUTE +
    count(seconds) * SECOND +
    fraction(fractional);
  return minus ? -ticks : ticks;
}

/** The shortest xsd:duration in days, hours, minutes and seconds, such as `P30D` or `PT1H30M`. */
export function xsdDurationOf(ticks: bigint): string {
  const size = ticks < 0n ? -ticks : ticks;
  const parts = (of: bigint, unit: bigint, letter: string): string =>
    of / unit > 0n ? `${String(of / unit)}${letter}` : "";
  const rest = size % MINUTE;
  const decimals = (rest % SECOND).toString().padStart(7, "0").replace(/0+$/, "");
  const seconds = rest > 0n ? `${String(rest / SECOND)}${decimals ? `.${decimals}` : ""}S` : "";
  const time = `${parts(size % DAY, HOUR, "H")}${parts(size % HOUR, MINUTE, "M")}${seconds}`;
  const text = `P${parts(size, DAY, "D")}${time ? `T${time}` : ""}`;
  return `${ticks < 0n ? "-" : ""}${text === "P" ? "PT0S" : text}`;
}

/**
 * The xsd:duration that was meant by a text which is none: what Broker's GET shows, or one in which the `P` or the `T` is
 * missing, or letters are small, or that counts weeks. Undefined when it could be several.
 * @example
 * durationMeant("1.02:03:04") // "P1DT2H3M4S"
 * durationMeant("30D") // "P30D"
 */
export function durationMeant(text: string): string | undefined {
  const bare = trimmed(text.replaceAll("\ufeff", "")).toUpperCase();
  const [, weeks] = /^P?(\d+)W$/.exec(bare) ?? [];
  const asWritten = ticksOfXsdDuration(bare) ?? ticksOfTimeSpan(bare);
  const lengths =
    asWritten !== undefined
      ? [asWritten]
      : weeks !== undefined
        ? [BigInt(weeks) * 7n * DAY]
        : [`P${bare}`, bare.replace(/^P?/, "PT")].map(ticksOfXsdDuration);
  const [meant, ...others] = lengths.filter((ticks) => ticks !== undefined);
  return meant === undefined || others.length > 0 ? undefined : xsdDurationOf(meant);
}

/** True when both texts are xsd:durations of one length, or the same text. */
export function sameDuration(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "string" || typeof b !== "string") return false;
  const ticks = ticksOfXsdDuration(a);
  return ticks !== undefined && ticks === ticksOfXsdDuration(b);
}
