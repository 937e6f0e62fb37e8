/*
 * Reads an xsd:duration letter by letter, in the order in which .NET does: an oracle that shares nothing with the product.
 * Source: dotnet/runtime, XsdDuration.TryParse and ToTimeSpan, as used by XmlConvert.ToTimeSpan.
 */

const LARGEST_INT32 = 2n ** 31n - 1n;
const LARGEST_TICKS = 2n ** 63n - 1n;

/** `Char.IsWhiteSpace` for all that `String.Trim` takes off. */
const isSpace = (letter: string): boolean =>
  [0x20, 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000].includes(
    letter.charCodeAt(0),
  ) ||
  (letter >= "\t" && letter <= "\r") ||
  (letter >= "\u2000" && letter <= "\u200a");

/** Ticks of 100 ns; "none" for a text that is no duration, "too long" for one that a TimeSpan cannot hold. */
export function readAsDotNet(text: string): bigint | "none" | "too long" {
  let [at, end] = [0, text.length];
  while (at < end && isSpace(text.charAt(at))) at += 1;
  while (end > at && isSpace(text.charAt(end - 1))) end -= 1;
  const letter = (): string => (at < end ? text.charAt(at) : "");
  const digits = (): string => {
    const from = at;
    while (letter() >= "0" && letter() <= "9") at += 1;
    return text.slice(from, at);
  };

  const isNegative = letter() === "-";
  if (isNegative) at += 1;
  if (letter() !== "P") return "none";
  at += 1;

  const counts = new Map<string, bigint>();
  let fraction = "";
  let isTime = false;
  let left = ["Y", "M", "D", "T"];
  while (at < end) {
    const number = digits();
    const unit = letter();
    at += 1;
    if (unit === "." && isTime && left.includes("S")) {
      fraction = digits();
      if (letter() !== "S") return "none";
      at += 1;
      counts.set("seconds", BigInt(number || "0"));
      left = [];
      continue;
    }
    if (unit === "" || !left.includes(unit) || (number === "") !== (unit === "T")) return "none";
    left = left.slice(left.indexOf(unit) + 1);
    if (unit === "T") {
      isTime = true;
      left = ["H", "M", "S"];
      if (at === end) return "none";
    } else {
      counts.set(UNITS[`${isTime ? "T" : ""}${unit}`] ?? "", BigInt(number));
    }
  }
  if (counts.size === 0) return "none";
  if ([...counts.values()].some((count) => count > LARGEST_INT32)) return "too long";
  const of = (unit: string): bigint => counts.get(unit) ?? 0n;
  const months = of("years") * 12n + of("months");
  const days = (months / 12n) * 365n + (months % 12n) * 30n + of("days");
  const seconds = ((days * 24n + of("hours")) * 60n + of("minutes")) * 60n + of("seconds");
  const ticks = seconds * 10_000_000n + BigInt(`${fraction}0000000`.slice(0, 7));
  if (ticks > LARGEST_TICKS) return "too long";
  return isNegative ? -ticks : ticks;
}

const UNITS: Readonly<Record<string, string>> = {
  Y: "years",
  M: "months",
  D: "days",
  TH: "hours",
  TM: "minutes",
  S: "seconds",
  TS: "seconds",
};
