import { describe, expect, test } from "@jest/globals";
import { nearest } from "../../provider/values/nearest";

const among = (candidates: readonly string[], word: string, limit?: number) =>
  nearest(word, candidates, (candidate) => [candidate], limit);

describe("the nearest words", () => {
  test.each([
    ["hybird", "two letters swapped"],
    ["hibrid", "one changed"],
    ["hybid", "one left out"],
    ["hybridd", "one too many"],
    ["HYBRID", "another casing"],
    ["hyb", "its beginning"],
  ])("%s: %s", (word) => {
    expect(among(["local", "hybrid"], word)).toEqual(["hybrid"]);
  });

  test("come nearest first, the same word before all others, and equals as they were given", () => {
    expect(among(["leders", "ledar", "leder", "leger"], "leder")).toEqual([
      "leder",
      "leders",
      "ledar",
    ]);
    expect(among(["leders", "ledar", "leder", "leger"], "leder", 1)).toEqual(["leder"]);
  });

  test("may be off by more letters the longer they are, and by three at most", () => {
    expect(among(["abcd"], "abxx")).toEqual([]);
    expect(among(["abcdefgh"], "abcdefxx")).toEqual(["abcdefgh"]);
    expect(among(["abcdefghijklmnop"], "abcdefghijklmxxx")).toEqual(["abcdefghijklmnop"]);
    expect(among(["abcdefghijklmnop"], "abcdefghijklxxxx")).toEqual([]);
  });

  test("take Norwegian letters as they are written without them, and any mark as a blank", () => {
    expect(among(["skatt-naering", "lonn", "kirkelig-fellesrad"], "Skatt næring")).toEqual([
      "skatt-naering",
    ]);
    expect(among(["lonn"], "LØNN")).toEqual(["lonn"]);
    expect(among(["fellesrad"], "fellesråd")).toEqual(["fellesrad"]);
  });

  test("are found by one word of a longer name, after whole names", () => {
    expect(among(["Styrets leder", "leder"], "leder")).toEqual(["leder", "Styrets leder"]);
    expect(among(["Rett til skatt"], "til")).toEqual([]);
  });

  test("are found by any name of a candidate", () => {
    const roles = [{ names: ["dagl", "Daglig leder"] }, { names: ["lede", "Styrets leder"] }];
    expect(nearest("styrets", roles, ({ names }) => names)).toEqual([roles[1]]);
    expect(nearest("styrets", [{ names: [] }], ({ names }) => names)).toEqual([]);
  });

  test("are none for what resembles nothing, is too short, or is empty", () => {
    for (const word of ["zzzz", "h", "hy", "", "-"]) {
      expect([word, among(["hybrid", "local"], word)]).toEqual([word, []]);
    }
  });
});
