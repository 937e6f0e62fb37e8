import { test } from "@jest/globals";
import { compareWords } from "./words-comparison";

test("whoever the words let in is let in by the embedded Altinn, and nobody else (60,000 policies)", () => {
  compareWords({ seed: 3, runs: 60_000, atLeast: 500 });
}, 1_200_000);
