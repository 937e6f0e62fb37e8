import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  durationMeant,
  sameDuration,
  ticksOfTimeSpan,
  ticksOfXsdDuration,
  xsdDurationOf,
} from "../../provider/values/duration";

const xsdOfSpan = (span: string): string => xsdDurationOf(ticksOfTimeSpan(span) ?? -1n);

test.each([
  ["P30D", "30.00:00:00"],
  ["P365D", "365.00:00:00"],
  ["PT2H", "02:00:00"],
  ["P1D", "1.00:00:00"],
  ["P1DT12H", "1.12:00:00"],
  ["PT0.5S", "00:00:00.5000000"],
  ["-PT1S", "-00:00:01"],
  ["PT0S", "00:00:00"],
])("%s is what Broker shows as %s", (xsd, span) => {
  expect(xsdOfSpan(span)).toBe(xsd);
  expect(ticksOfXsdDuration(xsd)).toBe(ticksOfTimeSpan(span));
});

test.each([
  ["P1Y", "P365D"],
  ["P12M", "P365D"],
  ["P13M", "P395D"],
  ["PT24H", "P1D"],
  ["PT120M", "PT2H"],
  [" P30D ", "P30D"],
  ["\u0085P30D", "P30D"],
  ["PT.5S", "PT0.5S"],
  ["PT1.S", "PT1S"],
  ["PT.S", "PT0S"],
  ["P1DT1H.5S", "P1DT1H0.5S"],
])("%s and %s are the same length", (a, b) => {
  expect(sameDuration(a, b)).toBe(true);
});

test.each([
  "P30D",
  "30D",
  "",
  "P",
  "PT",
  "P1DT",
  "p30d",
  "P1W",
  "P1.5D",
  "PT1.H",
  "30.00:00:00",
  "P1H",
  "PT1D",
  "+P1D",
  "\ufeffP30D",
  "P30D\ufeff",
  "PT.",
  "PT1.",
  "PT5",
])("%p is read as Broker reads it", (text) => {
  expect(ticksOfXsdDuration(text) !== undefined).toBe(text === "P30D");
});

test.each([
  ["30D", "P30D"],
  ["p30d", "P30D"],
  ["\ufeffP30D", "P30D"],
  ["\ufeffP1M", "P30D"],
  ["30.00:00:00", "P30D"],
  ["1.02:03:04", "P1DT2H3M4S"],
  ["02:00:00", "PT2H"],
  ["00:00:00.5000000", "PT0.5S"],
  ["P2W", "P14D"],
  ["2H", "PT2H"],
  ["P2H", "PT2H"],
  ["2h30m", "PT2H30M"],
])("%j was meant as %s", (text, meant) => {
  expect(durationMeant(text)).toBe(meant);
});

test.each(["30", "30M", "2 hours", "", "P", "P1.5D", "1D12H"])("%j could be anything", (text) => {
  expect(durationMeant(text)).toBeUndefined();
});

test("the page on taking over shows them as they are read", () => {
  const page = readFileSync(join(__dirname, "../../docs/taking-over.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([\d.:]+)` *\| `(\w.*?)` *\|$/gm)];
  expect(rows).toHaveLength(4);
  for (const [, shown = "", written] of rows) expect(xsdOfSpan(shown)).toBe(written);
});
