import { test } from "@jest/globals";
import { compareWords } from "./words-comparison";

test("whoever the words let in is let in by the embedded Altinn, and nobody else (10,000 policies)", () => {
  compareWords({ seed: 20_261_129, runs: 10_000, atLeast: 80 });
}, 1_200_000);
