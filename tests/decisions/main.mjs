// Holds what the provider's words and the stand-in say against the answers of the real decision point:
// node main.mjs [FILE...], without a FILE the repository's own copy of the vectors.
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { standInVerdicts } from "./stand-in.mjs";
import { readVectorFile, VectorFileError } from "./vector-file.mjs";
import { wordsVerdicts } from "./words.mjs";

const vectors = fileURLToPath(new URL("./vectors", import.meta.url));
const STATUS = { fine: 0, wrong: 1, unreadable: 2 };

/** All that can be read, unless one cannot: then what is the matter with each that cannot. */
function readFiles(paths) {
  const problems = [];
  const files = paths.flatMap((path) => {
    try {
      return [{ name: basename(path), file: readVectorFile(path) }];
    } catch (error) {
      if (!(error instanceof VectorFileError)) throw error;
      problems.push(error.message);
      return [];
    }
  });
  return { files, problems };
}

/** Prints a line for each wrong answer, and returns how many are right and wrong. */
function compare(who, verdictsOf, files) {
  let [agree, wrong] = [0, 0];
  for (const { name, file } of files) {
    for (const { policy, caller, party, action, said, truth } of verdictsOf(file)) {
      if (said === truth) agree += 1;
      else {
        wrong += 1;
        const question = `policy ${policy}, caller ${caller}, party ${party}, action ${action}`;
        console.log(`${name}: ${who}: ${question}: said ${said}, true ${truth}`);
      }
    }
  }
  return { wrong, text: `${who}: ${agree} agree, ${wrong} wrong` };
}

function main(paths) {
  const { files, problems } = readFiles(paths);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) return STATUS.unreadable;
  const words = compare("words", wordsVerdicts, files);
  const standIn = compare("stand-in", standInVerdicts, files);
  console.log(`${words.text}; ${standIn.text}`);
  return words.wrong + standIn.wrong > 0 ? STATUS.wrong : STATUS.fine;
}

const named = process.argv.slice(2);
const own = () =>
  readdirSync(vectors)
    .sort()
    .map((file) => join(vectors, file));
process.exitCode = main(named.length > 0 ? named : own());
