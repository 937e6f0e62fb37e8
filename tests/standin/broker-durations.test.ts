import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  DurationOverflow,
  parseDuration,
  timeSpanText,
  toMicroseconds,
} from "../../standin/broker/duration";

/** As GET resource shows what PUT was given. */
function stored(text: string): string | undefined {
  const ticks = parseDuration(text);
  return ticks === undefined ? undefined : timeSpanText(toMicroseconds(ticks));
}

describe("a duration", () => {
  it.each([
    ["P30D", "30.00:00:00"],
    ["P1Y", "365.00:00:00"],
    ["P12M", "365.00:00:00"],
    ["P13M", "395.00:00:00"],
    ["P25M", "760.00:00:00"],
    ["P1Y1M1D", "396.00:00:00"],
    ["PT120M", "02:00:00"],
    ["PT24H", "1.00:00:00"],
    ["PT36H", "1.12:00:00"],
    ["PT90S", "00:01:30"],
    ["P1DT2H3M4.5S", "1.02:03:04.5000000"],
    ["PT0.0000019S", "00:00:00.0000010"],
    ["PT.5S", "00:00:00.5000000"],
    ["PT1.S", "00:00:01"],
    ["PT1.12345678901234S", "00:00:01.1234560"],
    ["P0D", "00:00:00"],
    ["-P1D", "-1.00:00:00"],
    ["-PT1H30M", "-01:30:00"],
    [" P1D\n", "1.00:00:00"],
  ])("%j is shown as %j", (text, shown) => {
    expect(stored(text)).toBe(shown);
  });

  it.each([
    "",
    "P",
    "PT",
    "P1DT",
    "30D",
    "p30d",
    "P1W",
    "P1.5D",
    "PT1H30",
    "P1",
    "P1D2M",
    "PT1S1M",
    "T1H",
    "+P1D",
    "P-1D",
    "P 1D",
    "P1H",
    "30.00:00:00",
    "\ufeffP30D",
    "P2147483648D",
  ])("%j is none", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it("that a TimeSpan cannot hold is an overflow, not a form error", () => {
    expect(() => parseDuration("P30000Y")).toThrow(DurationOverflow);
  });

  it("keeps its length in the text that is shown", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 59n), max: 2n ** 59n }), (microseconds) => {
        const shown = timeSpanText(microseconds);
        const [, minus, days = "0", h, m, s, fraction = "0"] =
          /^(-)?(?:(\d+)\.)?(\d\d):(\d\d):(\d\d)(?:\.(\d{7}))?$/.exec(shown) ?? [];
        const seconds =
          ((BigInt(days) * 24n + BigInt(h ?? "")) * 60n + BigInt(m ?? "")) * 60n + BigInt(s ?? "");
        const size = seconds * 1_000_000n + BigInt(fraction) / 10n;
        expect(minus ? -size : size).toBe(microseconds);
      }),
      { seed: 20_261_130 },
    );
  });
});
