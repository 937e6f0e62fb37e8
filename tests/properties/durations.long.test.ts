import { expect } from "@jest/globals";
import fc from "fast-check";
import {
  durationMeant,
  sameDuration,
  ticksOfTimeSpan,
  ticksOfXsdDuration,
  xsdDurationOf,
} from "../../provider/values/duration";
import { DurationOverflow, parseDuration } from "../../standin/broker/duration";
import { property } from "./property";
import { readAsDotNet } from "./xsd-duration";

const DAY = 864_000_000_000n;
/** Longest length that a duration may have here, a year. */
const LONGEST = 365n * DAY;

const number = fc.oneof(
  fc.nat(99).map(String),
  fc.nat(400).map((count) => `00${String(count)}`),
  fc.constantFrom("", "0", "2147483647", "2147483648", "99999999999999999999", "٣", "1e3", "+1"),
);
const part = (unit: string) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant("") },
    { weight: 2, arbitrary: number.map((count) => `${count}${unit}`) },
  );
const seconds = fc.oneof(
  part("S"),
  fc.tuple(number, fc.stringMatching(/^\d{0,10}$/)).map(([whole, rest]) => `${whole}.${rest}S`),
);
const space = fc.constantFrom("", "", "", " ", "\n", "\u0085", "\u00a0", "\ufeff", "\u200b");
const nearDuration = fc
  .tuple(
    space,
    fc.constantFrom("", "", "-", "+"),
    fc.tuple(part("Y"), part("M"), part("D")),
    fc.constantFrom("T", "T", "", "t"),
    fc.tuple(part("H"), part("M"), seconds),
    space,
  )
  .map(([before, sign, date, t, time, after]) => {
    const parts = time.join("");
    return `${before}${sign}P${date.join("")}${parts === "" && t === "T" ? "" : t}${parts}${after}`;
  });
/** Durations, what nearly is one, and texts of their letters. */
const texts = fc.oneof(
  { weight: 6, arbitrary: nearDuration },
  { weight: 2, arbitrary: fc.stringMatching(/^-?P[0-9YMDTHS.]{0,8}$/) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(nearDuration, fc.nat(), fc.constantFrom("", "P", "T", ".", "-", "S", " ", "W", "p"))
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + (put === "" ? 1 : 0));
      }),
  },
  { weight: 1, arbitrary: fc.string() },
);

const asStandin = (text: string): bigint | "none" | "too long" => {
  try {
    return parseDuration(text) ?? "none";
  } catch (error) {
    if (error instanceof DurationOverflow) return "too long";
    throw error;
  }
};

property("durations are as long as .NET reads them", texts, (text) => {
  const read = readAsDotNet(text);
  const ticks = ticksOfXsdDuration(text);
  if (read === "none") expect(ticks).toBeUndefined();
  // Whatever a TimeSpan cannot hold is longer than what may be written anyway.
  else if (read === "too long") expect((ticks ?? 0n) ** 2n).toBeGreaterThan(LONGEST ** 2n);
  else expect(ticks).toBe(read);
  // .NET has two refusals for numbers that are too large; Broker answers 400 to both.
  if (read === "too long") expect(typeof asStandin(text)).not.toBe("bigint");
  else expect(asStandin(text)).toBe(read);
});

const ticks = fc.oneof(
  fc.bigInt({ min: -LONGEST, max: LONGEST }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.integer({ min: -86_400, max: 86_400 }).map((count) => BigInt(count) * 10_000_000n),
);

property("durations are written so that they are read as long", ticks, (length) => {
  const text = xsdDurationOf(length);
  const read = readAsDotNet(text);
  if (read === "too long") expect(ticksOfXsdDuration(text)).toBe(length);
  else expect(read).toBe(length);
  const of = (unit: RegExp): number => Number(unit.exec(text)?.[1] ?? 0);
  expect(of(/(\d+)H/)).toBeLessThan(24);
  expect(of(/(\d+)M/)).toBeLessThan(60);
  expect(of(/([\d.]+)S/)).toBeLessThan(60);
  expect(sameDuration(text, ` ${text}`)).toBe(true);
  expect(sameDuration(text, xsdDurationOf(length + 1n))).toBe(false);
});

/** `TimeSpan.ToString()`, by division alone. */
function shownByDotNet(length: bigint): string {
  const size = length < 0n ? -length : length;
  const take = (unit: bigint, of: bigint): string =>
    String((size / unit) % of).padStart(of === 10_000_000n ? 7 : 2, "0");
  const days = size / DAY;
  const fraction = take(1n, 10_000_000n);
  const clock = [take(36_000_000_000n, 24n), take(600_000_000n, 60n), take(10_000_000n, 60n)];
  return `${length < 0n ? "-" : ""}${days === 0n ? "" : `${String(days)}.`}${clock.join(":")}${fraction === "0000000" ? "" : `.${fraction}`}`;
}

property("what Broker shows of a duration has its length", ticks, (length) => {
  const shown = shownByDotNet(length);
  expect(ticksOfTimeSpan(shown)).toBe(length);
  expect(ticksOfXsdDuration(shown)).toBeUndefined();
  expect(durationMeant(shown)).toBe(xsdDurationOf(length));
});

const meantTexts = fc.oneof(
  texts,
  texts.map((text) => text.replace("P", "").toLowerCase()),
  ticks.map(shownByDotNet),
  fc.nat(999).map((weeks) => `${String(weeks)}w`),
);

property("a duration that was meant is one", fc.tuple(meantTexts, texts), ([text, other]) => {
  const meant = durationMeant(text);
  if (meant !== undefined) {
    expect(durationMeant(meant)).toBe(meant);
    if (ticksOfXsdDuration(text) !== undefined) expect(sameDuration(text, meant)).toBe(true);
  }
  expect(sameDuration(text, text)).toBe(true);
  expect(sameDuration(text, other)).toBe(sameDuration(other, text));
  expect(ticksOfXsdDuration(meant ?? "PT0S")).toBeDefined();
});
