import {
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
])("%p is read as Broker reads it", (text) => {
  expect(ticksOfXsdDuration(text) !== undefined).toBe(text === "P30D");
});
