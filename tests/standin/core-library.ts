import { startStandin } from "../../standin/index";

/** What a program of a user's does with the package: start, look, close. */
async function main(): Promise<void> {
  const standin = await startStandin();
  process.stdout.write(`${standin.platformUrl}\n`);
  await standin.close();
}

void main();
