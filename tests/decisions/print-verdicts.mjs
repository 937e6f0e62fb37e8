// Prints as JSON what the built provider and stand-in say to the vector files named, and what the one comparison says of
// random pairs of policies: node print-verdicts.mjs PAIRS SEED FILE...
import { delegableVerdicts, standInVerdicts } from "./stand-in.mjs";
import { readVectorFile } from "./vector-file.mjs";
import { comparisonVerdicts, wordsVerdicts } from "./words.mjs";

/** Numbers from 0 up to 1 that are the same for the same seed (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

const [pairs, seed, ...paths] = process.argv.slice(2);
const files = paths.map(readVectorFile);
process.stdout.write(
  JSON.stringify({
    words: files.flatMap(wordsVerdicts),
    standIn: files.flatMap(standInVerdicts),
    delegable: files.flatMap(delegableVerdicts),
    comparisons: comparisonVerdicts(files, Number(pairs), seeded(Number(seed))),
  }),
);
