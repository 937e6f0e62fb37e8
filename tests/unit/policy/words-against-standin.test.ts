import { test } from "@jest/globals";
import { compareWords } from "./words-comparison";

test("whoever the words let in is let in by the embedded Altinn, and nobody else (1,500 policies)", () => {
  compareWords({ seed: 20_261_129, runs: 1_500, atLeast: 10 });
});
